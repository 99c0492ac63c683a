"""The application `lifecycle`."""

from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.foundation.lifecycle"
    label = "lifecycle"
    verbose_name = "状态"
