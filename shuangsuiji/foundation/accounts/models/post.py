"""An office held: by whom, where, from when to when, on which document.

Source: 00-decisions, 11; 第十五条, 第二十一条 (the office decides, not the name); 80-reliability E12.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Concat
from django.db.models.lookups import Exact

from shuangsuiji.foundation.accounts.models.department import Department, Section
from shuangsuiji.foundation.accounts.models.person import Person, key_as_hex
from shuangsuiji.foundation.accounts.roles import BUSINESS_OFFICES, SEPARATOR, STAFF
from shuangsuiji.foundation.ledger.evidential import Evidential


class Post(Evidential):
    """One office held by one person. It ends; it is never changed into another."""

    immutable: ClassVar[tuple[str, ...]] = ("person", "office", "department", "section", "from_on", "document")

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name="人员", help_text="第十五条")
    standing = models.ForeignKey(
        Person, models.PROTECT, to_field="standing", null=True, blank=True, related_name="+", editable=False,
        db_column="standing", verbose_name="身份编号", help_text="第五条；任职期间须为工作人员，不得为管理员",
    )  # fmt: skip
    office = models.CharField(
        "职务", max_length=16, choices=list(BUSINESS_OFFICES.items()), help_text="第十五条、第二十一条"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="posts", verbose_name="部门", help_text="第三条"
    )
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="股室", help_text="第三条"
    )
    from_on = models.DateField("任职日期", help_text="第十五条")
    to_on = models.DateField("免职日期", null=True, blank=True, help_text="第十五条；含当日，空为在任")
    document = models.CharField("任免文件", max_length=128, help_text="第五条；文号或会议纪要")

    class Meta:
        db_table = "post"
        verbose_name = "任职"
        ordering = ("from_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(office__in=list(BUSINESS_OFFICES)), name="post_office_known"),
            models.CheckConstraint(condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="post_days"),
            # Only a post that has ended may let go of the standing; only staff can be referred to.
            models.CheckConstraint(
                condition=Q(standing__isnull=False) | Q(to_on__isnull=False), name="post_held_by_staff_while_open"
            ),
            models.CheckConstraint(
                condition=Q(standing__isnull=True)
                | Q(
                    Exact(
                        F("standing"),
                        Concat(Value(STAFF + SEPARATOR), key_as_hex("person"), output_field=models.CharField()),
                    )
                ),
                name="post_not_for_administrators",
            ),
            models.UniqueConstraint(
                "person", "office", Coalesce("section", "department"), "from_on", name="post_not_twice_from_one_day"
            ),
            models.UniqueConstraint(
                "person", "office", Coalesce("section", "department"),
                condition=Q(to_on__isnull=True), name="post_one_open_of_a_kind",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_office_display()} {self.from_on}"
