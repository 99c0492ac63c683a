"""What waits in filings: to ask for, to file, to publish.

Source: 第八条; 70-interface §5.
"""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from shuangsuiji.stages.plans.queries.filings import filings_waiting, papers_waiting, tasks_to_file
from shuangsuiji.web.components.acting import offices_answered_for, own_department
from shuangsuiji.web.components.todos import Todo

# Act → what to do, the page on which it is done.
_ACTS = {
    "file_ad_hoc": ("办理临时性抽查备案", "filings:filing"),
    "confirm_paper_filing": ("确认纸质备案", "filings:confirm_paper"),
    "publish_filing": ("公示备案", "filings:publish"),
}
# Who does it where the filing is on paper.
_ON_PAPER = {"confirm_paper_filing": "deputy_head", "publish_filing": "clerk"}


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """One line per ad-hoc task, due before the window of the inspection opens."""
    held = offices_answered_for(request)
    for task, returned in tasks_to_file(own_department(request)) if "clerk" in held else ():
        hint = f"退回理由：{returned}" if returned else "备案并公示后方可抽取"
        address = reverse("filings:request", args=(task.pk,))
        yield Todo("报送备案", f"{task}", address, due=task.from_on, hint=hint, tone="need" if returned else "")
    on_paper = papers_waiting(own_department(request)) if held & set(_ON_PAPER.values()) else []
    waiting_now = [(act, filing) for act, filing in on_paper if _ON_PAPER[act] in held]
    for act, filing in [*(filings_waiting() if "joint_office" in held else ()), *waiting_now]:
        label, view = _ACTS[act]
        address = reverse(view, args=(filing.pk,))
        yield Todo(label, f"{filing.task}", address, due=filing.task.from_on, hint=filing.task.department.name)
