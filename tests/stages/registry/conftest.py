"""The keeper of the registry, his department, and a registry of eight firms."""

import pytest

from tests.cast import WU
from tests.stages.registry.rosters import departments, file_of, firms, take_in


@pytest.fixture
def bureaus(at, db):
    return departments(at)


@pytest.fixture
def keeper(bureaus, actor_for):
    return actor_for(WU)


@pytest.fixture
def eight(keeper, at, tmp_path):
    """Firms 1–8, two of each class."""
    return take_in(file_of(tmp_path, firms(8)), keeper, at)
