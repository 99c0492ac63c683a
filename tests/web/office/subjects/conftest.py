"""A county whose clock stands."""

import pytest

from tests.stages.cast import build_county
from tests.stages.registry.rosters import firms
from tests.web.office.subjects.visiting import Desk


@pytest.fixture
def desk(at, db, monkeypatch, tmp_path):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return Desk(build_county(at), tmp_path)


@pytest.fixture
def filled(desk):
    desk.take_in(firms(8))
    return desk
