"""The application `approvals`."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.foundation.approvals"
    label = "approvals"
    verbose_name = "审批"
