"""The application `plans`."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.stages.plans"
    label = "plans"
    verbose_name = "计划、方案、任务"
