"""The last step of an act, while another act holds the head."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from shuangsuiji.foundation.ledger import command as commanding
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import LogEvent
from tests.foundation.ledger.conftest import EVENT, PUB

pytestmark = pytest.mark.django_db(transaction=True)
WAIT_SECONDS = 0.5


def test_an_act_that_waited_for_the_head_sees_the_time_of_the_entry_it_waited_for(actor_for, at, monkeypatch):
    """The lock and the last entry are asked for together: the answer to the second must be that of after the wait."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，不会等到日志头；此项只在 PostgreSQL 上证实")
    actor, append, holds = actor_for(), commanding.append, threading.Event()
    here = threading.get_ident()
    with command(actor=actor, at=at) as cmd:
        cmd.emit(EVENT, pub=PUB)

    def slow(*rows, **edge):
        append(*rows, **edge)
        if threading.get_ident() != here:
            holds.set()
            time.sleep(WAIT_SECONDS)

    def later():
        try:
            with command(actor=actor, at=at + timedelta(seconds=60)) as cmd:
                cmd.emit(EVENT, pub=PUB)
        finally:
            connection.close()

    monkeypatch.setattr(commanding, "append", slow)
    other = threading.Thread(target=later)
    other.start()
    assert holds.wait(10)
    with command(actor=actor, at=at + timedelta(seconds=30)) as cmd:
        waited = cmd.emit(EVENT, pub=PUB)
    other.join()
    assert waited.seq == 2
    assert waited.leaf["at"] == "2026-11-24T09:01:00Z"
    assert [event.at for event in LogEvent.objects.order_by("seq")] == [
        at, at + timedelta(seconds=60), at + timedelta(seconds=60),
    ]  # fmt: skip
