"""The public number: typed by one person, typed again by another, then fixed with the seed.

Source: 第十四条; SSJ-DRAW/1 §6. A first entry is working paper; a drand value proves itself by its signature and needs no second.
"""

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.draws.models.draw import DIGEST_LENGTH, Draw

LONGEST_VALUE = 96


class NumberDraft(models.Model):
    """What the first person typed; it counts for nothing until a second types the same."""

    draw = models.OneToOneField(
        Draw, models.PROTECT, primary_key=True, related_name="number_draft", verbose_name="抽取"
    )
    value = models.CharField("号码", max_length=LONGEST_VALUE)
    person = models.UUIDField("录入人")
    office = models.CharField("岗位", max_length=32)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "number_draft"
        verbose_name = "待核对的公开随机数"

    def __str__(self) -> str:
        return self.value


class PublicNumber(Evidential):
    """The number and the seed it gave. `evidence` is what the record says of it: offices, digests of files."""

    append_only = True

    draw = models.OneToOneField(Draw, models.PROTECT, related_name="public_number", verbose_name="抽取")
    value = models.CharField("公开随机数", max_length=LONGEST_VALUE, help_text="第十四条")
    seed = models.CharField("种子", max_length=DIGEST_LENGTH, blank=True, help_text="第十四条；中止后补记的为对照种子")
    signature = models.CharField("drand 签名", max_length=LONGEST_VALUE, blank=True, help_text="第十四条")
    evidence = models.JSONField("凭据", help_text="第十四条")
    first = models.UUIDField("录入人", help_text="第十四条")
    second = models.UUIDField("核对人", null=True, help_text="第十四条；drand 由签名自证，不须核对人")
    at = models.DateTimeField("时间", help_text="第十四条")

    class Meta:
        db_table = "public_number"
        verbose_name = "公开随机数"
        constraints = (
            models.CheckConstraint(
                condition=(Q(second__isnull=False) & ~Q(second=models.F("first"))) | ~Q(signature=""),
                name="public_number_two_persons_or_signature",
            ),
        )

    def __str__(self) -> str:
        return self.value
