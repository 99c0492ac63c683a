"""Five hundred random acts on records with a life of their own, beside a model in plain Python (80-reliability B6)."""

import os

import pytest

from tests.harness.claims import as_the_model_says
from tests.harness.life import compare_with_model

DATABASE = os.environ.get("SHUANGSUIJI_TEST_DATABASE", "sqlite")
pytestmark = pytest.mark.slow


def test_after_every_one_of_five_hundred_steps_the_application_is_where_the_model_is() -> None:
    as_the_model_says(compare_with_model(DATABASE, steps=500), 500)
