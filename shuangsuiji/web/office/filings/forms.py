"""What is typed about a filing.

Source: 第八条.
"""

from typing import ClassVar

from django import forms

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.stages.plans.queries.filings import FILING_STATES
from shuangsuiji.web.components.evidence_form import EvidenceField, EvidenceForm
from shuangsuiji.web.components.listing import FilterForm
from shuangsuiji.web.components.rendering import serving


class FilingFilter(FilterForm):
    """The filter above the list."""

    status = forms.ChoiceField(label="状态", choices=[("", "全部"), *FILING_STATES])
    name = forms.CharField(label="任务名称")
    lookups: ClassVar = {"status": "status", "name": "task__name__contains"}


class RequestForm(forms.Form):
    """What the clerk adds."""

    remark = forms.CharField(
        label="报备说明",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="可不填。来源和来文取自临时计划，不在这里修改。",
    )


class ReturnForm(forms.Form):
    """Why it goes back; left empty, the rules say what is missing."""

    reason = serving(
        forms.CharField(label="退回理由", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})),
        "第八条",
    )


class PaperForm(EvidenceForm):
    """What the office of the joint meeting, which does not use the platform, gave on paper."""

    number = serving(
        forms.CharField(label="备案号", max_length=64, help_text="纸质件上的备案号；没有的，填写登记簿编号。"), "第八条"
    )
    filed_on = serving(
        forms.DateField(label="备案日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})), "第八条"
    )
    scan = serving(EvidenceField(Kind.SCAN, label="扫描件"), "第八条")


class VouchForm(forms.Form):
    """Why the next office up confirms."""

    standing_in = forms.CharField(
        label="代行理由", max_length=200, required=False, help_text="由主要负责人代行的，须写明，例如分管负责人空缺。"
    )


class PublishForm(forms.Form):
    """Where else it is made public."""

    place = serving(
        forms.CharField(label="公示载体", max_length=128, help_text="例如：政府网站；本平台公示网站同时公示。"),
        "第八条",
    )
