"""The application `ledger`: its triggers are put back after every migration, its checks run at every start."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """Tables of the log, and what guards them."""

    name = "shuangsuiji.foundation.ledger"
    label = "ledger"
    verbose_name = "日志"

    def ready(self) -> None:
        """Django rebuilds tables on SQLite and loses their triggers, hence after every migration.

        The check belongs to `check --deploy`: `migrate`, which puts triggers back, must not be stopped by their absence.
        """
        from shuangsuiji.foundation.ledger.checks import check_ledger  # noqa: PLC0415 - models are not ready before
        from shuangsuiji.foundation.ledger.triggers import after_migrate  # noqa: PLC0415 - see above

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="ledger-triggers")
        register(check_ledger, Tags.database, deploy=True)
