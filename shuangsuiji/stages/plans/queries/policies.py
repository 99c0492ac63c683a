"""Which policy a department has on a day and in a year, and what it and the measures over the rules mean for each class.

Source: 第六条第二至第四款, 第六条（三）（四）.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.parameters import Override
from shuangsuiji.core.rules.plans import PolicyTerm, floor_on, frequency_on
from shuangsuiji.core.rules.quotas import Floor, Frequency
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.overrides.queries import overrides_on
from shuangsuiji.stages.plans.models import Policy, PolicyDraft


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for one class on a day, and from where: `origin` as a page prints it."""

    risk_class: RiskClass
    floor: Floor
    frequency: Frequency
    origin: str


def policies_of(department: str) -> QuerySet[Policy]:
    """Every policy of a department, the newest first."""
    found: QuerySet[Policy] = Policy.objects.filter(department__code=department).prefetch_related("rows")
    return found.order_by("-effective_from", "-id")


def policy_on(department: str, day: date) -> Policy | None:
    """The policy in force on a day: of several the one that started last."""
    return policies_of(department).filter(_reaching(day), effective_from__lte=day).first()


def policy_for_year(department: str, year: int) -> Policy | None:
    """A policy that is in force at some time of the year; None where the department has none (E06-4)."""
    return policies_of(department).filter(_reaching(date(year, 1, 1)), effective_from__lte=date(year, 12, 31)).first()


def terms_of(policy: Policy | None) -> Mapping[str, PolicyTerm]:
    """What a policy says, by class."""
    if policy is None:
        return {}
    return {
        row.risk_class: PolicyTerm(Ratio(row.ratio_num, row.ratio_den), row.frequency, policy.document)
        for row in policy.rows.all()
    }


def standings_on(department: str, day: date) -> Mapping[RiskClass, Standing]:
    """What each class needs on that day: measures in force, then the policy, then the rules. Cost: 3 queries."""
    measures, terms = overrides_on(day, department), terms_of(policy_on(department, day))
    return {each: _standing(each, day, measures, terms.get(each)) for each in RiskClass}


def policy_drafts(department: str) -> QuerySet[PolicyDraft]:
    """Drafts that no policy came of yet."""
    found: QuerySet[PolicyDraft] = PolicyDraft.objects.filter(department__code=department)
    return found.exclude(pk__in=Policy.objects.values("draft_id"))


def policy_draft(key: Any, department: str) -> PolicyDraft | None:
    """One draft of that department."""
    return policy_drafts(department).filter(pk=key).first()


def policy_shown(draft: PolicyDraft) -> dict[str, Any]:
    """What the deputy head sees of a draft, as a JSON value."""
    return {
        "department": draft.department.code,
        "document": draft.document,
        "issuing_body": draft.issuing_body,
        "effective_from": f"{draft.effective_from or ''}",
        "effective_to": f"{draft.effective_to or ''}",
        "rows": draft.rows,
    }


def policy_digest(draft: PolicyDraft) -> str:
    """The digest that the approval binds."""
    return content_digest(policy_shown(draft))


def _standing(each: RiskClass, day: date, measures: tuple[Override, ...], term: PolicyTerm | None) -> Standing:
    floor, frequency = floor_on(each, day, measures, term), frequency_on(each, day, measures, term)
    documents = list(dict.fromkeys(filter(None, (floor.document, frequency.document))))
    return Standing(each, floor, frequency, "、".join(documents) or "细则第六条（三）")


def _reaching(day: date) -> Q:
    return Q(effective_to__isnull=True) | Q(effective_to__gte=day)
