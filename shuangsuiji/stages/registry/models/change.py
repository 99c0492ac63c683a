"""Every change of a registry: what was added, changed, removed, from which file, between which two roots.

Source: 第十条; 50-ledger §4.2 (`roster.changed`). A root is the RFC 6962 tree over the row digests of the live rows in the order
of their identity. Lines hold no personal value; their digest stands in the change.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential

DIGEST_LENGTH = 64


class RegistryKind(models.TextChoices):
    """Which of the two registries."""

    SUBJECTS = "SUBJECTS", "检查对象名录"
    INSPECTORS = "INSPECTORS", "执法人员名录"


class What(models.TextChoices):
    """What happened to one row."""

    ADDED = "ADDED", "新增"
    CHANGED = "CHANGED", "变更"
    REMOVED = "REMOVED", "移出"
    CLASS = "CLASS", "分类变动"


class RegistryChange(Evidential):
    """One import or edit. `ordinal` counts a department's changes of one registry without a gap."""

    append_only: ClassVar[bool] = True

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="registry_changes", verbose_name="部门", help_text="第十条"
    )
    kind = models.CharField("名录库", max_length=10, choices=RegistryKind, help_text="第十条")
    ordinal = models.PositiveIntegerField("第几次变更", help_text="第十条；本部门该名录库从 1 起连续编号")
    act = models.CharField("动作", max_length=32, help_text="第十条；导入、编辑、移出……的代码")
    source = models.CharField("数据来源", max_length=200, blank=True, help_text="第十条")
    source_on = models.DateField("数据日期", null=True, blank=True, help_text="第十条")
    file_name = models.CharField("文件名", max_length=200, blank=True, help_text="第十条")
    file_digest = models.CharField("文件摘要", max_length=DIGEST_LENGTH, blank=True, help_text="第十条")
    full_list = models.BooleanField("是否全量", default=False, help_text="第十条；全量名录中没有的行移出")
    added = models.PositiveIntegerField("新增", default=0, help_text="第十条")
    changed = models.PositiveIntegerField("变更", default=0, help_text="第十条")
    removed = models.PositiveIntegerField("移出", default=0, help_text="第十条")
    unchanged = models.PositiveIntegerField("未变", default=0, help_text="第十条")
    excluded = models.PositiveIntegerField("未入库", default=0, help_text="第十条；按名排除的行")
    excluded_rows = models.JSONField("未入库的行", default=list, help_text="第十条；工作表、行号、名称、代码、理由")
    root_before = models.CharField("变更前根", max_length=DIGEST_LENGTH, help_text="第十条")
    root_after = models.CharField("变更后根", max_length=DIGEST_LENGTH, help_text="第十条")
    lines_digest = models.CharField("明细摘要", max_length=DIGEST_LENGTH, help_text="第十条")
    reason = models.TextField("理由", blank=True, help_text="第十条")
    made_by = models.CharField("岗位", max_length=32, help_text="第十条")
    at = models.DateTimeField("时间", help_text="第十条")

    class Meta:
        db_table = "registry_change"
        verbose_name = "名录库变更"
        ordering = ("department", "kind", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("department", "kind", "ordinal"), name="registry_change_ordinal"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="registry_change_from_1"),
            models.CheckConstraint(condition=Q(kind__in=RegistryKind.values), name="registry_change_kind"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ordinal}"


class ChangeLine(models.Model):
    """What happened to one row in one change: only the columns that differ, before and after. `title` is empty for persons."""

    id = models.BigAutoField("编号", primary_key=True)
    change = models.ForeignKey(RegistryChange, models.PROTECT, related_name="lines", verbose_name="变更")
    ordinal = models.PositiveIntegerField("行次")
    record_id = models.UUIDField("记录编号")
    code = models.CharField("身份编号", max_length=80, blank=True)
    title = models.CharField("名称", max_length=200, blank=True)
    what = models.CharField("事由", max_length=8, choices=What)
    before = models.JSONField("变更前", default=dict)
    after = models.JSONField("变更后", default=dict)

    class Meta:
        db_table = "registry_change_line"
        verbose_name = "变更明细"
        ordering = ("change", "ordinal")
        indexes = (models.Index(fields=("record_id",), name="change_line_of_record"),)
        constraints = (
            models.UniqueConstraint(fields=("change", "ordinal"), name="change_line_ordinal"),
            models.CheckConstraint(condition=Q(what__in=What.values), name="change_line_what"),
        )

    def __str__(self) -> str:
        return f"{self.ordinal} {self.get_what_display()} {self.title}"
