"""The pages of published notices: one list and one page per kind, alike.

Source: 第四条, 第六条, 第七条, 第八条; 70-interface §16.
"""

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from shuangsuiji.stages.disclosure import public
from shuangsuiji.web.components.paper_answers import is_pdf, midnight, paper_content, pdf_answer
from shuangsuiji.web.components.sharing import shared_for

TITLES = {"items": "抽查事项清单", "plans": "抽查计划", "filings": "临时性抽查备案"}
KEPT_SECONDS = 60
_KEPT_PAPERS = 32


@shared_for(KEPT_SECONDS)
def listed(request: HttpRequest, kind: str) -> HttpResponse:
    """一类公示件"""
    told = {"kind": kind, "title": TITLES[kind], "notices": public.notices(kind)}
    return render(request, "portal/notices/list.html", told)


@shared_for(KEPT_SECONDS)
def shown(request: HttpRequest, kind: str, index_no: str) -> HttpResponse:
    """一份公示件"""
    found = public.notice(kind, index_no)
    if found is None:
        raise Http404
    if is_pdf(request) and kind in public.FORMS:
        return pdf_answer(_paper(kind, index_no, found.later), f"{found.index_no}{found.title}")
    rows = [[row.get(name, "") for name, _ in found.content["columns"]] for row in found.content["rows"]]
    told = {
        "kind": kind,
        "title": TITLES[kind],
        "notice": found,
        "rows": rows,
        "printable": kind in public.FORMS,
        "history": public.history(kind, index_no),
    }
    return render(request, "portal/notices/notice.html", {**told, "changes": public.changes(kind, index_no)})


@lru_cache(_KEPT_PAPERS)
def _paper(kind: str, index_no: str, later: str) -> bytes:
    """A notice never changes, so its paper is set once; `later`: what replaced it meanwhile stands on the paper."""
    found = public.notice(kind, index_no)
    assert found is not None, "the page looked before"
    del later
    return paper_content(public.FORMS[kind], public.paper_values(kind, index_no), at=midnight(found.published_on))
