"""What an inspection item must say before its list is made public, and what may no longer be changed afterwards.

Source: 第一条, 第二条, 第四条, 第六条, 第十七条; 30-domain §5. Takes: plain texts. Gives: Findings.
Never: reads a number out of a free text; a list that was published and then edited.
"""

from collections.abc import Collection, Mapping, Sequence

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.parameters import number, texts
from shuangsuiji.core.rules.provision import source


@source("第六条")
def check_item(name: str, terms: Mapping[str, str]) -> tuple[Finding, ...]:
    """One Finding (E06-1) for each part an item needs; `terms` maps 依据, 主体, 对象, 方式 to their text."""
    return tuple(
        judge(
            "E06-1",
            "第六条",
            bool(terms.get(part, "").strip()),
            required=part,
            actual="空" if not terms.get(part, "").strip() else "已填写",
            refusal=f"事项“{name}”缺少“{part}”，不能公布（第六条）。",
            remedy=f"请在草稿中补上“{part}”。",
        )
        for part in texts("item_fields")
    )


@source("第六条")
def check_list_not_empty(count: int) -> Finding:
    """Whether a version has items at all (E06-1)."""
    return judge(
        "E06-1",
        "第六条",
        count > 0,
        required="至少一项",
        actual=count,
        refusal="清单还没有抽查事项，不能批准（第六条）。",
        remedy="请先导入或逐项填写。",
    )


@source("第六条")
def check_still_draft(label: str, draft: bool, sent: bool = False) -> Finding:
    """Whether a version may still be edited (E06-2): `label` is its state, `sent` whether it waits for approval."""
    refusal, remedy = "已公布的清单版本不能修改，请另建新版本（第六条）。", "请起草新版本；原版本继续用于已建立的任务。"
    if draft:
        refusal, remedy = "清单已送审，审批期间不能修改（第六条）。", "请等待审批；确需修改的，请分管负责人先退回。"
    return judge(
        "E06-2",
        "第六条",
        draft and not sent,
        required="起草中",
        actual="已送审" if sent else label,
        refusal=refusal,
        remedy=remedy,
    )


@source("第六条")
def check_none_under_way(number: int) -> Finding:
    """Whether a new version may begin (E06-2): `number` is that of the version under way, 0 for none."""
    return judge(
        "E06-2",
        "第六条",
        number == 0,
        required="没有正在起草的版本",
        actual=f"第 {number} 版",
        refusal=f"第 {number} 版正在起草或等待公布，不能另建新版本（第六条）。",
        remedy="请在该版本上继续。",
    )


@source("第二条")
def check_published(wanted: Mapping[str, str], published: Collection[str]) -> tuple[Finding, ...]:
    """One Finding (E02-1) for each item (code → name) of a task that stands in no published list version."""
    return tuple(
        judge(
            "E02-1",
            "第二条",
            code in published,
            required="已公布的抽查事项",
            actual="未公布" if code not in published else "已公布",
            refusal=f"事项“{name}”不在已公布的抽查事项清单中，不能列入任务（第二条）。",
            remedy="请先公布清单新版本。",
        )
        for code, name in wanted.items()
    )


@source("第一条")
def check_basis(cited: int) -> Finding:
    """Whether a paper cites a rule document (E01-1)."""
    minimum = number("plan_basis.minimum")
    return judge(
        "E01-1",
        "第一条",
        cited >= minimum,
        required=minimum,
        actual=cited,
        refusal="计划未引用依据文件，不能报送（第一条）。",
        remedy="请在“依据”中选择文件。",
    )


@source("第一条")
def check_not_cited(cited: int) -> Finding:
    """Whether a rule document may go altogether (E01-2): once cited it can only end."""
    return judge(
        "E01-2",
        "第一条",
        cited == 0,
        required=0,
        actual=cited,
        refusal=f"该文件已被 {cited} 份文书引用，只能标注失效日期（第一条）。",
        remedy="请填写失效日期；已印发的文书不受影响。",
    )


@source("第四条")
def check_special(reason: str, basis: str) -> Finding:
    """Whether an item may be marked as a special trade or key field (E04-1)."""
    missing = [what for what, text in zip(texts("special_field"), (reason, basis), strict=True) if not text.strip()]
    return judge(
        "E04-1",
        "第四条",
        not missing,
        required="、".join(texts("special_field")),
        actual=f"缺{'、'.join(missing)}" if missing else "齐全",
        refusal="列为特殊行业、重点领域须写明理由和依据（第四条）。",
        remedy=f"请补充{'、'.join(missing)}。",
    )


@source("第十七条")
def check_guides(without: Sequence[str], explained: str = "") -> tuple[Finding, ...]:
    """One Finding (E17-1) for each item without a guide; a warning at the plan, a block at dispatch unless `explained`."""
    return tuple(
        judge(
            "E17-1",
            "第十七条",
            bool(explained.strip()),
            required="已公布的抽查工作指引",
            actual="没有",
            refusal=f"事项“{name}”尚无抽查工作指引，请补充或说明（第十七条）。",
            remedy="请由股室负责人公布指引，或写明理由报分管负责人同意。",
        )
        for name in without
    )


@source("第十七条")
def check_guide_contents(contents: Mapping[str, str], points: int) -> Finding:
    """Whether a guide says all that it must, with at least one check point (E17-1)."""
    missing = [part for part in texts("guide_contents") if not contents.get(part, "").strip()]
    if points == 0:
        missing.append("检查要点")
    return judge(
        "E17-1",
        "第十七条",
        not missing,
        required="、".join(texts("guide_contents")),
        actual=f"缺{'、'.join(missing)}" if missing else "齐全",
        refusal=f"抽查工作指引缺少{'、'.join(missing)}，不能公布（第十七条）。",
        remedy="请补充后再公布。",
    )
