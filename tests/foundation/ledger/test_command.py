"""One act, one transaction: rows and events together, in gap-free order, or nothing at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.foundation.ledger.command import MAX_CLOCK_SKEW, Private, command
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead, LogManifest, LogOpening
from shuangsuiji.foundation.ledger.refusal import ClockBehind, LedgerMisuse
from tests.specimen.models import Specimen

pytestmark = pytest.mark.django_db
EVENT = "account.changed"
PUB = {"kind": "person", "count": 1}


def say(actor, at, **more):
    with command(actor=actor, at=at) as cmd:
        return cmd.emit(EVENT, pub=PUB, **more)


def test_an_event_is_numbered_from_0_without_a_gap_and_the_head_is_the_root_of_all(actor_for, at):
    for expected in range(5):
        assert say(actor_for(), at).seq == expected

    hashes = [leaf_hash(bytes(event.body)) for event in LogEvent.objects.all()]
    head = LogHead.objects.get()
    assert head.size == 5
    assert bytes(head.frontier) == Frontier().extended(hashes).to_bytes()
    assert [bytes(event.leaf_hash) for event in LogEvent.objects.all()] == hashes


def test_the_leaf_says_office_and_department_and_keeps_the_person_sealed(actor_for, at):
    actor = actor_for()
    say(actor, at)
    body = bytes(LogEvent.objects.get().body)
    leaf = read_leaf(body)
    assert (leaf["org"], leaf["actor"]) == (actor.org, actor.office)
    assert set(leaf["sd"]) == {"actor"}
    assert str(actor.person).encode() not in body


def test_several_events_of_one_act_follow_each_other_and_move_the_head_once(actor_for, at):
    with command(actor=actor_for(), at=at) as cmd:
        first = cmd.emit(EVENT, pub=PUB)
        second = cmd.emit(EVENT, pub=PUB, refs=[("follows", first)])
    assert (first.seq, second.seq) == (0, 1)
    assert second.leaf["refs"] == [["follows", first.leaf_hash.hex()]]
    assert LogHead.objects.get().size == 2


def test_a_reference_to_a_later_event_of_the_same_act_is_refused(actor_for, at):
    with pytest.raises(LedgerMisuse, match="之前的事件"), command(actor=actor_for(), at=at) as cmd:
        first = cmd.emit(EVENT, pub=PUB)
        second = cmd.emit(EVENT, pub=PUB)
        first.refs.append(("follows", second))
    assert LogEvent.objects.count() == 0


def test_a_reference_may_name_the_hash_of_an_earlier_entry(actor_for, at):
    earlier = say(actor_for(), at)
    later = say(actor_for(), at, refs=[("corrects", earlier.leaf_hash)])
    assert later.leaf["refs"] == [["corrects", earlier.leaf_hash.hex()]]


def test_an_unknown_relation_is_refused(actor_for, at):
    with pytest.raises(ValueError, match="关系"):
        say(actor_for(), at, refs=[("likes", b"\0" * 32)])


def test_an_act_that_fails_stores_nothing_and_burns_no_number(actor_for, at):
    say(actor_for(), at)
    with pytest.raises(RuntimeError), command(actor=actor_for(), at=at) as cmd:
        Specimen(code="A", text="甲").save()
        cmd.emit(EVENT, pub=PUB)
        raise RuntimeError
    assert Specimen.objects.count() == 0
    assert say(actor_for(), at).seq == 1


def test_an_act_without_an_event_is_an_error(actor_for, at):
    with pytest.raises(LedgerMisuse, match="没有产生"), command(actor=actor_for(), at=at):
        pass


def test_a_command_in_a_command_is_an_error(actor_for, at):
    with pytest.raises(LedgerMisuse, match="再开"), command(actor=actor_for(), at=at) as cmd:
        cmd.emit(EVENT, pub=PUB)
        with command(actor=actor_for(), at=at):
            pass
    assert LogEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_command_inside_another_transaction_is_an_error(actor_for, at):
    actor = actor_for()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), command(actor=actor, at=at):
        pass


def test_an_unknown_type_and_an_unknown_public_key_are_refused_where_they_are_said(actor_for, at):
    with pytest.raises(ValueError, match=r"no\.such"), command(actor=actor_for(), at=at) as cmd:
        cmd.emit("no.such", pub=PUB)
    with pytest.raises(ValueError, match="phone"), command(actor=actor_for(), at=at) as cmd:
        cmd.emit(EVENT, pub={**PUB, "phone": "13800000000"})


def test_a_row_names_the_event_that_speaks_for_it_and_the_manifest_names_the_row(actor_for, at):
    with command(actor=actor_for(), at=at) as cmd:
        row = Specimen(code="A", text="甲")
        row.save()
        token = cmd.emit(EVENT, pub=PUB)
    assert row.event_id == token.event_id
    table, key, digest = bytes(LogManifest.objects.get().body).decode().rstrip("\n").split("\t")
    assert (table, key) == ("specimen_specimen", str(row.pk))
    assert len(digest) == 64
    assert set(token.leaf["sd"]) == {"actor", "rows"}


def test_a_row_written_after_the_last_event_is_an_error(actor_for, at):
    with pytest.raises(LedgerMisuse, match="specimen_specimen"), command(actor=actor_for(), at=at) as cmd:
        cmd.emit(EVENT, pub=PUB)
        Specimen(code="A", text="甲").save()
    assert Specimen.objects.count() == 0


def test_a_row_cannot_be_written_beside_a_command(at):
    with pytest.raises(LedgerMisuse, match="command"):
        Specimen(code="A", text="甲").save()


@pytest.mark.parametrize(
    "write",
    [
        lambda row: Specimen.objects.filter(pk=row.pk).update(text="乙"),
        lambda row: Specimen.objects.filter(pk=row.pk).delete(),
        lambda row: Specimen.objects.bulk_update([row], ["text"]),
        lambda row: row.delete(),
        lambda row: Specimen.objects.bulk_create([row], ignore_conflicts=True),
    ],
)
def test_bulk_writes_and_removals_are_refused_even_inside_a_command(write, actor_for, at):
    with command(actor=actor_for(), at=at) as cmd:
        row = Specimen(code="A", text="甲")
        row.save()
        with pytest.raises(LedgerMisuse):
            write(row)
        cmd.emit(EVENT, pub=PUB)
    assert Specimen.objects.get().text == "甲"


def test_only_columns_that_are_no_evidence_are_written_beside_a_command(actor_for, at):
    with command(actor=actor_for(), at=at) as cmd:
        row = Specimen(code="A", text="甲")
        row.save()
        cmd.emit(EVENT, pub=PUB)
    assert Specimen.objects.filter(pk=row.pk).update_unproven(search="新") == 1
    with pytest.raises(LedgerMisuse, match="text"):
        Specimen.objects.filter(pk=row.pk).update_unproven(search="新", text="乙")


def test_many_rows_are_written_at_once_with_one_event(actor_for, at):
    with command(actor=actor_for(), at=at) as cmd:
        Specimen.objects.bulk_create([Specimen(code=f"{n}", text="甲") for n in range(1000)])
        cmd.emit(EVENT, pub=PUB)
    assert bytes(LogManifest.objects.get().body).count(b"\n") == 1000
    assert LogHead.objects.get().size == 1


def test_saving_single_columns_takes_the_event_along(actor_for, at):
    with command(actor=actor_for(), at=at) as cmd:
        row = Specimen(code="A", text="甲")
        row.save()
        cmd.emit(EVENT, pub=PUB)
    with command(actor=actor_for(), at=at) as cmd:
        row.text = "乙"
        row.save(update_fields=["text"])
        token = cmd.emit(EVENT, pub=PUB)
    row.refresh_from_db()
    assert (row.text, row.event_id) == ("乙", token.event_id)


def test_the_time_of_the_log_never_falls(actor_for, at):
    say(actor_for(), at)
    token = say(actor_for(), at - timedelta(seconds=30))
    assert token.leaf["at"] == "2026-11-24T09:00:00Z"
    say(actor_for(), at - MAX_CLOCK_SKEW)
    with pytest.raises(ClockBehind, match="校准"):
        say(actor_for(), at - MAX_CLOCK_SKEW - timedelta(seconds=1))


def test_a_private_value_is_sealed_with_the_key_it_was_given(actor_for, at):
    from shuangsuiji.foundation.ledger.openings import opening_of

    actor = actor_for()
    token = say(actor, at, private={"purpose": Private("统计", actor.key)})
    stored = LogOpening.objects.get(name="purpose")
    assert "统计".encode() not in bytes(stored.value_enc)
    opening = opening_of(token.event_id, "purpose")
    assert opening.value == "统计"
    assert token.leaf["sd"]["purpose"] == opening.digest()


@pytest.mark.django_db(transaction=True)
def test_commit_refuses_a_row_whose_event_does_not_exist(actor_for, at):
    with command(actor=actor_for(), at=at) as cmd:
        row = Specimen(code="A", text="甲")
        row.save()
        cmd.emit(EVENT, pub=PUB)
    from django.db import connection

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO specimen_footprint (id, text, event_id) VALUES (%s, 'x', %s)", [row.pk.hex, cmd.new_id().hex]
        )
