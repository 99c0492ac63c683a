"""Each guard of the ledger is taken away once; the attack it stops then goes through. A guard whose absence changes nothing guards nothing."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from shuangsuiji.core.rules import events
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.foundation.ledger import attempt as attempting
from shuangsuiji.foundation.ledger import audit, gate, keys, recovering, rows, soundness, triggers
from shuangsuiji.foundation.ledger import command as commanding
from shuangsuiji.foundation.ledger.command import Command, command
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead, LogOpening
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.lifecycle import move as moving
from tests.foundation.ledger.conftest import EVENT, PUB, execute, history  # noqa: F401 - fixtures
from tests.foundation.ledger.publish import publish
from tests.foundation.ledger.test_reconcile import somebody
from tests.specimen.models import Journey, Specimen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def act(actor_for, at):
    actor = actor_for()

    def run(hours=2, **more):
        with command(actor=actor, at=at + timedelta(hours=hours)) as cmd:
            return cmd.emit(EVENT, pub=PUB, **more)

    return run


def edit_behind_us():
    somebody(lambda cursor: cursor.execute("UPDATE specimen_specimen SET text = '伪' WHERE code = 'S3'"))


def test_without_triggers_an_entry_is_edited(history, execute):  # noqa: F811 - the fixtures above
    triggers.remove(connection)
    execute("UPDATE log_event SET type = 'x.y' WHERE seq = 1")
    triggers.install(connection)
    assert LogEvent.objects.get(seq=1).type == "x.y"


def test_without_manifests_an_edited_row_is_not_found(history, monkeypatch, actor_for, at):  # noqa: F811
    monkeypatch.setattr(Command, "_manifest", lambda self: self._written.clear())
    with command(actor=actor_for(), at=at + timedelta(hours=1)) as cmd:
        Specimen(code="N", text="甲").save()
        cmd.emit(EVENT, pub=PUB)
    monkeypatch.undo()
    assert [each.what for each in differences()] == ["来历不明"]


def test_a_column_left_out_of_the_digest_can_be_edited(monkeypatch, request):
    everything = rows.covered
    monkeypatch.setattr(rows, "covered", lambda model: [each for each in everything(model) if each.attname != "text"])
    request.getfixturevalue("history")
    edit_behind_us()
    assert list(differences()) == []


@pytest.mark.parametrize("guard", ["require_writable", "require_grown"])
def test_without_the_gate_acts_go_on_after_a_rollback(history, act, at, monkeypatch, guard):  # noqa: F811
    publish()
    gate.require_writable(at)  # this process has examined the log before it was rolled back
    edge = Frontier().extended(bytes(event.leaf_hash) for event in LogEvent.objects.order_by("seq")[:5])
    somebody(lambda cursor: cursor.execute("DELETE FROM log_opening WHERE seq = 5"))
    somebody(
        lambda cursor: cursor.execute(
            "DELETE FROM log_manifest WHERE event_id IN (SELECT event_id FROM log_event WHERE seq = 5)"
        )
    )
    somebody(
        lambda cursor: cursor.execute(
            "UPDATE specimen_specimen SET event_id = (SELECT event_id FROM log_event WHERE seq = 0) WHERE code = 'S0'"
        )
    )
    somebody(lambda cursor: cursor.execute("DELETE FROM log_event WHERE seq = 5"))
    somebody(lambda cursor: cursor.execute("UPDATE log_head SET size = 5, frontier = %s", [edge.to_bytes()]))
    monkeypatch.setattr(gate, guard, lambda *_: None)
    assert act().seq == 5


def test_without_the_look_at_the_public_folder_a_rewritten_history_is_written_to(history, act, monkeypatch):  # noqa: F811
    publish()
    somebody(lambda cursor: cursor.execute("UPDATE log_head SET frontier = %s", [b"\1" * 64]))
    monkeypatch.setattr(soundness, "_published_faults", lambda published: ())
    gate.forget()
    assert act().seq == 6


def test_without_settling_times_the_log_goes_back_in_time(history, act, monkeypatch):  # noqa: F811
    monkeypatch.setattr(Command, "_settle_times", lambda self, size: None)
    act(hours=-5)
    times = list(LogEvent.objects.order_by("seq").values_list("at", flat=True))
    assert times != sorted(times)


def test_without_the_register_a_phone_number_enters_the_log(act, monkeypatch, actor_for, at):
    monkeypatch.setattr(commanding, "check_pub", lambda type_, pub: None)
    with command(actor=actor_for(), at=at) as cmd:
        cmd.emit(EVENT, pub={**PUB, "phone": "13812345678"})
    assert b"13812345678" in bytes(LogEvent.objects.get().body)
    with pytest.raises(events.EventError):
        events.check_pub(EVENT, {**PUB, "phone": "13812345678"})


def test_without_its_context_a_sealed_value_opens_elsewhere(at, monkeypatch):
    cipher = keys.AESGCM

    class WithoutContext:
        def __init__(self, key):
            self.cipher = cipher(key)

        def encrypt(self, nonce, value, context):
            return self.cipher.encrypt(nonce, value, None)

        def decrypt(self, nonce, value, context):
            return self.cipher.decrypt(nonce, value, None)

    monkeypatch.setattr(keys, "AESGCM", WithoutContext)
    key = keys.create_subject_key("PERSON", at=at)
    assert keys.unseal(key, keys.seal(key, b"x", context="here"), context="there") == b"x"


def test_without_the_root_an_edited_line_of_the_access_log_is_not_found(at, monkeypatch):
    monkeypatch.setattr(audit, "_root", lambda lines: "0" * 64)
    audit.note("login", at=at, actor="甲")
    audit.seal_audit(org="rsj", at=at + timedelta(hours=1))
    somebody(lambda cursor: cursor.execute("UPDATE audit_entry SET actor = '乙'"))
    assert list(audit.faults()) == []


def test_without_durable_an_act_hides_in_another_transaction(actor_for, at, monkeypatch):
    atomic = transaction.atomic
    monkeypatch.setattr(
        commanding.transaction, "atomic", lambda using=None, savepoint=True, durable=False: atomic(using, savepoint)
    )
    actor = actor_for()
    with atomic(), command(actor=actor, at=at) as cmd:
        cmd.emit(EVENT, pub=PUB)
    assert LogHead.objects.get().size == 1


def test_without_the_root_of_the_tiles_another_history_is_mixed_in(history, act, monkeypatch, at, settings):  # noqa: F811
    published = publish()
    somebody(lambda cursor: cursor.execute("DELETE FROM log_opening WHERE seq = 5"))
    somebody(
        lambda cursor: cursor.execute(
            "DELETE FROM log_manifest WHERE event_id IN (SELECT event_id FROM log_event WHERE seq = 5)"
        )
    )
    somebody(
        lambda cursor: cursor.execute(
            "UPDATE specimen_specimen SET event_id = (SELECT event_id FROM log_event WHERE seq = 0) WHERE code = 'S0'"
        )
    )
    somebody(lambda cursor: cursor.execute("DELETE FROM log_event WHERE seq = 5"))
    somebody(lambda cursor: cursor.execute("UPDATE log_head SET size = 5, frontier = %s", [b"\1" * 64]))

    class Anything(bytes):
        def __ne__(self, other):
            return False

    monkeypatch.setattr(recovering.Frontier, "root", lambda self: Anything(published.root))
    with transaction.atomic():
        first = recovering._import_missing(settings.SHUANGSUIJI_LOG_FOLDER, published.size, published.root)
    assert (first, LogHead.objects.get().size) == (5, 6)


def test_without_the_version_only_the_database_stands_between_two_steps(actor_for, at, monkeypatch):
    from django.db import IntegrityError

    from tests.foundation.lifecycle.test_move import FACTS

    def step(record, name, by, minutes):
        actor = actor_for(by)
        with command(actor=actor, at=at + timedelta(minutes=minutes)) as cmd:
            moving.move(record, name, actor=actor, at=at, facts=FACTS)
            cmd.emit(EVENT, pub=PUB)

    from tests.cast import LI, SUN

    record = Journey()
    step(record, "request_replacement", LI, 0)
    stale = Journey.objects.get(pk=record.pk)
    step(record, "replace_inspector", SUN, 1)
    queryset = type(Journey.objects.all())
    kept = queryset.move_row
    monkeypatch.setattr(queryset, "move_row", lambda self, key, old, new: kept(self, key, {}, new))
    with pytest.raises(IntegrityError):
        step(stale, "refuse_replacement", SUN, 2)


def test_without_trying_again_one_busy_moment_fails_the_act(monkeypatch):
    from django.db import OperationalError

    monkeypatch.setattr(attempting, "TRIES", 1)
    runs = []

    def act():
        runs.append(1)
        if len(runs) == 1:
            raise OperationalError("database is locked")

    with pytest.raises(attempting.Busy):
        attempting.attempt(act)


def test_an_erased_value_stays_where_openings_are_not_removed(actor_for, at, monkeypatch):
    from shuangsuiji.foundation.ledger import erasing
    from shuangsuiji.foundation.ledger.actor import MACHINE, Actor

    key = keys.create_subject_key("PERSON", at=at)
    with command(actor=actor_for(), at=at) as cmd:
        cmd.emit(EVENT, pub=PUB, private={"purpose": commanding.Private("值", key.id)})
    monkeypatch.setattr(type(LogOpening.objects.all()), "delete", lambda self: (0, {}))
    with command(actor=Actor("rsj", MACHINE), at=at + timedelta(hours=1)) as cmd:
        erasing.erase_key(key.id, ground="pipl_47", cmd=cmd)
    monkeypatch.undo()
    assert [each.table for each in differences()] == ["log_opening"]


def test_without_the_manifest_a_row_changed_in_bulk_looks_forged(history, monkeypatch, actor_for, at):  # noqa: F811
    monkeypatch.setattr(Command, "wrote", lambda self, row: None)
    for row in history:
        row.text = "成批改写"
    with command(actor=actor_for(), at=at + timedelta(hours=1)) as cmd:
        Specimen.objects.bulk_change(history, ("text",))
        cmd.emit(EVENT, pub=PUB)
    monkeypatch.undo()
    assert {each.what for each in differences()} == {"被改写"}
    assert len(list(differences())) == len(history)
