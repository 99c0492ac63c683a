"""What waits in draws: to announce, freeze, commit, reveal, type the number, draw, publish, dispatch; replacements to decide.

Source: 第十三条（二）, 第十四条, 第十五条; 70-interface §5 (to-dos are what the acts now open to this person).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.stages.draws.queries.ceremony import Standing, standing_of
from shuangsuiji.stages.draws.queries.draws import draws_under_way, tasks_to_announce
from shuangsuiji.stages.inspections.queries.teams import replacements_for
from shuangsuiji.web.components.acting import offices_answered_for, offices_held, own_department, own_person
from shuangsuiji.web.components.todos import Todo
from shuangsuiji.web.office.draws import shown

_DUE = {
    "draws:commit": "commit_by",
    "draws:freeze": "commit_by",
    "draws:reveal": "reveal_by",
    "draws:number": "number_from",
}


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """One line per draw and act that this person may do now."""
    department = own_department(request)
    if "clerk" in offices_held(request):
        for task in tasks_to_announce(department):
            yield Todo("发布抽取公告", f"{task}", reverse("draws:plan", args=(task.pk,)), due=task.from_on)
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    for draw in draws_under_way(department, own_person(request)):
        standing = standing_of(draw, published)
        for view, words, main in shown.acts(request, draw.task, standing):
            if main:
                yield Todo(words, draw.number, reverse(view, args=(draw.task_id,)), due=_due(view, draw.task, standing))
    if "deputy_head" in offices_answered_for(request):
        for each in replacements_for(department):
            if each.status == "REQUESTED":
                yield Todo(
                    "决定人员更换",
                    f"{each.team.task} {each.team.label}",
                    reverse("replacements:decide", args=(each.pk,)),
                    hint=each.text,
                )


def _due(view: str, task: Any, standing: Standing) -> date:
    """The ceremony's own time where there is one, else the first day of the inspections."""
    first: date = task.from_on
    return localdate(getattr(standing, _DUE[view])) if view in _DUE else first
