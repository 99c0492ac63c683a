"""What is typed about measures and their evidence.

Source: 第六条（四）.
"""

from typing import Any, ClassVar

from django import forms

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.stages.plans.actions.record_measure import Evidence
from shuangsuiji.stages.plans.queries.measures import CORRECTION_KINDS, MEASURE_KINDS, MEASURES
from shuangsuiji.web.components.evidence_form import EvidenceField, EvidenceForm
from shuangsuiji.web.components.listing import FilterForm
from shuangsuiji.web.components.rendering import serving


class YearFilter(FilterForm):
    """The year that is shown."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2999)


class MeasureForm(EvidenceForm):
    """One measure, and by what it is shown."""

    measure = serving(forms.ChoiceField(label="监管措施", choices=MEASURES), "第六条（四）")
    kind = forms.ChoiceField(label="依据种类", choices=MEASURE_KINDS, widget=forms.RadioSelect, initial="DOCUMENT")
    reference = forms.CharField(
        label="文号或说明",
        max_length=200,
        required=False,
        help_text="文件写文号，检查写任务或检查编号，查询写查询内容；不写企业名称。",
    )
    on = forms.DateField(
        label="落实日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="记入该日期所在年度。",
    )
    file = EvidenceField(Kind.DOCUMENT, label="附件", required=False, text="，可不附。")

    def terms(self) -> dict[str, Any]:
        """As the act takes them."""
        given = self.cleaned_data
        risk_class, _, measure = given["measure"].partition(":")
        evidence = Evidence(given["kind"], given["reference"], given["on"], given["file"])
        return {"risk_class": risk_class, "measure": measure, "evidence": evidence}


class CorrectionForm(MeasureForm):
    """The same, in the place of another record."""

    reason = serving(forms.CharField(label="更正理由", max_length=200), "第六条（四）")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = CORRECTION_KINDS  # type: ignore[attr-defined]
        self.fields["file"].help_text = "不重新上传的，沿用原记录的附件。"

    def terms(self) -> dict[str, Any]:
        """With the reason."""
        return {**super().terms(), "reason": self.cleaned_data["reason"]}


class CloseForm(forms.Form):
    """Nothing is typed: the year is closed as it stands."""


class QueryFilter(FilterForm):
    """The filter above the answers."""

    organisation = forms.CharField(label="查询单位", max_length=60)
    name = forms.CharField(label="查询对象", max_length=60)
    lookups: ClassVar = {"organisation": "organisation__contains", "name": "name__contains"}


class FirmForm(FilterForm):
    """The firm that is asked about."""

    q = forms.CharField(label="名称、代码或拼音首字母", max_length=60)


class QueryForm(forms.Form):
    """Who asks, and what for."""

    organisation = serving(
        forms.CharField(label="查询单位", max_length=100, required=False, help_text="按来函填写，例如：平原县总工会。"),
        "第六条（四）",
    )
    purpose = forms.CharField(
        label="用途",
        max_length=200,
        required=False,
        help_text="例如：2026 年度和谐劳动关系企业评选；来函有文号的一并写明。",
    )
