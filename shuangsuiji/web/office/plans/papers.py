"""Form F4 of a plan: what was published exactly as the public can take it, everything else marked as what it still is.

Source: 第六条（三）, 第七条; 30-domain §6 (F4).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate, localtime

from shuangsuiji.stages.disclosure import plan_content, public, tables
from shuangsuiji.stages.disclosure.queries import notice_of
from shuangsuiji.stages.plans.queries.plans import paper_shown
from shuangsuiji.web.components.paper_answers import midnight

DRAFT, UNPUBLISHED = "草案", "尚未公示"


@dataclass(frozen=True, slots=True)
class Made:
    """The values of the form, the time it is dated with, the file's name."""

    values: dict[str, Any]
    at: datetime
    name: str


def plan_table(plan: Any, version: Any, at: datetime) -> Made:
    """The table of a version, or of the paper where none is given. Cost: about 10 queries and 4 for each different window."""
    if version is None:
        return _draft(plan, at)
    index_no = _index_no(plan, version)
    if index_no:
        return _published(index_no)
    first = [("会签日期", f"{version.confirmed_on}"), *_printed(at)]
    if version.amendment:
        first.append(("变更理由", version.reason))
    content = plan_content.content_of_version(version, localdate(at))
    number = f"{plan.number} 第 {version.number} 版（{UNPUBLISHED}）"
    return _made(plan, content, version.title, number, first, UNPUBLISHED, at)


def _index_no(plan: Any, version: Any) -> str:
    """Under which number exactly this version is public; of versions that were sent back before publication none is."""
    last = plan.versions.filter(amendment=version.amendment).order_by("-number").first()
    return notice_of("PLAN", plan.pk, version.amendment + 1) if last == version else ""


def _draft(plan: Any, at: datetime) -> Made:
    paper = paper_shown(plan)
    first = _printed(at) + ([("变更理由", paper.reason)] if paper.reason else [])
    content = plan_content.content_of_paper(paper, localdate(at))
    return _made(plan, content, paper.title, f"{plan.number}（{DRAFT}）", first, DRAFT, at)


def _published(index_no: str) -> Made:
    found = public.notice("plans", index_no)
    assert found is not None, "notice_of named it"
    values = public.paper_values("plans", index_no)
    return Made(values, midnight(found.published_on), f"{index_no}{found.title}")


def _made(
    plan: Any, content: dict[str, Any], title: str, number: str, facts: list[tuple[str, str]], mark: str, at: datetime
) -> Made:
    org = plan.department.name
    values = tables.form_values(content, title=title, org=org, number=number, facts=facts, mark=mark)
    return Made(values, at, f"{plan.number}{title}（{mark}）")


def _printed(at: datetime) -> list[tuple[str, str]]:
    return [("打印时间", f"{localtime(at):%Y-%m-%d %H:%M}")]
