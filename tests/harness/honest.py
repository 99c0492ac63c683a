"""Many honest acts of every kind: afterwards nobody raises an alarm.

Source: 80-reliability F1; 50-ledger §13.10. In a test: `lived = live(database, acts=10_000)`.
"""

import random
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.harness.stage import EMPTY, Stage, answer, play

LIFE = "life"


@dataclass(slots=True)
class Lived:
    """Acts by kind, entries in the log, and every false alarm."""

    database: str
    seed: int
    acts: dict[str, int] = field(default_factory=dict)
    entries: int = 0
    rows: int = 0
    false_alarms: list[str] = field(default_factory=list)
    seconds: float = 0.0
    reconcile_seconds: float = 0.0


def live(database: str, *, acts: int, seed: int = 20261124) -> Lived:
    """Do that many."""
    return Lived(**play("honest", database=database, acts=acts, seed=seed))


class _Days:
    """Somebody's working days; every method is one act."""

    def __init__(self, chance: random.Random) -> None:
        from tests.harness.acts import actor

        self.chance = chance
        self.by, self.head = actor(), actor("deputy_head")
        self.specimens: list[UUID] = []
        self.journeys: list[UUID] = []
        self.firms: list[UUID] = []

    def enter(self, at: datetime) -> None:
        """New rows, with and without private values."""
        from tests.harness.acts import EVENT, PUB
        from tests.specimen.models import Footprint, Specimen

        with _command(self.by, at) as cmd:
            row = Specimen(
                code=f"{at:%H%M%S}", text="甲", at=at, on=at.date(), raw=b"\0\1", facts={"n": [1, None, "二"]}
            )
            row.save()
            Footprint.objects.bulk_create([Footprint(text=f"{number}") for number in range(self.chance.randrange(4))])
            cmd.emit(EVENT, pub=PUB)
        self.specimens.append(row.pk)

    def change(self, at: datetime) -> None:
        """One column, or all of them."""
        from tests.harness.acts import EVENT, PUB
        from tests.specimen.models import Specimen

        if not self.specimens:
            return self.enter(at)
        with _command(self.by, at) as cmd:
            row = Specimen.of(self.chance.choice(self.specimens))
            row.count, row.text, row.done = self.chance.randrange(2**40), "乙" * self.chance.randrange(9), True
            row.save(update_fields=["count"]) if self.chance.random() < 0.5 else row.save()
            cmd.emit(EVENT, pub=PUB)
        return None

    def ask(self, at: datetime) -> None:
        """A record is born."""
        from tests.harness.acts import requested_journey

        journey, _ = requested_journey(self.by, at, self.head)
        self.journeys.append(journey.pk)

    def answer(self, at: datetime) -> None:
        """A record moves on."""
        from tests.harness.acts import decide
        from tests.specimen.models import Journey

        if not self.journeys:
            return self.ask(at)
        return decide((Journey.objects.get(pk=self.journeys.pop()), self.head), at)

    def tell(self, at: datetime) -> None:
        """A private value of a firm."""
        from shuangsuiji.foundation.ledger.command import Private
        from shuangsuiji.foundation.ledger.keys import create_subject_key
        from tests.harness.acts import EVENT, PUB

        key = UUID(str(create_subject_key("FIRM", at=at).id))
        with _command(self.by, at) as cmd:
            cmd.emit(EVENT, pub=PUB, private={"purpose": Private("企业名称", key)})
        self.firms.append(key)

    def erase(self, at: datetime) -> None:
        """A firm's key is destroyed."""
        from tests.harness.acts import erase

        if not self.firms:
            return self.tell(at)
        return erase(self.firms.pop(self.chance.randrange(len(self.firms))), at)

    def watch(self, at: datetime) -> None:
        """Lines of the private tier, and their seal."""
        from shuangsuiji.foundation.ledger.audit import note, seal_audit

        for _ in range(self.chance.randrange(1, 5)):
            note("login", at=at - timedelta(minutes=5), actor="账号", object="/login/", ip="10.0.0.1")
        seal_audit(org="rsj", at=at)


_KINDS = ("enter", "change", "ask", "answer", "tell", "erase", "watch")
_WEIGHTS = (25, 35, 12, 12, 8, 4, 4)


def _command(by: Any, at: datetime) -> Any:
    from shuangsuiji.foundation.ledger.command import command

    return command(actor=by, at=at, reason="登记")


def _play(stage: Stage, *, acts: int, seed: int) -> dict[str, Any]:
    """Inside the fresh interpreter."""
    from shuangsuiji.foundation.ledger import rows
    from shuangsuiji.foundation.ledger.evidential import evidential_models
    from shuangsuiji.foundation.ledger.models import LogEvent
    from tests.harness.acts import AT
    from tests.harness.examining import log_faults

    chance = random.Random(seed)
    told = Lived(stage.database, seed)
    done: Counter[str] = Counter()
    stage.store.copy(EMPTY, LIFE)
    with stage.on(LIFE):
        days = _Days(chance)
        began = time.monotonic()
        for number, kind in enumerate(chance.choices(_KINDS, _WEIGHTS, k=acts)):
            getattr(days, kind)(AT + timedelta(seconds=number))
            done[kind] += 1
        told.seconds = round(time.monotonic() - began, 1)
        began = time.monotonic()
        told.false_alarms = list(log_faults())
        told.reconcile_seconds = round(time.monotonic() - began, 1)
        told.entries = LogEvent.objects.count()
        told.rows = sum(1 for model in evidential_models() for _ in rows.lines(model))
    told.acts = dict(done)
    return asdict(told)


if __name__ == "__main__":
    answer(_play)
