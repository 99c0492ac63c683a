"""A county that can plan, hence draw."""

import pytest

from tests.stages.cast import County
from tests.stages.plans.planning import prepare


@pytest.fixture
def ready(county: County) -> County:
    """A published list, a document, a policy."""
    prepare(county)
    return county
