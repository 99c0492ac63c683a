"""The application `items`."""

from django.apps import AppConfig


class ItemsConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.stages.items"
    label = "items"
    verbose_name = "抽查事项清单"
