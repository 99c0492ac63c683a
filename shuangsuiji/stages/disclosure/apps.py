"""The application `disclosure`."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.stages.disclosure"
    label = "disclosure"
    verbose_name = "公示"
