"""The county of the stage tests."""

from datetime import datetime

import pytest

from tests.stages.cast import County, build_county


@pytest.fixture
def county(at: datetime, db: None) -> County:
    """Two departments at work."""
    return build_county(at)
