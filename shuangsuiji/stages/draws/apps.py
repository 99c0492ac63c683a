"""The application `draws`."""

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.stages.draws"
    label = "draws"
    verbose_name = "抽取"
