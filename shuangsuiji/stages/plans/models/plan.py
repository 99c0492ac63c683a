"""The plan of a year: a department's own, a joint one, or one asked for in between; and the paper it is written on.

Source: 第六条（三）, 第七条, 第八条. A plan's content changes freely in its `PlanDraft`; what was confirmed is a `PlanVersion`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shuangsuiji.core.rules.lifecycle import PLAN
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.lifecycle.models import Stateful, status_known

DIGEST_LENGTH = 64
LONGEST_TEXT = 400
# Where a plan stands that was submitted, or needed no submission, and was not sent back.
SUBMITTED = ("SUBMITTED", "PUBLISHED", "CLOSED")


class PlanKind(models.TextChoices):
    """Who takes part, and whether the year foresaw it."""

    OWN = "OWN", "本部门计划"
    JOINT = "JOINT", "部门联合计划"
    AD_HOC = "AD_HOC", "临时性联合抽查"


class DrawType(models.TextChoices):
    """Among all subjects, or among those of a kind."""

    TARGETED = "TARGETED", "定向"
    UNTARGETED = "UNTARGETED", "不定向"


class Plan(Stateful):
    """One plan. `published_number`: the version that stands on the portal, 0 before there is one."""

    machine = PLAN
    immutable: ClassVar[tuple[str, ...]] = (
        "department", "year", "kind", "ordinal", "number", "migrated",
        "source", "source_body", "source_document", "source_dated_on", "file_digest",
    )  # fmt: skip

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="plans", verbose_name="发起部门", help_text="第七条"
    )
    year = models.PositiveSmallIntegerField("年度", help_text="第七条")
    kind = models.CharField("计划种类", max_length=8, choices=PlanKind, help_text="第七条、第八条")
    ordinal = models.PositiveIntegerField("序号", help_text="第七条；本部门本年度从 1 起连续编号")
    number = models.CharField("计划编号", max_length=64, unique=True, help_text="第七条")
    title = models.CharField("计划名称", max_length=200, help_text="第七条")
    migrated = models.BooleanField("迁入", default=False, help_text="第五条；平台启用前已公示的计划")
    source = models.CharField("来源", max_length=1, blank=True, help_text="第八条；来源代码")
    source_body = models.CharField("交办转办机关", max_length=100, blank=True, help_text="第八条")
    source_document = models.CharField("来文文号", max_length=64, blank=True, help_text="第八条")
    source_dated_on = models.DateField("来文日期", null=True, blank=True, help_text="第八条")
    file_digest = models.CharField("文件摘要", max_length=DIGEST_LENGTH, blank=True, help_text="第八条；来文或原计划")
    published_number = models.PositiveIntegerField("已公示版本", default=0, help_text="第七条")
    published_on = models.DateField("公示日期", null=True, blank=True, help_text="第七条")
    place = models.CharField("公示载体", max_length=128, blank=True, help_text="第七条")

    class Meta:
        db_table = "plan"
        verbose_name = "抽查计划"
        ordering = ("-year", "department", "ordinal")
        constraints = (
            status_known(PLAN),
            models.UniqueConstraint(fields=("department", "year", "ordinal"), name="plan_ordinal"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="plan_ordinal_from_1"),
            models.CheckConstraint(condition=Q(kind__in=PlanKind.values), name="plan_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="AD_HOC", source__in=["2", "3"], source_dated_on__isnull=False)
                & ~Q(source_body="")
                & ~Q(source_document="")
                | ~Q(kind="AD_HOC") & Q(source=""),
                name="plan_ad_hoc_has_its_source",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_joint(self) -> bool:
        """Whether other departments take part (第七条, 第八条)."""
        return self.kind != PlanKind.OWN

    @property
    def stands_on_paper(self) -> bool:
        """Whether it was submitted on paper; for plans read by `queries.plans.plans_for`, which asks the papers (第七条)."""
        return self.status in SUBMITTED and bool(getattr(self, "has_paper", False))


class PlanDraft(models.Model):
    """The paper a plan, or an amendment of it, is written on. `round` counts returns: signatures of an earlier one are void.

    `participants` codes of departments; `basis` keys of rule documents; `sent_digest` of what was sent round, empty: not sent.
    """

    plan = models.OneToOneField(Plan, models.PROTECT, primary_key=True, related_name="draft", verbose_name="计划")
    title = models.CharField("计划名称", max_length=200)
    participants = models.JSONField("参与部门", default=list)
    basis = models.JSONField("依据文件", default=list)
    reason = models.CharField("变更理由", max_length=LONGEST_TEXT, blank=True)
    base_number = models.PositiveIntegerField("变更自版本", null=True)
    round = models.PositiveIntegerField("第几轮会签", default=1)
    drafter = models.UUIDField("起草人")
    sender = models.UUIDField("送签人", null=True)
    sender_office = models.CharField("送签岗位", max_length=32, blank=True)
    sent_at = models.DateTimeField("送签时间", null=True)
    sent_digest = models.CharField("送签内容摘要", max_length=DIGEST_LENGTH, blank=True)
    returned = models.CharField("退回意见", max_length=LONGEST_TEXT, blank=True)
    version = models.PositiveIntegerField("修改次数", default=1)

    class Meta:
        db_table = "plan_draft"
        verbose_name = "计划草稿"

    def __str__(self) -> str:
        return self.title


class LineTerms(models.Model):
    """What a line of a plan says."""

    ordinal = models.PositiveIntegerField("序号", help_text="第七条")
    task_name = models.CharField("任务名称", max_length=200, help_text="第七条")
    subject_range = models.CharField("抽查对象", max_length=LONGEST_TEXT, blank=True, help_text="第二条")
    subject_types = models.JSONField("对象类型", default=list, blank=True, help_text="第二条；留空为不限")
    tags = models.JSONField("专项库、监管标签", default=list, blank=True, help_text="第六条（一）；留空为不限")
    participants = models.JSONField("参与部门", default=list, blank=True, help_text="第七条；部门代码")
    methods = models.JSONField("检查方式", default=list, help_text="第十八条；方式代码")
    level_mode = models.CharField("层级方式", max_length=16, default="own", help_text="第十二条")
    draw_type = models.CharField(
        "抽查类型", max_length=10, choices=DrawType, default=DrawType.UNTARGETED, help_text="第六条"
    )
    inspector_draw_mode = models.CharField("人员抽取方式", max_length=1, default="1", help_text="第十四条")
    from_on = models.DateField("开始日期", null=True, help_text="第十一条")
    to_on = models.DateField("截止日期", null=True, help_text="第十一条")
    repeat_rule = models.JSONField(
        "重复检查规则", default=dict, blank=True, help_text="第九条；是否适用、上限、例外分类"
    )
    ratio_text = models.CharField(
        "抽查比例（原文）", max_length=200, blank=True, help_text="第六条（三）；导入时的原文"
    )
    remark = models.CharField("备注", max_length=LONGEST_TEXT, blank=True, help_text="第七条")

    class Meta:
        abstract = True


class DraftLine(LineTerms):
    """A line being written. `item_codes` of the item list; `quotas`: class → {num, den, frequency, below, necessity}."""

    id = models.UUIDField("编号", primary_key=True, editable=False)
    draft = models.ForeignKey(PlanDraft, models.CASCADE, related_name="lines", verbose_name="草稿")
    item_codes = models.JSONField("抽查事项", default=list)
    quotas = models.JSONField("比例和频次", default=dict)
    version = models.PositiveIntegerField("修改次数", default=1)

    class Meta:
        db_table = "plan_draft_line"
        verbose_name = "计划行草稿"
        ordering = ("draft", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("draft", "ordinal"), name="plan_draft_line_ordinal"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="plan_draft_line_days",
            ),
        )

    def __str__(self) -> str:
        return self.task_name
