"""What waits in the two registries: a second signature; and what is wrong: certificates that end soon.

Source: 第十条, 第十五条; 70-interface §5.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.stages.registry.queries import inspectors as queries
from shuangsuiji.web.components.acting import offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.todos import Alert, Todo

_NEXT_DAYS = (30, 60)


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """One line per confirmation that waits for the section head."""
    if "section_head" in offices_held(request):
        for draft in queries.drafts_of(own_department(request)):
            url = reverse("registries:sign", args=(draft.pk,))
            yield Todo("签认更新确认", draft.get_kind_display(), url, hint=draft.reason, tone="need")


def alerts(request: HttpRequest) -> Iterator[Alert]:
    """How many certificates ended, or end within the coming days."""
    if "registry_keeper" not in offices_held(request):
        return
    today = localdate(now(request))
    department, address = own_department(request), reverse("inspectors:list")
    ended = queries.expiring(department, until=today)
    if ended:
        yield Alert(f"{ended} 名执法人员证件已到期，不列入可抽取人员", address, "danger")
    for days in _NEXT_DAYS:
        last = today + timedelta(days=days)
        soon = queries.expiring(department, after=today, until=last + timedelta(days=1))
        if soon:
            yield Alert(f"{soon} 名执法人员证件 {days} 日内到期", f"{address}?expiring={last}")
            return
