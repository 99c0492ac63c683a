"""Who may form an inspection team, and why one cannot be formed.

Source: 第十条, 第十六条; the minimum of two comes from 《劳动保障监察条例》 and 《行政处罚法》 and is cited as such.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.parameters import number
from shuangsuiji.core.rules.provision import source


@dataclass(frozen=True, slots=True)
class Member:
    """An inspector as the rules see one: department, certificate, its last valid day (None: no certificate)."""

    name: str
    department: str
    certificate: str
    valid_until: date | None

    def certified(self, on: date) -> bool:
        """Whether the certificate is valid on that day, its last day included."""
        return bool(self.certificate) and self.valid_until is not None and on <= self.valid_until


@source("第十条", "第十五条")
def check_certificate(member: Member, on: date) -> Finding:
    """Whether an inspector may be drawn for an inspection on that day (E10-4)."""
    until = f"已于 {member.valid_until} 到期" if member.valid_until else "没有登记"
    return judge(
        "E10-4",
        "第十条",
        member.certified(on),
        required=f"{on} 有效",
        actual=str(member.valid_until or "无"),
        refusal=f"{member.name} 执法证件{until}，不列入可抽取人员（第十条、第十五条）。",
        remedy="请更新执法证件信息后重新确认名录库。",
    )


@dataclass(frozen=True, slots=True)
class Staffing:
    """A department's people for one draw: eligible ones, and how many are out for which reason."""

    department: str
    eligible: int
    needed: int
    recused: int = 0
    uncertified: int = 0
    on_leave: int = 0


@source("第十六条")
def check_staffing(staffing: Staffing) -> Finding:
    """Whether a department has enough eligible inspectors (E16-4); never filled with fewer."""
    s = staffing
    return judge(
        "E16-4",
        "第十六条",
        s.eligible >= s.needed,
        required=s.needed,
        actual=s.eligible,
        refusal=f"{s.department} 符合条件的人员 {s.eligible} 名，需 {s.needed} 名"
        f"（回避 {s.recused}、证件 {s.uncertified}、请假 {s.on_leave}）（第十六条）。",
        remedy="可向其他部门或上级借调。",
    )


@source("第十六条")
def check_team(
    members: Sequence[Member], leader: Member | None, *, initiating: str, departments: Collection[str], on: date
) -> tuple[Finding, ...]:
    """Every rule on a team for a visit on that day: two certificates (E16-1), leader (E16-2), each department present (E16-4).

    `departments` are all that take part, the initiating one included; they are answered in sorted order.
    """
    certified = {member.certificate: member for member in members if member.certified(on)}
    needed = number("team_minimum")
    enough = judge(
        "E16-1",
        "第十六条",
        len(certified) >= needed,
        required=needed,
        actual=len(certified),
        refusal=f"小组不足 {needed} 名持证执法人员（《劳动保障监察条例》《行政处罚法》；第十六条）：现有 {len(certified)} 名。",
        remedy="请补足持有效证件的人员。",
    )
    led = leader is not None and leader in members and leader.department == initiating
    leads = judge(
        "E16-2",
        "第十六条",
        led,
        required=initiating,
        actual=leader.department if leader else "无组长",
        refusal=f"组长须为发起部门执法检查人员（第十六条）；发起部门为 {initiating}。",
        remedy=f"请从小组中 {initiating} 的人员里确定组长。",
    )
    present = [member.department for member in certified.values()]
    represented = (
        check_staffing(Staffing(department, present.count(department), 1)) for department in sorted(departments)
    )
    return enough, leads, *represented
