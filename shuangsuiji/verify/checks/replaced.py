"""V23: inspectors were replaced only as 第十五条 allows, and the drawn list was left alone.

Source: SSJ-DRAW/1 §8.5; 第十五条, 第十六条.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from shuangsuiji.core.draw.grammar import is_time
from shuangsuiji.core.draw.roster import ELIGIBLE
from shuangsuiji.core.draw.sealing import salt_of, sealed_handle
from shuangsuiji.verify.case import Case
from shuangsuiji.verify.verdict import Skipped

_GROUNDS = ("post", "clash", "health", "recusal", "other")
_APPROVER = "分管负责人"
_BACK_FROM_LEAVE = "X3"


class _Person(NamedTuple):
    dept: str
    quals: Sequence[str]
    elig: str


def check_replacements(case: Case) -> Iterator[str]:
    """V23: every replacement in order, each against who serves at that moment."""
    replacements = case.members.get("replacements", [])
    if isinstance(replacements, dict):
        raise Skipped("更换名单不公开，须由审计方核验", required=False)
    serving = [entry["handle"] for entry in case.members.get("assignment") or []]
    for number, entry in enumerate(replacements, start=1):
        faults = list(_faults(case, entry, serving))
        yield from (f"第 {number} 次更换：{fault}" for fault in faults)
        if not faults:
            serving[entry["slot"]] = entry["to"]


def _faults(case: Case, entry: Mapping[str, Any], serving: Sequence[str]) -> Iterator[str]:
    if entry["slot"] >= len(serving):
        yield f"岗位 {entry['slot']} 不存在"
        return
    yield from _paperwork(entry)
    slot = case.members["slots"][entry["slot"]]
    if [entry["team"], entry["role"], entry["dept"]] != slot[:3]:
        yield "小组、岗位或部门与该岗位不符"
    if entry["from"] != serving[entry["slot"]]:
        yield "被更换人不是该岗位现任人员"
    team = [who for who, other in zip(serving, case.members["slots"], strict=True) if other[0] == slot[0]]
    if entry["to"] in team:
        yield "替换人已在该组"
    person = _substitute(case, entry)
    if person is None:
        yield "替换人不在名录中，且没有可还原的说明"
    elif person.dept != slot[2] or not set(slot[3]) <= set(person.quals):
        yield "替换人部门或资格不符"
    elif person.elig not in (ELIGIBLE, _BACK_FROM_LEAVE):
        yield f"替换人状态为 {person.elig}，不能替换"
    if _recused(case, entry, slot[0]):
        yield "替换人与该组检查对象存在回避情形"
    alternates = case.members["assignment"][entry["slot"]]["alternates"]
    first = next((who for who in alternates if who not in team), None)
    if entry["by_rank"] != (entry["to"] == first):
        yield "by_rank 与顺位不符"


def _paperwork(entry: Mapping[str, Any]) -> Iterator[str]:
    if not is_time(entry["at"]):
        yield "时间写法不对"
    if entry["reason"] not in _GROUNDS:
        yield f"事由 {entry['reason']} 不在第十五条所列情形之内"
    elif entry["reason"] == "other" and not entry.get("text"):
        yield "其他特殊情况须写明"
    if entry["approved_by"] != _APPROVER or entry["requested_by"] == entry["approved_by"]:
        yield "须经本部门分管负责人同意，且不能与申请人相同"


def _substitute(case: Case, entry: Mapping[str, Any]) -> _Person | None:
    """The substitute as the frozen roster knows it, or, for auditors, as the replacement opens it."""
    for row in case.inspectors:
        if row.handle == entry["to"]:
            return _Person(row.dept, row.quals, row.elig)
    opening = entry.get("opening")
    if opening is None:
        # Outside the roster only auditors can look behind the handle; others rely on them (§11).
        return (
            None if "inspector_private" in case.members else _Person(entry["dept"], _slot_quals(case, entry), ELIGIBLE)
        )
    task_id = case.plan["task_id"]
    private = case.members.get("inspector_private", {})
    salt = salt_of(case.suite, bytes.fromhex(private.get("salt_key_hex", "")), task_id, opening["pid"])
    rebuilt = sealed_handle(case.suite, task_id, salt, opening["pid"])
    if (salt, rebuilt) != (opening["salt"], entry["to"]):
        return None
    return _Person(opening["dept"], opening["quals"], ELIGIBLE)


def _slot_quals(case: Case, entry: Mapping[str, Any]) -> Sequence[str]:
    quals: Sequence[str] = case.members["slots"][entry["slot"]][3]
    return quals


def _recused(case: Case, entry: Mapping[str, Any], team: str) -> bool:
    """Whether the substitute must not visit a firm of this team's batch; only auditors can tell."""
    known = entry.get("opening", {}).get("recusal")
    if known is None:
        kept = case.members.get("inspector_private", {"rows": []})["rows"]
        known = next((row["recusal"] for row in kept if row["handle"] == entry["to"]), [])
    return bool(set(known) & set(case.members["batches"][team]))
