"""Log-ins, refusals and readings stay in a private table; its lines are sealed into the log by count and root."""

from datetime import timedelta

import pytest

from shuangsuiji.foundation.ledger import audit
from shuangsuiji.foundation.ledger.models import AuditEntry
from shuangsuiji.foundation.ledger.reconcile import differences
from tests.foundation.ledger.test_reconcile import somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lines(at):
    return [
        audit.note("login.failed", at=at, actor=f"账号{number}", object="/login/", detail={"n": number}, ip="10.0.0.1")
        for number in range(4)
    ]


def seal(at, hours):
    return audit.seal_audit(org="rsj", at=at + timedelta(hours=hours))


def test_a_seal_covers_the_lines_since_the_last_one(lines, at):
    first = seal(at, 1)
    assert (first.leaf["pub"]["count"], first.leaf["pub"]["last"]) == (4, lines[-1].id)
    assert seal(at, 2) is None
    later = audit.note("export", at=at + timedelta(hours=2), actor="乙")
    assert seal(at, 3).leaf["pub"]["last"] == later.id
    assert list(audit.faults()) == []
    assert list(differences()) == []


def test_a_line_that_is_not_a_minute_old_waits_for_the_next_seal(lines, at):
    audit.note("export", at=at + timedelta(hours=1), actor="乙")
    assert seal(at, 1).leaf["pub"]["count"] == 4


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET actor = '别人' WHERE actor = '账号2'",
        "UPDATE audit_entry SET at = '1999-01-01 00:00:00' WHERE actor = '账号2'",
        "UPDATE audit_entry SET detail = '{}' WHERE actor = '账号2'",
        "UPDATE audit_entry SET ip = NULL WHERE actor = '账号2'",
        "UPDATE audit_entry SET action = 'x', object = 'y' WHERE actor = '账号2'",
        "DELETE FROM audit_entry WHERE actor = '账号2'",
    ],
)
def test_a_sealed_line_changed_behind_us_is_found(sql, lines, at):
    seal(at, 1)
    somebody(lambda cursor: cursor.execute(sql))
    (fault,) = audit.faults()
    assert "4 行" in fault
    assert [(each.table, each.what) for each in differences()] == [("audit_entry", "被改写")]


def test_a_line_slipped_in_among_sealed_ones_is_found(lines, at):
    seal(at, 1)
    somebody(
        lambda cursor: cursor.execute(
            "UPDATE audit_entry SET id = id - 1000 WHERE id = %s", [audit.note("x", at=at, actor="晚").id]
        )
    )
    assert "现有 5 行" in next(audit.faults())


def test_long_names_are_cut_not_refused(at):
    entry = audit.note("x", at=at, actor="名" * 300, object="物" * 600)
    assert AuditEntry.objects.get(id=entry.id).actor == "名" * 128
