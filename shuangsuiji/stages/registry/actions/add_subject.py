"""The act: one subject is entered by hand, or comes back into the registry.

Source: 第十条, 第二条; E10-3, E10-5, E10-6. Emits `roster.changed`.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.keys import create_subject_key
from shuangsuiji.foundation.ledger.models import SubjectKey
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.editing import by_hand, identity_from, save_told, set_identity, set_terms, well_said
from shuangsuiji.stages.registry.models import RegistryChange, Subject
from shuangsuiji.stages.registry.models.subject import SALT_BYTES
from shuangsuiji.stages.registry.placing import town_of


def add_subject(
    *,
    terms: Mapping[str, Any],
    uscc: str = "",
    reg_no: str = "",
    object_no: str = "",
    personal: Mapping[str, str] | None = None,
    source: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> RegistryChange:
    """Enter one subject. `terms`: columns of `editing.EDITABLE`. Raises RuleViolation with every rule that refuses."""
    identity, is_one = identity_from(uscc=uscc, reg_no=reg_no, object_no=object_no)
    require(is_one, *well_said(str(terms.get("name", "")), reason, source))
    with command(actor=actor, at=at, reason=reason) as cmd:
        department = lock_registry(actor.org)
        standing = Subject.objects.filter(department=department, identity=identity).first()
        require(_not_there(standing))
        town = town_of(department, str(terms.get("area", "")))
        subject = standing or Subject(
            id=cmd.new_id(), department=department, salt=secrets.token_hex(SALT_BYTES), town=town, version=0
        )
        if standing is None:
            set_identity(subject, identity)
        set_terms(subject, {"town": town, **terms})
        subject.source, subject.source_on = source.strip(), localdate(at)
        subject.removed_on, subject.removed_reason = None, ""
        subject.version += 1
        if personal and any(personal.values()):
            subject.key = subject.key or create_subject_key(SubjectKey.Kind.FIRM, at=at)
            subject.seal_personal({**subject.personal, **personal})
        return save_told(
            cmd, subject, act="add_subject", before=None, origin=by_hand(source, localdate(at)), reason=reason
        )


def _not_there(standing: Subject | None) -> Finding:
    there = standing is not None and standing.is_live
    return judge(
        "E10-5",
        "第十条",
        not there,
        required="名录库中没有",
        actual=standing.identity if standing is not None else "没有",
        refusal=f"名录库中已有同一主体“{standing.name if standing else ''}”（第十条）。",
        remedy="请打开该主体修改，不要重复登记。",
    )
