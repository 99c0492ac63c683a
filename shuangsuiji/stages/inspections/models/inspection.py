"""One inspection per drawn subject, and each department's part in it.

Source: 第十四条, 第十九条 (一户一表). Made at dispatch; no row is ever added, removed or exchanged afterwards (第十四条).
"""

from typing import ClassVar

from django.db import models

from shuangsuiji.core.rules.lifecycle import INSPECTION, PART
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.lifecycle.models import Stateful, status_known
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.inspections.models.team import Team
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.registry.models import Subject


class Inspection(Stateful):
    """One subject, one team, one visit."""

    machine = INSPECTION
    immutable: ClassVar[tuple[str, ...]] = ("task", "draw", "number", "subject", "identity", "dispatched_at")

    task = models.ForeignKey(
        Task, models.PROTECT, related_name="inspections", verbose_name="抽查任务", help_text="第十四条"
    )
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="+", verbose_name="抽取", help_text="第十四条")
    number = models.CharField("检查编号", max_length=160, unique=True, help_text="第十四条")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="inspections", verbose_name="检查对象")
    identity = models.CharField("身份编号", max_length=80, help_text="第十四条；同一对象在多个对象库中只检查一次")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="inspections", verbose_name="检查小组")
    dispatched_at = models.DateTimeField("派发时间", help_text="第十四条")

    class Meta:
        db_table = "inspection"
        verbose_name = "检查"
        ordering = ("task", "number")
        constraints = (
            status_known(INSPECTION),
            models.UniqueConstraint(fields=("task", "identity"), name="inspection_once_a_subject"),
        )

    def __str__(self) -> str:
        return self.number


class Part(Stateful):
    """A department's share of an inspection; it ends, is formed and disclosed at its own pace."""

    machine = PART
    immutable: ClassVar[tuple[str, ...]] = ("inspection", "department")

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="parts", verbose_name="检查")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="部门", help_text="第十九条"
    )

    class Meta:
        db_table = "inspection_part"
        verbose_name = "部门部分"
        ordering = ("inspection", "department")
        constraints = (
            status_known(PART),
            models.UniqueConstraint(fields=("inspection", "department"), name="inspection_part_once"),
        )

    def __str__(self) -> str:
        return f"{self.inspection} {self.department}"
