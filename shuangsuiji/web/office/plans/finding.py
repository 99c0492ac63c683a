"""Which plan a request is about, and whether it may be seen: another department's is as if it were not there.

Source: 80-reliability E3. Gives: records of the stage, or Http404.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from shuangsuiji.stages.plans.queries import plans
from shuangsuiji.stages.plans.queries.content import content_of
from shuangsuiji.web.components.acting import offices_held, own_department


def plan_of(request: HttpRequest, key: UUID) -> Any:
    """A plan that may be read."""
    found = plans.plan_for(key, own_department(request), offices_held(request))
    if found is None:
        raise Http404
    return found


def own_plan(request: HttpRequest, key: UUID) -> Any:
    """A plan of one's own department."""
    found = plan_of(request, key)
    if found.department.code != own_department(request):
        raise Http404
    return found


def asked_plan(request: HttpRequest, key: UUID) -> Any:
    """A plan that was sent round to one's own department."""
    if key not in plans.asked_of(own_department(request)):
        raise Http404
    return plan_of(request, key)


def line_of(request: HttpRequest, key: UUID, line: UUID) -> "tuple[Any, Any]":
    """A plan of one's own department, and a line of its paper."""
    plan = own_plan(request, key)
    found = plans.draft_line(plan, line)
    if found is None:
        raise Http404
    return plan, found


def content_seen(request: HttpRequest, plan: Any) -> "tuple[dict[str, Any], Any]":
    """What the person is shown of a plan, and its paper where that is what he sees: a draft, or an amendment under way."""
    paper = plans.paper_shown(plan)
    own = plan.department.code == own_department(request)
    amending = paper.base_number is not None and (own or paper.sent_digest)
    if plan.status == "DRAFT" or amending:
        return content_of(paper), paper
    version = plans.version_in_force(plan)
    return (version.content if version else content_of(paper)), None
