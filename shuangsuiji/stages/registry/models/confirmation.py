"""The keeper's confirmation of a registry before a draw, with what changed since the one before.

Source: 第十条; E10-1, E10-2, C10-2, C10-5. A draft waits where a second person must sign; the confirmation itself never changes.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.models import Decision
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.registry.models.change import RegistryKind

DIGEST_LENGTH = 64


class ConfirmationTerms(models.Model):
    """What is confirmed: the registry as it is after its change `change_ordinal`."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="部门", help_text="第十条"
    )
    kind = models.CharField("名录库", max_length=10, choices=RegistryKind, help_text="第十条")
    task_id = models.UUIDField("任务", null=True, blank=True, help_text="第十条；空为一般确认")
    task_number = models.CharField("任务编号", max_length=64, blank=True, help_text="第十条")
    change_ordinal = models.PositiveIntegerField("截至第几次变更", help_text="第十条；0 为尚无变更")
    delta_digest = models.CharField("变动摘要", max_length=DIGEST_LENGTH, help_text="第十条；确认时所见的全部变动")
    reason = models.CharField("说明", max_length=200, blank=True, help_text="第十条；数据来源较旧时必填")

    class Meta:
        abstract = True


class ConfirmationDraft(ConfirmationTerms):
    """What the keeper confirmed and a second person has not signed yet; it counts for nothing."""

    id = models.UUIDField("编号", primary_key=True, editable=False)
    drafter = models.UUIDField("名录库管理员")
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "confirmation_draft"
        verbose_name = "待签更新确认"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.task_number}"


class RegistryConfirmation(Evidential, ConfirmationTerms):
    """One confirmation, good for a number of working days and until the registry changes."""

    append_only: ClassVar[bool] = True

    live = models.PositiveIntegerField("在库", help_text="第十条")
    added = models.PositiveIntegerField("新增", help_text="第十条")
    changed = models.PositiveIntegerField("变更", help_text="第十条")
    removed = models.PositiveIntegerField("移出", help_text="第十条")
    root = models.CharField("名录库根", max_length=DIGEST_LENGTH, help_text="第十条")
    second_needed = models.BooleanField("须第二人签字", help_text="第十条")
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, related_name="+", verbose_name="第二签字", help_text="第十条"
    )
    confirmed_by = models.CharField("岗位", max_length=32, help_text="第十条")
    at = models.DateTimeField("时间", help_text="第十条")

    class Meta:
        db_table = "registry_confirmation"
        verbose_name = "更新确认"
        ordering = ("department", "kind", "at", "id")
        indexes = (models.Index(fields=("department", "kind", "at"), name="confirmation_newest"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=RegistryKind.values), name="confirmation_kind"),
            models.CheckConstraint(
                condition=Q(second_needed=False) | Q(decision__isnull=False), name="confirmation_second_signature"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%F}"


class PaperConfirmation(Evidential, ConfirmationTerms):
    """What a department without an account confirmed on paper for a task, as the initiating department recorded it.

    It counts once another person there vouched for it: `confirmation` is what it then became. Signers are told by their posts, the
    names stand on the scan.
    """

    immutable: ClassVar[tuple[str, ...]] = (
        "department", "kind", "task_id", "task_number", "change_ordinal", "delta_digest", "reason", "number", "signed_on",
        "signer", "second_signer", "scan_digest", "recorder", "at",
    )  # fmt: skip

    number = models.CharField("文号", max_length=64, help_text="第十条；没有文号的，登记簿编号")
    signed_on = models.DateField("签字日期", help_text="第十条")
    signer = models.CharField("签字人职务", max_length=100, help_text="第十条")
    second_signer = models.CharField("第二签字人职务", max_length=100, blank=True, help_text="第十条；须第二人签字时")
    scan_digest = models.CharField("扫描件摘要", max_length=DIGEST_LENGTH, help_text="第十条")
    recorder = models.UUIDField("登记人", help_text="第十条")
    at = models.DateTimeField("登记时间", help_text="第十条")
    confirmer = models.UUIDField("核对确认人", null=True, help_text="第十条；不是登记人本人")
    confirmation = models.OneToOneField(
        RegistryConfirmation,
        models.PROTECT,
        null=True,
        related_name="paper",
        verbose_name="更新确认",
        help_text="第十条",
    )

    class Meta:
        db_table = "paper_confirmation"
        verbose_name = "纸质更新确认"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=RegistryKind.values), name="paper_confirmation_kind"),
            models.CheckConstraint(condition=Q(task_id__isnull=False), name="paper_confirmation_of_a_task"),
            models.CheckConstraint(condition=~Q(number=""), name="paper_confirmation_numbered"),
            models.CheckConstraint(condition=~Q(signer=""), name="paper_confirmation_signed"),
            models.CheckConstraint(
                condition=Exact(Length("scan_digest"), DIGEST_LENGTH), name="paper_confirmation_scanned"
            ),
            models.CheckConstraint(
                condition=Q(confirmer__isnull=True, confirmation__isnull=True)
                | Q(confirmer__isnull=False, confirmation__isnull=False) & ~Q(confirmer=F("recorder")),
                name="paper_confirmation_vouched_by_another",
            ),
        )

    def __str__(self) -> str:
        return self.number
