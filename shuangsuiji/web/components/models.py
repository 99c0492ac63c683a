"""What the doors remember for some days: forms that were sent, and sheets that wait for their 确认.

Source: 20-house §7 (idempotency key; sheet in); 80-reliability B5. Not evidence: rows are thrown away after some days.
"""

from uuid import uuid4

from django.db import models

from shuangsuiji.web.components.sealing import seal, unseal


class IdempotencyKey(models.Model):
    """One sending of one form. `location` empty: the act is under way, or its end is not known."""

    account = models.CharField("账户", max_length=64)
    key = models.CharField("防重复编号", max_length=64)
    url = models.CharField("网址", max_length=512)
    location = models.CharField("结果网址", max_length=1024, blank=True)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        db_table = "idempotency_key"
        verbose_name = "已提交的表单"
        constraints = (
            # Two sendings that arrive together: the database lets one in.
            models.UniqueConstraint(fields=("account", "key"), name="idempotency_key_once"),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.key}"


class UploadDraft(models.Model):
    """A sheet that was uploaded and read, and is not yet accepted. Only the account that brought it sees it.

    `content` is the file, sealed: it holds personal columns (第二十四条); `report` what the reading said, without entries; `excluded` rows kept out by name:
    `[[sheet, row, reason], …]`; `about` what the stage's page asked for besides.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid4, editable=False)
    account = models.CharField("账户", max_length=64)
    kind = models.CharField("种类", max_length=32)
    filename = models.CharField("文件名", max_length=200)
    digest = models.CharField("摘要", max_length=64)
    content = models.BinaryField("文件（已加密）")
    report = models.JSONField("检查报告", default=dict)
    excluded = models.JSONField("按名排除的行", default=list)
    about = models.JSONField("说明", default=dict)
    at = models.DateTimeField("时间")
    expires_at = models.DateTimeField("保留至", db_index=True)

    class Meta:
        db_table = "upload_draft"
        verbose_name = "待确认的上传"
        indexes = (models.Index(fields=("account", "kind"), name="upload_draft_whose"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:16]}"

    def keep(self, file: bytes) -> None:
        """Take the file in, for this draft and nobody else's."""
        self.content = seal(file, f"{self.account}/{self.pk}")

    def file(self) -> bytes:
        """The file as it was sent."""
        return unseal(bytes(self.content), f"{self.account}/{self.pk}")
