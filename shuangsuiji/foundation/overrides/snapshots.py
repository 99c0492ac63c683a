"""The rules a Task was born under, kept with it: every parameter's value and every measure that stood that day.

Source: 第二十九条; 20-house §9 (a Task keeps the parameters it was born with); check C29-1. Shape: canonical JSON
`{"day", "department", "version", "parameters": {id: value}, "overrides": [{…}]}`; percentages stay whole numbers, a measure's
share is `[num, den]`. Its content_digest may stand in a plan or event.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.parameters import Override as Measure
from shuangsuiji.core.rules.parameters import ParameterError, in_force, parameters
from shuangsuiji.foundation.overrides.queries import overrides_on

VERSION = 1


def snapshot(day: date, department: str = "") -> dict[str, Any]:
    """Everything the rules said on `day` for `department`. Cost: 1 query."""
    return {
        "version": VERSION,
        "day": day.isoformat(),
        "department": department,
        "parameters": {name: _json(entry.value) for name, entry in parameters().items()},
        "overrides": [_written(measure) for measure in overrides_on(day, department)],
    }


@dataclass(frozen=True, slots=True)
class Born:
    """A snapshot read again. What changed since then does not reach it."""

    day: date
    department: str
    values: Mapping[str, Any]
    overrides: tuple[Measure, ...]

    def value(self, name: str) -> Any:
        """What held for that parameter: the measure's value, else the rules' own. Raises ParameterError for an unknown one."""
        measure = in_force(name, self.day, self.overrides)
        if measure is not None:
            return measure.value
        try:
            return self.values[name]
        except KeyError as error:
            raise ParameterError(f"任务建立时的规则中没有参数 {name}") from error

    def number(self, name: str) -> int:
        """An integer. Raises ParameterError for anything else."""
        value = self.value(name)
        if isinstance(value, int):
            return value
        raise ParameterError(f"参数 {name} 在任务建立时不是整数")

    def ratio(self, name: str) -> Ratio:
        """A percentage as a share."""
        value = self.value(name)
        return value if isinstance(value, Ratio) else Ratio(self.number(name), 100)


def born(kept: Mapping[str, Any]) -> Born:
    """Read a snapshot. Raises ParameterError for a version this program does not know."""
    if kept.get("version") != VERSION:
        raise ParameterError("任务保存的规则快照版本不认识；请用建立该任务的软件版本或更新版本打开")
    return Born(
        date.fromisoformat(kept["day"]),
        kept["department"],
        kept["parameters"],
        tuple(_read(each) for each in kept["overrides"]),
    )


def _written(measure: Measure) -> dict[str, Any]:
    value = measure.value
    return {
        "parameter": measure.parameter_id,
        "value": [value.num, value.den] if isinstance(value, Ratio) else value,
        "document": measure.document,
        "from": f"{measure.effective_from}",
        "to": None if measure.effective_to is None else measure.effective_to.isoformat(),
    }


def _read(kept: Mapping[str, Any]) -> Measure:
    value = kept["value"]
    return Measure(
        kept["parameter"],
        Ratio(*value) if isinstance(value, list) else value,
        kept["document"],
        date.fromisoformat(kept["from"]),
        None if kept["to"] is None else date.fromisoformat(kept["to"]),
    )


def _json(value: Any) -> Any:
    """A parameter's value as JSON: tuples become lists, tables objects."""
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
