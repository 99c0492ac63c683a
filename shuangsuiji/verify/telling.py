"""A report as text for people and as JSON for programs; a hostile file quoted in it steers neither.

Source: SSJ-DRAW/1 §10; 50-ledger §9.
"""

import io
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from shuangsuiji.verify.verdict import FAIL, PASS, SKIP, CheckResult, Report

_MARKS = {PASS: "通过", FAIL: "不符", SKIP: "未查"}


def never_fail_to_print() -> None:
    """A terminal that lacks a letter gets its number instead: a verdict must not die on the way to the screen."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def as_json(report: Report, further: Mapping[str, Any] | None = None) -> str:
    """Exit code and every check; `further` members stand after them."""
    told = {"exit_code": report.exit_code, "checks": [_members(result) for result in report.results]}
    return json.dumps({**told, **(further or {})}, ensure_ascii=False, indent=1)


def _members(result: CheckResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "title": result.title,
        "status": result.status,
        "reason": result.reason,
        "required": result.required,
    }


def as_text(name: str, report: Report, closing: str) -> str:
    """The document's name, a line per check, and the closing paragraph."""
    lines = [visible(name)]
    for result in report.results:
        reason = f"  {visible(result.reason)}" if result.reason else ""
        lines.append(f"{result.id}  {result.status}  {_MARKS[result.status]}  {result.title}{reason}")
    counted = f"通过 {report.count(PASS)} 项，不符 {report.count(FAIL)} 项，未查 {report.count(SKIP)} 项。"
    return "\n".join([*lines, "", f"{counted}{closing}"])


def visible(text: str) -> str:
    """A text that quotes a hostile file can neither steer the terminal nor add lines of its own."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def paragraphs(parts: Iterable[str]) -> str:
    """Lines below the counts; each is one line, whatever it quotes."""
    return "".join(f"\n{visible(part)}" for part in parts if part)
