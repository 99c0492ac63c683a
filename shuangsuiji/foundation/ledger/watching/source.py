"""A log as it is served: a folder of files, or an address below which the same files lie.

Source: C2SP tlog-tiles; 50-ledger §5 (any static server can serve the folder).
Takes: a path below the log's prefix and the most bytes it may have. Gives: the bytes, None where there is no such file.
Never: a redirection, more bytes than asked, a listing that was not asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol

from shuangsuiji.foundation.ledger.witness.transport import Unreachable, exchange, refuse_address

_SECONDS = 30.0
_GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Served:
    """The bytes of a file, and when the server says it changed (UTC; unsigned, None where it does not say)."""

    raw: bytes
    modified: datetime | None = None


class Source(Protocol):
    """Where files of a log come from. Methods raise Unreachable where it cannot be told whether a file is there."""

    name: str

    def read(self, path: str, most: int) -> Served | None:
        """The file at `path`, None where there is none."""

    def listed(self, under: str) -> Iterator[str]:
        """Paths of all files below a folder, where the source can list them; else nothing."""


class FolderSource:
    """A log in a folder."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise Unreachable(f"没有目录 {folder}")
        self.folder = folder
        self.name = str(folder)

    def read(self, path: str, most: int) -> Served | None:
        """The file at `path`, None where there is none."""
        try:
            with (self.folder / path).open("rb") as stream:
                raw = stream.read(most + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise Unreachable(f"不能读 {path}：{error.strerror}") from error
        if len(raw) > most:
            raise Unreachable(f"{path} 超过 {most} 字节")
        changed = (self.folder / path).stat().st_mtime
        return Served(raw, datetime.fromtimestamp(changed, UTC))

    def listed(self, under: str) -> Iterator[str]:
        """Paths of all files below a folder, sorted."""
        for path in sorted((self.folder / under).rglob("*")):
            if path.is_file():
                yield path.relative_to(self.folder).as_posix()


class WebSource:
    """A log below an http or https address."""

    def __init__(self, url: str, timeout: float = _SECONDS) -> None:
        refuse_address(url)
        self.name = url.rstrip("/")
        self._timeout = timeout

    def read(self, path: str, most: int) -> Served | None:
        """The file at `path`, None where the server answers that there is none."""
        reply = exchange(f"{self.name}/{path}", most=most, timeout=self._timeout)
        if reply.status in _GONE:
            return None
        if reply.status != 200:
            raise Unreachable(f"{path} 答复了状态 {reply.status}")
        return Served(reply.body, _moment(reply.modified))

    def listed(self, under: str) -> Iterator[str]:
        """Nothing: a static server lists no folders."""
        yield from ()


def open_source(place: str) -> Source:
    """The source at an address, or else in a folder. Raises Unreachable."""
    return WebSource(place) if "://" in place else FolderSource(Path(place))


def _moment(written: str) -> datetime | None:
    try:
        return parsedate_to_datetime(written).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
