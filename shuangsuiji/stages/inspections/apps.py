"""The application `inspections`."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.stages.inspections"
    label = "inspections"
    verbose_name = "检查"
