"""The two kinds of item list and their versions.

Source: 第六条第一款 (本部门、部门联合, 动态管理). A version is drafted, approved, published and superseded; a published one never changes.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shuangsuiji.core.rules.lifecycle import ITEM_LIST
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.foundation.lifecycle.models import Stateful, status_known


class ListKind(models.TextChoices):
    """A department's own list, or the joint one."""

    OWN = "OWN", "本部门清单"
    JOINT = "JOINT", "部门联合清单"


class ItemList(Evidential):
    """A department's list of one kind; its versions follow each other."""

    append_only = True

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="item_lists", verbose_name="编制部门", help_text="第六条"
    )
    kind = models.CharField("清单种类", max_length=8, choices=ListKind, help_text="第六条")
    title = models.CharField("清单名称", max_length=128, help_text="第六条")

    class Meta:
        db_table = "item_list"
        verbose_name = "抽查事项清单"
        ordering = ("kind", "department")
        constraints = (
            models.UniqueConstraint(fields=("department", "kind"), name="item_list_one_of_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=ListKind.values), name="item_list_kind_known"),
        )

    def __str__(self) -> str:
        return self.title


class ItemListVersion(Stateful):
    """One version. What it says is fixed with its approval: `content_digest` and the rows of `Item`."""

    machine = ITEM_LIST
    immutable: ClassVar[tuple[str, ...]] = ("item_list", "number")

    item_list = models.ForeignKey(
        ItemList, models.PROTECT, related_name="versions", verbose_name="清单", help_text="第六条"
    )
    number = models.PositiveIntegerField("版本号", help_text="第六条；从 1 起连续编号")
    content_digest = models.CharField("内容摘要", max_length=64, blank=True, help_text="第五条；批准时固定")
    item_count = models.PositiveIntegerField("事项数", default=0, help_text="第六条；批准时固定")
    published_on = models.DateField("公布日期", null=True, blank=True, help_text="第六条")
    place = models.CharField("公布载体", max_length=128, blank=True, help_text="第六条；网站、公告栏等")

    class Meta:
        db_table = "item_list_version"
        verbose_name = "清单版本"
        ordering = ("item_list", "-number")
        constraints = (
            status_known(ITEM_LIST),
            models.UniqueConstraint(fields=("item_list", "number"), name="item_list_version_once"),
            models.UniqueConstraint(
                fields=("item_list",), condition=Q(status="PUBLISHED"), name="item_list_one_version_published"
            ),
            models.UniqueConstraint(
                fields=("item_list",),
                condition=Q(status__in=["DRAFT", "APPROVED"]),
                name="item_list_one_version_under_way",
            ),
            models.CheckConstraint(
                condition=Q(status="DRAFT") | ~Q(content_digest=""), name="item_list_version_approved_with_digest"
            ),
            models.CheckConstraint(
                condition=~Q(status="PUBLISHED") | Q(published_on__isnull=False),
                name="item_list_version_published_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_list} 第 {self.number} 版"
