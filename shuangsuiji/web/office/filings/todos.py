"""What waits in filings: to ask for, to file, to publish.

Source: 第八条; 70-interface §5.
"""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from shuangsuiji.stages.plans.queries.filings import filings_waiting, tasks_to_file
from shuangsuiji.web.components.acting import offices_held, own_department
from shuangsuiji.web.components.todos import Todo

# Act → what to do, the page on which it is done.
_ACTS = {"file_ad_hoc": ("办理临时性抽查备案", "filings:filing"), "publish_filing": ("公示备案", "filings:publish")}


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """One line per ad-hoc task, due before the window of the inspection opens."""
    held = offices_held(request)
    for task, returned in tasks_to_file(own_department(request)) if "clerk" in held else ():
        hint = f"退回理由：{returned}" if returned else "备案并公示后方可抽取"
        address = reverse("filings:request", args=(task.pk,))
        yield Todo("报送备案", f"{task}", address, due=task.from_on, hint=hint, tone="need" if returned else "")
    for act, filing in filings_waiting() if "joint_office" in held else ():
        label, view = _ACTS[act]
        address = reverse(view, args=(filing.pk,))
        yield Todo(label, f"{filing.task}", address, due=filing.task.from_on, hint=filing.task.department.name)
