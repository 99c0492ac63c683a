"""A bureau with a public plan and firms, and one task that nothing is wrong with."""

from typing import Any

from shuangsuiji.foundation.accounts.models import Department, Person
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.actions.revise_scheme import revise_scheme
from shuangsuiji.stages.plans.actions.sign_scheme import sign_scheme
from shuangsuiji.stages.plans.actions.submit_plan import submit_plan
from shuangsuiji.stages.plans.models import Plan, SchemeDraft, Task
from shuangsuiji.stages.plans.queries.plans import published_lines
from shuangsuiji.stages.plans.queries.schemes import scheme_digest
from shuangsuiji.stages.plans.queries.tasks import scheme_draft_of
from shuangsuiji.stages.plans.scheme_drafting import edit_scheme, send_scheme
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.models import Inspector, RegistryKind, Subject
from shuangsuiji.stages.registry.queries import delta_since
from tests.cast import LI, SUN, WU
from tests.stages.cast import HE, LUO, SONG, County
from tests.stages.plans.planning import YEAR, confirmed, drafted, firms, line

SIZES = {"A": 120, "B": 40, "C": 21, "D": 4}


def public(county: County, *lines: dict[str, Any], kind: str = "OWN", **head: Any) -> Plan:
    """A plan of the bureau, published."""
    plan = confirmed(county, drafted(county, *lines, kind=kind, **head))
    office = LI
    if kind == "JOINT":
        submit_plan(plan_id=plan.pk, actor=county.actor(LI), at=county.at)
        office = SONG
    publish_plan(plan=plan.pk, place="本局网站", actor=county.actor(office), at=county.at)
    return plan


def made(county: County, *, kind: str = "OWN", sizes: dict[str, int] | None = None, **changed: Any) -> Task:
    """A task of the bureau from a plan of one line, with firms in every class."""
    public(county, line(**changed), kind=kind)
    firms(county, county.lead, 1, **(SIZES if sizes is None else sizes))
    return created(county)


def created(county: County) -> Task:
    """A task from the first public line."""
    first = published_lines("rsj", YEAR)[0]
    return create_task(line_id=first.pk, name="劳动用工检查", actor=county.actor(LI), at=county.at)


def paper_of_scheme(task: Task) -> SchemeDraft:
    """The paper as it is now."""
    return scheme_draft_of(task)


def write(county: County, task: Task, **terms: Any) -> SchemeDraft:
    """The clerk fills in what the line does not say, and what is given."""
    given = {"divided": "各查本部门事项", **terms}
    version = paper_of_scheme(task).version
    return edit_scheme(task_id=task.pk, version=version, terms=given, actor=county.actor(LI), at=county.at)


def sent(county: County, task: Task) -> str:
    """Sent round; answers the digest that will be signed."""
    send_scheme(task_id=task.pk, version=paper_of_scheme(task).version, actor=county.actor(LI), at=county.at)
    return scheme_digest(paper_of_scheme(task))


def sign(county: County, task: Task, who: Any = SUN, *, agrees: bool = True, seen: str = "", opinion: str = "") -> None:
    """A deputy head signs what stands there."""
    answer = Answer(seen or scheme_digest(paper_of_scheme(task)), opinion)
    sign_scheme(task_id=task.pk, agrees=agrees, answer=answer, actor=county.actor(who), at=county.at)


def signed(county: County, task: Task, **terms: Any) -> Task:
    """Written, sent, signed by everybody."""
    write(county, task, **terms)
    sent(county, task)
    if task.departments.count() > 1:
        sign(county, task, HE)
    sign(county, task)
    task.refresh_from_db()
    return task


def revised(county: County, task: Task, reason: str = "检查时间调整") -> Task:
    """Taken back by the clerk."""
    return revise_scheme(task_id=task.pk, reason=reason, actor=county.actor(LI), at=county.at)


def staff(county: County, department: Department) -> None:
    """One person of a department in its registry of inspectors, where nobody is."""
    if Inspector.objects.filter(department=department).exists():
        return
    person = Person.objects.filter(department=department).order_by("pk").first()
    with command(actor=county.actor(LI), at=county.at) as cmd:
        Inspector(
            person=person, department=department, number=f"cert:{department.code}-1", cap=9, source="测试",
            salt="00" * 16, row_digest="0" * 64,
        ).save(force_insert=True)  # fmt: skip
        cmd.emit("account.changed", pub={"kind": "person", "count": 1})


def registries_confirmed(county: County, department: Department, **of_task: Any) -> None:
    """Both registries of a department, confirmed by its keeper, generally or for a task; whatever is empty gets a row first."""
    if not Subject.objects.filter(department=department).exists():
        firms(county, department, 800_000, A=1)
    staff(county, department)
    keeper = county.actor(WU if department == county.lead else LUO)
    for kind in RegistryKind:
        seen = delta_since(department, kind).digest
        confirm_registry(kind=kind, seen=seen, **of_task, actor=keeper, at=county.at)
