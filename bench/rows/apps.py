"""Registered by the bench's settings only."""

from django.apps import AppConfig


class RowsConfig(AppConfig):
    """The application of the bench."""

    name = "bench.rows"
    label = "bench_rows"
    verbose_name = "性能测试"
