"""The pages of accounts under the site's own middleware, with a clock that the test turns."""

from datetime import datetime
from typing import Any

import pytest

from tests.foundation.accounts.bureau import Bureau, build
from tests.web.office.accounts.visiting import Clock, turn_clock, wire


@pytest.fixture
def clock(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What the pages take for the time."""
    return turn_clock(at, monkeypatch)


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    """As the project wires them."""
    wire(settings)


@pytest.fixture
def bureau(clock: Clock) -> Bureau:
    """Everybody appointed and able to sign in."""
    return build(clock.at)
