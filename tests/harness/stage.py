"""The fresh interpreter in which a harness plays: its folder, its database of empty tables, its answer as one JSON line.

A test calls `play(module, …)`; the module's `main` is `answer(function)`, and the function is given a `Stage`.
Children are forks of that interpreter with no database open: as dead as any process when they are killed, and quick to start.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.harness import sabotage
from tests.harness.stores import DSN, POSTGRES, SQLITE, Store, store_for

ROOT = Path(__file__).resolve().parents[2]
EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a harness plays. `EMPTY` is a database with all tables and guards and nothing in it."""

    database: str
    folder: Path
    store: Store

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        """Django's connection goes to that database inside, and is closed afterwards."""
        self.store.use(name)
        try:
            yield
        finally:
            _leave()


def play(module: str, *, database: str = SQLITE, seconds: float = 3600, **wanted: Any) -> dict[str, Any]:
    """Run a harness module in an interpreter of its own; what it answers. Raises AssertionError with its last words."""
    if database == POSTGRES and DSN not in os.environ:
        raise RuntimeError(f"没有 PostgreSQL：请设置 {DSN}")
    folder = Path(tempfile.mkdtemp(prefix="ssj-"))
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.harness.settings",
        "SHUANGSUIJI_HOME": str(folder),
        "SHUANGSUIJI_DATABASE": f"sqlite://{folder / 'unused.sqlite3'}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }
    if database == POSTGRES:
        environment["SHUANGSUIJI_DATABASE"] = environment[DSN]
    command = [sys.executable, "-m", f"tests.harness.{module}", json.dumps({"database": database, **wanted})]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=seconds, check=False
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert done.returncode == 0, f"{module}: {done.stderr[-4000:]}"
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def answer(act: Callable[..., dict[str, Any]]) -> None:
    """What a harness module does when it is started: set Django up, make the empty tables, play, answer."""
    import django

    wanted = json.loads(sys.argv[1])
    folder = Path(os.environ["SHUANGSUIJI_HOME"])
    django.setup()
    from django.conf import settings

    from shuangsuiji.foundation.ledger import gate, keys

    # What a harness writes first is its own entry 0.
    gate.not_started = lambda: ()
    keys.create_wrapping_key(settings.SHUANGSUIJI_WRAPPING_KEY_FILE)
    store = store_for(wanted["database"], folder)
    try:
        store.create(EMPTY)
        store.use(EMPTY)
        sabotage.tables(wanted.get("sabotage", ""))
        _make_tables()
        sabotage.made()
        stage = Stage(wanted.pop("database"), folder, store)
        told = act(stage, **wanted)
    finally:
        _leave()
        store.drop_all()
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def fork(child: Callable[[], bytes]) -> tuple[bytes, int]:
    """Run `child` in a process of its own; what it answered in the end (nothing, if it was killed) and its wait status."""
    return fork_all([child])[0]


def fork_all(children: Sequence[Callable[[], bytes]]) -> list[tuple[bytes, int]]:
    """The same for several at once, in their order."""
    return [_ended(*begun) for begun in [_begun(child) for child in children]]


def _begun(child: Callable[[], bytes]) -> tuple[int, int]:
    """The number of a new process, and the end of the pipe that its answer comes from."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    code = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(child())
        code = 0
    except BaseException:  # noqa: BLE001 - the child must never return into its parent's code
        traceback.print_exc()
    finally:
        os._exit(code)


def _ended(process: int, reading: int) -> tuple[bytes, int]:
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    return said, os.waitpid(process, 0)[1]


def _make_tables() -> None:
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    _leave()


def _leave() -> None:
    from django.db import connection

    connection.close()
