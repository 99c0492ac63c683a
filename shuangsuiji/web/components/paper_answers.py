"""A paper as the answer to a GET: rendered, not entered; the same data at the same time give the same bytes.

Source: 70-interface §9. Takes: a form, its values. Gives: the file as a download. Raises: PaperRefused, FontMissing (told as pages).
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import get_default_timezone

from shuangsuiji.foundation.papers.rendering import MEDIA_TYPE, render_pdf


def is_pdf(request: HttpRequest) -> bool:
    """Whether a page's own address asks for its paper (`?export=pdf`)."""
    return request.GET.get("export") == "pdf"


def midnight(day: date) -> datetime:
    """The beginning of a day here: the time of a paper that belongs to a day, not to who fetches it."""
    return datetime.combine(day, time(), get_default_timezone())


def paper_content(form: str, values: Mapping[str, Any], *, at: datetime) -> bytes:
    """The bytes of a paper."""
    return render_pdf(form, values, at=at).content


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF as a download; `name` without ending."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.pdf"
    return response
