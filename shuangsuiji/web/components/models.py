"""What the doors remember for some days: forms that were sent, and sheets that wait for their 确认.

Source: 20-house §7 (idempotency key; sheet in); 80-reliability B5. Not evidence: rows are thrown away after some days.
"""

from uuid import uuid4

from django.db import models
from django.db.models import Q

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
    `[[sheet, row, reason], …]`; `about` what the stage's page asked for besides; `difference` what a long list would change, worked out
    beside the site.
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
    difference = models.JSONField("与名录库的差异", default=dict)
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


class JobState(models.TextChoices):
    """How far a job is. What a job that stopped by itself is, only the lock on its slip tells."""

    WAITING = "WAITING", "等待开始"
    RUNNING = "RUNNING", "正在办理"
    DONE = "DONE", "已办妥"
    REFUSED = "REFUSED", "没有办成"
    STOPPED = "STOPPED", "已取消"


OPEN_JOBS = (JobState.WAITING, JobState.RUNNING)


class UploadJob(models.Model):
    """One step of a long upload, worked off by a process of its own: `work` CHECK reads the list, IMPORT takes it in.

    `message` is the end in one sentence, `location` where the reader goes on. The draft itself may be gone by then.
    """

    class Work(models.TextChoices):
        """Which step."""

        CHECK = "CHECK", "检查"
        IMPORT = "IMPORT", "导入"

    id = models.UUIDField("编号", primary_key=True, default=uuid4, editable=False)
    account = models.CharField("账户", max_length=64)
    draft = models.UUIDField("上传")
    filename = models.CharField("文件名", max_length=200)
    work = models.CharField("步骤", max_length=6, choices=Work)
    office = models.CharField("岗位", max_length=32)
    about = models.JSONField("说明", default=dict)
    state = models.CharField("状态", max_length=7, choices=JobState, default=JobState.WAITING)
    message = models.TextField("结果", blank=True)
    location = models.CharField("结果网址", max_length=200, blank=True)
    at = models.DateTimeField("时间", db_index=True)
    began_at = models.DateTimeField("开始时间", null=True)

    class Meta:
        db_table = "upload_job"
        verbose_name = "大名录的办理"
        constraints = (
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="upload_job_state"),
            models.UniqueConstraint(
                fields=("draft",), condition=Q(state__in=OPEN_JOBS), name="upload_job_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.work} {self.filename}"
