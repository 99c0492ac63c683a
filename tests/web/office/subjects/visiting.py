"""Somebody at the pages of the registry, with a list in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from shuangsuiji.stages.registry.models import Subject
from shuangsuiji.web.components.drafts import KEY_FIELD
from shuangsuiji.web.components.idempotency import new_key
from tests.cast import WU, Person
from tests.stages.cast import County
from tests.stages.registry.rosters import file_of, take_in

ROSTER = {"source": "省共享平台", "source_on": "2026-11-20", "extent": "full"}


@dataclass
class Desk:
    """The county, a folder for files, and ways to ask and send."""

    county: County
    folder: Path

    def client(self, who: Person = WU) -> Client:
        """Somebody's browser."""
        return self.county.client(who)

    def take_in(self, rows: list[list[Any]], **more: Any) -> None:
        """Put a list into the lead's registry by the act."""
        take_in(file_of(self.folder, rows), self.county.actor(WU), self.county.at, **{"county": "410999", **more})

    def get(self, view: str, *keys: object, who: Person = WU, query: str = "") -> HttpResponse:
        """A page."""
        return self.client(who).get(reverse(f"subjects:{view}", args=keys) + query)

    def page(self, view: str, *keys: object, who: Person = WU, query: str = "") -> str:
        """The text of a page that answers."""
        answer = self.get(view, *keys, who=who, query=query)
        assert answer.status_code == 200, answer.content.decode()[:2000]
        return answer.content.decode()

    def send(self, view: str, *keys: object, who: Person = WU, **fields: Any) -> HttpResponse:
        """A form with a fresh key."""
        return self.client(who).post(reverse(f"subjects:{view}", args=keys), {KEY_FIELD: new_key(), **fields})

    def upload(self, path: Path, *, view: str = "import", about: Mapping[str, str] = ROSTER) -> HttpResponse:
        """Send a file; the answer leads to the report."""
        file = SimpleUploadedFile(path.name, path.read_bytes())
        return self.send(view, file=file, **about)


def subject(name: str) -> Subject:
    """A row by its name."""
    found: Subject = Subject.objects.get(name=name)
    return found
