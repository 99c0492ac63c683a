"""Writing a scheme, and the day it is sent round for signatures.

Source: 第十一条; 50-ledger §11 (drafts are not logged). Takes: the clerk's entries. Gives: SchemeDraft.
Every change takes the paper back from those it was sent to: they sign what they were shown.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shuangsuiji.core.draw.beacon import SSQ
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.parameters import number, texts
from shuangsuiji.core.rules.repeats import usual_rule
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.plans.drafting import require_clerk
from shuangsuiji.stages.plans.models import PlanLine, SchemeDraft, Task
from shuangsuiji.stages.plans.queries.schemes import scheme_digest, scheme_findings
from shuangsuiji.stages.plans.refusal import PlansRefused

SCHEME_FIELDS = (
    "from_on", "to_on", "methods", "quotas", "team_size", "divided", "exempt_reason", "contributors", "public_number",
    "overlaps",
)  # fmt: skip
OWN_CONTRIBUTOR = "承办股室"


def first_paper(task: Task, line: PlanLine) -> SchemeDraft:
    """The paper as the plan's line gives it, unsaved: window, methods, shares, repeat rule, and who gives a secret number."""
    quotas = {
        quota.risk_class: {"num": quota.ratio_num, "den": quota.ratio_den, "below": quota.below_floor_reason}
        for quota in line.quotas.all()
    }
    rule = usual_rule()
    usual = {"applies": rule.applies, "cap": rule.cap, "exempt": [str(RiskClass(each)) for each in rule.exempt]}
    return SchemeDraft(
        task=task,
        from_on=task.from_on,
        to_on=task.to_on,
        methods=line.methods,
        quotas=quotas,
        repeat_rule={**usual, **line.repeat_rule},
        team_size=number("team_minimum"),
        contributors=[OWN_CONTRIBUTOR, texts("default_contributors")[0]],
        public_number=SSQ,
    )


def edit_scheme(*, task_id: UUID, version: int, terms: Mapping[str, Any], actor: Actor, at: datetime) -> SchemeDraft:
    """Change the paper; `terms` are the fields of SCHEME_FIELDS that are given, `version` as it was shown.

    Raises RuleViolation (E13-2), StaleVersion, PlansRefused once it was signed, DoesNotExist for another department's task.
    """
    del at  # working paper bears no time
    with _paper(task_id, version, actor) as draft:
        for name in SCHEME_FIELDS:
            if name in terms:
                setattr(draft, name, terms[name])
        draft.sent_digest, draft.sent_at, draft.sender = "", None, None
    return draft


def send_scheme(*, task_id: UUID, version: int, actor: Actor, at: datetime) -> SchemeDraft:
    """Send the paper round. Raises RuleViolation with all that refuses (E02-1, E09-3, E11-2, E11-4, E18-1), and as `edit_scheme`.

    A share below its floor needs its reason here; the deputy head's signature is the consent (第六条（三）).
    """
    with _paper(task_id, version, actor) as draft:
        found = scheme_findings(draft)
        failing = [each for name, findings in found.items() for each in findings if not _passes(draft, name, each)]
        if failing:
            raise RuleViolation(*failing)
        draft.sender, draft.sender_office, draft.sent_at = actor.person, actor.office, at
    draft.sent_digest = scheme_digest(draft)
    draft.save(update_fields=["sent_digest"])
    return draft


def _passes(draft: SchemeDraft, name: str, finding: Any) -> bool:
    """A share below the floor passes with a reason until the deputy head has spoken."""
    if name != "floors_met_or_approved" or finding.satisfied:
        return bool(finding.satisfied)
    return any(
        said.get("below", "").strip() and finding.message.startswith(f"{RiskClass(each)}类")
        for each, said in draft.quotas.items()
    )


@contextmanager
def _paper(task_id: UUID, version: int, actor: Actor) -> Iterator[SchemeDraft]:
    """The paper of a task of the actor's department, locked and fresh; written back with its next version."""
    require_clerk(actor)
    with transaction.atomic():
        papers = SchemeDraft.objects.select_for_update(no_key=True, of=("self",)).select_related(
            "task__department", "task__line"
        )
        draft: SchemeDraft = papers.get(pk=task_id, task__department__code=actor.org)
        if draft.task.status != "CREATED":
            raise PlansRefused("方案已会签，不能直接修改；请先写明理由退回修改（第十一条）。")
        if draft.version != version:
            raise StaleVersion("该方案已被他人修改，请刷新后核对再保存。")
        yield draft
        draft.version += 1
        draft.save()
