"""Heavy tests run where they are asked for by name (`pytest -m heavy tests/heavy`); elsewhere they are deselected, and counted so."""

import os

import pytest

from tests.harness.stores import DSN, POSTGRES, SQLITE


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect unless the expression of `-m` names them."""
    if "heavy" in (config.option.markexpr or ""):
        return
    heavy = [item for item in items if item.get_closest_marker("heavy")]
    if heavy:
        config.hook.pytest_deselected(items=heavy)
        items[:] = [item for item in items if item not in heavy]


@pytest.fixture(params=[SQLITE, POSTGRES])
def database(request: pytest.FixtureRequest) -> str:
    """Each of the two; PostgreSQL where a server is given."""
    if request.param == POSTGRES and DSN not in os.environ:
        pytest.skip(f"没有 PostgreSQL：未设置 {DSN}，此项未证实")
    return str(request.param)
