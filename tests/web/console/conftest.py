"""Draws at every stage, made once; each test takes a copy of the stage it begins with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.console.county_fixture import Case, make_stages


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    """The acceptable draw, announced, frozen, committed, revealed, numbered and drawn."""
    return make_stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def draw_at(stages: dict[str, Case], tmp_path: Path) -> Callable[[str], Case]:
    """A copy of the draw at a stage, for this test alone."""
    taken: list[str] = []

    def take(stage: str) -> Case:
        taken.append(stage)
        return stages[stage].copy(tmp_path / f"{len(taken)}")

    return take
