"""What waits in 问题与建议: to be answered, or answered and to be closed; and what was not answered in time.

Source: 第三条; 70-interface §5.
"""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.stages.plans.queries.slips import slips_to_answer, slips_to_close
from shuangsuiji.web.components.acting import offices_held, own_department, own_person
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.todos import Alert, Todo


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """One line per slip."""
    if "coordinator" in offices_held(request):
        for slip in slips_to_answer():
            yield Todo("答复", f"{slip}", reverse("slips:answer", args=(slip.pk,)), due=slip.due_on)
    for slip in slips_to_close(own_department(request), own_person(request)):
        yield Todo("确认答复", f"{slip}", reverse("slips:slip", args=(slip.pk,)))


def late(request: HttpRequest) -> Iterator[Alert]:
    """One line where something was not answered in time."""
    if "coordinator" not in offices_held(request):
        return
    today = localdate(now(request))
    waiting_long = slips_to_answer().filter(due_on__lt=today).count()
    if waiting_long:
        yield Alert(f"有 {waiting_long} 件问题或建议超过提醒日仍未答复（第三条）", reverse("slips:list"))
