"""What is typed about a rule document.

Source: 第一条.
"""

from typing import ClassVar

from django import forms

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.stages.items.queries import DOCUMENT_LEVELS
from shuangsuiji.web.components.evidence_form import EvidenceField, EvidenceForm
from shuangsuiji.web.components.listing import FilterForm
from shuangsuiji.web.components.rendering import serving


def _day(label: str, *, required: bool = True, text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class DocumentFilter(FilterForm):
    """The filter above the register."""

    title = forms.CharField(label="文件名称")
    level = forms.ChoiceField(label="效力级别", choices=[("", "全部"), *DOCUMENT_LEVELS])
    lookups: ClassVar = {"title": "title__contains", "level": "level"}


class DocumentForm(EvidenceForm):
    """A document."""

    title = serving(forms.CharField(label="文件名称", max_length=200, help_text="全称，不加书名号。"), "第一条")
    number = forms.CharField(label="文号", max_length=64, help_text="法律、法规写公布令号。")
    level = forms.ChoiceField(label="效力级别", choices=DOCUMENT_LEVELS)
    issuing_body = forms.CharField(label="制定机关", max_length=100)
    from_on = _day("施行日期")
    to_on = _day("失效日期", required=False, text="现行有效的留空。")
    original = EvidenceField(Kind.DOCUMENT, label="文件原件", required=False, text="，可不附；登记以后不能再补。")


class EndForm(forms.Form):
    """The last day in force."""

    to_on = _day("失效日期", text="最后一日；次日起不再列入可引用的依据。")
    reason = forms.CharField(label="说明", max_length=200, help_text="被什么文件废止或替代。")
