"""Every address of the policy at a desk, at a desk at double size and on a phone, as the role that sees most.

Source: 70-interface §12, §13, §15. A page is good when it answers as it should, the console is silent (so nothing broke the content
policy), nothing is asked of another host, axe finds nothing, nothing scrolls sideways, there is one h1, the budgets hold, and on
paper there is no shell.
"""

import gzip
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import get_resolver, reverse
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response

from shuangsuiji.web.components.addresses import addresses
from shuangsuiji.web.components.site_policy import site_policy
from tests.browser.addresses import ANSWERS, paths_of
from tests.browser.gallery.views import PIECES
from tests.browser.site import Site, reader_of

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

WIDTHS = {1440: 900, 640: 900, 390: 844}
LOOKS = 4
FIRST_VIEW_BYTES = 120 * 1024
HTML_BYTES = 60 * 1024
VIEWS = [
    each
    for each in addresses(get_resolver(settings.ROOT_URLCONF).url_patterns)
    if site_policy().declared(each.name, "GET")
]
# axe cannot see these rightly: nothing so far.
AXE_LEFT_OUT: frozenset[str] = frozenset()


@dataclass
class Seen:
    """What one visit showed."""

    faults: list[str] = field(default_factory=list)
    compressed: int = 0
    html: int = 0


def visit(
    context: BrowserContext, site: Site, axe: Axe, path: str, status: int, widths: Iterable[int] = ()
) -> list[str]:
    """Open one page and say all that is wrong with it, at each of these widths or as wide as the window is.

    It is opened once: no script of ours asks how wide the window is, and what only a narrow one loads is loaded when it becomes narrow.
    """
    answer = context.request.get(site.url + path, max_redirects=0)
    if answer.status != status and answer.status not in {302, 303}:
        return [f"{path}: {answer.status}, expected {status}"]
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    seen, page = Seen(), context.new_page()
    page.on(
        "console", lambda message: seen.faults.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: seen.faults.append(str(error)))
    page.on("request", lambda request: _same_host(request.url, site, seen))
    page.on("response", lambda response: _count(response, seen))
    page.goto(site.url + path, wait_until="load")
    for width in widths:
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        seen.faults += [f"{width} px: {fault}" for fault in _as_it_stands(page, axe, path)]
    if not widths:
        seen.faults += _as_it_stands(page, axe, path)
    expected_errors = [f"status of {status}"] if status >= 400 else []
    seen.faults = [fault for fault in seen.faults if not any(each in fault for each in expected_errors)]
    seen.faults += [*_budget(seen), *_on_paper(page)]
    page.close()
    return [f"{path}: {fault}" for fault in seen.faults]


def _as_it_stands(page: Page, axe: Axe, path: str) -> list[str]:
    _take_picture(page, path)
    for _ in range(LOOKS - 1):
        try:
            return [*_shape(page), *_reachable(page, axe)]
        except Error as error:
            # A page that waits for a job loads itself anew, perhaps while it is looked at.
            if "navigation" not in str(error):
                raise
            page.wait_for_load_state()
    return [*_shape(page), *_reachable(page, axe)]


def _take_picture(page: Page, path: str) -> None:
    """For a person to look at, where SHUANGSUIJI_PICTURES names a folder."""
    folder = os.environ.get("SHUANGSUIJI_PICTURES")
    if folder:
        width = page.viewport_size["width"] if page.viewport_size else 0
        name = path.strip("/").replace("/", "-").replace("?", "-")[:80] or "door"
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def _same_host(url: str, site: Site, seen: Seen) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob"} and f"{parts.scheme}://{parts.netloc}" != site.url:
        seen.faults.append(f"request to {parts.netloc}")


def _count(response: Response, seen: Seen) -> None:
    if not response.ok:
        return
    body = response.body()
    if response.request.resource_type == "document":
        seen.html = len(body)
        seen.compressed += len(body)
    else:
        seen.compressed += len(gzip.compress(body))


def _shape(page: Page) -> list[str]:
    faults = []
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} h1")
    if page.locator("html").get_attribute("lang") != "zh-CN":
        faults.append("lang")
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide > room:
        faults.append(f"sideways scroll: {wide} > {room}")
    return faults


def _budget(seen: Seen) -> list[str]:
    faults = []
    if seen.compressed > FIRST_VIEW_BYTES:
        faults.append(f"first view {seen.compressed} bytes")
    if seen.html > HTML_BYTES:
        faults.append(f"html {seen.html} bytes")
    return faults


def _reachable(page: Page, axe: Axe) -> list[str]:
    found = axe.run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in found
        if each["id"] not in AXE_LEFT_OUT
        for node in each["nodes"]
    ]


def _on_paper(page: Page) -> list[str]:
    page.emulate_media(media="print")
    shell = page.locator(".bar, .side, .page-acts").all()
    return ["the shell is printed"] if any(each.is_visible() for each in shell) else []


def context_of(browser: Browser, site: Site, width: int, username: str, **more: Any) -> BrowserContext:
    """A window of that width in which somebody is signed in, or nobody."""
    context = browser.new_context(viewport={"width": width, "height": WIDTHS.get(width, 900)}, locale="zh-CN", **more)
    if username:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": site.session(username), "url": site.url}])
    return context


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_page_is_good_at_every_width(view: object, browser: Browser, site: Site, axe: Axe) -> None:
    name, route = view.name, view.route  # type: ignore[attr-defined]
    context = context_of(browser, site, max(WIDTHS), reader_of(site_policy().declared(name, "GET")[0]))
    faults = [
        fault
        for path in paths_of(name, route, site)
        for fault in visit(context, site, axe, path, ANSWERS.get(name, 200), WIDTHS)
    ]
    context.close()
    assert faults == []


@pytest.mark.parametrize("piece", PIECES)
def test_every_piece_is_good_at_every_width(piece: str, browser: Browser, site: Site, axe: Axe) -> None:
    context = context_of(browser, site, max(WIDTHS), "li")
    faults = visit(context, site, axe, reverse("gallery:piece", kwargs={"piece": piece}), PIECES[piece], WIDTHS)
    context.close()
    assert faults == []
