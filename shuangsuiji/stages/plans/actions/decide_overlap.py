"""The act: where lines of plans meet, one visit is to serve them, or they stay apart for a reason that is written down.

Source: 第九条; 10-articles 第四条 (协同推进), 第七条 (the office of the joint meeting looks at all plans together). It informs; what is not
decided here is asked again in the scheme of the task (E09-3).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.plans import check_overlap_decider, check_overlap_reason
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.approvals.refusal import ContentChanged
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.plans.models import OverlapChoice, OverlapDecision, Plan
from shuangsuiji.stages.plans.queries.overlaps import decisions_on, lines_digest, overlap_between, pair_of
from shuangsuiji.stages.plans.queries.overview import Overlap
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import concerning


@dataclass(frozen=True, slots=True)
class Lines:
    """Which two lines: of which plans, with which ordinals; `seen` the digest of both as they were shown."""

    first: UUID
    line: int
    second: UUID
    other: int
    seen: str


def decide_overlap(*, lines: Lines, choice: str, reason: str, actor: Actor, at: datetime) -> OverlapDecision:
    """Decide; a later decision on the same lines takes the place of this one.

    Raises RuleViolation (E09-6 apart without a reason; E13-2 for who may not decide on these lines), ContentChanged where a line says
    something else by now, PlansRefused where they do not meet, DoesNotExist.
    """
    with command(actor=actor, at=at) as cmd:
        found = _met(lines)
        first, second = found.first.plan, found.second.plan
        departments = {first.department.code, second.department.code}
        own, joint = departments == {actor.org}, first.is_joint or second.is_joint
        require(check_overlap_decider(actor.office, own=own, across=len(departments) > 1, joint=joint))
        require(check_overlap_reason(apart=OverlapChoice(choice) is OverlapChoice.KEEP, reason=reason))
        first_id, line, second_id, other = pair_of(found)
        decision = OverlapDecision(
            first_id=first_id,
            first_line=line,
            second_id=second_id,
            second_line=other,
            ordinal=len(decisions_on(found)) + 1,
            choice=choice,
            reason=reason.strip(),
            common=found.common,
            lines_digest=lines.seen,
            department=Department.objects.get(code=actor.org),
            office=actor.office,
            person=person_of(cmd),
            at=at,
        )
        decision.save(force_insert=True)
        told = {"line": f"{line}", "other": f"{second.number}-{other:02d}", "choice": choice, "reason": decision.reason}
        cmd.emit(
            "plan.overlap_decided", pub={"office": actor.office, "count": 1}, private=concerning(first, at, **told)
        )
    return decision


def _met(lines: Lines) -> Overlap:
    """The overlap of the two lines, both plans locked in one order."""
    wanted = (
        Plan.objects.select_for_update(no_key=True, of=("self",))
        .select_related("department", "draft")
        .order_by("number")
    )
    plans = {plan.pk: plan for plan in wanted.filter(pk__in={lines.first, lines.second})}
    if not {lines.first, lines.second} <= plans.keys():
        raise Plan.DoesNotExist
    found = overlap_between(plans[lines.first], lines.line, plans[lines.second], lines.other)
    if found is None:
        raise PlansRefused("这两行已没有共同的检查对象或时间不再相近，不需要决定。")
    if lines_digest(found) != lines.seen:
        raise ContentChanged("计划行的对象、时间或事项已有变化；请刷新后核对，再作决定。")
    return found
