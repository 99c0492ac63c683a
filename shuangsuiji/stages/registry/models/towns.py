"""A department's table of towns: how registers write an area, and its division code.

Source: 第十条; 30-domain §4 (`area` becomes `town`); SSJ-DRAW/1 §1. The latest table counts; earlier ones stay.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential


class TownTable(Evidential):
    """One table as a whole, with the document it follows. Stored as pairs, because the digest of a row takes Latin keys only."""

    append_only: ClassVar[bool] = True

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="town_tables", verbose_name="部门", help_text="第十条"
    )
    document = models.CharField("依据", max_length=200, help_text="第十条；文号，或从哪里取得的哪一期区划代码")
    rows = models.JSONField("区划", default=list, help_text="第十条；[名称, 9 位代码] 的列表")
    at = models.DateTimeField("时间", help_text="第十条")

    class Meta:
        db_table = "town_table"
        verbose_name = "乡镇区划表"
        ordering = ("department", "-at", "-id")
        constraints = (models.CheckConstraint(condition=~Q(document=""), name="town_table_has_document"),)

    def __str__(self) -> str:
        return self.document

    @property
    def codes(self) -> dict[str, str]:
        """Name → division code."""
        return dict(self.rows)
