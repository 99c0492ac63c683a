"""The application `papers`."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.foundation.papers"
    label = "papers"
    verbose_name = "文书"
