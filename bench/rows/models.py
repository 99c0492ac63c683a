"""Two tables with the same columns. What differs between saving one and the other is the log."""

from django.db import models

from shuangsuiji.foundation.ledger.evidential import Evidential


class Columns(models.Model):
    """What an ordinary record has."""

    code = models.CharField("代码", max_length=32)
    text = models.TextField("文字")
    count = models.BigIntegerField("数")
    at = models.DateTimeField("时间")

    class Meta:
        abstract = True


class Told(Evidential, Columns):
    """The log speaks for it."""

    class Meta:
        verbose_name = "入日志的记录"

    def __str__(self) -> str:
        return self.code


class Silent(Columns):
    """Saved in a transaction and no more."""

    id = models.UUIDField("编号", primary_key=True)
    event_id = models.UUIDField("事件编号", db_index=True)

    class Meta:
        verbose_name = "不入日志的记录"

    def __str__(self) -> str:
        return self.code
