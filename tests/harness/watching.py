"""The nightly examination while people are at work: what they commit meanwhile is no difference.

Source: 50-ledger §9, §13.10. In a test: `watched = reconcile_while_others_write(database)`.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.harness.stage import EMPTY, Stage, answer, fork_all, play

WATCHED = "watched"


@dataclass(slots=True)
class Watched:
    """How often the whole log was examined, and what was said of it each time something was."""

    database: str
    written: int = 0
    runs: int = 0
    false_alarms: list[str] = field(default_factory=list)


def reconcile_while_others_write(database: str, *, writers: int = 3, acts: int = 100, runs: int = 20) -> Watched:
    """Examine that often while the writers write."""
    wanted: dict[str, Any] = {"writers": writers, "acts": acts, "runs": runs}
    return Watched(**play("watching", database=database, **wanted))


def _play(stage: Stage, *, writers: int, acts: int, runs: int) -> dict[str, Any]:
    """Inside the fresh interpreter."""
    from tests.harness.acts import actor

    stage.store.copy(EMPTY, WATCHED)
    with stage.on(WATCHED):
        people = [actor() for _ in range(writers)]
    children = [_writer(stage, person, acts) for person in people]
    said = [json.loads(each) for each, _ in fork_all([*children, _reader(stage, runs)])]
    return asdict(Watched(stage.database, sum(said[:-1]), runs, said[-1]))


def _writer(stage: Stage, person: Any, acts: int) -> Callable[[], bytes]:
    def write() -> bytes:
        from shuangsuiji.foundation.ledger.attempt import attempt
        from tests.harness.writers import one_act

        stage.store.use(WATCHED)
        for number in range(acts):
            attempt(one_act, by=person, text=f"{number}")
        return json.dumps(acts).encode()

    return write


def _reader(stage: Stage, runs: int) -> Callable[[], bytes]:
    def read() -> bytes:
        from shuangsuiji.foundation.ledger.reconcile import differences

        stage.store.use(WATCHED)
        found = [each for _ in range(runs) for each in list(differences())[:1]]
        return json.dumps([f"{each}" for each in found]).encode()

    return read


if __name__ == "__main__":
    answer(_play)
