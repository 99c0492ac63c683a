"""Forms of the registry of inspectors: they say what a person wrote, the acts judge it.

Source: 第十条, 第十五条, 第二十七条.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from shuangsuiji.core.identifiers import IdentifierError, ingest_reg_no, ingest_uscc
from shuangsuiji.foundation.sheets.columns import INSPECTORS
from shuangsuiji.foundation.sheets.findings import RowFinding
from shuangsuiji.foundation.sheets.wordings import INSPECTOR_STATES as WORDS
from shuangsuiji.stages.registry.queries.inspectors import STATES
from shuangsuiji.web.components.listing import FilterForm
from shuangsuiji.web.components.rendering import serving
from shuangsuiji.web.components.uploading import UploadForm

_CREDIT_CODE = 18
_NOT_CELLS = frozenset({"source", "source_on", "reason"})


def day_field(label: str, *, help_text: str = "") -> forms.DateField:
    """A day, picked or typed."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class InspectorFilter(FilterForm):
    """What the list is narrowed by."""

    number = forms.CharField(label="证件编号", max_length=60)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *STATES])
    qualification = forms.CharField(label="可查事项代码", max_length=64)
    expiring = forms.DateField(label="有效期不晚于", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def narrow(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows asked for."""
        given = self.given
        if "number" in given:
            queryset = queryset.filter(number__icontains=given["number"])
        if "state" in given:
            queryset = queryset.filter(state=given["state"])
        if "qualification" in given:
            asked = {"qualifications__code": given["qualification"], "qualifications__ended_on__isnull": True}
            queryset = queryset.filter(**asked)
        return queryset.filter(valid_to__lte=given["expiring"]) if "expiring" in given else queryset


class RollForm(UploadForm):
    """A roll to take in, and what the file itself does not say."""

    source = serving(
        forms.CharField(label="数据来源", max_length=200, help_text="例如：执法证件管理系统导出。"), "第十条"
    )
    source_on = day_field("数据日期", help_text="这份名录从来源系统取得的日期。")
    extent = forms.ChoiceField(
        label="范围",
        choices=[("full", "全量名录：本名录中没有的人员移出名录库"), ("part", "补充名录：只新增和更新，不移出")],
        widget=forms.RadioSelect,
        initial="part",
    )


class AddForm(forms.Form):
    """One inspector, column by column as the roll has them; what a cell may say is judged by the roll's own checks."""

    name = forms.CharField(label="姓名", max_length=100, help_text="与执法证一致。")
    certificate = forms.CharField(
        label="证件编号", max_length=64, required=False, help_text="字母、数字和 . _ -；只有省证的留空。"
    )
    valid_until = forms.CharField(
        label="有效期至", max_length=20, required=False, help_text="例如：2027-06-30；长期有效的写“长期”。"
    )
    certificate_kind = forms.CharField(label="证件类型", max_length=64, required=False, help_text="可不填。")
    provincial_certificate = forms.CharField(label="省证号", max_length=64, required=False, help_text="没有的留空。")
    provincial_valid_until = forms.CharField(label="省证有效期至", max_length=20, required=False)
    qualifications = serving(
        forms.CharField(label="可查事项", max_length=400, help_text="多个以 、 分隔，例如：劳动保障监察、工资支付。"),
        "第十六条",
    )
    state = forms.ChoiceField(label="状态", choices=[(each, each) for each in WORDS], initial=WORDS[0])
    cap = forms.CharField(label="最多组数", max_length=4, required=False, help_text="不填按统一规定。")
    is_expert = forms.ChoiceField(label="是否专家", choices=[("否", "否"), ("是", "是")], required=False)
    section = forms.CharField(label="股室", max_length=64, required=False)
    recusals = serving(
        forms.CharField(
            label="回避对象", max_length=2000, required=False, help_text="统一社会信用代码或注册号，多个以 、 分隔。"
        ),
        "第十五条",
    )
    source = serving(
        forms.CharField(label="数据来源", max_length=200, help_text="例如：任命文件、执法证件。"), "第十条"
    )
    source_on = day_field("数据日期")
    reason = forms.CharField(label="理由", min_length=2, max_length=200, help_text="记入名录库变更记录。")

    @property
    def cells(self) -> dict[str, str]:
        """The row as a roll would have it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in _NOT_CELLS}

    def accepts(self, findings: Iterable[RowFinding]) -> bool:
        """Whether the checks of the roll find nothing wrong; what they find stands at its field."""
        keys = {INSPECTORS.column(name).title: name for name in self.fields if name not in _NOT_CELLS}
        for each in findings:
            self.add_error(keys.get(each.column), f"{each.reason}。{each.remedy}（{each.article}，{each.code}）")
        return not self.errors


class EditForm(forms.Form):
    """A correction by hand. The name is written by import only."""

    section = forms.CharField(label="股室", max_length=64, required=False)
    state = forms.ChoiceField(label="状态", choices=STATES)
    cap = forms.IntegerField(label="最多组数", min_value=1, max_value=999)
    is_expert = forms.BooleanField(label="专家", required=False)
    valid_to = day_field("证件有效期至", help_text="换证的填写新证的有效期；旧证记录保留。")
    qualifications = serving(
        forms.CharField(label="可查事项代码", max_length=400, help_text="多个用空格分开，例如：law wages"), "第十六条"
    )
    reason = forms.CharField(label="理由", min_length=2, max_length=200, help_text="记入名录库变更记录。")


class TransferForm(forms.Form):
    """Where somebody goes, since when, by which document."""

    to_department = forms.ChoiceField(label="调往部门", help_text="调往本平台以外的，用“移出”办理。")
    on = day_field("调动日期", help_text="调动文件所写的日期，不晚于今天。")
    document = serving(
        forms.CharField(label="调动文件", max_length=200, help_text="文号；没有文号的写会议纪要。"), "第十条"
    )
    reason = forms.CharField(label="理由", min_length=2, max_length=150, help_text="记入名录库变更记录。")

    def __init__(self, *args: Any, departments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_department"]
        field.choices = [("", "请选择"), *departments]


class ReasonForm(forms.Form):
    """Only why."""

    reason = forms.CharField(label="理由", min_length=2, max_length=200, help_text="记入名录库变更记录。")


class RecusalForm(forms.Form):
    """Whom somebody must not visit; nothing filled in says nobody."""

    codes = serving(
        forms.CharField(
            label="须回避的检查对象", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
            help_text="每行一个统一社会信用代码或 15 位注册号；没有须回避的对象请留空。",
        ),
        "第十五条",
    )  # fmt: skip
    ground = forms.CharField(label="回避情形", required=False, max_length=200, help_text="例如：近亲属在该单位任职。")

    def clean_codes(self) -> list[str]:
        """Canonical identities."""
        found = []
        for word in self.cleaned_data["codes"].split():
            try:
                found.append(ingest_uscc(word) if len(word) == _CREDIT_CODE else ingest_reg_no(word))
            except IdentifierError as error:
                raise forms.ValidationError(f"“{word}”：{error.reason}") from error
        return found


class LeaveForm(forms.Form):
    """Days away, both included."""

    from_on = day_field("自")
    to_on = day_field("至", help_text="含当日。")
    kind = forms.CharField(label="种类", max_length=50, help_text="例如：年休假、学习、借调。")


class TrainingForm(forms.Form):
    """A training."""

    on = day_field("日期")
    topic = serving(forms.CharField(label="内容", max_length=200), "第二十七条")
    hours = forms.IntegerField(label="学时", min_value=0, max_value=999, initial=0)
