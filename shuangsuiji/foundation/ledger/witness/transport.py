"""One HTTP exchange: http or https only, never redirected, never longer or larger than asked.

Source: 50-ledger §7; 80-reliability H8 (no network call except configured ones).
Takes: an address from a policy or a command line. Gives: status and body; `Unreachable` for whatever went wrong on the way.
"""

import http.client
import time
from dataclasses import dataclass
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

_PIECE = 65_536
_GOOD = 200


class Unreachable(Exception):
    """Nothing usable came back; the text says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, body and header `Last-Modified` (empty where there is none)."""

    status: int
    body: bytes
    modified: str = ""


def exchange(url: str, *, body: bytes | None = None, most: int, timeout: float) -> Reply:
    """GET `url`, or POST `body` to it; at most `most` bytes come back, within `timeout` seconds in all.

    Whatever the status, it is the answer, and a redirection is not followed; a longer body is refused with status 200 and cut
    with any other, for an error page may be of any length. Raises Unreachable.
    """
    refuse_address(url)
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    headers = {"User-Agent": "shuangsuiji", **({} if body is None else {"Content-Type": "text/plain; charset=utf-8"})}
    request = Request(url, data=body, headers=headers)  # noqa: S310 - the scheme was checked above
    deadline = time.monotonic() + timeout
    try:
        with opener.open(request, timeout=timeout) as answer:
            raw = _read(answer, most, deadline)
            return Reply(answer.status, raw, answer.headers.get("Last-Modified", ""))
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise Unreachable(f"{type(reason).__name__} {reason}".strip()) from error


def refuse_address(url: str) -> None:
    """Raise Unreachable unless this is an http or https address with a host."""
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_good = False
    if not is_good:
        raise Unreachable("地址应以 http:// 或 https:// 开头，并写明主机")


def _read(answer: http.client.HTTPResponse, most: int, deadline: float) -> bytes:
    """The body. One read is bounded by the socket's timeout, all of them together by the deadline."""
    pieces: list[bytes] = []
    length = 0
    while piece := answer.read1(_PIECE):
        length += len(piece)
        if length > most and answer.status != _GOOD:
            return b"".join([*pieces, piece])[:most]
        if length > most:
            raise Unreachable(f"答复超过 {most} 字节")
        if time.monotonic() > deadline:
            raise Unreachable("超时：对方答复太慢")
        pieces.append(piece)
    return b"".join(pieces)
