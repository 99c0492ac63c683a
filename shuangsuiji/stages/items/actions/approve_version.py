"""The deputy head approves a version: from here on it says what it says.

Source: 第六条; 00-decisions, 11. One command: request of the drafter, decision, the items, the step.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.approvals.asking import ask
from shuangsuiji.foundation.approvals.deciding import decide
from shuangsuiji.foundation.approvals.models import Decision, Outcome
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.items.models import Item, ItemListVersion, VersionDraft
from shuangsuiji.stages.items.queries import TERMS, digest_of, findings_of, rows_of

OFFICE = "deputy_head"


def approve_version(
    *, version: UUID, seen: str, opinion: str = "", standing_in: str = "", actor: Actor, at: datetime
) -> ItemListVersion:
    """Fix the version as it was shown: `seen` is the digest of what the approver saw.

    Raises RuleViolation (E06-1 with every gap; E06-2 where it was not sent; E13-2 for the drafter himself or another office),
    ContentChanged.
    """
    with command(actor=actor, at=at) as cmd:
        found = ItemListVersion.of(version)
        draft = VersionDraft.objects.select_for_update(no_key=True).get(pk=version)
        require(_sent(draft), *findings_of(found))
        decision = _decide(cmd, found, draft, seen, opinion, standing_in)
        rows = list(rows_of(found))
        found.content_digest, found.item_count = seen, len(rows)
        found.save(update_fields=["content_digest", "item_count"])
        Item.objects.bulk_create(
            Item(list_version=found, owner=row.owner, **{name: getattr(row, name) for name in TERMS}) for row in rows
        )
        facts = {"items_complete": _holds("items_complete"), "consent_given": _consent(decision)}
        move(found, "approve_version", actor=actor, at=at, facts=facts, standing_in=standing_in)
        shown = Private({"version": f"{found.pk}", "digest": seen}, house_key(at=at).id)
        cmd.emit("items.approved", pub={"office": actor.office, "count": len(rows)}, private={"version": shown})
    return found


def _decide(
    cmd: Command, found: ItemListVersion, draft: VersionDraft, seen: str, opinion: str, standing_in: str
) -> Decision:
    request = ask(
        cmd,
        act="approve_version",
        citation="第六条",
        object_type="items.ItemListVersion",
        object_id=UUID(str(found.pk)),
        content_digest=digest_of(found),
        office=OFFICE,
        department=found.item_list.department.code,
        reason=draft.sent_reason or "清单版本送审",
        requester=draft.drafter,
        requester_office=draft.drafter_office,
    )
    return decide(cmd, request, outcome=Outcome.APPROVED, content_digest=seen, opinion=opinion, standing_in=standing_in)


def _sent(draft: VersionDraft) -> Finding:
    return judge(
        "E06-2",
        "第六条",
        draft.sent_at is not None,
        required="已送审",
        actual="起草中" if draft.sent_at is None else "已送审",
        refusal="清单尚未送审，不能批准（第六条）。",
        remedy="请经办人核对后送审。",
    )


def _holds(guard: str) -> Finding:
    return judge("E06-1", "第六条", True, required="齐全", actual="齐全", refusal=guard, remedy="")


def _consent(decision: Decision) -> Finding:
    agreed = decision.outcome == Outcome.APPROVED
    return judge(
        "E13-2", "第六条", agreed, required="同意", actual=decision.get_outcome_display(), refusal="", remedy=""
    )
