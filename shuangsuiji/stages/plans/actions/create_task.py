"""The act: a clerk makes a task from a line of a public plan, or of an ad-hoc plan with its paper.

Source: 第二条, 第七条, 第八条, 第十三条（一）, 第二十九条. The task gets its number, its items in the wording of the published list, its
departments, the rules of the day, and the paper of its scheme as the line gives it.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.item_lists import check_published
from shuangsuiji.core.rules.plans import check_plan_published, check_source
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.foundation.overrides.snapshots import snapshot
from shuangsuiji.stages.items.models import Item
from shuangsuiji.stages.items.queries import published_items
from shuangsuiji.stages.plans.models import PlanKind, PlanLine, Task, TaskDepartment, TaskItem
from shuangsuiji.stages.plans.queries.schemes import window_of
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.scheme_drafting import first_paper
from shuangsuiji.stages.plans.signing import holds, worst

_DIVISION = 6


def create_task(*, line_id: UUID, name: str, actor: Actor, at: datetime) -> Task:
    """Make a task of the actor's department.

    Raises RuleViolation (E02-1, E07-3, E08-3, E13-2), PlansRefused without a name, DoesNotExist for another department's line.
    """
    if not name.strip():
        raise PlansRefused("请填写任务名称。")
    with command(actor=actor, at=at) as cmd:
        department = Department.objects.select_for_update(no_key=True, of=("self",)).get(code=actor.org)
        lines = PlanLine.objects.select_related("version__plan")
        line = lines.get(pk=line_id, version__plan__department=department)
        items = _published(line)
        facts = {"items_published": _items_fact(line, items), "plan_line_or_basis": _line_fact(line)}
        task = _new(department, line, name.strip(), at)
        move(task, "create_task", actor=actor, at=at, facts=facts)
        codes = _parts(task, line, items)
        first_paper(task, line).save(force_insert=True)
        pub = {
            "task_id": task.number,
            "departments": codes,
            "window_from": f"{task.from_on}",
            "window_to": f"{task.to_on}",
        }
        kept = {"name": task.name, "line": line.number}
        cmd.emit("task.created", pub=pub, private={"scheme": Private(kept, house_key(at=at).id)})
    return task


def _new(department: Department, line: PlanLine, name: str, at: datetime) -> Task:
    year, (from_on, to_on) = line.version.plan.year, window_of(line)
    last = Task.objects.filter(department=department, year=year).aggregate(last=Max("ordinal"))["last"] or 0
    return Task(
        department=department,
        year=year,
        ordinal=last + 1,
        number=f"{department.division[:_DIVISION]}/{department.code}/{year}/{last + 1:03d}",
        name=name,
        line=line,
        from_on=from_on,
        to_on=to_on,
        created_on=localdate(at),
        rules=snapshot(localdate(at), department.code),
    )


def _published(line: PlanLine) -> dict[str, Item]:
    """The line's items as they stand in the lists in force; retired ones are missing."""
    codes = [each.item.code for each in line.items.select_related("item")]
    return {item.code: item for item in published_items().filter(code__in=codes)}


def _items_fact(line: PlanLine, items: dict[str, Item]) -> Finding:
    wanted = {each.item.code: each.item.name for each in line.items.select_related("item")}
    return worst(check_published(wanted, set(items)), holds("第二条", "计划行没有事项"))


def _line_fact(line: PlanLine) -> Finding:
    plan = line.version.plan
    if plan.kind == PlanKind.AD_HOC:
        return check_source(plan.source, plan.source_body, plan.source_document, plan.source_dated_on)
    if plan.status == "PUBLISHED" and line.version.number != plan.published_number:
        return check_plan_published("CONFIRMED", "该版本没有公示，或已被变更")
    return check_plan_published(plan.status, plan.status_label)


def _parts(task: Task, line: PlanLine, items: dict[str, Item]) -> list[str]:
    """Write the task's items and departments; answers the departments' codes, the initiating one first."""
    TaskItem.objects.bulk_create(
        [TaskItem(task=task, ordinal=ordinal, item=items[code]) for ordinal, code in enumerate(sorted(items), start=1)]
    )
    joined = {each.department for each in line.version.participants.select_related("department")}
    if line.participants:
        joined = {each for each in joined if each.code in line.participants}
    lead = TaskDepartment(task=task, department=task.department, role=TaskDepartment.Role.LEAD)
    others = sorted(joined, key=lambda each: each.code)
    rows = [TaskDepartment(task=task, department=each, role=TaskDepartment.Role.JOIN) for each in others]
    TaskDepartment.objects.bulk_create([lead, *rows])
    return [task.department.code, *(each.code for each in others)]
