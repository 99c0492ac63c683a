"""Writing and rewriting the draft of a measure. Nothing of it counts, nothing is logged; the drafter stays known.

Source: 第六条（四）, 第二十九条 (the coordinator proposes). Takes: the terms. Gives: an OverrideDraft.
"""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import require
from shuangsuiji.foundation.approvals.refusal import ApprovalRefused
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.uuid7 import uuid7
from shuangsuiji.foundation.overrides.measures import check_measure
from shuangsuiji.foundation.overrides.models import Override, OverrideDraft

DRAFTING_OFFICE = "coordinator"
# A private value of the log holds at most about 4 kB (50-ledger §4.1).
LONGEST_REASON = 500


def draft_override(*, actor: Actor, at: datetime, draft: OverrideDraft | None = None, **terms: Any) -> OverrideDraft:
    """Write a draft, or rewrite one that is not decided yet; who rewrites it becomes its drafter.

    `terms` are the fields of `Terms`. Raises RuleViolation with every rule the measure breaks, ApprovalRefused for another
    office than the coordinator's.
    """
    if actor.office != DRAFTING_OFFICE or actor.person is None:
        raise ApprovalRefused("差异化规定由调解仲裁与劳动监察股起草（第六条、第二十九条）；请交该股办理。")
    if draft is not None and Override.objects.filter(draft_id=draft.pk).exists():
        raise ApprovalRefused("该规定已经启用，不能改写；如需调整，请另行起草新的规定。")
    draft = draft or OverrideDraft(id=uuid7(at))
    for name, value in terms.items():
        setattr(draft, name, value.strip() if isinstance(value, str) else value)
    _require_written(draft)
    draft.drafter, draft.at = actor.person, at
    require(*check_measure(draft, decided_on=localdate(at)))
    draft.save()
    return draft


def _require_written(draft: OverrideDraft) -> None:
    """What no rule of the core asks for, and a paper still needs."""
    if not draft.reason or len(draft.reason) > LONGEST_REASON:
        raise ApprovalRefused(f"请写明理由，不超过 {LONGEST_REASON} 字。")
    if not draft.issuing_body:
        raise ApprovalRefused("请填写制定机关。")
    if draft.value < 1 or (draft.denominator is not None and draft.value > draft.denominator):
        raise ApprovalRefused("另行规定的值应为正数，比例不超过 100%；请核对后重新填写。")
    if draft.effective_to is not None and draft.effective_to < draft.effective_from:
        raise ApprovalRefused("失效日期早于生效日期；请核对后重新填写。")
