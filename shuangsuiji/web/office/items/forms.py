"""What is typed about lists, items and guides.

Source: 第六条, 第十七条; 30-domain §5.
"""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from shuangsuiji.core.rules.parameters import labels
from shuangsuiji.foundation.accounts.queries import choosable_departments
from shuangsuiji.web.components.listing import FilterForm
from shuangsuiji.web.components.rendering import offering, serving
from shuangsuiji.web.components.uploading import UploadForm

KINDS = (("GENERAL", "一般检查事项"), ("KEY", "重点检查事项"))
LISTS = (("OWN", "本部门清单"), ("JOINT", "部门联合清单"))
SPECIAL = (("TRADE", "特殊行业"), ("FIELD", "重点领域"))
POINT_ROWS = 20


def _text(label: str, rows: int = 2, *, required: bool = True, longest: int = 2000, text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget, help_text=text)


def _line(label: str, longest: int, *, text: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, help_text=text)


class ItemFilter(FilterForm):
    """The filter above the items of a version."""

    words = forms.CharField(label="事项、依据")
    category = forms.ChoiceField(label="抽查类别")
    subject_range = forms.ChoiceField(label="检查对象")
    kind = forms.ChoiceField(label="事项类别", choices=[("", "全部"), *KINDS])
    owner = forms.ChoiceField(label="责任部门")
    lookups: ClassVar = {
        "category": "category",
        "subject_range": "subject_range",
        "kind": "kind",
        "owner": "owner__name",
    }

    def __init__(self, query: Any, *, facets: dict[str, list[str]]) -> None:
        """The values there are."""
        super().__init__(query)
        for name, values in facets.items():
            self.fields[name].choices = [("", "全部"), *((each, each[:40] or "（空）") for each in values)]  # type: ignore[attr-defined]

    def narrow(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Words are looked for in name, sub-item and basis."""
        rows = super().narrow(queryset)
        words = self.given.get("words")
        if words:
            rows = (
                rows.filter(name__contains=words)
                | rows.filter(sub_item__contains=words)
                | rows.filter(basis__contains=words)
            )
        return rows


class ItemForm(forms.Form):
    """One item with all its columns."""

    category = serving(forms.CharField(label="抽查类别", max_length=100), "第六条")
    name = serving(_text("抽查事项"), "第二条")
    sub_item = _text("抽查子项", required=False)
    basis = serving(_text("检查依据", 3, longest=4000, text="法律、法规、规章的名称和条款。"), "第六条")
    organ = serving(forms.CharField(label="检查主体", max_length=200), "第六条")
    owner = serving(forms.ChoiceField(label="责任部门", help_text="结果由该部门填写、签字和公示。"), "第四条")
    subject_range = serving(forms.CharField(label="检查对象", max_length=400), "第二条")
    kind = forms.ChoiceField(label="事项类别", choices=KINDS)
    method = serving(forms.CharField(label="检查方式", max_length=400), "第六条")
    methods = serving(
        forms.MultipleChoiceField(label="检查方式（统一代码）", required=False, widget=forms.CheckboxSelectMultiple),
        "第十八条",
    )
    ratio_text = _line("抽查比例（原文）", 200, text="照文件原样填写；数值在年度计划中逐类填写。")
    frequency_text = _line("抽查频次（原文）", 200)
    annual_cap = serving(
        forms.IntegerField(
            label="年度频次上限", min_value=1, max_value=366, required=False, help_text="没有规定的留空。"
        ),
        "第九条",
    )
    personnel = _line("检查人员要求", 400)
    qualification = serving(_line("所需专业资格", 100, text="无需专业资格的留空。"), "第十六条")
    judged_qualified = serving(
        forms.BooleanField(label="按“合格、不合格”判定", required=False, help_text="一般只用于产品、项目。"),
        "第十九条（四）",
    )
    initiating_text = serving(_line("发起部门", 200, text="部门联合清单填写。"), "第七条")
    participating_text = serving(_line("配合部门", 400, text="部门联合清单填写。"), "第七条")
    remark = _line("备注", 400)

    def __init__(self, *args: Any, categories: list[str], **kwargs: Any) -> None:
        """Categories already used are offered; departments and methods are those there are."""
        super().__init__(*args, **kwargs)
        widget = forms.TextInput(attrs={"list": "id_category_options"})
        self.fields["category"].widget = widget
        offering(self.fields["category"], categories)
        self.fields["owner"].choices = choosable_departments()  # type: ignore[attr-defined]
        self.fields["methods"].choices = list(labels("check_methods").items())  # type: ignore[attr-defined]

    def terms(self) -> dict[str, Any]:
        """The columns, without the department."""
        return {name: value for name, value in self.cleaned_data.items() if name != "owner"}


class DraftForm(forms.Form):
    """Which list gets a new version."""

    kind = forms.ChoiceField(label="清单", choices=LISTS, widget=forms.RadioSelect, initial="OWN")


class SheetForm(UploadForm):
    """A list's file, and what becomes of the rows that are there."""

    into = forms.UUIDField(widget=forms.HiddenInput)
    replace = forms.ChoiceField(
        label="导入方式",
        choices=(("yes", "替换草稿中的全部事项（相同事项保留原编号）"), ("no", "追加到草稿末尾")),
        widget=forms.RadioSelect,
        initial="yes",
    )


class SendForm(forms.Form):
    """What the approver should know."""

    reason = forms.CharField(label="送审说明", max_length=400, help_text="例如：年度调整，新增 2 项、停用 1 项。")


class OpinionForm(forms.Form):
    """An approver's words."""

    opinion = forms.CharField(label="意见", max_length=400, required=False)
    standing_in = forms.CharField(
        label="代行理由",
        max_length=200,
        required=False,
        help_text="分管负责人空缺或由其本人起草的，主要负责人写明后批准。",
    )


class ReturnForm(forms.Form):
    """Why a draft goes back."""

    opinion = forms.CharField(label="退回意见", max_length=400)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=400)


class PublishForm(forms.Form):
    """Where else the list is made public."""

    place = serving(
        forms.CharField(
            label="公布载体", max_length=128, help_text="例如：政府网站信息公开栏；本平台公示网站同时公布。"
        ),
        "第六条",
    )


class MarkForm(forms.Form):
    """A special trade or key field."""

    kind = forms.ChoiceField(label="标注", choices=SPECIAL)
    reason = serving(_text("理由", longest=400, required=False), "第四条")
    basis = serving(_text("依据", longest=400, required=False), "第四条")


class RetireForm(ReasonForm):
    """An item that is no longer inspected."""

    on = forms.DateField(label="停用日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class GuideForm(forms.Form):
    """A guide; check points one a line, a usual wording behind a bar."""

    basis = serving(_text("检查依据", 3, required=False), "第十七条")
    procedure = serving(_text("检查程序", 4, required=False), "第十七条")
    content = serving(_text("检查内容", 4, required=False), "第十七条")
    method = serving(_text("检查方法", 4, required=False), "第十七条")
    points = serving(
        _text("检查要点", 8, required=False, longest=16000, text="一行一个要点；常用表述写在竖线“|”之后。"), "第十七条"
    )
    read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def lines(self) -> list[tuple[str, str]]:
        """(text, usual wording) of each line."""
        rows = (
            line.replace("｜", "|").partition("|") for line in self.cleaned_data["points"].splitlines() if line.strip()
        )
        return [(text.strip(), default.strip()) for text, _, default in rows]
