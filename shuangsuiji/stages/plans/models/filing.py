"""The filing of an ad-hoc task with the office of the joint meeting.

Source: 第八条; 30-domain, F11c. One row per task: asked, returned or filed, then public. What was said on the way stands in the log.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shuangsuiji.core.rules.lifecycle import FILING
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.lifecycle.models import Stateful, status_known
from shuangsuiji.stages.plans.models.plan import LONGEST_TEXT
from shuangsuiji.stages.plans.models.task import Task

_NOT_NUMBERED = Q(number="", year__isnull=True, ordinal__isnull=True, filed_on__isnull=True, filed_by__isnull=True)
_NUMBERED = ~Q(number="") & Q(year__isnull=False, ordinal__gte=1, filed_on__isnull=False, filed_by__isnull=False)


class Filing(Stateful):
    """One filing. `number` is given once, without gaps, when the office of the joint meeting files the task."""

    machine = FILING
    immutable: ClassVar[tuple[str, ...]] = ("task",)

    task = models.OneToOneField(Task, models.PROTECT, related_name="filing", verbose_name="任务", help_text="第八条")
    remark = models.CharField("报备说明", max_length=LONGEST_TEXT, blank=True, help_text="第八条")
    requested_on = models.DateField("报送日期", help_text="第八条")
    returned = models.CharField("退回理由", max_length=LONGEST_TEXT, blank=True, help_text="第八条")
    year = models.PositiveSmallIntegerField("备案年度", null=True, help_text="第八条")
    ordinal = models.PositiveIntegerField("备案序号", null=True, help_text="第八条；每年从 1 起连续编号")
    number = models.CharField("备案号", max_length=64, blank=True, help_text="第八条")
    filed_on = models.DateField("备案日期", null=True, help_text="第八条")
    filed_by = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="联席会议办公室所在部门",
        help_text="第八条",
    )

    class Meta:
        db_table = "filing"
        verbose_name = "临时性抽查备案"
        ordering = ("-requested_on", "task")
        constraints = (
            status_known(FILING),
            models.UniqueConstraint(fields=("year", "ordinal"), name="filing_ordinal"),
            models.UniqueConstraint(fields=("number",), condition=~Q(number=""), name="filing_number_once"),
            models.CheckConstraint(condition=_NOT_NUMBERED | _NUMBERED, name="filing_numbered_whole"),
            models.CheckConstraint(
                condition=Q(status__in=["RETURNED", "REQUESTED"]) | ~Q(number=""), name="filing_filed_has_its_number"
            ),
        )

    def __str__(self) -> str:
        return self.number or f"{self.task}"
