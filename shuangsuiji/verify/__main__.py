"""`python -m shuangsuiji.verify RECORD`: prints every check with its number, and says what to do when one fails.

Source: SSJ-DRAW/1 §10. Exit codes: 0 all pass, 1 a check failed, 2 wrong use, 3 a required check could not be made.
"""

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from shuangsuiji.core.canonical import CanonicalError, parse_json
from shuangsuiji.core.draw.opening import OPENING_FORMAT
from shuangsuiji.verify.case import Files
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, EXIT_USAGE, FAIL, PASS, SKIP, Report

_MARKS = {PASS: "通过", FAIL: "不符", SKIP: "未查"}
_EXAMPLE = """例：
  python -m shuangsuiji.verify draw-410928_rsj_2026_yonggong_1.v1.json --no-log
  python -m shuangsuiji.verify 我单位的凭证.json --record draw-410928_rsj_2026_yonggong_1.v1.json
退出码：0 全部通过  1 有一项不符  2 用法不对  3 应查的未能查"""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m shuangsuiji.verify",
        description="独立核验一次双随机抽取：记录、测试向量或企业凭证。不联网，不需要我们的服务器。",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("document", metavar="RECORD", type=Path, help="抽取记录、测试向量或企业凭证（JSON）")
    made.add_argument("--record", type=Path, help="企业凭证对应的公开记录；不写时在同一文件夹内寻找 draw-*.json")
    made.add_argument("--key", type=Path, help="审计方的密钥文件，用于打开封存的公开记录")
    made.add_argument("--no-log", action="store_true", help="不核验日志（在文件夹上完成的抽取没有日志）")
    made.add_argument("--json", action="store_true", help="输出 JSON")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code. Argparse itself exits with 2."""
    options = parser().parse_args(arguments)
    _never_fail_to_print()
    try:
        document = options.document.read_bytes()
        key = options.key.read_bytes() if options.key else None
        record = options.record.read_bytes() if options.record else _record_beside(options.document, document)
    except OSError as error:
        print(f"不能读取文件 {error.filename}：{error.strerror}", file=sys.stderr)
        return EXIT_USAGE
    report = verify_document(document, record=record, no_log=options.no_log, files=_reader(options.document), key=key)
    print(_as_json(report) if options.json else _as_text(options.document.name, report))
    return report.exit_code


def _never_fail_to_print() -> None:
    """A terminal that lacks a letter gets its number instead: a verdict must not die on the way to the screen."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _reader(document: Path) -> Files:
    """Reads a roster file by its bare name from beside the record; whatever cannot be read is not there."""

    def read(name: str) -> bytes | None:
        try:
            return (document.parent / name).read_bytes()
        except (OSError, ValueError):
            return None

    return read


def _record_beside(path: Path, document: bytes) -> bytes | None:
    """The latest public record of a bundle's draw in the same folder; None for other documents, and where it is not clear.

    Records under their proper names come first; files of other names only where they all tell the same result.
    """
    bundle = _members(document)
    if bundle.get("format") != OPENING_FORMAT:
        return None
    named: list[tuple[int, bytes]] = []
    others: dict[str, bytes] = {}
    for candidate in sorted(path.parent.glob("*.json")):
        raw = candidate.read_bytes() if candidate.is_file() else b""
        members = _members(raw)
        if (members.get("draw_id"), members.get("audience")) == (bundle.get("draw_id"), "public"):
            version = members.get("version")
            if candidate.name.startswith("draw-"):
                named.append((version if isinstance(version, int) else 0, raw))
            others.setdefault(f"{members.get('result_hash')}", raw)
    if named:
        return max(named)[1]
    return next(iter(others.values())) if len(others) == 1 else None


def _members(raw: bytes) -> dict[str, object]:
    try:
        members = parse_json(raw)
    except CanonicalError:
        return {}
    return members if isinstance(members, dict) else {}


def _as_json(report: Report) -> str:
    checks = [
        {
            "id": result.id,
            "title": result.title,
            "status": result.status,
            "reason": result.reason,
            "required": result.required,
        }
        for result in report.results
    ]
    return json.dumps({"exit_code": report.exit_code, "checks": checks}, ensure_ascii=False, indent=1)


def _as_text(name: str, report: Report) -> str:
    lines = [f"{name}"]
    for result in report.results:
        reason = f"  {_visible(result.reason)}" if result.reason else ""
        lines.append(f"{result.id}  {result.status}  {_MARKS[result.status]}  {result.title}{reason}")
    lines.append("")
    lines.append(
        f"通过 {report.count(PASS)} 项，不符 {report.count(FAIL)} 项，未查 {report.count(SKIP)} 项。{_closing(report)}"
    )
    return "\n".join(lines)


def _visible(reason: str) -> str:
    """A reason that quotes a hostile file can neither steer the terminal nor add lines of its own."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in reason)


def _closing(report: Report) -> str:
    if report.exit_code == EXIT_BAD:
        return (
            f"\n核验不通过：{'、'.join(report.failed())}。核对的是记录所列内容按协议重算的结果；上面写明了不符之处。"
            "\n请先确认文件完整、未经改动（重新下载一次）；仍不符的，请向抽取部门和联席会议办公室提出，并保留此文件。"
        )
    if report.exit_code == EXIT_GOOD:
        return "核验通过。"
    return "\n所查各项均相符，但有应查的未能查（见上），结论不完整。请补齐所缺文件或日志后再核验。"


if __name__ == "__main__":
    sys.exit(main())
