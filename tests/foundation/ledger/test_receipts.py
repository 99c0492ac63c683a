"""A receipt is given after its checkpoint, proves its entry, and opens what was asked for and nothing else."""

import json
from argparse import Namespace
from datetime import timedelta

import pytest
from django.conf import settings

from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.erasing import erase_key
from shuangsuiji.foundation.ledger.keys import create_subject_key
from shuangsuiji.foundation.ledger.models import AuditEntry, LogEvent
from shuangsuiji.foundation.ledger.receipts import (
    LEAF,
    OPENINGS,
    PROOF,
    NoReceipt,
    Unsealed,
    entry_named,
    is_sealed,
    issue,
)
from shuangsuiji.verify.log.receipts import check_receipt
from shuangsuiji.verify.verdict import PASS
from shuangsuiji.web.console.ledger import issuing
from shuangsuiji.web.console.usage import WrongUse
from tests.foundation.ledger.conftest import EVENT, PUB
from tests.foundation.ledger.publish import publish
from tests.foundation.ledger.test_reconcile import somebody

pytestmark = pytest.mark.django_db(transaction=True)


def verdicts(issued) -> dict[str, str]:
    """What the stand-alone verifier says of the bundle, by check."""
    files = issued.files()
    openings = [files[OPENINGS]] if OPENINGS in files else []
    return {each.id: each.status for each in check_receipt(files[PROOF], files[LEAF], openings, None)}


def test_before_its_checkpoint_an_entry_waits(history):
    event = LogEvent.objects.get(seq=5)
    assert not is_sealed(event)
    with pytest.raises(Unsealed, match="待封存"):
        issue(event)
    publish()
    assert is_sealed(event)
    assert issue(event).size == 6


@pytest.mark.parametrize("seq", range(6))
def test_every_entry_is_proven(seq, history):
    publish()
    issued = issue(entry_named(f"{seq}"))
    assert verdicts(issued)["L07"] == PASS
    assert issued.leaf == bytes(LogEvent.objects.get(seq=seq).body)
    assert OPENINGS not in issued.files()


def test_an_entry_is_found_by_number_id_and_hash(history):
    event = LogEvent.objects.get(seq=3)
    for text in ("3", str(event.event_id), bytes(event.leaf_hash).hex()):
        assert entry_named(text).seq == 3
    for text in ("6", "-1", "x", "0" * 64, "٣"):
        with pytest.raises(NoReceipt, match="没有条目"):
            entry_named(text)


def test_the_values_asked_for_are_opened_and_no_other(history):
    publish()
    issued = issue(entry_named("2"), names=["purpose"])
    assert [(each.name, each.value) for each in issued.openings] == [("purpose", "用途2")]
    assert verdicts(issued)["L11"] == PASS
    assert "登记" not in issued.files()[OPENINGS].decode()
    with pytest.raises(NoReceipt, match=r"不在此条目中.*purpose"):
        issue(entry_named("2"), names=["subject"])


def test_an_erased_value_is_opened_to_nobody(history, actor_for, at):
    key = create_subject_key("PERSON", at=at)
    with command(actor=actor_for(), at=at + timedelta(hours=1)) as cmd:
        token = cmd.emit(EVENT, pub=PUB, private={"purpose": Private("甲某的事", key.id)})
    with command(actor=actor_for(), at=at + timedelta(hours=2)) as cmd:
        erase_key(key.id, ground="pipl_47", cmd=cmd)
    publish()
    with pytest.raises(NoReceipt, match="已删除"):
        issue(entry_named(str(token.event_id)), names=["purpose"])
    assert verdicts(issue(entry_named(str(token.event_id))))["L07"] == PASS


def test_an_entry_edited_behind_us_gets_no_receipt(history):
    publish()
    somebody(lambda cursor: cursor.execute("UPDATE log_event SET body = leaf_hash WHERE seq = 4"))
    with pytest.raises(NoReceipt, match="对不上"):
        issue(LogEvent.objects.get(seq=4))


def test_a_public_folder_that_cannot_be_read_gives_no_receipt(history):
    publish()
    for tile in (settings.SHUANGSUIJI_LOG_FOLDER / "tile" / "0").rglob("*"):
        if tile.is_file():
            tile.unlink()
    with pytest.raises(NoReceipt, match="对不上"):
        issue(LogEvent.objects.get(seq=4))
    (settings.SHUANGSUIJI_LOG_FOLDER / "checkpoint").write_bytes(b"nonsense")
    with pytest.raises(NoReceipt, match="无法读取"):
        issue(LogEvent.objects.get(seq=4))


def asked(entry, tmp_path, **more) -> Namespace:
    return Namespace(**{"entry": entry, "out": tmp_path, "open": [], "to": "", "reason": "", "json": False, **more})


def test_who_was_given_which_value_and_why_stands_in_the_access_log(history, tmp_path, capsys):
    publish()
    opened = asked("2", tmp_path, open=["purpose"], to="某公司", reason="当事人申请")
    assert issuing.run("receipt", opened) == 0
    assert json.loads((tmp_path / "log-2.openings.json").read_bytes())[0]["value"] == "用途2"
    (line,) = AuditEntry.objects.all()
    assert (line.action, line.object) == ("receipt.opened", "日志第 2 条")
    assert line.detail == {"names": ["purpose"], "to": "某公司", "reason": "当事人申请"}
    assert "--opening" in capsys.readouterr().out
    assert issuing.run("receipt", asked("3", tmp_path)) == 0
    assert AuditEntry.objects.count() == 1, "what everybody may read needs no line"


@pytest.mark.parametrize("missing", ["to", "reason"])
def test_a_value_is_opened_for_somebody_and_for_a_reason(missing, history, tmp_path):
    publish()
    with pytest.raises(WrongUse, match="给谁"):
        issuing.run("receipt", asked("2", tmp_path, open=["purpose"], **{"to": "甲", "reason": "乙", missing: " "}))
    assert list(tmp_path.iterdir()) == []


def test_the_command_tells_waiting_from_refused(history, tmp_path, capsys):
    assert issuing.run("receipt", asked("2", tmp_path)) == 3
    assert "待封存" in capsys.readouterr().err
    assert issuing.run("receipt", asked("99", tmp_path)) == 1
    assert "没有条目 99" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
