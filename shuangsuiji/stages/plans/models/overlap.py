"""What was decided where two lines of plans meet: one visit for both, or apart and why.

Source: 第九条; 10-articles 第四条 (协同推进). Nothing is removed: a later decision on the same pair takes the place of the one before.
"""

from django.db import models
from django.db.models import F, Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.plans.models.plan import DIGEST_LENGTH, LONGEST_TEXT, Plan


class OverlapChoice(models.TextChoices):
    """What may be decided."""

    MERGE = "MERGE", "合并检查"
    KEEP = "KEEP", "分开检查"


class OverlapDecision(Evidential):
    """One decision on a pair of lines, the lower plan number first. It holds while `lines_digest` is of what the lines say."""

    append_only = True

    first = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="计划", help_text="第九条")
    first_line = models.PositiveIntegerField("计划行", help_text="第九条")
    second = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="相近计划", help_text="第九条")
    second_line = models.PositiveIntegerField("相近计划行", help_text="第九条")
    ordinal = models.PositiveIntegerField("第几次决定", help_text="第九条；同一对计划行从 1 起连续编号")
    choice = models.CharField("决定", max_length=5, choices=OverlapChoice, help_text="第九条")
    reason = models.CharField("理由", max_length=LONGEST_TEXT, blank=True, help_text="第九条；分开检查须写明")
    common = models.PositiveIntegerField("共同对象", help_text="第九条；决定当日的户数")
    lines_digest = models.CharField("两行内容摘要", max_length=DIGEST_LENGTH, help_text="第九条")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="决定部门")
    office = models.CharField("岗位", max_length=32)
    person = models.UUIDField("经办人")
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "plan_overlap_decision"
        verbose_name = "计划重叠的决定"
        ordering = ("first", "first_line", "second", "second_line", "ordinal")
        constraints = (
            models.UniqueConstraint(
                fields=("first", "first_line", "second", "second_line", "ordinal"), name="plan_overlap_ordinal"
            ),
            models.CheckConstraint(condition=Q(choice__in=OverlapChoice.values), name="plan_overlap_choice_known"),
            models.CheckConstraint(condition=Q(choice="MERGE") | ~Q(reason=""), name="plan_overlap_apart_with_reason"),
            models.CheckConstraint(
                condition=~Q(first=F("second"), first_line=F("second_line")), name="plan_overlap_two_lines"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_choice_display()} {self.reason}".strip()
