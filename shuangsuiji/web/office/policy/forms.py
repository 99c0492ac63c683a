"""What is typed about policies and measures.

Source: 第六条（三）（四）, 第二十九条.
"""

from typing import Any

from django import forms

from shuangsuiji.core.ratios import RatioError, parse_ratio
from shuangsuiji.core.rules.index import measure_word
from shuangsuiji.core.rules.parameters import labels, parameters
from shuangsuiji.core.rules.quotas import frequency_floor, percent, ratio_floor
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.web.components.listing import FilterForm
from shuangsuiji.web.components.rendering import serving

CLASSES = tuple(each.value for each in RiskClass)
ORIGINS = (("SUPERIOR", "上级规定"), ("OWN", "本部门规定"))
_STRICTER_OR_SUPERIOR = ("at_least", "at_most", "within", "more_than", "exactly")


def _day(label: str, *, required: bool = True, text: str = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, help_text=text)


class DayFilter(FilterForm):
    """The day whose rules are asked for."""

    on = _day("查看日期")


class PolicyForm(forms.Form):
    """A policy: its document, and each class's share, draws and measures (`A_ratio`, `A_frequency`, `A_measures` …)."""

    document = serving(forms.CharField(label="文号", max_length=64, required=False), "第六条（四）")
    issuing_body = forms.CharField(label="制定机关", max_length=100)
    effective_from = serving(_day("生效日期", required=False), "第六条（四）")
    effective_to = _day("失效日期", required=False, text="长期有效的留空。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Four classes, each with its three fields."""
        super().__init__(*args, **kwargs)
        for each in CLASSES:
            self.fields[f"{each}_ratio"] = forms.CharField(label=f"{each}类抽查比例", max_length=12)
            self.fields[f"{each}_frequency"] = forms.IntegerField(label=f"{each}类全年次数", min_value=1, max_value=12)
            self.fields[f"{each}_measures"] = forms.CharField(
                label=f"{each}类监管措施", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
            )

    def clean(self) -> dict[str, Any]:
        """Shares are written as 3%."""
        given: dict[str, Any] = super().clean() or {}
        for each in CLASSES:
            ratio = (given.get(f"{each}_ratio") or "").strip()
            if ratio:
                try:
                    given[f"{each}_share"] = parse_ratio(ratio if ratio.endswith("%") else f"{ratio}%")
                except RatioError as error:
                    self.add_error(f"{each}_ratio", str(error))
        first, last = given.get("effective_from"), given.get("effective_to")
        if first and last and last < first:
            self.add_error("effective_to", "失效日期早于生效日期。")
        return given

    def terms(self) -> dict[str, Any]:
        """What `write_policy` takes."""
        given = self.cleaned_data
        names = ("document", "issuing_body", "effective_from", "effective_to")
        return {**{name: given[name] for name in names}, "rows": {each: self._row(each) for each in CLASSES}}

    def _row(self, each: str) -> dict[str, Any]:
        given, share = self.cleaned_data, self.cleaned_data[f"{each}_share"]
        return {
            "num": share.num,
            "den": share.den,
            "frequency": given[f"{each}_frequency"],
            "measures": given[f"{each}_measures"].strip(),
        }

    @property
    def classes(self) -> list[dict[str, Any]]:
        """The rows of the table of classes."""
        return [{"name": each, "label": labels("risk_class_labels")[each], **self._fields(each)} for each in CLASSES]

    def _fields(self, each: str) -> dict[str, Any]:
        return {part: self[f"{each}_{part}"] for part in ("ratio", "frequency", "measures")}


def rules_as_initial() -> dict[str, Any]:
    """The rules' own shares and draws: what a policy begins with."""
    found: dict[str, Any] = {}
    for each in RiskClass:
        found[f"{each}_ratio"], found[f"{each}_frequency"] = (
            percent(ratio_floor(each).ratio),
            frequency_floor(each).draws,
        )
    return found


class MeasureForm(forms.Form):
    """A measure laid over a parameter of the rules from a day on."""

    parameter = serving(forms.ChoiceField(label="规则参数"), "第六条（四）")
    value = forms.CharField(label="另行规定为", max_length=12, help_text="比例写作 5%，次数、日数写整数。")
    origin = forms.ChoiceField(label="来源", choices=ORIGINS, widget=forms.RadioSelect)
    issuing_body = forms.CharField(label="制定机关", max_length=100)
    document = serving(forms.CharField(label="文号", max_length=64), "第六条（四）")
    effective_from = serving(_day("生效日期", text="只能是批准日之后的日期。"), "第二十九条")
    effective_to = _day("失效日期", required=False, text="长期有效的留空。")
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Parameters that are a number, those of 第六条 first."""
        super().__init__(*args, **kwargs)
        known = [entry for entry in parameters().values() if isinstance(entry.value, int)]
        known = [entry for entry in known if entry.compare in _STRICTER_OR_SUPERIOR]
        ordered = sorted(known, key=lambda entry: (entry.provision.number != 6, entry.provision.number, entry.id))
        self.fields["parameter"].choices = [(each.id, _named(each)) for each in ordered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A share becomes two integers, a count one."""
        given: dict[str, Any] = super().clean() or {}
        value, name = (given.get("value") or "").strip(), given.get("parameter", "")
        if not value or not name:
            return given
        if parameters()[name].unit.startswith("percent"):
            try:
                given["value"], given["denominator"] = parse_ratio(value if value.endswith("%") else f"{value}%")
            except RatioError as error:
                self.add_error("value", str(error))
        elif value.isascii() and value.isdigit() and 0 < int(value) < 1000:
            given["value"], given["denominator"] = int(value), None
        else:
            self.add_error("value", "请填写正整数。")
        return given


def _named(entry: Any) -> str:
    return f"{parameter_words(entry.id)}（现为 {entry.value}{measure_word(entry.unit)}）"


def parameter_words(name: str) -> str:
    """A parameter as people know it: where it stands, what it is about."""
    entry = parameters()[name]
    return f"{entry.provision} {entry.id}：{entry.reading.split('；')[0].split('。')[0]}"[:60]


class AnswerForm(forms.Form):
    """An approver's words."""

    opinion = forms.CharField(label="意见", max_length=400, required=False)
    standing_in = forms.CharField(
        label="代行理由", max_length=200, required=False, help_text="分管负责人空缺的，主要负责人写明后办理。"
    )
