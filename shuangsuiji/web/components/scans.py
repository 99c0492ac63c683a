"""A file of a record, as it leaves us: to whoever may read the record, as an attachment, held against its digest first.

Source: 第五条; 80-reliability D; 70-interface §11. Takes: what the record keeps, after its page's own question who may see it.
"""

from django.http import Http404, HttpResponse

from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.evidence.reading import arrival_of, original
from shuangsuiji.foundation.evidence.serving import headers


def scan_answer(digest: str) -> HttpResponse:
    """The bytes with that digest. Raises Http404 where there is no digest or no such file, FileDamaged where it is not what it was."""
    return file_answer(arrival_of(digest) if digest else None)


def file_answer(row: EvidenceFile | None) -> HttpResponse:
    """The file of that row. Raises as `scan_answer`."""
    if row is None:
        raise Http404
    return HttpResponse(original(row), headers=dict(headers(row)))
