"""The paper by which a joint plan was submitted: what was recorded, what counts, which plans stand on paper.

Source: 第七条; 10-articles (acting on paper). A plan stands on paper while the content it was submitted with has a confirmed paper.
"""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from shuangsuiji.stages.plans.models import PaperSubmission, Plan, PlanVersion
from shuangsuiji.stages.plans.models.plan import SUBMITTED


def paper_recorded(plan: Plan) -> PaperSubmission | None:
    """The paper recorded for the plan as it stands now and not yet confirmed; None where there is none. One query."""
    found: PaperSubmission | None = PaperSubmission.objects.filter(
        version__plan=plan, record_version=plan.version, confirmer__isnull=True
    ).first()
    return found


def paper_confirmed(plan: Plan) -> PaperSubmission | None:
    """The paper by which the plan stands submitted; None where it was submitted in the platform, or not at all. One query."""
    if not plan.is_joint or plan.status not in SUBMITTED:
        return None
    found: PaperSubmission | None = _counting().filter(version__plan=plan).first()
    return found


def paper_of_plan(plan: Plan) -> PaperSubmission | None:
    """The paper by which the plan stands submitted or, before that, the one that waits for its confirmation. At most 2 queries."""
    return paper_confirmed(plan) or paper_recorded(plan)


def stands_on_paper() -> Exists:
    """Whether a plan, in any state, has a confirmed paper for the newest content it was confirmed with: for queries of plans."""
    return Exists(_counting().filter(version__plan=OuterRef("pk")))


def on_paper(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Those of the plans that were submitted on paper."""
    return plans.filter(stands_on_paper(), status__in=SUBMITTED)


def in_platform(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Those of the plans that were not."""
    return plans.exclude(pk__in=on_paper(Plan.objects.all()).values("pk"))


def recorded(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Those of the confirmed plans whose recorded paper waits for its confirmation."""
    papers = PaperSubmission.objects.filter(
        version__plan=OuterRef("pk"), record_version=OuterRef("version"), confirmer__isnull=True
    )
    return plans.filter(Exists(papers), status="CONFIRMED")


def _counting() -> QuerySet[Any]:
    """Confirmed papers of the newest content that was not yet an amendment: an earlier one was sent back after its paper."""
    later = PlanVersion.objects.filter(
        plan=OuterRef("version__plan"), amendment=0, number__gt=OuterRef("version__number")
    )
    return PaperSubmission.objects.filter(~Exists(later), confirmer__isnull=False)
