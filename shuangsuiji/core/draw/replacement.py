"""Replacing a drawn inspector: appointed, not drawn; the drawn list stays and the replacement is appended.

Source: SSJ-DRAW/1 §8.5; 第十五条, 第十六条.
Takes: the drawn assignment, who has replaced whom so far, and what is known about the substitute.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shuangsuiji.core.draw.grammar import is_time
from shuangsuiji.core.draw.refusal import Refusal, refuse_any
from shuangsuiji.core.draw.roster import ELIGIBLE

GROUNDS = {
    "post": "岗位调整",
    "clash": "工作冲突",
    "health": "健康状况",
    "recusal": "执法回避",
    "other": "其他特殊情况",
}
APPROVER = "分管负责人"
_BACK_FROM_LEAVE = "X3"

Entry = Mapping[str, Any]


class Substitute(NamedTuple):
    """What is known about the person to step in; `recusal` is empty where it is not known (public readers)."""

    dept: str
    quals: Sequence[str]
    elig: str
    recusal: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TeamsNow:
    """Who serves in each slot: the drawn list with all replacements so far applied."""

    slots: Sequence[Sequence[Any]]
    assignment: Sequence[Entry]
    batches: Mapping[str, Sequence[str]]
    done: Sequence[Entry] = field(default_factory=tuple)

    @property
    def serving(self) -> list[str]:
        """The handle in each slot at this moment."""
        handles = [entry["handle"] for entry in self.assignment]
        for entry in self.done:
            handles[entry["slot"]] = entry["to"]
        return handles

    def team_of(self, slot: int) -> list[str]:
        """Handles serving in the team of `slot`."""
        team = self.slots[slot][0]
        return [who for who, other in zip(self.serving, self.slots, strict=True) if other[0] == team]

    def next_by_rank(self, slot: int) -> str | None:
        """The first of the slot's alternates who does not serve in the team yet."""
        team = self.team_of(slot)
        return next((who for who in self.assignment[slot]["alternates"] if who not in team), None)


def replace_inspector(
    now: TeamsNow,
    slot: int,
    to: str,
    person: Substitute,
    *,
    at: str,
    reason: str,
    text: str = "",
    requested_by: str,
    approved_by: str,
) -> dict[str, Any]:
    """The object to append when `to` takes over `slot`. Raises DrawRefused with every ground (第十五条)."""
    refuse_any(_slot_refusals(now, slot))
    team, role, dept, _ = now.slots[slot]
    entry = {
        "at": at,
        "slot": slot,
        "team": team,
        "role": role,
        "dept": dept,
        "from": now.serving[slot],
        "to": to,
        "reason": reason,
        "text": text,
        "by_rank": to == now.next_by_rank(slot),
        "requested_by": requested_by,
        "approved_by": approved_by,
        "log": None,
    }
    refuse_any(replacement_refusals(now, entry, person))
    return entry


def replacement_refusals(now: TeamsNow, entry: Entry, person: Substitute | None) -> Iterator[Refusal]:
    """Everything wrong with a replacement; `person` is None where nobody stands behind the substitute's handle."""
    slot_faults = list(_slot_refusals(now, entry["slot"]))
    yield from slot_faults
    if slot_faults:
        return
    slot = now.slots[entry["slot"]]
    yield from _paperwork(entry)
    if [entry["team"], entry["role"], entry["dept"]] != list(slot[:3]):
        yield _refusal("E15-1", "小组、岗位或部门与该岗位不符", "请从抽取结果中选择岗位")
    if entry["from"] != now.serving[entry["slot"]]:
        yield _refusal("E15-1", "被更换人不是该岗位现任人员", "请按最近一次更换后的名单办理")
    if entry["to"] in now.team_of(entry["slot"]):
        yield _refusal("E15-5", "替换人已在该组", "请另行选派")
    yield from _fitness(slot, person, now.batches[slot[0]])
    if entry["by_rank"] != (entry["to"] == now.next_by_rank(entry["slot"])):
        yield _refusal("by-rank", "by_rank 与顺位不符", "替换人为首位候补时应为 true")


def _slot_refusals(now: TeamsNow, slot: int) -> Iterator[Refusal]:
    if not 0 <= slot < len(now.assignment):
        yield _refusal("E15-1", f"岗位 {slot} 不存在", "请从抽取结果中选择岗位")


def _paperwork(entry: Entry) -> Iterator[Refusal]:
    if not is_time(entry["at"]):
        yield _refusal("E15-1", "时间写法不对", "应如 2026-11-20T02:00:00Z")
    if entry["reason"] not in GROUNDS:
        yield _refusal("E15-1", f"情形“{entry['reason'][:32]}”不在规定之列", f"请选择：{'、'.join(GROUNDS.values())}")
    elif entry["reason"] == "other" and not entry.get("text"):
        yield _refusal("E15-1", "其他特殊情况须写明", "请填写说明")
    if entry["approved_by"] != APPROVER or entry["requested_by"] in ("", entry["approved_by"]):
        yield _refusal("E15-2", f"更换须经本部门{APPROVER}同意，且不能由申请人自己同意", f"请报{APPROVER}")


def _fitness(slot: Sequence[Any], person: Substitute | None, batch: Sequence[str]) -> Iterator[Refusal]:
    if person is None:
        yield _refusal("E15-3", "替换人不在名录中，也没有可还原的说明", "请从具备执法资格的人员中选派")
        return
    if person.dept != slot[2] or not set(slot[3]) <= set(person.quals):
        yield _refusal(
            "E15-3", "替换人部门或资格不符", f"须为 {slot[2]} 部门，具备 {'、'.join(slot[3]) or '一般'} 资格"
        )
    if person.elig not in (ELIGIBLE, _BACK_FROM_LEAVE):
        yield _refusal("E15-3", f"替换人状态为 {person.elig}，执法证件无效或不可用", "请另行选派")
    if set(person.recusal) & set(batch):
        yield _refusal("E15-4", "替换人与该组被检查对象存在回避情形", "请另行选派")


def _refusal(code: str, message: str, remedy: str) -> Refusal:
    return Refusal(code, "第十五条", message, remedy)
