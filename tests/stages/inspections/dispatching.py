"""A drawn task with guides for its items, dispatched; a replacement asked for."""

from datetime import datetime, timedelta
from typing import Any

from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.inspections.actions.dispatch import dispatch
from shuangsuiji.stages.inspections.actions.request_replacement import Wish, request_replacement
from shuangsuiji.stages.inspections.models import InspectorReplacement, Team, TeamMember
from shuangsuiji.stages.inspections.queries.teams import candidates_for, serving
from shuangsuiji.stages.items.actions.write_guide import publish_guide, write_guide
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.queries.parties import items_of
from tests.cast import LI, ZHENG
from tests.remembered import remembered
from tests.stages.cast import County
from tests.stages.draws import drawing

LATER = timedelta(minutes=90)


def guided(county: County, task: Task) -> None:
    """Every item of the task has a published guide."""
    contents = {"basis": "条例", "procedure": "先看后问", "content": "合同", "method": "查阅"}
    for each in items_of(task):
        draft = write_guide(
            item_code=each.item.code,
            contents=contents,
            points=[("是否签订劳动合同", "")],
            actor=county.actor(LI),
            at=county.at,
        )
        publish_guide(item_code=each.item.code, read=draft.version, actor=county.actor(ZHENG), at=county.at)


def drawn(county: County) -> Draw:
    """Drawn, guided, sealed."""
    made = remembered(_drawn, county)
    drawing.seal_log()
    return made


def _drawn(county: County) -> Draw:
    task = drawing.ready_task(county)
    guided(county, task)
    return drawing.whole(county, task)


def at(county: County, minutes: int = 0) -> datetime:
    """A moment after the draw."""
    return county.at + LATER + timedelta(minutes=minutes)


def dispatched(county: County) -> Task:
    """Dispatched by the clerk."""
    made = drawn(county)
    return dispatch(task_id=made.task_id, actor=county.actor(LI), at=at(county))


def place(task: Task) -> TeamMember:
    """A member, no leader, of the first team."""
    team = Team.objects.filter(task=task).order_by("code")[0]
    return next(each for each in serving(team) if each.role != "leader")


def wish(task: Task, **changed: Any) -> tuple[Team, Wish]:
    """A wish nothing is wrong with."""
    leaving = place(task)
    coming = candidates_for(leaving.team, leaving.slot)[0]
    said = {"slot": leaving.slot, "substitute": coming.pk, "ground": "health", "text": "住院", **changed}
    return leaving.team, Wish(**said)


def asked(county: County, task: Task, **changed: Any) -> InspectorReplacement:
    """Asked for by the clerk."""
    team, said = wish(task, **changed)
    return request_replacement(team_id=team.pk, wish=said, actor=county.actor(LI), at=at(county, 1))
