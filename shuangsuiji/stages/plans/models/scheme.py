"""What was signed of a scheme, and the object libraries it draws from, one for each class.

Source: 第六条（二）（三）, 第十一条. Nothing here changes: a revision is a later scheme.
"""

from django.db import models
from django.db.models import F, Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.models import Decision
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.plans.models.plan import DIGEST_LENGTH
from shuangsuiji.stages.plans.models.policy import CLASS_CHOICES, CLASSES
from shuangsuiji.stages.plans.models.task import Task


class Scheme(Evidential):
    """One signed content. The newest of a task is the one that counts."""

    append_only = True

    task = models.ForeignKey(Task, models.PROTECT, related_name="schemes", verbose_name="任务")
    number = models.PositiveIntegerField("版本号", help_text="第十一条；从 1 起连续编号")
    content = models.JSONField("内容", help_text="第十一条；会签时所示的全部内容")
    content_digest = models.CharField("内容摘要", max_length=DIGEST_LENGTH, help_text="第十一条")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="+", verbose_name="审批结论")
    signed_on = models.DateField("会签日期", help_text="第十一条")

    class Meta:
        db_table = "scheme"
        verbose_name = "抽查方案"
        ordering = ("task", "number")
        constraints = (
            models.UniqueConstraint(fields=("task", "number"), name="scheme_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="scheme_from_1"),
        )

    def __str__(self) -> str:
        return f"{self.task} 第 {self.number} 版"


class ObjectLibrary(Evidential):
    """A department's library of one class under its statutory name. Internal: the name carries the class."""

    append_only = True

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="libraries", verbose_name="抽查方案")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="部门")
    risk_class = models.CharField("风险分类", max_length=1, choices=CLASS_CHOICES, help_text="第六条（一）")
    name = models.CharField("对象库名称", max_length=400, help_text="第六条（二）")
    ordinal = models.PositiveIntegerField("第几次", help_text="第六条（二）")
    base_count = models.PositiveIntegerField("库内户数", help_text="第六条（三）；建库之日")
    required = models.PositiveIntegerField("应抽户数", help_text="第六条（三）")
    ratio_num = models.PositiveIntegerField("比例分子", help_text="第六条（三）")
    ratio_den = models.PositiveIntegerField("比例分母", help_text="第六条（三）")

    class Meta:
        db_table = "object_library"
        verbose_name = "检查对象库"
        ordering = ("scheme", "department", "risk_class")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "department", "risk_class"), name="object_library_once_a_department_and_class"
            ),
            models.CheckConstraint(condition=Q(risk_class__in=CLASSES), name="object_library_class_known"),
            models.CheckConstraint(condition=Q(required__lte=F("base_count")), name="object_library_not_more_than_all"),
            models.CheckConstraint(
                condition=Q(ratio_num__gte=1, ratio_num__lte=F("ratio_den")), name="object_library_share"
            ),
        )

    def __str__(self) -> str:
        return self.name
