"""Disks that fail and processes that die, at every single step of a seal, before it and after it.

A step is one call of the operating system that writes: `open`, `write`, `fsync`, `replace`, `unlink`, `mkdir`, `rmdir`, `chmod`, `fchmod`.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

STEPS = ("open", "write", "fsync", "replace", "unlink", "mkdir", "rmdir", "chmod", "fchmod")
LOST, KEPT, TORN, KILLED_BEFORE, KILLED_AFTER = "lost", "kept", "torn", "killed before", "killed after"


class Broken(OSError):
    """The disk says no."""


@contextmanager
def failing(at: int, how: str) -> Iterator[list[str]]:
    """Step number `at` (from 0) fails this way; gives the names of the steps as they come. `at` beyond the last: none fails."""
    steps: list[str] = []
    honest = {name: getattr(os, name) for name in STEPS}

    def wrapped(name: str) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            steps.append(name)
            if len(steps) - 1 != at:
                return honest[name](*arguments, **named)
            return _fail(how, name, lambda: honest[name](*arguments, **named), arguments)

        return step

    for name in STEPS:
        setattr(os, name, wrapped(name))
    try:
        yield steps
    finally:
        for name, function in honest.items():
            setattr(os, name, function)


def _fail(how: str, name: str, act: Callable[[], Any], arguments: tuple[Any, ...]) -> Any:
    if how == TORN and name == "write":
        descriptor, raw = arguments
        return _torn(descriptor, raw)
    if how in (KEPT, KILLED_AFTER):
        with suppress(FileNotFoundError):  # taking away what is not there
            done = act()
            if name == "open":
                os.close(done)
    if how in (KILLED_BEFORE, KILLED_AFTER):
        os.kill(os.getpid(), signal.SIGKILL)
    raise Broken(5, f"{how}: {name}")


def _torn(descriptor: int, raw: bytes) -> None:
    os.pwrite(descriptor, bytes(raw)[: len(raw) // 2], 0)
    raise Broken(28, "torn")


def in_a_child(act: Callable[[], object]) -> int:
    """Run in a forked process; its wait status. The child ends by the kill, or by 0 where it came through."""
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]
