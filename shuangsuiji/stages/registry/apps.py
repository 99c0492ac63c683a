"""The application `registry`."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registered under its own short label."""

    name = "shuangsuiji.stages.registry"
    label = "registry"
    verbose_name = "两库"
