"""Thousands of rows in one act: every kind of column comes back as it was, every row is in the manifest, nothing passes the command by."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.evidential import MANY
from shuangsuiji.foundation.ledger.models import LogManifest
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.ledger.refusal import LedgerMisuse
from tests.foundation.ledger.conftest import EVENT, PUB, execute  # noqa: F401 - fixture
from tests.specimen.models import Footprint, Specimen

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = MANY + 100


def specimens(at):
    return [
        Specimen(
            code=f"B{number:04d}",
            text=f"制表\t换行\n引号'\"反斜\\{number}",
            count=number if number % 2 else None,
            done=number % 3 == 0,
            on=at.date(),
            at=at,
            raw=bytes([number % 256, 0, 255]),
            facts={"n": [number, None, "甲"]},
        )
        for number in range(COUNT)
    ]


@pytest.fixture
def many(actor_for, at):
    with command(actor=actor_for(), at=at) as cmd:
        made = Specimen.objects.bulk_create(specimens(at))
        cmd.emit(EVENT, pub=PUB)
    return made


def test_rows_come_back_as_they_were_and_each_is_in_the_manifest(many, at):
    stored = Specimen.objects.order_by("code")
    for row, was in zip(stored, sorted(many, key=lambda row: row.code), strict=True):
        assert (row.pk, row.text, row.count, row.done, row.on, row.at) == (
            was.pk, was.text, was.count, was.done, at.date(), at,
        )  # fmt: skip
        assert (bytes(row.raw), row.facts, row.ground) == (was.raw, was.facts, None)
    assert bytes(LogManifest.objects.get().body).count(b"specimen_specimen\t") == COUNT
    assert not any(row._state.adding for row in many)
    assert list(differences()) == []


def test_many_rows_are_changed_at_once_and_one_edited_behind_us_is_named(many, actor_for, at, execute):  # noqa: F811
    for row in many:
        row.text, row.facts = f"改{row.code}", {"n": 1}
    with command(actor=actor_for(), at=at + timedelta(hours=1)) as cmd:
        assert Specimen.objects.bulk_change(many, ("text", "facts")) == COUNT
        token = cmd.emit(EVENT, pub=PUB)
    assert Specimen.objects.filter(text__startswith="改B", event=token.event_id).count() == COUNT
    assert list(differences()) == []
    Specimen.objects.filter(code="B0007").move_row(many[7].pk, {"code": "B0007"}, {"text": "伪"})
    found = list(differences())
    assert [(each.table, each.key, each.what) for each in found] == [
        (Specimen._meta.db_table, str(many[7].pk), "被改写")
    ]


def test_the_same_key_twice_writes_nothing(actor_for, at):
    rows = specimens(at)
    with pytest.raises(IntegrityError), command(actor=actor_for(), at=at) as cmd:
        rows[1].pk = rows[0].pk = cmd.new_id()
        Specimen.objects.bulk_create(rows)
    assert not Specimen.objects.exists()


@pytest.mark.parametrize(
    ("rows", "fields"),
    [
        pytest.param(lambda many: many, ("code",), id="a fixed column"),
        pytest.param(lambda many: many, ("id",), id="the key"),
        pytest.param(
            lambda many: [*many[:3], Specimen(code="neu", text="无此行")], ("text",), id="a row that is not there"
        ),
    ],
)
def test_what_may_not_be_changed_is_refused_and_nothing_is_written(many, rows, fields, actor_for, at):
    with pytest.raises(LedgerMisuse), command(actor=actor_for(), at=at + timedelta(hours=1)) as cmd:
        Specimen.objects.bulk_change(rows(many), fields)
        cmd.emit(EVENT, pub=PUB)
    assert not Specimen.objects.filter(text="无此行").exists()


def test_rows_that_never_change_cannot_be_changed_in_bulk_either(actor_for, at):
    with pytest.raises(LedgerMisuse, match="只增不改"), command(actor=actor_for(), at=at) as cmd:
        Footprint.objects.bulk_create([Footprint(text="甲")])
        Footprint.objects.bulk_change(Footprint.objects.all(), ("text",))
        cmd.emit(EVENT, pub=PUB)


def test_outside_of_a_command_nothing_is_changed(many):
    with pytest.raises(LedgerMisuse, match="之内"):
        Specimen.objects.bulk_change(many, ("text",))


def test_no_rows_are_no_change(actor_for, at):
    with command(actor=actor_for(), at=at) as cmd:
        assert Specimen.objects.bulk_change([], ("text",)) == 0
        cmd.emit(EVENT, pub=PUB)
