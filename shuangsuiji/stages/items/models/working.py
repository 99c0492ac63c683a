"""Working papers of a list version: rows that change freely until the version is approved. No part of the log.

Source: 第六条; 50-ledger §11 (drafts).
"""

from django.db import models

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.items.models.item import ItemTerms
from shuangsuiji.stages.items.models.item_list import ItemListVersion


class VersionDraft(models.Model):
    """Where a version under way stands: who drafts it, whether it was sent, why it came back."""

    list_version = models.OneToOneField(
        ItemListVersion, models.PROTECT, primary_key=True, related_name="draft", verbose_name="清单版本"
    )
    drafter = models.UUIDField("起草人")
    drafter_office = models.CharField("起草岗位", max_length=32)
    sent_at = models.DateTimeField("送审时间", null=True)
    sent_reason = models.CharField("送审说明", max_length=400, blank=True)
    returned = models.CharField("退回意见", max_length=400, blank=True)

    class Meta:
        db_table = "item_list_draft"
        verbose_name = "清单草稿"

    def __str__(self) -> str:
        return f"{self.list_version_id}"


class DraftItem(ItemTerms):
    """An item being written. `version` counts its changes, for two editors at once."""

    id = models.UUIDField("编号", primary_key=True, editable=False)
    draft = models.ForeignKey(VersionDraft, models.CASCADE, related_name="items", verbose_name="草稿")
    owner = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="责任部门", help_text="第四条")
    version = models.PositiveIntegerField("修改次数", default=1)

    class Meta:
        db_table = "draft_item"
        verbose_name = "抽查事项草稿"
        ordering = ("draft", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("draft", "code"), name="draft_item_code"),
            models.UniqueConstraint(fields=("draft", "ordinal"), name="draft_item_ordinal"),
        )

    def __str__(self) -> str:
        return self.name
