"""What browsers get: third-party files are those we looked at, byte by byte; our own stay small and speak to nobody else.

Source: 20-house §12; 70-interface §2, §13. A new version of a wheel turns this red: look at the file, then write its digest here.
"""

import hashlib
import re
from importlib import resources
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.architecture.repository import PACKAGE, files, name

REVIEWED = {
    "js-lib-bootstrap5/css/bootstrap.min.css": "3c8f27e6009ccfd710a905e6dcf12d0ee3c6f2ac7da05b0572d3e0d12e736fc8",
    "django_htmx/htmx-2.min.js": "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
}
ICONS = "522230c8b53f88517710e3e1693ffc03ffe68f2e839893909f1d9e0305a6eadf"
OWN_SCRIPTS_LIMIT = 25 * 1024
STATIC = PACKAGE / "web" / "static"
TEMPLATES = PACKAGE / "web" / "templates"


def own(suffix: str) -> list[Path]:
    """Our own static files of a kind, the verifier apart."""
    return [path for path in files(below=STATIC) if path.suffix == suffix and "verify" not in path.parts]


@pytest.mark.parametrize("address", REVIEWED)
def test_a_file_out_of_a_wheel_is_the_one_that_was_looked_at(address: str) -> None:
    found = finders.find(address)
    assert isinstance(found, str)
    assert hashlib.sha256(Path(found).read_bytes()).hexdigest() == REVIEWED[address]


def test_the_icons_are_those_that_were_looked_at() -> None:
    assert hashlib.sha256(resources.files("lucide").joinpath("lucide.zip").read_bytes()).hexdigest() == ICONS


def test_pages_name_no_other_file_out_of_a_wheel() -> None:
    named = {
        found
        for path in files(below=TEMPLATES)
        if path.suffix == ".html"
        for found in re.findall(r"{% static ['\"]([^'\"]+)['\"]", path.read_text(encoding="utf-8"))
    }
    assert {each for each in named if "/" in each} <= {*REVIEWED}
    assert all((STATIC / each).is_file() for each in named if "/" not in each)


def test_our_own_scripts_are_small() -> None:
    assert sum(path.stat().st_size for path in own(".js")) <= OWN_SCRIPTS_LIMIT


@pytest.mark.parametrize("path", own(".js"), ids=name)
def test_our_own_scripts_evaluate_nothing_and_speak_to_nobody_else(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"https?://|\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|\.style\b|setAttribute\(['\"]style",
        text,
    )


@pytest.mark.parametrize("path", [path for path in files(below=STATIC) if path.suffix == ".svg"], ids=name)
def test_our_own_pictures_hold_no_script(path: Path) -> None:
    assert not re.search(r"<script|\son\w+=|href=", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "bad", ["fetch('https://elsewhere')", "eval(x)", "a.innerHTML = b", "a.style.color = 'red'", "new Function('x')"]
)
def test_what_a_script_may_not_do_would_be_seen(bad: str) -> None:
    assert re.search(r"https?://|\beval\(|new Function|innerHTML|\.style\b", bad)
