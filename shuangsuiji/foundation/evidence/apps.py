"""The application `evidence`."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.foundation.evidence"
    label = "evidence"
    verbose_name = "证据"
