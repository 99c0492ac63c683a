"""Enforcement certificates: without a valid one nobody inspects.

Source: 第十五条, 第十六条; 《行政处罚法》, 《劳动保障监察条例》 (two officers with certificates). Numbers as `cert:…`, repaired at the door.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shuangsuiji.foundation.accounts.models.person import Person
from shuangsuiji.foundation.ledger.evidential import Evidential


def valid(day: date) -> Q:
    """Certificates that may be shown at a visit on a day."""
    unrevoked = Q(revoked_on__isnull=True) | Q(revoked_on__gt=day)
    return unrevoked & Q(valid_from__lte=day, valid_to__gte=day)


class Certificate(Evidential):
    """One certificate of one person. Renewed means a new row."""

    class Kind(models.TextChoices):
        """Who issued it: the ministry's line or the province."""

        DEPARTMENT = "DEPARTMENT", "部门执法证"
        PROVINCE = "PROVINCE", "省行政执法证"

    immutable: ClassVar[tuple[str, ...]] = ("person", "number", "kind", "issuer", "valid_from", "valid_to")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="certificates", verbose_name="人员", help_text="第十五条"
    )
    number = models.CharField("执法证号", max_length=69, help_text="第十五条、第十六条；已规范为 cert: 开头")
    kind = models.CharField("证件种类", max_length=10, choices=Kind, help_text="第十五条")
    issuer = models.CharField("发证机关", max_length=128, help_text="第十五条")
    valid_from = models.DateField("有效期自", help_text="第十五条")
    valid_to = models.DateField("有效期至", help_text="第十五条；含当日")
    revoked_on = models.DateField("注销日期", null=True, blank=True, help_text="第十五条；自当日起无效")

    class Meta:
        db_table = "certificate"
        verbose_name = "执法证件"
        ordering = ("number", "valid_from")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=["DEPARTMENT", "PROVINCE"]), name="certificate_kind_known"),
            models.CheckConstraint(condition=Q(number__startswith="cert:"), name="certificate_number_normal"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="certificate_days"),
            models.UniqueConstraint(fields=("number", "valid_from"), name="certificate_not_twice"),
        )

    def __str__(self) -> str:
        return self.number

    def valid_on(self, day: date) -> bool:
        """Whether it may be shown at a visit on that day."""
        return self.valid_from <= day <= self.valid_to and (self.revoked_on is None or day < self.revoked_on)
