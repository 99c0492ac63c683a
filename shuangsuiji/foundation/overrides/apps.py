"""The application `overrides`."""

from django.apps import AppConfig


class OverridesConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.foundation.overrides"
    label = "overrides"
    verbose_name = "上级或更严措施"
