"""A task that may be drawn, and its ceremony step by step: dice, two contributors, one department."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.beacon import DICE
from shuangsuiji.core.draw.ceremony import commit_of
from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.note import Note
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.foundation.accounts.models import Person
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.sealer.ed25519 import SigningKey
from shuangsuiji.foundation.ledger.sealer.publishing import bundles
from shuangsuiji.stages.draws.actions.commit import commit
from shuangsuiji.stages.draws.actions.draw import draw
from shuangsuiji.stages.draws.actions.freeze import freeze
from shuangsuiji.stages.draws.actions.plan_draw import plan_draw
from shuangsuiji.stages.draws.actions.record_public_number import Entry, note_public_number, record_public_number
from shuangsuiji.stages.draws.actions.reveal import reveal
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.planning import DrawTerms
from shuangsuiji.stages.plans.actions.confirm_registries import confirm_registries
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.declare_recusal import declare_recusal
from shuangsuiji.stages.registry.models import Inspector, RegistryKind
from shuangsuiji.stages.registry.queries import delta_since
from tests.cast import LI, WU, ZHENG
from tests.foundation.evidence.files import pdf
from tests.remembered import remembered
from tests.stages.cast import County
from tests.stages.plans.tasking import made, signed

ORIGIN = settings.SHUANGSUIJI_ORIGIN
KEY = SigningKey.from_seed(ORIGIN, b"\1" * 32)
NUMBER = "48291038475610293847"
SECRETS = {"承办股室": "11" * 32, "机关纪检": "22" * 32}
COMMIT_BY, REVEAL_BY, THROW, DRAWN = (timedelta(minutes=each) for each in (30, 60, 75, 80))
CONTRIBUTORS = (LI, ZHENG)


def staff_of(county: County, count: int = 6) -> None:
    """So many people of the bureau in its registry, each licensed for the whole window and without conflicts."""
    from shuangsuiji.foundation.accounts.models import Certificate

    people = list(Person.objects.filter(department=county.lead, role="staff").order_by("pk")[:count])
    with command(actor=county.actor(WU), at=county.at) as cmd:
        for number, person in enumerate(people, start=1):
            Inspector(
                person=person, department=county.lead, number=f"cert:rsj-{number}", cap=9, source="测试",
                salt="00" * 16, row_digest="0" * 64,
            ).save(force_insert=True)  # fmt: skip
            Certificate(
                person=person, number=f"cert:rsj-{number}", kind="PROVINCE", valid_from=date(2026, 1, 1), valid_to=date(2029, 1, 1),
                issuer="某县人民政府",
            ).save(force_insert=True)  # fmt: skip
        cmd.emit("account.changed", pub={"kind": "person", "count": 1})
    for row in Inspector.objects.filter(department=county.lead):
        declare_recusal(inspector=row.pk, subjects=(), actor=county.actor(WU), at=county.at)


def ready_task(county: County, **terms: Any) -> Task:
    """A task of the bureau of which both registries are confirmed; dice give the public number."""
    return remembered(_ready_task, county, **terms)


def _ready_task(county: County, **terms: Any) -> Task:
    task = signed(county, made(county), **{"public_number": DICE, **terms})
    staff_of(county)
    for kind in RegistryKind:
        seen = delta_since(county.lead, kind).digest
        confirm_registry(kind=kind, seen=seen, actor=county.actor(WU), at=county.at)
    confirm_registries(task_id=task.pk, actor=county.actor(WU), at=county.at)
    task.refresh_from_db()
    return task


def terms(county: County, **changed: Any) -> DrawTerms:
    """What the clerk chooses: half an hour for commitments, half for reveals, then the throw."""
    people = {label: county.person(who).pk for label, who in zip(SECRETS, CONTRIBUTORS, strict=True)}
    usual = DrawTerms(
        commit_by=county.at + COMMIT_BY, reveal_by=county.at + REVEAL_BY, round="1", teams=2, people=people,
        not_before=county.at + THROW, digits=20,
    )  # fmt: skip
    return replace(usual, **changed)


def planned(county: County, task: Task, **changed: Any) -> Draw:
    """Announced by the clerk."""
    return plan_draw(task_id=task.pk, terms=terms(county, **changed), actor=county.actor(LI), at=county.at)


def frozen(county: County, made_draw: Draw) -> Draw:
    """Frozen five minutes later."""
    at = county.at + timedelta(minutes=5)
    return freeze(draw_id=made_draw.pk, actor=county.actor(LI), at=at)


def commitment(made_draw: Draw, label: str) -> str:
    """What a contributor's browser computes."""
    contributor, context = made_draw.contributors.get(label=label), made_draw.freeze.context
    return commit_of(suite_named("SHA256"), made_draw.number, context, contributor.code, SECRETS[label])


def committed(county: County, made_draw: Draw) -> Draw:
    """Both commit."""
    made_draw = Draw.objects.get(pk=made_draw.pk)
    for minute, (label, who) in enumerate(zip(SECRETS, CONTRIBUTORS, strict=True), start=10):
        at = county.at + timedelta(minutes=minute)
        commit(draw_id=made_draw.pk, value=commitment(made_draw, label), actor=county.actor(who), at=at)
    return Draw.objects.get(pk=made_draw.pk)


def seal_log() -> bytes:
    """Publish a signed checkpoint over everything the log holds, with its tiles and bundles; the signed note."""
    bodies = [(row.seq, bytes(row.body)) for row in LogEvent.objects.order_by("seq")]
    edge, tiles = RightEdge().grown(leaf_hash(body) for _, body in bodies)
    text = Checkpoint(ORIGIN, edge.size, edge.root()).text()
    note = Note(text, (KEY.line(text),)).to_bytes()
    folder = Path(settings.SHUANGSUIJI_LOG_FOLDER)
    for place, raw in (*tiles, *bundles(bodies, edge.size)):
        (folder / place.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / place.path).write_bytes(raw)
    (folder / "checkpoint").write_bytes(note)
    return note


def revealed(county: County, made_draw: Draw) -> Draw:
    """Sealed, then both reveal."""
    seal_log()
    for minute, (label, who) in enumerate(zip(SECRETS, CONTRIBUTORS, strict=True), start=40):
        at = county.at + timedelta(minutes=minute)
        reveal(draw_id=made_draw.pk, secret=SECRETS[label], actor=county.actor(who), at=at)
    return Draw.objects.get(pk=made_draw.pk)


def numbered(county: County, made_draw: Draw, value: str = NUMBER) -> Draw:
    """Thrown; typed by the clerk, typed again by another."""
    at = county.at + timedelta(minutes=76)
    note_public_number(draw_id=made_draw.pk, entry=Entry(value), actor=county.actor(LI), at=at)
    sheet = receive(io.BytesIO(pdf()), Kind.SCAN)
    record_public_number(draw_id=made_draw.pk, entry=Entry(value, file=sheet), actor=county.actor(ZHENG), at=at)
    return Draw.objects.get(pk=made_draw.pk)


def drawn(county: County, made_draw: Draw, *, at: datetime | None = None) -> Draw:
    """Drawn by the clerk."""
    return draw(draw_id=made_draw.pk, actor=county.actor(LI), at=at or county.at + DRAWN)


def whole(county: County, task: Task) -> Draw:
    """From the announcement to the lists."""
    steps = (frozen, committed, revealed, numbered, drawn)
    made_draw = planned(county, task)
    for step in steps:
        made_draw = step(county, made_draw)
    return Draw.objects.get(pk=made_draw.pk)
