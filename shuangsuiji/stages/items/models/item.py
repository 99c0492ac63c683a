"""What an item says, drafted or fixed: the union of the columns really published.

Source: 第二条, 第六条, 第十七条; 30-domain §5. Ratio and frequency stay the text they were; numbers are entered with the plan.
"""

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.items.models.item_list import ItemListVersion

LONGEST_NAME = 2000
LONGEST_BASIS = 4000


class ItemKind(models.TextChoices):
    """General or key item."""

    GENERAL = "GENERAL", "一般检查事项"
    KEY = "KEY", "重点检查事项"


class ItemTerms(models.Model):
    """The columns of an item."""

    code = models.CharField("事项编号", max_length=40, help_text="第六条；各版本之间不变")
    ordinal = models.PositiveIntegerField("序号", help_text="第六条")
    category = models.CharField("抽查类别", max_length=100, help_text="第六条")
    name = models.CharField("抽查事项", max_length=LONGEST_NAME, help_text="第二条")
    sub_item = models.CharField("抽查子项", max_length=LONGEST_NAME, blank=True, help_text="第六条")
    basis = models.TextField("检查依据", max_length=LONGEST_BASIS, blank=True, help_text="第六条；法律法规名称和条款")
    organ = models.CharField("检查主体", max_length=200, blank=True, help_text="第六条")
    subject_range = models.CharField("检查对象", max_length=400, blank=True, help_text="第二条、第六条")
    kind = models.CharField("事项类别", max_length=8, choices=ItemKind, default=ItemKind.GENERAL, help_text="第六条")
    method = models.CharField("检查方式", max_length=400, blank=True, help_text="第六条、第十八条")
    methods = models.JSONField("检查方式代码", default=list, blank=True, help_text="第十八条")
    ratio_text = models.CharField(
        "抽查比例（原文）", max_length=200, blank=True, help_text="第六条（三）；数值在计划中填写"
    )
    frequency_text = models.CharField(
        "抽查频次（原文）", max_length=200, blank=True, help_text="第六条（三）；数值在计划中填写"
    )
    personnel = models.CharField("检查人员要求", max_length=400, blank=True, help_text="第十六条")
    qualification = models.CharField("所需专业资格", max_length=100, blank=True, help_text="第十六条；无需的留空")
    annual_cap = models.PositiveSmallIntegerField(
        "年度频次上限", null=True, blank=True, help_text="第九条；没有规定的留空"
    )
    judged_qualified = models.BooleanField(
        "按合格、不合格判定", default=False, help_text="第十九条（四）；产品、项目类"
    )
    initiating_text = models.CharField("发起部门", max_length=200, blank=True, help_text="第七条；联合清单")
    participating_text = models.CharField("配合部门", max_length=400, blank=True, help_text="第七条；联合清单")
    remark = models.CharField("备注", max_length=400, blank=True, help_text="第六条")

    class Meta:
        abstract = True


class Item(Evidential, ItemTerms):
    """An item of an approved version. Never changes."""

    append_only = True

    list_version = models.ForeignKey(
        ItemListVersion, models.PROTECT, related_name="items", verbose_name="清单版本", help_text="第六条"
    )
    owner = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="责任部门", help_text="第四条；谁的事项谁负责"
    )

    class Meta:
        db_table = "item"
        verbose_name = "抽查事项"
        ordering = ("list_version", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("list_version", "code"), name="item_code_in_version"),
            models.UniqueConstraint(fields=("list_version", "ordinal"), name="item_ordinal_in_version"),
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="item_kind_known"),
            models.CheckConstraint(
                condition=~Q(basis="") & ~Q(organ="") & ~Q(subject_range="") & ~Q(method=""), name="item_complete"
            ),
        )

    def __str__(self) -> str:
        return self.name
