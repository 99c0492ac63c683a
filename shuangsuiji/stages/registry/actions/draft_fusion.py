"""The coordinator's proposal of a fusion rule: a working paper, shown with who would move.

Source: 第六条末款. Nothing of it counts until the deputy head activates it, hence nothing is logged.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.uuid7 import uuid7
from shuangsuiji.stages.registry.models import FusionDraft, FusionRule

_PAIRS = frozenset(general + sector for general in RiskClass for sector in RiskClass)


def draft_fusion(
    *,
    document: str,
    effective_from: date,
    matrix: Mapping[str, str] | None = None,
    reason: str = "",
    draft: FusionDraft | None = None,
    actor: Actor,
    at: datetime,
) -> FusionDraft:
    """Write or rewrite a proposal. `matrix`: general + sector ("AC") → class; empty: the worse one. Raises RuleViolation."""
    pairs = dict(matrix or {})
    require(
        judge(
            "E06-3", "第六条", bool(document.strip()), required="文号", actual="空",
            refusal="融合规则缺少文号，不能启用（第六条）。", remedy="请填写文号。",
        ),
        judge(
            "E29-1", "第六条", effective_from > localdate(at), required=f"{localdate(at)}之后", actual=f"{effective_from}",
            refusal=f"融合规则的生效日期 {effective_from} 不在今天之后（第六条）。", remedy="请填写将来的日期。",
        ),
        judge(
            "E06-6", "第六条（一）", all(pair in _PAIRS and letter in set(RiskClass) for pair, letter in pairs.items()),
            required="A、B、C、D", actual=f"{len(pairs)}", refusal="融合对照表中有无效的分类（第六条（一））。",
            remedy="请改为 A、B、C、D。",
        ),
    )  # fmt: skip
    assert actor.person is not None
    if draft is not None and FusionRule.objects.filter(draft_id=draft.pk).exists():
        draft = None
    draft = draft or FusionDraft(id=uuid7(at), department=Department.objects.get(code=actor.org), version=0)
    draft.matrix, draft.document, draft.effective_from, draft.reason = pairs, document.strip(), effective_from, reason
    draft.drafter, draft.at = actor.person, at
    draft.version += 1
    draft.save()
    return draft
