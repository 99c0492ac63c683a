"""B4: ten minutes of different acts on the same rows, PostgreSQL: no deadlock, locks in one order."""

import os
import time

import pytest

from tests.harness import evidence
from tests.harness.claims import locks_are_taken_in_one_order
from tests.harness.mixed import KEYS_LOCKED, REVERSED, mix
from tests.harness.stores import DSN

SECONDS, SAMPLE = 600, 15
server = pytest.mark.skipif(DSN not in os.environ, reason=f"没有 PostgreSQL：未设置 {DSN}，此项未证实")


@server
@pytest.mark.heavy
def test_in_ten_minutes_of_mixed_acts_nobody_stands_in_anybodys_way() -> None:
    began = time.monotonic()
    met = mix(seconds=SECONDS)
    bare = {name: mix(seconds=SAMPLE, sabotage=name) for name in (REVERSED, KEYS_LOCKED)}
    evidence.write(
        "B4-postgres",
        target="0 deadlocks in 10 min mixed load, one order of locks",
        measured={"errors": met.errors, "done": met.done, "refused": met.refused, "orders": met.orders},
        n=sum(met.done.values()),
        duration=time.monotonic() - began,
        saboteur="; ".join(f"{name}: {sum(each.errors.values())} errors" for name, each in bare.items()),
    )
    locks_are_taken_in_one_order(met)
    assert all(each.errors for each in bare.values())


@server
@pytest.mark.sampled
def test_in_some_seconds_of_mixed_acts_nobody_stands_in_anybodys_way(record_property) -> None:  # type: ignore[no-untyped-def]
    met = mix(seconds=SAMPLE)
    record_property("sampled", f"postgres 混合办理 600 秒中取 {SAMPLE} 秒，{sum(met.done.values())} 次")
    locks_are_taken_in_one_order(met)
