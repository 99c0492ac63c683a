"""A department's measures per class: share, draws a year, what else is done; dated and with its document.

Source: 第六条第二至第四款, 第六条（三）（四）. A draft is working paper; a Policy never changes: the next one takes its place.
"""

from django.db import models
from django.db.models import F, Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.models import Decision
from shuangsuiji.foundation.ledger.evidential import Evidential

CLASSES = ("A", "B", "C", "D")
CLASS_CHOICES = [(each, f"{each}类") for each in CLASSES]


class PolicyDraft(models.Model):
    """A policy being written. `rows`: class → {num, den, frequency, measures}. `sent_at` empty: not yet before the deputy head."""

    id = models.UUIDField("编号", primary_key=True, editable=False)
    department = models.ForeignKey(Department, models.PROTECT, related_name="policy_drafts", verbose_name="部门")
    document = models.CharField("文号", max_length=64, blank=True)
    issuing_body = models.CharField("制定机关", max_length=100, blank=True)
    effective_from = models.DateField("生效日期", null=True, blank=True)
    effective_to = models.DateField("失效日期", null=True, blank=True)
    rows = models.JSONField("各类规定", default=dict)
    drafter = models.UUIDField("起草人")
    sent_at = models.DateTimeField("送审时间", null=True)
    returned = models.CharField("退回意见", max_length=400, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "policy_draft"
        verbose_name = "分类监管规定草稿"
        ordering = ("department", "id")

    def __str__(self) -> str:
        return self.document or "分类监管规定草稿"


class Policy(Evidential):
    """A policy in force from a day on, until its last day or the next one's first."""

    append_only = True

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="policies", verbose_name="部门", help_text="第六条"
    )
    document = models.CharField("文号", max_length=64, help_text="第六条（四）")
    issuing_body = models.CharField("制定机关", max_length=100, help_text="第六条（四）")
    effective_from = models.DateField("生效日期", help_text="第六条（四）")
    effective_to = models.DateField("失效日期", null=True, help_text="第六条（四）；最后一日，长期有效的留空")
    draft_id = models.UUIDField("草稿编号", unique=True)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="+", verbose_name="审批结论")

    class Meta:
        db_table = "policy"
        verbose_name = "分类监管规定"
        ordering = ("department", "-effective_from", "-id")
        constraints = (
            models.CheckConstraint(condition=~Q(document="") & ~Q(issuing_body=""), name="policy_has_document"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")), name="policy_days"
            ),
        )

    def __str__(self) -> str:
        return self.document


class PolicyRow(Evidential):
    """What a policy says of one class."""

    append_only = True

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="rows", verbose_name="规定")
    risk_class = models.CharField("风险分类", max_length=1, choices=CLASS_CHOICES, help_text="第六条（一）")
    ratio_num = models.PositiveIntegerField("比例分子", help_text="第六条（三）")
    ratio_den = models.PositiveIntegerField("比例分母", help_text="第六条（三）")
    frequency = models.PositiveIntegerField("全年抽查次数", help_text="第六条（三）")
    measures = models.TextField("监管措施", blank=True, help_text="第六条（四）")

    class Meta:
        db_table = "policy_row"
        verbose_name = "分类监管规定（分类）"
        ordering = ("policy", "risk_class")
        constraints = (
            models.UniqueConstraint(fields=("policy", "risk_class"), name="policy_row_once_a_class"),
            models.CheckConstraint(condition=Q(risk_class__in=CLASSES), name="policy_row_class_known"),
            models.CheckConstraint(
                condition=Q(ratio_num__gte=1, ratio_num__lte=F("ratio_den")), name="policy_row_share"
            ),
            models.CheckConstraint(condition=Q(frequency__gte=1), name="policy_row_frequency"),
        )

    def __str__(self) -> str:
        return f"{self.risk_class}类"
