"""What is typed about plans.

Source: 第六条（三）, 第七条, 第八条, 第十一条, 第十八条.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from shuangsuiji.core.ratios import Ratio, RatioError, parse_ratio
from shuangsuiji.core.rules.parameters import labels, number, texts
from shuangsuiji.core.rules.quotas import percent
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.web.components.evidence_form import EvidenceField, EvidenceForm
from shuangsuiji.web.components.listing import FilterForm
from shuangsuiji.web.components.rendering import serving

KINDS = (("OWN", "本部门计划"), ("JOINT", "部门联合计划"), ("AD_HOC", "临时性联合抽查"))
STATES = (
    ("DRAFT", "编制中"),
    ("CONFIRMED", "已会签"),
    ("SUBMITTED", "已报送"),
    ("PUBLISHED", "已公示"),
    ("CLOSED", "已结束"),
)
DRAW_TYPES = (("UNTARGETED", "不定向"), ("TARGETED", "定向"))
CLASSES = ("A", "B", "C", "D")
TYPES = (
    ("ENTERPRISE", "企业"),
    ("SOLE_TRADER", "个体工商户"),
    ("COOPERATIVE", "农民专业合作社"),
    ("FOREIGN_OFFICE", "外企代表机构"),
    ("OTHER", "其他主体"),
    ("PRODUCT", "产品"),
    ("PROJECT", "项目"),
    ("CONDUCT", "行为"),
)
REPEATS = (("usual", "按细则默认：同类型一年一次，D类除外"), ("none", "不排除，允许重复抽取"))
_LONGEST = 400


def _day(label: str, *, required: bool = True, text: str = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, help_text=text)


def _words(label: str, longest: int = _LONGEST, *, required: bool = False, text: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, help_text=text)


def _several(label: str, choices: Any, *, text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=text
    )


class PlanFilter(FilterForm):
    """The filter above the list."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2999)
    kind = forms.ChoiceField(label="种类", choices=[("", "全部"), *KINDS])
    status = forms.ChoiceField(label="状态", choices=[("", "全部"), *STATES])
    title = forms.CharField(label="名称、编号")
    lookups: ClassVar = {"year": "year", "kind": "kind", "status": "status"}

    def narrow(self, queryset: Any) -> Any:
        """Words are looked for in title and number."""
        rows, words = super().narrow(queryset), self.given.get("title")
        return rows.filter(title__contains=words) | rows.filter(number__contains=words) if words else rows


class NewPlanForm(EvidenceForm):
    """A plan to be begun. Where it comes from only for what the year did not foresee."""

    kind = serving(forms.ChoiceField(label="计划种类", choices=KINDS, widget=forms.RadioSelect), "第七条")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2999)
    title = _words("计划名称", 200, required=True, text="例如：2027年度部门联合双随机抽查计划")
    migrated = forms.BooleanField(
        label="平台启用前已公示（迁入）", required=False, help_text="只用于补登以前已经公示的计划。"
    )
    source = serving(
        forms.ChoiceField(label="来源", required=False, help_text="临时性联合抽查填写；自行安排的请列入年度计划。"),
        "第八条",
    )
    body = _words("交办（转办）机关", 100)
    document = _words("来文文号", 64)
    dated_on = _day("来文日期", required=False)
    file = EvidenceField(Kind.DOCUMENT, label="来文扫描件", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Sources are those that may be filed."""
        super().__init__(*args, **kwargs)
        names = labels("task_sources")
        known = [(code, names[code]) for code in texts("task_sources_to_file")]
        self.fields["source"].choices = [("", "（年度计划不填）"), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A plan of the year comes from nobody: a file chosen for it is not taken in."""
        given: dict[str, Any] = super().clean() or {}
        return given if given.get("kind") == "AD_HOC" else {**given, "file": None}


class HeadForm(forms.Form):
    """What the plan says as a whole."""

    title = _words("计划名称", 200, required=True)
    participants = serving(_several("参与部门", (), text="逐一送会签，由其分管负责人确认。"), "第七条")
    basis = serving(_several("依据文件", (), text="报送前至少选择一份现行有效的文件。"), "第一条")

    def __init__(self, *args: Any, joint: bool, departments: Any, documents: Any, **kwargs: Any) -> None:
        """Participants only where there may be some."""
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = documents  # type: ignore[attr-defined]
        if joint:
            self.fields["participants"].choices = departments  # type: ignore[attr-defined]
        else:
            del self.fields["participants"]


class LineForm(forms.Form):
    """One line. Shares and draws of the four classes are fields `A_ratio`, `A_frequency`, `A_below`, `A_necessity` …"""

    task_name = serving(_words("任务名称", 200, required=True), "第七条")
    item_codes = serving(_several("抽查事项", ()), "第二条")
    subject_range = serving(_words("抽查对象", required=True, text="照公示的写法，例如：用人单位。"), "第二条")
    subject_types = _several("对象类型", TYPES, text="不选为不限。")
    tags = _several("专项库、监管标签", (), text="不选为不限。")
    participants = serving(_several("参与部门", ()), "第七条")
    from_on = serving(_day("开始日期"), "第十一条")
    to_on = _day("截止日期")
    methods = serving(_several("检查方式", ()), "第十八条")
    draw_type = forms.ChoiceField(label="抽查类型", choices=DRAW_TYPES)
    inspector_draw_mode = serving(forms.ChoiceField(label="人员抽取方式"), "第十四条")
    level_mode = serving(forms.ChoiceField(label="层级方式"), "第十二条")
    repeat = serving(forms.ChoiceField(label="重复检查", choices=REPEATS), "第九条")
    ratio_text = _words("抽查比例（原文）", 200, text="导入的文字保留在此；数值由人逐类填写。")
    remark = _words("备注")

    def __init__(self, *args: Any, items: Any, tags: Any, participants: Any, floors: Mapping[Any, Any], **kwargs: Any):
        """Choices are what there is; each class gets its four fields."""
        super().__init__(*args, **kwargs)
        self.floors = floors
        choices = {
            "item_codes": items,
            "tags": [(each, each) for each in tags],
            "participants": participants,
            "methods": list(labels("check_methods").items()),
            "inspector_draw_mode": list(labels("inspector_draw_modes").items()),
            "level_mode": list(labels("level_modes").items()),
        }
        for name, given in choices.items():
            self.fields[name].choices = given  # type: ignore[attr-defined]
        for name in ("tags", "participants"):
            if not choices[name]:
                del self.fields[name]
        for each in CLASSES:
            self._add_class(each)

    def _add_class(self, each: str) -> None:
        self.fields[f"{each}_ratio"] = forms.CharField(label=f"{each}类比例", required=False, max_length=12)
        self.fields[f"{each}_frequency"] = forms.IntegerField(
            label=f"{each}类全年次数", required=False, min_value=1, max_value=12
        )
        self.fields[f"{each}_below"] = _words(f"{each}类低于下限的理由")
        self.fields[f"{each}_necessity"] = _words(f"{each}类多次抽查的必要性")

    def clean(self) -> dict[str, Any]:
        """Share and draws go together; a share is written as 3%."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("from_on"), given.get("to_on")
        if first and last and first > last:
            self.add_error("to_on", "截止日期早于开始日期。")
        for each in CLASSES:
            self._clean_class(each, given)
        return given

    def _clean_class(self, each: str, given: dict[str, Any]) -> None:
        ratio, frequency = (given.get(f"{each}_ratio") or "").strip(), given.get(f"{each}_frequency")
        if bool(ratio) != bool(frequency):
            self.add_error(f"{each}_ratio", "比例和全年次数须一并填写；本行不涉及该类的，都留空。")
        elif ratio:
            try:
                given[f"{each}_share"] = parse_ratio(ratio if ratio.endswith("%") else f"{ratio}%")
            except RatioError as error:
                self.add_error(f"{each}_ratio", str(error))

    def terms(self) -> dict[str, Any]:
        """The fields as the paper keeps them."""
        given = self.cleaned_data
        plain = {name: given[name] for name in self.fields if name[:2] not in {f"{each}_" for each in CLASSES}}
        plain.pop("repeat")
        quotas = {each: self._quota(each) for each in CLASSES if given.get(f"{each}_share")}
        return {**plain, "quotas": quotas, "repeat_rule": repeat_rule(given["repeat"])}

    def _quota(self, each: str) -> dict[str, Any]:
        share, given = self.cleaned_data[f"{each}_share"], self.cleaned_data
        return {
            "num": share.num,
            "den": share.den,
            "frequency": given[f"{each}_frequency"],
            "below": given[f"{each}_below"].strip(),
            "necessity": given[f"{each}_necessity"].strip(),
        }

    @property
    def classes(self) -> list[dict[str, Any]]:
        """The rows of the table of classes: what holds, and the four fields."""
        return [
            {
                "name": each,
                "floor": self.floors[each],
                "floor_words": f"{percent(self.floors[each].floor.ratio)} × {self.floors[each].frequency.draws}次",
                **{part: self[f"{each}_{part}"] for part in ("ratio", "frequency", "below", "necessity")},
            }
            for each in CLASSES
        ]


def repeat_rule(choice: str) -> dict[str, Any]:
    """How subjects already visited are treated, as the plan fixes it (第九条)."""
    if choice == "none":
        return {"applies": False, "cap": number("repeat_cap"), "exempt": []}
    return {"applies": True, "cap": number("repeat_cap"), "exempt": list(texts("repeat_exempt"))}


class AnswerForm(forms.Form):
    """An approver's words."""

    opinion = _words("意见")
    standing_in = _words("代行理由", 200, text="分管负责人空缺或由其本人编制的，主要负责人写明后办理。")


class ConsentForm(AnswerForm):
    """A participating department's answer."""

    agrees = serving(
        forms.ChoiceField(
            label="本部门意见", choices=(("yes", "同意参与"), ("no", "不同意")), widget=forms.RadioSelect
        ),
        "第七条",
    )
    field_order = ("agrees", "opinion", "standing_in")

    def clean(self) -> dict[str, Any]:
        """No without a reason helps nobody."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("agrees") == "no" and not given.get("opinion", "").strip():
            self.add_error("opinion", "不同意的，请写明理由。")
        return given


class OverlapForm(forms.Form):
    """One visit for both lines, or apart and why."""

    choice = forms.ChoiceField(
        label="决定",
        choices=(("MERGE", "合并检查：抽取时共用一次，一次进门"), ("KEEP", "分开检查")),
        widget=forms.RadioSelect,
    )
    reason = _words("理由", text="分开检查的，须写明理由。")


class ReasonForm(forms.Form):
    """Why."""

    reason = _words("理由", required=True)


class RefuseForm(forms.Form):
    """Why a paper goes back to the clerk."""

    opinion = _words("退回意见", required=True)


class PublishForm(forms.Form):
    """Where else it is made public."""

    place = serving(
        forms.CharField(label="公示载体", max_length=128, help_text="例如：政府网站；本平台公示网站同时公示。"),
        "第七条",
    )


class PaperForm(EvidenceForm):
    """What a department without the platform signed."""

    agrees = forms.ChoiceField(
        label="结论", choices=(("yes", "同意参与"), ("no", "不同意")), widget=forms.RadioSelect, initial="yes"
    )
    number = _words("文号", 64, required=True, text="没有文号的，填写登记簿编号。")
    signed_on = _day("签批日期")
    office = forms.ChoiceField(
        label="签批人",
        choices=(("deputy_head", "分管负责人"), ("principal_head", "主要负责人（代行）")),
        widget=forms.RadioSelect,
        initial="deputy_head",
    )
    standing_in = _words("代行理由", 200, text="由主要负责人代行的，须写明，例如分管负责人空缺。")
    scan = EvidenceField(Kind.SCAN, label="扫描件")


class SubmissionForm(EvidenceForm):
    """What went on paper to the office of the joint meeting, which does not use the platform."""

    number = serving(
        forms.CharField(label="报送文号", max_length=64, help_text="没有文号的，填写登记簿编号。"), "第七条"
    )
    submitted_on = serving(_day("报送日期"), "第七条")
    answer_number = _words("联席会议办公室收文或汇总文号", 64, text="联席会议办公室给了文号的填写，没有的留空。")
    scan = serving(EvidenceField(Kind.SCAN, label="扫描件", text="；有签收的，用签收后的。"), "第七条")


class VouchForm(forms.Form):
    """Why the next office up confirms."""

    standing_in = _words("代行理由", 200, text="由主要负责人代行的，须写明，例如分管负责人空缺。")


class MigrateForm(AnswerForm, EvidenceForm):
    """When and where a former plan was public."""

    on = _day("原公示日期")
    place = _words("原公示载体", 128, required=True)
    document = _words("原计划文号", 64, required=True)
    file = EvidenceField(Kind.DOCUMENT, label="原计划文件")
    field_order = ("on", "place", "document", "file", "opinion", "standing_in")


def initial_of(line: Any) -> dict[str, Any]:
    """A line of the paper as the form shows it."""
    plain = {name: getattr(line, name) for name in LineForm.base_fields if name != "repeat"}
    applies = line.repeat_rule.get("applies", True)
    return {**plain, "repeat": "usual" if applies else "none", **initial_quotas(line.quotas)}


def initial_quotas(quotas: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Shares and draws as the form shows them."""
    found: dict[str, Any] = {}
    for each, said in quotas.items():
        found[f"{each}_ratio"] = percent(Ratio(said["num"], said["den"]))
        found[f"{each}_frequency"] = said["frequency"]
        found[f"{each}_below"], found[f"{each}_necessity"] = said.get("below", ""), said.get("necessity", "")
    return found


def year_window(year: int) -> dict[str, date]:
    """The months in which most plans run, to begin with."""
    return {"from_on": date(year, 3, 1), "to_on": date(year, 11, 30)}
