"""The night's jobs: each does its own, none stops the others, and the exit code tells the worst."""

import json
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError

from shuangsuiji.foundation.accounts.models import Throttle
from shuangsuiji.foundation.ledger import audit
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.keys import create_subject_key
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.outbox.models import Channel, Message
from shuangsuiji.foundation.outbox.posting import post
from shuangsuiji.web.components.models import IdempotencyKey
from shuangsuiji.web.console import nightly, nightly_jobs
from tests.foundation.ledger.conftest import EVENT, PUB, history  # noqa: F401 - a fixture
from tests.foundation.ledger.test_reconcile import somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def night(at: datetime, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the jobs an hour after the last act; exit code and what each told."""
    now = at + timedelta(hours=3)

    class Moment(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return now

    monkeypatch.setattr(nightly_jobs, "datetime", Moment)

    def run(*only: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = nightly_jobs.run("nightly", Namespace(only=list(only), json=True))
        return code, json.loads(capsys.readouterr().out)["jobs"]

    run.now = now
    return run


def test_a_quiet_night_finds_nothing(history: Any, night: Any) -> None:  # noqa: F811 - the fixture
    code, jobs = night()
    assert code == 0
    assert tuple(jobs) == nightly.NAMES == tuple(job.name for job in nightly_jobs.JOBS)


def test_what_is_over_goes_and_what_is_not_stays(night: Any) -> None:
    real = datetime.now(UTC)
    for name, days in (("old", -1), ("young", 1)):
        Session.objects.create(session_key=name, session_data="x", expire_date=real + timedelta(days=days))
        IdempotencyKey.objects.create(
            account="a", key=name, url="/", at=night.now - timedelta(days=8 if days < 0 else 1)
        )
        Throttle.objects.create(key=name, touched_at=night.now + timedelta(hours=25 * days if days < 0 else 0))
    code, jobs = night("expired")
    assert code == 0
    assert jobs["expired"]["told"] == [
        "会话 1 个，登录限制 1 个，表单号 1 个，未确认的上传 0 个，中断的导入 0 个已清理"
    ]
    assert [row.session_key for row in Session.objects.all()] == ["young"]
    assert [row.key for row in (*IdempotencyKey.objects.all(), *Throttle.objects.all())] == ["young", "young"]


def test_lines_of_the_access_log_are_sealed(history: Any, night: Any, at: datetime) -> None:  # noqa: F811
    audit.note("login", at=at, actor="甲")
    assert "1 行已封入日志第 6 条" in night("audit")[1]["audit"]["told"][0]
    assert LogEvent.objects.get(seq=6).type == "audit.sealed"
    assert night("audit")[1]["audit"]["told"] == ["没有新行"]


def test_a_message_that_is_due_goes_out_or_is_told_to_have_no_way(
    night: Any, at: datetime, tmp_path: Path, actor_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with command(actor=actor_for(), at=at) as cmd:
        key = create_subject_key("PERSON", at=at)
        post(cmd, channel=Channel.MAIL, recipient="a@example.org", key=key, template="notice", context={}, dedupe="k1")
        cmd.emit(EVENT, pub=PUB)
    assert "1 件到期而没有设置送出方式" in night("outbox")[1]["outbox"]["told"][1]
    monkeypatch.setattr(settings, "SHUANGSUIJI_OUTBOX", f"file:{tmp_path / 'out'}")
    assert "送出 1 件" in night("outbox")[1]["outbox"]["told"][0]
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert Message.objects.get().state == "SENT"
    monkeypatch.setattr(settings, "SHUANGSUIJI_OUTBOX", "pigeon")
    assert night("outbox")[0] == 3


def test_an_edited_row_is_found_at_night(history: Any, night: Any) -> None:  # noqa: F811
    somebody(lambda cursor: cursor.execute("UPDATE specimen_specimen SET text = '伪' WHERE code = 'S3'"))
    code, jobs = night()
    assert code == 1
    assert "被改写" in jobs["reconcile"]["told"][0]
    assert jobs["evidence"]["code"] == 0


def test_a_missing_file_is_found_at_night(night: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found = nightly_jobs.sweep(at=night.now)
    found.missing.append("ab" * 32)
    monkeypatch.setattr(nightly_jobs, "sweep", lambda at: found)
    code, jobs = night("evidence")
    assert code == 1
    assert f"缺失：{'ab' * 32}" in jobs["evidence"]["told"]


def test_a_job_that_fails_stops_no_other(history: Any, night: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def fails(*_: Any, **__: Any) -> None:
        raise DatabaseError("连接中断")

    monkeypatch.setattr(nightly_jobs.audit, "seal_audit", fails)
    code, jobs = night()
    assert code == 3
    assert "连接中断" in jobs["audit"]["told"][0]
    assert jobs["reconcile"]["code"] == 0
