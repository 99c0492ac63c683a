"""The workbench: what waits, the most urgent first; the menu shows what one may read and nothing that is not there."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from shuangsuiji.core.rules.workdays import add_working_days
from shuangsuiji.foundation.approvals.asking import ask
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.web.components.due import SOON_DAYS, due_of
from shuangsuiji.web.components.todos import Alert, Figure, Todo
from shuangsuiji.web.office import menu
from shuangsuiji.web.office.home import todos
from tests.conftest import NOW
from tests.foundation.accounts.bureau import Bureau, build
from tests.foundation.approvals.acts import OBJECT, SHOWN
from tests.web.office.home.test_home import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def bureau(monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """A bureau at work."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return build(NOW)


def day(working_days: int) -> date:
    return add_working_days(TODAY, working_days)[0]


@pytest.mark.parametrize(
    ("on", "words", "tone"),
    [
        (TODAY, "今天到期", "danger"),
        (TODAY - timedelta(days=1), "已超期 1 个工作日", "danger"),
        (TODAY + timedelta(days=1), "还剩 1 个工作日", "need"),
        (date(2026, 11, 27), "还剩 3 个工作日", "need"),
        (date(2026, 11, 28), "还剩 3 个工作日", "need"),
        (date(2026, 11, 30), "还剩 4 个工作日", "new"),
    ],
)
def test_a_term_counts_working_days(on: date, words: str, tone: str) -> None:
    found = due_of(on, TODAY)
    assert (found.left, found.tone) == (words, tone)


@pytest.mark.parametrize(
    ("on", "today", "days"), [(date(2026, 11, 29), date(2026, 11, 28), 1), (date(2026, 11, 28), date(2026, 11, 29), -1)]
)
def test_a_term_on_a_weekend_is_neither_today_nor_met(on: date, today: date, days: int) -> None:
    assert due_of(on, today).days == days


def test_a_term_of_a_year_without_calendar_says_so() -> None:
    assert "暂定" in due_of(date(2031, 5, 8), TODAY).words


def test_todos_stand_by_urgency_and_late_ones_with_todays() -> None:
    made = [
        Todo("丙", "x", "/", day(SOON_DAYS + 1)),
        Todo("乙", "x", "/", day(SOON_DAYS)),
        Todo("甲", "x", "/", TODAY - timedelta(days=9)),
        Todo("丁", "x", "/"),
    ]
    found = todos.grouped(made, TODAY)
    assert [(name, [todo.act for todo in rows]) for name, rows in found] == [
        (todos.TODAY, ["甲"]), (todos.SOON, ["乙"]), (todos.OTHER, ["丙", "丁"]),
    ]  # fmt: skip


def test_what_stages_tell_stands_on_the_page(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        todos, "TODO_PROVIDERS", [lambda request: [Todo("公示结果", "平原县示例厂", "/office/?x=1", TODAY)]]
    )
    monkeypatch.setattr(
        todos, "ALERT_PROVIDERS", [lambda request: [Alert("二", "/office/"), Alert("一", tone="danger")]]
    )
    monkeypatch.setattr(todos, "FIGURE_PROVIDERS", [lambda request: [Figure("在办任务", 4, "/office/")]])
    page = signed_in(bureau, "li").get("/office/").content.decode()
    for told in ("平原县示例厂", "今天到期", "在办任务", "<strong>4</strong>"):
        assert told in page
    assert page.index("一</li>") < page.index(">二</a>")


def test_a_request_for_a_decision_waits_for_who_decides_and_not_for_who_asked(bureau: Bureau) -> None:
    clerk = bureau.actor("li")
    with command(actor=clerk, at=NOW) as cmd:
        ask(
            cmd, act="replace_inspector", citation="第十五条", object_type="tasks.Slot", object_id=OBJECT, content_digest=SHOWN,
            office="deputy_head", department="rsj", reason="健康状况",
        )  # fmt: skip
        cmd.emit("account.changed", pub={"kind": "person", "count": 1})
    assert "健康状况" in signed_in(bureau, "sun").get("/office/").content.decode()
    assert "健康状况" not in signed_in(bureau, "li").get("/office/").content.decode()
    assert "健康状况" not in signed_in(bureau, "secadmin").get("/office/").content.decode()


def request_of(path: str = "/office/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.roles = frozenset({"anybody", "signed_in", "clerk"})  # type: ignore[attr-defined]
    return request


def shown(request: HttpRequest) -> dict[str, Any]:
    return {entry.label: entry for _, entries in menu.menu_for(request) for entry in entries}


def test_the_menu_leaves_out_pages_that_do_not_exist_or_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = (
        menu.Entry("", "工作台", "inbox", "office:home"), menu.Entry("", "没有", "inbox", "nothing:list"),
        menu.Entry("", "管理员的", "inbox", "system:departments"), menu.Entry("", "分管的", "inbox", "help:home", ("deputy_head",)),
    )  # fmt: skip
    monkeypatch.setattr(menu, "ENTRIES", entries)
    assert list(shown(request_of())) == ["工作台"]
    stranger = request_of()
    stranger.roles = frozenset({"anybody"})  # type: ignore[attr-defined]
    assert menu.menu_for(stranger) == []


def test_the_entry_a_page_lies_below_is_marked_and_only_that_one() -> None:
    found = shown(request_of("/office/help/clerk/"))
    assert [label for label, entry in found.items() if entry.here] == ["办事指引"]


def test_every_icon_of_the_menu_is_known(bureau: Bureau) -> None:
    from lucide.templatetags.lucide import lucide

    assert all(lucide(entry.icon) for entry in menu.ENTRIES)


def test_the_workbench_asks_the_same_number_of_questions_however_long_the_log_is(
    bureau: Bureau, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(bureau, "li")
    client.get("/office/")
    with django_assert_max_num_queries(21):
        client.get("/office/")
