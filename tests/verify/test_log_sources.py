"""Where a log is read from: a folder and an address give the same verdict; a server that misbehaves accuses nobody and hangs nobody."""

import io
import threading
from collections.abc import Callable, Iterator
from email.message import Message
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request

import pytest

from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.verify import fetching
from shuangsuiji.verify.__main__ import main
from shuangsuiji.verify.fetching import HttpSource
from shuangsuiji.verify.log.place import open_source
from shuangsuiji.verify.sources import Absent, FolderSource, LogSource, Unreachable
from shuangsuiji.verify.verdict import EXIT_GOOD, EXIT_INCOMPLETE, EXIT_USAGE
from tests.verify import ledgers

Screen = pytest.CaptureFixture[str]
loopback = pytest.mark.enable_socket


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


Serve = Callable[[Any], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server on this machine for a handler; gives its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(handler: Any) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    ledgers.county().serve(folder / "log")
    (folder / "policy").write_bytes(ledgers.policy())
    return folder


def _answering(status: int, body: bytes = b"", **headers: str) -> type[BaseHTTPRequestHandler]:
    """A server that gives every path the same answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler


# ---------------------------------------------------------------------------------------------------------------- address


@loopback
@pytest.mark.parametrize("options", [["--all"], ["--entry", "258"]], ids=["all", "entry"])
def test_an_address_gives_the_verdict_of_its_folder(
    options: list[str], place: Path, serve: Serve, capsys: Screen
) -> None:
    address = serve(partial(Quiet, directory=f"{place / 'log'}"))
    assert main([f"{address}/", "--policy", f"{place / 'policy'}", *options]) == EXIT_GOOD
    assert "核验通过。" in capsys.readouterr().out


@loopback
def test_what_is_not_there_is_absent(place: Path, serve: Serve) -> None:
    source = HttpSource(serve(partial(Quiet, directory=f"{place / 'log'}")))
    with pytest.raises(Absent, match="404"):
        source.read("tile/0/009", 10)


@loopback
@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_server_that_refuses_is_unreachable(status: int, serve: Serve) -> None:
    with pytest.raises(Unreachable, match=f"{status}"):
        HttpSource(serve(_answering(status))).read("checkpoint", 10)


@loopback
@pytest.mark.parametrize("length", [{}, {"Content_Length": "100"}], ids=["untold", "told"])
def test_a_file_longer_than_any_honest_one_is_refused(length: dict[str, str], serve: Serve) -> None:
    source = HttpSource(serve(_answering(200, b"x" * 100, **length)))
    assert source.read("checkpoint", 100) == b"x" * 100
    with pytest.raises(Malformed, match="多于 99 字节"):
        source.read("checkpoint", 99)


@loopback
def test_a_file_that_ends_early_is_unreachable_and_not_bad(serve: Serve) -> None:
    with pytest.raises(Unreachable):
        HttpSource(serve(_answering(200, b"x" * 10, Content_Length="100"))).read("checkpoint", 1000)


@loopback
def test_compressed_content_is_not_guessed_at(serve: Serve) -> None:
    with pytest.raises(Unreachable, match="压缩"):
        HttpSource(serve(_answering(200, b"x", Content_Encoding="gzip"))).read("checkpoint", 10)


@loopback
@pytest.mark.parametrize("body", [b"not http at all\r\n\r\n", b""], ids=["noise", "nothing"])
def test_a_server_that_does_not_speak_http_is_unreachable(body: bytes, serve: Serve) -> None:
    class Noise(BaseHTTPRequestHandler):
        def handle(self) -> None:
            self.wfile.write(body)

    with pytest.raises(Unreachable):
        HttpSource(serve(Noise)).read("checkpoint", 10)


@loopback
def test_nobody_at_home_makes_the_verdict_incomplete(serve: Serve, capsys: Screen) -> None:
    address = serve(_answering(503))
    assert main([address, "--vkey", ledgers.LOG.key.vkey]) == EXIT_INCOMPLETE
    told = capsys.readouterr().out
    assert "L05  SKIP" in told
    assert "请检查网络" in told


@loopback
def test_a_redirect_within_the_host_is_followed(place: Path, serve: Serve) -> None:
    class Moved(Quiet):
        def do_GET(self) -> None:
            if self.path.startswith("/old/"):
                self.send_response(302)
                self.send_header("Location", self.path.removeprefix("/old"))
                self.end_headers()
            else:
                super().do_GET()

    address = serve(partial(Moved, directory=f"{place / 'log'}"))
    assert HttpSource(f"{address}/old").read("checkpoint", 10_000) == (place / "log/checkpoint").read_bytes()


@loopback
@pytest.mark.parametrize(
    "target",
    ["http://other.example/checkpoint", "https://127.0.0.1/checkpoint", "http://127.0.0.1:1/checkpoint", "file:///etc/hosts"],
    ids=["host", "scheme", "port", "file"],
)  # fmt: skip
def test_a_redirect_anywhere_else_is_not_followed(target: str, serve: Serve) -> None:
    with pytest.raises(Unreachable, match=r"未跟随|答复 302"):
        HttpSource(serve(_answering(302, Location=target))).read("checkpoint", 10)


def test_only_the_host_that_was_named_is_asked() -> None:
    asked = Request("https://log.example/410928/rsj/checkpoint")
    follow = partial(fetching._SameHost().redirect_request, asked, io.BytesIO(), 301, "moved", Message())
    same = follow("https://log.example/elsewhere")
    assert same is not None
    assert same.full_url == "https://log.example/elsewhere"
    for other in (
        "http://log.example/x",
        "https://log.example:444/x",
        "https://log.example.evil/x",
        "ftp://log.example/x",
    ):
        with pytest.raises(URLError):
            follow(other)


class Drip(io.BytesIO):
    """An answer that gives one byte at a time."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.headers: dict[str, str] = {}

    def read1(self, size: int | None = -1) -> bytes:
        return super().read(1)


def test_a_dripping_server_is_left_after_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fetching._read(Drip(b"abc"), "checkpoint", 10) == b"abc"
    seconds = iter(range(0, 10_000, 50))
    monkeypatch.setattr(fetching.time, "monotonic", lambda: float(next(seconds)))
    with pytest.raises(Unreachable, match="超过 120 秒"):
        fetching._read(Drip(b"abcdefgh"), "checkpoint", 10)


@pytest.mark.parametrize(
    "address",
    ["ftp://log.example/x", "file:///etc", "http://", "http:///x", "https://log.example/?a=1", "https://log.example/#x", "http://[::1"],
)  # fmt: skip
def test_an_address_of_another_kind_is_wrong_usage(address: str, capsys: Screen) -> None:
    assert main([address]) == EXIT_USAGE
    assert "http:// 或 https://" in capsys.readouterr().err


@loopback
def test_a_name_that_cannot_be_an_address_of_a_host_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        HttpSource("http://" + "a" * 300 + ".example").read("checkpoint", 10)


def test_no_proxy_or_file_is_behind_an_address(place: Path) -> None:
    source = open_source("https://log.example/410928/rsj/")
    assert isinstance(source, HttpSource)
    assert source.place == "https://log.example/410928/rsj"
    assert source.widths("tile/0/000") == []


# ----------------------------------------------------------------------------------------------------------------- folder


def test_a_folder_tells_at_which_widths_a_piece_is_served(place: Path) -> None:
    source: LogSource = FolderSource(place / "log")
    assert source.place == f"{place / 'log'}"
    assert source.widths("tile/0/001") == [1, 2, 44]
    assert source.widths("tile/0/007") == []


def test_files_that_are_no_partial_tile_are_passed_over(place: Path, tmp_path: Path) -> None:
    ledgers.write(tmp_path, {"tile/0/000.p/x": b"", "tile/0/000.p/01": b"", "tile/0/000.p/7": b""})
    assert FolderSource(tmp_path).widths("tile/0/000") == [7]


@pytest.mark.parametrize("path", ["nothing", "tile", "checkpoint/below"])
def test_what_is_no_file_is_absent(path: str, place: Path) -> None:
    with pytest.raises(Absent, match=path):
        FolderSource(place / "log").read(path, 10)


def test_a_file_too_long_is_refused(place: Path) -> None:
    with pytest.raises(Malformed, match="多于 9 字节"):
        FolderSource(place / "log").read("checkpoint", 9)


def test_a_file_that_cannot_be_read_leaves_the_verdict_incomplete(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """Whoever runs the tests may read anything, so the refusal is put in."""
    opened = Path.open

    def locked(self: Path, *arguments: Any, **options: Any) -> Any:
        if self.name == "44" and self.parent.name == "001.p":
            raise PermissionError(13, "Permission denied", f"{self}")
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", locked)
    arguments = [f"{place / 'log'}", "--policy", f"{place / 'policy'}"]
    assert main([*arguments, "--all"]) == EXIT_INCOMPLETE
    told = capsys.readouterr().out
    assert "L08  SKIP" in told
    assert "L10  SKIP" in told
    assert "不能读取文件 tile/entries/001.p/44" in told
    assert main([*arguments, "--entry", "299"]) == EXIT_INCOMPLETE
