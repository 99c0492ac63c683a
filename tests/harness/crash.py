"""`kill -9` before and after every statement of an act; afterwards its old state or its new one, and nothing in between.

Source: 80-reliability §0.3, A1; 50-ledger §13.2. In a test: `killed = kill_points(act, database)`, one line per act.
Each point has a database of its own and a process of its own. What is compared is the digest of every table; chance is held
fixed in the child, so that "exactly new" means the same bytes.
"""

import json
import os
import signal
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.harness.stage import EMPTY, Stage, answer, fork, play

BASE, PLAY = "base", "play"
DONE = b"done"


@dataclass(slots=True)
class Killed:
    """What became of an act. `points` were played; `old` and `new` states were found; `bad` says where and what.

    `inner`: points between the first row written and the last; `inner_bad` of them were bad (for saboteurs). `failed`: why the
    sabotaged act could not even be done once; nothing was played then.
    """

    act: str
    database: str
    statements: list[str]
    points: int = 0
    old: int = 0
    new: int = 0
    inner: int = 0
    inner_bad: int = 0
    failed: str = ""
    bad: list[str] = field(default_factory=list)


def kill_points(act: str, database: str, *, sabotage: str = "", every: int = 1, first: int = 0) -> Killed:
    """Kill that act at every point there is, or at every n-th from `first` on and around its COMMIT."""
    return Killed(**play("crash", database=database, act=act, sabotage=sabotage, every=every, first=first))


class _Theatre:
    """One act, prepared once; every performance begins with a fresh copy of that base."""

    def __init__(self, stage: Stage, name: str, sabotage: str) -> None:
        from tests.harness.acts import act_named
        from tests.harness.examining import state

        self.stage, self.sabotage, self.act = stage, sabotage, act_named(name)
        stage.store.copy(EMPTY, BASE)
        with stage.on(BASE):
            self.given = self.act.prepare()
            self.old = state()
        self.new = self._honest_end()
        if self._honest_end() != self.new:
            raise RuntimeError(f"{name} 两次办理写入的内容不同，无从比较")

    def rehearse(self) -> tuple[list[str], str]:
        """Every statement in its order, and why the act failed, if it did."""
        from tests.harness.boundaries import record

        seen: list[str] = []

        def told(failure: str) -> bytes:
            return json.dumps([[sql[:200] for sql in seen], failure]).encode()

        said, _ = self._perform(lambda: record(seen), self.sabotage, told)
        statements, failure = json.loads(said)
        return statements, failure

    def killed_at(self, number: int, place: str) -> tuple[bool, bool]:
        """Play once and die there: whether it was killed, whether it had acknowledged."""
        from tests.harness.boundaries import kill_at

        said, status = self._perform(lambda: kill_at(number, place), self.sabotage)
        return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, said == DONE

    def _honest_end(self) -> dict[str, str]:
        from tests.harness.examining import state

        said, _ = self._perform(lambda: None, "")
        if said != DONE:
            raise RuntimeError(f"{self.act.name} 没有办成：{said.decode()}")
        with self.stage.on(PLAY):
            return state()

    def _perform(
        self,
        arm: Callable[[], object],
        sabotage: str,
        told: Callable[[str], bytes] = lambda failure: failure.encode() or DONE,
    ) -> tuple[bytes, int]:
        """Fork, act on a fresh copy, answer what the child said and how it ended."""
        self.stage.store.copy(BASE, PLAY)

        def child() -> bytes:
            from shuangsuiji.foundation.ledger import gate
            from tests.harness import chance
            from tests.harness.sabotage import process

            gate.forget()  # a new process has examined nothing
            process(sabotage)
            chance.fix()
            self.stage.store.use(PLAY)
            arm()
            failure = ""
            try:
                self.act.run(self.given)
            except Exception as error:  # noqa: BLE001 - a sabotaged act may fail in any way; the harness reports how
                failure = f"{type(error).__name__}: {error}"
            return told(failure)

        return fork(child)


def _play(stage: Stage, *, act: str, sabotage: str, every: int, first: int) -> dict[str, Any]:
    """Inside the fresh interpreter."""
    theatre = _Theatre(stage, act, sabotage)
    statements, failure = theatre.rehearse()
    told = Killed(act, stage.database, statements, failed=failure)
    inner = _inner(statements)
    last = 2 * len(statements)
    for position in range(0 if failure else last + 1):
        if position % every != first % every and position < last - 2:
            continue
        faults, found = _point(theatre, position, len(statements))
        told.points += 1
        told.old += found == "old"
        told.new += found == "new"
        told.inner += position in inner
        told.inner_bad += position in inner and bool(faults)
        told.bad += [f"{_where(statements, position)}：{fault}" for fault in faults]
    return asdict(told)


def _point(theatre: _Theatre, position: int, count: int) -> tuple[list[str], str]:
    """Play one point; what is wrong afterwards, and which state was found. The last position lets the act end."""
    from tests.harness.boundaries import AFTER, BEFORE

    killed, acknowledged = theatre.killed_at(position // 2, AFTER if position % 2 else BEFORE)
    with theatre.stage.on(PLAY):
        found, faults = _examine(theatre)
    if killed == (position == 2 * count):
        faults.append("没有在该处被终止" if not killed else "被终止在意外之处")
    if acknowledged and found != "new":
        faults.append("已答复办成，内容却不在")
    return faults, found


def _examine(theatre: _Theatre) -> tuple[str, list[str]]:
    from django.db import connection

    from shuangsuiji.foundation.ledger import triggers
    from tests.harness.examining import append_fault, log_faults, state

    now = state()
    if theatre.sabotage:
        triggers.install(connection)  # so that the examination is that of a sound installation
    found = "new" if now == theatre.new else "old" if now == theatre.old else "half"
    faults = list(log_faults())
    if found == "half":
        changed = [table for table, digest in now.items() if theatre.old[table] != digest != theatre.new[table]]
        mixed = [table for table, digest in now.items() if digest == theatre.new[table] != theatre.old[table]]
        faults.append(f"既非原状也非新状：另样 {changed}，已新 {mixed}")
    if found == "old" and not theatre.act.writable_before:
        theatre.act.run(theatre.given)  # what heals may be done again, and heals
    faults += filter(None, [append_fault()])
    return found, faults


def _inner(statements: list[str]) -> range:
    """Positions after the first row was written and before the last one is."""
    from tests.harness.boundaries import writes

    writing = [number for number, sql in enumerate(statements) if writes(sql)]
    return range(2 * writing[0] + 1, 2 * writing[-1] + 1) if writing else range(0)


def _where(statements: list[str], position: int) -> str:
    if position == 2 * len(statements):
        return "办理完成之后"
    return f"第 {position // 2} 条语句（{statements[position // 2][:60]}）之{'后' if position % 2 else '前'}"


if __name__ == "__main__":
    answer(_play)
