"""Whether a drawn inspector may be replaced, and by whom: a listed ground, consent beforehand, a fit substitute.

Source: 第十五条; 00-decisions, reading 6. The substitute is appointed, not drawn; the drawn list stays and the
replacement is appended to it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from shuangsuiji.core.rules.finding import Finding, judge, unsatisfied
from shuangsuiji.core.rules.offices import OFFICES, Approval
from shuangsuiji.core.rules.parameters import labels, number, text
from shuangsuiji.core.rules.provision import source
from shuangsuiji.core.rules.teams import Member, check_team


@dataclass(frozen=True, slots=True)
class Replacement:
    """One request: who leaves, who comes, why, who agreed, and the team it concerns.

    `team` holds the members before the change, `leader` the one who leads after it, `visit_on` the day the substitute
    would act. `recused` says that the substitute has declared a conflict with the subject.
    """

    ground: str
    explanation: str
    outgoing: Member
    substitute: Member
    approval: Approval | None
    visit_on: date
    team: tuple[Member, ...]
    leader: Member | None
    initiating: str
    departments: Collection[str]
    recused: bool = False

    def team_after(self) -> tuple[Member, ...]:
        """The members after the change, in their old order, the substitute last."""
        return *(member for member in self.team if member not in (self.outgoing, self.substitute)), self.substitute


@source("第十五条")
def may_replace(request: Replacement) -> tuple[Finding, ...]:
    """Every rule on the request, E15-1 to E15-5, so that all that refuse are told at once."""
    return (
        _ground(request),
        _consent(request),
        check_substitute_certificate(request.substitute, request.visit_on),
        _recusal(request),
        _team_after(request),
    )


def _ground(request: Replacement) -> Finding:
    grounds = labels("replacement_grounds")
    return judge(
        "E15-1",
        "第十五条",
        request.ground in grounds and bool(request.explanation.strip()),
        required="、".join(grounds.values()),
        actual=grounds.get(request.ground, request.ground or "未选择"),
        refusal="更换执法检查人员须选择情形并说明（第十五条）。",
        remedy=f"情形限于：{'、'.join(grounds.values())}；并写明具体说明。",
    )


def _consent(request: Replacement) -> Finding:
    office, approval = text("replacement_approver"), request.approval
    given = (
        approval is not None
        and approval.counts_for(office, request.outgoing.department)
        and approval.on <= request.visit_on
    )
    who = f"{request.outgoing.department}{OFFICES[office]}"
    return judge(
        "E15-2",
        "第十五条",
        given,
        required=who,
        actual=f"{approval.department}{OFFICES[approval.office]}（{approval.on}）" if approval else "无",
        refusal=f"更换须经本部门{OFFICES[office]}同意（第十五条）：应由{who}在检查前同意。",
        remedy="申请人本人、其他部门负责人、事后补签都不算；负责人空缺或本人申请的，由上一级负责人决定并注明。",
    )


@source("第十五条")
def check_substitute_certificate(member: Member, on: date) -> Finding:
    """Whether a person's certificate is valid on the day of the visit (E15-3); asked of substitutes, and of everybody at the door."""
    return judge(
        "E15-3",
        "第十五条",
        member.certified(on),
        required=f"{on} 有效",
        actual=str(member.valid_until or "无"),
        refusal=f"{member.name} 执法证件无效或已到期，不能替换（第十五条）。",
        remedy="请另选持有效执法证件的人员。",
    )


def _recusal(request: Replacement) -> Finding:
    return judge(
        "E15-4",
        "第十五条",
        not request.recused,
        required="无回避情形",
        actual="有回避情形" if request.recused else "无回避情形",
        refusal=f"{request.substitute.name} 与被检查对象存在回避情形（第十五条）。",
        remedy="请另选没有回避情形的人员。",
    )


def _team_after(request: Replacement) -> Finding:
    findings = check_team(
        request.team_after(),
        request.leader,
        initiating=request.initiating,
        departments=request.departments,
        on=request.visit_on,
    )
    wanting, needed = unsatisfied(*findings), number("team_minimum")
    return judge(
        "E15-5",
        "第十五条",
        not wanting,
        required=f"{needed} 名持证人员、发起部门组长、各部门到齐",
        actual="；".join(finding.message for finding in wanting) or "齐备",
        refusal=f"更换后小组不足 {needed} 名持证人员或缺少组长，不能更换（第十五条、第十六条）："
        + "；".join(finding.message for finding in wanting),
        remedy="请另选人员，或同时确定新的组长。",
    )
