"""Every piece of docs/guide/pages.md is rendered once, as a page would use it."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.web.components.listing import FilterForm, page_of
from shuangsuiji.web.components.todos import Todo
from tests.conftest import NOW
from tests.foundation.accounts.bureau import build


def asked(address: str = "/office/") -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    return request


def shown(text: str, **context: object) -> str:
    return Template(text).render(Context({"request": asked(), **context}))


def test_a_panel_is_labelled_by_its_heading_and_two_have_two_names() -> None:
    page = shown('{% panel "甲" %}1{% endpanel %}{% panel "乙" link="/x/" text="导出" %}2{% endpanel %}')
    assert 'aria-labelledby="panel-1"' in page
    assert 'id="panel-2"' in page
    assert '<a href="/x/">导出</a>' in page


def test_the_step_under_way_is_told_to_a_reader() -> None:
    page = shown('{% steps "制定 抽取 检查" 2 %}')
    assert page.count('aria-current="step"') == 1
    assert page.count("已完成") == 1


def test_a_tag_says_its_word_and_knows_five_tones_only() -> None:
    assert shown('{% tag "待审批" "need" %}') == '<span class="tag tag-need">待审批</span>'
    with pytest.raises(TemplateSyntaxError):
        shown('{% tag "待审批" "pink" %}')


def test_a_class_is_shown_in_words() -> None:
    assert shown('{% class_tag "C" %}') == '<span class="tag tag-c">C类</span>'
    assert "未分类" in shown("{% class_tag none %}", none=None)


def test_text_of_a_user_is_escaped_in_every_piece() -> None:
    bad = "<b>&"
    page = shown(
        "{% panel bad %}{{ bad }}{% endpanel %}{% tag bad %}{% empty bad bad bad bad %}{% summary_list rows %}{% tabs rows %}"
        "{% scroll bad %}{% endscroll %}{% todo_row todo %}{% steps names 1 %}",
        bad=bad,
        rows=[(bad, bad)],
        names=[bad],
        todo=Todo(bad, bad, "/x/", hint=bad, tone="need"),
    )
    assert "<b>" not in page


def test_a_todo_tells_the_days_left_and_the_day() -> None:
    request = asked()
    request.moment = NOW  # type: ignore[attr-defined]
    page = shown(
        "{% todo_row todo %}", request=request, todo=Todo("公示", "第 3 次抽查", "/x/", due=date(2026, 11, 27))
    )
    assert "还剩 3 个工作日" in page
    assert "2026-11-27" in page


@pytest.mark.django_db
def test_lists_have_filter_pager_sorting_and_export() -> None:
    build(NOW)
    request = asked("/office/x/?name=a")
    page = page_of(request, Department.objects.all(), order=("code",))
    form = FilterForm(request.GET)
    text = shown(
        '{% filter_block form %}{% sort_head page "code" "代码" %}{% pager page %}{% export_link %}',
        request=request,
        form=form,
        page=page,
    )
    assert "共 1 条，第 1–1 条" in text
    assert 'aria-sort="ascending"' in text
    assert "name=a&amp;export=xlsx" in text


@pytest.mark.django_db
def test_a_timeline_tells_what_the_log_says_of_a_row() -> None:
    bureau = build(NOW)
    page = shown("{% timeline record %}", record=bureau.department)
    assert "日志第" in page
    assert "条目哈希" in page
