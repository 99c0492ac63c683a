"""Forms that were sent: the key each was given, and where its answer led.

Source: 20-house §7 (idempotency key); 80-reliability B5. Not evidence: rows are thrown away after some days.
"""

from django.db import models


class IdempotencyKey(models.Model):
    """One sending of one form. `location` empty: the act is under way, or its end is not known."""

    account = models.CharField("账户", max_length=64)
    key = models.CharField("防重复编号", max_length=64)
    url = models.CharField("网址", max_length=512)
    location = models.CharField("结果网址", max_length=1024, blank=True)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        db_table = "idempotency_key"
        verbose_name = "已提交的表单"
        constraints = (
            # Two sendings that arrive together: the database lets one in.
            models.UniqueConstraint(fields=("account", "key"), name="idempotency_key_once"),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.key}"
