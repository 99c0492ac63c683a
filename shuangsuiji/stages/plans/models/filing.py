"""The filing of an ad-hoc task with the office of the joint meeting.

Source: 第八条; 30-domain, F11c. One row per task: asked, returned or filed, then public. What was said on the way stands in the log.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from shuangsuiji.core.rules.lifecycle import FILING
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.models import DIGEST_LENGTH
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.foundation.lifecycle.models import Stateful, status_known
from shuangsuiji.stages.plans.models.plan import LONGEST_TEXT
from shuangsuiji.stages.plans.models.task import Task

_NOT_NUMBERED = Q(number="", year__isnull=True, ordinal__isnull=True, filed_on__isnull=True, filed_by__isnull=True)
# A paper has a number of its own, which is none of the series.
_ON_PAPER = ~Q(number="") & Q(year__isnull=True, ordinal__isnull=True, filed_on__isnull=False, filed_by__isnull=True)
_NUMBERED = ~Q(number="") & Q(year__isnull=False, ordinal__gte=1, filed_on__isnull=False, filed_by__isnull=False)


class Filing(Stateful):
    """One filing. `number` is given once, without gaps, when the office of the joint meeting files the task.

    Where that office acts on paper, `number` is the one of a confirmed `PaperFiling` and there is no `ordinal`.
    """

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
            # The series alone: what somebody typed off a paper can never stand in its way.
            models.UniqueConstraint(fields=("number",), condition=Q(ordinal__isnull=False), name="filing_number_once"),
            models.CheckConstraint(condition=_NOT_NUMBERED | _NUMBERED | _ON_PAPER, name="filing_numbered_whole"),
            models.CheckConstraint(
                condition=Q(status__in=["RETURNED", "REQUESTED"]) | ~Q(number=""), name="filing_filed_has_its_number"
            ),
        )

    @property
    def on_paper(self) -> bool:
        """Whether the office of the joint meeting filed it on paper."""
        return bool(self.number) and self.ordinal is None

    def __str__(self) -> str:
        return self.number or f"{self.task}"


class PaperFiling(Evidential):
    """What the office of the joint meeting said on paper, as a clerk recorded it. It counts once another person confirmed it.

    It belongs to the filing as it stood after the recording (`filing_version`); whatever happens to the filing then makes it void.
    """

    immutable: ClassVar[tuple[str, ...]] = (
        "filing", "filing_version", "number", "filed_on", "scan_digest", "recorder", "at",
    )  # fmt: skip

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="papers", verbose_name="备案", help_text="第八条")
    filing_version = models.PositiveIntegerField("备案版本", help_text="第八条；登记之后的版本")
    number = models.CharField("纸质备案号", max_length=64, help_text="第八条")
    filed_on = models.DateField("备案日期", help_text="第八条")
    scan_digest = models.CharField("扫描件摘要", max_length=DIGEST_LENGTH, help_text="第八条")
    recorder = models.UUIDField("登记人", help_text="第八条")
    at = models.DateTimeField("登记时间")
    confirmer = models.UUIDField("确认人", null=True, help_text="第八条；不是登记人本人")

    class Meta:
        db_table = "paper_filing"
        verbose_name = "纸质备案"
        ordering = ("filing", "filing_version")
        constraints = (
            models.UniqueConstraint(fields=("filing", "filing_version"), name="paper_filing_one_per_version"),
            models.UniqueConstraint(
                fields=("filing",), condition=Q(confirmer__isnull=False), name="paper_filing_confirmed_once"
            ),
            models.UniqueConstraint(
                fields=("number",), condition=Q(confirmer__isnull=False), name="paper_filing_number_once"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="paper_filing_numbered"),
            models.CheckConstraint(condition=Exact(Length("scan_digest"), DIGEST_LENGTH), name="paper_filing_scanned"),
            models.CheckConstraint(
                condition=Q(confirmer__isnull=True) | ~Q(confirmer=F("recorder")),
                name="paper_filing_confirmed_by_another",
            ),
        )

    def __str__(self) -> str:
        return self.number
