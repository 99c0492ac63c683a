"""Where a log lies, seen as files below one prefix: `checkpoint`, `tile/…`, `tile/entries/…`.

Source: C2SP tlog-tiles (paths); 50-ledger §5 (any static server can serve the folder), §9.
Takes: a folder that somebody copied. Gives: bytes of one file, never more than asked for; `Absent` where the source says that there
is none, `Unreachable` where it could not be asked: the first is a finding, the second leaves the verdict incomplete.
Never: believe a byte; every caller compares what it reads with a signed checkpoint.
"""

import re
from pathlib import Path
from typing import Protocol

from shuangsuiji.core.tlog.refusal import Malformed

CHECKPOINT = "checkpoint"
_WIDTH = re.compile(r"[1-9][0-9]{0,2}")


class Absent(Exception):
    """The source has no such file; the text says so in Chinese."""


class Unreachable(Exception):
    """The source could not be asked; the text says why, in Chinese."""


class LogSource(Protocol):
    """A log somebody serves."""

    @property
    def place(self) -> str:
        """The folder or address, as a person wrote it."""

    def read(self, path: str, most: int) -> bytes:
        """The file at `path`. Raises Absent, Unreachable, and Malformed where it is longer than `most` bytes."""

    def widths(self, path: str) -> list[int]:
        """Widths at which the tile or bundle is also served in part, ascending; none where the source cannot be listed."""


class FolderSource:
    """A log as a folder of files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def place(self) -> str:
        """The folder."""
        return f"{self._folder}"

    def read(self, path: str, most: int) -> bytes:
        """The file at `path`, as `LogSource.read`."""
        try:
            with (self._folder / path).open("rb") as stream:
                raw = stream.read(most + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise Absent(f"缺少文件 {path}") from error
        except OSError as error:
            raise Unreachable(f"不能读取文件 {path}：{error.strerror}") from error
        return at_most(path, raw, most)

    def widths(self, path: str) -> list[int]:
        """Widths for which a file lies in the folder `<path>.p`."""
        try:
            names = [each.name for each in (self._folder / f"{path}.p").iterdir()]
        except OSError:
            return []
        return sorted(int(name) for name in names if _WIDTH.fullmatch(name))


def at_most(path: str, raw: bytes, most: int) -> bytes:
    """The bytes themselves; Malformed where the file is longer than any honest one."""
    if len(raw) > most:
        raise Malformed(f"{path} 多于 {most} 字节，不是日志文件")
    return raw
