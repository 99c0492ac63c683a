"""The application `project`: the checks of a deployment."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.web.project"
    label = "project"
    verbose_name = "系统设置"

    def ready(self) -> None:
        """Checks may look at models, which are not ready before."""
        from shuangsuiji.web.project.checks import register_all  # noqa: PLC0415 - see above

        register_all()
