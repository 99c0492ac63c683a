"""Licences and tags of a subject: what it may do, to which special library it belongs.

Source: 第六条（一）, 第六条末款 (特定领域); form F9.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.registry.models.subject import Subject


class Licence(Evidential):
    """One licence. Permanent ones have no last day."""

    immutable: ClassVar[tuple[str, ...]] = ("subject",)

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="licences", verbose_name="检查对象", help_text="第六条（一）"
    )
    name = models.CharField("许可证名称", max_length=100, help_text="第六条（一）")
    number = models.CharField("许可证编号", max_length=100, blank=True, help_text="第六条（一）")
    issuer = models.CharField("发证机关", max_length=100, blank=True, help_text="第六条（一）")
    issued_on = models.DateField("批准日期", null=True, blank=True, help_text="第六条（一）")
    expires_on = models.DateField("有效期至", null=True, blank=True, help_text="第六条（一）；长期有效留空")
    permanent = models.BooleanField("长期有效", default=False, help_text="第六条（一）")
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text="第六条（一）")

    class Meta:
        db_table = "subject_licence"
        verbose_name = "许可证"
        ordering = ("subject", "name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(permanent=False) | Q(expires_on__isnull=True), name="licence_permanent_without_end"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class SubjectTag(Evidential):
    """A special library (专项库) or a supervision tag that a subject carries until `ended_on`."""

    immutable: ClassVar[tuple[str, ...]] = ("subject", "kind", "name")

    class Kind(models.TextChoices):
        """Library or tag."""

        LIBRARY = "LIBRARY", "专项库"
        TAG = "TAG", "监管标签"

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="tags", verbose_name="检查对象", help_text="第六条（二）"
    )
    kind = models.CharField("种类", max_length=7, choices=Kind, help_text="第六条（二）")
    name = models.CharField("名称", max_length=50, help_text="第六条（二）")
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text="第六条（二）")

    class Meta:
        db_table = "subject_tag"
        verbose_name = "标签"
        ordering = ("subject", "kind", "name")
        indexes = (models.Index(fields=("name", "subject"), name="subject_tag_by_name"),)
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "kind", "name"), condition=Q(ended_on__isnull=True), name="subject_tag_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
