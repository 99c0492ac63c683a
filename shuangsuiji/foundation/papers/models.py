"""A paper that went out of the printer: number, form, digests, where it lies, what its QR code says.

Source: 第二十六条; 70-interface §9; 30-domain §6 (unique number 字〔年〕第n号). The paper itself is an EvidenceFile.
"""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.ledger.evidential import Evidential

DIGEST_LENGTH = 64
TOKEN_LENGTH = 22


class PaperRecord(Evidential):
    """One issued paper. Numbers run from 1 without a gap for each department, form and year."""

    append_only = True

    department = models.CharField("部门", max_length=32)
    form = models.CharField("表式", max_length=32)
    form_version = models.CharField("表式版本", max_length=32)
    year = models.PositiveSmallIntegerField("年度")
    ordinal = models.PositiveIntegerField("序号")
    number = models.CharField("文书编号", max_length=100)
    digest = models.CharField("文件摘要", max_length=DIGEST_LENGTH)
    content_digest = models.CharField(
        "内容校验码", max_length=DIGEST_LENGTH, help_text="印在文书上，可由同样的内容重新算出"
    )
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+", verbose_name="存放的文件")
    token = models.CharField("核验码", max_length=TOKEN_LENGTH, unique=True, help_text="二维码中的随机码，猜不到")
    made_at = models.DateTimeField("制作时间")

    class Meta:
        db_table = "paper_record"
        verbose_name = "文书"
        ordering = ("year", "ordinal", "id")
        constraints = (
            models.UniqueConstraint(fields=("department", "form", "year", "ordinal"), name="paper_one_per_ordinal"),
            models.UniqueConstraint(fields=("department", "number"), name="paper_one_per_number"),
            models.CheckConstraint(condition=models.Q(ordinal__gte=1), name="paper_ordinal_from_1"),
            models.CheckConstraint(condition=Exact(Length("token"), TOKEN_LENGTH), name="paper_token_is_long"),
        )

    def __str__(self) -> str:
        return self.number
