"""Inspection guides: how an item is inspected, with check points that are answered on site.

Source: 第十七条. A published guide never changes; running inspections keep the version they began with.
"""

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential


class GuideTerms(models.Model):
    """What a guide says."""

    basis = models.TextField("检查依据", help_text="第十七条")
    procedure = models.TextField("检查程序", help_text="第十七条")
    content = models.TextField("检查内容", help_text="第十七条")
    method = models.TextField("检查方法", help_text="第十七条")

    class Meta:
        abstract = True


class GuideVersion(Evidential, GuideTerms):
    """A published guide of one item."""

    append_only = True

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="guides", verbose_name="公布部门", help_text="第十七条"
    )
    item_code = models.CharField("事项编号", max_length=40, help_text="第十七条")
    number = models.PositiveIntegerField("版本号", help_text="第十七条；从 1 起连续编号")
    published_on = models.DateField("公布日期", help_text="第十七条")

    class Meta:
        db_table = "guide_version"
        verbose_name = "抽查工作指引"
        ordering = ("item_code", "-number")
        constraints = (
            models.UniqueConstraint(fields=("item_code", "number"), name="guide_version_once"),
            models.CheckConstraint(
                condition=~Q(basis="") & ~Q(procedure="") & ~Q(content="") & ~Q(method=""), name="guide_complete"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_code} 第 {self.number} 版"


class CheckPoint(Evidential):
    """One check point of a guide; `answers` are codes of the parameter check_point_answers."""

    append_only = True

    guide = models.ForeignKey(
        GuideVersion, models.PROTECT, related_name="points", verbose_name="指引", help_text="第十七条"
    )
    ordinal = models.PositiveSmallIntegerField("序号", help_text="第十七条")
    text = models.CharField("检查要点", max_length=400, help_text="第十七条")
    default_text = models.CharField("常用表述", max_length=400, blank=True, help_text="第十七条")

    class Meta:
        db_table = "check_point"
        verbose_name = "检查要点"
        ordering = ("guide", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("guide", "ordinal"), name="check_point_ordinal"),
            models.CheckConstraint(condition=~Q(text=""), name="check_point_says_something"),
        )

    def __str__(self) -> str:
        return self.text


class GuideDraft(GuideTerms):
    """A guide being written: a working paper. `points` is a list of [text, default text]."""

    item_code = models.CharField("事项编号", max_length=40, primary_key=True)
    department = models.ForeignKey(Department, models.CASCADE, related_name="+", verbose_name="部门")
    points = models.JSONField("检查要点", default=list)
    version = models.PositiveIntegerField("修改次数", default=1)

    class Meta:
        db_table = "guide_draft"
        verbose_name = "指引草稿"

    def __str__(self) -> str:
        return self.item_code
