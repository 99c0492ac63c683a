"""What is typed on the pages of `accounts`; nothing typed here is ever shown again or kept.

Source: 80-reliability E11, §4. Field names hold the words by which drafts know a secret.
"""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError

from shuangsuiji.foundation.accounts.passwords import LONGEST

_CODE_LENGTH = 32
_USERNAME_LENGTH = 64


def _password(label: str, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget)


def _code(label: str) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(label=label, max_length=_CODE_LENGTH, widget=forms.TextInput(attrs=attributes))


class LogInForm(forms.Form):
    """Name and password."""

    all_required = True

    username = forms.CharField(
        label="用户名",
        max_length=_USERNAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = _password("密码", "current-password")


class CodeForm(forms.Form):
    """Six digits, or a recovery code."""

    all_required = True

    code = _code("验证码")


class ConfirmForm(forms.Form):
    """The password once more."""

    all_required = True

    password = _password("密码", "current-password")


class ChangePasswordForm(forms.Form):
    """The old one, the new one twice."""

    all_required = True

    old_password = _password("现在的密码", "current-password")
    new_password = _password("新密码", "new-password")
    again_password = _password("再输入一次新密码", "new-password")

    def clean(self) -> dict[str, Any]:
        """Twice the same."""
        given = super().clean() or {}
        if given.get("new_password") != given.get("again_password"):
            self.add_error("again_password", ValidationError("两次输入的新密码不一致，请重新输入。"))
        return given

    @property
    def rules(self) -> list[str]:
        """What the profile asks of a password."""
        return [str(text) for text in password_validators_help_texts()]
