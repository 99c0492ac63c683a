"""The pages of 办事指引."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from shuangsuiji.web.components.acting import offices_held
from shuangsuiji.web.office.help import duties


def home(request: HttpRequest) -> HttpResponse:
    """办事指引"""
    held = offices_held(request)
    rows = [(code, label, code in held) for code, label in duties.offices().items()]
    rows.sort(key=lambda row: not row[2])
    return render(request, "office/help/home.html", {"rows": rows, "crumbs": [("办事指引", "")]})


def office(request: HttpRequest, office: str) -> HttpResponse:
    """One office's duties"""
    label = duties.offices().get(office)
    if label is None:
        raise Http404
    context = {
        "heading": label,
        "sections": duties.sections_of(office),
        "pages": duties.pages_of(office),
        "articles": duties.articles_of(office),
        "second_factor": duties.needs_second_factor(office),
        "crumbs": [("办事指引", "/office/help/"), (label, "")],
    }
    return render(request, "office/help/office.html", context)
