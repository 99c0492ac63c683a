"""The second factor: a secret shared with the person's authenticator, and codes for the day the phone is lost.

Source: 80-reliability E13; RFC 6238. The secret is sealed with the person's key and bound to its row: neither another row nor
somebody who can write the database, but not read the wrapping key, can put his own in its place.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.accounts.models.account import Account
from shuangsuiji.foundation.ledger.evidential import Evidential


class SecondFactor(Evidential):
    """One authenticator of one account; one at a time."""

    immutable: ClassVar[tuple[str, ...]] = ("account", "secret_sealed", "enrolled_at")
    not_evidence: ClassVar[tuple[str, ...]] = ("last_step",)

    account = models.ForeignKey(
        Account, models.PROTECT, related_name="second_factors", verbose_name="账户", help_text="第二十四条"
    )
    secret_sealed = models.BinaryField("密钥（已加密）", help_text="第二十四条")
    enrolled_at = models.DateTimeField("登记时间", help_text="第二十四条")
    removed_at = models.DateTimeField("撤销时间", null=True, blank=True, help_text="第二十四条")
    last_step = models.BigIntegerField("最近用过的时间步", default=0, help_text="第二十四条；同一验证码只能用一次")

    class Meta:
        db_table = "second_factor"
        verbose_name = "动态口令"
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=Q(removed_at__isnull=True), name="second_factor_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id}"


class RecoveryCode(Evidential):
    """One code that opens once. Only its digest is kept; 80 random bits need no slow hash."""

    immutable: ClassVar[tuple[str, ...]] = ("factor", "digest")
    not_evidence: ClassVar[tuple[str, ...]] = ("used_at",)

    factor = models.ForeignKey(
        SecondFactor, models.PROTECT, related_name="codes", verbose_name="动态口令", help_text="第二十四条"
    )
    digest = models.CharField("摘要", max_length=64, help_text="第二十四条")
    used_at = models.DateTimeField("使用时间", null=True, blank=True, help_text="第二十四条")

    class Meta:
        db_table = "recovery_code"
        verbose_name = "恢复码"
        constraints = (models.UniqueConstraint(fields=("factor", "digest"), name="recovery_code_once"),)

    def __str__(self) -> str:
        return f"{self.factor_id}"
