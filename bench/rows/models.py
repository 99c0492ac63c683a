"""Two tables with the same columns: what differs between saving one and the other is the log. And a record that takes steps."""

from django.db import models

from shuangsuiji.core.rules.lifecycle import PART
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.foundation.lifecycle.models import Stateful, status_known


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


class Part(Stateful):
    """A record that goes to and fro between two of its states."""

    machine = PART

    class Meta:
        verbose_name = "有状态的记录"
        constraints = (status_known(PART),)

    def __str__(self) -> str:
        return self.status


class Paper(Evidential, Columns):
    """What is written in a `Part`; each step writes it anew."""

    part = models.OneToOneField(Part, models.PROTECT, related_name="paper", verbose_name="记录")

    class Meta:
        verbose_name = "记录的内容"

    def __str__(self) -> str:
        return self.code
