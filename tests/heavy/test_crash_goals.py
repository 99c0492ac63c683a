"""A1: every act, every point, both databases."""

import time

import pytest

from tests.harness import evidence, sabotage
from tests.harness.acts import crash_acts
from tests.harness.claims import old_or_new_at_every_point
from tests.harness.crash import kill_points

pytestmark = pytest.mark.heavy


@pytest.mark.parametrize("act", crash_acts())
def test_killed_anywhere_an_act_leaves_its_old_state_or_its_new_one(act: str, database: str) -> None:
    began = time.monotonic()
    killed = kill_points(act, database)
    bare = kill_points(act, database, sabotage=sabotage.NO_ATOMIC_NO_KEYS)
    evidence.write(
        f"A1-{act}-{database}",
        target="0 bad points",
        measured={"bad": len(killed.bad), "old": killed.old, "new": killed.new},
        n=killed.points,
        duration=time.monotonic() - began,
        saboteur=f"no atomic(): {bare.inner_bad} of {bare.inner} inner points bad {bare.failed}".strip(),
    )
    old_or_new_at_every_point(killed)
    # An act of one write, or one that the database refuses without its transaction, has nothing to tear.
    assert bare.failed or bare.inner_bad >= 0.8 * bare.inner
