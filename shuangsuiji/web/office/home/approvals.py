"""The open requests for a decision that wait for an office held by whoever looks, as lines of the workbench.

Source: 第十五条, 第二十一条; 70-interface §4 (分、主: what is at stake on the row). The address of a request's page is told by its
stage: `ADDRESSES` maps the kind of object to a view name and the argument that takes its key.
"""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from shuangsuiji.core.rules.events import EventError, act
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.queries import day_of, posts_on
from shuangsuiji.foundation.approvals.models import ApprovalRequest
from shuangsuiji.foundation.approvals.queries import waiting_for
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.todos import Todo

# Kind of object → (view name, name of the argument). A kind without an entry leads to the workbench.
ADDRESSES: dict[str, tuple[str, str]] = {}


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """One line per request, never one's own."""
    account = request.user
    if not isinstance(account, Account) or account.person.is_administrator:
        return
    for post in posts_on(account.person, day_of(now(request))):
        for asked in waiting_for(post.office, post.department.code):
            if asked.requester != account.person.pk:
                yield Todo("审批", _what(asked), _address(asked), hint=asked.reason, tone="need")


def _what(asked: ApprovalRequest) -> str:
    try:
        return f"{act(asked.act).label}（{asked.citation}）"
    except EventError:
        return f"{asked.object_type}（{asked.citation}）"


def _address(asked: ApprovalRequest) -> str:
    view, argument = ADDRESSES.get(asked.object_type, ("office:home", ""))
    try:
        return reverse(view, kwargs={argument: asked.object_id} if argument else None)
    except NoReverseMatch:
        return reverse("office:home")
