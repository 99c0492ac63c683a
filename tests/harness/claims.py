"""What must be true of a harness's result; each test and each saboteur speaks of the same claim."""

from tests.harness.crash import Killed
from tests.harness.honest import Lived
from tests.harness.life import Modelled
from tests.harness.mixed import LOCK_ORDER, Met
from tests.harness.race import Raced
from tests.harness.rollback import Rolled
from tests.harness.tamper import Tampered
from tests.harness.writers import Wrote

MOST_SECONDS_TO_REFUSE = 10
LONGEST_WAIT_SECONDS = 3


def old_or_new_at_every_point(killed: Killed) -> None:
    """Every boundary was played twice and the end once; nothing in between was ever found."""
    assert killed.failed == ""
    assert killed.bad == []
    assert killed.points == killed.old + killed.new == 2 * len(killed.statements) + 1
    assert killed.old > 0
    assert killed.new > 0


def as_many_win_as_may(raced: Raced, clients: int, rounds: int) -> None:
    """The others are refused with a sentence, nobody is told of a fault, the log bears all of it out."""
    assert raced.server_errors == 0, raced.broken[:3]
    assert raced.won == [raced.wins] * rounds
    assert raced.refused == (clients - raced.wins) * rounds
    assert raced.faults == []


def nothing_is_lost_or_locked(wrote: Wrote) -> None:
    """Every act was acknowledged and is there, without a gap, and the database refused no statement on the way."""
    assert wrote.errors == {}
    assert wrote.failed == {}
    assert wrote.lost == 0
    assert wrote.acknowledged == wrote.entries == wrote.writers * wrote.acts
    assert wrote.faults == []


def every_change_is_named(tampered: Tampered) -> None:
    """With table and row, and nothing is named that nobody changed."""
    assert tampered.without_factory == [], "请在 tests/harness/factories.py 为这些模型各写一行"
    assert tampered.false_alarms == []
    assert tampered.missed == []


def every_older_backup_is_refused(rolled: Rolled, backups: int) -> None:
    """Within seconds of the start, with the reason; the newest is not."""
    assert rolled.refused == [True] * backups
    assert all("已发布" in reason and "ledger recover" in reason for reason in rolled.reasons)
    assert max(rolled.seconds) <= MOST_SECONDS_TO_REFUSE
    assert not rolled.newest_refused


def no_false_alarm(lived: Lived, acts: int) -> None:
    """All acts were done, and nothing differs."""
    assert sum(lived.acts.values()) == acts
    assert lived.entries >= acts
    assert lived.false_alarms == []


def as_the_model_says(lived: Modelled, steps: int) -> None:
    """Every step was taken, none answered otherwise than the model; each act was done and each refusal met on the way."""
    assert lived.differences == []
    assert sum(lived.done.values()) + sum(lived.refused.values()) == steps
    assert set(lived.done) == {"raise_slip", "answer_slip", "reopen_slip", "close_slip", "withdraw_slip"}
    assert set(lived.refused) == {"E03-1", "E03-2", "E03-3", "E13-1", "E13-2", "gone"}


def locks_are_taken_in_one_order(met: Met) -> None:
    """Every kind of act was done, the database refused no statement, and each act locked tables in the documented order."""
    assert met.errors == {}
    assert met.failed == {}
    assert met.faults == []
    assert set(met.done) == {"raise", "answer", "reopen", "journey", "rows"}
    for order in met.orders:
        tables = order.split(" > ")
        assert tables == sorted(tables, key=LOCK_ORDER.index), order
        assert tables[-1] == "log_head"
