"""Persons. What is personal is sealed with the person's own key; without the key a row without a name is left.

Source: 第二十四条; 50-ledger §4.1; 80-reliability E12.
`standing` says role and key of the person in one unique text. A post refers to it, not to the key, and accepts the role `staff`
only: so the database itself keeps administrators out of business offices, on both databases alike.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat, Replace
from django.db.models.lookups import Exact

from shuangsuiji.foundation.accounts.models.department import Department, Section
from shuangsuiji.foundation.accounts.roles import ROLES, SEPARATOR, STAFF
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.foundation.ledger.keys import seal, unseal
from shuangsuiji.foundation.ledger.models import SubjectKey

ERASED = "（个人信息已删除）"
_TEXT = CharField()


def standing_text(role: str, person: Any) -> str:
    """`staff/` + 32 hex digits: what a row's `standing` must say."""
    return f"{role}{SEPARATOR}{person.hex}"


def key_as_hex(column: str) -> Replace:
    """A key as 32 hex digits, the same on a database that has a type for it and on one that stores text."""
    return Replace(Cast(column, _TEXT), Value("-"), Value(""))


class Person(Evidential):
    """Somebody who works here, or an administrator. One row per human being; approvals are compared by it."""

    immutable: ClassVar[tuple[str, ...]] = ("key",)

    key = models.OneToOneField(
        SubjectKey,
        models.PROTECT,
        related_name="person",
        editable=False,
        verbose_name="数据密钥",
        help_text="第二十四条",
    )
    role = models.CharField(
        "身份",
        max_length=8,
        choices=list(ROLES.items()),
        default=STAFF,
        help_text="第五条；三类管理员互斥，且不得担任业务职务",
    )
    standing = models.CharField(
        "身份编号", max_length=48, unique=True, editable=False, help_text="第五条；身份与人员编号"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="persons", verbose_name="部门", help_text="第三条"
    )
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="persons", verbose_name="股室", help_text="第三条"
    )
    name_sealed = models.BinaryField("姓名（已加密）", null=True, help_text="第二十四条")
    phone_sealed = models.BinaryField("联系电话（已加密）", null=True, help_text="第二十四条")
    id_number_sealed = models.BinaryField("身份证件号码（已加密）", null=True, help_text="第二十四条")
    erased_at = models.DateTimeField("个人信息删除时间", null=True, blank=True, help_text="第二十四条")

    class Meta:
        db_table = "person"
        verbose_name = "人员"
        constraints = (
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="person_role_known"),
            models.CheckConstraint(
                condition=Exact(
                    F("standing"), Concat(F("role"), Value(SEPARATOR), key_as_hex("id"), output_field=_TEXT)
                ),
                name="person_standing_says_role_and_key",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(name_sealed__isnull=True, phone_sealed__isnull=True, id_number_sealed__isnull=True),
                name="person_erased_without_name",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def take_role(self, role: str) -> None:
        """Set the role; the database refuses it where a post still refers to the old one."""
        self.role = role
        self.standing = standing_text(role, self.pk)

    def seal_text(self, column: str, text: str) -> None:
        """Seal one personal text into its column (`name`, `phone`, `id_number`); empty text leaves it empty."""
        sealed = seal(self.key, text.encode(), context=self._context(column)) if text else None
        setattr(self, f"{column}_sealed", sealed)

    def _opened(self, column: str) -> str:
        sealed = getattr(self, f"{column}_sealed")
        if sealed is None:
            return ""
        opened = unseal(self.key, bytes(sealed), context=self._context(column))
        return "" if opened is None else opened.decode()

    def _context(self, column: str) -> str:
        return f"person/{self.pk}/{column}"

    @property
    def name(self) -> str:
        """The name, or the words for somebody whose data were erased."""
        return self._opened("name") or ERASED

    @property
    def phone(self) -> str:
        """The telephone number, empty where there is none."""
        return self._opened("phone")

    @property
    def id_number(self) -> str:
        """The identity number, empty where there is none."""
        return self._opened("id_number")

    @property
    def is_administrator(self) -> bool:
        """Whether this is one of the three administrators."""
        return self.role != STAFF
