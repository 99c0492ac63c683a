"""One step of a record as an office takes it, with the log and with the log alone taken away.

The act is built like those of the offices (`return_plan` is the model): rows read and locked, the facts of the table judged, `move()` with
its Transition and version, the paper written anew; said by a person, for a reason, of a firm, so that three private values are sealed.
`unlogged` stands for `command` where it is to be done without: the same transaction, rows, keys, triggers and constraints, but no
examination, no manifest, no opening, no entry. Every row then names the entry that was there before.
Gives: one callable per way. Imported once Django is set up and the log is started.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from bench.rows.models import Paper, Part
from shuangsuiji.core.rules.finding import judge
from shuangsuiji.foundation.ledger import keys
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.current import OPEN
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.uuid7 import uuid7
from shuangsuiji.foundation.lifecycle.models import Transition
from shuangsuiji.foundation.lifecycle.move import move

_AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
_FORM = ("part_signed_by_inspectors", "part_signed_by_subject_or_note", "codes_listed", "no_report_outstanding")
# By state: the act, its guards, the office, its event and what that says openly. Each leads to the other.
_STEPS: dict[str, tuple[str, tuple[str, ...], str, str, dict[str, Any]]] = {
    "ENDED": (
        "form_result",
        (*_FORM, "referrals_opened"),
        "inspector",
        "result.recorded",
        {"task_id": "410928/rsj/2026/yonggong", "department": "rsj"},
    ),
    "FORMED": (
        "return_result",
        ("reason_given", "both_versions_kept"),
        "section_head",
        "result.returned",
        {"office": "section_head", "task_id": "410928/rsj/2026/yonggong", "count": 1},
    ),
}
Way = Callable[..., AbstractContextManager[Any]]


def steps() -> tuple[Callable[[], None], Callable[[], None]]:
    """The step with the log and the step without, each going to and fro on a record of its own."""
    keys.create_wrapping_key(settings.SHUANGSUIJI_WRAPPING_KEY_FILE)
    firm = keys.create_subject_key("FIRM", at=_AT).id
    actors = {
        office: Actor("rsj", office, uuid7(_AT), keys.create_subject_key("PERSON", at=_AT).id)
        for office in ("inspector", "section_head")
    }
    return _walker(command, actors, firm), _walker(unlogged, actors, firm)


def unheard_rows() -> set[str]:
    """Keys of the rows that were written without the log, by now."""
    steps_of = Transition.objects.filter(record_id__in=_unheard).values_list("pk", flat=True)
    papers = Paper.objects.filter(part__in=_unheard).values_list("pk", flat=True)
    return {f"{key}" for key in (*_unheard, *papers, *steps_of)}


def _walker(way: Way, actors: dict[str, Actor], firm: UUID) -> Callable[[], None]:
    with command(actor=actors["inspector"], at=_AT) as cmd:
        part = Part(status="ENDED")
        part.save()
        Paper(part=part, code="A", text="一条普通的记录" * 10, count=7, at=_AT).save()
        cmd.emit(*_STEPS["ENDED"][3:4], pub=_STEPS["ENDED"][4])
    if way is unlogged:
        _unheard.append(part.pk)
    state = "ENDED"

    def step() -> None:
        nonlocal state
        _take(part.pk, state, way, actors, firm)
        state = "FORMED" if state == "ENDED" else "ENDED"

    return step


def _take(key: UUID, state: str, way: Way, actors: dict[str, Actor], firm: UUID) -> None:
    act, guards, office, event, pub = _STEPS[state]
    actor = actors[office]
    with way(actor=actor, at=_AT, reason="照记录办理") as cmd:
        paper = Paper.objects.select_related("part").select_for_update().get(part_id=key)
        facts = {
            guard: judge("E13-1", "第十三条", True, required="有", actual="有", refusal="没有。", remedy="请补。")
            for guard in guards
        }
        part = move(paper.part, act, actor=actor, at=_AT, facts=facts)
        paper.text, paper.count = "改过的一条记录" * 10, part.version
        paper.save()
        cmd.emit(event, pub=pub, private={"subject": Private(f"{part.pk}", firm)})


class _Unheard:
    """An open act of which nothing is kept but its rows."""

    def __init__(self, at: datetime, event_id: UUID) -> None:
        self._at = at
        self.coming_event_id = event_id

    def new_id(self) -> UUID:
        return uuid7(self._at)

    def wrote(self, row: models.Model) -> None:
        """Not remembered."""

    def emit(self, *_: Any, **__: Any) -> None:
        """Not said."""


_first: list[UUID] = []
_unheard: list[UUID] = []


@contextmanager
def unlogged(*, actor: Actor, at: datetime, reason: str = "") -> Iterator[_Unheard]:
    """`command` without the log."""
    if not _first:
        _first.append(LogEvent.objects.values_list("event_id", flat=True).get(seq=0))
    with transaction.atomic(durable=True):
        opened = _Unheard(at, _first[0])
        mark = OPEN.set(opened)
        try:
            yield opened
        finally:
            OPEN.reset(mark)
