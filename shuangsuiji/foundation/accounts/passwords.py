"""What a password must be, for both profiles; one validator beside Django's own.

Source: 80-reliability §4 (身份鉴别 a) for `djbh3`: classes, change, history, context words; ASVS 5.0 §6.2 for `modern`: length and words only.
"""

import secrets
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from shuangsuiji.foundation.accounts.models import Account, PasswordHistory

LONGEST = 128
_SHORTEST_WORD = 3
_HOUSE_WORDS = ("shuangsuiji", "双随机", "一公开", "suiji", "renshe", "人社")
_READABLE = "abcdefghkmnpqrtuvwxy2346789"
_GROUP, _GROUPS = 4, 4
_CLASSES = (str.isupper, str.islower, str.isdigit)


class PasswordRules:
    """Length, classes of characters, no words of this place, none of the last passwords."""

    def __init__(self, min_length: int, min_classes: int = 0, history: int = 0) -> None:
        self.min_length = min_length
        self.min_classes = min_classes
        self.history = history

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError with every sentence that applies."""
        faults = [*self._form(password), *_context(password, user), *self._earlier(password, user)]
        if faults:
            raise ValidationError(faults)

    def get_help_text(self) -> str:
        """What is asked, in one sentence for the form."""
        parts = [f"{self.min_length} 至 {LONGEST} 个字符，不含本单位、本人的名称和用户名"]
        if self.min_classes:
            parts.append(f"大写字母、小写字母、数字、其他符号中至少 {self.min_classes} 类")
        if self.history:
            parts.append(f"不与最近 {self.history} 次用过的密码相同")
        return "；".join(parts) + "。"

    def _form(self, password: str) -> Iterator[str]:
        if not self.min_length <= len(password) <= LONGEST:
            yield f"密码须有 {self.min_length} 至 {LONGEST} 个字符，现为 {len(password)} 个。"
        found = character_classes(password)
        if found < self.min_classes:
            yield f"密码须含大写字母、小写字母、数字、其他符号中至少 {self.min_classes} 类，现为 {found} 类。"

    def _earlier(self, password: str, user: Account | None) -> Iterator[str]:
        if user is None or user.pk is None or not self.history:
            return
        hashes = [user.password, *user.password_history.values_list("password", flat=True)[: self.history]]
        if any(_fits(password, each) for each in dict.fromkeys(hashes)):
            yield f"不能使用最近 {self.history} 次用过的密码，请换一个。"


def character_classes(password: str) -> int:
    """How many of the four classes occur: upper case, lower case, digits, anything else."""
    plain = sum(any(belongs(letter) for letter in password) for belongs in _CLASSES)
    return plain + any(not any(belongs(letter) for belongs in _CLASSES) for letter in password)


def _context(password: str, user: Account | None) -> Iterator[str]:
    """Words anybody here would guess first."""
    folded = unicodedata.normalize("NFKC", password).casefold()
    if any(word in folded for word in _words(user)):
        yield "密码含本单位、本系统、本人姓名、电话或用户名中的词，容易被猜中，请换一个。"


def _words(user: Account | None) -> Iterator[str]:
    yield from _HOUSE_WORDS
    if user is None:
        return
    person = user.person
    longer = (user.username, person.phone, person.department.code, person.department.division)
    yield from (word.casefold() for word in longer if len(word) >= _SHORTEST_WORD)
    yield from (word.casefold() for word in (person.name, person.department.name) if word)


def _fits(password: str, encoded: str) -> bool:
    return Account(password=encoded).check_password(password)


def too_old(account: Account, at: datetime) -> bool:
    """Whether the profile asks for a new password by now."""
    oldest: timedelta | None = settings.PROFILE.max_password_age
    return oldest is not None and at - account.password_changed_at >= oldest


def replace_password(account: Account, password: str, *, at: datetime) -> None:
    """Give the account a new hash (the caller saves it) and keep as many old ones as the profile asks."""
    keep: int = settings.PROFILE.password_history
    if keep:
        PasswordHistory.objects.create(account=account, password=account.password, at=at)
    kept = PasswordHistory.objects.filter(account=account).values_list("pk", flat=True)[:keep]
    PasswordHistory.objects.filter(account=account).exclude(pk__in=list(kept)).delete()
    account.password = make_password(password)
    account.password_changed_at = at


def first_password() -> str:
    """A password for one log-in, that passes the rules of both profiles and can be read out: no letters that look alike."""
    groups = ("".join(secrets.choice(_READABLE) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(("Q7", *groups))
