"""Departments and their sections (股室).

Source: 第三条, 第四条 (谁的事项谁负责). A department's code and its place in the tree never change: a reorganised department is closed
and a new one takes its place, so old plans and draws keep saying who they were of.
"""

from datetime import date
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from shuangsuiji.foundation.ledger.evidential import Evidential

CODE = RegexValidator(r"^[a-z0-9][a-z0-9._-]{0,31}$", "代码由小写字母、数字和 . _ - 组成，最长 32 位")
DIVISION = RegexValidator(r"^[0-9]{6}([0-9]{3}){0,2}$", "区划代码为 6、9 或 12 位数字")


def in_force(day: date) -> Q:
    """Rows in force on a day: from their first to their last day, both included; no last day means open."""
    return Q(from_on__lte=day) & (Q(to_on__isnull=True) | Q(to_on__gte=day))


class Department(Evidential):
    """A department of the government, ours among them."""

    immutable: ClassVar[tuple[str, ...]] = ("code", "parent", "from_on")

    code = models.CharField(
        "部门代码", max_length=32, unique=True, validators=[CODE], help_text="第三条；日志中的单位代码，不能更改"
    )
    name = models.CharField("部门名称", max_length=128, help_text="第三条；全称，与公章一致")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级部门",
        help_text="第十二条；上级部门须先登记，登记后不能更改，因此不会成环",
    )  # fmt: skip
    division = models.CharField("区划代码", max_length=12, validators=[DIVISION], help_text="第三条；所在行政区划")
    from_on = models.DateField("启用日期", help_text="第三条")
    to_on = models.DateField("停用日期", null=True, blank=True, help_text="第三条；含当日，空为未停用")

    class Meta:
        db_table = "department"
        verbose_name = "部门"
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=~Q(parent=F("id")), name="department_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="department_days"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Section(Evidential):
    """A section (股室) of a department."""

    immutable: ClassVar[tuple[str, ...]] = ("department", "code", "from_on")

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="sections", verbose_name="部门", help_text="第三条"
    )
    code = models.CharField("股室代码", max_length=32, validators=[CODE], help_text="第三条；在本部门内不重复")
    name = models.CharField("股室名称", max_length=64, help_text="第三条")
    from_on = models.DateField("启用日期", help_text="第三条")
    to_on = models.DateField("停用日期", null=True, blank=True, help_text="第三条；含当日，空为未停用")

    class Meta:
        db_table = "section"
        verbose_name = "股室"
        ordering = ("department", "code")
        constraints = (
            models.UniqueConstraint(fields=("department", "code"), name="section_code_in_department"),
            models.CheckConstraint(condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="section_days"),
        )

    def __str__(self) -> str:
        return self.name
