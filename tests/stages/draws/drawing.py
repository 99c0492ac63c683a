"""A task that may be drawn, and its ceremony step by step: dice, two contributors, one department."""

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.beacon import DICE
from shuangsuiji.core.draw.ceremony import commit_of
from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.note import Note
from shuangsuiji.core.tlog.policy import parse_policy
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.foundation.accounts.models import Certificate, Department, Person
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.ledger import triggers
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.foundation.ledger.sealer.ed25519 import SigningKey
from shuangsuiji.foundation.ledger.sealer.publishing import bundles
from shuangsuiji.stages.draws.actions.commit import commit
from shuangsuiji.stages.draws.actions.draw import draw
from shuangsuiji.stages.draws.actions.freeze import freeze
from shuangsuiji.stages.draws.actions.plan_draw import plan_draw
from shuangsuiji.stages.draws.actions.record_public_number import note_public_number, record_public_number
from shuangsuiji.stages.draws.actions.reveal import reveal
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.numbering import Entry
from shuangsuiji.stages.draws.planning import DrawTerms
from shuangsuiji.stages.draws.records import public_record
from shuangsuiji.stages.plans.actions.confirm_registries import confirm_registries
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.declare_recusal import declare_recusal
from shuangsuiji.stages.registry.models import Inspector, RegistryKind
from shuangsuiji.stages.registry.queries import delta_since
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.log.drawn import DrawLog
from shuangsuiji.verify.log.growth import Kept
from shuangsuiji.verify.sources import FolderSource
from tests.cast import LI, WU, ZHENG
from tests.foundation.evidence.files import pdf
from tests.remembered import remembered
from tests.stages.cast import LUO, TANG, County
from tests.stages.plans.tasking import made, signed

ORIGIN = settings.SHUANGSUIJI_ORIGIN
KEY = SigningKey.from_seed(ORIGIN, b"\1" * 32)
NUMBER = "48291038475610293847"
SECRETS = {"承办股室": "11" * 32, "机关纪检": "22" * 32}
THIRD = "办公室"
ALL_SECRETS = {**SECRETS, THIRD: "33" * 32}
COMMIT_BY, REVEAL_BY, THROW, DRAWN = (timedelta(minutes=each) for each in (30, 60, 75, 80))
CONTRIBUTORS = (LI, ZHENG)
SPEAKERS = {**dict(zip(SECRETS, CONTRIBUTORS, strict=True)), THIRD: TANG}
STATES = ("PLANNED", "FROZEN", "COMMITTED", "REVEALED", "SEEDED", "DRAWN")


def staff_of(county: County, count: int = 6, department: Department | None = None) -> None:
    """So many people of a department (the bureau) in its registry, each licensed for the whole window and without conflicts."""
    department = department or county.lead
    keeper, code = county.actor(WU if department == county.lead else LUO), department.code
    people = list(Person.objects.filter(department=department, role="staff").order_by("pk")[:count])
    with command(actor=keeper, at=county.at) as cmd:
        for ordinal, person in enumerate(people, start=1):
            number = f"cert:{code}-{ordinal}"
            Inspector(
                person=person, department=department, number=number, cap=9, source="测试",
                salt="00" * 16, row_digest="0" * 64,
            ).save(force_insert=True)  # fmt: skip
            Certificate(
                person=person, number=number, kind="PROVINCE", valid_from=date(2026, 1, 1), valid_to=date(2029, 1, 1),
                issuer="某县人民政府",
            ).save(force_insert=True)  # fmt: skip
        cmd.emit("account.changed", pub={"kind": "person", "count": 1})
    for row in Inspector.objects.filter(department=department):
        declare_recusal(inspector=row.pk, subjects=(), actor=keeper, at=county.at)


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
    return commit_of(suite_named("SHA256"), made_draw.number, context, contributor.code, ALL_SECRETS[label])


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


def standing(county: County, state: str, **of_scheme: Any) -> Draw:
    """The one draw nothing is wrong with, in that state of the protocol; built once, then put there as rows."""
    made_draw = remembered(_standing, county, state, **of_scheme)
    if STATES.index(state) >= STATES.index("REVEALED"):
        seal_log()  # the published files are no rows
    return Draw.objects.get(pk=made_draw.pk)


def _standing(county: County, state: str, **of_scheme: Any) -> Draw:
    if state == "PLANNED":
        return planned(county, ready_task(county, **of_scheme))
    before = standing(county, STATES[STATES.index(state) - 1], **of_scheme)
    step = dict(zip(STATES[1:], (frozen, committed, revealed, numbered, drawn), strict=True))[state]
    return step(county, before)


def three(county: County) -> Draw:
    """Frozen with three contributors."""
    return Draw.objects.get(pk=remembered(_three, county).pk)


def _three(county: County) -> Draw:
    task = ready_task(county, contributors=[*ALL_SECRETS])
    people = {label: county.person(who).pk for label, who in SPEAKERS.items()}
    return frozen(county, planned(county, task, people=people))


def commits(county: County, made_draw: Draw, *labels: str) -> Draw:
    """These commit."""
    made_draw = Draw.objects.get(pk=made_draw.pk)
    for minute, label in enumerate(labels, start=10):
        at = county.at + timedelta(minutes=minute)
        who = county.actor(SPEAKERS[label])
        commit(draw_id=made_draw.pk, value=commitment(made_draw, label), actor=who, at=at)
    return Draw.objects.get(pk=made_draw.pk)


def reveals(county: County, made_draw: Draw, *labels: str) -> Draw:
    """Sealed, then these reveal."""
    seal_log()
    for minute, label in enumerate(labels, start=40):
        at = county.at + timedelta(minutes=minute)
        reveal(draw_id=made_draw.pk, secret=ALL_SECRETS[label], actor=county.actor(SPEAKERS[label]), at=at)
    return Draw.objects.get(pk=made_draw.pk)


def spoken(county: County, made_draw: Draw, speakers: Mapping[str, Any], secrets: Mapping[str, str]) -> Draw:
    """Whoever speaks for a contributor commits, then reveals."""
    key, context, suite = {"draw_id": made_draw.pk}, made_draw.freeze.context, suite_named("SHA256")
    for label, who in speakers.items():
        code = made_draw.contributors.get(label=label).code
        value = commit_of(suite, made_draw.number, context, code, secrets[label])
        commit(**key, value=value, actor=county.actor(who), at=county.at + timedelta(minutes=10))
    seal_log()
    for label, who in speakers.items():
        reveal(**key, secret=secrets[label], actor=county.actor(who), at=county.at + timedelta(minutes=40))
    return Draw.objects.get(pk=made_draw.pk)


def drand_round(county: County) -> str:
    """The first round of quicknet that may give the number: ten minutes after the last reveal, or later."""
    beyond = county.at + REVEAL_BY + timedelta(seconds=600)
    return f"{-((1692803367 - int(beyond.timestamp())) // 3) + 1}"


def settle() -> None:
    """PostgreSQL changes no table while checks that belong to the end of a transaction still wait."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def overwrite(sql: str, *values: Any) -> None:
    """What no act can do: the database's guards are away while it is done."""
    lite = connection.vendor == "sqlite"
    settle()
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, [each.hex if lite and isinstance(each, UUID) else each for each in values])
    settle()
    triggers.install(connection)


def verified(made: Draw) -> dict[str, str]:
    """What the stand-alone verifier says of the public record, held against the published log: check → `STATUS reason`."""
    seal_log()
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    assert published is not None
    record = public_record(made, published)
    policy = parse_policy(f"log {KEY.key.vkey}\nquorum none\n".encode())
    kept = [Kept("commits.checkpoint", raw) for raw in record.beside.values() if raw.startswith(ORIGIN.encode())]
    log = DrawLog.opened(FolderSource(settings.SHUANGSUIJI_LOG_FOLDER), policy, kept)
    report = verify_document(record.content, files=record.beside.get, draw_log=log)
    return {each.id: f"{each.status} {each.reason}".strip() for each in report.results}


def failed(said: dict[str, str]) -> dict[str, str]:
    """Those checks that failed."""
    return {name: text for name, text in said.items() if text.startswith("FAIL")}


def events(made: Draw, type_: str) -> list[dict[str, Any]]:
    """The open words of a draw's events of one type, in the log's order."""
    bodies = LogEvent.objects.filter(type=type_).order_by("seq").values_list("body", flat=True)
    words = [json.loads(bytes(body))["pub"] for body in bodies]
    return [each for each in words if each.get("draw_id") == made.number]
