"""The act: what the registry says of one subject is corrected by hand, with a reason.

Source: 第十条, 第二十四条; 80-reliability (two clerks, one record). Emits `roster.changed`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.keys import create_subject_key
from shuangsuiji.foundation.ledger.models import SubjectKey
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.editing import by_hand, require_version, save_told, set_terms, subject_of, well_said
from shuangsuiji.stages.registry.facts import facts_of
from shuangsuiji.stages.registry.intake import PERSONAL_LABELS
from shuangsuiji.stages.registry.models import RegistryChange, Subject
from shuangsuiji.stages.registry.placing import town_of


def edit_subject(
    *,
    subject: UUID,
    version: int,
    terms: Mapping[str, Any],
    personal: Mapping[str, str] | None = None,
    source: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> RegistryChange:
    """Write the columns given. `personal`: values to write, None leaves all of them; an empty value takes one away.

    Raises Subject.DoesNotExist; RuleViolation E10-3, E10-6; StaleVersion with the row as it is now.
    """
    require(*well_said(str(terms.get("name", "")), reason, source))
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = subject_of(lock_registry(actor.org), subject)
        require_version(found, version)
        before, area = facts_of(found), found.area
        set_terms(found, terms)
        if found.area != area and "town" not in terms:
            found.town = town_of(found.department, found.area)
        touched = _write_personal(found, personal, at)
        require(_differs(before != facts_of(found) or bool(touched)))
        found.source, found.source_on = source.strip(), localdate(at)
        found.version += 1
        return save_told(
            cmd, found, act="edit_subject", before=before, more=_told(touched),
            origin=by_hand(source, localdate(at)), reason=reason,
        )  # fmt: skip


def _write_personal(found: Subject, personal: Mapping[str, str] | None, at: datetime) -> list[str]:
    """Seal what was given anew; names of the values that changed."""
    if personal is None:
        return []
    standing = found.personal
    changed = [name for name, value in personal.items() if value.strip() != standing.get(name, "")]
    if changed:
        found.key = found.key or create_subject_key(SubjectKey.Kind.FIRM, at=at)
        found.seal_personal({**standing, **{name: personal[name].strip() for name in changed}})
    return changed


def _told(touched: list[str]) -> dict[str, str]:
    return {"personal": "、".join(PERSONAL_LABELS[name] for name in touched)} if touched else {}


def _differs(differs: bool) -> Finding:
    return judge(
        "E10-3", "第十条", differs, required="有变动", actual="与现有记录相同",
        refusal="内容与现有记录相同，没有变化（第十条）。", remedy="请核对要修改的内容。",
    )  # fmt: skip
