"""Whether a measure may be laid over a parameter, and in which direction.

Source: 第六条（三）（四）, 第二十九条. Takes: the terms of a measure and the day of the decision. Gives: Findings, all that fail at once.
Direction: a superior's measure may go either way, and so may the bureau's own where the rules themselves put it first
(第六条（三）（四）: shares, frequencies, measures per class). Elsewhere an own measure may only be stricter.
"""

from datetime import date

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.parameters import (
    COMPARES,
    Parameter,
    ParameterError,
    check_effective,
    check_override,
    parameter,
)
from shuangsuiji.core.rules.parameters import Override as Measure
from shuangsuiji.foundation.overrides.models import Origin, Terms

_OWN_COMES_FIRST = ("第六条（三）", "第六条（四）")
# Which way is stricter, seen from the one who must obey.
_STRICTER_UP = frozenset({"at_least"})
_STRICTER_DOWN = frozenset({"at_most", "within", "more_than"})
_HUNDRED = 100


def measure_of(terms: Terms) -> Measure:
    """The terms as the core takes them. Raises ParameterError for a parameter that has no number to lay over."""
    entry = parameter(terms.parameter)
    if not isinstance(entry.value, int) or entry.compare not in _STRICTER_UP | _STRICTER_DOWN | {"exactly"}:
        raise ParameterError(f"参数 {terms.parameter} 不是数值，不能另行规定；请联系法制人员修改规则参数文件")
    value = terms.value if terms.denominator is None else Ratio(terms.value, terms.denominator)
    return Measure(terms.parameter, value, terms.document, terms.effective_from, terms.effective_to)


def check_measure(terms: Terms, *, decided_on: date) -> tuple[Finding, ...]:
    """Every rule a measure must keep: document and day (E06-3), a day to come (E29-1), the direction (E06-3)."""
    measure = measure_of(terms)
    return (
        check_override(measure),
        check_effective(terms.effective_from, decided_on),
        _check_direction(terms, measure),
    )


def spelt(entry: Parameter, value: Ratio | int) -> str:
    """A value as people read it: 10%, 3.5%, or a whole number."""
    if isinstance(value, int):
        return f"{value}%" if entry.unit.startswith("percent") else f"{value}"
    whole, rest = divmod(value.num * _HUNDRED, value.den)
    digits = f"{rest * 10**6 // value.den:06d}".rstrip("0")
    return f"{whole}.{digits}%" if digits else f"{whole}%"


def _check_direction(terms: Terms, measure: Measure) -> Finding:
    entry = parameter(terms.parameter)
    assert isinstance(entry.value, int), "measure_of refuses all others"
    given = spelt(entry, measure.value)
    ruled = COMPARES[entry.compare].format(spelt(entry, entry.value))
    free = terms.origin == Origin.SUPERIOR or str(entry.provision) in _OWN_COMES_FIRST
    return judge(
        "E06-3",
        "第六条（四）",
        free or _is_stricter(entry, measure.value),
        required=f"{ruled}，本部门只能从严",
        actual=given,
        refusal=f"“{terms.parameter}”按{entry.provision}{ruled}；本部门规定为 {given}，比规则宽，不能启用（第六条）。",
        remedy="请改为更严的值；有上级文件的，请选择“上级规定”并填写其文号。",
    )


def _is_stricter(entry: Parameter, value: Ratio | int) -> bool:
    """Whether `value` asks at least as much as the rules; compared in integers."""
    assert isinstance(entry.value, int), "measure_of refuses all others"
    given, scale = (value.num * _HUNDRED, value.den) if isinstance(value, Ratio) else (value, 1)
    ruled = entry.value * scale
    if entry.compare in _STRICTER_UP:
        return given >= ruled
    return entry.compare in _STRICTER_DOWN and given <= ruled
