"""Records that travel a road, and the footprints they leave.

Source: 20-house §4; 第五条, 第十三条.
"""

from typing import ClassVar

from django.db import models

from shuangsuiji.core.rules.lifecycle import Machine, label_of
from shuangsuiji.foundation.ledger.evidential import Evidential

STATUS_LENGTH = 24


class Stateful(Evidential):
    """Base of a record with a status. A concrete model names its `machine` and adds `status_known(machine)` to its constraints."""

    machine: ClassVar[Machine]

    status = models.CharField("状态", max_length=STATUS_LENGTH, editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        abstract = True

    @property
    def status_label(self) -> str:
        """The Chinese word for the status."""
        return label_of(self.machine, self.status)


def status_known(machine: Machine, *, table: str = "") -> models.CheckConstraint:
    """The database accepts the states of the table and no other word. `table`: where it is not called after its machine."""
    name = f"{table or machine.name.lower()}_status_known"
    return models.CheckConstraint(condition=models.Q(status__in=list(machine.states)), name=name)


class Transition(Evidential):
    """One step of one record: which act, from where to where, by which office, when. Its event tells the rest."""

    append_only = True

    machine = models.CharField("状态机", max_length=16)
    record_id = models.UUIDField("记录编号")
    act = models.CharField("动作", max_length=32)
    from_status = models.CharField("原状态", max_length=STATUS_LENGTH)
    to_status = models.CharField("新状态", max_length=STATUS_LENGTH)
    version = models.PositiveIntegerField("新版本")
    department = models.CharField("部门", max_length=32)
    office = models.CharField("职务", max_length=32)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "transition"
        verbose_name = "状态变更"
        ordering = ("at", "version")
        constraints = (
            # Two acts that both start from one version cannot both have happened.
            models.UniqueConstraint(fields=("record_id", "version"), name="transition_one_step_per_version"),
        )

    def __str__(self) -> str:
        return f"{self.machine} {self.from_status} → {self.to_status}"
