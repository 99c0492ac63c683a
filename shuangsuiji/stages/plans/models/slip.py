"""A problem or suggestion of a unit, and what was said about it.

Source: 第三条. Nothing is removed: a slip is answered, closed, asked again or withdrawn.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shuangsuiji.core.rules.lifecycle import SLIP
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.foundation.lifecycle.models import Stateful, status_known

LONGEST_TITLE = 100
LONGEST_WORDS = 4000


class SlipKind(models.TextChoices):
    """What a unit has to say."""

    PROBLEM = "PROBLEM", "问题"
    SUGGESTION = "SUGGESTION", "建议"


class Slip(Stateful):
    """One problem or suggestion. `private`: only the coordinating section and whoever raised it read it (仅协调股室)."""

    machine = SLIP
    immutable: ClassVar[tuple[str, ...]] = (
        "department",
        "year",
        "ordinal",
        "number",
        "kind",
        "title",
        "private",
        "raised_by",
    )

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="提出部门", help_text="第三条"
    )
    year = models.PositiveSmallIntegerField("年度", help_text="第三条")
    ordinal = models.PositiveIntegerField("序号", help_text="第三条；本部门本年度从 1 起连续编号")
    number = models.CharField("编号", max_length=64, unique=True, help_text="第三条")
    kind = models.CharField("类别", max_length=10, choices=SlipKind, help_text="第三条")
    title = models.CharField("标题", max_length=LONGEST_TITLE, help_text="第三条")
    private = models.BooleanField("仅协调股室可见", default=False, help_text="第三条")
    raised_by = models.UUIDField("提出人", help_text="第三条")
    asked_on = models.DateField("最近一次提出日期", help_text="第三条；提醒期限从次日起算")
    due_on = models.DateField("答复提醒日", help_text="第三条")

    class Meta:
        db_table = "slip"
        verbose_name = "问题与建议"
        ordering = ("-year", "department", "-ordinal")
        constraints = (
            status_known(SLIP),
            models.UniqueConstraint(fields=("department", "year", "ordinal"), name="slip_ordinal"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="slip_ordinal_from_1"),
            models.CheckConstraint(condition=Q(kind__in=SlipKind.values), name="slip_kind_known"),
            models.CheckConstraint(condition=~Q(title=""), name="slip_has_a_title"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class SlipMessage(Evidential):
    """What was said with one act, by which office, when."""

    append_only = True

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="messages", verbose_name="问题与建议")
    ordinal = models.PositiveIntegerField("序号", help_text="第三条")
    act = models.CharField("动作", max_length=32, help_text="第三条")
    text = models.CharField("内容", max_length=LONGEST_WORDS, blank=True, help_text="第三条")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="部门")
    office = models.CharField("岗位", max_length=32)
    person = models.UUIDField("经办人")
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "slip_message"
        verbose_name = "问题与建议的往来"
        ordering = ("slip", "ordinal")
        constraints = (models.UniqueConstraint(fields=("slip", "ordinal"), name="slip_message_ordinal"),)

    def __str__(self) -> str:
        return f"{self.slip_id} {self.ordinal}"


class SlipFile(Evidential):
    """A file that came with what was said; whoever reads the slip opens it."""

    append_only = True

    message = models.ForeignKey(SlipMessage, models.PROTECT, related_name="files", verbose_name="问题与建议的往来")
    ordinal = models.PositiveIntegerField("序号", help_text="第三条")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+", verbose_name="附件", help_text="第三条")

    class Meta:
        db_table = "slip_file"
        verbose_name = "问题与建议的附件"
        ordering = ("message", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("message", "ordinal"), name="slip_file_ordinal"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="slip_file_ordinal_from_1"),
        )

    def __str__(self) -> str:
        return f"附件 {self.ordinal}"
