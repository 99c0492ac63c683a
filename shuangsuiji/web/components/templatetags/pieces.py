"""`{% load pieces %}`: the parts that pages are made of. Every template has them without loading (settings, `builtins`).

Source: 70-interface §3–§5, §12; docs/guide/pages.md shows each in use. Takes: plain values. Never: a query of a stage.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shuangsuiji.core.rules.provision import ProvisionError, provisions
from shuangsuiji.foundation.approvals.models import ApprovalRequest
from shuangsuiji.foundation.approvals.queries import stream
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.foundation.ledger.history import history_of
from shuangsuiji.web.components import listing
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.due import Due, due_of
from shuangsuiji.web.components.people import department_names, person_names
from shuangsuiji.web.components.todos import Todo

register = template.Library()
TONES = frozenset({"new", "begun", "need", "done", "danger"})
_CLASS_TONES = {"A": "a", "B": "b", "C": "c", "D": "d"}
_COUNTER = "pieces_number"


def _number(context: Context) -> int:
    """A number that no other piece of this page has; kept where includes and blocks all see it."""
    count = int(context.get(_COUNTER) or 0) + 1
    context.dicts[0][_COUNTER] = count
    return count


# ---------------------------------------------------------------------------------------------------------- panels and words


@register.simple_block_tag(takes_context=True)
def panel(
    context: Context,
    content: str,
    title: str,
    *,
    link: str = "",
    text: str = "",
    note: str = "",
    flush: bool = False,
    id: str = "",  # noqa: A002 - the attribute's name
) -> SafeString:
    """`{% panel "检查对象" link=url text="导出" %}…{% endpanel %}`. `flush`: lists and tables reach to the edge."""
    mark = id or f"panel-{_number(context)}"
    values = {
        "content": content,
        "title": title,
        "link": link,
        "text": text,
        "note": note,
        "flush": flush,
        "mark": mark,
    }
    return render_to_string("components/panel.html", values)


@register.simple_block_tag(takes_context=True)
def scroll(context: Context, content: str, label: str) -> SafeString:
    """The box of a wide table: it scrolls by itself, the page does not. `{% scroll "抽查事项" %}<table>…</table>{% endscroll %}`."""
    return format_html(
        '<div class="wide" role="region" aria-label="{}：可横向滚动" tabindex="0">{}</div>', label, content
    )


@register.simple_tag
def tag(word: str, tone: str = "new") -> SafeString:
    """A word in a colored field: new (not begun), begun, need (needs you), done, danger (late). The word says it too."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"tag: 没有色调 {tone}")
    return format_html('<span class="tag tag-{}">{}</span>', tone, word)


@register.simple_tag
def class_tag(code: str | None) -> SafeString:
    """A risk class in words, 「A类」. Only inside the office: what a firm or the public sees never has it (70-interface §1.9)."""
    if code not in _CLASS_TONES:
        return format_html('<span class="tag tag-new">{}</span>', "未分类")
    return format_html('<span class="tag tag-{}">{}类</span>', _CLASS_TONES[code], code)


@register.inclusion_tag("components/empty.html")
def empty(text: str, remedy: str = "", url: str = "", act: str = "") -> dict[str, str]:
    """Nothing there yet, and what to do next. `remedy` is the link's text where no `act` names it apart."""
    return {"text": text, "remedy": remedy if act or not url else "", "url": url, "act": act or remedy}


@register.filter
def due(on: date | None, today: date) -> Due | None:
    """A day as a term: `{{ row.due|due:today }}` tells working days left and the date."""
    return None if on is None else due_of(on, today)


# ------------------------------------------------------------------------------------------------------------ steps and rows


@register.inclusion_tag("components/steps.html")
def steps(names: Sequence[str] | str, current: int, *, done: bool = False) -> dict[str, Any]:
    """The step bar: names (or one text, parted by blanks), the number of the step under way from 1; `done`: all are behind us."""
    words = names.split() if isinstance(names, str) else list(names)
    rows = [
        {"name": word, "number": n, "state": "done" if done or n < current else "now" if n == current else "todo"}
        for n, word in enumerate(words, start=1)
    ]
    return {"rows": rows, "current": current, "done": done}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Label and value, one below the other; a third member is the address of 修改: `[(标签, 值), (标签, 值, 网址)]`."""
    return {"rows": [_summary_row(row) for row in rows]}


def _summary_row(row: Sequence[Any]) -> dict[str, Any]:
    label, value, *more = row
    lines = value if isinstance(value, list | tuple) else [value]
    return {"label": label, "lines": lines, "url": more[0] if more else ""}


@register.inclusion_tag("components/todo_row.html", takes_context=True)
def todo_row(context: Context, todo: Todo) -> dict[str, Any]:
    """One line of the workbench: act, object, due, all of it the link."""
    request: HttpRequest = context["request"]
    today = now(request).astimezone().date()
    return {"todo": todo, "due": None if todo.due is None else due_of(todo.due, today)}


@register.inclusion_tag("components/tabs.html", takes_context=True)
def tabs(context: Context, rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Tabs that are links: `[(标签, 网址)]` or `[(标签, 网址, 件数)]`; the one whose address is this page is the current one."""
    request: HttpRequest = context["request"]
    here = {request.path, request.get_full_path()}
    return {
        "rows": [
            {"label": row[0], "url": row[1], "count": row[2] if len(row) > 2 else None, "here": row[1] in here}
            for row in rows
        ]
    }


# ------------------------------------------------------------------------------------------------------------ lists and forms


@register.inclusion_tag("components/pager.html")
def pager(page: listing.Page) -> dict[str, Any]:
    """How many there are, which are shown, how many per page, and the four ways on."""
    return {"page": page}


@register.inclusion_tag("components/sort_head.html")
def sort_head(page: listing.Page, column: str, title: str, css: str = "") -> dict[str, Any]:
    """A head of a column that sorts: the whole `<th>`."""
    return {"title": title, "url": page.sorted_by(column), "direction": page.direction(column), "css": css}


@register.inclusion_tag("components/filter_block.html", takes_context=True)
def filter_block(context: Context, form: listing.FilterForm) -> dict[str, Any]:
    """The filter above a list: its fields, 查询 and 重置. Folded on a phone unless something is filtered."""
    request: HttpRequest = context["request"]
    return {"form": form, "path": request.path}


@register.simple_tag(takes_context=True)
def export_link(context: Context, address: str = "", form: str = "xlsx", text: str = "") -> SafeString:
    """The link 导出 with the list's filters."""
    href = listing.export_link(context["request"], address, form)
    return format_html('<a href="{}" rel="nofollow">{}</a>', href, text or ("导出 CSV" if form == "csv" else "导出"))


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field of a form with label, help, error: the same as in `{{ form }}`."""
    return bound.as_field_group()


@register.filter
def article_of(bound: BoundField) -> str:
    """The provision a field serves (`field.article`), checked; empty where none is named."""
    citation = str(getattr(bound.field, "article", ""))
    if citation:
        try:
            provisions(citation)
        except ProvisionError as error:
            raise template.TemplateSyntaxError(f"{bound.name}: {error}") from error
    return citation


@register.filter
def described_by(bound: BoundField) -> str:
    """The ids that explain a field."""
    return " ".join(_explaining(bound))


def _explaining(bound: BoundField) -> Iterator[str]:
    if bound.help_text:
        yield f"{bound.auto_id}_hint"
    if bound.errors:
        yield f"{bound.auto_id}_error"


# ------------------------------------------------------------------------------------------------------- what happened before


@register.inclusion_tag("components/approval_stream.html")
def approval_stream(request: ApprovalRequest) -> dict[str, Any]:
    """Who, office, opinion, time, from top to bottom. Four queries and two for the names."""
    lines = stream(request)
    people = person_names(line.person for line in lines)
    places = department_names(line.department for line in lines)
    rows = [
        {
            "line": line,
            "person": people.get(line.person, "（已删除）"),
            "department": places.get(line.department, line.department),
        }
        for line in lines
    ]
    return {
        "rows": rows,
        "waiting": not any(line.word in {"同意", "不同意", "申请人撤回"} for line in lines),
        "asked": request,
    }


@register.inclusion_tag("components/timeline.html")
def timeline(record: Evidential | UUID, most: int = 50) -> dict[str, Any]:
    """The log's entries that wrote rows of a record, newest first: when, what, which office, which provision, the proof."""
    entries = history_of(record.pk if isinstance(record, Evidential) else record, most=most)
    places = department_names(entry.department for entry in entries)
    return {
        "rows": [{"entry": entry, "department": places.get(entry.department, entry.department)} for entry in entries]
    }
