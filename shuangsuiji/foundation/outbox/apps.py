"""The application `outbox`."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.foundation.outbox"
    label = "outbox"
    verbose_name = "待发消息"
