"""The act: the deputy head activates a fusion rule from a future day, having seen who moves.

Source: 第六条末款; E06-14, C06-14; 00-decisions, 11. One command: request of the drafter, decision, rule, event.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.approvals.asking import ask
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.approvals.deciding import decide
from shuangsuiji.foundation.approvals.models import Outcome
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.classing import Fusion
from shuangsuiji.stages.registry.fusing import moves, moves_digest
from shuangsuiji.stages.registry.models import FusionDraft, FusionRule

OFFICE = "deputy_head"


def shown(draft: FusionDraft, preview: str, count: int) -> dict[str, object]:
    """What the deputy head sees, as a JSON value: the rule and who moves."""
    return {
        "matrix": dict(draft.matrix),
        "document": draft.document,
        "effective_from": f"{draft.effective_from}",
        "reason": draft.reason,
        "moves": count,
        "preview": preview,
    }


def set_fusion(
    *, draft: UUID, preview: str, opinion: str = "", standing_in: str = "", actor: Actor, at: datetime
) -> FusionRule:
    """Activate a proposal. `preview` is `moves_digest` of the list that was confirmed, empty where none was.

    Raises FusionDraft.DoesNotExist; RuleViolation E06-14 (no preview, or another one), E29-1 (day has begun), E13-2.
    """
    with command(actor=actor, at=at) as cmd:
        department = lock_registry(actor.org)
        found = FusionDraft.objects.select_for_update(no_key=True).get(pk=draft, department=department)
        fusion = Fusion(found.matrix, found.document, found.effective_from)
        moving = moves(department, fusion, found.effective_from)
        now = moves_digest(moving)
        require(_previewed(preview, now, len(moving)), _in_future(found, at))
        content = content_digest(shown(found, now, len(moving)))
        request = ask(
            cmd, act="set_fusion", citation="第六条末款", object_type="registry.FusionDraft", object_id=found.pk,
            content_digest=content, office=OFFICE, department=actor.org, reason=found.reason or "启用融合规则",
            requester=found.drafter, requester_office="coordinator",
        )  # fmt: skip
        decision = decide(
            cmd, request, outcome=Outcome.APPROVED, content_digest=content, opinion=opinion, standing_in=standing_in
        )
        rule = FusionRule(
            department=department, matrix=found.matrix, document=found.document, reason=found.reason,
            effective_from=found.effective_from, decided_on=localdate(at), preview_digest=now,
            preview_count=len(moving), draft_id=found.pk, decision=decision,
        )  # fmt: skip
        rule.save(force_insert=True)
        terms = Private(shown(found, now, len(moving)), house_key(at=at).id)
        cmd.emit("fusion.set", pub={"office": actor.office, "count": len(moving)}, private={"terms": terms})
    return rule


def _previewed(seen: str, now: str, count: int) -> Finding:
    return judge(
        "E06-14",
        "第六条",
        seen == now,
        required="确认过的预览",
        actual="没有预览" if not seen else "预览之后有变动",
        refusal=f"融合规则变更将影响 {count} 户，请先确认预览（第六条）。",
        remedy="请打开预览逐户核对后再启用。",
    )


def _in_future(draft: FusionDraft, at: datetime) -> Finding:
    return judge(
        "E29-1",
        "第六条",
        draft.effective_from > localdate(at),
        required=f"{localdate(at)}之后",
        actual=f"{draft.effective_from}",
        refusal=f"融合规则的生效日期 {draft.effective_from} 不在今天之后（第六条）。",
        remedy="请由起草股室改为将来的日期后重新预览。",
    )
