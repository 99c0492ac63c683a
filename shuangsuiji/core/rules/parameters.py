"""The numbers, lists and modal words of the rules, read once from `parameters.toml` and checked before anybody uses them.

Source: 20-house §9. Takes: TOML text. Gives: `number("referral_days")`, `ratio("sample_floor.C")`, `labels("replacement_grounds")`.
Never: a float; an entry without article, reading and decision.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.provision import Provision, ProvisionError, source

Value = int | str | tuple[int, ...] | tuple[str, ...] | Mapping[str, str]

# How a value is held against a case, as the words around it.
COMPARES = MappingProxyType(
    {
        "at_least": "不少于 {}",
        "at_most": "不多于 {}",
        "more_than": "超过 {}",
        "exactly": "为 {}",
        "within": "{}以内",
        "one_of": "限于 {}",
        "all_of": "须齐备 {}",
        "in_order": "依次为 {}",
        "by_date": "以 {} 为限",
    }
)
_FIELDS = ("id", "article", "modal", "compare", "value", "unit", "effective_from", "reading", "decided")
_ID = re.compile(r"[a-z][a-z_]*(?:\.[A-Za-z_]+)?")


class ParameterError(ValueError):
    """The parameter file cannot be used, or a parameter is asked for what it is not; the text says so in Chinese."""


class Modal(StrEnum):
    """How strongly the rules speak; it decides what software may do. `label` is the word of the rules."""

    MUST_NOT = "MUST_NOT"
    MUST = "MUST"
    UNLESS_GROUND = "UNLESS_GROUND"
    GENERALLY = "GENERALLY"
    MAY = "MAY"
    ENCOURAGED = "ENCOURAGED"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _MODAL_LABELS[self]


_MODAL_LABELS = {
    Modal.MUST_NOT: "不得",
    Modal.MUST: "应当",
    Modal.UNLESS_GROUND: "原则上…但",
    Modal.GENERALLY: "一般",
    Modal.MAY: "可",
    Modal.ENCOURAGED: "尽可能",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One entry, complete in itself. `effective_from` None: in force with the loaded rule set."""

    id: str
    is_setting: bool
    provision: Provision
    modal: Modal
    compare: str
    value: Value
    unit: str
    effective_from: date | None
    reading: str
    decided: str


@dataclass(frozen=True, slots=True)
class Override:
    """A superior's or the department's own measure laid over a parameter: dated, with its document (第六条（四）).

    `value` is a Ratio where the parameter is a percentage, else an integer. `effective_to` is the last day, or None.
    """

    parameter_id: str
    value: Ratio | int
    document: str
    effective_from: date | None
    effective_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse a measure on an unknown parameter, and a share where the parameter counts."""
        if isinstance(self.value, Ratio) and not parameter(self.parameter_id).unit.startswith("percent"):
            raise ParameterError(f"参数 {self.parameter_id} 是次数或日数，另行规定的值应为整数")

    def applies(self, parameter_id: str, on: date) -> bool:
        """Whether this measure speaks of that parameter on that day; one without date or document never does."""
        start = self.effective_from
        if self.parameter_id != parameter_id or start is None or not self.document.strip():
            return False
        return start <= on and (self.effective_to is None or on <= self.effective_to)


def load_parameters(text: str) -> Mapping[str, Parameter]:
    """Read parameters from TOML text, keyed by id, in file order.

    Raises ParameterError for a missing, foreign or empty field, an unknown modal or compare word, a float or a
    boolean, a citation that cannot be read, and an id given twice.
    """
    entries: dict[str, Parameter] = {}
    for raw in tomllib.loads(text).get("parameter", []):
        entry = _read(raw)
        if entry.id in entries:
            raise ParameterError(f"参数 {entry.id} 重复")
        entries[entry.id] = entry
    return MappingProxyType(entries)


def _read(raw: Mapping[str, Any]) -> Parameter:
    name = raw.get("id", "（无 id）")
    missing = [field for field in _FIELDS if raw.get(field) in (None, "", [], {})]
    foreign = sorted(set(raw) - {*_FIELDS, "kind"})
    if missing or foreign:
        raise ParameterError(f"参数 {name} 缺少字段 {missing} 或有多余字段 {foreign}")
    if not _ID.fullmatch(name):
        raise ParameterError(f"参数名 {name!r} 写法不对")
    kind = raw.get("kind", "rule")
    for word, known, what in (
        (raw["modal"], set(Modal), "用语"),
        (raw["compare"], set(COMPARES), "比较方式"),
        (kind, {"rule", "setting"}, "种类"),
    ):
        if word not in known:
            raise ParameterError(f"参数 {name} 的{what}“{word}”不认识")
    return Parameter(
        name,
        kind == "setting",
        _provision(name, raw["article"]),
        Modal(raw["modal"]),
        raw["compare"],
        _value(name, raw["value"]),
        raw["unit"],
        _effective(name, raw["effective_from"]),
        raw["reading"],
        raw["decided"],
    )


def _provision(name: str, citation: str) -> Provision:
    try:
        return Provision.parse(citation)
    except ProvisionError as error:
        raise ParameterError(f"参数 {name}：{error}") from error


def _effective(name: str, raw: object) -> date | None:
    if raw == "rule-set":
        return None
    if type(raw) is not date:
        raise ParameterError(f"参数 {name} 的生效日期应为 rule-set 或日期")
    return raw


def _value(name: str, raw: object) -> Value:
    if isinstance(raw, str) or (isinstance(raw, int) and not isinstance(raw, bool)):
        return raw
    if isinstance(raw, list) and {type(member) for member in raw} in ({int}, {str}):
        return tuple(raw)
    if isinstance(raw, dict) and {type(member) for member in raw.values()} == {str}:
        return MappingProxyType(dict(raw))
    raise ParameterError(f"参数 {name} 的值只能是整数、文字或它们的列表，不能是小数")


@cache
def parameters() -> Mapping[str, Parameter]:
    """All parameters of the packaged file, in file order. Read once; works inside a zip archive too."""
    return load_parameters(resources.files(__package__).joinpath("parameters.toml").read_text("utf-8"))


def parameter(name: str) -> Parameter:
    """The entry called `name`. Raises ParameterError when there is none."""
    try:
        return parameters()[name]
    except KeyError as error:
        raise ParameterError(f"没有名为 {name} 的参数") from error


def number(name: str) -> int:
    """The entry's integer, in its own unit."""
    value = parameter(name).value
    if isinstance(value, int):
        return value
    raise ParameterError(f"参数 {name} 不是整数")


def ratio(name: str) -> Ratio:
    """The entry's percentage as a share of 100. Raises ParameterError unless its unit is a percentage."""
    if not parameter(name).unit.startswith("percent"):
        raise ParameterError(f"参数 {name} 不是百分比")
    return Ratio(number(name), 100)


def text(name: str) -> str:
    """The entry's text."""
    value = parameter(name).value
    if isinstance(value, str):
        return value
    raise ParameterError(f"参数 {name} 不是文字")


def numbers(name: str) -> tuple[int, ...]:
    """The entry's list of integers, in file order."""
    return tuple(member for member in _list(name) if isinstance(member, int))


def texts(name: str) -> tuple[str, ...]:
    """The entry's list of words or codes, in file order."""
    return tuple(member for member in _list(name) if isinstance(member, str))


def _list(name: str) -> tuple[int, ...] | tuple[str, ...]:
    value = parameter(name).value
    if isinstance(value, tuple):
        return value
    raise ParameterError(f"参数 {name} 不是列表")


def labels(name: str) -> Mapping[str, str]:
    """The entry's table of code → Chinese word, in file order."""
    value = parameter(name).value
    if isinstance(value, Mapping):
        return value
    raise ParameterError(f"参数 {name} 不是代码表")


@source("第六条（四）")
def check_override(override: Override) -> Finding:
    """Whether a measure may be laid over a parameter: it cites its document and its first day (E06-3)."""
    met = [
        word for word, given in (("文号", override.document.strip()), ("生效日期", override.effective_from)) if given
    ]
    needed = texts("measure_override")
    return judge(
        "E06-3",
        "第六条（四）",
        len(met) == len(needed),
        required="、".join(needed),
        actual="、".join(met) or "无",
        refusal="差异化规定缺少文号或生效日期，不能启用（第六条）。",
        remedy="请补充文号和生效日期。",
    )


@source("第六条（四）")
def in_force(name: str, on: date | None, overrides: Sequence[Override]) -> Override | None:
    """The measure that takes precedence over the parameter on that day, or None.

    Of several the one that started last; of those that started together the larger value. Without a day none applies.
    """
    applying = [] if on is None else [override for override in overrides if override.applies(name, on)]
    return max(
        applying, key=lambda override: (override.effective_from or date.min, _size(override.value)), default=None
    )


def _size(value: Ratio | int) -> Fraction:
    return Fraction(value) if isinstance(value, int) else Fraction(value.num, value.den)


@source("第二十九条")
def check_effective(effective_from: date, decided_on: date) -> Finding:
    """Whether a changed parameter starts after the day it is decided (E29-1)."""
    ahead = (effective_from - decided_on).days
    needed = number("rule_change_notice_calendar_days")
    return judge(
        "E29-1",
        "第二十九条",
        ahead >= needed,
        required=f"晚于 {decided_on}",
        actual=f"{effective_from}",
        refusal=f"规则参数只能自未来日期生效（第二十九条）；所填生效日期为 {effective_from}，决定日期为 {decided_on}。",
        remedy="请改为未来日期；已建立的任务按原规则办理。",
    )
