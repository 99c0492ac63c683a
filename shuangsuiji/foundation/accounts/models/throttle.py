"""How often somebody failed lately, and until when he waits. In the database, so that it holds over several processes.

Source: 80-reliability E11.
"""

from django.db import models


class Throttle(models.Model):
    """One counted name, address or account. `key` never contains what was typed: only a keyed digest of it."""

    key = models.CharField("计数对象", max_length=96, primary_key=True)
    stamps = models.JSONField("近期失败时间", default=list)
    held_until = models.DateTimeField("限制至", null=True)
    touched_at = models.DateTimeField("更新时间", db_index=True)

    class Meta:
        db_table = "throttle"
        verbose_name = "登录限制"

    def __str__(self) -> str:
        return self.key
