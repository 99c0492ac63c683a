"""The act: the drawn list is dispatched; every subject on it becomes one inspection with its departments' parts and its team.

Source: 第十四条, 第十六条, 第十七条. Nothing is added, dropped or exchanged: the inspections are the list.
"""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.core.rules.item_lists import check_guides
from shuangsuiji.core.rules.lifecycle import TASK, check_act
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.published import Published
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.draws.models import Draw, DrawnSubject
from shuangsuiji.stages.draws.queries.draws import draw_of
from shuangsuiji.stages.draws.queries.intact import list_is_intact
from shuangsuiji.stages.draws.queries.sealing import result_sealed
from shuangsuiji.stages.inspections.models import Inspection, Part, Team, TeamMember
from shuangsuiji.stages.items.queries import guided_codes
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.queries.parties import departments_of, items_of
from shuangsuiji.stages.plans.signing import holds


def dispatch(*, task_id: UUID, actor: Actor, at: datetime) -> Task:
    """Dispatch the drawn list of a task of the actor's department.

    Raises RuleViolation (E13-1, E13-2, E14-2 where the list is not the drawn one, E14-9 before it is sealed, E17-1 for every item
    without a guide), DoesNotExist. Cost: the draw is computed once more.
    """
    with command(actor=actor, at=at) as cmd:
        tasks = Task.objects.select_related("department", "line").select_for_update(no_key=True, of=("self",))
        task: Task = tasks.get(pk=task_id, department__code=actor.org)
        require(check_act(TASK, task.status, "dispatch"))
        draw = draw_of(task)
        assert draw is not None, "a drawn task has its draw"
        require(*_guides(task), list_is_intact(draw))
        facts = {"draw_in_checkpoint": sealed(draw, cmd.published), "not_a_rehearsal": holds("第十四条", "正式抽取")}
        move(task, "dispatch", actor=actor, at=at, facts=facts)
        teams = _teams(draw)
        made = _inspections(cmd, task, draw, teams)
        _tell(cmd, task, draw, made)
    return task


def sealed(draw: Draw, published: Published | None) -> Finding:
    """Whether the result is in a signed checkpoint: else a list could be dispatched that the log later does not hold."""
    within = result_sealed(draw, published)
    return judge(
        "E14-9", "第十四条", within, required="已进入签名检查点", actual="已进入" if within else "尚未进入",
        refusal="抽取结果尚未进入签名检查点，不能派发（第十四条）。",
        remedy="封存程序约每分钟签发一次检查点，请稍候再派发；久等不到的请告知运维人员。",
    )  # fmt: skip


def _guides(task: Task) -> tuple[Finding, ...]:
    items = {each.item.code: each.item.name for each in items_of(task)}
    guided = guided_codes(items)
    return check_guides([name for code, name in items.items() if code not in guided])


def _teams(draw: Draw) -> dict[str, Team]:
    """The teams as drawn; empty where people are drawn apart."""
    places = list(draw.places.select_related("department", "inspector").order_by("slot"))
    teams = {code: Team(task=draw.task, draw=draw, code=code) for code in sorted({each.team for each in places})}
    Team.objects.bulk_create(teams.values())
    TeamMember.objects.bulk_create(
        TeamMember(
            team=teams[each.team], slot=each.slot, ordinal=0, role=each.role, department=each.department,
            inspector=each.inspector,
        )
        for each in places
    )  # fmt: skip
    return teams


def _inspections(cmd: Command, task: Task, draw: Draw, teams: dict[str, Team]) -> dict[str, list[str]]:
    """Department → numbers of the inspections it takes part in. A subject of several libraries is visited once."""
    departments = [each.department for each in departments_of(task)]
    drawn: dict[str, list[DrawnSubject]] = defaultdict(list)
    rows = DrawnSubject.objects.filter(draw=draw).select_related("subject", "department")
    for row in rows.order_by("team", "ticket", "handle"):
        drawn[row.subject.identity].append(row)
    told: dict[str, list[str]] = defaultdict(list)
    for ordinal, (identity, places) in enumerate(drawn.items(), start=1):
        first = places[0]
        inspection = Inspection(
            task=task, draw=draw, number=f"{task.number}/{ordinal:05d}", subject=first.subject, identity=identity,
            team=teams.get(first.team), dispatched_at=cmd.at,
        )  # fmt: skip
        parts = sorted(
            {each.department for each in places} if draw.plan.get("libraries") else set(departments), key=_code
        )
        _born(cmd, inspection, parts)
        for department in parts:
            told[department.code].append(inspection.number)
    return told


def _code(department: Department) -> str:
    return department.code


def _born(cmd: Command, inspection: Inspection, parts: list[Department]) -> None:
    on_list = {name: holds("第十四条", name) for name in ("task_drawn", "subject_on_list", "part_for_each_department")}
    move(inspection, "dispatch", actor=cmd.actor, at=cmd.at, facts=on_list)
    facts = {name: holds("第十四条", name) for name in ("task_drawn", "department_has_items")}
    for department in parts:
        move(Part(inspection=inspection, department=department), "dispatch", actor=cmd.actor, at=cmd.at, facts=facts)


def _tell(cmd: Command, task: Task, draw: Draw, made: dict[str, list[str]]) -> None:
    """One entry for each department; the numbers stay sealed."""
    result = LogEvent.objects.get(event_id=draw.result.event_id)
    for each in departments_of(task):
        numbers = made.get(each.department.code, [])
        pub = {"task_id": task.number, "department": each.department.code, "count": len(numbers)}
        kept = {"list": Private(numbers, house_key(at=cmd.at).id)}
        cmd.emit("dispatch.sent", pub=pub, private=kept, refs=[("follows", bytes(result.leaf_hash))])
