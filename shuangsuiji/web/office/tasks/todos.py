"""What waits in tasks: a scheme to write, to countersign, to approve; registries to confirm.

Source: 第十条, 第十一条; 70-interface §5.
"""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from shuangsuiji.stages.plans.queries.confirmations import papers_to_vouch
from shuangsuiji.stages.plans.queries.tasks import schemes_waiting
from shuangsuiji.web.components.acting import offices_answered_for, own_department
from shuangsuiji.web.components.todos import Todo

_VIEWS = {"编制方案": "tasks:task", "更新确认两库": "tasks:task"}


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """One line per task and act, due before the window of the inspection opens."""
    held = offices_answered_for(request)
    for office in ("clerk", "registry_keeper", "deputy_head"):
        for act, task in schemes_waiting(office, own_department(request)) if office in held else ():
            hint = task.draft.revised if office == "clerk" else ""
            address = reverse(_VIEWS.get(act, "tasks:sign"), args=(task.pk,))
            yield Todo(act, f"{task}", address, due=task.from_on, hint=hint)
    if "deputy_head" in held:
        for paper, task in papers_to_vouch(own_department(request)):
            address = reverse("tasks:vouch", args=(task.pk, paper.pk))
            yield Todo("核对纸质更新确认", f"{task}", address, due=task.from_on, hint=f"{paper.department}")
