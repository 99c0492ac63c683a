"""One HTTP exchange with limits, against a real server on this machine."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from shuangsuiji.foundation.ledger.witness.client import post
from shuangsuiji.foundation.ledger.witness.transport import Unreachable, exchange, refuse_address

pytestmark = pytest.mark.enable_socket


class Pages(BaseHTTPRequestHandler):
    """Answers by the path."""

    def do_GET(self) -> None:
        if self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):
                for _ in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
            return
        status = {"/moved": 302, "/gone": 410, "/broken": 500}.get(self.path, 200)
        self.send_response(status)
        self.send_header("Last-Modified", "Mon, 02 Mar 2026 01:00:00 GMT")
        if status == 302:
            self.send_header("Location", "http://127.0.0.2/elsewhere")
        self.end_headers()
        self.wfile.write(b"12345")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(409)
        self.end_headers()
        self.wfile.write(body + self.headers["Content-Type"].encode())

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(10)


def test_whatever_the_status_it_is_the_answer(address: str) -> None:
    good = exchange(f"{address}/", most=5, timeout=5)
    assert (good.status, good.body, good.modified) == (200, b"12345", "Mon, 02 Mar 2026 01:00:00 GMT")
    assert exchange(f"{address}/gone", most=5, timeout=5).status == 410
    assert exchange(f"{address}/broken", most=5, timeout=5).status == 500
    answer = post(f"{address}/add-checkpoint", b"body ", 5)
    assert (answer.status, answer.body) == (409, b"body text/plain; charset=utf-8")


def test_a_redirection_is_not_followed(address: str) -> None:
    assert exchange(f"{address}/moved", most=5, timeout=5).status == 302


def test_no_more_is_read_than_asked(address: str) -> None:
    with pytest.raises(Unreachable, match="超过 4 字节"):
        exchange(f"{address}/", most=4, timeout=5)


def test_an_error_page_is_cut_instead(address: str) -> None:
    answer = exchange(f"{address}/gone", most=4, timeout=5)
    assert (answer.status, answer.body) == (410, b"1234")


def test_a_slow_drip_ends_at_the_deadline(address: str) -> None:
    began = time.monotonic()
    with pytest.raises(Unreachable, match="太慢"):
        exchange(f"{address}/drip", most=1000, timeout=0.4)
    assert time.monotonic() - began < 3


def test_nobody_there_is_told() -> None:
    with pytest.raises(Unreachable, match="ConnectionRefused"):
        exchange("http://127.0.0.1:9/", most=5, timeout=5)


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://example/", "example", "http://", "http://[", "//x/y", ""]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(Unreachable, match="http"):
        refuse_address(url)
    with pytest.raises(Unreachable, match="http"):
        exchange(url, most=5, timeout=5)
