"""Tables of the log. Only `command` writes events; triggers on both databases refuse everything else.

Source: 50-ledger §2, §3.1, §4.1, §11; 第五条, 第二十四条.
"""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

HASH_BYTES = 32


class LogEvent(models.Model):
    """One entry: the exact bytes that were hashed. `seq` counts from 0 without a gap."""

    seq = models.BigIntegerField("序号", primary_key=True)
    event_id = models.UUIDField("事件编号", unique=True)
    type = models.CharField("事件类型", max_length=97)
    at = models.DateTimeField("时间")
    body = models.BinaryField("条目原文")
    leaf_hash = models.BinaryField("条目哈希", max_length=HASH_BYTES)

    class Meta:
        db_table = "log_event"
        verbose_name = "日志条目"
        ordering = ("seq",)
        constraints = (
            models.CheckConstraint(condition=models.Q(seq__gte=0), name="log_event_seq_from_0"),
            models.CheckConstraint(condition=Exact(Length("leaf_hash"), HASH_BYTES), name="log_event_hash_32_bytes"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.type}"


class LogHead(models.Model):
    """The right edge of the tree: one row, changed once per transaction."""

    id = models.SmallIntegerField("编号", primary_key=True)
    size = models.BigIntegerField("条目数")
    frontier = models.BinaryField("边缘哈希")

    class Meta:
        db_table = "log_head"
        verbose_name = "日志头"
        constraints = (models.CheckConstraint(condition=models.Q(id=1, size__gte=0), name="log_head_one_row"),)

    def __str__(self) -> str:
        return f"{self.size}"


class SubjectKey(models.Model):
    """The key to the private values of one natural person or firm. Without it they are noise (第二十四条)."""

    class Kind(models.TextChoices):
        """Whose values the key opens; HOUSE: the bureau's own, which concern nobody in particular."""

        PERSON = "PERSON", "自然人"
        FIRM = "FIRM", "检查对象"
        HOUSE = "HOUSE", "本机关"

    id = models.UUIDField("编号", primary_key=True)
    kind = models.CharField("种类", max_length=6, choices=Kind)
    dek_wrapped = models.BinaryField("数据密钥（已加密）", null=True)
    erased_at = models.DateTimeField("销毁时间", null=True)

    class Meta:
        db_table = "subject_key"
        verbose_name = "数据密钥"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(dek_wrapped__isnull=False, erased_at__isnull=True)
                | models.Q(dek_wrapped__isnull=True, erased_at__isnull=False),
                name="subject_key_present_or_erased",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=["PERSON", "FIRM", "HOUSE"]), name="subject_key_kind"),
            models.UniqueConstraint(
                fields=("kind",), condition=models.Q(kind="HOUSE"), name="subject_key_one_house_key"
            ),
        )

    def __str__(self) -> str:
        return f"{self.id}"


class LogOpening(models.Model):
    """What makes a private value of an entry readable, encrypted with the key of the person or firm concerned."""

    pk = models.CompositePrimaryKey("entry_id", "name")
    entry = models.ForeignKey(LogEvent, models.PROTECT, db_column="seq", related_name="openings", verbose_name="条目")
    name = models.CharField("名称", max_length=64)
    salt_enc = models.BinaryField("盐（已加密）")
    value_enc = models.BinaryField("值（已加密）")
    subject_key = models.ForeignKey(SubjectKey, models.PROTECT, related_name="openings", verbose_name="数据密钥")

    class Meta:
        db_table = "log_opening"
        verbose_name = "私密值"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.name}"


class LogManifest(models.Model):
    """Which rows an event wrote and what they then said, one line each; the entry carries its salted digest as `sd.rows`.

    Shape of a line: table TAB primary key TAB 64 hex characters. From it `reconcile` tells which row was changed behind us.
    """

    event = models.OneToOneField(
        LogEvent, models.PROTECT, to_field="event_id", primary_key=True, related_name="manifest", verbose_name="事件"
    )
    salt = models.CharField("盐", max_length=64)
    body = models.BinaryField("行摘要")

    class Meta:
        db_table = "log_manifest"
        verbose_name = "行摘要"

    def __str__(self) -> str:
        return f"{self.event_id}"


class CheckpointSeen(models.Model):
    """A convenience copy of what the sealer published. Never trusted: the file and its signature are."""

    size = models.BigIntegerField("条目数", primary_key=True)
    root = models.BinaryField("树根", max_length=HASH_BYTES)
    note = models.TextField("检查点")
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "checkpoint_seen"
        verbose_name = "已发布检查点"

    def __str__(self) -> str:
        return f"{self.size}"


class AuditEntry(models.Model):
    """The private second tier: log-ins, refusals, readings of personal data, exports. Sealed hourly by count and root."""

    id = models.BigAutoField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    actor = models.CharField("人员或来源", max_length=128)
    action = models.CharField("动作", max_length=64)
    object = models.CharField("对象", max_length=256, blank=True)
    detail = models.JSONField("详情", default=dict)
    ip = models.GenericIPAddressField("地址", null=True)

    class Meta:
        db_table = "audit_entry"
        verbose_name = "访问日志"

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.action}"
