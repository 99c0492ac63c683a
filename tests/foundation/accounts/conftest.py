"""The bureau, founded anew for each test."""

from datetime import datetime

import pytest

from tests.foundation.accounts.bureau import Bureau, build


@pytest.fixture
def bureau(at: datetime) -> Bureau:
    """Everybody appointed and able to sign in."""
    return build(at)
