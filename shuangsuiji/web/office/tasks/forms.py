"""What is typed about a task and its scheme.

Source: 第六条（三）, 第九条, 第十一条, 第十八条, 第十九条（二）.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from shuangsuiji.core.draw.beacon import DICE, DRAND, SSQ
from shuangsuiji.core.ratios import Ratio, RatioError, parse_ratio
from shuangsuiji.core.rules.parameters import labels, number, texts
from shuangsuiji.core.rules.quotas import percent
from shuangsuiji.core.rules.schemes import KEEP, MERGE
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.stages.plans.queries.meeting import Overlap
from shuangsuiji.stages.plans.queries.tasks import TASK_STATES
from shuangsuiji.stages.plans.scheme_drafting import OWN_CONTRIBUTOR
from shuangsuiji.web.components.evidence_form import EvidenceField, EvidenceForm
from shuangsuiji.web.components.listing import FilterForm
from shuangsuiji.web.components.rendering import serving

NUMBERS = ((SSQ, "双色球（开奖号码）"), (DRAND, "drand 公开随机数（须联网）"), (DICE, "十面骰（会议现场）"))
DECISIONS = (("", "尚未决定"), (MERGE, "合并，一次查完"), (KEEP, "分开检查"))
MOST_IN_A_TEAM = 9


def _text(label: str, *, required: bool = False, text: str = "", longest: int = 400) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=longest, required=required, help_text=text, widget=widget)


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class TaskFilter(FilterForm):
    """The filter above the list."""

    status = forms.ChoiceField(label="状态", choices=[("", "全部"), *TASK_STATES])
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2999)
    name = forms.CharField(label="任务名称")
    lookups: ClassVar = {"status": "status", "year": "year", "name": "name__contains"}


class NameForm(forms.Form):
    """What the task is called."""

    name = serving(forms.CharField(label="任务名称", max_length=200), "第十三条（一）")


class SchemeForm(forms.Form):
    """A scheme. Each class of the line has `A_ratio`, `A_below` …; each overlap `overlap_1`, `overlap_1_reason` …"""

    from_on = serving(_day("检查开始"), "第十一条")
    to_on = _day("检查截止")
    methods = serving(
        forms.MultipleChoiceField(label="检查方式", required=False, widget=forms.CheckboxSelectMultiple), "第十八条"
    )
    team_size = serving(forms.IntegerField(label="每组人数", max_value=MOST_IN_A_TEAM), "第十六条")
    divided = serving(
        _text("各部门检查分工", text="联合抽查须写明每个部门查什么；本部门单独检查的可不填。"), "第十一条"
    )
    contributors = serving(
        forms.MultipleChoiceField(
            label="抽取参与方", required=False, widget=forms.CheckboxSelectMultiple,
            help_text="每一方各出一份秘密数，任何一方都不能左右结果；至少两方。",
        ),
        "第十四条",
    )  # fmt: skip
    public_number = serving(forms.ChoiceField(label="公开数来源", choices=NUMBERS), "第十四条")
    exempt_reason = serving(
        _text("不予告知的理由", text="提前告知可能影响检查的填写；一般留空，检查前告知被检查对象。"), "第十九条（二）"
    )

    def __init__(self, data: Any, *, draft: Any, joined: Sequence[str], overlaps: Sequence[Overlap]) -> None:
        """Choices are what there is; classes are those of the paper."""
        super().__init__(data, initial=_initial(draft, overlaps))
        self.classes, self.overlaps = sorted(draft.quotas), list(overlaps)
        self.fields["methods"].choices = list(labels("check_methods").items())  # type: ignore[attr-defined]
        self.fields["team_size"].min_value = number("team_minimum")  # type: ignore[attr-defined]
        parties = dict.fromkeys([OWN_CONTRIBUTOR, *texts("default_contributors"), *joined, *draft.contributors])
        self.fields["contributors"].choices = [(each, each) for each in parties]  # type: ignore[attr-defined]
        for each in self.classes:
            self.fields[f"{each}_ratio"] = serving(
                forms.CharField(label=f"{each}类抽查比例", max_length=12), "第六条（三）"
            )
            self.fields[f"{each}_below"] = _text(f"{each}类低于下限的理由", text="不低于下限的留空。")
        for place, each in enumerate(self.overlaps, start=1):
            words = f"与“{each.task.name}”（{each.task.department.name}）有 {each.common} 户重复"
            self.fields[f"overlap_{place}"] = serving(
                forms.ChoiceField(label=words, choices=DECISIONS, required=False), "第九条"
            )
            self.fields[f"overlap_{place}_reason"] = _text(f"重复 {place} 分开检查的理由", longest=200)

    def clean(self) -> dict[str, Any]:
        """A share is written as 3%; the first day comes before the last."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("from_on"), given.get("to_on")
        if first and last and first > last:
            self.add_error("to_on", "截止日期早于开始日期。")
        for each in self.classes:
            ratio = (given.get(f"{each}_ratio") or "").strip()
            try:
                given[f"{each}_share"] = parse_ratio(ratio if ratio.endswith("%") else f"{ratio}%")
            except RatioError as error:
                self.add_error(f"{each}_ratio", str(error))
        return given

    def terms(self) -> dict[str, Any]:
        """The fields as the paper keeps them."""
        given = self.cleaned_data
        plain = {name: given[name] for name in self.base_fields}
        quotas = {
            each: {
                "num": given[f"{each}_share"].num,
                "den": given[f"{each}_share"].den,
                "below": given[f"{each}_below"].strip(),
            }
            for each in self.classes
        }
        overlaps = {
            each.task.number: {
                "decision": given[f"overlap_{place}"],
                "reason": given[f"overlap_{place}_reason"].strip(),
            }
            for place, each in enumerate(self.overlaps, start=1)
            if given[f"overlap_{place}"]
        }
        return {**plain, "quotas": quotas, "overlaps": overlaps}


def _initial(draft: Any, overlaps: Sequence[Overlap]) -> dict[str, Any]:
    found = {name: getattr(draft, name) for name in SchemeForm.base_fields}
    for each, said in draft.quotas.items():
        found[f"{each}_ratio"] = percent(Ratio(said["num"], said["den"]))
        found[f"{each}_below"] = said.get("below", "")
    for place, overlap in enumerate(overlaps, start=1):
        found[f"overlap_{place}"], found[f"overlap_{place}_reason"] = overlap.decision, overlap.reason
    return found


class SignForm(forms.Form):
    """A department's answer to a scheme."""

    agrees = serving(
        forms.ChoiceField(label="本部门意见", choices=(("yes", "同意"), ("no", "不同意")), widget=forms.RadioSelect),
        "第十一条",
    )
    opinion = _text("意见", text="不同意的须写明。")
    standing_in = _text("代行理由", longest=200, text="分管负责人空缺或由其本人编制的，主要负责人写明后办理。")

    def clean(self) -> dict[str, Any]:
        """No without a reason helps nobody."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("agrees") == "no" and not given.get("opinion", "").strip():
            self.add_error("opinion", "不同意的，请写明意见。")
        return given


class PaperForm(EvidenceForm):
    """What a participant without the platform signed. `seen`: the digest of the scheme that was printed for it."""

    agrees = serving(
        forms.ChoiceField(
            label="结论", choices=(("yes", "同意"), ("no", "不同意")), widget=forms.RadioSelect, initial="yes"
        ),
        "第十一条",
    )
    number = forms.CharField(label="文号", max_length=64, help_text="没有文号的，填写登记簿编号。")
    signed_on = _day("签批日期")
    scan = EvidenceField(Kind.SCAN, label="扫描件", text="；须为按现在的方案打印、签批的。")
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ConfirmationPaperForm(EvidenceForm):
    """What a participant without an account confirmed on paper. `seen`: the digest of its registry's changes."""

    number = serving(
        forms.CharField(label="文号", max_length=64, help_text="纸质件上的文号；没有的，填写登记簿编号。"), "第十条"
    )
    signed_on = _day("签字日期")
    signer = forms.CharField(label="签字人职务", max_length=100, help_text="例如：名录库管理员；姓名以扫描件为准。")
    second_signer = forms.CharField(
        label="第二签字人职务", max_length=100, required=False, help_text="变动较大或有 D 类对象移出的必须填写。"
    )
    reason = forms.CharField(
        label="说明", max_length=200, required=False, help_text="名录库为空、数据来源较旧的，照纸质件写明理由。"
    )
    scan = EvidenceField(Kind.SCAN, label="扫描件")
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class VouchForm(forms.Form):
    """Why the next office up vouches."""

    standing_in = forms.CharField(
        label="代行理由", max_length=200, required=False, help_text="由主要负责人代行的，须写明，例如分管负责人空缺。"
    )


class ReasonForm(forms.Form):
    """Why; left empty, the rules say what is missing."""

    reason = _text("理由")
