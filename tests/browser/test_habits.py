"""What people do with a page besides reading it: large type, four times the size, keys only, no script, twice the same button.

Source: 70-interface §1.7, §5, §12, §15.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.gallery.views import PIECES
from tests.browser.site import SEES_MOST, Site
from tests.browser.test_walk import context_of, visit

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
# 1 280 px at four times the size.
FOUR_TIMES = 320
FILES = {
    "name": "名录.csv",
    "mimeType": "text/csv",
    "buffer": "企业名称,统一社会信用代码\n示例厂,91410928MA0000\n".encode(),
}


def window(browser: Browser, site: Site, width: int, **more: Any) -> Any:
    """A window of the clerk."""
    return context_of(browser, site, width, SEES_MOST, **more)


@pytest.mark.parametrize("piece", PIECES)
def test_a_page_at_four_times_the_size_does_not_scroll_sideways(
    piece: str, browser: Browser, site: Site, axe: Axe
) -> None:
    context = window(browser, site, FOUR_TIMES)
    faults = visit(context, site, axe, reverse("gallery:piece", args=[piece]), PIECES[piece])
    context.close()
    assert faults == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("piece", ["workbench", "list", "task", "form", "report"])
def test_a_page_in_large_type_is_as_good(piece: str, width: int, browser: Browser, site: Site, axe: Axe) -> None:
    context = window(browser, site, width)
    context.add_cookies([{"name": "mode", "value": "elder", "url": site.url}])
    faults = visit(context, site, axe, reverse("gallery:piece", args=[piece]), PIECES[piece])
    page = context.new_page()
    page.goto(site.url + reverse("gallery:piece", args=[piece]))
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)")
    context.close()
    assert faults == []
    assert size >= 18


def test_the_first_key_leads_past_the_menu(browser: Browser, site: Site) -> None:
    context = window(browser, site, 1440)
    page = context.new_page()
    page.goto(site.url + "/office/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到主要内容"
    assert page.locator(":focus").bounding_box()["height"] > 10  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


def test_every_control_can_be_reached_by_keys_and_shows_where_one_is(browser: Browser, site: Site) -> None:
    context = window(browser, site, 1440)
    page = context.new_page()
    page.goto(site.url + reverse("gallery:piece", args=["draft-form"]))
    wanted = page.locator(
        "main :is(a, button, input:not([type=hidden]):not([type=radio]), select, textarea, [tabindex='0'])"
    ).count()
    met = set()
    for _ in range(wanted + 40):
        page.keyboard.press("Tab")
        here = page.evaluate("[...document.querySelectorAll('main *')].indexOf(document.activeElement)")
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        if here >= 0:
            met.add(here)
            assert ring == "3px"
    context.close()
    assert len(met) >= wanted


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [1440, 390])
def test_menu_and_filter_open_with_and_without_script(width: int, script: bool, browser: Browser, site: Site) -> None:
    context = window(browser, site, width, java_script_enabled=script)
    page = context.new_page()
    page.goto(site.url + reverse("gallery:piece", args=["list"]))
    menu, field = page.locator("nav#menu a").first, page.get_by_label("事件类型")
    if width == 390:
        assert not menu.is_visible()
        assert not field.is_visible()
        page.get_by_role("link", name="菜单", exact=True).click()
        assert menu.is_visible()
        page.get_by_role("link", name="筛选", exact=True).click()
    assert field.is_visible()
    field.fill("account")
    page.get_by_role("button", name="查询").click()
    assert "type=account" in page.url
    assert page.get_by_label("事件类型").input_value() == "account"
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_size_of_a_page_is_changed_with_and_without_script(script: bool, browser: Browser, site: Site) -> None:
    context = window(browser, site, 1440, java_script_enabled=script)
    page = context.new_page()
    page.goto(site.url + reverse("gallery:piece", args=["list"]))
    page.get_by_label("每页").select_option("20")
    if not script:
        page.get_by_role("button", name="换").click()
    page.wait_for_url("**size=20*")
    assert page.locator("tbody tr").count() > 5
    page.go_back()
    assert page.locator("tbody tr").count() == 5
    page.get_by_role("link", name="下一页").click()
    assert "第 6–10 条" in (page.locator(".pager").text_content() or "")
    context.close()


def test_a_button_pressed_twice_sends_once(browser: Browser, site: Site) -> None:
    context = window(browser, site, 1440)
    page = context.new_page()
    page.goto(site.url + reverse("gallery:piece", args=["upload"]))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_label("选择文件").set_input_files([FILES])
    page.get_by_role("button", name="上传并检查").dblclick(no_wait_after=True)
    page.wait_for_timeout(1_500)
    assert len(sent) == 1
    context.close()


def test_a_form_half_filled_in_asks_before_it_is_left(browser: Browser, site: Site) -> None:
    context = window(browser, site, 1440)
    page = context.new_page()
    page.goto(site.url + reverse("gallery:piece", args=["draft-form"]))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("理由").fill("写了一半")
    page.get_by_label("事项名称").click()
    page.get_by_role("link", name="返回", exact=True).click()
    page.wait_for_url(site.url + "/office/")
    assert asked == ["beforeunload"]
    context.close()


def test_the_error_summary_is_where_one_is_and_leads_to_the_field(browser: Browser, site: Site) -> None:
    context = window(browser, site, 1440)
    page = context.new_page()
    page.goto(site.url + reverse("gallery:piece", args=["form"]))
    assert page.evaluate("document.activeElement.id") == "errors"
    page.get_by_role("link", name="事项名称：").click()
    assert page.evaluate("document.activeElement.id") == "id_name"
    assert page.get_by_label("事项名称").get_attribute("aria-invalid") == "true"
    context.close()
