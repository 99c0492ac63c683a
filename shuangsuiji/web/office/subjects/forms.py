"""Forms of the registry of subjects: they say what a person wrote, the acts judge it.

Source: 第六条（一）, 第十条, 第二十四条.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from shuangsuiji.stages.registry.queries import classes as class_queries
from shuangsuiji.stages.registry.queries import subjects as queries
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.listing import FilterForm
from shuangsuiji.web.components.rendering import offering, serving
from shuangsuiji.web.components.uploading import UploadForm

CLASS_CHOICES = [("A", "A类"), ("B", "B类"), ("C", "C类"), ("D", "D类")]
_ANY = [("", "全部")]
_PERSONAL = [("address", "地址"), ("legal_rep", "法定代表人"), ("liaison", "联络员"), ("phone", "联系电话")]
_NAME_AND_CODE = 2


def day_field(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """A day, picked or typed."""
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def reason_field(help_text: str = "写明为什么变更，记入名录库变更记录。") -> forms.CharField:
    """Why."""
    return forms.CharField(label="理由", max_length=200, min_length=2, help_text=help_text)


class SubjectFilter(FilterForm):
    """What the list is narrowed by."""

    q = forms.CharField(label="名称、代码或拼音首字母", max_length=60)
    risk_class = forms.ChoiceField(
        label="信用风险分类", choices=[*_ANY, *CLASS_CHOICES, (queries.UNCLASSIFIED, "未分类")]
    )
    subject_type = forms.ChoiceField(label="主体类型", choices=[*_ANY, *queries.TYPES])
    state = forms.ChoiceField(label="状态", choices=[*_ANY, *queries.STATES])
    area = forms.CharField(label="区域", max_length=60)
    tag = forms.CharField(label="专项库或标签", max_length=50)
    stale = forms.BooleanField(label=f"数据日期早于 {queries.STALE_SOURCE_DAYS} 天前")
    removed = forms.BooleanField(label="已移出的")

    lookups: ClassVar[Mapping[str, str]] = {"subject_type": "subject_type", "state": "state", "area": "area__contains"}

    def __init__(self, request: Any) -> None:
        super().__init__(request.GET)
        self._on = localdate(now(request))

    def narrow(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows that fit."""
        rows, given = super().narrow(queryset), self.given
        if "q" in given:
            rows = queries.search(rows, given["q"])
        if "risk_class" in given:
            rows = queries.with_class(rows, given["risk_class"])
        if "tag" in given:
            rows = queries.with_tag(rows, given["tag"])
        return queries.older_than(rows, self._on, queries.STALE_SOURCE_DAYS) if "stale" in given else rows


class RosterForm(UploadForm):
    """A list to take in, and what the file itself does not say."""

    source = serving(
        forms.CharField(label="数据来源", max_length=200, help_text="例如：省市场监管共享平台导出。文件自带“数据来源”列的以文件为准。"),
        "第十条",
    )  # fmt: skip
    source_on = day_field("数据日期", required=True, help_text="这份名录从来源系统取得的日期。")
    extent = forms.ChoiceField(
        label="范围",
        choices=[("full", "全量名录：本名录中没有的对象移出名录库"), ("part", "补充名录：只新增和更新，不移出")],
        widget=forms.RadioSelect,
        initial="part",
    )


class ClassesForm(UploadForm):
    """A file of classes."""

    source = serving(forms.ChoiceField(label="分类来源", choices=class_queries.IMPORTED_SOURCES), "第六条（一）")
    document = forms.CharField(label="依据", max_length=150, help_text="文号，或从哪个平台取得的哪一期结果。")
    on = day_field("分类日期", required=True, help_text="文件中没有分类日期的行用这一天。")


class LicencesForm(UploadForm):
    """A file of licences."""

    source = serving(
        forms.CharField(label="数据来源", max_length=200, help_text="例如：行政审批系统许可台账。"), "第十条"
    )
    source_on = day_field("数据日期", required=True, help_text="台账从来源系统取得的日期。")


class _Terms(forms.Form):
    """What a registry says of a subject, personal columns apart."""

    name = serving(forms.CharField(label="名称", max_length=200, help_text="登记的全称。"), "第十条")
    subject_type = serving(forms.ChoiceField(label="主体类型", choices=queries.TYPES), "第二条")
    state = forms.ChoiceField(label="状态", choices=queries.STATES)
    area = forms.CharField(label="区域", max_length=100, required=False)
    established_on = day_field("成立日期")
    industry = forms.CharField(label="行业", max_length=100, required=False)
    scale = forms.CharField(label="规模", max_length=50, required=False)
    ownership = forms.CharField(label="企业性质", max_length=50, required=False)
    registration_authority = forms.CharField(label="登记机关", max_length=100, required=False)
    supervising_authority = forms.CharField(label="管辖单位", max_length=100, required=False)

    TERMS = (
        "name", "subject_type", "state", "area", "established_on", "industry", "scale", "ownership",
        "registration_authority", "supervising_authority",
    )  # fmt: skip

    @property
    def terms(self) -> dict[str, Any]:
        """The columns as the act takes them."""
        return {name: self.cleaned_data[name] for name in self.TERMS}


class AddForm(_Terms):
    """A new subject: one of three codes, and what is personal."""

    uscc = serving(forms.CharField(label="统一社会信用代码", max_length=30, required=False), "第十条")
    reg_no = forms.CharField(label="注册号", max_length=30, required=False, help_text="没有信用代码时填 15 位注册号。")
    object_no = forms.CharField(
        label="对象编号", max_length=64, required=False, help_text="产品、项目、行为的自编号：小写字母、数字和 . _ / -"
    )
    address = forms.CharField(label="地址", max_length=200, required=False, help_text="个人信息，加密保存。")
    legal_rep = forms.CharField(label="法定代表人", max_length=60, required=False, help_text="个人信息，加密保存。")
    liaison = forms.CharField(label="联络员", max_length=60, required=False, help_text="个人信息，加密保存。")
    phone = forms.CharField(label="联系电话", max_length=40, required=False, help_text="个人信息，加密保存。")
    source = forms.CharField(label="数据来源", max_length=200)
    reason = reason_field()

    field_order = ("name", "uscc", "reg_no", "object_no", "subject_type", "state")

    @property
    def codes(self) -> dict[str, str]:
        """The three codes."""
        return {name: self.cleaned_data[name] for name in ("uscc", "reg_no", "object_no")}

    @property
    def personal(self) -> dict[str, str]:
        """What is sealed."""
        return {name: self.cleaned_data[name] for name in ("address", "legal_rep", "liaison", "phone")}


def _anew(label: str, longest: int) -> Any:
    """A personal value that may be written anew; the one that stands is not shown."""
    told = "个人信息，加密保存。现有值不显示，不更正的留空。"
    return serving(forms.CharField(label=label, max_length=longest, required=False, help_text=told), "第二十四条")


class EditForm(_Terms):
    """A correction. Personal values that stand are never shown here: an empty field leaves its value, `forget` takes it away."""

    address = _anew("地址", 200)
    legal_rep = _anew("法定代表人", 60)
    liaison = _anew("联络员", 60)
    phone = _anew("联系电话", 40)
    forget = forms.MultipleChoiceField(
        label="删去的个人信息", choices=_PERSONAL, required=False, widget=forms.CheckboxSelectMultiple
    )
    source = forms.CharField(label="数据来源", max_length=200, help_text="更正的依据从哪里来。")
    reason = reason_field()

    def clean_forget(self) -> list[str]:
        """What is taken away is not written anew in the same form."""
        forgotten: list[str] = self.cleaned_data["forget"]
        both = [label for name, label in _PERSONAL if name in forgotten and self.cleaned_data.get(name)]
        if both:
            raise forms.ValidationError(f"{'、'.join(both)}既填了新值又选了删去，请只选一样。")
        return forgotten

    @property
    def personal(self) -> dict[str, str] | None:
        """Values to write, an empty one takes away; None where none is touched."""
        given = self.cleaned_data
        return {name: given[name] for name, _ in _PERSONAL if given[name] or name in given["forget"]} or None


class ReasonForm(forms.Form):
    """Only why."""

    reason = reason_field()


class NoteForm(forms.Form):
    """What is worth saying about an import."""

    reason = forms.CharField(
        label="说明", max_length=200, required=False, help_text="可不填；有成批移出、降类时请写明原因，更新确认时要用。"
    )


class RevealForm(forms.Form):
    """Why somebody looks at personal data."""

    purpose = serving(
        forms.CharField(label="查看用途", min_length=4, max_length=100, help_text="写明办理什么事项，记入访问日志。"),
        "第二十四条",
    )


class StatedClassForm(forms.Form):
    """A class that a person states."""

    risk_class = serving(forms.ChoiceField(label="信用风险分类", choices=CLASS_CHOICES), "第六条（一）")
    source = forms.ChoiceField(label="分类来源", choices=queries.STATED_SOURCES)
    on = day_field("分类日期", required=True)
    original_level = forms.CharField(
        label="原分级", max_length=50, required=False, help_text="本系统自有分级的原写法，例如：二级。"
    )
    document = forms.CharField(label="依据", max_length=200, help_text="文号或案卷号。")
    reason = reason_field("写明为什么这样分类。")


class LicenceForm(forms.Form):
    """A licence."""

    name = offering(
        forms.CharField(label="许可证名称", max_length=100, widget=forms.TextInput(attrs={"list": "id_name_options"})),
        ["人力资源服务许可证", "劳务派遣经营许可证", "民办职业培训学校办学许可证"],
    )
    number = forms.CharField(label="许可证编号", max_length=100, required=False)
    issuer = forms.CharField(label="发证机关", max_length=100, required=False)
    issued_on = day_field("批准日期")
    expires_on = day_field("有效期至")
    permanent = forms.BooleanField(label="长期有效", required=False)


class TagsForm(forms.Form):
    """Special libraries and tags, several parted by 、."""

    libraries = forms.CharField(label="专项库", max_length=300, required=False, help_text="多个以 、 分隔。")
    tags = forms.CharField(label="监管标签", max_length=300, required=False, help_text="多个以 、 分隔。")
    reason = reason_field()

    def listed(self, name: str) -> list[str]:
        """One of the two, as names."""
        text = self.cleaned_data[name].replace("，", "、").replace(",", "、")
        return [word.strip() for word in text.split("、") if word.strip()]


class PairForm(forms.Form):
    """A decision about two rows."""

    first = forms.UUIDField(widget=forms.HiddenInput)
    second = forms.UUIDField(widget=forms.HiddenInput)
    kept = forms.ChoiceField(
        label="结论",
        choices=[("first", "同一主体，保留甲"), ("second", "同一主体，保留乙"), ("both", "不同主体，都保留")],
        widget=forms.RadioSelect,
    )
    reason = reason_field("写明核对了什么，例如：登记档案、电话核实。")

    def kept_key(self) -> Any:
        """The row that stays; None where both do."""
        choice = self.cleaned_data["kept"]
        return None if choice == "both" else self.cleaned_data[choice]


class ScaleForm(forms.Form):
    """A sector's own levels."""

    name = forms.CharField(label="分级名称", max_length=100)
    document = serving(forms.CharField(label="文号", max_length=64), "第六条（一）")
    effective_from = day_field("生效日期", required=True)
    levels = forms.CharField(
        label="对照", widget=forms.Textarea(attrs={"rows": 6}), max_length=1000,
        help_text="每行一级，写“自有分级 = 类别”，例如：一级 = A",
    )  # fmt: skip

    def clean_levels(self) -> dict[str, str]:
        """Level → class."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["levels"].splitlines():
            level, sign, letter = line.replace("＝", "=").partition("=")
            if line.strip() and not sign:
                raise forms.ValidationError(f"“{line.strip()[:30]}”不是“自有分级 = 类别”的形式。")
            if line.strip():
                found[level.strip()] = letter.strip()
        return found


class TownsForm(forms.Form):
    """The whole table, a town a line."""

    document = serving(
        forms.CharField(label="依据", max_length=200, help_text="文号，或从哪里取得的哪一期区划代码。"), "第十条"
    )
    rows = forms.CharField(
        label="区划", widget=forms.Textarea(attrs={"rows": 16}), max_length=70_000,
        help_text="每行一个乡镇（街道），写“名称 代码”，代码 9 位，例如：城关镇 410999100；可以从表格整列粘贴。",
    )  # fmt: skip

    seen = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)

    def clean_rows(self) -> list[tuple[str, str]]:
        """Name and code of each line."""
        found = []
        for line in self.cleaned_data["rows"].splitlines():
            words = line.replace("，", " ").replace(",", " ").split()
            if words and len(words) != _NAME_AND_CODE:
                raise forms.ValidationError(f"“{line.strip()[:30]}”不是“名称 代码”的形式。")
            found += [(words[0], words[1])] if words else []
        return found


class UnclassifiedForm(forms.Form):
    """What is done with subjects without class."""

    treatment = serving(
        forms.ChoiceField(label="处理方式", choices=class_queries.TREATMENTS, widget=forms.RadioSelect), "第六条（一）"
    )
    reason = reason_field("写明为什么这样处理。")


class FusionForm(forms.Form):
    """A proposed fusion rule."""

    document = serving(forms.CharField(label="文号", max_length=64), "第六条末款")
    effective_from = day_field("生效日期", required=True, help_text="只能是今天之后的日期。")
    reason = reason_field("写明为什么采用或改变规则。")
    exceptions = forms.CharField(
        label="例外", widget=forms.Textarea(attrs={"rows": 5}), required=False, max_length=400,
        help_text="不写时一律取通用、专业两项中较差的一类。每行一条，写“通用 专业 = 类别”，例如：A C = B",
    )  # fmt: skip

    def clean_exceptions(self) -> dict[str, str]:
        """General + sector → class."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["exceptions"].upper().replace("＝", "=").splitlines():
            pair, sign, letter = line.partition("=")
            classes = pair.replace("+", " ").split()
            if line.strip() and (not sign or len(classes) != 2):
                raise forms.ValidationError(f"“{line.strip()[:30]}”不是“通用 专业 = 类别”的形式。")
            if line.strip():
                found["".join(classes)] = letter.strip()
        return found


class OpinionForm(forms.Form):
    """What the deputy head says."""

    opinion = forms.CharField(label="意见", max_length=200, required=False)
