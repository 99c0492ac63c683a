"""Writing a policy: working paper that anybody of the coordinator's section may rewrite until it is decided on.

Source: 第六条第二至第四款, 第六条（三）（四）. Takes: the terms. Gives: a PolicyDraft.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.offices import check_done_by
from shuangsuiji.core.rules.plans import check_policy_terms
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.uuid7 import uuid7
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.plans.models import CLASSES, Policy, PolicyDraft
from shuangsuiji.stages.plans.refusal import PlansRefused

OFFICE = "coordinator"


def write_policy(
    *,
    actor: Actor,
    at: datetime,
    document: str,
    issuing_body: str,
    effective_from: date | None,
    effective_to: date | None = None,
    rows: Mapping[str, Mapping[str, Any]],
    draft_id: UUID | None = None,
    version: int = 0,
) -> PolicyDraft:
    """Write a draft, or rewrite one. `rows`: class → {num, den, frequency, measures}; each of the four classes.

    Raises RuleViolation (E13-2) for another office, PlansRefused for a missing class, StaleVersion.
    """
    _require_office(actor)
    if sorted(rows) != list(CLASSES):
        raise PlansRefused("四个类别都须填写比例和频次；请补充后保存。")
    with transaction.atomic():
        draft = _draft(draft_id, version, actor, at)
        draft.document, draft.issuing_body = document.strip(), issuing_body.strip()
        draft.effective_from, draft.effective_to = effective_from, effective_to
        draft.rows = {each: dict(rows[each]) for each in CLASSES}
        draft.drafter, draft.sent_at = _person(actor), None
        draft.save()
    return draft


def send_policy(*, draft_id: UUID, version: int, actor: Actor, at: datetime) -> PolicyDraft:
    """Lay a draft before the deputy head. Raises RuleViolation (E06-3, E13-2), StaleVersion."""
    _require_office(actor)
    with transaction.atomic():
        draft = _draft(draft_id, version, actor, at)
        require(check_policy_terms(draft.document, draft.effective_from))
        if not draft.issuing_body:
            raise PlansRefused("请填写制定机关后送审。")
        draft.sent_at, draft.returned, draft.drafter = at, "", _person(actor)
        draft.save()
    return draft


def _draft(draft_id: UUID | None, version: int, actor: Actor, at: datetime) -> PolicyDraft:
    if draft_id is None:
        return PolicyDraft(id=uuid7(at), department=Department.objects.get(code=actor.org))
    draft = PolicyDraft.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=draft_id, department__code=actor.org
    )
    if Policy.objects.filter(draft_id=draft.pk).exists():
        raise PlansRefused("该规定已经启用，不能改写；如需调整，请另行起草新的规定。")
    if version and draft.version != version:
        raise StaleVersion("该草稿已被他人修改，请刷新后核对再保存。")
    draft.version += 1
    return draft


def _require_office(actor: Actor) -> None:
    require(check_done_by(actor.office, OFFICE, matter="起草分类监管规定", citation="第六条"))


def _person(actor: Actor) -> UUID:
    if actor.person is None:
        raise PlansRefused("系统自身不能起草；请由经办人办理。")
    return actor.person
