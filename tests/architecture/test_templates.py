"""Rules for pages that a reader of one template would miss: no inline style, script or handler, no number of the rules typed in,
a closed list of classes, nothing a browser of the floor cannot do (20-house §12; 70-interface §11–§13).
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.architecture.repository import PACKAGE, files, name

TEMPLATES = PACKAGE / "web" / "templates"
STATIC = PACKAGE / "web" / "static"
CSS_LIMIT = 12 * 1024
TEMPLATE_LINES_LOOK_AGAIN = 200
_CLASS = re.compile(r'class="([^"]*)"')
_SELECTOR_CLASS = re.compile(r"\.([a-z][a-z0-9-]*)")
_POST_FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL | re.IGNORECASE)
_TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)

# Template text → what is wrong with it.
FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script with a body": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|<script[^>]*>\s*\S+?\s*</script>", re.IGNORECASE),
    "a style element": re.compile(r"<style", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:|data:text", re.IGNORECASE),
    "an evaluated htmx attribute": re.compile(r"hx-on|hx-vals=[\"']js:|hx-trigger=[\"'][^\"']*\["),
    "a percentage typed in": re.compile(r"[0-9０-９一二三四五六七八九十百]\s*[%％]"),
    "a period of the rules typed in": re.compile(r"[0-9０-９一二三四五六七八九十]\s*个?\s*工作日"),
    "escaping switched off": re.compile(r"\|\s*safe\b|autoescape\s+off"),
    "an address of another host": re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE),
}
# What browsers of the floor (Chromium 90) have not: 70-interface §13.
TOO_NEW_CSS = re.compile(
    r":has\(|@container|@layer|(?<![-\w])translate\s*:|popover|accent-color|dvh|svh|(?<![-\w])(?:rotate|scale)\s*:|color-mix\("
)
TOO_NEW_JS = re.compile(r"\.at\(|Object\.hasOwn|structuredClone|randomUUID|toSorted|Object\.groupBy|\.findLast\(")
# Classes that Django itself writes.
DJANGO_CLASSES = {"errorlist", "nonfield"}
# What we take from Bootstrap's style: so few that our own could replace it in a day (70-interface §2).
# fmt: off
BOOTSTRAP_CLASSES = {
    "btn", "btn-primary", "btn-outline-primary", "btn-danger", "btn-sm", "btn-lg", "table", "table-sm", "form-select", "form-select-sm", "visually-hidden", "visually-hidden-focusable",
    "text-nowrap", "text-end", "text-center", "text-break", "w-100", "d-block", "d-none", "d-md-inline", "d-md-none", "d-flex", "flex-wrap", "gap-2", "gap-3", "ms-auto", "ms-3", "mb-0", "mb-2", "mb-3", "mt-3",
    "row", "row-cols-1", "row-cols-md-2", "row-cols-lg-3", "g-3", "col", "col-12", "col-md-4", "col-md-6", "col-md-8", "col-lg-3", "col-lg-4", "col-lg-6", "col-lg-8",
    "fw-semibold", "bg-white", "list-unstyled", "progress",
}
# fmt: on
# Names the scripts and the axe of a reader look for; they carry no style.
SILENT_CLASSES = {"article", "check", "print-foot", "pager-count", "timeline-head"}


def pages() -> list[Path]:
    return [path for path in files(below=TEMPLATES) if path.suffix == ".html"]


def wrongs(text: str) -> Iterator[str]:
    """What a template may not hold; its own tags are taken out where they are no text."""
    bare = _TAGS.sub("", text)
    for what, pattern in FORBIDDEN.items():
        if pattern.search(text if what == "escaping switched off" else bare):
            yield what


def classes(text: str) -> set[str]:
    """The classes a template uses; those put together from a variable are left out."""
    return {word for found in _CLASS.findall(_TAGS.sub("\0", text)) for word in found.split() if "\0" not in word}


def css() -> str:
    return re.sub(r"/\*.*?\*/", "", (STATIC / "theme.css").read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", pages(), ids=name)
def test_a_template_holds_nothing_it_may_not(path: Path) -> None:
    assert list(wrongs(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", pages(), ids=name)
def test_a_template_uses_only_classes_that_our_style_knows(path: Path) -> None:
    known = set(_SELECTOR_CLASS.findall(re.sub(r"{[^{}]*}", "{}", css())))
    known |= DJANGO_CLASSES | BOOTSTRAP_CLASSES | SILENT_CLASSES
    assert classes(path.read_text(encoding="utf-8")) - known == set()


@pytest.mark.parametrize("path", pages(), ids=name)
def test_every_form_that_posts_is_protected_against_foreign_sites(path: Path) -> None:
    for form in _POST_FORM.findall(path.read_text(encoding="utf-8")):
        assert "{% csrf_token %}" in form or "{% act_fields" in form


@pytest.mark.parametrize("path", pages(), ids=name)
def test_a_template_can_be_read_by_django(path: Path) -> None:
    assert get_template(path.relative_to(TEMPLATES).as_posix())


@pytest.mark.parametrize("path", pages(), ids=name)
def test_a_template_is_short_enough_to_be_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= TEMPLATE_LINES_LOOK_AGAIN


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<p style="color:red">', "an inline style"),
        ("<p\nSTYLE = 'a'>", "an inline style"),
        ('<a onclick="x()">', "an inline handler"),
        ("<script>go()</script>", "a script with a body"),
        ('<script src="a.js">go()</script>', "a script with a body"),
        ("<style>p{}</style>", "a style element"),
        ('<a href="javascript:go()">', "a javascript address"),
        ('<b hx-on:click="go()">', "an evaluated htmx attribute"),
        ("至少 10%", "a percentage typed in"),
        ("至少 10 ％", "a percentage typed in"),
        ("20 个工作日内", "a period of the rules typed in"),
        ("七个工作日内", "a period of the rules typed in"),
        ("20工作日", "a period of the rules typed in"),
        ("{{ name|safe }}", "escaping switched off"),
        ("{% autoescape off %}", "escaping switched off"),
        ('<img src="https://elsewhere/a.png">', "an address of another host"),
        ('<a href="//elsewhere/">', "an address of another host"),
    ],
)
def test_each_forbidden_thing_is_seen(text: str, what: str) -> None:
    assert what in list(wrongs(text))


@pytest.mark.parametrize(
    "text",
    [
        "<script src=\"{% static 'a.js' %}\" defer></script>",
        '{% parameter "sample_floor.C" %}',
        "<p>每个工作日的上午</p>",
        '<a href="/open/log/">',
        '<input name="season" data-online="1">',
    ],
)
def test_what_is_allowed_is_not_taken_for_forbidden(text: str) -> None:
    assert list(wrongs(text)) == []


def test_our_style_is_small_and_ours() -> None:
    text = (STATIC / "theme.css").read_bytes()
    assert len(text) <= CSS_LIMIT
    assert b"url(" not in text
    assert b"@import" not in text


def test_every_class_of_our_style_that_a_template_could_use_is_spelled_alike() -> None:
    assert {"panel", "facts", "tag", "banner", "field"} <= set(_SELECTOR_CLASS.findall(css()))


def test_our_style_asks_nothing_that_old_browsers_have_not() -> None:
    assert TOO_NEW_CSS.findall(css()) == []


@pytest.mark.parametrize("path", [path for path in files(below=STATIC) if path.suffix == ".js"], ids=name)
def test_our_scripts_ask_nothing_that_old_browsers_have_not(path: Path) -> None:
    assert TOO_NEW_JS.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "bad", ["p:has(a)", "@layer a{}", "a{translate:1px}", "a{height:1dvh}", "input{accent-color:red}"]
)
def test_new_css_would_be_seen(bad: str) -> None:
    assert TOO_NEW_CSS.search(bad)


def test_transform_functions_are_not_taken_for_new_css() -> None:
    assert not TOO_NEW_CSS.search("a{transform:translate(1px) scale(2)}")
