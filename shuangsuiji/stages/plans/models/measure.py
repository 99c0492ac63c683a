"""The register of measures: what was done for a class in a year, and by what it is shown.

Source: 第六条（四）. Nothing is removed: a wrong record is replaced by another, or declared void by one.
"""

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.plans.models.policy import CLASS_CHOICES, CLASSES

LONGEST_REFERENCE = 200


class EvidenceKind(models.TextChoices):
    """By what a measure is shown. VOID shows nothing: it takes a wrong record out of the count."""

    DOCUMENT = "DOCUMENT", "文件"
    INSPECTION = "INSPECTION", "检查"
    QUERY = "QUERY", "查询"
    VOID = "VOID", "作废"


class MeasureRecord(Evidential):
    """One piece of evidence for one measure of one class. What replaces another says why."""

    append_only = True
    closing = ("measure_closing", ("department_id", "year"))

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="部门", help_text="第六条（四）"
    )
    year = models.PositiveSmallIntegerField("年度", help_text="第六条（四）；落实日期所在年度")
    risk_class = models.CharField("风险分类", max_length=1, choices=CLASS_CHOICES, help_text="第六条（一）")
    measure = models.CharField("监管措施", max_length=100, help_text="第六条（四）")
    kind = models.CharField("依据种类", max_length=10, choices=EvidenceKind, help_text="第六条（四）")
    reference = models.CharField("文号或说明", max_length=LONGEST_REFERENCE, help_text="第六条（四）")
    on = models.DateField("落实日期", help_text="第六条（四）")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, related_name="+", verbose_name="附件")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="更正的记录"
    )
    reason = models.CharField("更正理由", max_length=200, blank=True, help_text="第六条（四）")
    recorded_by = models.UUIDField("登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "measure_record"
        verbose_name = "措施落实记录"
        ordering = ("department", "year", "risk_class", "on", "id")
        indexes = (models.Index(fields=("department", "year"), name="measure_record_by_year"),)
        constraints = (
            models.CheckConstraint(condition=Q(risk_class__in=CLASSES), name="measure_record_class_known"),
            models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="measure_record_kind_known"),
            models.CheckConstraint(condition=~Q(measure="") & ~Q(reference=""), name="measure_record_has_evidence"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, reason="") & ~Q(kind="VOID")
                | Q(replaces__isnull=False) & ~Q(reason=""),
                name="measure_record_replaced_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.risk_class}类 {self.measure}"


class MeasureClosing(Evidential):
    """The end of a year: `report` is the register as it stood, its digest is in the log. The database takes no more records of the year."""

    append_only = True

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="部门", help_text="第六条（四）"
    )
    year = models.PositiveSmallIntegerField("年度", help_text="第六条（四）")
    report = models.JSONField("年度报告", help_text="第六条（四）；逐项措施及其依据，未落实的列明")
    digest = models.CharField("报告摘要", max_length=64)
    closed_by = models.UUIDField("办结人")
    at = models.DateTimeField("办结时间")

    class Meta:
        db_table = "measure_closing"
        verbose_name = "年度措施办结"
        ordering = ("department", "-year")
        constraints = (models.UniqueConstraint(fields=("department", "year"), name="measure_closing_once"),)

    def __str__(self) -> str:
        return f"{self.year}年度"
