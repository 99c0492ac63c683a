"""Credit-risk classes: every statement about a subject, own scales, fusion rules, what is done with those without a class.

Source: 第六条（一）, 第六条末款; 10-articles (E06-5, E06-6, E06-14). Which statement prevails: `core.rules.risk.prevailing`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.models import Decision
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.registry.models.subject import CLASSES, ClassSource, Subject

DIGEST_LENGTH = 64


class ScaleTable(Evidential):
    """A sector's own levels laid onto A–D, from a day on, with the document that says so."""

    append_only: ClassVar[bool] = True

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="scale_tables", verbose_name="部门", help_text="第六条（一）"
    )
    name = models.CharField("分级名称", max_length=100, help_text="第六条（一）")
    document = models.CharField("文号", max_length=64, help_text="第六条（一）")
    effective_from = models.DateField("生效日期", help_text="第六条（一）")
    levels = models.JSONField("对照", default=list, help_text="第六条（一）；[自有分级, A–D] 的列表")

    class Meta:
        db_table = "scale_table"
        verbose_name = "自有分级对照表"
        ordering = ("department", "effective_from", "id")
        constraints = (models.CheckConstraint(condition=~Q(document=""), name="scale_table_has_document"),)

    def __str__(self) -> str:
        return f"{self.name} {self.document}"

    @property
    def mapping(self) -> dict[str, str]:
        """Own level → class. Stored as pairs, because the digest of a row takes Latin keys only."""
        return dict(self.levels)


class ClassRecord(Evidential):
    """One statement about the class of one subject. Counts from `on`; the library is built from the one that prevails."""

    append_only: ClassVar[bool] = True

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="classes", verbose_name="检查对象", help_text="第六条（一）"
    )
    risk_class = models.CharField(
        "信用风险分类", max_length=1, choices=[(each, each) for each in CLASSES], help_text="第六条（一）"
    )
    source = models.CharField("分类来源", max_length=3, choices=ClassSource, help_text="第六条（一）")
    on = models.DateField("分类日期", help_text="第六条（一）")
    original_level = models.CharField("原分级", max_length=50, blank=True, help_text="第六条（一）；自有分级的原写法")
    document = models.CharField("依据", max_length=200, blank=True, help_text="第六条（一）")
    explanation = models.CharField("说明", max_length=200, blank=True, help_text="第六条末款；融合时由哪两项得出")
    file_digest = models.CharField("文件摘要", max_length=DIGEST_LENGTH, blank=True, help_text="第六条（一）")
    recorded_at = models.DateTimeField("登记时间", help_text="第六条（一）")

    class Meta:
        db_table = "class_record"
        verbose_name = "分类记录"
        ordering = ("subject", "on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(risk_class__in=CLASSES), name="class_record_class"),
            models.CheckConstraint(condition=Q(source__in=ClassSource.values), name="class_record_source"),
        )

    def __str__(self) -> str:
        return f"{self.risk_class} {self.source} {self.on}"


class FusionTerms(models.Model):
    """What a fusion rule says: `matrix` maps general + sector, as "BC", to a class; empty: the worse of the two."""

    matrix = models.JSONField("对照", default=dict, blank=True, help_text="第六条末款；空为取较差一级")
    document = models.CharField("文号", max_length=64, help_text="第六条末款")
    effective_from = models.DateField("生效日期", help_text="第六条末款；只能是启用日之后的日期")
    reason = models.TextField("理由", blank=True, help_text="第六条末款")

    class Meta:
        abstract = True


class FusionDraft(FusionTerms):
    """A proposal of the coordinator's. It may be rewritten until it is decided on, hence no part of the log."""

    id = models.UUIDField("编号", primary_key=True, editable=False)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="部门")
    drafter = models.UUIDField("起草人")
    at = models.DateTimeField("起草时间")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "fusion_draft"
        verbose_name = "融合规则草稿"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.document} {self.effective_from}"


class FusionRule(Evidential, FusionTerms):
    """The rule that combines general and sector class from a day on, with the preview that was confirmed (E06-14)."""

    append_only: ClassVar[bool] = True

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="fusion_rules", verbose_name="部门", help_text="第六条末款"
    )
    decided_on = models.DateField("启用日", help_text="第六条末款")
    preview_digest = models.CharField("预览摘要", max_length=DIGEST_LENGTH, help_text="第六条末款；确认过的变动名单")
    preview_count = models.PositiveIntegerField("预览户数", help_text="第六条末款")
    draft_id = models.UUIDField("草稿编号", unique=True, help_text="第六条末款")
    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="+", verbose_name="审批结论", help_text="第六条末款"
    )

    class Meta:
        db_table = "fusion_rule"
        verbose_name = "融合规则"
        ordering = ("department", "effective_from", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(effective_from__gt=models.F("decided_on")), name="fusion_rule_starts_after_decision"
            ),
            models.CheckConstraint(condition=~Q(document=""), name="fusion_rule_has_document"),
        )

    def __str__(self) -> str:
        return f"{self.document} {self.effective_from}"


class Treatment(models.TextChoices):
    """What is done with subjects that have no class."""

    AS_B = "AS_B", "按 B 类处理"
    LEAVE_OUT = "LEAVE_OUT", "不入库"


class UnclassifiedDecision(Evidential):
    """A department's recorded decision about its subjects without class; the latest counts."""

    append_only: ClassVar[bool] = True

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="unclassified_decisions", verbose_name="部门", help_text="第六条（一）"
    )
    treatment = models.CharField("处理方式", max_length=9, choices=Treatment, help_text="第六条（一）")
    reason = models.TextField("理由", help_text="第六条（一）")
    count = models.PositiveIntegerField("未分类户数", help_text="第六条（一）；作出决定时")
    decided_by = models.CharField("岗位", max_length=32, help_text="第六条（一）")
    at = models.DateTimeField("时间", help_text="第六条（一）")

    class Meta:
        db_table = "unclassified_decision"
        verbose_name = "未分类处理决定"
        ordering = ("department", "at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(treatment__in=Treatment.values), name="unclassified_treatment"),
            models.CheckConstraint(condition=~Q(reason=""), name="unclassified_with_reason"),
        )

    def __str__(self) -> str:
        return self.get_treatment_display()
