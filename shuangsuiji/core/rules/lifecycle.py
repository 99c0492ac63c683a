"""The road of 第十三条 as tables: what may be done in which state, by which office, on which provision, and what must hold.

Source: 第十三条 and the article in each row; 20-house §4. Takes: a machine, a state code, an act. Gives: the next state.
Never: writes a status; a row that removes or exchanges a subject (第十四条); the Draw's own table, which is in core/draw.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from shuangsuiji.core.rules.finding import Finding, RuleViolation, judge
from shuangsuiji.core.rules.offices import OFFICES, next_up
from shuangsuiji.core.rules.provision import Provision, provisions, source

BORN = "–"
SAME = "="


class Row(NamedTuple):
    """One line of a table. Several sources, provisions, offices or guards are separated by blanks.

    `sources` BORN: the act creates the record. `target` SAME: the state stays. `offices` in the order they take part.
    `guards` name pure functions, each answering a Finding.
    """

    act: str
    label: str
    sources: str
    target: str
    citation: str
    offices: str
    guards: str

    def target_from(self, state: str) -> str:
        """The state after the act."""
        return state if self.target == SAME else self.target

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Where the act is written."""
        return provisions(self.citation)


@dataclass(frozen=True)
class Machine:
    """A table with its states in road order (code → Chinese label) and those where the road ends."""

    name: str
    label: str
    states: Mapping[str, str]
    terminal: frozenset[str]
    rows: tuple[Row, ...]

    def row(self, state: str, act: str) -> Row | None:
        """The line for that act in that state, or None. A machine has at most one (a test says so)."""
        return next((row for row in self.rows if row.act == act and state in row.sources.split()), None)

    def acts_from(self, state: str) -> tuple[Row, ...]:
        """The lines that start in that state, in table order: the buttons of a page."""
        return tuple(row for row in self.rows if state in row.sources.split())

    def forward_from(self, state: str) -> tuple[Row, ...]:
        """Of those, the ones that move along the road: not staying, not going back, not giving up."""
        order = [BORN, *self.states]
        return tuple(
            row
            for row in self.acts_from(state)
            if row.target not in (SAME, "WITHDRAWN") and order.index(row.target) > order.index(state)
        )


# fmt: off
# One line per row, columns aligned: this is the form a legal officer reads. ‡ acts move the department's own Part and,
# when it is the slowest, the Inspection with it.
ITEM_LIST = Machine("ITEM_LIST", "抽查事项清单版本", {
    "DRAFT": "起草中", "APPROVED": "已批准", "PUBLISHED": "已公布", "SUPERSEDED": "已被替代",
}, frozenset({"SUPERSEDED"}), (
    Row("draft_version",     "起草清单版本", BORN,        "DRAFT",      "第六条",        "clerk joint_office", "none_under_way"),
    Row("approve_version",   "批准清单版本", "DRAFT",     "APPROVED",   "第六条",        "deputy_head",        "items_complete consent_given"),
    Row("discard_version",   "弃用清单版本", "APPROVED",  "SUPERSEDED", "第六条",        "deputy_head",        "reason_given"),
    Row("publish_items",     "公布清单",     "APPROVED",  "PUBLISHED",  "第四条 第六条", "clerk joint_office", "items_complete"),
    Row("supersede_version", "被新版本替代", "PUBLISHED", "SUPERSEDED", "第六条",        "clerk joint_office", "items_complete"),
))

PLAN = Machine("PLAN", "抽查计划", {
    "DRAFT": "编制中", "CONFIRMED": "已会签", "SUBMITTED": "已报送", "PUBLISHED": "已公示", "CLOSED": "已结束",
}, frozenset({"CLOSED"}), (
    Row("draft_plan",               "编制计划",     BORN,                  "DRAFT",     "第六条 第七条 第八条",       "clerk",                    "source_if_ad_hoc"),
    Row("confirm_plan",             "会签计划",     "DRAFT",               "CONFIRMED", "第一条 第六条（三） 第七条", "clerk deputy_head",        "policy_in_force basis_cited participants_agree floors_met_or_approved frequency_met"),
    Row("migrate_plan",             "登记迁入计划", "DRAFT",               "PUBLISHED", "第五条 第七条",              "deputy_head",              "former_publication_recorded"),
    Row("submit_plan",              "报送计划",     "CONFIRMED",           "SUBMITTED", "第七条 第八条",              "clerk",                    "plan_is_joint participants_agree"),
    Row("record_paper_submission",  "登记纸质报送", "CONFIRMED",           SAME,        "第七条 第八条",              "clerk",                    "plan_is_joint participants_agree"),
    Row("confirm_paper_submission", "确认纸质报送", "CONFIRMED",           "SUBMITTED", "第七条 第八条",              "deputy_head",              "plan_is_joint participants_agree paper_vouched_by_another"),
    Row("publish_plan",             "公示计划",     "SUBMITTED",           "PUBLISHED", "第七条 第八条",              "clerk joint_office",       "plan_is_joint version_not_yet_public publisher_of_plan"),
    Row("publish_plan",             "公示计划",     "CONFIRMED",           "PUBLISHED", "第四条 第七条",              "clerk",                    "plan_is_own version_not_yet_public"),
    Row("publish_plan",             "公示计划变更", "PUBLISHED",           SAME,        "第四条 第七条",              "clerk joint_office",       "version_not_yet_public publisher_of_plan"),
    Row("return_plan",              "退回计划",     "CONFIRMED SUBMITTED", "DRAFT",     "第七条",                     "deputy_head joint_office", "reason_given"),
    Row("amend_plan",               "变更计划",     "PUBLISHED",           SAME,        "第六条 第七条",              "clerk deputy_head",        "reason_given participants_agree floors_met_or_approved frequency_met"),
    Row("close_plan",               "结束计划",     "PUBLISHED",           "CLOSED",    "第七条 第二十七条",          "coordinator",              "year_over every_task_ended"),
))

TASK = Machine("TASK", "抽查任务", {
    "CREATED": "已建立", "SCHEME_SIGNED": "方案已会签", "REGISTRIES_CONFIRMED": "两库已确认", "FROZEN": "名录已冻结", "DRAWN": "已抽取",
    "DISPATCHED": "已派发", "CONCLUDED": "已办结", "ARCHIVED": "已归档", "WITHDRAWN": "已撤销",
}, frozenset({"ARCHIVED", "WITHDRAWN"}), (
    Row("create_task",        "制定任务",     BORN,                                         "CREATED",              "第二条 第十三条（一）",                 "clerk",                          "items_published plan_line_or_basis"),
    Row("file_ad_hoc",        "备案",         "CREATED SCHEME_SIGNED REGISTRIES_CONFIRMED", SAME,                   "第八条",                                "clerk joint_office deputy_head", "task_is_ad_hoc filing_numbered"),
    Row("sign_scheme",        "会签方案",     "CREATED",                                    "SCHEME_SIGNED",        "第六条（三） 第九条 第十一条 第十八条", "clerk deputy_head",              "scheme_complete on_site_if_joint floors_met_or_approved overlaps_seen repeat_rule_fixed signatures_bind_content"),
    Row("revise_scheme",      "修改方案",     "SCHEME_SIGNED REGISTRIES_CONFIRMED",         "CREATED",              "第十一条",                              "clerk",                          "reason_given no_open_draw"),
    Row("confirm_registries", "更新确认两库", "SCHEME_SIGNED REGISTRIES_CONFIRMED",         "REGISTRIES_CONFIRMED", "第十条",                                "registry_keeper",                "both_registries_confirmed delta_recorded uncertified_marked"),
    Row("receive_list",       "接收上级名单", "REGISTRIES_CONFIRMED",                       SAME,                   "第十二条",                              "clerk",                          "list_whole_with_provenance no_list_received"),
    Row("plan_draw",          "抽取公告",     "REGISTRIES_CONFIRMED",                       SAME,                   "第十三条（二） 第十四条",               "clerk",                          "draw_plan_valid exclusions_as_in_scheme filed_if_ad_hoc"),
    Row("freeze",             "冻结名录",     "REGISTRIES_CONFIRMED",                       "FROZEN",               "第十条 第十四条",                       "clerk",                          "draw_planned confirmation_current rosters_valid recusals_declared"),
    Row("draw",               "抽取",         "FROZEN",                                     "DRAWN",                "第十三条（二） 第十四条",               "clerk",                          "ceremony_complete result_recomputed"),
    Row("abort_draw",         "中止抽取",     "REGISTRIES_CONFIRMED FROZEN",                "REGISTRIES_CONFIRMED", "第十四条",                              "principal_head",                 "draw_before_seeded number_not_yet_knowable ground_listed"),
    Row("void_draw",          "作废抽取",     "FROZEN DRAWN",                               "REGISTRIES_CONFIRMED", "第十四条",                              "principal_head",                 "draw_seeded ground_listed nothing_dispatched"),
    Row("dispatch",           "派发",         "DRAWN",                                      "DISPATCHED",           "第十四条",                              "clerk",                          "draw_in_checkpoint not_a_rehearsal"),
    Row("conclude_task",      "办结",         "DISPATCHED",                                 "CONCLUDED",            "第二十二条 第二十五条",                 "clerk",                          "every_inspection_closed"),
    Row("archive_task",       "归档",         "CONCLUDED",                                  "ARCHIVED",             "第二十六条",                            "clerk",                          "every_case_sealed catalogue_complete"),
    Row("withdraw_task",      "撤销任务",     "CREATED SCHEME_SIGNED REGISTRIES_CONFIRMED", "WITHDRAWN",            "第四条 第七条",                         "deputy_head",                    "reason_given no_open_draw reason_public_if_voided_before"),
))

FILING = Machine("FILING", "临时性抽查备案", {
    "RETURNED": "已退回", "REQUESTED": "待备案", "FILED": "已备案", "PUBLISHED": "已公示",
}, frozenset({"PUBLISHED"}), (
    Row("request_filing",       "报送备案",     BORN,        "REQUESTED", "第八条", "clerk",              "task_is_ad_hoc source_if_ad_hoc task_before_draw"),
    Row("request_filing",       "重新报送备案", "RETURNED",  "REQUESTED", "第八条", "clerk",              "task_is_ad_hoc source_if_ad_hoc task_before_draw"),
    Row("return_filing",        "退回备案",     "REQUESTED", "RETURNED",  "第八条", "joint_office",       "reason_given"),
    Row("file_ad_hoc",          "备案",         "REQUESTED", "FILED",     "第八条", "joint_office",       "task_is_ad_hoc source_if_ad_hoc filing_numbered"),
    Row("record_paper_filing",  "登记纸质备案", "REQUESTED", SAME,        "第八条", "clerk",              "task_is_ad_hoc source_if_ad_hoc task_before_draw"),
    Row("confirm_paper_filing", "确认纸质备案", "REQUESTED", "FILED",     "第八条", "deputy_head",        "task_is_ad_hoc source_if_ad_hoc filing_numbered paper_vouched_by_another"),
    Row("publish_filing",       "公示备案",     "FILED",     "PUBLISHED", "第八条", "clerk joint_office", "filing_numbered task_before_draw publisher_of_filing"),
))

INSPECTION = Machine("INSPECTION", "检查（一户一表）", {
    "ASSIGNED": "已派发", "PRECHECKED": "已预查", "NOTIFIED": "已告知", "NOTICE_EXEMPT": "不予告知", "ON_SITE": "现场检查中", "SIGNED": "已签认",
    "SIGN_REFUSED": "拒签已说明", "ENDED": "检查已结束", "FORMED": "结果已形成", "DISCLOSED": "已公示", "CLOSED": "已办结", "ARCHIVED": "已归档",
}, frozenset({"ARCHIVED"}), (
    Row("dispatch",               "派发",            BORN,                                                 "ASSIGNED",      "第十四条",                  "clerk",                         "task_drawn subject_on_list part_for_each_department"),
    Row("form_team",              "组队",            "ASSIGNED",                                           SAME,            "第十四条 第十六条",         "clerk",                         "inspectors_drawn two_certificates leader_from_initiating no_recusal"),
    Row("replace_inspector",      "调整更换",        "ASSIGNED PRECHECKED NOTIFIED NOTICE_EXEMPT ON_SITE", SAME,            "第十五条",                  "deputy_head",                   "ground_listed consent_given substitute_certified substitute_not_recused team_still_valid"),
    Row("precheck",               "预查比对",        "ASSIGNED",                                           "PRECHECKED",    "第十九条（一）",            "inspector team_leader",         "team_formed sources_recorded"),
    Row("notify",                 "告知",            "PRECHECKED",                                         "NOTIFIED",      "第十九条（二）",            "team_leader",                   "channel_listed notice_stored not_exempt"),
    Row("exempt_notice",          "不予告知",        "PRECHECKED",                                         "NOTICE_EXEMPT", "第十九条（二）",            "team_leader deputy_head",       "reason_given consent_given"),
    Row("start",                  "开始检查",        "NOTIFIED NOTICE_EXEMPT",                             "ON_SITE",       "第十八条 第十九条（二）",   "inspector team_leader",         "two_certified_on_site on_site_method entry_code_or_reason"),
    Row("end_part",               "本部门检查结束‡", "ON_SITE",                                            SAME,            "第十八条 第十九条（二）",   "inspector",                     "own_items_answered methods_recorded"),
    Row("sign",                   "签认",            "ON_SITE",                                            "SIGNED",        "第十九条（二）",            "subject inspector team_leader", "every_part_ended signature_binds_form"),
    Row("note_refusal",           "拒签说明",        "ON_SITE",                                            "SIGN_REFUSED",  "第十九条（二）",            "inspector team_leader",         "every_part_ended two_inspectors_sign"),
    Row("resume",                 "继续检查",        "SIGNED SIGN_REFUSED",                                "ON_SITE",       "第十九条（二）",            "team_leader",                   "reason_given part_named"),
    Row("end",                    "检查结束",        "SIGNED SIGN_REFUSED",                                "ENDED",         "第十九条（二）",            "team_leader",                   "form_complete end_time_bounded"),
    Row("conclude_without_visit", "无法实质检查",    "PRECHECKED NOTIFIED NOTICE_EXEMPT ON_SITE",          "ENDED",         "第二十条",                  "inspector team_leader",         "direct_result_evidenced"),
    Row("form_result",            "形成结果‡",       "ENDED",                                              "FORMED",        "第十九条（三）",            "inspector",                     "codes_listed no_report_outstanding part_signed_by_subject_or_note part_signed_by_inspectors referrals_opened"),
    Row("return_result",          "退回‡",           "FORMED",                                             "ENDED",         "第二十五条",                "section_head",                  "reason_given both_versions_kept"),
    Row("disclose_result",        "公示‡",           "FORMED",                                             "DISCLOSED",     "第十九条（四） 第二十五条", "clerk section_head",            "own_department responsible_named nothing_internal"),
    Row("withhold_disclosure",    "不予公示‡",       "FORMED",                                             "DISCLOSED",     "第四条",                    "deputy_head",                   "ground_listed consent_given"),
    Row("correct_result",         "更正",            "DISCLOSED CLOSED ARCHIVED",                          SAME,            "第二十一条",                "principal_head",                "error_evidenced signed_by_principal_head"),
    Row("close_inspection",       "办结",            "DISCLOSED",                                          "CLOSED",        "第二十二条",                "clerk",                         "followups_closed_or_case_numbered"),
    Row("seal_case",              "归档",            "CLOSED",                                             "ARCHIVED",      "第二十六条",                "clerk",                         "catalogue_complete digests_verify"),
))

PART = Machine("PART", "本部门部分", {
    "OPEN": "进行中", "ENDED": "已结束", "FORMED": "结果已形成", "DISCLOSED": "已公示",
}, frozenset({"DISCLOSED"}), (
    Row("dispatch",               "派发",           BORN,     "OPEN",      "第十四条",                  "clerk",                 "task_drawn department_has_items"),
    Row("end_part",               "本部门检查结束", "OPEN",   "ENDED",     "第十八条 第十九条（二）",   "inspector",             "own_items_answered methods_recorded"),
    Row("conclude_without_visit", "无法实质检查",   "OPEN",   "ENDED",     "第二十条",                  "inspector team_leader", "direct_result_evidenced"),
    Row("resume",                 "继续检查",       "ENDED",  "OPEN",      "第十九条（二）",            "team_leader",           "inspection_not_ended reason_given"),
    Row("form_result",            "形成结果",       "ENDED",  "FORMED",    "第十九条（三）",            "inspector",             "codes_listed no_report_outstanding part_signed_by_subject_or_note part_signed_by_inspectors referrals_opened"),
    Row("return_result",          "退回",           "FORMED", "ENDED",     "第二十五条",                "section_head",          "reason_given both_versions_kept"),
    Row("disclose_result",        "公示",           "FORMED", "DISCLOSED", "第十九条（四） 第二十五条", "clerk section_head",    "own_department responsible_named nothing_internal"),
    Row("withhold_disclosure",    "不予公示",       "FORMED", "DISCLOSED", "第四条",                    "deputy_head",           "ground_listed consent_given"),
))

REPLACEMENT = Machine("REPLACEMENT", "人员调整更换", {
    "REQUESTED": "已申请", "APPROVED": "已同意", "REFUSED": "不同意",
}, frozenset({"APPROVED", "REFUSED"}), (
    Row("request_replacement", "申请更换",   BORN,        "REQUESTED", "第十五条", "clerk team_leader", "ground_listed"),
    Row("replace_inspector",   "同意更换",   "REQUESTED", "APPROVED",  "第十五条", "deputy_head",       "ground_listed consent_given substitute_certified substitute_not_recused team_still_valid"),
    Row("refuse_replacement",  "不同意更换", "REQUESTED", "REFUSED",   "第十五条", "deputy_head",       "reason_given"),
))

CORRECTION = Machine("CORRECTION", "结果更正", {
    "REQUESTED": "已申请", "APPROVED": "已签字确认", "REFUSED": "不予更正", "PUBLISHED": "已公示更正",
}, frozenset({"REFUSED", "PUBLISHED"}), (
    Row("request_correction", "申请更正",     BORN,        "REQUESTED", "第二十一条",                "clerk",          "error_evidenced"),
    Row("correct_result",     "签字确认更正", "REQUESTED", "APPROVED",  "第二十一条",                "principal_head", "error_evidenced signed_by_principal_head"),
    Row("refuse_correction",  "不予更正",     "REQUESTED", "REFUSED",   "第二十一条",                "principal_head", "reason_given"),
    Row("publish_correction", "公示更正",     "APPROVED",  "PUBLISHED", "第二十一条 第十九条（四）", "clerk",          "old_result_stays_visible"),
))

FOLLOWUP = Machine("FOLLOWUP", "后续处理（含移送）", {
    "OPEN": "待处理", "SENT": "已移送", "RECEIVED": "已接收", "CONCLUDED": "已有结果", "CLOSED": "已完结",
}, frozenset({"CLOSED"}), (
    Row("open_followup",        "建立后续处理", BORN,                 "OPEN",      "第十九条（三） 第二十二条", "inspector clerk", "kind_listed responsible_named"),
    Row("send_referral",        "移送（转办）", "OPEN",               "SENT",      "第十九条（三） 第二十二条", "clerk",           "competent_body_is_another letter_stored"),
    Row("record_receipt",       "登记回执",     "SENT",               "RECEIVED",  "第十九条（三）",            "clerk",           "receipt_stored"),
    Row("explain_overdue",      "说明超期",     "OPEN SENT RECEIVED", SAME,        "第十九条（三）",            "clerk",           "reason_given"),
    Row("verify_rectification", "核实整改",     "OPEN",               "CONCLUDED", "第二十二条",                "inspector",       "rectification_evidenced"),
    Row("conclude_followup",    "登记处理结果", "OPEN RECEIVED",      "CONCLUDED", "第二十二条",                "clerk",           "outcome_recorded"),
    Row("close_followup",       "完结",         "CONCLUDED",          "CLOSED",    "第二十二条",                "section_head",    "outcome_recorded"),
))

PUBLICATION = Machine("PUBLICATION", "公示条目", {
    "DUE": "待公示", "OUT": "已公示", "WITHHELD": "不予公示",
}, frozenset({"OUT", "WITHHELD"}), (
    Row("form_result",         "形成结果", BORN,  "DUE",      "第十九条（三） 第十九条（四）", "inspector",          "codes_listed"),
    Row("disclose_result",     "公示",     "DUE", "OUT",      "第十九条（四） 第二十五条",     "clerk section_head", "own_department responsible_named nothing_internal"),
    Row("withhold_disclosure", "不予公示", "DUE", "WITHHELD", "第四条",                        "deputy_head",        "ground_listed consent_given"),
))
SLIP = Machine("SLIP", "问题与建议", {
    "RAISED": "待答复", "ANSWERED": "已答复", "CLOSED": "已办结", "WITHDRAWN": "已撤回",
}, frozenset({"CLOSED", "WITHDRAWN"}), (
    Row("raise_slip",    "提出",     BORN,              "RAISED",    "第三条", "clerk registry_keeper section_head inspector team_leader", "slip_written"),
    Row("answer_slip",   "答复",     "RAISED",          "ANSWERED",  "第三条", "coordinator",                                              "slip_written"),
    Row("reopen_slip",   "再次提出", "ANSWERED CLOSED", "RAISED",    "第三条", "clerk registry_keeper section_head inspector team_leader", "slip_written"),
    Row("close_slip",    "办结",     "RAISED ANSWERED", "CLOSED",    "第三条", "clerk registry_keeper section_head inspector team_leader", "slip_answered"),
    Row("withdraw_slip", "撤回",     "RAISED ANSWERED", "WITHDRAWN", "第三条", "clerk registry_keeper section_head inspector team_leader", "withdrawal_explained"),
))
# fmt: on

MACHINES = (ITEM_LIST, PLAN, TASK, FILING, INSPECTION, PART, REPLACEMENT, CORRECTION, FOLLOWUP, PUBLICATION, SLIP)


def label_of(machine: Machine, state: str) -> str:
    """The Chinese word for a state; a record that does not exist yet is 尚未建立."""
    return "尚未建立" if state == BORN else machine.states[state]


@source("第十三条")
def check_act(machine: Machine, state: str, act: str) -> Finding:
    """Whether an act is allowed in a state (E13-1). Raises ValueError for a state or an act the machine does not know."""
    if state != BORN and state not in machine.states:
        raise ValueError(f"{machine.label}没有状态 {state}")
    label = next((row.label for row in machine.rows if row.act == act), None)
    if label is None:
        raise ValueError(f"{machine.label}没有动作 {act}")
    steps = "”或“".join(row.label.rstrip("‡") for row in machine.forward_from(state))
    ahead = f"下一步是“{steps}”" if steps else "已是最后一步"
    here, label = label_of(machine, state), label.rstrip("‡")
    return judge(
        "E13-1",
        "第十三条",
        machine.row(state, act) is not None,
        required=steps or "无",
        actual=label,
        refusal=f"当前为“{here}”，不能{label}；{ahead}（第十三条）。",
        remedy=f"请先{steps.replace('”或“', '或')}。" if steps else "如有后续情况，作为补充另行登记。",
    )


@source("第十三条")
def next_state(machine: Machine, state: str, act: str) -> str:
    """The state after an act. `state` BORN: the record is being created. Raises RuleViolation E13-1 for an illegal jump."""
    finding = check_act(machine, state, act)
    row = machine.row(state, act)
    if row is None:
        raise RuleViolation(finding)
    return row.target_from(state)


@source("第十三条")
def check_office(machine: Machine, state: str, act: str, office: str, *, standing_in: str = "") -> Finding:
    """Whether an office takes part in an allowed act (E13-2). The next office up may where `standing_in` gives the reason.

    Raises RuleViolation E13-1 where the act itself is not allowed in that state.
    """
    row = machine.row(state, act)
    if row is None:
        raise RuleViolation(check_act(machine, state, act))
    offices = row.offices.split()
    above = {next_up(each) for each in offices} if standing_in.strip() else set()
    label = row.label.rstrip("‡")
    return judge(
        "E13-2",
        "第十三条",
        office in offices or office in above,
        required=office_labels(row),
        actual=OFFICES.get(office, office),
        refusal=f"“{label}”由{office_labels(row)}办理，您现以{OFFICES.get(office, office)}身份办理（{row.citation.replace(' ', '、')}）。",
        remedy=f"请交{office_labels(row)}办理。",
    )


def offices_of(machine: Machine, state: str, act: str) -> tuple[str, ...]:
    """The offices that take part in an allowed act, in order; none where the act is not allowed."""
    row = machine.row(state, act)
    return tuple(row.offices.split()) if row else ()


def office_labels(row: Row) -> str:
    """The offices of a line in Chinese, in the order they take part."""
    return "、".join(OFFICES[office] for office in row.offices.split())
