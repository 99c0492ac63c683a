"""A file that counts: what it is, how long it is kept, who brought it and when the server had it whole.

Source: 第五条, 第十九条（二）, 第二十六条; 80-reliability D, G5. The file lies in the store under its digest; the row never changes.
"""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from shuangsuiji.foundation.evidence.kinds import RULES, Kind, Retention
from shuangsuiji.foundation.ledger.evidential import Evidential

DIGEST_LENGTH = 64
LOOK_LENGTH = 16


class EvidenceFile(Evidential):
    """One arrival of one file. The same bytes may arrive twice, as two rows: that is how a reused photo is noticed."""

    append_only = True

    digest = models.CharField("摘要", max_length=DIGEST_LENGTH, db_index=True, help_text="SHA-256，也是存放位置")
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("格式", max_length=100, help_text="按内容判定，不看文件名")
    kind = models.CharField("种类", max_length=12, choices=[(kind.value, RULES[kind].label) for kind in Kind])
    retention = models.CharField(
        "保管期限",
        max_length=10,
        choices=[(each.value, each.label) for each in Retention],
        help_text="案卷的保管期限（第二十六条）",
    )
    department = models.CharField("部门", max_length=32)
    uploader = models.UUIDField("上传人", null=True, help_text="系统自身产生的文书没有上传人")
    received_at = models.DateTimeField("收到时间", help_text="服务器收到完整文件的时间，不是设备时间")
    display_digest = models.CharField("展示副本摘要", max_length=DIGEST_LENGTH, blank=True)
    look = models.CharField("图像特征", max_length=LOOK_LENGTH, blank=True, db_index=True)

    class Meta:
        db_table = "evidence_file"
        verbose_name = "证据文件"
        ordering = ("received_at", "id")
        constraints = (
            models.CheckConstraint(condition=Exact(Length("digest"), DIGEST_LENGTH), name="evidence_digest_64"),
            models.CheckConstraint(condition=models.Q(size__gte=1), name="evidence_not_empty"),
            models.CheckConstraint(condition=models.Q(kind__in=[each.value for each in Kind]), name="evidence_kind"),
            models.CheckConstraint(
                condition=models.Q(retention__in=[each.value for each in Retention]), name="evidence_retention"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.digest[:16]}"
