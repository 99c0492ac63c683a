"""The facts a plan is judged by, and the remarks on it.

Source: 第一条, 第二条, 第六条（三）（四）, 第七条; `core.rules.plan_lint`. Takes: a plan's paper. Gives: `Remark`s, all at once.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.plan_lint import Line, PlanFacts, Quota, Remark, lint
from shuangsuiji.core.rules.plans import AGREED, OPEN, REFUSED, Consent
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.models import ApprovalRequest, Decision, PaperAnswer
from shuangsuiji.foundation.approvals.queries import Standing as Answer
from shuangsuiji.foundation.approvals.queries import answer_to, standing
from shuangsuiji.stages.items.queries import guided_codes, published_items
from shuangsuiji.stages.plans.models import DraftLine, Plan, PlanDraft, PlanKind, PlanLineQuota, PlanVersion
from shuangsuiji.stages.plans.queries.content import consent_id, digest_of
from shuangsuiji.stages.plans.queries.libraries import Reach, library_sizes
from shuangsuiji.stages.plans.queries.policies import Standing, policy_for_year, standings_on

_COUNTING = ("CONFIRMED", "SUBMITTED", "PUBLISHED", "CLOSED")


def remarks_on(draft: PlanDraft, *, approval: Approval | None = None) -> tuple[Remark, ...]:
    """Everything the rules say about the paper as it is now. Cost: about 8 queries and 3 for each first day of a window."""
    return lint(facts_of(draft, approval=approval))


def facts_of(draft: PlanDraft, *, approval: Approval | None = None) -> PlanFacts:
    """What `lint` looks at."""
    plan, code = draft.plan, draft.plan.department.code
    lines = list(draft.lines.all())
    names = _names(lines)
    day = date(plan.year, 1, 1)
    days = {line.from_on or day for line in lines} | {day, _policy_day(code, plan.year)}
    floors = {each: standings_on(code, each) for each in days}
    return PlanFacts(
        department=code,
        year=plan.year,
        annual=plan.kind != PlanKind.AD_HOC,
        joint=plan.is_joint,
        basis=len(draft.basis),
        has_policy=plan.kind == PlanKind.AD_HOC or policy_for_year(code, plan.year) is not None,
        participants=None if plan.kind != PlanKind.JOINT else len(draft.participants),
        lines=tuple(_line(line, names, floors[line.from_on or day]) for line in lines),
        published=set(names),
        guided=guided_codes(names),
        frequencies={each: found.frequency for each, found in floors[_policy_day(code, plan.year)].items()},
        elsewhere=draws_elsewhere(plan),
        libraries=_library(plan, day),
        approval=approval,
    )


def _library(plan: Plan, day: date) -> Mapping[RiskClass, int]:
    """Live subjects of each class in the department's registry."""
    return {RiskClass(each): count for each, count in library_sizes(Reach(plan.department), day).items() if each}


def _policy_day(department: str, year: int) -> date:
    """The day whose frequencies count for the year: the first on which the year's policy is in force."""
    policy = policy_for_year(department, year)
    first = date(year, 1, 1)
    return first if policy is None else max(first, policy.effective_from)


def _names(lines: list[DraftLine]) -> dict[str, str]:
    """Code → name of the lines' items that stand in a published version. One query."""
    wanted = {code for line in lines for code in line.item_codes}
    return dict(published_items().filter(code__in=wanted).values_list("code", "name"))


def _line(line: DraftLine, names: Mapping[str, str], floors: Mapping[RiskClass, Standing]) -> Line:
    return Line(
        ordinal=line.ordinal,
        name=line.task_name,
        items={code: names.get(code, code) for code in line.item_codes},
        methods=line.methods,
        subject_range=line.subject_range,
        from_on=line.from_on,
        to_on=line.to_on,
        quotas={RiskClass(each): _quota(said, floors[RiskClass(each)]) for each, said in sorted(line.quotas.items())},
    )


def _quota(said: Mapping[str, Any], floor: Standing) -> Quota:
    share = Ratio(said["num"], said["den"])
    return Quota(share, said["frequency"], floor.floor, said.get("below", ""), said.get("necessity", ""))


# --------------------------------------------------------------------------------------------------------- frequencies


def draws_elsewhere(plan: Plan) -> Mapping[RiskClass, int]:
    """Draws per class in the department's other plans of the year, as they stand now. Cost: 2 queries."""
    others = Plan.objects.filter(department_id=plan.department_id, year=plan.year, status__in=_COUNTING)
    return planned_draws(others.exclude(pk=plan.pk).exclude(kind=PlanKind.AD_HOC))


def planned_draws(plans: Any) -> Mapping[RiskClass, int]:
    """Draws per class in the newest versions of these plans. Cost: 2 queries."""
    newest = plans.annotate(newest=Max("versions__number")).values_list("pk", "newest")
    versions = [
        version.pk
        for version in PlanVersion.objects.filter(plan__in=[pk for pk, _ in newest]).only("pk", "plan_id", "number")
        if (version.plan_id, version.number) in set(newest)
    ]
    found: dict[RiskClass, int] = {}
    rows = PlanLineQuota.objects.filter(line__version__in=versions).order_by()
    for risk_class, draws in rows.values_list("risk_class", "frequency"):
        found[RiskClass(risk_class)] = found.get(RiskClass(risk_class), 0) + draws
    return found


# ------------------------------------------------------------------------------------------------------------ consents


def consents_of(draft: PlanDraft) -> list[tuple[Department, Consent]]:
    """How each participating department stands to the paper as it is now, by code. Cost: 1 query, 3 for each department."""
    digest = digest_of(draft)
    found = Department.objects.filter(code__in=draft.participants).order_by("code")
    return [(each, _consent(draft, each, digest)) for each in found]


def consent_request(draft: PlanDraft, department: str) -> ApprovalRequest | None:
    """The newest request to a department about this plan."""
    key = consent_id(draft.plan_id, department)
    return ApprovalRequest.objects.filter(act="agree_plan", object_id=key).order_by("-ordinal").first()


def consent_papers(draft: PlanDraft, department: str) -> list[PaperAnswer]:
    """What a department answered on paper about this plan, the newest first; counted or not. One query."""
    key = consent_id(draft.plan_id, department)
    return list(PaperAnswer.objects.filter(request__act="agree_plan", request__object_id=key).order_by("-at", "-id"))


def consent_paper(plan: Plan, key: Any) -> PaperAnswer | None:
    """That paper, where it is an answer about this plan. One query."""
    found = PaperAnswer.objects.filter(pk=key, request__act="agree_plan").select_related("request").first()
    return found if found and found.request.object_id == consent_id(plan.pk, found.department) else None


def consent_decision(draft: PlanDraft, department: str, digest: str) -> Decision | None:
    """The decision by which a department agrees to exactly this content; None where there is none."""
    request = consent_request(draft, department)
    if request is None or standing(request, digest) is not Answer.APPROVED:
        return None
    return answer_to(request)


def _consent(draft: PlanDraft, department: Department, digest: str) -> Consent:
    request = consent_request(draft, department.code)
    answer = None if request is None else standing(request, digest)
    if request is None or answer in (None, Answer.VOID, Answer.WAITING, Answer.WITHDRAWN):
        return Consent(department.name, OPEN)
    if answer is Answer.APPROVED:
        return Consent(department.name, AGREED)
    if request.content_digest != digest:
        return Consent(department.name, OPEN)
    decision = answer_to(request)
    return Consent(department.name, REFUSED, decision.opinion if decision else "")
