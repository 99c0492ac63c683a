"""What waits in the item lists: a draft to send, a version to approve, an approved one to publish.

Source: 第六条; 70-interface §5.
"""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from shuangsuiji.stages.items.queries import waiting_for
from shuangsuiji.web.components.acting import offices_held, own_department
from shuangsuiji.web.components.todos import Todo

_ACTS = {("DRAFT", False): "编制", ("DRAFT", True): "批准", ("APPROVED", False): "公布", ("APPROVED", True): "公布"}


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """One line per version."""
    for office in ("clerk", "joint_office", "deputy_head"):
        if office not in offices_held(request):
            continue
        for version in waiting_for(office, own_department(request)):
            sent = version.draft.sent_at is not None
            hint = version.draft.sent_reason if sent else version.draft.returned
            yield Todo(
                _ACTS[version.status, sent], str(version), reverse("items:version", args=(version.pk,)), hint=hint
            )
