"""Several processes write at once: no gap, no lost acknowledgement, nobody told "locked", no deadlock.

Source: 80-reliability B3, B4; 50-ledger §13.3. In a test: `wrote = write_together(database, writers=8, acts=125)`.
Counted is what the database said to each statement, before `attempt` tries again: an error that a retry hid is an error.
"""

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.harness.stage import EMPTY, Stage, answer, fork_all, play

TOGETHER = "together"


@dataclass(slots=True)
class Wrote:
    """`acknowledged` acts of all writers; `errors` by what the database said; `lost`: acknowledged events that are not there.

    `seconds` each act waited and worked: the 99th of 100, and the longest. `entries` the log had in the end.
    """

    database: str
    writers: int
    acts: int
    acknowledged: int = 0
    entries: int = 0
    lost: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    p99_seconds: float = 0.0
    longest_seconds: float = 0.0
    seconds: float = 0.0


def write_together(database: str, *, writers: int, acts: int, sabotage: str = "", fresh: bool = False) -> Wrote:
    """Let them write. `fresh`: before every act the log, of which nothing but a beginning
    is published, is examined as by a process that has just started.
    """
    wanted: dict[str, Any] = {"writers": writers, "acts": acts, "sabotage": sabotage, "fresh": fresh}
    return Wrote(**play("writers", database=database, **wanted))


def _play(stage: Stage, *, writers: int, acts: int, sabotage: str, fresh: bool) -> dict[str, Any]:
    """Inside the fresh interpreter."""
    from shuangsuiji.foundation.ledger import gate
    from shuangsuiji.foundation.ledger.models import LogEvent
    from tests.harness.acts import AT, actor
    from tests.harness.backups import publish_here
    from tests.harness.examining import append_fault, log_faults

    told = Wrote(stage.database, writers, acts)
    stage.store.copy(EMPTY, TOGETHER)
    with stage.on(TOGETHER):
        people = [actor() for _ in range(writers)]
        if fresh:
            publish_here()
            gate.require_writable(AT)  # the copy of the checkpoint is there: it is not what they compete for
    begin = time.time() + 1
    began = time.monotonic()
    children = [_writer(stage, person, number, acts, begin, sabotage, fresh) for number, person in enumerate(people)]
    said = [json.loads(each) for each, status in fork_all(children) if status == 0]
    told.seconds = round(time.monotonic() - began, 1)
    errors: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    waits: list[float] = []
    events: set[str] = set()
    for each in said:
        errors.update(each["errors"])
        failed.update(each["failed"])
        waits += each["waits"]
        events.update(each["events"])
    if len(said) != writers:
        failed["写入进程异常结束"] += writers - len(said)
    told.errors, told.failed = dict(errors), dict(failed)
    told.acknowledged = sum(len(each["events"]) for each in said)
    with stage.on(TOGETHER):
        there = {str(each) for each in LogEvent.objects.values_list("event_id", flat=True)}
        told.entries, told.lost = len(there), len(events - there)
        told.faults = [*log_faults(), *filter(None, [append_fault()])]
    waits.sort()
    told.p99_seconds = round(waits[int(len(waits) * 0.99)], 3) if waits else 0.0
    told.longest_seconds = round(waits[-1], 3) if waits else 0.0
    return asdict(told)


def _writer(
    stage: Stage, person: Any, number: int, acts: int, begin: float, name: str, fresh: bool
) -> Callable[[], bytes]:
    def write() -> bytes:
        from django.db import DatabaseError, connection

        from shuangsuiji.foundation.ledger import gate
        from shuangsuiji.foundation.ledger.attempt import attempt
        from shuangsuiji.foundation.ledger.refusal import Busy, WritesRefused
        from tests.harness import sabotage

        sabotage.process(name)
        stage.store.use(TOGETHER)
        errors: Counter[str] = Counter()
        failed: Counter[str] = Counter()
        connection.execute_wrappers.append(_counting(errors))
        events, waits = [], []
        time.sleep(max(0.0, begin - time.time()))
        for act in range(acts):
            started = time.monotonic()
            if fresh:
                gate.forget()
            try:
                events.append(str(attempt(one_act, by=person, text=f"{number}-{act}")))
            except (Busy, DatabaseError, WritesRefused) as error:
                failed[f"{type(error).__name__}: {str(error)[:80]}"] += 1
            waits.append(time.monotonic() - started)
        return json.dumps({"events": events, "waits": waits, "errors": errors, "failed": failed}).encode()

    return write


def one_act(*, by: Any, text: str) -> Any:
    """One act as acts are: it looks something up, writes two rows, says one event."""
    from shuangsuiji.foundation.ledger.command import command
    from tests.harness.acts import AT, EVENT, PUB
    from tests.specimen.models import Footprint, Specimen

    with command(actor=by, at=AT) as cmd:
        Specimen.objects.filter(code=text).exists()
        Specimen(code=text, text="甲").save()
        Footprint(text=text[:32]).save()
        token = cmd.emit(EVENT, pub=PUB)
    return token.event_id


def _counting(errors: "Counter[str]") -> Callable[..., Any]:
    from django.db import DatabaseError

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        try:
            return execute(sql, params, many, context)
        except DatabaseError as error:
            errors[f"{type(error).__name__}: {str(error).splitlines()[0][:80]}"] += 1
            raise

    return count


if __name__ == "__main__":
    answer(_play)
