"""What a draw of a task would draw from today: numbers only, before anything is announced or frozen.

Source: 第六条（三）, 第十条, 第十六条. Never: a name; a seed (there is none yet).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shuangsuiji.core.rules.repeats import ELIGIBLE
from shuangsuiji.stages.draws.rostering import inspector_entries, signed_scheme, subject_entries
from shuangsuiji.stages.plans.models import Task


@dataclass(frozen=True, slots=True)
class Forecast:
    """The scheme's content, counts for a page, and how many teams the people allow at most (0 where none are drawn)."""

    content: Mapping[str, Any]
    rows: list[tuple[str, str]]
    teams: int


def forecast(task: Task, at: datetime) -> Forecast:
    """Cost: both registries are read once."""
    del at
    scheme = signed_scheme(task)
    subjects = [entry for entries in subject_entries(task, scheme).values() for entry in entries]
    people = inspector_entries(task)
    rows = [
        ("检查对象", _counted(Counter(entry.elig for entry in subjects), "户")),
        ("执法检查人员", _counted(Counter(entry.elig for entry in people), "名")),
    ]
    able = sum(1 for entry in people if entry.elig == ELIGIBLE)
    size = max(1, int(scheme.content["team_size"]))
    return Forecast(scheme.content, rows, max(1, able // size) if scheme.content["inspector_draw_mode"] == "1" else 0)


def _counted(counts: Counter[str], unit: str) -> str:
    out = sum(counts.values()) - counts[ELIGIBLE]
    return f"在库 {sum(counts.values())} {unit}，可抽 {counts[ELIGIBLE]} {unit}" + (
        f"，排除 {out} {unit}（仍在名录中，注明代码）" if out else ""
    )
