"""A sample of the heavy goals, for every run of `.ci/run`: some of the points, cases and acts; all of them: `make heavy`.

Source: 80-reliability, "Tiers" (what does not fit is sampled in T1 and whole in T2). Which part is drawn follows from the commit, so that
a red run repeats itself and the next commit looks elsewhere.
"""

import subprocess
from collections.abc import Callable

import pytest

from tests.harness.acts import contests, crash_acts
from tests.harness.claims import (
    as_many_win_as_may,
    every_change_is_named,
    every_older_backup_is_refused,
    no_false_alarm,
    nothing_is_lost_or_locked,
)
from tests.harness.crash import kill_points
from tests.harness.honest import live
from tests.harness.race import race
from tests.harness.rollback import roll_back
from tests.harness.stage import ROOT
from tests.harness.stores import SQLITE
from tests.harness.tamper import tamper
from tests.harness.writers import write_together

pytestmark = pytest.mark.sampled
# A point costs a new database: a file copied in milliseconds, or a database of a server made in most of a second.
EVERY = {SQLITE: 5, "postgres": 25}
CASES, ACTS, BACKUPS = 100, 1_000, 5
WRITERS, WRITES = 8, 100
CLIENTS = 24

Tell = Callable[[str, object], None]


@pytest.fixture(scope="session")
def turn() -> int:
    """Where the sample begins: the first digits of the commit."""
    asked = ["git", "rev-parse", "--short=7", "HEAD"]
    commit = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    return int(commit or "0", 16)


@pytest.mark.parametrize("act", crash_acts())
def test_killed_at_some_points_an_act_leaves_its_old_state_or_its_new_one(
    act: str, database: str, turn: int, record_property: Tell
) -> None:
    killed = kill_points(act, database, every=EVERY[database], first=turn)
    record_property("sampled", f"{database} {act}：{2 * len(killed.statements) + 1} 个中断点中取 {killed.points} 个")
    assert (killed.failed, killed.bad) == ("", [])
    assert killed.old > 0
    assert killed.new > 0


@pytest.mark.parametrize("contest", contests())
def test_in_one_round_as_many_win_as_may(contest: str, database: str, record_property: Tell) -> None:
    raced = race(contest, database, clients=CLIENTS, rounds=1)
    record_property("sampled", f"{database} {contest}：50 轮争抢中取 1 轮，{CLIENTS} 方")
    as_many_win_as_may(raced, CLIENTS, 1)


def test_some_changes_behind_the_application_are_named(database: str, turn: int, record_property: Tell) -> None:
    tampered = tamper(database, most=CASES, first=turn)
    record_property("sampled", f"{database} 篡改 {tampered.total} 例，分布于 {tampered.columns} 列")
    assert tampered.total >= CASES
    every_change_is_named(tampered)


def test_a_thousand_honest_acts_raise_no_alarm(database: str, turn: int, record_property: Tell) -> None:
    lived = live(database, acts=ACTS, seed=turn)
    record_property("sampled", f"{database} 合法办理 10 000 次中取 {ACTS} 次，种子 {turn}")
    no_false_alarm(lived, ACTS)


def test_every_one_of_five_older_backups_is_refused(database: str, record_property: Tell) -> None:
    rolled = roll_back(database, backups=BACKUPS)
    record_property("sampled", f"{database} 旧备份 20 份中取 {BACKUPS} 份")
    every_older_backup_is_refused(rolled, BACKUPS)


def test_eight_hundred_writes_of_eight_processes_lose_nothing(database: str, record_property: Tell) -> None:
    wrote = write_together(database, writers=WRITERS, acts=WRITES)
    record_property("sampled", f"{database} {WRITERS} 个进程同时写，各 1 250 次中取 {WRITES} 次")
    nothing_is_lost_or_locked(wrote)
