"""The one register of events: which act says what in the log, on which provision, and what of it anybody may read.

Source: 50-ledger §4.2, §4.3; 20-house §3 for the acts, §4 for those of the small machines.
Takes: a type such as `draw.result`, the open part of an entry, the names of its private values. Gives: the type's line, or a
refusal that names the key. Never: an open key that distinguishes one firm from another before disclosure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from shuangsuiji.core.rules.event_shapes import ACTORS, Shape, shape
from shuangsuiji.core.rules.leaks import frame_leaks, leaks
from shuangsuiji.core.rules.provision import Provision, provisions

# Names of private values that any entry may have: who acted, the rows written, the reason in words.
ALWAYS_PRIVATE = ("actor", "rows", "reason")


class EventError(ValueError):
    """An entry does not fit the register. `keys` are those at fault; the text is Chinese and says what is wanted."""

    def __init__(self, message: str, keys: tuple[str, ...] = ()) -> None:
        """Keep both."""
        super().__init__(message)
        self.keys = keys


class Act(NamedTuple):
    """One act: its code, its Chinese name, where it is written, the types it may log (none: a draft, kept in the private tier)."""

    act: str
    label: str
    citation: str
    types: str


class TypeRow(NamedTuple):
    """One type: open keys (`?` may be missing, `key=kind` narrows what the word may be) and names of private values."""

    type: str
    label: str
    citation: str
    pub: str
    sd: str


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of entry. `citation` is what an entry's `rule` says when the act names nothing narrower."""

    name: str
    label: str
    citation: str
    acts: tuple[str, ...]
    pub: Shape
    sd: frozenset[str]

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Where it is written."""
        return provisions(self.citation)


# fmt: off
# One line per act, in the order of the pipeline. Where an act has several types it logs one, some or all of them:
# `inspection.sealed` stands for any other before an unannounced visit (50-ledger §4.3), a deadline where a clock starts.
ACTS: tuple[Act, ...] = (
    # 事项
    Act("register_basis",        "登记依据文件",           "第一条",                        "basis.registered"),
    Act("end_basis",             "标注文件失效",           "第一条",                        "basis.registered"),
    Act("draft_version",         "起草清单版本",           "第六条",                        "items.drafted"),
    Act("discard_version",       "弃用清单版本",           "第六条",                        "items.discarded"),
    Act("approve_version",       "批准清单版本",           "第六条",                        "items.approved"),
    Act("supersede_version",     "清单被新版本替代",       "第六条",                        "items.published"),
    Act("retire_item",           "停用抽查事项",           "第六条",                        "item.retired"),
    Act("mark_special",          "标明特殊行业重点领域",   "第四条",                        "item.marked"),
    Act("write_guide",           "编写工作指引",           "第十七条",                      "guide.published"),
    # 两库
    Act("import_subjects",       "导入检查对象",           "第六条（一） 第十条",           "roster.changed"),
    Act("add_subject",           "登记检查对象",           "第十条",                        "roster.changed"),
    Act("edit_subject",          "修改检查对象",           "第十条",                        "roster.changed"),
    Act("remove_subject",        "移出检查对象",           "第十条",                        "roster.changed"),
    Act("add_licence",           "登记许可证",             "第六条（二） 第十条",           "roster.changed"),
    Act("end_licence",           "停用许可证",             "第十条",                        "roster.changed"),
    Act("import_licences",       "导入许可证",             "第六条（二） 第十条",           "roster.changed"),
    Act("set_tags",              "设定专项库和标签",       "第六条（二） 第十条",           "roster.changed"),
    Act("import_inspectors",     "导入执法检查人员",       "第十条",                        "roster.changed"),
    Act("add_inspector",        "登记执法检查人员",       "第十条 第十五条",               "roster.changed"),
    Act("edit_inspector",       "修改执法检查人员",       "第十条",                        "roster.changed"),
    Act("remove_inspector",     "移出执法检查人员",       "第十条",                        "roster.changed"),
    Act("transfer_inspector",   "调出执法检查人员",       "第十条 第十五条",               "roster.changed"),
    Act("set_risk_class",        "登记风险分类",           "第六条（一）",                  "class.changed roster.changed"),
    Act("import_classes",        "导入风险分类",           "第六条（一）",                  "class.changed roster.changed"),
    Act("apply_due_classes",     "到期分类生效",           "第六条（一） 第六条末款",       "class.changed roster.changed"),
    Act("set_towns",             "设定乡镇区划表",         "第十条",                        "towns.set"),
    Act("set_scale",             "设定自有分级对照表",     "第六条（一）",                  "scale.set"),
    Act("decide_unclassified",   "决定未分类的处理",       "第六条（一）",                  "unclassified.decided"),
    Act("set_fusion",            "设定融合规则",           "第六条末款",                    "fusion.set"),
    Act("resolve_duplicate",     "处理重复记录",           "第十条",                        "duplicate.resolved roster.changed"),
    Act("declare_recusal",       "申报回避",               "第十五条",                      "recusal.declared"),
    Act("record_leave",          "登记请假",               "第十条",                        "leave.recorded"),
    Act("record_training",       "登记培训",               "第二十七条",                    "training.recorded"),
    Act("confirm_registry",      "确认名录库",             "第十条",                        "roster.confirmed"),
    Act("sign_confirmation",    "签认名录库更新确认",     "第十条",                        "roster.confirmed"),
    # 计划、方案、任务
    Act("set_policy",            "制定分类监管措施",       "第六条（三） 第六条（四）",     "policy.set plan.override"),
    Act("draft_plan",            "编制计划",               "第六条 第七条 第八条",          "plan.drafted"),
    Act("agree_plan",            "参与部门会签",           "第七条",                        "plan.agreed"),
    Act("confirm_plan",          "会签计划",               "第一条 第六条（三） 第七条",    "plan.approved plan.override"),
    Act("refuse_plan",           "不同意计划",             "第七条",                        "plan.returned"),
    Act("migrate_plan",          "登记迁入计划",           "第五条 第七条",                 "plan.migrated"),
    Act("submit_plan",           "报送计划",               "第七条 第八条",                 "plan.submitted"),
    Act("record_paper_submission", "登记纸质报送",         "第七条 第八条",                 "plan.paper_recorded"),
    Act("confirm_paper_submission", "确认纸质报送",        "第七条 第八条",                 "plan.submitted"),
    Act("return_plan",           "退回计划",               "第七条",                        "plan.returned"),
    Act("amend_plan",            "变更计划",               "第六条 第七条",                 "plan.amended plan.override"),
    Act("decide_overlap",        "决定重叠是否合并",       "第四条 第九条",                 "plan.overlap_decided"),
    Act("close_plan",            "结束计划",               "第七条 第二十七条",             "plan.closed"),
    Act("create_task",           "制定任务",               "第二条 第十三条（一）",         "task.created"),
    Act("request_filing",        "报送备案",               "第八条",                        "filing.requested"),
    Act("return_filing",         "退回备案",               "第八条",                        "filing.returned"),
    Act("file_ad_hoc",           "备案",                   "第八条",                        "task.filed"),
    Act("record_paper_filing",   "登记纸质备案",           "第八条",                        "filing.recorded"),
    Act("confirm_paper_filing",  "确认纸质备案",           "第八条",                        "task.filed"),
    Act("sign_scheme",           "会签方案",               "第六条（三） 第九条 第十一条 第十八条", "scheme.signed plan.override"),
    Act("revise_scheme",         "修改方案",               "第十一条",                      "scheme.revised"),
    Act("confirm_registries",    "更新确认两库",           "第十条",                        "roster.confirmed"),
    Act("record_paper_confirmation",  "登记纸质更新确认", "第十条",                    "confirmation.recorded"),
    Act("confirm_paper_confirmation", "确认纸质更新确认", "第十条",                    "roster.confirmed"),
    Act("withdraw_task",         "撤销任务",               "第四条 第七条",                 "task.withdrawn"),
    Act("record_measure",        "登记监管措施",           "第六条（四）",                  "measure.recorded"),
    Act("close_year",            "办结年度措施记录",       "第六条（四）",                  "measures.closed"),
    Act("query_class",           "查询风险分类",           "第六条（四）",                  "class.queried"),
    Act("raise_slip",            "提出问题建议",           "第三条",                        "slip.raised"),
    Act("answer_slip",           "答复问题建议",           "第三条",                        "slip.answered"),
    Act("reopen_slip",           "再次提出问题建议",       "第三条",                        "slip.raised"),
    Act("close_slip",            "办结问题建议",           "第三条",                        "slip.closed"),
    Act("withdraw_slip",         "撤回问题建议",           "第三条",                        "slip.withdrawn"),
    Act("issue_guidance",        "印发指导通知",           "第二十七条",                    "guidance.issued"),
    Act("acknowledge_guidance",  "签收指导通知",           "第二十七条",                    "guidance.read"),
    # 抽取
    Act("plan_draw",             "抽取公告",               "第十三条（二） 第十四条",       "draw.planned"),
    Act("receive_list",          "接收上级名单",           "第十二条",                      "list.received"),
    Act("freeze",                "冻结名录",               "第十条 第十四条",               "roster.frozen draw.frozen"),
    Act("commit",                "提交承诺",               "第十四条",                      "draw.committed"),
    Act("reveal",                "揭示",                   "第十四条",                      "draw.revealed"),
    Act("record_public_number",  "录入公开随机数",         "第十四条",                      "draw.revealed draw.seeded draw.shadow"),
    Act("draw",                  "抽取",                   "第十三条（二） 第十四条 第十六条", "draw.result"),
    Act("open_row",              "打开一行名录",           "第五条",                        "draw.opened"),
    Act("abort_draw",            "中止抽取",               "第十四条",                      "draw.aborted"),
    Act("void_draw",             "作废抽取",               "第十四条",                      "draw.voided"),
    # 派发、检查、结果
    Act("dispatch",              "派发",                   "第十四条",                      "dispatch.sent plan.override"),
    Act("form_team",             "组队",                   "第十四条 第十六条",             "team.formed inspection.sealed"),
    Act("request_replacement",   "申请更换人员",           "第十五条",                      "replacement.requested inspection.sealed"),
    Act("replace_inspector",     "更换人员",               "第十五条",                      "inspector.replaced inspection.sealed"),
    Act("refuse_replacement",    "不同意更换人员",         "第十五条",                      "replacement.refused inspection.sealed"),
    Act("schedule_visit",        "安排检查",               "第十九条（二）",                "visit.scheduled inspection.sealed"),
    Act("precheck",              "预查比对",               "第十九条（一）",                "precheck.done inspection.sealed"),
    Act("notify",                "告知",                   "第十九条（二）",                "notice.served"),
    Act("exempt_notice",         "不予告知",               "第十九条（二）",                "notice.withheld inspection.sealed"),
    Act("record_entry",          "扫码入企",               "第十九条（二）",                "entry.recorded"),
    Act("start",                 "开始检查",               "第十八条 第十九条（二）",       "visit.started"),
    Act("engage_third_party",    "委托专业机构",           "第十八条",                      "thirdparty.engaged inspection.sealed"),
    Act("receive_report",        "收到专业机构报告",       "第十八条",                      "thirdparty.reported deadline.set"),
    Act("end_part",              "本部门检查结束",         "第十八条 第十九条（二）",       "part.ended deadline.set"),
    Act("sign",                  "签认",                   "第十九条（二）",                "form.signed"),
    Act("note_refusal",          "拒签说明",               "第十九条（二）",                "sign.refused"),
    Act("resume",                "继续检查",               "第十九条（二）",                "form.resumed"),
    Act("end",                   "检查结束",               "第十九条（二）",                "visit.recorded"),
    Act("conclude_without_visit", "无法实质检查",          "第二十条",                      "visit.concluded deadline.set"),
    Act("form_result",           "形成结果",               "第十九条（三）",                "result.recorded deadline.set"),
    Act("record_evaluation",     "企业评价",               "第五条",                        "evaluation.recorded"),
    Act("record_other_inspection", "登记非双随机检查",     "第二条",                        "inspection.other"),
    # 公示、更正
    Act("publish_items",         "公示事项清单",           "第四条 第六条",                 "items.published"),
    Act("publish_plan",          "公示计划",               "第四条 第七条 第八条",          "plan.published"),
    Act("publish_filing",        "公示备案",               "第八条",                        "filing.published"),
    Act("publish_task",          "公示任务",               "第四条",                        "task.published"),
    Act("publish_proof",         "公示抽取证明",           "第四条 第五条",                 "proof.published"),
    Act("return_result",         "退回结果",               "第二十五条",                    "result.returned"),
    Act("disclose_result",       "公示结果",               "第十九条（四） 第二十五条",     "result.published"),
    Act("request_correction",    "申请更正",               "第二十一条",                    "correction.requested"),
    Act("correct_result",        "签字确认更正",           "第二十一条",                    "result.corrected"),
    Act("refuse_correction",     "不予更正",               "第二十一条",                    "correction.refused"),
    Act("publish_correction",    "公示更正",               "第二十一条 第十九条（四）",     "result.published"),
    Act("withhold_disclosure",   "不予公示",               "第四条",                        "publication.withheld"),
    Act("export_exchange",       "导出交换文件",           "第五条",                        "export.made"),
    Act("record_exchange_receipt", "登记交换回执",         "第五条",                        "exchange.received"),
    # 后续
    Act("open_followup",         "建立后续处理",           "第十九条（三） 第二十二条",     "followup.opened deadline.set"),
    Act("send_referral",         "移送（转办）",           "第十九条（三） 第二十二条",     "clue.transferred listing.proposed"),
    Act("record_receipt",        "登记移送回执",           "第十九条（三）",                "clue.answered"),
    Act("verify_rectification",  "核实整改",               "第二十二条",                    "rectification.closed"),
    Act("conclude_followup",     "登记处理结果",           "第二十二条",                    "followup.concluded"),
    Act("recognise_result",      "结果互认",               "第二十三条",                    "result.recognised"),
    Act("propose_joint_sanction", "提出联合惩戒",          "第二十三条",                    "sanction.proposed"),
    Act("explain_overdue",       "说明超期",               "第十九条（三）",                "deadline.explained"),
    Act("record_reaudit",        "登记复核",               "第二十五条",                    "reaudit.recorded"),
    Act("close_followup",        "完结后续处理",           "第二十二条",                    "followup.closed"),
    Act("close_inspection",      "检查办结",               "第二十二条",                    "inspection.closed"),
    Act("conclude_task",         "任务办结",               "第二十二条 第二十五条",         "task.concluded"),
    # 归档
    Act("compile_case",          "立卷",                   "第二十六条",                    ""),
    Act("seal_case",             "案卷归档",               "第二十六条",                    "case.archived"),
    Act("add_supplement",        "案卷补充",               "第二十六条",                    "case.supplemented"),
    Act("archive_task",          "任务归档",               "第二十六条",                    "task.archived"),
    # 系统：不属于哪一步，岗位是管理员或系统自身
    Act("watch_deadlines",       "推算期限",               "第十九条（三） 第十九条（四）", "deadline.set deadline.missed"),
    Act("lay_override",          "登记差异化规定",         "第六条（四） 第二十九条",       "plan.override params.changed"),
    Act("make_export",           "导出数据",               "第二十四条",                    "export.made"),
    Act("change_account",        "变更账号权限",           "第五条",                        "account.changed"),
    Act("change_parameter",      "变更规则参数",           "第二十九条",                    "params.changed"),
    Act("erase_private",         "删除个人信息",           "第二十四条",                    "privacy.erased"),
    Act("restore_database",      "恢复数据库",             "第五条",                        "db.restored"),
    Act("seal_audit",            "封存访问日志",           "第五条",                        "audit.sealed"),
    Act("start_log",             "启用日志",               "第五条",                        "log.started"),
    Act("rotate_key",            "更换日志密钥",           "第五条",                        "key.rotated"),
    Act("rebuild_state",         "重建封存机的记忆",       "第五条",                        "state.rebuilt"),
    Act("set_witness_policy",    "设定见证方案",           "第五条",                        "witness.policy"),
)

# One line per type. Where 50-ledger §4.2 has no line of its own, the open part is office, task and counts.
_ROWS: tuple[TypeRow, ...] = (
    # 事项
    TypeRow("basis.registered",      "依据文件已登记",         "第一条",                    "office count?",                                      "title document"),
    TypeRow("items.drafted",         "清单版本已起草",         "第六条",                    "office count?",                                      "version"),
    TypeRow("items.discarded",       "清单版本已弃用",         "第六条",                    "office count?",                                      "version"),
    TypeRow("items.approved",        "清单版本已批准",         "第六条",                    "office count?",                                      "version"),
    TypeRow("item.retired",          "抽查事项已停用",         "第六条",                    "office count?",                                      "item"),
    TypeRow("item.marked",           "特殊行业重点领域已标明", "第四条",                    "office count?",                                      "item basis"),
    TypeRow("guide.published",       "工作指引已发布",         "第十七条",                  "office count?",                                      "guide"),
    TypeRow("items.published",       "事项清单已公示",         "第六条",                    "version count digest",                               ""),
    # 计划
    TypeRow("policy.set",            "分类监管措施已制定",     "第六条（三） 第六条（四）", "office count?",                                      "policy"),
    TypeRow("plan.drafted",          "计划已起草",             "第六条 第七条 第八条",      "office count?",                                      "plan"),
    TypeRow("plan.agreed",           "参与部门已答复会签",     "第七条",                    "office count?",                                      "plan"),
    TypeRow("plan.migrated",         "迁入计划已登记",         "第五条 第七条",             "year version digest",                                "plan"),
    TypeRow("plan.approved",         "计划已会签",             "第六条 第七条",             "year version digest",                                ""),
    TypeRow("plan.submitted",        "计划已报送",             "第七条",                    "office count?",                                      "plan"),
    TypeRow("plan.paper_recorded",   "纸质报送已登记",         "第七条",                    "office count?",                                      "plan"),
    TypeRow("plan.returned",         "计划已退回",             "第七条",                    "office count?",                                      "plan"),
    TypeRow("plan.published",        "计划已公示",             "第六条 第七条",             "year version digest",                                ""),
    TypeRow("plan.amended",          "计划已变更",             "第六条 第七条",             "year version digest",                                ""),
    TypeRow("plan.overlap_decided",  "计划重叠已决定",         "第九条",                    "office count?",                                      "plan"),
    TypeRow("plan.closed",           "计划已结束",             "第七条",                    "office count?",                                      "plan"),
    TypeRow("plan.override",         "另行规定已启用",         "第六条（三） 第六条（四）", "what office document?",                              "terms"),
    TypeRow("measure.recorded",      "监管措施已登记",         "第六条（四）",              "office count?",                                      "measure subject evidence"),
    TypeRow("measures.closed",       "年度措施记录已办结",     "第六条（四）",              "office year digest",                                 "report"),
    TypeRow("slip.raised",           "问题建议已提出",         "第三条",                    "office count?",                                      "text"),
    TypeRow("slip.answered",         "问题建议已答复",         "第三条",                    "office count?",                                      "text"),
    TypeRow("slip.closed",           "问题建议已办结",         "第三条",                    "office count?",                                      "text"),
    TypeRow("slip.withdrawn",        "问题建议已撤回",         "第三条",                    "office count?",                                      "text"),
    TypeRow("guidance.issued",       "指导通知已印发",         "第二十七条",                "office count?",                                      "text"),
    TypeRow("guidance.read",         "指导通知已签收",         "第二十七条",                "office count?",                                      "text"),
    # 两库
    TypeRow("roster.changed",        "名录库有变更",           "第十条",                    "kind=registry added changed removed root_before root_after", "source_file"),
    TypeRow("roster.confirmed",      "名录库已确认",           "第十条",                    "kind=registry task_id? count office",                "delta"),
    TypeRow("confirmation.recorded", "纸质更新确认已登记",     "第十条",                    "office task_id count?",                              "confirmation"),
    TypeRow("class.changed",         "风险分类已登记",         "第六条（一）",              "office count?",                                      "subject class source"),
    TypeRow("towns.set",             "乡镇区划表已设定",       "第十条",                    "office count?",                                      "terms"),
    TypeRow("scale.set",             "自有分级对照表已设定",   "第六条（一）",              "office count?",                                      "terms"),
    TypeRow("unclassified.decided",  "未分类的处理已决定",     "第六条（一）",              "office count?",                                      "terms"),
    TypeRow("class.queried",         "风险分类已查询",         "第六条（四）",              "office count?",                                      "subject purpose asker"),
    TypeRow("fusion.set",            "融合规则已设定",         "第六条末款",                "office count?",                                      "terms"),
    TypeRow("duplicate.resolved",    "重复记录已处理",         "第十条",                    "office count?",                                      "subject kept"),
    TypeRow("recusal.declared",      "回避已申报",             "第十五条",                  "office count?",                                      "inspector subjects ground"),
    TypeRow("leave.recorded",        "请假已登记",             "第十条",                    "office count?",                                      "inspector period"),
    TypeRow("training.recorded",     "培训已登记",             "第二十七条",                "office count?",                                      "inspectors topic"),
    # 任务
    TypeRow("task.created",          "任务已建立",             "第十一条 第十三条（一）",   "task_id departments window_from window_to",          "scheme"),
    TypeRow("filing.requested",      "临时任务已报备案",       "第八条",                    "office task_id count?",                              "filing"),
    TypeRow("filing.returned",       "备案已退回",             "第八条",                    "office task_id count?",                              "filing"),
    TypeRow("filing.recorded",       "纸质备案已登记",         "第八条",                    "office task_id count?",                              "filing"),
    TypeRow("task.filed",            "临时任务已备案",         "第八条",                    "task_id source=origin document",                     ""),
    TypeRow("filing.published",      "备案已公示",             "第八条",                    "office task_id count?",                              "filing"),
    TypeRow("scheme.signed",         "方案已会签",             "第十一条",                  "office task_id count?",                              "scheme"),
    TypeRow("scheme.revised",        "方案已退回修改",         "第十一条",                  "office task_id count?",                              "scheme"),
    TypeRow("task.published",        "任务已公示",             "第四条",                    "office task_id count?",                              "text"),
    TypeRow("task.withdrawn",        "任务已撤销",             "第四条 第七条",             "office task_id count? reason?",                      ""),
    TypeRow("list.received",         "上级名单已接收",         "第十二条",                  "office task_id count?",                              "list source_file"),
    # 抽取
    TypeRow("draw.planned",          "抽取已公告",             "第十三条（二）",            "draw_id plan_hash ordinal? suite? mode? contributors? commit_by? reveal_by? source? round? not_before? supersedes?", ""),
    TypeRow("roster.frozen",         "名录已冻结",             "第十条 第十四条",           "draw_id kind=roster n root roster_commit",           ""),
    TypeRow("draw.frozen",           "抽取名单已固定",         "第十条 第十四条",           "draw_id context plan_hash? subject_commit? inspector_commit?", ""),
    TypeRow("draw.committed",        "承诺已提交",             "第十四条",                  "draw_id contributor commit",                         ""),
    TypeRow("draw.revealed",         "随机数已揭示",           "第十四条",                  "draw_id contributor r",                              ""),
    TypeRow("draw.seeded",           "公开随机数已录入",       "第十四条",                  "draw_id source round value seed evidence",           ""),
    TypeRow("draw.result",           "抽取已完成",             "第十四条 第十六条",         "draw_id selection_hash batches_root assignment_hash result_hash subjects? teams? inspectors?", ""),
    TypeRow("draw.aborted",          "抽取已中止",             "第十四条",                  "draw_id code=ground office ordinal",                 ""),
    TypeRow("draw.voided",           "抽取已作废",             "第十四条",                  "draw_id code=ground office ordinal",                 ""),
    TypeRow("draw.shadow",           "中止抽取的对照结果",     "第十四条",                  "draw_id result_hash ordinal? source? round? value? seed? evidence? selection_hash? batches_root? assignment_hash?", ""),
    TypeRow("draw.opened",           "名录行已打开",           "第五条",                    "draw_id kind=opening count",                         "who purpose"),
    TypeRow("proof.published",       "抽取证明已公示",         "第四条 第五条",             "office task_id count? draw_id?",                     ""),
    # 派发和检查
    TypeRow("dispatch.sent",         "已派发",                 "第十四条",                  "task_id department count",                           "list"),
    TypeRow("team.formed",           "小组已组成",             "第十四条 第十六条",         "office task_id count?",                              "subject team"),
    TypeRow("replacement.requested", "更换人员已申请",         "第十五条",                  "office task_id count?",                              "slot ground"),
    TypeRow("replacement.refused",   "更换人员未获同意",       "第十五条",                  "office task_id count?",                              "slot"),
    TypeRow("inspector.replaced",    "检查人员已更换",         "第十五条",                  "draw_id slot ground=change office",                  "from to"),
    TypeRow("visit.scheduled",       "检查已安排",             "第十九条（二）",            "office task_id count?",                              "subject time"),
    TypeRow("precheck.done",         "预查比对已完成",         "第十九条（一）",            "task_id methods?",                                   "subject team form location findings"),
    TypeRow("notice.served",         "已告知",                 "第十九条（二）",            "task_id channel",                                    "subject time notice"),
    TypeRow("notice.withheld",       "不予告知已同意",         "第十九条（二）",            "task_id ground",                                     "subject time"),
    TypeRow("inspection.sealed",     "密封的检查记录",         "第十九条（二）",            "task_id",                                            "type facts"),
    TypeRow("entry.recorded",        "入企已登记",             "第十九条（二）",            "office task_id count?",                              "subject time"),
    TypeRow("visit.started",         "检查已开始",             "第十八条 第十九条（二）",   "office task_id count?",                              "subject team time location"),
    TypeRow("part.ended",            "本部门检查已结束",       "第十八条 第十九条（二）",   "office task_id count?",                              "subject"),
    TypeRow("form.signed",           "记录表已签认",           "第十九条（二）",            "office task_id count?",                              "subject form"),
    TypeRow("sign.refused",          "拒签已说明",             "第十九条（二）",            "task_id methods?",                                   "subject team form location"),
    TypeRow("form.resumed",          "检查已继续",             "第十九条（二）",            "office task_id count?",                              "subject form"),
    TypeRow("visit.recorded",        "检查已结束",             "第十九条（二）",            "task_id methods?",                                   "subject team form location"),
    TypeRow("visit.concluded",       "无法实质检查已认定",     "第二十条",                  "office task_id count?",                              "subject code evidence"),
    TypeRow("thirdparty.engaged",    "专业机构已委托",         "第十八条",                  "kind",                                               "subject body"),
    TypeRow("thirdparty.reported",   "专业机构报告已收到",     "第十八条",                  "office task_id count?",                              "subject body report"),
    TypeRow("evaluation.recorded",   "企业评价已收到",         "第五条",                    "office task_id? count?",                             "subject marks"),
    TypeRow("inspection.other",      "非双随机检查已登记",     "第二条",                    "office count?",                                      "subject kind time"),
    # 结果和公示
    TypeRow("result.recorded",       "结果已形成",             "第十九条（三） 第二十条",   "task_id department",                                 "subject code items evidence"),
    TypeRow("result.returned",       "结果已退回",             "第二十五条",                "office task_id count?",                              "subject"),
    TypeRow("result.published",      "结果已公示",             "第十九条（四）",            "code digest organ day",                              "firm_name firm_number recorded"),
    TypeRow("correction.requested",  "更正已申请",             "第二十一条",                "office count?",                                      "subject published"),
    TypeRow("correction.refused",    "不予更正",               "第二十一条",                "office count?",                                      "subject published"),
    TypeRow("result.corrected",      "结果已更正",             "第二十一条",                "code digest organ day reason office",                "firm_name firm_number"),
    TypeRow("publication.withheld",  "不予公示已批准",         "第四条",                    "ground=withheld count",                              "subject recorded"),
    TypeRow("exchange.received",     "交换回执已登记",         "第五条",                    "office count?",                                      "receipt"),
    # 后续
    TypeRow("followup.opened",       "后续处理已建立",         "第二十二条",                "office task_id count?",                              "subject kind"),
    TypeRow("clue.transferred",      "线索已移送",             "第十九条（三） 第二十二条", "task_id organ_kind day",                             "subject content organ"),
    TypeRow("clue.answered",         "移送已有回执",           "第十九条（三） 第二十二条", "task_id organ_kind day",                             "subject content organ"),
    TypeRow("rectification.closed",  "整改已核实",             "第二十二条",                "task_id organ_kind? day",                            "subject content"),
    TypeRow("listing.proposed",      "列入异常名录线索已移送", "第二十二条",                "task_id organ_kind day",                             "subject content organ"),
    TypeRow("followup.concluded",    "后续处理已有结果",       "第二十二条",                "office task_id count?",                              "subject outcome"),
    TypeRow("followup.closed",       "后续处理已完结",         "第二十二条",                "office task_id count?",                              "subject outcome"),
    TypeRow("result.recognised",     "结果已互认",             "第二十三条",                "departments count",                                  "subject"),
    TypeRow("sanction.proposed",     "联合惩戒已提出",         "第二十三条",                "office task_id? count?",                             "subject basis"),
    TypeRow("reaudit.recorded",      "复核已登记",             "第二十五条",                "office task_id? count?",                             "subject outcome"),
    TypeRow("inspection.closed",     "检查已办结",             "第二十二条",                "office task_id count?",                              "subject"),
    TypeRow("task.concluded",        "任务已办结",             "第二十二条 第二十五条",     "office task_id count?",                              ""),
    # 期限
    TypeRow("deadline.set",          "期限已起算",             "第十九条（三） 第十九条（四）", "task_id? clock due final",                       "subject"),
    TypeRow("deadline.missed",       "期限已超过",             "第十九条（三） 第十九条（四）", "task_id? clock due final",                       "subject"),
    TypeRow("deadline.explained",    "超期已说明",             "第十九条（三）",            "office task_id count?",                              "subject text"),
    # 归档
    TypeRow("case.archived",         "案卷已归档",             "第二十六条",                "task_id count root",                                 "subject"),
    TypeRow("case.supplemented",     "案卷已补充",             "第二十六条",                "office task_id count?",                              "subject digest"),
    TypeRow("task.archived",         "任务已归档",             "第二十六条",                "office task_id count?",                              "catalogue"),
    # 系统
    TypeRow("export.made",           "数据已导出",             "第五条 第二十四条",         "kind count",                                         "who purpose file"),
    TypeRow("account.changed",       "账号权限已变更",         "第五条",                    "kind count",                                         "who purpose"),
    TypeRow("params.changed",        "规则参数已变更",         "第二十九条",                "parameter old? new? old_digest? new_digest?",        "who purpose"),
    TypeRow("privacy.erased",        "个人信息已删除",         "第二十四条",                "count ground",                                       "who"),
    TypeRow("db.restored",           "数据库已恢复",           "第五条",                    "from_size to_size count?",                           "who purpose"),
    TypeRow("audit.sealed",          "访问日志已封存",         "第五条",                    "count root last",                                    ""),
    TypeRow("log.started",           "日志已启用",             "第五条",                    "day origin? vkey?",                                  ""),
    TypeRow("key.rotated",           "日志密钥已更换",         "第五条",                    "vkey day?",                                          "who"),
    TypeRow("state.rebuilt",         "封存机的记忆已重建",     "第五条",                    "to_size root",                                       "who"),
    TypeRow("witness.policy",        "见证方案已设定",         "第五条",                    "digest witnesses quorum",                            "who"),
)
# fmt: on

_BY_ACT = MappingProxyType({row.act: row for row in ACTS})
TYPES: Mapping[str, EventType] = MappingProxyType(
    {
        row.type: EventType(
            row.type,
            row.label,
            row.citation.replace(" ", "、"),
            tuple(act.act for act in ACTS if row.type in act.types.split()),
            shape(row.pub),
            frozenset((*row.sd.split(), *ALWAYS_PRIVATE)),
        )
        for row in _ROWS
    }
)


def event_type(name: str) -> EventType:
    """The register's line for a type. Raises EventError when there is none."""
    try:
        return TYPES[name]
    except KeyError as error:
        raise EventError(f"没有登记名为 {name[:64]} 的事件类型，请先在事件登记表中加一行") from error


def label_of(name: str) -> str:
    """What happened, in Chinese."""
    return event_type(name).label


def act(name: str) -> Act:
    """The register's line for an act. Raises EventError when there is none."""
    try:
        return _BY_ACT[name]
    except KeyError as error:
        raise EventError(f"没有登记名为 {name[:64]} 的动作，请先在事件登记表中加一行") from error


def types_of(name: str) -> tuple[str, ...]:
    """The types an act may log, in order; none for a draft. Raises EventError for an unknown act."""
    return tuple(act(name).types.split())


def check_shape(name: str, pub: Mapping[str, object]) -> None:
    """Raise EventError, with every key at fault, unless `pub` has the keys and spellings of this type (L03)."""
    known = event_type(name)
    _refuse(known, known.pub.faults(pub))


def check_pub(name: str, pub: Mapping[str, object]) -> None:
    """What is asked before an entry is written: the type's shape, and nothing forbidden in it (L03, L13). Raises EventError."""
    known = event_type(name)
    _refuse(known, (*known.pub.faults(pub), *((path, f"不得公开{what}") for path, what in leaks(pub))))


def check_frame(leaf: Mapping[str, Any]) -> None:
    """What stands around the open part: a known office, and nothing forbidden. Raises EventError.

    `leaf` as `core.tlog.leaves.read_leaf` gives it.
    """
    known = event_type(leaf["type"])
    office = [] if leaf["actor"] in ACTORS else [("actor", "应为岗位代码")]
    _refuse(known, (*office, *((path, f"不得公开{what}") for path, what in frame_leaks(leaf))))


def _refuse(known: EventType, faults: Iterable[tuple[str, str]]) -> None:
    found = list(faults)
    if found:
        told = "；".join(f"{key[:64]}：{reason}" for key, reason in found)
        raise EventError(
            f"事件“{known.label}”（{known.name}）的公开内容不合登记：{told}。涉及个人、企业的内容应放入加密部分。",
            tuple(dict.fromkeys(key for key, _ in found)),
        )


def check_sd(name: str, names: Iterable[str]) -> None:
    """Raise EventError unless every private value has a name that the register knows for this type."""
    known = event_type(name)
    foreign = tuple(sorted(set(names) - known.sd))
    if foreign:
        raise EventError(
            f"事件“{known.label}”（{name}）的加密内容不合登记：不认识 {'、'.join(each[:64] for each in foreign)}；"
            f"可用的有 {'、'.join(sorted(known.sd))}",
            foreign,
        )
