"""What a scheme must say before it is signed, whose signatures it needs, and when the draw may be announced.

Source: 第八条, 第九条, 第十一条. Takes: plain values. Gives: Findings.
Never: a signature that outlives what was signed.
"""

from collections.abc import Mapping
from datetime import date

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.provision import source

SIGNED, CHANGED, UNSIGNED = "SIGNED", "CHANGED", "UNSIGNED"
MERGE, KEEP = "MERGE", "KEEP"
_SAID = {SIGNED: "已会签", CHANGED: "会签后内容已变更", UNSIGNED: "尚未会签"}


@source("第十一条")
def check_countersigned(department: str, standing: str) -> Finding:
    """Whether a participating department signed what the scheme says now: never (E11-1), or something else (E11-3)."""
    changed = standing == CHANGED
    return judge(
        "E11-3" if changed else "E11-1",
        "第十一条",
        standing == SIGNED,
        required="已会签",
        actual=_SAID[standing],
        refusal=(
            "方案内容已变更，原会签失效，请重新会签（第十一条）。"
            if changed
            else f"参与部门 {department} 尚未会签抽查方案，不能抽取（第十一条）。"
        ),
        remedy=f"请{department}分管负责人会签现在的方案。",
    )


@source("第七条", "第十一条")
def check_window(wanted: tuple[date, date], planned: tuple[date, date]) -> Finding:
    """Whether a scheme's window (first and last day) lies in the plan's (E11-2)."""
    return judge(
        "E11-2",
        "第十一条",
        planned[0] <= wanted[0] <= wanted[1] <= planned[1],
        required=f"{planned[0]}—{planned[1]}",
        actual=f"{wanted[0]}—{wanted[1]}",
        refusal=f"检查时间超出计划（{planned[0]}—{planned[1]}），请先变更计划（第十一条、第七条）。",
        remedy="请改在计划时间之内，或先变更计划。",
    )


@source("第十一条")
def check_scheme_complete(parts: Mapping[str, bool]) -> Finding:
    """Whether a scheme says all it must (E11-4); `parts` maps 检查内容, 检查方式 and more to being there."""
    missing = "、".join(part for part, there in parts.items() if not there)
    return judge(
        "E11-4",
        "第十一条",
        not missing,
        required="、".join(parts),
        actual=f"缺{missing}" if missing else "齐全",
        refusal=f"抽查方案缺少{missing}（第十一条）。",
        remedy=f"请补充{missing}。",
    )


@source("第四条", "第九条")
def check_overlap_settled(task: str, common: int, decision: str, reason: str) -> Finding:
    """Whether firms that another open task reaches in the same season were thought of: merged, or kept apart with a reason (E09-3)."""
    settled = common == 0 or decision == MERGE or (decision == KEEP and bool(reason.strip()))
    return judge(
        "E09-3",
        "第九条",
        settled,
        required="合并，或写明分开检查的理由",
        actual="已处理" if settled else "未处理",
        refusal=f"与任务“{task}”有 {common} 户重复，须合并检查或写明理由（第四条、第九条）。",
        remedy="请在方案中选择合并；分开检查的，写明理由。",
    )


@source("第四条", "第九条")
def check_merge(task: str, *, windows_meet: bool, kept_apart: bool) -> Finding:
    """Whether one visit can serve two tasks: their windows share a day, and the other scheme does not keep them apart (E09-4)."""
    why = "两项任务的检查时间没有共同的日子" if not windows_meet else "该任务的方案已写明分开检查"
    return judge(
        "E09-4",
        "第九条",
        windows_meet and not kept_apart,
        required="检查时间有共同的日子，双方都不分开",
        actual="可以合并" if windows_meet and not kept_apart else why,
        refusal=f"不能与任务“{task}”合并检查：{why}（第九条）。",
        remedy="请调整检查时间或与对方商定；不能合并的，选择分开检查并写明理由。",
    )


@source("第八条")
def check_filed(filed: bool, published: bool) -> Finding:
    """Whether an ad-hoc task was filed with the office of the joint meeting (E08-1), and its filing is public (E08-2)."""
    return judge(
        "E08-2" if filed else "E08-1",
        "第八条",
        filed and published,
        required="已备案并公示",
        actual="已备案" if filed else "未备案",
        refusal=(
            "临时性抽查尚未公示，不能抽取（第八条）。"
            if filed
            else "临时性联合抽查尚未向联席会议办公室备案，不能抽取（第八条）。"
        ),
        remedy="请公示备案。" if filed else "请报联席会议办公室备案。",
    )


@source("第八条")
def check_ad_hoc(*, ad_hoc: bool) -> Finding:
    """Whether a task stands outside the year's plan at all: only such a task is filed (E08-4)."""
    return judge(
        "E08-4",
        "第八条",
        ad_hoc,
        required="计划外的临时性抽查",
        actual="临时性抽查" if ad_hoc else "年度计划内的任务",
        refusal="本任务出自已公示的年度计划，不须备案（第八条）。",
        remedy="请按年度计划办理。",
    )


@source("第十条")
def check_registry_confirmed(department: str, registry: str, confirmed: bool) -> Finding:
    """Whether a department confirmed one of its registries since the task was made (E10-7)."""
    return judge(
        "E10-7",
        "第十条",
        confirmed,
        required="已更新确认",
        actual="已更新确认" if confirmed else "尚未更新确认",
        refusal=f"{department}的{registry}尚未为本次抽查更新确认（第十条）。",
        remedy="请该部门名录库管理员核对变动后确认；没有账户的，由发起部门经办人登记其纸质确认。",
    )


@source("第十条")
def check_without_account(department: str, keepers: int) -> Finding:
    """Whether nobody of a participant could confirm its registry here, so that its paper is recorded instead (E10-9)."""
    return judge(
        "E10-9",
        "第十条",
        keepers == 0,
        required="没有能在本平台确认的名录库管理员",
        actual=keepers,
        refusal=f"{department}有 {keepers} 名能登录本平台的名录库管理员，不能由发起部门登记纸质确认（第十条）。",
        remedy="请该部门名录库管理员在本平台核对变动后确认。",
    )


@source("第十条")
def check_lead_has_inspectors(department: str, live: int) -> Finding:
    """Whether the initiating department, which gives every team its leader (第十六条), has an inspector at all (E10-8)."""
    return judge(
        "E10-8",
        "第十条",
        live > 0,
        required="至少一名执法检查人员",
        actual=live,
        refusal=f"发起部门{department}的执法人员名录是空的（{live} 人），检查组没有组长人选（第十条、第十六条）。",
        remedy="请先登记或导入发起部门的执法检查人员，再重新更新确认。",
    )


@source("第十一条")
def check_scheme_reason(reason: str) -> Finding:
    """Whether a revision or withdrawal says why (E11-5)."""
    return judge(
        "E11-5",
        "第十一条",
        bool(reason.strip()),
        required="书面理由",
        actual="已写明" if reason.strip() else "未写明",
        refusal="请写明理由（第十一条）。",
        remedy="写明后重新办理；原会签保留并注明失效。",
    )
