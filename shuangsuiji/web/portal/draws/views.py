"""The pages of draws, and their files.

Source: 第四条, 第十四条; 70-interface §8. A file never changes under its address, which names the revision.
"""

import hashlib
from functools import lru_cache
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from shuangsuiji.stages.disclosure.public import proofs
from shuangsuiji.web.components.sharing import shared_for
from shuangsuiji.web.components.verifier_archive import archive_bytes
from shuangsuiji.web.portal.draws.offline import offline_page
from shuangsuiji.web.portal.draws.telling import VERIFIER, fits_one_page, page_of

KEPT_SECONDS = 60
FILE_SECONDS = 31_536_000
_KEPT_PAGES = 4


@shared_for(KEPT_SECONDS)
def listed(request: HttpRequest) -> HttpResponse:
    """抽取及其证明"""
    return render(request, "portal/draws/list.html", {"proofs": proofs.proofs()})


@shared_for(KEPT_SECONDS)
def shown(request: HttpRequest, number: str, version: int | None = None) -> HttpResponse:
    """一次抽取的证明"""
    return render(request, "portal/draws/proof.html", page_of(_proof(number, version)))


@shared_for(FILE_SECONDS)
def file(request: HttpRequest, number: str, version: int, name: str) -> HttpResponse:
    """一份证明的文件"""
    found = next((each for each in _proof(number, version).files if each.name == name), None)
    if found is None:
        raise Http404
    media = f"{found.media_type}; charset=utf-8" if found.media_type.startswith("text/") else found.media_type
    response = _download(proofs.file_bytes(found), media, name)
    patch_cache_control(response, immutable=True)
    return response


@shared_for(KEPT_SECONDS)
def offline(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """离线核验页：只供保存，从不在本站打开"""
    found = _proof(number, version)
    if not fits_one_page(found):
        raise Http404
    content = _offline(number, version)
    return _download(content, "application/octet-stream", found.record.name.removesuffix(".json") + ".html")


@shared_for(KEPT_SECONDS)
def verifier(request: HttpRequest) -> HttpResponse:
    """核验程序"""
    return _download(archive_bytes(), "application/zip", VERIFIER)


def _proof(number: str, version: int | None) -> proofs.Proof:
    found = proofs.proof(number, version)
    if found is None:
        raise Http404
    return found


@lru_cache(_KEPT_PAGES)
def _offline(number: str, version: int) -> bytes:
    """A revision never changes, so its page is made once."""
    return offline_page(_proof(number, version))


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file that is saved, not shown; pages of other sites may read it, as the log's files."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()}"'
    return response
