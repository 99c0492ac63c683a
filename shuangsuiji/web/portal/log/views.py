"""The page about the log, and its files.

Source: 50-ledger §1, §5 (cache times), §7.
"""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.sharing import shared_for
from shuangsuiji.web.portal.log.files import checkpoint_bytes, tile_bytes
from shuangsuiji.web.portal.log.telling import page_of

FILES = "/log/"
CHECKPOINT_SECONDS = 5
TILE_SECONDS = 31_536_000


@shared_for(CHECKPOINT_SECONDS)
def log(request: HttpRequest) -> HttpResponse:
    """Checkpoint, witnesses, what can and cannot be noticed, how to verify."""
    return render(request, "portal/log/log.html", page_of(now(request), request.build_absolute_uri(FILES)))


@shared_for(CHECKPOINT_SECONDS)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed checkpoint."""
    raw = checkpoint_bytes(_folder())
    if raw is None:
        raise Http404
    return _file(raw, "text/plain; charset=utf-8")


@shared_for(TILE_SECONDS)
def tile(request: HttpRequest, tile_path: str) -> HttpResponse:
    """A tile or a bundle of entries. A partial one is as lasting as a full one: its path names its width."""
    raw = tile_bytes(_folder(), tile_path)
    if raw is None:
        raise Http404
    response = _file(raw, "application/octet-stream")
    patch_cache_control(response, immutable=True)
    return response


def _folder() -> Path:
    return Path(settings.SHUANGSUIJI_LOG_FOLDER)


def _file(raw: bytes, media_type: str) -> HttpResponse:
    """A file that pages of other sites may read: verifiers run where their user saved them."""
    response = HttpResponse(raw, content_type=media_type)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
