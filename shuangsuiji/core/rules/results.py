"""Result codes: the ten of the rules, the state that is no result, the status findings, and which may stand together.

Source: 第十九条（四）, 第二十条. Codes and their counterparts elsewhere are those of 30-domain §2.
Never: 未检查 as a result; a code without basis and approver.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.parameters import labels, number, texts
from shuangsuiji.core.rules.provision import source


@dataclass(frozen=True, slots=True)
class ResultCode:
    """One row of the table. `z` and `h` are the codes of two other systems, for import and export (– where none).

    `basis` is the article or document that lists it, `approver` who added it; the ten of the rules need none.
    """

    code: str
    identifier: str
    label: str
    z: str
    h: str
    basis: str = "第十九条（四）"
    approver: str = "细则"


# fmt: off
RESULTS = MappingProxyType({row.code: row for row in (
    ResultCode("R01", "no_problem_found",                 "未发现问题",                             "1", "01"),
    ResultCode("R02", "required_info_not_disclosed",      "未按规定公示应当公示的信息",             "B", "13"),
    ResultCode("R03", "disclosed_info_false",             "公示信息隐瞒真实情况弄虚作假",           "C", "14"),
    ResultCode("R04", "unreachable_at_registered_address", "通过登记的住所（经营场所）无法联系",    "6", "10"),
    ResultCode("R05", "problem_corrected_on_order",       "发现问题已责令改正",                     "E", "02"),
    ResultCode("R06", "refused_to_cooperate_serious",     "不配合检查情节严重",                     "8", "04"),
    ResultCode("R07", "no_relevant_activity",             "未发现开展本次抽查涉及的经营活动",       "F", "03"),
    ResultCode("R08", "problem_pending_follow_up",        "发现问题待后续处理",                     "A", "09"),
    ResultCode("R09", "qualified",                        "合格",                                   "–", "–"),
    ResultCode("R10", "unqualified",                      "不合格",                                 "–", "–"),
)})
NOT_INSPECTED = ResultCode("S00", "not_inspected",        "未检查",                                 "–", "–", "状态，不是结果")
STATUS_FINDINGS = MappingProxyType({row.code: row for row in (
    ResultCode("S06", "suspended",                        "暂停营业",                               "–", "06", "登记信息"),
    ResultCode("S07", "closed_or_liquidating",            "已关闭停业或正在清算",                   "7", "12", "登记信息"),
    ResultCode("S09", "deregistered",                     "注销",                                   "9", "05", "登记信息"),
    ResultCode("S10", "licence_revoked",                  "被吊销",                                 "10", "07", "登记信息"),
    ResultCode("S11", "registration_cancelled",           "被撤销",                                 "11", "11", "登记信息"),
    ResultCode("S12", "moved_away",                       "迁出",                                   "12", "08", "登记信息"),
)})
# fmt: on
_QUALIFIED = "R09"


@source("第十九条（四）")
def check_code(code: str, added: Collection[ResultCode] = ()) -> Finding:
    """Whether a code may be a result (E19-11): one of the ten, or one added with basis and approver."""
    approved = {row.code: row for row in added if row.basis.strip() and row.approver.strip()}
    return judge(
        "E19-11",
        "第十九条（四）",
        code in RESULTS or (code in approved and code != NOT_INSPECTED.code),
        required=f"{'、'.join([*RESULTS, *approved])}",
        actual=code,
        refusal=f"结果类型不在规定范围；增加类型须有依据并经批准（第十九条（四））：“{code}”。",
        remedy="未检查是状态，不是结果。" if code == NOT_INSPECTED.code else "请从结果类型表中选择。",
    )


@source("第十九条（四）")
def judged_as_qualified(subject_type: str, listed: bool | None = None) -> bool:
    """Whether an item is judged 合格、不合格: as the item list says, else for products and projects."""
    return subject_type in texts("qualified_subject_types") if listed is None else listed


@source("第十九条（四）")
def check_qualified(codes: Collection[str], by_qualification: bool) -> Finding:
    """Whether 合格、不合格 stand where they may (E19-12): on items so judged, 合格 beside no open problem."""
    used = [code for code in texts("qualified_results") if code in codes]
    open_problems = [code for code in texts("open_problem_results") if code in codes]
    contradicts = _QUALIFIED in codes and bool(open_problems)
    return judge(
        "E19-12",
        "第十九条（四）",
        not used or (by_qualification and not contradicts),
        required="按合格判定的事项，且无未处理问题",
        actual="、".join([*used, *open_problems]) or "未使用",
        refusal="“合格、不合格”只用于清单中标明按合格判定的事项（默认产品、项目类），且不得与未处理问题并存（第十九条（四））。",
        remedy="请改选其他结果类型，或先处理问题。",
    )


@source("第十九条（四）")
def check_results(
    codes: Sequence[str], *, by_qualification: bool, added: Collection[ResultCode] = ()
) -> tuple[Finding, ...]:
    """Every rule on the codes of one item; at least one code is needed, and several may stand together."""
    known = tuple(check_code(code, added) for code in codes or [""])
    return *known, check_qualified(codes, by_qualification)


@source("第十九条（四）")
def overall(codes: Iterable[str]) -> str:
    """The worst of several codes, the overall result of a subject; an added code counts as the least grave.

    Raises ValueError when there is none: a subject without result is 未检查, which is a state.
    """
    severity = {code: rank for rank, code in enumerate(texts("result_severity"))}
    return min(codes, key=lambda code: (severity.get(code, len(severity)), code))


@source("第二十条")
def check_direct(code: str, evidence: Collection[str]) -> Finding:
    """Whether a result may be formed without a visit (E20-1).

    R04 and R06 need two kinds of evidence, a status finding one dated register extract (`register_extract`);
    no other code is formed directly.
    """
    if code in STATUS_FINDINGS:
        kinds, needed = {"register_extract"} & set(evidence), number("status_evidence_minimum")
    else:
        kinds, needed = set(labels("direct_evidence")) & set(evidence), number("direct_evidence_minimum")
    allowed = code in STATUS_FINDINGS or code in texts("direct_results")
    return judge(
        "E20-1",
        "第二十条",
        allowed and len(kinds) >= needed,
        required=needed,
        actual=len(kinds),
        refusal=f"缺少无法联系（不配合）的证据，不能直接形成结果（第二十条）：至少 {needed} 种，现有 {len(kinds)} 种。",
        remedy="请补充证据：" + "、".join(labels("direct_evidence").values()) + "；注销、迁出等凭登记信息。"
        if allowed
        else f"“{code}”不能不经检查直接形成，请安排现场检查。",
    )


@source("第二十条", "第十四条")
def check_all_concluded(open_subjects: Sequence[str]) -> Finding:
    """Whether every drawn subject has an outcome, so that the task may close (E20-3). Names are told, at most ten."""
    shown = "、".join(open_subjects[:10]) + ("等" if len(open_subjects) > 10 else "")
    return judge(
        "E20-3",
        "第二十条",
        not open_subjects,
        required=0,
        actual=len(open_subjects),
        refusal=f"还有 {len(open_subjects)} 户没有检查结果（{shown}），任务不能办结（第二十条）。",
        remedy="注销、失联、不配合的也要形成结果，不能从名单中删除（第十四条）。",
    )
