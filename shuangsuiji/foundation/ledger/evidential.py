"""Rows that count: each is written inside a command, names its event, and cannot be changed or removed unnoticed.

Source: 50-ledger §2, §3, §3.1, §9 L12. A model inherits `Evidential`; one whose rows never change sets `append_only`, one with
single fixed columns names them in `immutable`; one that takes no more rows once another table says so names it in `closing`.
Triggers on both databases hold all three.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db import models

from shuangsuiji.foundation.ledger import bulk
from shuangsuiji.foundation.ledger.current import current
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.refusal import LedgerMisuse

if TYPE_CHECKING:
    _QuerySet = models.QuerySet[Any]
else:
    _QuerySet = models.QuerySet  # not subscriptable at run time

# From here on rows go into the database by `bulk`.
MANY = 500


class EvidentialQuerySet(_QuerySet):
    """Reads as any other. Writes go row by row through the open command, which remembers them."""

    def update(self, **values: Any) -> int:
        """Refused: it would pass the command by."""
        raise LedgerMisuse("须入日志的记录不能成批改写；请在办理动作中逐条保存")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: nothing that counts is removed."""
        raise LedgerMisuse("须入日志的记录不能删除")

    def bulk_update(self, objs: Iterable[Any], fields: Any, batch_size: int | None = None) -> int:
        """Refused, as `update`."""
        raise LedgerMisuse("须入日志的记录不能成批改写；请在办理动作中逐条保存")

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Write many new rows in the open command. Conflicts are never ignored or written over."""
        if args or kwargs.keys() - {"batch_size"}:
            raise LedgerMisuse("成批写入不能带冲突处理")
        rows = list(objs)
        for row in rows:
            row.join_command()
        if len(rows) < MANY:
            super().bulk_create(rows, **kwargs)
        else:
            bulk.insert(self.db, self.model, rows)
        for row in rows:
            current().wrote(row)
        return rows

    def bulk_change(self, objs: Iterable[Any], fields: Collection[str]) -> int:
        """Write these columns of many rows that were read before, in the open command; each row is remembered as by `save`.

        Raises LedgerMisuse outside of a command, for append-only rows, fixed columns, and a row that is not there.
        """
        rows = list(objs)
        fixed = {"id", "event", *self.model.immutable} & set(fields)
        if self.model.append_only or fixed:
            raise LedgerMisuse("只增不改的记录和固定的列不能成批改写")
        for row in rows:
            row.join_command()
        if rows and bulk.change(self.db, self.model, rows, (*fields, "event")) != len(rows):
            raise LedgerMisuse("成批改写的记录中有的已不在表中")
        for row in rows:
            current().wrote(row)
        return len(rows)

    def update_unproven(self, **values: Any) -> int:
        """Write columns that the model names in `not_evidence`, outside of any command. LedgerMisuse for any other."""
        others = sorted(values.keys() - set(self.model.not_evidence))
        if others:
            raise LedgerMisuse(f"这些列须经办理动作写入：{'、'.join(others)}")
        return models.QuerySet.update(self, **values)

    def move_row(self, key: Any, old: dict[str, Any], new: dict[str, Any]) -> bool:
        """Change one row if it still is as `old` says; the lifecycle's only way to write a status."""
        return bool(models.QuerySet.update(self.filter(pk=key, **old), **new))


EvidentialManager = models.Manager.from_queryset(EvidentialQuerySet)


class Evidential(models.Model):
    """Base of every consequential row: a key that cannot be guessed and the event that last wrote it."""

    append_only: ClassVar[bool] = False
    immutable: ClassVar[tuple[str, ...]] = ()
    not_evidence: ClassVar[tuple[str, ...]] = ()
    # Table and the columns that both have: nothing is added while a row there has the same values.
    closing: ClassVar[tuple[str, tuple[str, ...]] | None] = None

    id = models.UUIDField("编号", primary_key=True, editable=False)
    event = models.ForeignKey(
        LogEvent,
        models.PROTECT,
        to_field="event_id",
        related_name="+",
        editable=False,
        verbose_name="日志事件",
    )

    objects = EvidentialManager()

    class Meta:
        abstract = True

    def join_command(self) -> None:
        """Take the coming event of the open command, and a key where there is none yet."""
        command = current()
        self.event_id = command.coming_event_id
        if not self.pk:
            self.pk = command.new_id()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row inside the open command. Raises LedgerMisuse outside of one."""
        fields = kwargs.get("update_fields")
        self.join_command()
        if fields is not None:
            kwargs["update_fields"] = {*fields, "event"}
        elif self._state.adding:
            # Else Django asks with an UPDATE first, because the key is already there.
            kwargs["force_insert"] = True
        super().save(*args, **kwargs)
        current().wrote(self)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: nothing that counts is removed."""
        raise LedgerMisuse("须入日志的记录不能删除")

    @classmethod
    def of(cls, key: Any) -> Self:
        """The row with that key, locked until the command ends. Raises DoesNotExist."""
        row: Self = cls.objects.select_for_update(no_key=True, of=("self",)).get(pk=key)
        return row


def evidential_models() -> list[type[Evidential]]:
    """Every consequential model, in the order of its table's name."""
    found = [model for model in apps.get_models() if issubclass(model, Evidential)]
    return sorted(found, key=lambda model: model._meta.db_table)
