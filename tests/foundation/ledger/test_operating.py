"""Acts on the sealer are in the log: which key signs from now on, and that its memory was rebuilt, with the persons sealed."""

from argparse import Namespace
from pathlib import Path

import pytest
from django.conf import settings

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.openings import opening_of
from shuangsuiji.foundation.ledger.operating import NotRecorded, keys_in_the_log, record_rebuilding, record_rotation
from shuangsuiji.foundation.ledger.starting import start_log
from shuangsuiji.web.console.ledger import database, recording
from tests.core.tlog.signing import Signer, witness

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN = "log.example.org/410928/rsj"
FIRST = Signer(ORIGIN).key.vkey


class Second(Signer):
    """The same log's next key."""

    @property
    def seed(self) -> bytes:
        return bytes(reversed(super().seed))


NEXT = Second(ORIGIN).key.vkey


@pytest.fixture
def log(at):
    start_log(origin=ORIGIN, vkey=FIRST, day=at.date(), at=at)


def rotate(at, **change):
    return record_rotation(
        **{"vkey": NEXT, "origin": ORIGIN, "persons": ["张三"], "day": at.date(), "at": at, **change}
    )


def rebuild(at, **change):
    given = {"size": 1, "root": b"\1" * 32, "origin": ORIGIN, "persons": ["张三", "李四"], "reason": "换机", "at": at}
    return record_rebuilding(**{**given, **change})


def test_a_new_key_is_named_and_who_changed_it_is_sealed(log, at):
    assert keys_in_the_log() == {FIRST}
    token = rotate(at)
    assert (token.leaf["type"], token.leaf["pub"]) == ("key.rotated", {"vkey": NEXT, "day": f"{at.date()}"})
    assert opening_of(token.event_id, "who").value == "张三"
    assert "张三".encode() not in bytes(LogEvent.objects.get(seq=token.seq).body)
    assert keys_in_the_log() == {FIRST, NEXT}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"vkey": FIRST}, "已有这把公钥"),
        ({"vkey": "x"}, "不合规则"),
        ({"vkey": Signer("log.example.org/410928/other").key.vkey}, "不是本日志"),
        ({"vkey": witness(ORIGIN).key.vkey}, "不是本日志"),
        ({"persons": []}, "--by"),
        ({"persons": [" "]}, "--by"),
    ],
)
def test_what_is_no_new_key_of_this_log_or_nobody_s_act_is_not_recorded(change, told, log, at):
    with pytest.raises(NotRecorded, match=told):
        rotate(at, **change)
    assert LogEvent.objects.count() == 1


def test_a_rebuilding_says_where_the_memory_stands_and_seals_who_and_why(log, at):
    token = rebuild(at)
    assert (token.leaf["type"], token.leaf["pub"]) == ("state.rebuilt", {"to_size": 1, "root": "01" * 32})
    assert opening_of(token.event_id, "who").value == "张三、李四"
    assert opening_of(token.event_id, "reason").value == "换机"


@pytest.mark.parametrize(
    ("change", "told"),
    [({"persons": ["张三"]}, "2 个"), ({"persons": ["张三", "张三 "]}, "2 个"), ({"reason": " "}, "原因")],
)
def test_a_rebuilding_by_one_or_for_no_reason_is_not_recorded(change, told, log, at):
    with pytest.raises(NotRecorded, match=told):
        rebuild(at, **change)
    assert LogEvent.objects.count() == 1


@pytest.fixture
def policy(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr(settings, "SHUANGSUIJI_SEALER_HOME", tmp_path)
    (tmp_path / "policy").write_text(f"log {NEXT}\nlog {FIRST}\nquorum none\n")
    return tmp_path / "policy"


def test_a_key_in_use_that_nobody_recorded_is_told(log, policy, at, capsys):
    database.status(Namespace(json=False))
    shown = capsys.readouterr().out
    assert f"没有入日志：{NEXT}" in shown
    assert FIRST not in shown
    options = Namespace(vkey=NEXT, by=["张三"], json=False)
    assert recording.run("record-rotation", options) == 0
    assert recording.run("record-rotation", options) == 1
    assert "已有这把公钥" in capsys.readouterr().err
    database.status(Namespace(json=False))
    assert "没有入日志" not in capsys.readouterr().out
    policy.unlink()
    assert recording.keys_not_in_the_log() == []


def test_where_writing_is_not_possible_the_sealer_is_told_so_and_nothing_breaks(log, monkeypatch):
    options = Namespace(size=1, root="01" * 32, by=["张三", "李四"], reason="换机", json=False)
    assert recording.record_now("record-rebuild", options) == 1
    options.by = ["张三"]
    assert recording.record_now("record-rebuild", options) is None
