"""What is typed about a problem or suggestion.

Source: 第三条.
"""

from typing import ClassVar

from django import forms

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.stages.plans.queries.slips import SLIP_KINDS, SLIP_STATES
from shuangsuiji.web.components.evidence_form import EvidenceForm, FilesField
from shuangsuiji.web.components.listing import FilterForm
from shuangsuiji.web.components.rendering import serving

LONGEST = 4000


def _words(label: str, *, required: bool = True, text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, max_length=LONGEST, required=required, widget=widget, help_text=text)


class _WithFiles(EvidenceForm):
    """Words that may come with files."""

    # The field; Django takes it off the class, so that a form's own `files` stays what was uploaded.
    files = FilesField(Kind.DOCUMENT, label="附件")  # type: ignore[assignment]


class SlipFilter(FilterForm):
    """The filter above the list."""

    status = forms.ChoiceField(label="状态", choices=[("", "全部"), *SLIP_STATES])
    kind = forms.ChoiceField(label="类别", choices=[("", "全部"), *SLIP_KINDS])
    title = forms.CharField(label="标题")
    lookups: ClassVar = {"status": "status", "kind": "kind", "title": "title__contains"}


class RaiseForm(_WithFiles):
    """A new slip."""

    kind = serving(
        forms.ChoiceField(label="类别", choices=SLIP_KINDS, widget=forms.RadioSelect, initial="PROBLEM"), "第三条"
    )
    title = forms.CharField(label="标题", max_length=100)
    text = _words("内容", text="写明情况和希望怎样解决；不必写被检查对象和个人的信息。")
    private = forms.BooleanField(
        label="仅协调股室可见", required=False, help_text="选中后，除协调股室和监督审计外，只有您本人能够查看。"
    )
    field_order = ("kind", "title", "text", "files", "private")


class AnswerForm(_WithFiles):
    """The coordinating section's words."""

    text = serving(_words("答复"), "第三条")
    field_order = ("text", "files")


class ReopenForm(_WithFiles):
    """What is still open."""

    text = serving(_words("尚未解决的问题"), "第三条")
    field_order = ("text", "files")


class CloseForm(forms.Form):
    """The unit's last word, if any."""

    text = _words("意见", required=False, text="可不填。")


class WithdrawForm(forms.Form):
    """Why it is taken back; left empty, the rules say what is missing."""

    text = serving(_words("撤回原因", required=False), "第三条")
