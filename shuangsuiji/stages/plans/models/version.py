"""What was confirmed of a plan: version 1, then its numbered amendments; lines, items, quotas, participants, documents.

Source: 第一条, 第二条, 第六条（三）, 第七条, 第十一条. Nothing here changes; a Task is made from a line of the published version.
"""

from django.db import models
from django.db.models import F, Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.models import Decision
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.items.models import Item, RuleDocument
from shuangsuiji.stages.plans.models.plan import DIGEST_LENGTH, LineTerms, Plan
from shuangsuiji.stages.plans.models.policy import CLASS_CHOICES, CLASSES, Policy


class PlanVersion(Evidential):
    """One confirmed content. `number` counts confirmations; `amendment` is 0 until the plan was public."""

    append_only = True

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", verbose_name="计划")
    number = models.PositiveIntegerField("版本号", help_text="第七条；从 1 起连续编号")
    amendment = models.PositiveIntegerField("变更次数", default=0, help_text="第七条；0 为原计划，其后为第几次变更")
    title = models.CharField("计划名称", max_length=200, help_text="第七条")
    content = models.JSONField("内容", help_text="第五条；会签时所示的全部内容")
    content_digest = models.CharField("内容摘要", max_length=DIGEST_LENGTH, help_text="第五条")
    reason = models.TextField("变更理由", blank=True, help_text="第七条")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="+", verbose_name="审批结论")
    confirmed_on = models.DateField("会签日期", help_text="第七条")

    class Meta:
        db_table = "plan_version"
        verbose_name = "计划版本"
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_version_from_1"),
            models.CheckConstraint(condition=Q(amendment=0) | ~Q(reason=""), name="plan_version_amended_with_reason"),
        )

    def __str__(self) -> str:
        return f"{self.title} 第 {self.number} 版"


class PlanParticipant(Evidential):
    """A department that agreed to take part, with its own decision; without one only in a plan that was migrated."""

    append_only = True

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="participants", verbose_name="计划版本")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="参与部门", help_text="第七条"
    )
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, related_name="+", verbose_name="会签结论", help_text="第七条"
    )

    class Meta:
        db_table = "plan_participant"
        verbose_name = "参与部门"
        ordering = ("version", "department")
        constraints = (models.UniqueConstraint(fields=("version", "department"), name="plan_participant_once"),)

    def __str__(self) -> str:
        return str(self.department)


class PlanLine(Evidential, LineTerms):
    """One line: what a Task is made from. `number` is the plan's number with the line's ordinal."""

    append_only = True

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="lines", verbose_name="计划版本")
    number = models.CharField("行编号", max_length=80, help_text="第七条")

    class Meta:
        db_table = "plan_line"
        verbose_name = "计划行"
        ordering = ("version", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("version", "ordinal"), name="plan_line_ordinal"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=False, to_on__isnull=False, to_on__gte=F("from_on")), name="plan_line_days"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.task_name}"


class PlanLineItem(Evidential):
    """An item of the published list that a line serves, in the wording of that day."""

    append_only = True

    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="items", verbose_name="计划行")
    ordinal = models.PositiveIntegerField("序号", help_text="第二条")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name="抽查事项", help_text="第二条")

    class Meta:
        db_table = "plan_line_item"
        verbose_name = "计划行的事项"
        ordering = ("line", "ordinal")
        constraints = (models.UniqueConstraint(fields=("line", "item"), name="plan_line_item_once"),)

    def __str__(self) -> str:
        return str(self.item)


class PlanBasis(Evidential):
    """A rule document that a version cites."""

    append_only = True

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="basis", verbose_name="计划版本")
    document = models.ForeignKey(
        RuleDocument, models.PROTECT, related_name="+", verbose_name="依据文件", help_text="第一条"
    )

    class Meta:
        db_table = "plan_basis"
        verbose_name = "计划的依据文件"
        ordering = ("version", "document")
        constraints = (models.UniqueConstraint(fields=("version", "document"), name="plan_basis_once"),)

    def __str__(self) -> str:
        return str(self.document)


class PlanLineQuota(Evidential):
    """Share and draws of one class in a line, with the floor that held and where it is written."""

    append_only = True

    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="quotas", verbose_name="计划行")
    risk_class = models.CharField("风险分类", max_length=1, choices=CLASS_CHOICES, help_text="第六条（一）")
    ratio_num = models.PositiveIntegerField("比例分子", help_text="第六条（三）")
    ratio_den = models.PositiveIntegerField("比例分母", help_text="第六条（三）")
    frequency = models.PositiveIntegerField("全年抽查次数", help_text="第六条（三）")
    floor_num = models.PositiveIntegerField("下限分子", help_text="第六条（三）（四）")
    floor_den = models.PositiveIntegerField("下限分母", help_text="第六条（三）（四）")
    floor_document = models.CharField("下限依据", max_length=64, blank=True, help_text="第六条（四）；空为细则本身")
    policy = models.ForeignKey(
        Policy, models.PROTECT, null=True, related_name="+", verbose_name="适用的分类监管规定", help_text="第六条（四）"
    )
    below_floor_reason = models.CharField("低于下限的理由", max_length=400, blank=True, help_text="第六条（三）")
    necessity_reason = models.CharField("多次抽查的必要性", max_length=400, blank=True, help_text="第六条")

    class Meta:
        db_table = "plan_line_quota"
        verbose_name = "分类比例和频次"
        ordering = ("line", "risk_class")
        constraints = (
            models.UniqueConstraint(fields=("line", "risk_class"), name="plan_line_quota_once_a_class"),
            models.CheckConstraint(condition=Q(risk_class__in=CLASSES), name="plan_line_quota_class_known"),
            models.CheckConstraint(
                condition=Q(ratio_num__gte=1, ratio_num__lte=F("ratio_den")), name="plan_line_quota_share"
            ),
            models.CheckConstraint(condition=Q(frequency__gte=1), name="plan_line_quota_frequency"),
        )

    def __str__(self) -> str:
        return f"{self.risk_class}类 {self.ratio_num}/{self.ratio_den}"
