"""What waits in the two registries: a second signature; and what is wrong: certificates that end soon.

Source: 第十条, 第十五条; 70-interface §5.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.stages.registry.actions.sign_confirmation import signer_of
from shuangsuiji.stages.registry.queries import inspectors as queries
from shuangsuiji.stages.registry.queries import moves
from shuangsuiji.web.components.acting import offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.todos import Alert, Todo

_NEXT_DAYS = (30, 60)


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """Whoever moves here and waits to be entered; confirmations that wait for this office's second signature."""
    held = offices_held(request)
    if "registry_keeper" in held:
        for each in moves.arriving_at(own_department(request)):
            url = reverse("inspectors:arrive", args=(each.pk,))
            yield Todo(
                "登记调入人员", each.inspector.person.name, url, hint=each.inspector.department.name, tone="need"
            )
    if not held & {"section_head", "deputy_head"}:
        return
    for draft in queries.drafts_of(own_department(request)):
        signer = signer_of(draft, localdate(now(request)))
        if signer is not None and signer.office in held:
            url = reverse("registries:sign", args=(draft.pk,))
            hint = "；".join(filter(None, (draft.reason, signer.standing_in)))
            yield Todo("签认更新确认", draft.get_kind_display(), url, hint=hint, tone="need")


def alerts(request: HttpRequest) -> Iterator[Alert]:
    """How many certificates ended, or end within the coming days."""
    if "registry_keeper" not in offices_held(request):
        return
    today = localdate(now(request))
    address = reverse("inspectors:list")
    days = queries.ending(own_department(request), today + timedelta(days=_NEXT_DAYS[-1]))
    ended = sum(day < today for day in days)
    if ended:
        yield Alert(f"{ended} 名执法人员证件已到期，不列入可抽取人员", address, "danger")
    for coming in _NEXT_DAYS:
        last = today + timedelta(days=coming)
        soon = sum(today <= day <= last for day in days)
        if soon:
            yield Alert(f"{soon} 名执法人员证件 {coming} 日内到期", f"{address}?expiring={last}")
            return
