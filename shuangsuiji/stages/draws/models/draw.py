"""A draw, the steps it took, and how it ended where it was given up.

Source: 第十四条; SSJ-DRAW/1 §5; 00-decisions, reading 5. Its table of steps is that of `core.draw.ceremony`; the database holds it too.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shuangsuiji.core.draw.ceremony import ABORTED, GROUNDS, PLANNED, STATE_LABELS, TRANSITIONS, VOID
from shuangsuiji.core.rules.lifecycle import BORN
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.plans.models import Task

DIGEST_LENGTH = 64
CODE_LENGTH = 64
ENDED = (ABORTED, VOID)
STEPS = (("plan", BORN, PLANNED), *((act, origin, to) for act, origins, to in TRANSITIONS for origin in origins))
# Commitments and reveals leave the draw in its state.
MOVES = tuple((act, origin, to) for act, origin, to in STEPS if origin != to)


class Mode(models.TextChoices):
    """What is drawn (SSJ-DRAW/1 §4)."""

    BOTH = "both", "检查对象和执法检查人员"
    SUBJECTS = "subjects", "检查对象"
    INSPECTORS = "inspectors", "执法检查人员"


class Draw(Evidential):
    """One numbered attempt. `plan` is what was announced, word for word; `keys_sealed` the sealing keys, for auditors."""

    immutable: ClassVar[tuple[str, ...]] = (
        "task", "series", "ordinal", "number", "mode", "plan", "plan_hash", "keys_sealed", "planned_at",
    )  # fmt: skip

    task = models.ForeignKey(Task, models.PROTECT, related_name="draws", verbose_name="抽查任务", help_text="第十四条")
    series = models.CharField("抽取任务编号", max_length=400, help_text="第十四条；次数在其中从 1 起连续")
    ordinal = models.PositiveIntegerField("第几次", help_text="第十四条")
    number = models.CharField("抽取编号", max_length=400, unique=True, help_text="第十四条")
    mode = models.CharField("抽取内容", max_length=10, choices=Mode, help_text="第十四条")
    plan = models.JSONField("抽取方案", help_text="第十三条（二）；公告的全部内容")
    plan_hash = models.CharField("方案摘要", max_length=DIGEST_LENGTH, help_text="第十四条")
    keys_sealed = models.BinaryField("封存密钥（已加密）", help_text="第五条；只供审计")
    planned_at = models.DateTimeField("公告时间", help_text="第十三条（二）")
    state = models.CharField("状态", max_length=9, default=PLANNED, choices=list(STATE_LABELS.items()), editable=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        db_table = "draw"
        verbose_name = "抽取"
        ordering = ("series", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("series", "ordinal"), name="draw_ordinal"),
            # 第十四条: while one attempt stands there is no other of its series.
            models.UniqueConstraint(fields=("series",), condition=~Q(state__in=ENDED), name="draw_one_standing"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="draw_ordinal_from_1"),
            models.CheckConstraint(condition=Q(state__in=list(STATE_LABELS)), name="draw_state_known"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="draw_mode_known"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """The Chinese word for the state."""
        return STATE_LABELS[self.state]

    @property
    def ended(self) -> bool:
        """Whether it was aborted or voided."""
        return self.state in ENDED


class DrawStep(Evidential):
    """One step of a draw; the database accepts the steps of the protocol's table and no other, each state once."""

    append_only = True

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="steps", verbose_name="抽取")
    act = models.CharField("动作", max_length=16, help_text="第十四条")
    from_state = models.CharField("原状态", max_length=9)
    to_state = models.CharField("新状态", max_length=9)
    at = models.DateTimeField("时间", help_text="第十四条")

    class Meta:
        db_table = "draw_step"
        verbose_name = "抽取步骤"
        ordering = ("draw", "at", "id")
        constraints = (
            models.UniqueConstraint(fields=("draw", "to_state"), name="draw_step_once"),
            models.CheckConstraint(
                condition=Q(
                    *(Q(act=act, from_state=origin, to_state=to) for act, origin, to in MOVES), _connector="OR"
                ),
                name="draw_step_of_the_protocol",
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.to_state}"


class DrawEnding(Evidential):
    """That a draw was aborted or voided: on which ground, by which office; it stays public."""

    append_only = True

    draw = models.OneToOneField(Draw, models.PROTECT, related_name="ending", verbose_name="抽取")
    code = models.CharField("原因", max_length=9, help_text="第十四条")
    text = models.CharField("说明", max_length=400, help_text="第十四条；公开")
    office = models.CharField("批准岗位", max_length=32, help_text="第十四条；主要负责人")
    at = models.DateTimeField("时间", help_text="第十四条")

    class Meta:
        db_table = "draw_ending"
        verbose_name = "抽取的中止或作废"
        constraints = (
            models.CheckConstraint(condition=Q(code__in=GROUNDS), name="draw_ending_ground_known"),
            models.CheckConstraint(condition=~Q(text=""), name="draw_ending_explained"),
            models.CheckConstraint(condition=Q(office="principal_head"), name="draw_ending_by_principal_head"),
        )

    def __str__(self) -> str:
        return self.code
