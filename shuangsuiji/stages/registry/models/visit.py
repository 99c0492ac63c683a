"""Visits to a subject, as far as the registry needs them: for the yearly exclusion, for merging, for caps.

Source: 第九条. Written by later stages when a visit begins or ends without one (第二十条), and by the import of former visits (迁入).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential


class VisitKind(models.TextChoices):
    """Why somebody came: a draw, or one of the four other reasons that count toward caps only."""

    DRAWN = "DRAWN", "双随机抽查"
    ASSIGNED = "1", "交办转办"
    COMPLAINT = "2", "投诉举报"
    PATROL = "3", "日常巡查"
    MONITORING = "4", "数据监测"


class SubjectVisit(Evidential):
    """One visit to the subject of this identity, whichever department's registry it stands in."""

    append_only: ClassVar[bool] = True

    identity = models.CharField("身份编号", max_length=80, help_text="第九条")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="subject_visits", verbose_name="检查部门", help_text="第九条"
    )
    category = models.CharField("抽查类别", max_length=100, blank=True, help_text="第九条；同类判定用")
    on = models.DateField("检查日期", help_text="第九条")
    kind = models.CharField("种类", max_length=8, choices=VisitKind, default=VisitKind.DRAWN, help_text="第九条")
    migrated = models.BooleanField("迁入", default=False, help_text="第九条；平台启用前的检查")
    source = models.CharField("依据", max_length=200, blank=True, help_text="第九条；任务编号或迁入的文件")

    class Meta:
        db_table = "subject_visit"
        verbose_name = "检查情况"
        ordering = ("identity", "on", "id")
        indexes = (models.Index(fields=("identity", "on"), name="subject_visit_by_identity"),)
        constraints = (models.CheckConstraint(condition=Q(kind__in=VisitKind.values), name="subject_visit_kind"),)

    def __str__(self) -> str:
        return f"{self.identity} {self.on}"
