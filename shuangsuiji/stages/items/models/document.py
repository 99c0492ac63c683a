"""The register of rule documents: what plans, schemes, notices and forms are based on.

Source: 第一条. A document ends on a day; it is never removed, because papers cite it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shuangsuiji.foundation.ledger.evidential import Evidential


class Level(models.TextChoices):
    """Who made it."""

    LAW = "LAW", "法律"
    REGULATION = "REGULATION", "行政法规"
    LOCAL_REGULATION = "LOCAL_REGULATION", "地方性法规"
    RULE = "RULE", "部门规章、政府规章"
    STATE = "STATE", "国家文件"
    PROVINCE = "PROVINCE", "省级文件"
    CITY = "CITY", "市级文件"
    COUNTY = "COUNTY", "县级文件"
    OWN = "OWN", "本部门文件"


class RuleDocument(Evidential):
    """One document with its days in force."""

    immutable: ClassVar[tuple[str, ...]] = ("number", "title", "level", "issuing_body", "from_on", "file_digest")

    number = models.CharField("文号", max_length=64, help_text="第一条；没有文号的法律法规写公布令号")
    title = models.CharField("文件名称", max_length=200, help_text="第一条；全称，不加书名号")
    level = models.CharField("效力级别", max_length=16, choices=Level, help_text="第一条")
    issuing_body = models.CharField("制定机关", max_length=100, help_text="第一条")
    from_on = models.DateField("施行日期", help_text="第一条")
    to_on = models.DateField("失效日期", null=True, blank=True, help_text="第一条；最后一日，现行有效的留空")
    file_digest = models.CharField("文件摘要", max_length=64, blank=True, help_text="第五条；正文文件的摘要")

    class Meta:
        db_table = "rule_document"
        verbose_name = "依据文件"
        ordering = ("level", "-from_on", "number")
        constraints = (
            models.UniqueConstraint(fields=("number", "title"), name="rule_document_once"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="rule_document_days"
            ),
            models.CheckConstraint(condition=~Q(number="") & ~Q(title=""), name="rule_document_named"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="rule_document_level_known"),
        )

    def __str__(self) -> str:
        return f"《{self.title}》（{self.number}）"
