"""A long list on its way into the registry: its rows, until they are taken in or dropped.

Source: 第十条; 80-reliability D4. Everything a firm or person could be known by lies sealed with the bureau's own key.
"""

from django.db import models

from shuangsuiji.foundation.accounts.models import Department


class RosterUpload(models.Model):
    """One file that is being read. `owner` is the person who reads it in."""

    id = models.UUIDField("编号", primary_key=True, editable=False)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="部门")
    owner = models.UUIDField("上传人")
    file_name = models.CharField("文件名", max_length=200)
    source = models.CharField("数据来源", max_length=200, blank=True)
    source_on = models.DateField("数据日期", null=True, blank=True)
    full_list = models.BooleanField("是否全量", default=False)
    columns = models.JSONField("各表的列", default=dict, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "roster_upload"
        verbose_name = "待入库名录"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.file_name


class StagedChunk(models.Model):
    """Some thousand rows of an uploaded list, sealed."""

    id = models.BigAutoField("编号", primary_key=True)
    upload = models.ForeignKey(RosterUpload, models.CASCADE, related_name="chunks", verbose_name="待入库名录")
    ordinal = models.PositiveIntegerField("次序")
    rows = models.PositiveIntegerField("行数")
    body_sealed = models.BinaryField("各行（已加密）")

    class Meta:
        db_table = "roster_staged_chunk"
        verbose_name = "待入库名录的行"
        ordering = ("upload", "ordinal")
        constraints = (models.UniqueConstraint(fields=("upload", "ordinal"), name="staged_chunk_ordinal"),)

    def __str__(self) -> str:
        return f"{self.upload_id} {self.ordinal}"
