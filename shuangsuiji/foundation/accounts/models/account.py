"""Log-ins. One per person, an administrator or not; nobody is a superuser.

Source: 第二十四条; 00-decisions (security profile); 80-reliability E11–E13, §4 (身份鉴别).
A password changed behind the log is a row changed behind the log: the column is covered by the row's digest.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.accounts.models.person import Person
from shuangsuiji.foundation.ledger.evidential import Evidential

USERNAME = RegexValidator(r"^[\w.-]{2,32}$", "用户名为 2 至 32 位字母、汉字、数字和 . _ -")


class Account(AbstractBaseUser, Evidential):
    """A log-in of one person."""

    immutable: ClassVar[tuple[str, ...]] = ("person",)
    not_evidence: ClassVar[tuple[str, ...]] = ("last_seen_at",)

    last_login = None
    person = models.OneToOneField(
        Person, models.PROTECT, related_name="account", verbose_name="人员", help_text="第五条；一人一账户"
    )
    username = models.CharField("用户名", max_length=64, unique=True, validators=[USERNAME], help_text="第五条")
    password_changed_at = models.DateTimeField("密码修改时间", help_text="第二十四条")
    must_change_password = models.BooleanField(
        "须修改密码", default=True, help_text="第二十四条；初始密码和重置后的密码只能用一次"
    )
    ends_on = models.DateField("到期日", null=True, blank=True, help_text="第二十四条；含当日，空为不限")
    disabled_at = models.DateTimeField("停用时间", null=True, blank=True, help_text="第二十四条；空为启用")
    last_seen_at = models.DateTimeField("最近使用", null=True, blank=True, help_text="第二十四条；90 日未用即停用")

    USERNAME_FIELD = "username"

    class Meta:
        db_table = "account"
        verbose_name = "账户"
        constraints = (models.CheckConstraint(condition=~Q(username=""), name="account_username_given"),)

    def __str__(self) -> str:
        return self.username

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django reads it as an attribute
        """What Django asks; the whole question is `usable`."""
        return self.disabled_at is None

    def usable(self, at: datetime, day: date) -> bool:
        """Whether the account may be used now: enabled, not ended."""
        return (self.disabled_at is None or at < self.disabled_at) and (self.ends_on is None or day <= self.ends_on)

    def seen(self, at: datetime) -> None:
        """Note that it was used, beside the log: the one column that is no evidence."""
        self.last_seen_at = at
        Account.objects.filter(pk=self.pk).update_unproven(last_seen_at=at)

    def check_password(self, raw_password: str | None) -> bool:
        """As Django's, without its silent re-hashing: a new hash is written by an act only."""
        return check_password(raw_password, self.password)


class PasswordHistory(models.Model):
    """Hashes of earlier passwords, as many as the profile asks; older ones are removed."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="password_history", verbose_name="账户")
    password = models.CharField("密码摘要", max_length=128)
    at = models.DateTimeField("更换时间")

    class Meta:
        db_table = "password_history"
        verbose_name = "历史密码"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.account_id} {self.at:%F}"


def known(value: Any) -> str:
    """A user name as it is stored and looked up: one spelling for what looks alike."""
    return AbstractBaseUser.normalize_username(str(value)).strip().casefold()
