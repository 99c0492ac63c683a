"""What has to be shown of each article, by number: which tests prove it, or what it still waits for.

Source: `checks.toml`; 20-house §9. Takes: the list and the tests found by the writer. Gives: the part 核对 of the 对照表, and what is wrong with it.
Never: the text of a check, only its number and a word or two of our own.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from shuangsuiji.core.rules.provision import numeral

_ID = re.compile(r"C([0-9]{2})-([0-9]{1,2})")
_NAMED = re.compile(r"test_c([0-9]{2})_([0-9]{1,2})(?:_|$)")
_ISSUE = re.compile(r"第[0-9]+号议题：.+")


class CheckError(ValueError):
    """The list of checks cannot be used; the text says so in Chinese."""


class Check(NamedTuple):
    """One check: its number, our word for it, and what it still waits for, if anything."""

    id: str
    word: str
    waits: str

    @property
    def article(self) -> int:
        """The number of its article."""
        return int(self.id[1:3])


class Proof(NamedTuple):
    """A test that proves a check: the check, the file from the project root, the test's name."""

    check: str
    path: str
    name: str


def check_named(test_name: str) -> str:
    """The check that a test's name carries: `test_c06_8_…` is C06-8; empty when it carries none."""
    match = _NAMED.match(test_name)
    return f"C{match[1]}-{match[2]}" if match else ""


def load_checks(text: str) -> tuple[Check, ...]:
    """Read the list from TOML text. Raises CheckError unless numbers run on from 1 in each article and each row is complete."""
    found = tuple(_read(raw) for raw in tomllib.loads(text).get("check", []))
    expected: dict[int, int] = {}
    for each in found:
        expected[each.article] = expected.get(each.article, 0) + 1
        if each.id != f"C{each.article:02d}-{expected[each.article]}":
            raise CheckError(f"核对 {each.id} 的编号不连续")
    if list(expected) != sorted(expected):
        raise CheckError("核对应按条的次序列出")
    return found


def _read(raw: Mapping[str, Any]) -> Check:
    check = Check(raw.get("id", ""), raw.get("word", ""), raw.get("waits", ""))
    if set(raw) - {"id", "word", "waits"} or not check.word or not _ID.fullmatch(check.id):
        raise CheckError(f"核对 {check.id or '（无编号）'} 缺少字段或有多余字段")
    if "waits" in raw and not _ISSUE.fullmatch(check.waits):
        raise CheckError(f"核对 {check.id} 须写明在第几号议题、等什么")
    return check


@cache
def checks() -> tuple[Check, ...]:
    """All checks of the packaged file, in order."""
    return load_checks(resources.files(__package__).joinpath("checks.toml").read_text("utf-8"))


def unproven(listed: Sequence[Check], proofs: Iterable[Proof]) -> tuple[str, ...]:
    """What the table may not say in silence: a check neither tested nor waiting, a test of an unknown one.

    Tests of articles that the list does not reach yet are left alone.
    """
    tested = {proof.check for proof in proofs}
    articles = {check.article for check in listed}
    unknown = {each for each in tested if int(each[1:3]) in articles} - {check.id for check in listed}
    wanting = [
        f"核对 {check.id} 既没有测试，也没有写明等什么" for check in listed if check.id not in tested | _waiting(listed)
    ]
    return (*wanting, *(f"有测试写作核对 {each}，清单里没有" for each in sorted(unknown)))


def _waiting(listed: Sequence[Check]) -> set[str]:
    return {check.id for check in listed if check.waits}


def check_section(listed: Sequence[Check], proofs: Iterable[Proof]) -> str:
    """The part 核对 of the 对照表 as Markdown: a row for each check with its tests by file, or what it waits for."""
    by_check: dict[str, dict[str, int]] = {}
    for proof in proofs:
        files = by_check.setdefault(proof.check, {})
        files[proof.path] = files.get(proof.path, 0) + 1
    proven, waiting = len({check.id for check in listed} & set(by_check)), len(_waiting(listed))
    lines = [
        "",
        "## 核对",
        "",
        f"第一条至第十三条共 {len(listed)} 项核对：{proven} 项由测试证明，{waiting} 项还在等（有的已证明一部分）。",
        "编号同测试名：`test_c06_8_…` 是 C06-8；提要是我们自己的话。",
        "一项既没有测试、也没有写明等什么的，`make articles` 报错。有测试不等于逐字证明了全部要求，测试证明到哪里，以测试本身为准。",
        "",
        "| 核对 | 条 | 提要 | 由哪些测试证明 | 还在等 |",
        "|---|---|---|---|---|",
        *(_row(check, by_check.get(check.id, {})) for check in listed),
    ]
    return "\n".join(lines) + "\n"


def _row(check: Check, files: Mapping[str, int]) -> str:
    tests = "<br>".join(
        f"[{path.removeprefix('tests/')}](../../{path}) {count} 项" for path, count in sorted(files.items())
    )
    return f"| {check.id} | 第{numeral(check.article)}条 | {check.word} | {tests or '—'} | {check.waits or '—'} |"
