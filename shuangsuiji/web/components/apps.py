"""The application `components`."""

from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.web.components"
    label = "components"
    verbose_name = "页面组件"
