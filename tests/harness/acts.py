"""The acts that the harnesses play: one line each in `ACTS`, and one in `CONTESTS` where several people may want the same thing.

`prepare` commits what must be there before and answers what `run` is given; `run` does the act once, as a door would.
A contest's `prepare` is given the number of the round; what it answers goes to every client as JSON.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from shuangsuiji.core.rules.finding import judge
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.audit import note, seal_audit
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.erasing import erase_key
from shuangsuiji.foundation.ledger.keys import create_subject_key, house_key
from shuangsuiji.foundation.ledger.uuid7 import uuid7
from shuangsuiji.foundation.lifecycle.move import move
from tests.harness import draw_acts, foundation_acts
from tests.specimen.models import Footprint, Journey, Specimen

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
EVENT, PUB = "account.changed", {"kind": "person", "count": 1}
_GUARDS = ("ground_listed", "consent_given", "substitute_certified", "substitute_not_recused", "team_still_valid")
FACTS = dict.fromkeys(
    (*_GUARDS, "reason_given"), judge("E15-1", "第十五条", True, required="有", actual="有", refusal="", remedy="")
)


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one person. `writable_before`: whether other acts may be done in the state that this one begins with."""

    name: str
    prepare: Callable[[], Any]
    run: Callable[[Any], Any]
    writable_before: bool = True


@dataclass(frozen=True, slots=True)
class Contest:
    """One act that many try at once; `wins` of them may succeed, the others are refused cleanly."""

    name: str
    prepare: Callable[[int], dict[str, Any]]
    run: Callable[..., Any]
    wins: int = 1


def actor(office: str = "clerk") -> Actor:
    """Somebody of that office with a key of his own."""
    key = create_subject_key("PERSON", at=AT)
    return Actor("rsj", office, uuid7(AT), UUID(str(key.id)))


# -------------------------------------------------------------------------------------------------------------- specimens


def several_rows(by: Actor) -> None:
    """Two events, five rows in three statements, a private value, a reason: what an act of a stage is made of."""
    assert by.key is not None
    with command(actor=by, at=AT, reason="登记") as cmd:
        Specimen(code="A", text="甲", at=AT, facts={"n": 1}).save()
        Footprint(text="先").save()
        first = cmd.emit(EVENT, pub=PUB, private={"purpose": Private("用途", by.key)})
        Footprint.objects.bulk_create([Footprint(text=f"{number}") for number in range(3)])
        cmd.emit(EVENT, pub=PUB, refs=[("follows", first)])


def requested_journey(by: Actor | None = None, at: datetime = AT, head: Actor | None = None) -> tuple[Journey, Actor]:
    """A replacement asked for, and the deputy head who may decide."""
    by = by or actor()
    with command(actor=by, at=at) as cmd:
        journey = move(Journey(), "request_replacement", actor=by, at=at, facts=FACTS)
        cmd.emit(EVENT, pub=PUB)
    return journey, head or actor("deputy_head")


def decide(given: tuple[Journey, Actor], at: datetime = AT) -> None:
    """The deputy head agrees."""
    journey, by = given
    with command(actor=by, at=at) as cmd:
        move(Journey.of(journey.pk), "replace_inspector", actor=by, at=at, facts=FACTS)
        cmd.emit(EVENT, pub=PUB)


# ------------------------------------------------------------------------------------------------------------- the log's own


def with_private_values() -> UUID:
    """A key under which two entries hold a value; that key's number."""
    by = actor()
    key = create_subject_key("FIRM", at=AT)
    for _ in range(2):
        with command(actor=by, at=AT) as cmd:
            cmd.emit(EVENT, pub=PUB, private={"purpose": Private("企业名称", UUID(str(key.id)))})
    return UUID(str(key.id))


def erase(key: UUID, at: datetime = AT) -> None:
    with command(actor=Actor("rsj", MACHINE), at=at) as cmd:
        erase_key(key, ground="pipl_47", cmd=cmd)


def with_audit_lines() -> None:
    for number in range(5):
        note("login.failed", at=AT - timedelta(hours=1), actor=f"账号{number}", object="/login/")


def behind_its_checkpoint() -> Path:
    """An older backup is back: three entries of what was published are missing, house key and all rows are as then."""
    from tests.harness.backups import fall_back, publish_here

    house_key(at=AT)
    by = actor()
    for _ in range(2):
        several_rows(by)
    folder = publish_here()
    fall_back(2)
    return folder


def recover(folder: Path) -> None:
    from shuangsuiji.foundation.ledger import recovering

    recovering.recover(folder, org="rsj", persons=("系统管理员甲", "审计管理员乙"), at=AT)


# ---------------------------------------------------------------------------------------------------------------- accounts


def founding() -> None:
    """A department with its three administrators, somebody with a log-in and somebody without."""
    from shuangsuiji.foundation.accounts.actions.found_bureau import NewDepartment, found_bureau
    from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson
    from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS

    def log_in(name: str) -> NewAccount:
        return NewAccount(name, "Qing-Chun-Bing-2026")

    found_bureau(
        department=NewDepartment("rsj", "人力资源和社会保障局", "410928", date(2020, 1, 1)),
        administrators={role: (NewPerson(f"管理员{role}"), log_in(role)) for role in ADMINISTRATORS},
        persons=[(NewPerson("钱某", "13900000001"), log_in("qian")), (NewPerson("孙某"), None)],
        at=AT,
    )


def staff() -> UUID:
    """The bureau is founded; the number of one of its people."""
    from shuangsuiji.foundation.accounts.models import Account

    founding()
    return UUID(str(Account.objects.get(username="qian").person_id))


def _security() -> Actor:
    from shuangsuiji.foundation.accounts.models import Person
    from shuangsuiji.foundation.accounts.roles import SECURITY

    person = Person.objects.get(role=SECURITY)
    return Actor("rsj", SECURITY, person.pk, UUID(str(person.key_id)))


def appoint_deputy(person: UUID, at: datetime = AT) -> None:
    from shuangsuiji.foundation.accounts.actions.appoint import appoint

    appoint(
        person=person,
        office="deputy_head",
        department="rsj",
        from_on=date(2026, 11, 1),
        document="人社党组〔2026〕9号",
        actor=_security(),
        at=at,
    )


def erase_somebody(person: UUID) -> None:
    from shuangsuiji.foundation.accounts.actions.erase_person import erase_person

    erase_person(
        person=person,
        ground="pipl_47_2",
        retained_until=date(2026, 10, 31),
        reason="离职满期",
        actor=_security(),
        at=AT,
    )


# ---------------------------------------------------------------------------------------------------------------- contests


def journey_of_round(number: int) -> dict[str, Any]:
    """A new record each round; every client has the page with its first version open."""
    journey, by = requested_journey(at=AT + timedelta(minutes=number))
    at = AT + timedelta(minutes=number, seconds=30)
    return {"journey": str(journey.pk), "at": at.isoformat(), "person": str(by.person), "key": str(by.key)}


def decide_from_an_open_page(*, journey: str, at: str, person: str, key: str, **_: Any) -> None:
    """The record as the page showed it, read before anybody decided; what protects is the version alone."""
    from tests.harness.race_site import together

    by = Actor("rsj", "deputy_head", UUID(person), UUID(key))
    record = Journey.objects.get(pk=journey)
    together()
    with command(actor=by, at=datetime.fromisoformat(at)) as cmd:
        move(record, "replace_inspector", actor=by, at=datetime.fromisoformat(at), facts=FACTS)
        cmd.emit(EVENT, pub=PUB)


def decide_from_the_row(*, journey: str, at: str, person: str, key: str, **_: Any) -> None:
    """The record read and locked inside the act, as every act of a stage does."""
    by = Actor("rsj", "deputy_head", UUID(person), UUID(key))
    with command(actor=by, at=datetime.fromisoformat(at)) as cmd:
        record = Journey.of(journey)
        move(record, "replace_inspector", actor=by, at=datetime.fromisoformat(at), facts=FACTS)
        cmd.emit(EVENT, pub=PUB)


def appointment_of_round(number: int) -> dict[str, Any]:
    """One more person to appoint."""
    from shuangsuiji.foundation.accounts.making import NewPerson, enter_person
    from shuangsuiji.foundation.accounts.models import Department

    if number == 0:
        founding()
    at = AT + timedelta(minutes=number)
    with command(actor=Actor("rsj", MACHINE), at=at) as cmd:
        person = enter_person(cmd, NewPerson(f"新人{number}"), department=Department.objects.get(code="rsj"))
        cmd.emit(EVENT, pub=PUB)
    return {"person": str(person.pk), "at": at.isoformat()}


def appoint_in_a_race(*, person: str, at: str, **_: Any) -> None:
    appoint_deputy(UUID(person), datetime.fromisoformat(at))


# fmt: off
ACTS: tuple[Act, ...] = (
    Act("specimen",     actor,                 several_rows),
    Act("move",         requested_journey,     decide),
    Act("erase",        with_private_values,   erase),
    Act("seal_audit",   with_audit_lines,      lambda _: seal_audit(org="rsj", at=AT)),
    Act("recover",      behind_its_checkpoint, recover, writable_before=False),
    Act("found_bureau", lambda: None,          lambda _: founding()),
    Act("appoint",      staff,                 appoint_deputy),
    Act("erase_person", staff,                 erase_somebody),
    Act("ask",          actor,                 foundation_acts.ask_for),
    Act("decide",       foundation_acts.asked_and_head,  foundation_acts.agree),
    Act("override",     foundation_acts.drafted_measure, foundation_acts.lay),
    Act("evidence",     actor,                 foundation_acts.enter_photo),
    Act("paper",        actor,                 foundation_acts.keep_paper),
    Act("plan_draw",    draw_acts.ready,          draw_acts.plan),
    Act("freeze",       draw_acts.planned,        draw_acts.freeze),
    Act("commit",       draw_acts.half_committed, draw_acts.commit),
    Act("reveal",       draw_acts.half_revealed,  draw_acts.reveal),
    Act("number",       draw_acts.half_numbered,  draw_acts.number),
    Act("draw",         draw_acts.seeded,         draw_acts.draw),
    Act("abort_draw",   draw_acts.to_abort,       draw_acts.abort),
    Act("void_draw",    draw_acts.to_void,        draw_acts.void),
    Act("shadow",       draw_acts.to_shadow,      draw_acts.shadow),
    Act("publish_proof", draw_acts.to_publish,    draw_acts.publish),
    Act("open_row",     draw_acts.to_open,        draw_acts.open_one),
    Act("dispatch",     draw_acts.to_dispatch,    draw_acts.dispatch),
    Act("ask_replacement", draw_acts.dispatched,  draw_acts.ask_replacement),
    Act("replace",      draw_acts.asked,          draw_acts.replace),
)
CONTESTS: tuple[Contest, ...] = (
    Contest("journey_page", journey_of_round,     decide_from_an_open_page),
    Contest("journey_row",  journey_of_round,     decide_from_the_row),
    Contest("appoint",      appointment_of_round, appoint_in_a_race),
    Contest("decide",       foundation_acts.request_of_round, foundation_acts.agree_in_a_race),
    Contest("override",     foundation_acts.measure_of_round, foundation_acts.lay_in_a_race),
    Contest("paper",        foundation_acts.number_of_round,  foundation_acts.keep_paper_in_a_race),
    Contest("draw",         draw_acts.draw_of_round,        draw_acts.draw_in_a_race),
    Contest("plan_draw",    draw_acts.task_of_round,        draw_acts.plan_in_a_race),
    Contest("commit",       draw_acts.contributor_of_round, draw_acts.commit_in_a_race),
)
# fmt: on


def crash_acts() -> list[str]:
    """Their names, for a test's parameters."""
    return [act.name for act in ACTS]


def contests() -> list[str]:
    """Their names, for a test's parameters."""
    return [contest.name for contest in CONTESTS]


def act_named(name: str) -> Act:
    """That act. KeyError for a name that no line has."""
    return {act.name: act for act in ACTS}[name]


def contest_named(name: str) -> Contest:
    """That contest. KeyError for a name that no line has."""
    return {contest.name: contest for contest in CONTESTS}[name]
