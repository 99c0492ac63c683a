"""Items that are special, and items that were retired.

Source: 第四条 (特殊行业、重点领域 only with reason and basis), 第六条 (动态管理).
"""

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.items.models.item_list import ItemList


class SpecialKind(models.TextChoices):
    """Why an item is not left to chance alone."""

    TRADE = "TRADE", "特殊行业"
    FIELD = "FIELD", "重点领域"


class SpecialMark(Evidential):
    """An item marked as special, with reason and basis."""

    append_only = True

    item_list = models.ForeignKey(
        ItemList, models.PROTECT, related_name="marks", verbose_name="清单", help_text="第四条"
    )
    item_code = models.CharField("事项编号", max_length=40, help_text="第四条")
    kind = models.CharField("标注", max_length=8, choices=SpecialKind, help_text="第四条")
    reason = models.CharField("理由", max_length=400, help_text="第四条")
    basis = models.CharField("依据", max_length=400, help_text="第四条")
    at = models.DateTimeField("标注时间")

    class Meta:
        db_table = "special_mark"
        verbose_name = "特殊标注"
        ordering = ("item_code", "at")
        constraints = (
            models.CheckConstraint(condition=~Q(reason="") & ~Q(basis=""), name="special_mark_reasoned"),
            models.CheckConstraint(condition=Q(kind__in=SpecialKind.values), name="special_mark_kind_known"),
            models.UniqueConstraint(fields=("item_list", "item_code", "kind"), name="special_mark_once"),
        )

    def __str__(self) -> str:
        return f"{self.item_code} {self.get_kind_display()}"


class RetiredItem(Evidential):
    """An item that is no longer inspected; the next version leaves it out."""

    append_only = True

    item_list = models.ForeignKey(
        ItemList, models.PROTECT, related_name="retired", verbose_name="清单", help_text="第六条"
    )
    item_code = models.CharField("事项编号", max_length=40, help_text="第六条")
    reason = models.CharField("理由", max_length=400, help_text="第六条；法律法规修改废止的写明")
    on = models.DateField("停用日期", help_text="第六条")

    class Meta:
        db_table = "retired_item"
        verbose_name = "停用事项"
        ordering = ("on", "item_code")
        constraints = (
            models.UniqueConstraint(fields=("item_list", "item_code"), name="retired_item_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="retired_item_reasoned"),
        )

    def __str__(self) -> str:
        return self.item_code
