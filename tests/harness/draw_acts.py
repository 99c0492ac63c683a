"""The acts of a draw as the harnesses play them: a bureau with a task that may be drawn, its ceremony up to the act in question.

Prepared once with the same steps the tests of `stages/draws` take; `run` does the one act, by the office that does it.
"""

import io
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from shuangsuiji.foundation.ledger.actor import Actor

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
# Each round of a contest is one attempt of the same task: the former one is ended, the next announced three hours later.
ROUND = timedelta(hours=3)


class Given(NamedTuple):
    """The draw (the task, where there is none yet), who acts, when, and what else the act is given."""

    key: UUID
    by: Actor
    at: datetime
    more: Any = None


def county(at: datetime = AT) -> Any:
    """A bureau that can plan."""
    from shuangsuiji.foundation.accounts.models import Account
    from tests.stages.cast import build_county
    from tests.stages.plans.planning import prepare

    made = build_county(at)
    prepare(made)
    # The cast skips the change of first passwords without an act; here the log is held against every row.
    Account._base_manager.update(must_change_password=True)
    return made


def _given(key: Any, who: str, minute: int, more: Any = None, *, start: datetime = AT) -> Given:
    from tests import cast
    from tests.stages.cast import County

    return Given(UUID(str(key)), County(start).actor(getattr(cast, who)), start + timedelta(minutes=minute), more)


def _standing(state: str) -> Any:
    from tests.stages.draws import drawing

    return drawing.standing(county(), state)


# --------------------------------------------------------------------------------------------------------- one act, prepared


def ready() -> Given:
    from tests.stages.cast import County
    from tests.stages.draws import drawing

    task = drawing.ready_task(county())
    return _given(task.pk, "LI", 0, drawing.terms(County(AT)))


def plan(given: Given) -> None:
    from shuangsuiji.stages.draws.actions.plan_draw import plan_draw

    plan_draw(task_id=given.key, terms=given.more, actor=given.by, at=given.at)


def planned() -> Given:
    return _given(_standing("PLANNED").pk, "LI", 5)


def freeze(given: Given) -> None:
    from shuangsuiji.stages.draws.actions.freeze import freeze as act

    act(draw_id=given.key, actor=given.by, at=given.at)


def half_committed() -> Given:
    """One has committed; the other's commitment closes the time for them."""
    from tests.stages.draws import drawing

    here = county()
    made = drawing.commits(here, drawing.standing(here, "FROZEN"), "承办股室")
    return _given(made.pk, "ZHENG", 12, drawing.commitment(made, "机关纪检"))


def commit(given: Given) -> None:
    from shuangsuiji.stages.draws.actions.commit import commit as act

    act(draw_id=given.key, value=given.more, actor=given.by, at=given.at)


def half_revealed() -> Given:
    """One has revealed; the other's reveal closes the time for them."""
    from tests.stages.draws import drawing

    here = county()
    made = drawing.reveals(here, drawing.standing(here, "COMMITTED"), "承办股室")
    return _given(made.pk, "ZHENG", 42, drawing.SECRETS["机关纪检"])


def reveal(given: Given) -> None:
    from shuangsuiji.stages.draws.actions.reveal import reveal as act

    act(draw_id=given.key, secret=given.more, actor=given.by, at=given.at)


def half_numbered() -> Given:
    """One did not reveal and is named with the number, which one person has typed."""
    from shuangsuiji.foundation.evidence.kinds import Kind
    from shuangsuiji.foundation.evidence.receiving import receive
    from shuangsuiji.stages.draws.actions.record_public_number import note_public_number
    from shuangsuiji.stages.draws.numbering import Entry
    from tests.foundation.evidence.files import pdf
    from tests.stages.draws import drawing

    here = county()
    made = drawing.reveals(here, drawing.standing(here, "COMMITTED"), "承办股室")
    first = _given(made.pk, "LI", 76)
    note_public_number(draw_id=made.pk, entry=Entry(drawing.NUMBER), actor=first.by, at=first.at)
    return _given(made.pk, "ZHENG", 77, Entry(drawing.NUMBER, file=receive(io.BytesIO(pdf()), Kind.SCAN)))


def number(given: Given) -> None:
    from shuangsuiji.stages.draws.actions.record_public_number import record_public_number

    record_public_number(draw_id=given.key, entry=given.more, actor=given.by, at=given.at)


def seeded() -> Given:
    return _given(_standing("SEEDED").pk, "LI", 80)


def draw(given: Given) -> None:
    from shuangsuiji.stages.draws.actions.draw import draw as act

    act(draw_id=given.key, actor=given.by, at=given.at)


def to_abort() -> Given:
    return _given(_standing("REVEALED").pk, "ZHOU", 70)


def to_void() -> Given:
    return _given(_standing("DRAWN").pk, "ZHOU", 90)


def abort(given: Given) -> None:
    from shuangsuiji.stages.draws.actions.abort_draw import abort_draw
    from shuangsuiji.stages.draws.ending import Ground

    abort_draw(draw_id=given.key, ground=Ground("technical", "网络中断"), actor=given.by, at=given.at)


def void(given: Given) -> None:
    from shuangsuiji.stages.draws.actions.void_draw import void_draw
    from shuangsuiji.stages.draws.ending import Ground

    void_draw(draw_id=given.key, ground=Ground("technical", "名录有误"), actor=given.by, at=given.at)


def to_shadow() -> Given:
    """Aborted before the throw; one person has typed the number."""
    from shuangsuiji.foundation.evidence.kinds import Kind
    from shuangsuiji.foundation.evidence.receiving import receive
    from shuangsuiji.stages.draws.actions.record_public_number import note_public_number
    from shuangsuiji.stages.draws.numbering import Entry
    from tests.foundation.evidence.files import pdf
    from tests.stages.draws import drawing

    given = to_abort()
    abort(given)
    first = _given(given.key, "LI", 76)
    note_public_number(draw_id=given.key, entry=Entry(drawing.NUMBER), actor=first.by, at=first.at)
    return _given(given.key, "ZHENG", 77, Entry(drawing.NUMBER, file=receive(io.BytesIO(pdf()), Kind.SCAN)))


def shadow(given: Given) -> None:
    from shuangsuiji.stages.draws.actions.record_shadow import record_shadow

    record_shadow(draw_id=given.key, entry=given.more, actor=given.by, at=given.at)


def to_publish() -> Given:
    from tests.stages.draws import drawing

    made = _standing("DRAWN")
    drawing.seal_log()
    return _given(made.pk, "LI", 90)


def publish(given: Given) -> None:
    from shuangsuiji.stages.disclosure.actions.publish_proof import publish_proof

    publish_proof(draw_id=given.key, actor=given.by, at=given.at)


def to_open() -> Given:
    made = _standing("DRAWN")
    return _given(made.pk, "FENG", 90, made.subjects.first().subject.reg_no)


def open_one(given: Given) -> None:
    from shuangsuiji.stages.draws.actions.open_row import open_row

    open_row(draw_id=given.key, code=given.more, purpose="审计抽查", actor=given.by, at=given.at)


def to_dispatch() -> Given:
    from tests.stages.inspections import dispatching

    return _given(dispatching.drawn(county()).task_id, "LI", 90)


def dispatch(given: Given) -> None:
    from shuangsuiji.stages.inspections.actions.dispatch import dispatch as act

    act(task_id=given.key, actor=given.by, at=given.at)


def dispatched() -> Given:
    from tests.stages.inspections import dispatching

    task = dispatching.dispatched(county())
    return _given(dispatching.place(task).team_id, "LI", 91, dispatching.wish(task)[1])


def ask_replacement(given: Given) -> None:
    from shuangsuiji.stages.inspections.actions.request_replacement import request_replacement

    request_replacement(team_id=given.key, wish=given.more, actor=given.by, at=given.at)


def asked() -> Given:
    from tests.stages.inspections import dispatching

    here = county()
    found = dispatching.asked(here, dispatching.dispatched(here))
    return _given(found.pk, "SUN", 92, found.request.content_digest)


def replace(given: Given) -> None:
    from shuangsuiji.stages.inspections.actions.replace_inspector import Answer, replace_inspector

    replace_inspector(replacement_id=given.key, answer=Answer(given.more), actor=given.by, at=given.at)


# ------------------------------------------------------------------------------------------------------------ one act, raced


def _attempt(number: int) -> tuple[Any, Any]:
    """The county at that round's hour and the task, whose former attempt is ended."""
    from shuangsuiji.stages.draws.models import Draw
    from tests.stages.cast import County
    from tests.stages.draws import drawing

    start = AT + ROUND * number
    if number == 0:
        return County(start), drawing.ready_task(county())
    former = Draw.objects.select_related("task").order_by("-ordinal")[0]
    end = void if former.state in ("SEEDED", "DRAWN") else abort
    end(_given(former.pk, "ZHOU", -90 if end is void else -165, start=start))
    return County(start), former.task


def _told(given: Given) -> dict[str, Any]:
    return {
        "key": str(given.key),
        "person": str(given.by.person),
        "sealing": str(given.by.key),
        "at": given.at.isoformat(),
    }


def _heard(key: str, person: str, sealing: str, at: str, more: Any = None, office: str = "clerk") -> Given:
    by = Actor("rsj", office, UUID(person), UUID(sealing))
    return Given(UUID(key), by, datetime.fromisoformat(at), more)


def draw_of_round(number: int) -> dict[str, Any]:
    """A draw whose number is known; everybody's page shows 抽取."""
    from tests.stages.draws import drawing

    here, task = _attempt(number)
    made = drawing.planned(here, task)
    for step in (drawing.frozen, drawing.committed, drawing.revealed, drawing.numbered):
        made = step(here, made)
    return _told(_given(made.pk, "LI", 80, start=here.at))


def draw_in_a_race(*, key: str, person: str, sealing: str, at: str, **_: Any) -> None:
    draw(_heard(key, person, sealing, at))


def task_of_round(number: int) -> dict[str, Any]:
    """A task without a standing draw; everybody's page shows 抽取公告."""
    here, task = _attempt(number)
    return _told(_given(task.pk, "LI", 0, start=here.at))


def plan_in_a_race(*, key: str, person: str, sealing: str, at: str, **_: Any) -> None:
    from tests.stages.cast import County
    from tests.stages.draws import drawing

    given = _heard(key, person, sealing, at)
    plan(given._replace(more=drawing.terms(County(given.at))))


def contributor_of_round(number: int) -> dict[str, Any]:
    """A frozen draw; one contributor's page is open 24 times, each with a number of its own."""
    from tests.stages.draws import drawing

    here, task = _attempt(number)
    made = drawing.frozen(here, drawing.planned(here, task))
    return _told(_given(made.pk, "LI", 10, start=here.at))


def commit_in_a_race(*, key: str, person: str, sealing: str, at: str, client: int, **_: Any) -> None:
    commit(_heard(key, person, sealing, at, f"{client:064x}"))
