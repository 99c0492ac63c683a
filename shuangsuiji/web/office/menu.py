"""The left menu of the offices: one list, in the order of the work. An entry whose page does not exist yet is not shown.

Source: 70-interface §4. Takes: the request. Gives: groups with the entries that one of its roles may read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from shuangsuiji.web.components.policy import SIGNED_IN
from shuangsuiji.web.components.roles import roles_of
from shuangsuiji.web.components.site_policy import site_policy

PREPARE, DRAW, AFTER, WATCH, SYSTEM = "抽查准备", "抽查实施", "结果与后续", "监督管理", "系统管理"


@dataclass(frozen=True, slots=True)
class Entry:
    """`view` is the name of a page without arguments. `roles` narrows whom it is offered to; empty: whoever the policy lets read it."""

    group: str
    label: str
    icon: str
    view: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the template has it. `here`: this page, or one below it."""

    label: str
    icon: str
    url: str
    here: bool


ENTRIES: tuple[Entry, ...] = (
    Entry("", "工作台", "layout-dashboard", "office:home"),
    Entry(PREPARE, "依据文件", "book-open", "documents:list"),
    Entry(PREPARE, "抽查事项清单", "list-checks", "items:list"),
    Entry(PREPARE, "检查对象名录库", "building-2", "subjects:list"),
    Entry(PREPARE, "执法人员名录库", "id-card", "inspectors:list"),
    Entry(PREPARE, "更新确认", "shield-check", "registries:list"),
    Entry(PREPARE, "分类监管规定", "scale", "policy:list"),
    Entry(PREPARE, "抽查计划", "calendar-range", "plans:list"),
    Entry(PREPARE, "分类监管措施", "shield-check", "measures:list"),
    Entry(PREPARE, "联席会议", "handshake", "joint:list"),
    Entry(DRAW, "抽查任务", "clipboard-list", "tasks:list"),
    Entry(DRAW, "临时性抽查备案", "stamp", "filings:list"),
    Entry(DRAW, "检查", "footprints", "inspections:list"),
    Entry(DRAW, "人员更换", "users", "replacements:list"),
    Entry(AFTER, "结果录入", "square-pen", "results:list"),
    Entry(AFTER, "结果公示", "megaphone", "disclosure:list"),
    Entry(AFTER, "更正", "file-pen", "corrections:list"),
    Entry(AFTER, "后续处理", "forward", "followup:list"),
    Entry(AFTER, "立卷归档", "archive", "archive:list"),
    Entry(WATCH, "统计与督查", "chart-column", "supervision:home"),
    Entry(WATCH, "问题与建议", "message-square-text", "slips:list"),
    Entry(SYSTEM, "部门与股室", "building", "system:departments"),
    Entry(SYSTEM, "人员与账户", "user-cog", "system:people"),
    Entry(SYSTEM, "访问日志", "scroll-text", "system:access_log"),
    Entry(WATCH, "办事指引", "circle-question-mark", "help:home"),
)


def menu_for(request: HttpRequest) -> list[tuple[str, list[Shown]]]:
    """Groups in order, each with its entries; empty ones are left out."""
    return entries_for(roles_of(request), request.path)


def entries_for(roles: frozenset[str], path: str = "") -> list[tuple[str, list[Shown]]]:
    """The same for anybody of these roles, standing at `path`."""
    groups: dict[str, list[Shown]] = {}
    best = _nearest(path)
    for entry in ENTRIES:
        url = _address(entry.view)
        if url and _offered(entry, roles):
            groups.setdefault(entry.group, []).append(Shown(entry.label, entry.icon, url, url == best))
    return list(groups.items())


def office_menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the menu, put together only where a template asks for it."""
    lazily: Callable[[], list[tuple[str, list[Shown]]]] = partial(menu_for, request)
    return {"office_menu": lazily}


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def _nearest(path: str) -> str:
    """The longest address of the menu that this page lies below."""
    known = (_address(entry.view) for entry in ENTRIES)
    return max((url for url in known if url and path.startswith(url)), key=len, default="")


def _offered(entry: Entry, roles: frozenset[str]) -> bool:
    if SIGNED_IN not in roles or site_policy().row_for(entry.view, "GET", roles) is None:
        return False
    return not entry.roles or bool(roles.intersection(entry.roles))
