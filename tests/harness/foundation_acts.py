"""The acts of approvals, overrides, evidence and papers, as the harnesses play them: prepared once, run once per performance."""

import hashlib
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.keys import create_subject_key
from shuangsuiji.foundation.ledger.uuid7 import uuid7

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_MEASURE = {
    "parameter": "sample_floor.C",
    "value": 5,
    "origin": "OWN",
    "issuing_body": "县人力资源和社会保障局",
    "document": "某人社〔2026〕12号",
    "effective_from": date(2027, 7, 1),
    "reason": "本年度集中治理",
}


def somebody(office: str) -> Actor:
    """An actor of that office with a key of his own."""
    key = create_subject_key("PERSON", at=AT)
    return Actor("rsj", office, uuid7(AT), UUID(str(key.id)))


# -------------------------------------------------------------------------------------------------------------- approvals


def ask_for(by: Actor, at: datetime = AT, number: int = 1) -> Any:
    from tests.foundation.approvals.acts import asked

    return asked(by, at, object_id=UUID(int=number))


def asked_and_head() -> tuple[UUID, Actor]:
    """A request that waits, and the deputy head who may answer."""
    return ask_for(somebody("clerk")).pk, somebody("deputy_head")


def agree(given: tuple[UUID, Actor], at: datetime = AT) -> None:
    from shuangsuiji.foundation.approvals.models import ApprovalRequest
    from tests.foundation.approvals.acts import decided

    request, by = given
    decided(by, at, ApprovalRequest.objects.get(pk=request))


def request_of_round(number: int) -> dict[str, Any]:
    """A new request each round; everybody's page shows it as waiting."""
    at = AT + timedelta(minutes=number)
    request = ask_for(somebody("clerk"), at, number + 1)
    return {"request": str(request.pk), **_person(somebody("deputy_head"), at)}


def agree_in_a_race(*, request: str, at: str, person: str, key: str, **_: Any) -> None:
    agree((UUID(request), _actor(person, key)), datetime.fromisoformat(at))


# -------------------------------------------------------------------------------------------------------------- overrides


def drafted_measure(at: datetime = AT, number: int = 1) -> tuple[UUID, str, Actor]:
    """A draft, the digest of what the deputy head saw, and the deputy head."""
    from shuangsuiji.foundation.approvals.content import content_digest
    from shuangsuiji.foundation.overrides.drafting import draft_override
    from shuangsuiji.foundation.overrides.set_override import shown

    terms = {
        **_MEASURE,
        "document": f"某人社〔2026〕{number}号",
        "effective_from": date(2027, 7, 1) + timedelta(days=number),
    }
    draft = draft_override(actor=somebody("coordinator"), at=at, **terms)
    return draft.pk, content_digest(shown(draft)), somebody("deputy_head")


def lay(given: tuple[UUID, str, Actor], at: datetime = AT) -> None:
    from shuangsuiji.foundation.overrides.set_override import set_override

    draft, seen, by = given
    set_override(draft_id=draft, seen=seen, actor=by, at=at)


def measure_of_round(number: int) -> dict[str, Any]:
    at = AT + timedelta(minutes=number)
    draft, seen, by = drafted_measure(at, number + 1)
    return {"draft": str(draft), "seen": seen, **_person(by, at)}


def lay_in_a_race(*, draft: str, seen: str, at: str, person: str, key: str, **_: Any) -> None:
    lay((UUID(draft), seen, _actor(person, key)), datetime.fromisoformat(at))


# ----------------------------------------------------------------------------------------------------- evidence and papers


def enter_photo(by: Actor) -> None:
    """The file first, outside of the act; then its row, named in an event."""
    from shuangsuiji.foundation.evidence.entering import enter, named
    from shuangsuiji.foundation.evidence.kinds import Kind
    from shuangsuiji.foundation.evidence.receiving import receive
    from shuangsuiji.foundation.ledger.command import command
    from tests.foundation.evidence.files import photo

    received = receive(io.BytesIO(photo()), Kind.PHOTO)
    with command(actor=by, at=AT) as cmd:
        row = enter(cmd, received)
        cmd.emit("account.changed", pub={"kind": "person", "count": 1}, files=[named(row)])


def keep_paper(by: Actor, at: datetime = AT, ordinal: int | None = None) -> None:
    """A paper that was made before the act: no font is needed for what is examined here."""
    from shuangsuiji.foundation.ledger.command import command
    from shuangsuiji.foundation.papers.keeping import keep, shelve
    from shuangsuiji.foundation.papers.numbering import Slip, next_slip
    from shuangsuiji.foundation.papers.rendering import Paper
    from tests.foundation.evidence.files import pdf

    slip = next_slip("letter", department="rsj", short_name="某县人社", year=2026)
    if ordinal is not None:
        slip = Slip("rsj", "letter", 2026, ordinal, f"某县人社函〔2026〕{ordinal}号", slip.token)
    content = pdf()
    digest = hashlib.sha256(content).hexdigest()
    paper = Paper(content, digest, "0" * 64, "letter", "1", slip.number)
    shelved = shelve(paper)
    with command(actor=by, at=at) as cmd:
        keep(cmd, slip, paper, shelved)
        cmd.emit("account.changed", pub={"kind": "person", "count": 1})


def number_of_round(number: int) -> dict[str, Any]:
    """Everybody has read the same last number before anybody wrote."""
    return {"ordinal": number + 1, **_person(somebody("clerk"), AT + timedelta(minutes=number))}


def keep_paper_in_a_race(*, ordinal: int, at: str, person: str, key: str, **_: Any) -> None:
    keep_paper(_actor(person, key, "clerk"), datetime.fromisoformat(at), ordinal)


def _person(by: Actor, at: datetime) -> dict[str, Any]:
    return {"at": (at + timedelta(seconds=30)).isoformat(), "person": str(by.person), "key": str(by.key)}


def _actor(person: str, key: str, office: str = "deputy_head") -> Actor:
    return Actor("rsj", office, UUID(person), UUID(key))
