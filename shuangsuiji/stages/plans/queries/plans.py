"""Which plans somebody may see, and what stands in them.

Source: 第七条, 第八条; 80-reliability E3. Own plans: the department. Joint ones: participants too once they were asked, the office of the
joint meeting once submitted. Coordinator and auditor read all.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.items.models import Item, RuleDocument
from shuangsuiji.stages.items.queries import published_items
from shuangsuiji.stages.plans.models import (
    DraftLine,
    Plan,
    PlanDraft,
    PlanKind,
    PlanLine,
    PlanParticipant,
    PlanVersion,
    Task,
)
from shuangsuiji.stages.plans.queries.submissions import in_platform, on_paper, recorded, stands_on_paper

READERS = frozenset({"coordinator", "auditor"})
BEFORE_SUBMISSION = ("DRAFT", "CONFIRMED")
# A paper that may still be signed: a plan not yet confirmed, or an amendment under way.
_OPEN = Q(plan__status="DRAFT") | Q(base_number__isnull=False)


def plans_for(department: str, offices: Collection[str]) -> QuerySet[Plan]:
    """The plans that somebody of that department in these offices may see, the newest year first; `has_paper` as `stands_on_paper`."""
    plans: QuerySet[Plan] = Plan.objects.select_related("department", "draft").annotate(has_paper=stands_on_paper())
    if READERS.isdisjoint(offices):
        seen = Q(department__code=department) | Q(pk__in=asked_of(department)) | Q(pk__in=_joined(department))
        if "joint_office" in offices:
            seen |= Q(status__in=("SUBMITTED", "PUBLISHED", "CLOSED"))
        plans = plans.filter(seen)
    return plans.order_by("-year", "department__code", "ordinal")


def plan_for(key: Any, department: str, offices: Collection[str]) -> Plan | None:
    """One plan, where it may be seen."""
    return plans_for(department, offices).filter(pk=key).first()


def plan_with_paper(key: Any) -> Plan | None:
    """Any plan with its department and paper; the caller asks who may see it."""
    return Plan.objects.select_related("department", "draft").filter(pk=key).first()


def asked_of(department: str) -> list[UUID]:
    """Plans whose paper was sent round and names the department as taking part. One query: a year has few papers out."""
    out = PlanDraft.objects.exclude(sent_digest="").filter(_OPEN).values_list("plan_id", "participants")
    return [UUID(str(key)) for key, participants in out if department in participants]


def _joined(department: str) -> QuerySet[Any]:
    return PlanParticipant.objects.filter(department__code=department).values("version__plan")


def paper_shown(plan: Plan) -> PlanDraft:
    """The plan's paper with its lines."""
    found: PlanDraft = PlanDraft.objects.select_related("plan__department").prefetch_related("lines").get(pk=plan.pk)
    return found


def version_in_force(plan: Plan) -> PlanVersion | None:
    """The version that the public sees; before that the newest one."""
    wanted = {"number": plan.published_number} if plan.published_number else {}
    return plan.versions.filter(**wanted).order_by("-number").first()


def signed_by(plan: Plan) -> list[PlanParticipant]:
    """The departments that agreed to the version in force, each with its decision and its paper where there is one. 2 queries."""
    found = PlanParticipant.objects.filter(version=version_in_force(plan)).order_by("department__code")
    return list(found.select_related("department", "decision__paper"))


def versions_of(plan: Plan) -> list[PlanVersion]:
    """Every version, the newest first."""
    return list(plan.versions.select_related("decision").order_by("-number"))


def draft_line(plan: Plan, key: Any) -> DraftLine | None:
    """One line of the paper."""
    return DraftLine.objects.filter(draft=plan.pk, pk=key).first()


def published_lines(department: str, year: int) -> QuerySet[PlanLine]:
    """The lines of a department's public plans of a year: what a Task may be made from (第七条)."""
    lines: QuerySet[PlanLine] = PlanLine.objects.filter(
        version__plan__department__code=department,
        version__plan__year=year,
        version__plan__status="PUBLISHED",
        version__number=F("version__plan__published_number"),
    )
    return lines.select_related("version__plan__department").order_by("version__plan__ordinal", "ordinal")


def ad_hoc_plans(department: str) -> QuerySet[Plan]:
    """A department's ad-hoc plans that were confirmed (第八条)."""
    plans: QuerySet[Plan] = Plan.objects.filter(department__code=department, kind=PlanKind.AD_HOC)
    return plans.exclude(status="DRAFT").order_by("-year", "ordinal")


def inside_and_outside(department: str, year: int) -> tuple[int, int]:
    """Lines of the year's public plans, and of its confirmed ad-hoc plans: 计划内 and 临时 apart (C08-2). Two queries."""
    inside = published_lines(department, year).exclude(version__plan__kind=PlanKind.AD_HOC).count()
    outside = PlanLine.objects.filter(
        version__plan__department__code=department, version__plan__year=year, version__plan__kind=PlanKind.AD_HOC
    )
    return inside, outside.values("version__plan", "ordinal").distinct().count()


def choosable_items(department: str) -> QuerySet[Item]:
    """Items of published lists that a department may plan."""
    return published_items(department)


def item_names(codes: Collection[str]) -> dict[str, str]:
    """Code → name of published items. One query."""
    return dict(published_items().filter(code__in=list(codes)).values_list("code", "name"))


def documents_cited(keys: Collection[str]) -> list[RuleDocument]:
    """The documents with these keys."""
    return list(RuleDocument.objects.filter(pk__in=list(keys)))


def department_names() -> dict[str, str]:
    """Code → name of every department. One query."""
    return dict(Department.objects.values_list("code", "name"))


def waiting_for(office: str, department: str) -> list[tuple[str, Plan]]:
    """(act, plan) for each plan in which this office of this department has something to do now."""
    own = Plan.objects.filter(department__code=department).select_related("department", "draft")
    found: list[tuple[str, Plan]] = []
    if office == "clerk":
        found += [("send_plan", plan) for plan in own.filter(status="DRAFT", draft__sent_digest="")]
        ours = on_paper(own).values("pk")
        to_publish = own.filter(Q(status="CONFIRMED", kind=PlanKind.OWN) | Q(status="SUBMITTED", pk__in=ours))
        found += [("publish_plan", plan) for plan in to_publish]
        confirmed = own.filter(status="CONFIRMED")
        to_submit = confirmed.filter(kind=PlanKind.JOINT).exclude(pk__in=recorded(own).values("pk"))
        found += [("submit_plan", plan) for plan in to_submit]
        # An ad-hoc plan is not submitted as such: its task is filed (第八条).
        found += [("create_task", plan) for plan in confirmed.filter(kind=PlanKind.AD_HOC).exclude(_tasked())]
        found += [("publish_plan", plan) for plan in _amended(own.filter(Q(kind=PlanKind.OWN) | Q(pk__in=ours)))]
    if office == "deputy_head":
        out = own.exclude(draft__sent_digest="").filter(draft__in=PlanDraft.objects.filter(_OPEN))
        found += [("confirm_plan", plan) for plan in out]
        found += [("agree_plan", plan) for plan in Plan.objects.filter(pk__in=asked_of(department))]
        found += [("confirm_paper_submission", plan) for plan in recorded(own)]
    if office == "joint_office":
        submitted = in_platform(Plan.objects.exclude(kind=PlanKind.OWN))
        found += [("publish_plan", plan) for plan in submitted.filter(status="SUBMITTED")]
        found += [("publish_plan", plan) for plan in _amended(submitted)]
    return found


def _tasked() -> Exists:
    """Whether a task was made from any version of the plan."""
    return Exists(Task.objects.filter(line__version__plan=OuterRef("pk")).exclude(status="WITHDRAWN"))


def _amended(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Public plans with a newer version that the public has not seen."""
    return plans.filter(status="PUBLISHED", versions__number__gt=F("published_number")).distinct()


def years() -> list[int]:
    """The years that have plans, the newest first. One query."""
    return list(Plan.objects.order_by("-year").values_list("year", flat=True).distinct())


def every_plan(year: int | None = None) -> list[Plan]:
    """All plans of all departments, of one year where it is given: for whoever may start programs on the server. One query."""
    found = Plan.objects.select_related("department").order_by("-year", "department__code", "ordinal")
    return list(found if year is None else found.filter(year=year))


def plan_numbered(number: str) -> Plan | None:
    """The plan of that number."""
    return Plan.objects.select_related("department", "draft").filter(number=number).first()
