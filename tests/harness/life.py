"""Random acts on slips beside a model in plain Python: after every step both must say the same.

Source: 80-reliability B6; 第三条. In a test: `lived = compare_with_model(database, steps=500)`. The acts are the application's own, by
people of every office, in any order, with and without words, on slips they may read or not. Compared: what the act answered, the row, its
messages and steps; at the end the whole table and the number of entries, and that the log bears it out.
"""

import random
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.harness.slips_model import ANSWER, CLOSE, GONE, RAISE, REOPEN, WITHDRAW, ModelSlip, SlipsModel
from tests.harness.stage import EMPTY, Stage, answer, play

LIFE = "modelled"
_DEPARTMENT = "rsj"
_OFFICES = ("clerk", "clerk", "section_head", "inspector", "coordinator", "coordinator", "coordinator", "deputy_head")
_ACTS = (*(RAISE,) * 3, *(ANSWER,) * 4, *(REOPEN,) * 2, *(CLOSE,) * 3, *(WITHDRAW,) * 2)
# Most steps go to slips of late: else the finished ones are all that is met.
_RECENT = 8
_MOST_TOLD = 20


@dataclass(slots=True)
class Modelled:
    """How often each act was done and each refusal met, and where application and model differ (the first of them)."""

    database: str
    seed: int
    done: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)


def compare_with_model(database: str, *, steps: int, seed: int = 20261129, least_answers: int = 1) -> Modelled:
    """Take that many steps. `least_answers`: 0 puts the model off by one."""
    return Modelled(**play("life", database=database, steps=steps, seed=seed, least_answers=least_answers))


class _Town:
    """The people, the slips of the application in the order of the model's, and one random step after another."""

    def __init__(self, chance: random.Random, model: SlipsModel) -> None:
        from tests.harness.acts import actor, founding

        founding()
        self.chance, self.model = chance, model
        self.people = [actor(office) for office in _OFFICES]
        self.keys: list[UUID] = []

    def step(self, at: datetime) -> tuple[str, str, str, int]:
        """One step on both sides: the act, what the application answered, what the model did, and the slip's place."""
        act = self.chance.choice(_ACTS) if self.keys else RAISE
        by = self.chance.choice(self.people)
        text = self.chance.choice(("请说明。", "请说明。", "请说明。", " "))
        told = {"text": text, "office": by.office, "person": str(by.person), "on": _day(at)}
        if act == RAISE:
            private = self.chance.random() < 0.2
            answered = self._raise(private, text, by, at)
            return act, answered, self.model.raise_slip(private=private, **told), len(self.model.slips) - 1
        which = max(0, len(self.keys) - 1 - self.chance.randrange(_RECENT))
        answered = self._act(act, self.keys[which], text, by, at)
        return act, answered, self.model.step(act, which, **told), which

    def _raise(self, private: bool, text: str, by: Any, at: datetime) -> str:
        from shuangsuiji.stages.plans.actions.raise_slip import raise_slip

        def act() -> None:
            slip = raise_slip(kind="PROBLEM", title="任务", text=text, private=private, actor=by, at=at)
            self.keys.append(slip.pk)

        return _answer(act)

    def _act(self, name: str, key: UUID, text: str, by: Any, at: datetime) -> str:
        from importlib import import_module

        act = getattr(import_module(f"shuangsuiji.stages.plans.actions.{name}"), name)
        return _answer(lambda: act(slip_id=key, text=text, actor=by, at=at))

    def stored(self, which: int) -> ModelSlip | None:
        """The slip as the database has it, in the model's words."""
        from shuangsuiji.foundation.lifecycle.models import Transition
        from shuangsuiji.stages.plans.models import Slip
        from shuangsuiji.stages.plans.queries.slips import answers_of

        slip = Slip.objects.filter(pk=self.keys[which]).first() if which < len(self.keys) else None
        if slip is None or Transition.objects.filter(record_id=slip.pk).count() != slip.version:
            return None
        said = slip.messages.count()
        return ModelSlip(
            slip.number, str(slip.raised_by), slip.private, slip.asked_on, slip.status, slip.version, said, answers_of(slip)
        )  # fmt: skip


def _answer(act: Any) -> str:
    """What an act answers, in the model's words."""
    from shuangsuiji.core.rules.finding import RuleViolation
    from shuangsuiji.stages.plans.models import Slip

    try:
        act()
    except RuleViolation as refused:
        return " ".join(finding.code for finding in refused.findings)
    except Slip.DoesNotExist:
        return GONE
    return ""


def _day(at: datetime) -> Any:
    from django.utils.timezone import localdate

    return localdate(at)


def _play(stage: Stage, *, steps: int, seed: int, least_answers: int) -> dict[str, Any]:
    """Inside the fresh interpreter."""
    from shuangsuiji.foundation.ledger.models import LogEvent
    from tests.harness.acts import AT
    from tests.harness.examining import log_faults

    told, chance = Modelled(stage.database, seed), random.Random(seed)
    done, refused = Counter[str](), Counter[str]()
    stage.store.copy(EMPTY, LIFE)
    with stage.on(LIFE):
        model = SlipsModel(_DEPARTMENT, least_answers)
        town = _Town(chance, model)
        before = LogEvent.objects.count()
        for number in range(steps):
            act, answered, expected, which = town.step(AT + timedelta(minutes=number))
            (refused if answered else done)[answered or act] += 1
            same = answered == expected and (which < 0 or town.stored(which) == model.slips[which])
            if not same:
                told.differences.append(f"第 {number} 步 {act}：应为“{expected or '办成'}”，实为“{answered or '办成'}”")
            if len(told.differences) == _MOST_TOLD:
                break
        told.differences += [
            f"{slip.number} 与模型不同" for which, slip in enumerate(model.slips) if town.stored(which) != slip
        ][:_MOST_TOLD]
        if (entries := LogEvent.objects.count() - before) != model.done:
            told.differences.append(f"日志多了 {entries} 条，应为 {model.done} 条")
        told.differences += list(log_faults())
    told.done, told.refused = dict(done), dict(refused)
    return asdict(told)


if __name__ == "__main__":
    answer(_play)
