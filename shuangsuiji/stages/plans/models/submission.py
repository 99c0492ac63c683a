"""The submission of a joint plan on paper.

Source: 第七条; 10-articles (acting on paper: number, date, scan; confirmed by the deputy head; 纸质).
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from shuangsuiji.foundation.approvals.models import DIGEST_LENGTH
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.plans.models.version import PlanVersion


class PaperSubmission(Evidential):
    """The paper by which a plan went to the office of the joint meeting, as a clerk recorded it. It counts once another person confirmed it.

    It belongs to one confirmed content (`version`) and to the plan as it stood after the recording (`record_version`); whatever happens to
    the plan then makes it void. One letter may carry several plans: its number is not unique.
    """

    immutable: ClassVar[tuple[str, ...]] = (
        "version", "record_version", "number", "submitted_on", "answer_number", "scan_digest", "recorder", "at",
    )  # fmt: skip

    version = models.ForeignKey(
        PlanVersion,
        models.PROTECT,
        related_name="submissions",
        verbose_name="计划版本",
        help_text="第七条；纸质件所附的内容",
    )
    record_version = models.PositiveIntegerField("计划记录版本", help_text="第七条；登记之后的版本")
    number = models.CharField("报送文号", max_length=64, help_text="第七条")
    submitted_on = models.DateField("报送日期", help_text="第七条")
    answer_number = models.CharField(
        "联席会议办公室收文或汇总文号", max_length=64, blank=True, help_text="第七条；没有的留空"
    )
    scan_digest = models.CharField("扫描件摘要", max_length=DIGEST_LENGTH, help_text="第七条")
    recorder = models.UUIDField("登记人", help_text="第七条")
    at = models.DateTimeField("登记时间")
    confirmer = models.UUIDField("确认人", null=True, help_text="第七条；不是登记人本人")

    class Meta:
        db_table = "paper_submission"
        verbose_name = "纸质报送"
        ordering = ("version", "record_version")
        constraints = (
            models.UniqueConstraint(fields=("version", "record_version"), name="paper_submission_one_per_version"),
            models.UniqueConstraint(
                fields=("version",), condition=Q(confirmer__isnull=False), name="paper_submission_confirmed_once"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="paper_submission_numbered"),
            models.CheckConstraint(
                condition=Exact(Length("scan_digest"), DIGEST_LENGTH), name="paper_submission_scanned"
            ),
            models.CheckConstraint(
                condition=Q(confirmer__isnull=True) | ~Q(confirmer=F("recorder")),
                name="paper_submission_confirmed_by_another",
            ),
        )

    def __str__(self) -> str:
        return self.number
