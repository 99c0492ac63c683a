"""The county of the article tests that go through acts and pages."""

from datetime import datetime

import pytest

from tests.stages.cast import County, build_county
from tests.stages.plans.planning import prepare


@pytest.fixture
def county(at: datetime, db: None) -> County:
    """Two departments at work."""
    return build_county(at)


@pytest.fixture
def ready(county: County) -> County:
    """A published list, a document, a policy: the bureau can plan."""
    prepare(county)
    return county
