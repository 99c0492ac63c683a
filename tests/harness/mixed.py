"""Many processes, different acts, the same rows: nobody stands in anybody's way for ever, because locks are taken in one order.

Source: 80-reliability B4. PostgreSQL: SQLite has one writer and no row locks. In a test: `met = mix(seconds=600)`.
Recorded is the order in which each act locks rows (`SELECT … FOR UPDATE`, `UPDATE`), table by table; counted is what the database said
to each statement, before `attempt` tries again: a deadlock that a retry hid is a deadlock.
"""

import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.harness.stage import EMPTY, Stage, answer, fork_all, play
from tests.harness.stores import POSTGRES

MIXED = "mixed"
# The one order (ARCHITECTURE.md, "Locks"): the department, the record, the head of the log last.
LOCK_ORDER = ("department", "slip", "specimen_journey", "log_head")
REVERSED, KEYS_LOCKED = "head_before_the_record", "locks_that_foreign_keys_wait_for"
_SLIPS = 4
_LOCKS = (
    re.compile(r'FROM "?(\w+)"?\b.* FOR (?:NO KEY )?UPDATE', re.DOTALL),
    re.compile(r'^\s*UPDATE "?(\w+)"?'),
)


@dataclass(slots=True)
class Met:
    """Acts done and refused by the rules; `errors` by what the database said; each order of locks met, as `a > b > c`, how often."""

    writers: int
    done: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def mix(*, seconds: float, writers: int = 8, sabotage: str = "") -> Met:
    """Let them act for so long."""
    return Met(**play("mixed", database=POSTGRES, seconds_each=seconds, writers=writers, sabotage=sabotage))


def _play(stage: Stage, *, seconds_each: float, writers: int, sabotage: str) -> dict[str, Any]:
    """Inside the fresh interpreter."""
    from shuangsuiji.stages.plans.actions.raise_slip import raise_slip
    from tests.harness.acts import AT, actor, founding
    from tests.harness.examining import append_fault, log_faults

    told = Met(writers)
    stage.store.copy(EMPTY, MIXED)
    with stage.on(MIXED):
        founding()
        by = actor()
        said: dict[str, Any] = {"kind": "PROBLEM", "title": "任务", "text": "请说明。", "private": False}
        slips = [raise_slip(**said, actor=by, at=AT).pk for _ in range(_SLIPS)]
        people = [{office: actor(office) for office in ("clerk", "coordinator", "deputy_head")} for _ in range(writers)]
    end = time.time() + 1 + seconds_each
    children = [_writer(stage, each, number, slips, end, sabotage) for number, each in enumerate(people)]
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("done", "errors", "failed", "orders")}
    for raw, status in fork_all(children):
        if status:
            counts["failed"]["写入进程异常结束"] += 1
            continue
        one = json.loads(raw)
        told.refused += one.pop("refused")
        for name, counted in one.items():
            counts[name].update(counted)
    told.done, told.errors, told.failed, told.orders = (
        dict(counts[name]) for name in ("done", "errors", "failed", "orders")
    )
    with stage.on(MIXED):
        told.faults = [*log_faults(), *filter(None, [append_fault()])]
    return asdict(told)


def _writer(
    stage: Stage, people: dict[str, Any], number: int, slips: list[UUID], end: float, name: str
) -> Callable[[], bytes]:
    def write() -> bytes:
        from django.db import DatabaseError, connection

        from shuangsuiji.core.rules.finding import RuleViolation
        from shuangsuiji.foundation.ledger.attempt import attempt
        from shuangsuiji.foundation.ledger.refusal import Busy

        if name == REVERSED and number % 2:
            _head_first()
        if name == KEYS_LOCKED:
            _keys_locked()
        stage.store.use(MIXED)
        done, errors, failed, orders = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
        locks: list[str] = []
        connection.execute_wrappers.append(_watching(errors, locks))
        chance, refused = random.Random(number), 0
        acts = _acts(people, slips, chance)
        while time.time() < end:
            kind = chance.choice(sorted(acts))

            def act(kind: str = kind) -> None:
                locks.clear()
                acts[kind]()

            try:
                attempt(act)
                done[kind] += 1
                orders[" > ".join(dict.fromkeys(locks))] += 1
            except RuleViolation:
                refused += 1
            except (Busy, DatabaseError) as error:
                failed[f"{type(error).__name__}: {str(error)[:80]}"] += 1
        told = {"done": done, "errors": errors, "failed": failed, "orders": orders, "refused": refused}
        return json.dumps(told).encode()

    return write


def _acts(people: dict[str, Any], slips: list[UUID], chance: random.Random) -> dict[str, Callable[[], Any]]:
    """Each loads what it changes itself, so that `attempt` may do it again."""
    from shuangsuiji.stages.plans.actions.answer_slip import answer_slip
    from shuangsuiji.stages.plans.actions.raise_slip import raise_slip
    from shuangsuiji.stages.plans.actions.reopen_slip import reopen_slip
    from tests.harness.acts import AT, decide, requested_journey
    from tests.harness.writers import one_act

    at = AT + timedelta(minutes=1)
    asked: list[Any] = []

    def ask() -> None:
        asked.append(requested_journey(people["clerk"], at, people["deputy_head"]))

    def decide_one() -> None:
        decide(asked[-1], at)
        asked.pop()

    return {
        "raise": lambda: raise_slip(
            kind="PROBLEM", title="任务", text="请说明。", private=False, actor=people["clerk"], at=at
        ),
        "answer": lambda: answer_slip(slip_id=chance.choice(slips), text="答复。", actor=people["coordinator"], at=at),
        "reopen": lambda: reopen_slip(slip_id=chance.choice(slips), text="再问。", actor=people["clerk"], at=at),
        "journey": lambda: decide_one() if asked else ask(),
        "rows": lambda: one_act(by=people["clerk"], text=f"{chance.random()}"[:20]),
    }


def _head_first() -> None:
    """The saboteur: this process takes the head of the log before it takes the record."""
    from shuangsuiji.foundation.ledger.appending import locked_head
    from shuangsuiji.stages.plans import slip_words

    words: Any = slip_words
    original = words.slips_for

    def reversed_order(*arguments: Any) -> Any:
        locked_head()
        return original(*arguments)

    words.slips_for = reversed_order


def _keys_locked() -> None:
    """The saboteur: a row is locked as if its key might change, so that the foreign keys which COMMIT looks up wait for it."""
    from django.db.models import QuerySet

    rows: Any = QuerySet
    original = rows.select_for_update

    def locking_keys(queryset: Any, **named: Any) -> Any:
        return original(queryset, **{**named, "no_key": False})

    rows.select_for_update = locking_keys


def _watching(errors: "Counter[str]", locks: list[str]) -> Callable[..., Any]:
    from django.db import DatabaseError

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        locks.extend(found.group(1) for pattern in _LOCKS if (found := pattern.search(sql)))
        try:
            return execute(sql, params, many, context)
        except DatabaseError as error:
            errors[f"{type(error).__name__}: {str(error).splitlines()[0][:80]}"] += 1
            raise

    return watch


if __name__ == "__main__":
    answer(_play)
