"""The one way a status changes.

Source: 20-house §4; 第十三条. The table of the machine says from where, to where, by whom and what must hold; the row in the
database must still be as it was read; a Transition is written with it. All of it inside the open command, whose event speaks
for both.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from shuangsuiji.core.rules.finding import Finding, RuleViolation, require
from shuangsuiji.core.rules.lifecycle import BORN, check_act, check_office, next_state
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.current import current
from shuangsuiji.foundation.lifecycle.models import Stateful, Transition

Record = TypeVar("Record", bound=Stateful)


class StaleVersion(Exception):
    """Somebody else changed the record since it was read. The door shows both versions side by side (409).

    `differences`: what is stored now beside what was sent, each `(label, stored now, sent)` or a `Difference` of the doors, which
    knows its form field too; `version` as it is now, so that the form can be sent again. Both empty where the act cannot tell.
    """

    def __init__(self, message: str, *, differences: Iterable[Any] = (), version: Any = "") -> None:
        super().__init__(message)
        self.differences: tuple[Any, ...] = tuple(differences)
        self.version = version


class MissingFact(Exception):
    """Our own code is wrong: the table asks for a fact that the act did not establish."""


def move(
    record: Record, act: str, *, actor: Actor, at: datetime, facts: Mapping[str, Finding], standing_in: str = ""
) -> Record:
    """Take one step. `facts` maps each guard of the table's row to the Finding that answers it.

    A record without a key is born. Raises RuleViolation with every Finding that refuses, StaleVersion, MissingFact.
    """
    state = BORN if record._state.adding else record.status
    require(check_act(record.machine, state, act))
    require(check_office(record.machine, state, act, actor.office, standing_in=standing_in))
    _require_facts(record, state, act, facts)
    target = next_state(record.machine, state, act)
    if state == BORN:
        record.status = target
        record.save(force_insert=True)
    else:
        _update(record, state, target)
    Transition(
        machine=record.machine.name,
        record_id=record.pk,
        act=act,
        from_status=state,
        to_status=target,
        version=record.version,
        department=actor.org,
        office=actor.office,
        at=at,
    ).save(force_insert=True)
    return record


def _require_facts(record: Stateful, state: str, act: str, facts: Mapping[str, Finding]) -> None:
    row = record.machine.row(state, act)
    guards = row.guards.split() if row else []
    missing = [guard for guard in guards if guard not in facts]
    if missing:
        raise MissingFact(f"{act} 缺少事实：{'、'.join(missing)}")
    failing = [facts[guard] for guard in guards if not facts[guard].satisfied]
    if failing:
        raise RuleViolation(*failing)


def _update(record: Stateful, state: str, target: str) -> None:
    """`UPDATE … WHERE id AND status AND version`: what was read must still be so."""
    old = {"status": state, "version": record.version}
    new = {"status": target, "version": record.version + 1, "event_id": current().coming_event_id}
    if not type(record).objects.all().move_row(record.pk, old, new):
        raise StaleVersion("该记录已被他人更改，请刷新后核对再办理")
    for name, value in new.items():
        setattr(record, name, value)
    current().wrote(record)
