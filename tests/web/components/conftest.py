"""The small site of `stage.py`, and somebody who asks it for pages."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.web.components.stage import open_site


@pytest.fixture
def site(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Client:
    """A client of the small site."""
    return open_site(settings, tmp_path, monkeypatch)
