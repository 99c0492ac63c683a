"""Who contributes a secret number, what each committed to, what each revealed.

Source: 第十四条; SSJ-DRAW/1 §5. The number is made on the contributor's own device; here it arrives only as a commitment, then opened.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from shuangsuiji.foundation.accounts.models import Person
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.draws.models.draw import CODE_LENGTH, DIGEST_LENGTH, Draw


class DrawContributor(Evidential):
    """One contributor of a draw's plan, and the one person whose account speaks for it."""

    append_only = True

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="contributors", verbose_name="抽取")
    ordinal = models.PositiveIntegerField("序号", help_text="第十四条；方案中的次序")
    code = models.CharField("代码", max_length=CODE_LENGTH, help_text="第十四条")
    label = models.CharField("名称", max_length=100, help_text="第十四条")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="办理人", help_text="第十四条")

    class Meta:
        db_table = "draw_contributor"
        verbose_name = "随机数参与方"
        ordering = ("draw", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("draw", "ordinal"), name="draw_contributor_ordinal"),
            models.UniqueConstraint(fields=("draw", "code"), name="draw_contributor_once"),
            models.UniqueConstraint(fields=("draw", "person"), name="draw_contributor_person_once"),
        )

    def __str__(self) -> str:
        return self.label


class Commitment(Evidential):
    """What a contributor bound itself to, once."""

    append_only = True

    contributor = models.OneToOneField(
        DrawContributor, models.PROTECT, related_name="commitment", verbose_name="参与方"
    )
    value = models.CharField("承诺值", max_length=DIGEST_LENGTH, help_text="第十四条")
    at = models.DateTimeField("时间", help_text="第十四条")

    class Meta:
        db_table = "draw_commitment"
        verbose_name = "承诺"
        constraints = (
            models.CheckConstraint(condition=Exact(Length("value"), DIGEST_LENGTH), name="draw_commitment_whole"),
        )

    def __str__(self) -> str:
        return self.value


class Reveal(Evidential):
    """The number that opens a commitment; empty where none came in time."""

    append_only = True

    contributor = models.OneToOneField(DrawContributor, models.PROTECT, related_name="reveal", verbose_name="参与方")
    secret = models.CharField("随机数", max_length=DIGEST_LENGTH, blank=True, help_text="第十四条；空为未揭示")
    at = models.DateTimeField("时间", help_text="第十四条")

    class Meta:
        db_table = "draw_reveal"
        verbose_name = "揭示"
        constraints = (
            models.CheckConstraint(
                condition=Q(secret="") | Q(Exact(Length("secret"), DIGEST_LENGTH)),
                name="draw_reveal_whole_or_missing",
            ),
        )

    def __str__(self) -> str:
        return "已揭示" if self.secret else "未揭示"
