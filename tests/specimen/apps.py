"""Registered by the test settings only."""

from django.apps import AppConfig


class SpecimenConfig(AppConfig):
    """The application of the tests."""

    name = "tests.specimen"
    label = "specimen"
    verbose_name = "样本"
