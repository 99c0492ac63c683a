"""What another body was told about the class of a firm that is to be honoured.

Source: 第六条（四）. Never: an answer without who asked and what for; an answer that is changed afterwards.
"""

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.plans.models.policy import CLASS_CHOICES, CLASSES


class ClassQuery(Evidential):
    """One answer: the class as it stood at that moment, with its source and day; empty where the firm had none. Internal."""

    append_only = True

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="部门", help_text="第六条（四）"
    )
    year = models.PositiveSmallIntegerField("年度", help_text="第六条（四）")
    ordinal = models.PositiveIntegerField("序号", help_text="第六条（四）；本部门本年度从 1 起连续编号")
    number = models.CharField("编号", max_length=64, unique=True, help_text="第六条（四）")
    organisation = models.CharField("查询单位", max_length=100, help_text="第六条（四）")
    purpose = models.CharField("用途", max_length=200, help_text="第六条（四）")
    subject = models.ForeignKey(
        "registry.Subject", models.PROTECT, related_name="+", verbose_name="检查对象", help_text="第六条（四）"
    )
    name = models.CharField("名称", max_length=200, help_text="第六条（四）；答复时的名称")
    risk_class = models.CharField(
        "信用风险分类", max_length=1, blank=True, choices=CLASS_CHOICES, help_text="第六条（一）；空为未分类；不公开"
    )
    class_source = models.CharField("分类来源", max_length=3, blank=True, help_text="第六条（一）")
    class_on = models.DateField("分类日期", null=True, help_text="第六条（一）")
    answered_by = models.UUIDField("答复人")
    office = models.CharField("岗位", max_length=32)
    at = models.DateTimeField("答复时间")

    class Meta:
        db_table = "class_query"
        verbose_name = "评先评优查询"
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("department", "year", "ordinal"), name="class_query_ordinal"),
            models.CheckConstraint(condition=~Q(organisation="") & ~Q(purpose=""), name="class_query_who_and_why"),
            models.CheckConstraint(
                condition=Q(risk_class="", class_source="", class_on__isnull=True)
                | Q(risk_class__in=CLASSES, class_on__isnull=False) & ~Q(class_source=""),
                name="class_query_class_with_source_and_day",
            ),
        )

    def __str__(self) -> str:
        return self.number
