"""B6: ten thousand random acts, both databases, no difference from the model."""

import time

import pytest

from tests.harness import evidence
from tests.harness.claims import as_the_model_says
from tests.harness.life import compare_with_model

pytestmark = pytest.mark.heavy
STEPS = 10_000


def test_after_every_one_of_ten_thousand_steps_the_application_is_where_the_model_is(database: str) -> None:
    began = time.monotonic()
    lived = compare_with_model(database, steps=STEPS)
    bare = compare_with_model(database, steps=200, least_answers=0)
    evidence.write(
        f"B6-{database}",
        target="0 differences in 10 000 steps",
        measured={"differences": len(lived.differences), "done": lived.done, "refused": lived.refused},
        n=STEPS,
        seed=lived.seed,
        duration=time.monotonic() - began,
        saboteur=f"a model off by one answer: {len(bare.differences)} differences",
    )
    as_the_model_says(lived, STEPS)
    assert bare.differences
