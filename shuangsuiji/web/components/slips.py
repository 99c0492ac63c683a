"""How far a job beside the site is, told outside the database: in a small file that the process which works holds locked.

Source: 60-stack §4 (SQLite has one writer: while a list is written nobody else can write, not even its progress); 70-interface §5.
Takes: a folder of this host. Gives: stage, rows done, rows in all; whether a process is at work (the system frees the lock of one
that dies); a wish to stop. Never: a byte of the list.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings


class Stopped(Exception):
    """Somebody asked for it; whatever was written is taken back."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the slip says. `total` 0: not known."""

    stage: str = ""
    done: int = 0
    total: int = 0


class Slip:
    """The slip of one job."""

    def __init__(self, job: UUID) -> None:
        """Nothing is touched yet."""
        folder = Path(settings.SHUANGSUIJI_JOBS_FOLDER)
        self._path, self._stop = folder / f"{job}.slip", folder / f"{job}.stop"
        self._stage, self._total = "", 0

    # ---- for the process that works

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the slip for as long as the work takes; waits for whoever looks on or already works."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._path.open("a+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                yield
            finally:
                self.clear()

    def clear(self) -> None:
        """Leave nothing of it."""
        for path in (self._stop, self._words, self._path):
            path.unlink(missing_ok=True)

    def stage(self, words: str, total: int = 0) -> None:
        """The next stage begins."""
        self._stage, self._total = words, total
        self.told(0)

    def told(self, rows: int) -> None:
        """So many rows are done. Raises Stopped where somebody asked for it."""
        if self._stop.exists():
            raise Stopped
        fresh = self._words.with_suffix(".new")
        fresh.write_text(json.dumps([self._stage, rows, self._total]), encoding="utf-8")
        fresh.replace(self._words)

    # ---- for whoever looks on

    def read(self) -> Told:
        """What it says now; nothing where nothing was said."""
        try:
            return Told(*json.loads(self._words.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Told()

    def is_held(self) -> bool:
        """Whether a process is at work."""
        try:
            with self._path.open("rb") as lock:
                return not _free(lock)
        except OSError:
            return False

    def ask_to_stop(self) -> None:
        """Leave the wish where the process that works looks every thousand rows."""
        self._stop.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._stop.touch()

    @property
    def is_asked_to_stop(self) -> bool:
        """Whether somebody wished so."""
        return self._stop.exists()

    @property
    def _words(self) -> Path:
        return self._path.with_suffix(".json")


def _free(lock: IO[bytes]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
