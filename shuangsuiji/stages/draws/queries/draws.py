"""Which draws there are and how they stand.

Source: 第十四条; 80-reliability E3. Never: a drawn name; that is `lists`, for whoever needs it.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from shuangsuiji.core.draw.ceremony import DRAWN
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.models.draw import ENDED
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.queries.parties import departments_of
from shuangsuiji.stages.registry.models import RegistryChange, RegistryKind

# States of a task in which its draw has something left to do; given-up draws are still to be published.
UNDER_WAY = ("REGISTRIES_CONFIRMED", "FROZEN", "DRAWN", "DISPATCHED")


def draws_of(task: Task) -> list[Draw]:
    """The task's draws, the newest first. One query."""
    return list(Draw.objects.filter(task=task).select_related("ending", "result").order_by("-ordinal"))


def draw_of(task: Task) -> Draw | None:
    """The newest draw of a task."""
    return next(iter(draws_of(task)), None)


def draws_under_way(department: str, person: UUID) -> list[Draw]:
    """Draws in which somebody of that department, or this person as a contributor, may have something to do. One query."""
    mine = Q(task__department__code=department) | Q(contributors__person=person)
    live = Q(task__status__in=UNDER_WAY) | Q(state__in=ENDED)
    rows = Draw.objects.filter(mine, live).select_related("task__department", "task__line")
    return list(rows.distinct().order_by("number"))


def tasks_to_announce(department: str) -> list[Task]:
    """Tasks of a department whose registries are confirmed and of which no draw stands. One query."""
    standing = Draw.objects.filter(task=OuterRef("pk")).exclude(state__in=ENDED)
    rows = Task.objects.filter(~Exists(standing), department__code=department, status="REGISTRIES_CONFIRMED")
    return list(rows.select_related("department").order_by("number"))


def own_draw(key: UUID, department: str) -> Draw:
    """A draw of that department's own task. Raises DoesNotExist."""
    found: Draw = Draw.objects.select_related("task__department", "task__line").get(
        pk=key, task__department__code=department
    )
    return found


def draw_for(key: Any) -> Draw | None:
    """One draw with its task."""
    found: Draw | None = Draw.objects.select_related("task__department", "task__line").filter(pk=key).first()
    return found


def require_no_standing(task: Task) -> None:
    """Refuse where a draw of the task stands: E14-1 once it is drawn, else that it has to end first."""
    standing = next((each for each in draws_of(task) if not each.ended), None)
    if standing is None:
        return
    if standing.state == DRAWN:
        raise DrawRefused(
            [
                Refusal(
                    "E14-1",
                    "第十四条",
                    "本任务已抽取，名单一经产生不得更改",
                    "确有错误的，在派发前由主要负责人作废，以新的编号重新抽取",
                )
            ]
        )
    raise DrawRefused(
        [
            Refusal(
                "E13-1",
                "第十三条",
                f"第 {standing.ordinal} 次抽取尚未结束（{standing.state_label}），不能另行公告",
                "请继续办理；须放弃的由主要负责人中止",
            )
        ]
    )


def require_same_registries(
    task: Task, seen: Mapping[tuple[str, str], int] | None = None
) -> dict[tuple[str, str], int]:
    """(department, registry) → its last change. Raises StaleVersion where that is no longer what was seen. 2 queries a department."""
    now = {
        (each.department.code, str(kind)): RegistryChange.objects.filter(department=each.department, kind=kind).count()
        for each in departments_of(task)
        for kind in RegistryKind
    }
    if seen is not None and now != dict(seen):
        raise StaleVersion("冻结期间名录库有变动，请重新更新确认后再冻结")
    return now
