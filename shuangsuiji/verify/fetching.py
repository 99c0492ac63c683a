"""Reads a log from a web server: the one module of the verifier that reaches out, and only when an address was given.

Source: 50-ledger §9 (`URL|DIR`). Takes: an `http://` or `https://` prefix. Gives: bytes, as `sources.LogSource`.
Never: follow a redirect to another host, port or scheme; read more than asked for; wait longer than `DEADLINE_SECONDS` for a file.
"""

import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.verify.sources import Absent, Unreachable, at_most

TIMEOUT_SECONDS = 20.0  # for the server's next word
DEADLINE_SECONDS = 120.0  # for a whole file, so that a dripping server cannot hold a reader for ever
_CHUNK_BYTES = 65_536
_NOT_THERE = (404, 410)
_SCHEMES = ("http", "https")
_HEADERS: Mapping[str, str] = {"User-Agent": "shuangsuiji-verify", "Accept-Encoding": "identity"}


class HttpSource:
    """A log below an address. Malformed for an address that is none."""

    def __init__(self, address: str) -> None:
        self._prefix = address.rstrip("/")
        if not _is_address(address):
            raise Malformed(f"{address[:200]} 不是 http:// 或 https:// 地址")
        self._opener: OpenerDirector = build_opener(_SameHost())

    @property
    def place(self) -> str:
        """The address."""
        return self._prefix

    def read(self, path: str, most: int) -> bytes:
        """The file at `path`, as `LogSource.read`."""
        request = Request(f"{self._prefix}/{path}", headers=dict(_HEADERS))  # noqa: S310 only http and https come here
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                if answer.headers.get("Content-Encoding", "identity") != "identity":
                    raise Unreachable(f"不能读取 {path}：服务器压缩了内容")
                raw = _read(answer, path, most)
        except HTTPError as error:
            error.close()
            if error.code in _NOT_THERE:
                raise Absent(f"服务器上没有 {path}（{error.code}）") from error
            raise Unreachable(f"不能读取 {path}：服务器答复 {error.code}") from error
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable(f"不能读取 {path}：{_why(error)}") from error
        return at_most(path, raw, most)

    def widths(self, path: str) -> list[int]:
        """None: a web server lists nothing."""
        return []


class _SameHost(HTTPRedirectHandler):
    """Follows a redirect only within the scheme, host and port that the reader named."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        given, other = urlsplit(req.full_url), urlsplit(newurl)
        if (given.scheme, given.netloc) != (other.scheme, other.netloc):
            raise URLError(f"服务器要求转到另一处 {other.scheme}://{other.netloc[:100]}，未跟随")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in _SCHEMES and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        return False


def _read(answer: Any, path: str, most: int) -> bytes:
    """At most one byte more than `most`, which is enough to know that the file is too long."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    raw = bytearray()
    while len(raw) <= most:
        chunk: bytes = answer.read1(min(_CHUNK_BYTES, most + 1 - len(raw)))
        if not chunk:
            break
        raw += chunk
        if time.monotonic() > deadline:
            raise Unreachable(f"读取 {path} 超过 {DEADLINE_SECONDS:.0f} 秒")
    if (length := answer.headers.get("Content-Length")) is not None and len(raw) <= most and length != f"{len(raw)}":
        raise Unreachable(f"{path} 没有传完：应有 {length[:20]} 字节，收到 {len(raw)} 字节")
    return bytes(raw)


def _why(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    return f"{reason}" or type(error).__name__
