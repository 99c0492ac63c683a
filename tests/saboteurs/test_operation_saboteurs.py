"""Each guard around the log's operation is taken away once; what it stops then goes through."""

from argparse import Namespace
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.tlog.note import Note
from shuangsuiji.core.tlog.policy import parse_policy
from shuangsuiji.foundation.accounts.actions import erase_person as erasing
from shuangsuiji.foundation.accounts.actions.end_post import end_post
from shuangsuiji.foundation.accounts.models import Post
from shuangsuiji.foundation.ledger import gate, operating, receipts, starting
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.sealer import sealing
from shuangsuiji.foundation.ledger.sealer.sealing import Answers
from shuangsuiji.foundation.ledger.watching import monitor as watching
from shuangsuiji.verify.log.receipts import check_receipt
from shuangsuiji.verify.verdict import FAIL
from shuangsuiji.web.console.ledger import database
from tests.core.tlog import golden
from tests.foundation.accounts.bureau import build
from tests.foundation.ledger import test_recovering as recovery
from tests.foundation.ledger.conftest import EVENT, PUB, history  # noqa: F401 - a fixture
from tests.foundation.ledger.publish import publish
from tests.foundation.ledger.sealer.counties import County
from tests.foundation.ledger.test_reconcile import somebody
from tests.foundation.ledger.test_recovering import later  # noqa: F401 - a fixture
from tests.foundation.ledger.test_starting import VKEY, started
from tests.foundation.ledger.watching.test_monitor import ONE, kept_by, kinds, look, published
from tests.foundation.ledger.witness.invented import START, Log, new_witness
from tests.web.console import test_founding as founding

pytestmark = pytest.mark.django_db(transaction=True)
place = founding.place


@pytest.mark.not_started
def test_without_the_look_at_the_first_entry_an_act_comes_before_it(actor_for, at, monkeypatch):
    monkeypatch.setattr(gate, "not_started", lambda: ())
    with command(actor=actor_for(), at=at) as cmd:
        cmd.emit(EVENT, pub=PUB)
    assert LogEvent.objects.get(seq=0).type == EVENT


@pytest.mark.not_started
def test_without_the_obstacles_a_log_starts_twice(at, monkeypatch):
    monkeypatch.setattr(starting, "obstacles", lambda: ())
    started(at)
    started(at)
    assert [event.type for event in LogEvent.objects.all()] == ["log.started"] * 2


@pytest.mark.not_started
def test_without_its_undoing_a_refused_init_leaves_keys_behind(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(founding.founding, "start_log", founding.refuses)
    monkeypatch.setattr(ExitStack, "callback", lambda *_, **__: None)
    assert founding.init(place) == 1
    assert "log-1.key" in founding.left(place)


def test_without_the_check_of_its_own_proof_a_worthless_receipt_is_given(history, monkeypatch):  # noqa: F811
    publish()
    somebody(lambda cursor: cursor.execute("UPDATE log_event SET body = leaf_hash WHERE seq = 4"))
    monkeypatch.setattr(receipts, "verify_inclusion", lambda *_: None)
    monkeypatch.setattr(receipts, "read_leaf", lambda _: {"sd": {}})
    issued = receipts.issue(LogEvent.objects.get(seq=4))
    verdicts = {each.id: each.status for each in check_receipt(issued.proof, issued.leaf, [], None)}
    assert verdicts["L07"] == FAIL


def test_without_the_look_at_the_quorum_a_silent_witness_is_never_asked_again(tmp_path: Path, monkeypatch) -> None:
    asked: list[Note] = []
    county = County(tmp_path)
    county.sealer = replace(
        county.sealer,
        policy=parse_policy(golden.policy()),
        collect=lambda note, prove: (asked.append(note), Answers(note))[1],
    )
    county.grow_and_seal(3)
    county.seal()
    assert len(asked) == 2
    monkeypatch.setattr(sealing, "_lacks_witnesses", lambda _: False)
    county.seal()
    assert len(asked) == 2


def test_without_the_list_of_what_came_back_a_restored_log_is_said_to_be_whole(later, at, capsys, monkeypatch):  # noqa: F811
    recovery.forget_from(6)
    folder = recovery.settings.SHUANGSUIJI_LOG_FOLDER
    recovery.recover(folder, org="rsj", persons=recovery.PERSONS, at=at + timedelta(hours=3))
    assert database.reconcile(Namespace(json=False)) == 3
    monkeypatch.setattr(database, "unaccounted", list)
    assert database.reconcile(Namespace(json=False)) == 0
    assert "通过" in capsys.readouterr().out


def test_without_the_look_at_the_keys_one_key_is_rotated_in_twice(at, monkeypatch):
    started(at)
    monkeypatch.setattr(operating, "keys_in_the_log", frozenset)
    given: dict[str, Any] = {"origin": "log.example.org/410928/rsj", "persons": ["甲"], "day": at.date(), "at": at}
    operating.record_rotation(vkey=VKEY, **given)
    assert LogEvent.objects.filter(type="key.rotated").count() == 1


def test_without_ground_and_retention_anybody_is_erased_at_any_time(at, monkeypatch):
    bureau = build(at)
    person = bureau.person("sun").pk
    for post in Post.objects.filter(person=person):
        end_post(post=post.pk, to_on=date(2026, 11, 1), actor=bureau.actor("secadmin"), at=at)
    given: dict[str, Any] = {"ground": "x", "retained_until": date(2099, 1, 1), "reason": "", "at": at}
    monkeypatch.setattr(erasing, "_lawful", lambda *_: ())
    erasing.erase_person(person=person, actor=bureau.actor("secadmin"), **given)
    assert erasing.Person.objects.get(pk=person).erased_at is not None


def test_without_the_witness_s_evidence_a_log_that_shows_its_first_face_again_is_believed(tmp_path, monkeypatch):
    log = Log.of(13)
    witness = new_witness(tmp_path, "a.example")
    witness.answer(log.request(0))
    witness.answer(log.rewritten(3).request(13, path=[]))
    published(log, tmp_path / "log", START, "a.example")
    assert kinds(look(tmp_path / "log", trust=ONE, addresses=kept_by(witness))) == ["FORK"]
    monkeypatch.setattr(watching, "contradictions", lambda *_: ([], [], []))
    assert kinds(look(tmp_path / "log", trust=ONE, addresses=kept_by(witness))) == []
