"""A draft that a coordinator writes, and the measure it becomes when the deputy head agrees.

Source: 第六条（四）, 第二十九条; 10-articles. A draft is working paper; an Override never changes: a later one takes its place.
"""

from django.db import models

from shuangsuiji.foundation.approvals.models import Decision
from shuangsuiji.foundation.ledger.evidential import Evidential


class Origin(models.TextChoices):
    """Whose measure it is."""

    SUPERIOR = "SUPERIOR", "上级规定"
    OWN = "OWN", "本部门规定"


class Terms(models.Model):
    """What a measure says, drafted or in force. A share is `value` / `denominator`; a count has no denominator."""

    parameter = models.CharField("参数", max_length=64)
    value = models.PositiveIntegerField("值", help_text="比例为分子，次数、日数为本身")
    denominator = models.PositiveIntegerField("分母", null=True, help_text="比例的分母；次数、日数留空")
    origin = models.CharField("来源", max_length=8, choices=Origin, help_text="上级规定或本部门规定（第六条（四））")
    issuing_body = models.CharField("制定机关", max_length=100)
    document = models.CharField("文号", max_length=64)
    effective_from = models.DateField("生效日期", help_text="只能是决定日之后的日期（第二十九条）")
    effective_to = models.DateField("失效日期", null=True, help_text="最后一日；长期有效留空")
    department = models.CharField("适用部门", max_length=32, blank=True, help_text="部门代码；留空适用于全部部门")
    reason = models.TextField("理由")

    class Meta:
        abstract = True


class OverrideDraft(Terms):
    """A proposal. It may be rewritten until it is decided on, hence no part of the log."""

    id = models.UUIDField("编号", primary_key=True, editable=False)
    drafter = models.UUIDField("起草人")
    at = models.DateTimeField("起草时间")

    class Meta:
        db_table = "override_draft"
        verbose_name = "差异化规定草稿"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.parameter} {self.document}"


class Override(Evidential, Terms):
    """A measure that takes precedence over a parameter from a day on."""

    append_only = True

    decided_on = models.DateField("决定日期")
    draft_id = models.UUIDField("草稿编号", unique=True)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="+", verbose_name="审批结论")

    class Meta:
        db_table = "parameter_override"
        verbose_name = "差异化规定"
        ordering = ("effective_from", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(effective_from__gt=models.F("decided_on")), name="override_starts_after_decision"
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True) | models.Q(effective_to__gte=models.F("effective_from")),
                name="override_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(document="") & ~models.Q(issuing_body=""), name="override_has_document"
            ),
            models.CheckConstraint(
                condition=models.Q(denominator__isnull=True)
                | models.Q(denominator__gte=1, value__lte=models.F("denominator")),
                name="override_share_is_at_most_all",
            ),
            models.CheckConstraint(condition=models.Q(value__gte=1), name="override_value_is_positive"),
            models.CheckConstraint(condition=models.Q(origin__in=["SUPERIOR", "OWN"]), name="override_origin_known"),
        )

    def __str__(self) -> str:
        return f"{self.parameter} {self.document} {self.effective_from}"
