"""Rows to write, edit and remove behind the ledger's back."""

from django.db import models

from shuangsuiji.core.rules.lifecycle import REPLACEMENT
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.foundation.lifecycle.models import Stateful, status_known


class Specimen(Evidential):
    """A column of every kind that a digest covers, one that is fixed, one that is no evidence."""

    immutable = ("code",)
    not_evidence = ("search",)

    code = models.CharField("代码", max_length=32)
    text = models.TextField("文字")
    count = models.BigIntegerField("数", null=True)
    done = models.BooleanField("完成", default=False)
    on = models.DateField("日", null=True)
    at = models.DateTimeField("时间", null=True)
    raw = models.BinaryField("字节", null=True)
    facts = models.JSONField("事实", default=dict)
    ground = models.UUIDField("依据", null=True)
    search = models.CharField("检索", max_length=32, blank=True)

    class Meta:
        verbose_name = "样本"

    def __str__(self) -> str:
        return self.code


class Footprint(Evidential):
    """A row that never changes once it is written."""

    append_only = True

    text = models.CharField("文字", max_length=32)

    class Meta:
        verbose_name = "足迹"

    def __str__(self) -> str:
        return self.text


class Journey(Stateful):
    """A record that travels the road of a replacement."""

    machine = REPLACEMENT

    class Meta:
        verbose_name = "行程"
        constraints = (status_known(REPLACEMENT),)

    def __str__(self) -> str:
        return self.status
