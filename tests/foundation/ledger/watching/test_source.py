"""A log as files: a folder, or an address."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from shuangsuiji.foundation.ledger.watching import source as source_module
from shuangsuiji.foundation.ledger.watching.mirror import Mirror
from shuangsuiji.foundation.ledger.watching.monitor import Monitor
from shuangsuiji.foundation.ledger.watching.opened import Trust
from shuangsuiji.foundation.ledger.watching.source import FolderSource, WebSource, open_source
from shuangsuiji.foundation.ledger.witness.transport import Reply, Unreachable
from shuangsuiji.verify.signatures import verify_ed25519
from tests.foundation.ledger.watching.test_mirror import files
from tests.foundation.ledger.witness.invented import Log, policy


class Quiet(SimpleHTTPRequestHandler):
    """Any static server."""

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a log of 300 entries below a prefix."""
    Log.of(300).publish(tmp_path / "web/rsj")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path / "web"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/rsj/"
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.mark.enable_socket
def test_a_log_behind_an_address_is_mirrored_and_monitored(served: str, tmp_path: Path) -> None:
    trust = Trust(policy(), verify_ed25519)
    now = datetime.now(UTC)
    mirrored = Mirror(open_source(served), tmp_path / "mirror", trust).run(now)
    assert (mirrored.findings, mirrored.size) == ((), 300)
    assert files(tmp_path / "mirror") == files(tmp_path / "web/rsj")
    monitored = Monitor(open_source(served), trust).run(now)
    assert (monitored.findings, monitored.grown) == ((), 300)
    assert monitored.alive_at is not None
    assert abs((monitored.alive_at - now).total_seconds()) < 60


@pytest.mark.enable_socket
def test_a_page_that_is_not_there_is_none_and_a_folder_is_not_listed(served: str) -> None:
    source = open_source(served)
    assert source.read("tile/0/009", 10) is None
    assert list(source.listed("tile")) == []


@pytest.mark.parametrize("status", [301, 403, 500])
def test_any_other_status_is_unreachable(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.setattr(source_module, "exchange", lambda *_, **__: Reply(status, b""))
    with pytest.raises(Unreachable, match=f"{status}"):
        WebSource("https://log.example").read("checkpoint", 10)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 02 Mar 2026 01:00:00 GMT", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ("", None),
        ("yesterday", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
    ],
)
def test_a_time_that_cannot_be_read_is_no_time(
    monkeypatch: pytest.MonkeyPatch, written: str, moment: datetime | None
) -> None:
    monkeypatch.setattr(source_module, "exchange", lambda *_, **__: Reply(200, b"x", written))
    served = WebSource("https://log.example").read("checkpoint", 10)
    assert served is not None
    assert served.modified == moment


def test_a_folder_is_read_with_the_same_limits(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    source = open_source(f"{tmp_path}")
    assert isinstance(source, FolderSource)
    assert source.read("none", 5) is source.read("file/below", 5) is None
    served = source.read("file", 5)
    assert served is not None
    assert served.raw == b"12345"
    with pytest.raises(Unreachable, match="超过 4 字节"):
        source.read("file", 4)
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unreachable, match="不能读"):
        source.read("folder", 5)


@pytest.mark.parametrize("place", ["no such folder", "file:///etc", "http://"])
def test_a_place_that_is_no_source_is_refused(place: str) -> None:
    with pytest.raises(Unreachable):
        open_source(place)
