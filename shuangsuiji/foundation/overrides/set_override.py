"""The act: a deputy head lets a drafted measure take precedence from a future day.

Source: 第六条（三）（四）, 第二十九条; 20-house §9; 50-ledger §4.2. One command: request, decision, Override, event. The drafter is the
requester, so the database keeps him from deciding.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.parameters import in_force, parameter
from shuangsuiji.foundation.approvals.asking import ask
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.approvals.deciding import decide
from shuangsuiji.foundation.approvals.models import Outcome
from shuangsuiji.foundation.approvals.refusal import ApprovalRefused
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.overrides.drafting import DRAFTING_OFFICE
from shuangsuiji.foundation.overrides.measures import check_measure, measure_of, spelt
from shuangsuiji.foundation.overrides.models import Override, OverrideDraft, Terms
from shuangsuiji.foundation.overrides.queries import overrides_on

APPROVING_OFFICE = "deputy_head"
_TERMS = tuple(field.name for field in Terms._meta.local_fields)
_PLAN_ARTICLE = 6


def shown(draft: OverrideDraft) -> dict[str, object]:
    """What the deputy head sees, as a JSON value; its digest is what the approval binds."""
    return {name: _plain(getattr(draft, name)) for name in _TERMS}


def set_override(
    *, draft_id: UUID, seen: str, actor: Actor, at: datetime, opinion: str = "", standing_in: str = ""
) -> Override:
    """Let a drafted measure take precedence. `seen` is the content_digest of `shown(draft)` as the deputy head saw it.

    Raises OverrideDraft.DoesNotExist; RuleViolation (E06-3, E29-1, E13-2); ContentChanged when the draft was rewritten;
    ApprovalRefused when it is in force already. Emits `plan.override` for 第六条, `params.changed` for the other articles.
    """
    with command(actor=actor, at=at) as cmd:
        draft = OverrideDraft.objects.select_for_update(no_key=True).get(pk=draft_id)
        if Override.objects.filter(draft_id=draft.pk).exists():
            raise ApprovalRefused("该规定已经启用，不能重复办理。")
        require(*check_measure(draft, decided_on=localdate(at)))
        request = ask(
            cmd,
            act="lay_override",
            citation="第六条（四）、第二十九条",
            object_type="overrides.OverrideDraft",
            object_id=draft.pk,
            content_digest=content_digest(shown(draft)),
            office=APPROVING_OFFICE,
            department=actor.org,
            reason=draft.reason,
            requester=draft.drafter,
            requester_office=DRAFTING_OFFICE,
        )
        decision = decide(
            cmd,
            request,
            outcome=Outcome.APPROVED,
            content_digest=seen,
            opinion=opinion,
            standing_in=standing_in,
        )
        before = _value_before(draft)
        override = Override(
            **{name: getattr(draft, name) for name in _TERMS},
            decided_on=localdate(at),
            draft_id=draft.pk,
            decision=decision,
        )
        override.save(force_insert=True)
        _emit(cmd, override, before)
    return override


def _value_before(draft: OverrideDraft) -> str:
    """What held for the same department the day the measure starts, without it."""
    entry = parameter(draft.parameter)
    assert isinstance(entry.value, int), "check_measure refuses all others"
    standing = in_force(draft.parameter, draft.effective_from, overrides_on(draft.effective_from, draft.department))
    return spelt(entry, entry.value if standing is None else standing.value)


def _emit(cmd: Command, override: Override, before: str) -> None:
    entry = parameter(override.parameter)
    after = spelt(entry, measure_of(override).value)
    terms = {**{name: _plain(getattr(override, name)) for name in _TERMS}, "old": before, "new": after}
    if entry.provision.number == _PLAN_ARTICLE:
        cmd.emit(
            "plan.override",
            pub={"what": override.parameter.lower(), "office": cmd.actor.office, "document": override.document},
            private={"terms": Private(terms, house_key(at=cmd.at).id)},
            rule="第六条（四）",
        )
        return
    cmd.emit(
        "params.changed",
        pub={"parameter": override.parameter, "old": before, "new": after},
        private={"purpose": Private(terms, house_key(at=cmd.at).id)},
    )


def _plain(value: object) -> object:
    """A column as canonical JSON can say it."""
    return value if value is None or isinstance(value, (str, int)) else str(value)
