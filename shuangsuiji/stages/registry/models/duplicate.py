"""What a person decided about two rows that may be one subject.

Source: 第十条, E10-5; `30-domain` §12. Pairs are found afresh each time; only the decision is kept.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.registry.models.subject import Subject


class Verdict(models.TextChoices):
    """Whether two rows are one subject."""

    SAME = "SAME", "同一主体，保留其一"
    DIFFERENT = "DIFFERENT", "不同主体，均保留"


class DuplicateDecision(Evidential):
    """One decision about one pair; `first` is the row with the smaller identity, `kept` the one that stays when they are one."""

    append_only: ClassVar[bool] = True

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="duplicate_decisions", verbose_name="部门", help_text="第十条"
    )
    first = models.ForeignKey(Subject, models.PROTECT, related_name="+", verbose_name="甲", help_text="第十条")
    second = models.ForeignKey(Subject, models.PROTECT, related_name="+", verbose_name="乙", help_text="第十条")
    ground = models.CharField("疑点", max_length=12, help_text="第十条；主体标识码、注册号或名称相同")
    verdict = models.CharField("结论", max_length=9, choices=Verdict, help_text="第十条")
    kept = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="保留", help_text="第十条"
    )
    reason = models.TextField("理由", help_text="第十条")
    at = models.DateTimeField("时间", help_text="第十条")

    class Meta:
        db_table = "duplicate_decision"
        verbose_name = "重复处理结论"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(first=F("second")), name="duplicate_of_two_rows"),
            models.CheckConstraint(
                condition=Q(verdict="SAME") & (Q(kept=F("first")) | Q(kept=F("second")))
                | Q(verdict="DIFFERENT", kept__isnull=True),
                name="duplicate_keeps_one",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="duplicate_with_reason"),
        )

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}"
