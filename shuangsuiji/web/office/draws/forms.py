"""What is typed in a ceremony: the clerk's choices, a commitment, a number, the public number, why a draw is given up.

Source: 第十三条（二）, 第十四条; SSJ-DRAW/1 §4, §5, §6.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms

from shuangsuiji.core.draw.beacon import DICE, DRAND, SSQ, drand_round_after
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.stages.draws.ending import Ground
from shuangsuiji.stages.draws.numbering import Entry
from shuangsuiji.stages.draws.planning import DrawTerms
from shuangsuiji.web.components.evidence_form import EvidenceField, EvidenceForm
from shuangsuiji.web.components.rendering import serving

GROUNDS = (
    ("", "请选择"),
    ("plan", "方案有误"),
    ("roster", "名录有误"),
    ("commits", "承诺不足"),
    ("beacon", "公开随机数有误或没有产生"),
    ("technical", "技术故障"),
    ("other", "其他"),
)
HEX = r"[0-9a-f]{64}"
# How long after the announcement each part ends, where the list is needed in the same meeting, and otherwise.
MEETING = (timedelta(minutes=10), timedelta(minutes=15), timedelta(minutes=17))
LATER = (timedelta(hours=24), timedelta(hours=26), timedelta(hours=48))
MOST_DIGITS = 64
DIGITS = 20


def _time(label: str, text: str = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(
        label=label, widget=widget, help_text=text, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )


class PlanForm(forms.Form):
    """The announcement. Which fields there are follows from the scheme's source; each contributor has `person_1` …"""

    def __init__(
        self,
        data: Any,
        *,
        content: Mapping[str, Any],
        people: Mapping[str, Sequence[tuple[UUID, str]]],
        at: datetime,
        teams: int,
    ) -> None:
        """`people`: label of a contributor → who may speak for it; `teams`: as many as the people allow, 0 where none are drawn."""
        super().__init__(data)
        self.source, self.labels = content["public_number"], list(people)
        commit, reveal, number = MEETING if self.source == DICE else LATER
        if teams:
            self.fields["teams"] = serving(
                forms.IntegerField(label="检查小组数", min_value=1, max_value=10_000, initial=teams), "第十六条"
            )
        self.fields["commit_by"] = serving(
            _time("承诺截止", "名录冻结后至此时，各方提交承诺；都已提交的提前结束。"), "第十四条"
        )
        self.fields["reveal_by"] = _time("揭示截止", "未按时揭示的一方公示为“未揭示”，抽取照常进行。")
        self.fields["commit_by"].initial, self.fields["reveal_by"].initial = at + commit, at + reveal
        if self.source == SSQ:
            self.fields["round"] = serving(
                forms.RegexField(
                    r"[0-9]{7}", label="双色球期号", help_text="七位数字，如 2026135；须是揭示截止之后开奖的一期。"
                ),
                "第十四条",
            )
        if self.source != DRAND:
            self.fields["not_before"] = _time(
                "公开随机数最早产生时间", "双色球填停售时间，骰子填投掷时间；须晚于揭示截止。"
            )
            self.fields["not_before"].initial = at + number
        if self.source == DICE:
            self.fields["digits"] = forms.IntegerField(
                label="骰子位数", min_value=8, max_value=MOST_DIGITS, initial=DIGITS
            )
        for place, label in enumerate(self.labels, start=1):
            choices = [("", "请选择"), *((f"{key}", name) for key, name in people[label])]
            self.fields[f"person_{place}"] = serving(
                forms.ChoiceField(label=f"“{label}”由谁提交随机数", choices=choices), "第十四条"
            )

    def terms(self) -> DrawTerms:
        """What was chosen. A drand round is the first that comes late enough."""
        given = self.cleaned_data
        round_ = drand_round_after(given["reveal_by"]) if self.source == DRAND else given.get("round") or "1"
        return DrawTerms(
            commit_by=given["commit_by"], reveal_by=given["reveal_by"], round=round_, teams=given.get("teams") or 1,
            people={label: UUID(given[f"person_{place}"]) for place, label in enumerate(self.labels, start=1)},
            not_before=given.get("not_before"), digits=given.get("digits") or 0,
        )  # fmt: skip


class CommitForm(forms.Form):
    """A commitment, computed on the contributor's own device."""

    value = serving(
        forms.RegexField(
            HEX, label="承诺值", max_length=64, strip=True,
            help_text="由本页在您的浏览器中算出；用命令行工具生成的，把承诺值粘贴在这里。随机数本身不要填写。",
            error_messages={"invalid": "承诺值应为 64 位小写十六进制，请用本页的按钮或命令生成。"},
        ),
        "第十四条",
    )  # fmt: skip


class RevealForm(forms.Form):
    """The number that opens it."""

    secret = serving(
        forms.RegexField(
            HEX, label="随机数", max_length=64, strip=True,
            help_text="提交承诺时保存的那一个；可从保存的文件读入。",
            error_messages={"invalid": "随机数应为 64 位小写十六进制，请从提交承诺时保存的文件读入。"},
        ),
        "第十四条",
    )  # fmt: skip


class NumberForm(EvidenceForm):
    """The public number, typed exactly as published. A drand round is given by its signature."""

    def __init__(self, data: Any, files: Any = None, *, source: str, second: bool) -> None:
        """`second`: this is the other person's entry, which brings the file that shows it."""
        super().__init__(data, files)
        if source == DRAND:
            self.fields["signature"] = serving(
                forms.RegexField(r"[0-9a-f]{96}", label="该期签名", help_text="96 位小写十六进制；随机数由它算出。"),
                "第十四条",
            )
            return
        text = "如 01-05-12-19-23-30+07" if source == SSQ else "按投掷顺序逐位填写，半角数字"
        self.fields["value"] = serving(
            forms.CharField(label="公开随机数", max_length=MOST_DIGITS, help_text=text), "第十四条"
        )
        if second:
            self.fields["file"] = EvidenceField(Kind.SCAN, label="凭据", text="：开奖公告截图，或签字的骰子记录表。")

    def entry(self) -> Entry:
        """What was typed."""
        given = self.cleaned_data
        return Entry(given.get("value", "").strip(), given.get("signature", ""), given.get("file"))


class EndForm(forms.Form):
    """Why a draw is given up; public."""

    code = serving(forms.ChoiceField(label="原因", choices=GROUNDS), "第十四条")
    text = forms.CharField(
        label="说明",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="公开；不要写企业或人员的名称、代码。",
    )

    def ground(self) -> Ground:
        """Code and words."""
        return Ground(self.cleaned_data["code"], self.cleaned_data["text"])


class OpeningForm(forms.Form):
    """Whose row is opened, and what for."""

    code = serving(
        forms.CharField(label="统一社会信用代码", max_length=40, help_text="按营业执照填写；没有的填注册号。"), "第五条"
    )
    purpose = forms.CharField(label="用途", max_length=200, help_text="如：企业持营业执照到窗口查询。")


class PurposeForm(forms.Form):
    """What everything is opened for."""

    purpose = serving(forms.CharField(label="用途", max_length=200, help_text="如：年度审计复算。"), "第五条")
