"""B1–B4: every contest, both databases; ten thousand writes of eight processes."""

import time

import pytest

from tests.harness import evidence, sabotage
from tests.harness.acts import contests
from tests.harness.claims import LONGEST_WAIT_SECONDS, as_many_win_as_may, nothing_is_lost_or_locked
from tests.harness.race import race
from tests.harness.stores import SQLITE
from tests.harness.writers import write_together

pytestmark = pytest.mark.heavy
CLIENTS, ROUNDS = 24, 50
WRITERS, ACTS = 8, 1250


@pytest.mark.parametrize("contest", contests())
def test_as_many_win_as_may(contest: str, database: str) -> None:
    began = time.monotonic()
    raced = race(contest, database, clients=CLIENTS, rounds=ROUNDS)
    bare = race("journey_page", database, clients=CLIENTS, rounds=1, sabotage=sabotage.NO_VERSION_NO_UNIQUE)
    evidence.write(
        f"B2-{contest}-{database}",
        target="1 wins, 23 clean refusals, 0 × 5xx",
        measured={"won": sum(raced.won), "refused": raced.refused, "5xx": raced.server_errors},
        n=CLIENTS * ROUNDS,
        duration=time.monotonic() - began,
        saboteur=f"journey_page without version filter and unique step: {bare.won[0]} won",
    )
    as_many_win_as_may(raced, CLIENTS, ROUNDS)
    assert bare.won[0] > 1


def test_ten_thousand_writes_of_eight_processes_lose_nothing(database: str) -> None:
    began = time.monotonic()
    wrote = write_together(database, writers=WRITERS, acts=ACTS)
    name = sabotage.DEFERRED if database == SQLITE else sabotage.NO_HEAD_LOCK
    bare = write_together(database, writers=WRITERS, acts=25, sabotage=name)
    evidence.write(
        f"B3-{database}",
        target=f"0 locked, 0 deadlocks, 0 lost, p99 ≤ {LONGEST_WAIT_SECONDS} s",
        measured={
            "errors": wrote.errors,
            "lost": wrote.lost,
            "p99_seconds": wrote.p99_seconds,
            "longest_seconds": wrote.longest_seconds,
            "writing_seconds": wrote.seconds,
        },
        n=wrote.acknowledged,
        duration=time.monotonic() - began,
        saboteur=f"{name}: {sum(bare.errors.values())} errors, {sum(bare.failed.values())} acts failed of {WRITERS * 25}",
    )
    nothing_is_lost_or_locked(wrote)
    assert wrote.p99_seconds <= LONGEST_WAIT_SECONDS
    assert bare.errors
