"""Many clients, one barrier, one real gunicorn: as many as may win, win; the others are refused cleanly; nothing breaks.

Source: 80-reliability B1, B2. In a test: `raced = race(contest, database, clients=24, rounds=5)`, one line per contest.
Clients are threads that have their connection open before the barrier; the server is gunicorn with processes and threads.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.harness.sabotage import VARIABLE
from tests.harness.stage import EMPTY, ROOT, Stage, answer, play

RACE = "race"
WORKERS = 2
CLEAN = ("409", "422")
_START_SECONDS = 60


@dataclass(slots=True)
class Raced:
    """What the clients of each round were answered, by status; `faults` of the log afterwards; `broken`: texts of 5xx answers."""

    contest: str
    database: str
    wins: int
    rounds: list[dict[str, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def won(self) -> list[int]:
        """How many were told 办成, round by round."""
        return [each.get("200", 0) for each in self.rounds]

    @property
    def refused(self) -> int:
        """How many were refused cleanly, in all."""
        return sum(each.get(status, 0) for each in self.rounds for status in CLEAN)

    @property
    def server_errors(self) -> int:
        """How many were answered 5xx, in all."""
        return sum(count for each in self.rounds for status, count in each.items() if status.startswith("5"))


def race(contest: str, database: str, *, clients: int = 24, rounds: int = 5, sabotage: str = "") -> Raced:
    """Race them."""
    wanted: dict[str, Any] = {"contest": contest, "clients": clients, "rounds": rounds, "sabotage": sabotage}
    return Raced(**play("race", database=database, **wanted))


class _Connection(http.client.HTTPConnection):
    """HTTP over the socket file that gunicorn listens on."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=120)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


def _play(stage: Stage, *, contest: str, clients: int, rounds: int, sabotage: str) -> dict[str, Any]:
    """Inside the fresh interpreter."""
    from tests.harness.acts import contest_named
    from tests.harness.examining import append_fault, log_faults

    chosen = contest_named(contest)
    told = Raced(contest, stage.database, chosen.wins)
    stage.store.copy(EMPTY, RACE)
    with _gunicorn(stage, clients, sabotage) as path:
        for number in range(rounds):
            with stage.on(RACE):
                given = chosen.prepare(number)
            statuses, broken = _round(path, contest, given, clients)
            told.rounds.append(statuses)
            told.broken += broken
    with stage.on(RACE):
        told.faults = [*log_faults(), *filter(None, [append_fault()])]
    return asdict(told)


def _round(path: Path, contest: str, given: dict[str, Any], clients: int) -> tuple[dict[str, int], list[str]]:
    barrier, lock = threading.Barrier(clients), threading.Lock()
    statuses: Counter[str] = Counter()
    broken: list[str] = []

    def client(number: int) -> None:
        connection = _Connection(path)
        connection.connect()
        barrier.wait()
        try:
            connection.request("POST", f"/act/{contest}", json.dumps({**given, "client": number}))
            answered = connection.getresponse()
            status, text = f"{answered.status}", answered.read().decode()
        except OSError as error:
            status, text = "599", f"{error}"
        with lock:
            statuses[status] += 1
            if status.startswith("5"):
                broken.append(text[:300])
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return dict(statuses), broken


@contextmanager
def _gunicorn(stage: Stage, clients: int, sabotage: str) -> Iterator[Path]:
    """The server on its socket file; each worker has a thread for every client, so that none waits in a queue."""
    from tests.harness.race_site import CLIENTS

    path = stage.folder / "g.sock"
    command = [sys.executable, "-m", "gunicorn", "--preload", "--worker-class", "gthread", "--workers", f"{WORKERS}"]
    command += ["--threads", f"{clients}", "--bind", f"unix:{path}", "--timeout", "120", "--log-level", "warning"]
    command += ["--no-control-socket", "tests.harness.race_wsgi:application"]
    environment = {
        **os.environ,
        "SHUANGSUIJI_DATABASE": stage.store.address(RACE),
        VARIABLE: sabotage,
        CLIENTS: f"{clients}",
    }
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=sys.stderr)
    try:
        _wait_for(path, server)
        yield path
    finally:
        server.terminate()
        server.wait(_START_SECONDS)


def _wait_for(path: Path, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"gunicorn 没有启动，退出码 {server.returncode}")
        probe = _Connection(path)
        try:
            probe.connect()
        except OSError:
            time.sleep(0.05)
        else:
            probe.close()
            return
    raise RuntimeError("gunicorn 没有按时启动")


if __name__ == "__main__":
    answer(_play)
