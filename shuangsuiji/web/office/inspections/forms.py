"""What is typed about inspections: the filter of the list, a replacement, its answer.

Source: 第十四条, 第十五条.
"""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from shuangsuiji.core.rules.lifecycle import INSPECTION
from shuangsuiji.core.rules.parameters import labels
from shuangsuiji.stages.inspections.actions.request_replacement import Wish
from shuangsuiji.web.components.listing import FilterForm
from shuangsuiji.web.components.rendering import serving


class InspectionFilter(FilterForm):
    """The filter above the list."""

    status = forms.ChoiceField(label="状态", choices=[("", "全部"), *INSPECTION.states.items()])
    task = forms.CharField(label="任务编号")
    name = forms.CharField(label="检查对象")
    lookups: ClassVar = {"status": "status", "task": "task__number__contains", "name": "subject__name__contains"}


class WishForm(forms.Form):
    """Who comes, and why."""

    def __init__(self, data: Any, *, slot: int, people: Sequence[tuple[UUID, str]]) -> None:
        """`people`: who may come."""
        super().__init__(data)
        self.slot = slot
        grounds = [("", "请选择"), *labels("replacement_grounds").items()]
        self.fields["ground"] = serving(forms.ChoiceField(label="情形", choices=grounds), "第十五条")
        self.fields["text"] = forms.CharField(label="说明", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
        choices = [("", "请选择"), *((f"{key}", name) for key, name in people)]
        self.fields["substitute"] = serving(
            forms.ChoiceField(
                label="替换人员", choices=choices, help_text="由本部门指定，不须抽取；须持有效证件、没有回避情形。"
            ),
            "第十五条",
        )

    def wish(self) -> Wish:
        """As the act takes it."""
        given = self.cleaned_data
        return Wish(self.slot, UUID(given["substitute"]), given["ground"], given["text"])


class AnswerForm(forms.Form):
    """The deputy head's answer."""

    agrees = serving(
        forms.ChoiceField(label="意见", choices=[("yes", "同意更换"), ("no", "不同意")], widget=forms.RadioSelect),
        "第十五条",
    )
    opinion = forms.CharField(
        label="说明",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不同意的须写明理由。",
    )
    standing_in = forms.CharField(
        label="代行理由", required=False, max_length=200, help_text="由上一级负责人决定的，写明原因。"
    )
    seen = forms.CharField(widget=forms.HiddenInput)
