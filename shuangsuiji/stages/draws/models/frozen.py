"""What the freeze fixed: each roster with its root and commitment, and the context that binds them to the plan.

Source: 第十条, 第十四条; SSJ-DRAW/1 §3, §5. Rosters lie on the shelf by digest: the public file in the clear, what stands behind the
handles encrypted.
"""

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.draws.models.draw import DIGEST_LENGTH, Draw

KIND_LENGTH = 80


class FrozenRoster(Evidential):
    """One roster as it was frozen. `library` is empty where there is one, and for inspectors."""

    append_only = True

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="rosters", verbose_name="抽取")
    kind = models.CharField("种类", max_length=KIND_LENGTH, help_text="第十条；subject、subject/对象库、inspector")
    library = models.CharField("对象库", max_length=64, blank=True, help_text="第九条")
    count = models.PositiveIntegerField("行数", help_text="第十条")
    root = models.CharField("根", max_length=DIGEST_LENGTH, help_text="第十四条")
    commit = models.CharField("承诺", max_length=DIGEST_LENGTH, help_text="第十四条")
    by_elig = models.JSONField("各排除代码的行数", help_text="第九条、第十条")
    file = models.ForeignKey(
        EvidenceFile,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="名录文件",
        help_text="第五条；空名录没有",
    )

    class Meta:
        db_table = "frozen_roster"
        verbose_name = "冻结的名录"
        ordering = ("draw", "kind")
        constraints = (models.UniqueConstraint(fields=("draw", "kind"), name="frozen_roster_once"),)

    def __str__(self) -> str:
        return self.kind


class DrawFreeze(Evidential):
    """The moment after which nobody has a free parameter."""

    append_only = True

    draw = models.OneToOneField(Draw, models.PROTECT, related_name="freeze", verbose_name="抽取")
    context = models.CharField("上下文", max_length=DIGEST_LENGTH, help_text="第十四条；方案和名录的共同摘要")
    subject_commit = models.CharField("对象名录承诺", max_length=DIGEST_LENGTH, blank=True, help_text="第十四条")
    inspector_commit = models.CharField("人员名录承诺", max_length=DIGEST_LENGTH, blank=True, help_text="第十四条")
    opened = models.ForeignKey(
        EvidenceFile,
        models.PROTECT,
        related_name="+",
        verbose_name="封存资料（已加密）",
        help_text="第五条；只供审计和派发",
    )
    at = models.DateTimeField("时间", help_text="第十四条")

    class Meta:
        db_table = "draw_freeze"
        verbose_name = "冻结"
        constraints = (models.CheckConstraint(condition=~Q(context=""), name="draw_freeze_bound"),)

    def __str__(self) -> str:
        return self.context
