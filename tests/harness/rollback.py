"""Older backups brought back one after the other: does a process that starts on one refuse to write, and how soon?

Source: 80-reliability F3; 50-ledger §10. In a test: `rolled = roll_back(database, backups=20)`.
A backup is a copy of the whole database between two acts; after the last one the log was published in full.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.harness.stage import EMPTY, ROOT, Stage, answer, play

LIVE, NEWEST = "live", "newest"


@dataclass(slots=True)
class Rolled:
    """One entry per backup. `seconds`: from the start of the process to its answer. `newest`: what the database itself was told."""

    database: str
    refused: list[bool] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    newest_refused: bool = True


def roll_back(database: str, *, backups: int, sabotage: str = "") -> Rolled:
    """Bring each of them back."""
    return Rolled(**play("rollback", database=database, backups=backups, sabotage=sabotage))


def _play(stage: Stage, *, backups: int, sabotage: str) -> dict[str, Any]:
    """Inside the fresh interpreter."""
    from shuangsuiji.foundation.ledger import gate
    from tests.harness.acts import actor, several_rows
    from tests.harness.backups import publish_here

    told = Rolled(stage.database)
    stage.store.copy(EMPTY, LIVE)
    with stage.on(LIVE):
        by = actor()
    for number in range(backups):
        with stage.on(LIVE):
            several_rows(by)
        stage.store.copy(LIVE, f"backup{number}")
    with stage.on(LIVE):
        several_rows(by)
        publish_here()
        gate.forget()
    stage.store.copy(LIVE, NEWEST)
    for number in range(backups):
        stage.store.copy(f"backup{number}", LIVE)
        said, seconds = _started(stage, sabotage)
        told.refused.append(said["refused"])
        told.reasons += said["reasons"][:1]
        told.seconds.append(round(seconds, 2))
    stage.store.copy(NEWEST, LIVE)
    told.newest_refused = _started(stage, sabotage)[0]["refused"]
    return asdict(told)


def _started(stage: Stage, sabotage: str) -> tuple[dict[str, Any], float]:
    from tests.harness.sabotage import VARIABLE

    environment = {**os.environ, "SHUANGSUIJI_DATABASE": stage.store.address(LIVE), VARIABLE: sabotage}
    command = [sys.executable, "-m", "tests.harness.start_writing"]
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said, time.monotonic() - began


if __name__ == "__main__":
    answer(_play)
