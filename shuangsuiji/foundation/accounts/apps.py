"""The application `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.foundation.accounts"
    label = "accounts"
    verbose_name = "账户与职务"
