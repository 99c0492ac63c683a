"""A receipt checked offline: one entry under a signed checkpoint, and the private values a reader was given.

Source: 50-ledger §8 (`.tlog-proof`, leaf, openings), §9 (L07, L11); C2SP tlog-proof.
Takes: the bytes of the files. Gives: results of L05, L09, L07, and L11 where there are openings.
Never: believe `extra`; believe an opening whose entry is not proven.
"""

from collections.abc import Sequence
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, parse_json
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.leaves import Opening, read_leaf, verify_opening
from shuangsuiji.core.tlog.policy import Policy
from shuangsuiji.core.tlog.proofs import verify_inclusion
from shuangsuiji.core.tlog.receipt import Receipt, parse_receipt
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.verify.log.growth import Kept, check_earlier
from shuangsuiji.verify.log.opened import Judged, Log, judge_checkpoint, not_looked_at
from shuangsuiji.verify.verdict import FAIL, PASS, SKIP, CheckResult, Faults

_OPENING_MEMBERS = {"salt", "name", "value"}


def is_receipt(raw: bytes) -> bool:
    """Whether a file looks like a receipt."""
    return raw.startswith(b"c2sp.org/tlog-proof@")


def check_receipt(
    raw: bytes, leaf: bytes | None, openings: Sequence[bytes], policy: Policy | None, log: Log | None = None
) -> tuple[CheckResult, ...]:
    """Check a receipt; `leaf` is the entry it is for, None where nobody has it; `log` is held against its checkpoint (L06)."""
    try:
        receipt = parse_receipt(raw)
    except TlogRefused as error:
        return CheckResult("L07", FAIL, f"{error}"), *_openings_unproven(openings)
    judged = judge_checkpoint(receipt.checkpoint, policy)
    included = _inclusion(receipt, leaf, judged)
    results = [*judged.results, included]
    if log is not None:
        results.append(check_earlier(log, [Kept("凭证所附检查点", receipt.checkpoint)], policy))
    if openings and included.status != PASS:
        return *results, *_openings_unproven(openings)
    return (*results, check_openings(leaf or b"", openings)) if openings else tuple(results)


def _inclusion(receipt: Receipt, leaf: bytes | None, judged: Judged) -> CheckResult:
    """L07."""
    if judged.checkpoint is None:
        return not_looked_at("L07", "L05")
    if leaf is None:
        told = "没有条目原文，无法核对：请用 --leaf 指定随凭证一同取得的条目文件"
        return CheckResult("L07", SKIP, told, required=True)
    size, root = judged.checkpoint.size, judged.checkpoint.root
    try:
        verify_inclusion(leaf_hash(leaf), receipt.index, size, receipt.path, root)
    except TlogRefused as error:
        return CheckResult("L07", FAIL, f"{error}；或条目原文与凭证不是同一条")
    return CheckResult("L07", PASS, f"第 {receipt.index} 条（从 0 起），{describe_leaf(leaf)}")


def check_openings(leaf: bytes, openings: Sequence[bytes]) -> CheckResult:
    """L11: every private value shown is the one whose digest the entry carries."""
    faults, names = Faults(), []
    try:
        members = read_leaf(leaf)
        for opening in map(_opening, _each(openings)):
            verify_opening(members, opening)
            names.append(opening.name)
    except TlogRefused as error:
        faults.add(f"{error}")
    except CanonicalError as error:
        faults.add(f"公开值文件不能读取：{error}")
    return faults.result("L11", f"{'、'.join(names)} 与摘要相符")


def _each(openings: Sequence[bytes]) -> list[Any]:
    """The openings of all files; a file holds one, or a list."""
    found: list[Any] = []
    for raw in openings:
        read = parse_json(raw)
        found += read if isinstance(read, list) else [read]
    return found


def _opening(members: Any) -> Opening:
    if not isinstance(members, dict) or members.keys() != _OPENING_MEMBERS:
        raise CanonicalError("应为含 salt、name、value 三项的对象")
    if not isinstance(members["salt"], str) or not isinstance(members["name"], str):
        raise CanonicalError("salt 与 name 应为文字")
    return Opening(members["salt"], members["name"], members["value"])


def _openings_unproven(openings: Sequence[bytes]) -> list[CheckResult]:
    return [not_looked_at("L11", "L07")] if openings else []


def describe_leaf(body: bytes) -> str:
    """An entry in one phrase, for people; what is not in our form is named by its length alone."""
    try:
        leaf = read_leaf(body)
    except TlogRefused:
        return f"{len(body)} 字节，不是本平台的条目"
    return f"{leaf['type']}，{leaf['at']}，{leaf['org']} {leaf['actor']}，{leaf['rule'] or '未引条款'}"
