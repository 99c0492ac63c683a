"""The last steps of the demo's office before a draw: the roll of inspectors, and a task that nothing keeps from its draw.

Source: 第十条, 第十一条, 第十三条（一）. Every step is the act that a person would use.
"""

from pathlib import Path
from uuid import UUID

from shuangsuiji.core.draw.beacon import DICE
from shuangsuiji.foundation.accounts import queries
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.sheets.inspectors import read_inspectors
from shuangsuiji.stages.plans.actions.confirm_registries import confirm_registries
from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.actions.sign_scheme import sign_scheme
from shuangsuiji.stages.plans.queries.plans import published_lines
from shuangsuiji.stages.plans.scheme_drafting import edit_scheme, send_scheme
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.import_inspectors import InspectorRoll, import_inspectors
from shuangsuiji.stages.registry.actions.sign_confirmation import sign_confirmation
from shuangsuiji.stages.registry.confirming import delta_since
from shuangsuiji.stages.registry.queries.inspectors import KINDS, draft_confirmation
from shuangsuiji.web.console.county.people import department_codes
from shuangsuiji.web.console.demo_office_staff import CODE, Office, now

_OTHERS = "其他部门的人员，由该部门自行导入"
_DIVIDED = "本局承担全部事项，由劳动保障监察股牵头"


def inspectors(office: Office, sheet: Path) -> None:
    """Take the bureau's own inspectors out of the county's roll; the others are excluded row by row, with the reason."""
    office.printer.title("五、执法检查人员名录库：导入本局人员", "第十条")
    day = queries.day_of(now())
    words = department_codes()
    whole = read_inspectors(sheet, at=day, departments=words)
    others = {entry.row: _OTHERS for entry in whole.entries if entry.department != CODE}
    reading = read_inspectors(sheet, at=day, departments=words, exclude_rows=others)
    import_inspectors(roll=InspectorRoll(reading, full_list=True), actor=office.actor("wu"), at=now())
    office.printer.say(f"{len(reading.entries)} 人，其他部门 {len(others)} 人未入库")


def ready_task(office: Office) -> str:
    """Make a task of the first public line, have its scheme signed and both registries confirmed; answers its number."""
    office.printer.title("八、抽查任务：方案、会签、两库更新确认", "第十条、第十一条、第十三条（一）")
    line = published_lines(CODE, office.year)[0]
    task = create_task(line_id=line.pk, name=f"{office.year}年{line.task_name}", actor=office.actor("li"), at=now())
    _scheme(office, task.pk)
    department = Department.objects.get(code=CODE)
    for kind, _ in KINDS:
        _confirmed(office, department, kind, task.pk, task.number)
    confirm_registries(task_id=task.pk, actor=office.actor("wu"), at=now())
    task.refresh_from_db()
    office.printer.say(f"{task.number} {task.name}：{task.status_label}，可以抽取")
    return f"{task.number}"


def _scheme(office: Office, task: UUID) -> None:
    li, terms = office.actor("li"), {"divided": _DIVIDED, "public_number": DICE}
    draft = edit_scheme(task_id=task, version=1, terms=terms, actor=li, at=now())
    draft = send_scheme(task_id=task, version=draft.version, actor=li, at=now())
    seen = Answer(draft.sent_digest)
    sign_scheme(task_id=task, agrees=True, answer=seen, actor=office.actor("sun"), at=now())


def _confirmed(office: Office, department: Department, kind: str, task: UUID, number: str) -> None:
    """Confirmed by the keeper; where much is new, a second person signs it."""
    seen = delta_since(department, kind).digest
    made = confirm_registry(kind=kind, seen=seen, task_id=task, task_number=number, actor=office.actor("wu"), at=now())
    if draft_confirmation(made.pk, CODE):
        sign_confirmation(draft=made.pk, actor=office.actor("zheng"), at=now())
