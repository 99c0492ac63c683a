"""Published notices: item lists, plans and filings exactly as the public sees them; and the proofs of draws, with their files.

Source: 第四条, 第六条, 第七条, 第八条, 第十四条; 70-interface §16 (信息来源, 发布日期, 索引号). A notice never changes; a later one takes its
place. A proof never changes either; a later revision stands beside it.
"""

from django.db import models
from django.db.models import F, Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.ledger.evidential import Evidential


class NoticeKind(models.TextChoices):
    """What is published."""

    ITEMS = "ITEMS", "抽查事项清单"
    PLAN = "PLAN", "抽查计划"
    FILING = "FILING", "临时性抽查备案"


class PublishedNotice(Evidential):
    """One notice. `content` is the whole of what the portal shows; `record_id` names the plan, list or task, never shown."""

    append_only = True

    kind = models.CharField("种类", max_length=8, choices=NoticeKind, help_text="第四条")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="notices", verbose_name="公布部门", help_text="第四条"
    )
    year = models.PositiveSmallIntegerField("年度", help_text="第四条；索引号的年度")
    ordinal = models.PositiveIntegerField("顺序号", help_text="第四条；同一部门、种类、年度从 1 起连续")
    index_no = models.CharField("索引号", max_length=80, unique=True, help_text="第四条")
    title = models.CharField("标题", max_length=200, help_text="第四条")
    source = models.CharField("信息来源", max_length=128, help_text="第四条")
    published_on = models.DateField("发布日期", help_text="第四条")
    record_id = models.UUIDField("业务记录", help_text="第五条")
    version_no = models.PositiveIntegerField("版本号", help_text="第六条、第七条；变更后递增")
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name="替代",
        help_text="第七条",
    )
    reason = models.CharField("变更理由", max_length=400, blank=True, help_text="第七条")
    content = models.JSONField("内容", help_text="第四条；公众看到的全部内容")
    content_digest = models.CharField("内容摘要", max_length=64, help_text="第五条")

    class Meta:
        db_table = "published_notice"
        verbose_name = "公示件"
        ordering = ("-published_on", "-ordinal")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="published_notice_kind_known"),
            models.UniqueConstraint(fields=("department", "kind", "year", "ordinal"), name="published_notice_ordinal"),
            models.UniqueConstraint(fields=("kind", "record_id", "version_no"), name="published_notice_version_once"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")), name="published_notice_not_its_own"
            ),
        )

    def __str__(self) -> str:
        return f"{self.index_no} {self.title}"


class PublishedProof(Evidential):
    """One revision of a draw's proof: the record, what lies beside it, and the facts its page tells. Earlier ones stay public.

    `files`: `[{"name", "digest", "size", "media_type", "what"}]`, the record first. `facts`: only what the record itself says in the open.
    """

    append_only = True

    number = models.CharField("抽取编号", max_length=400, help_text="第十四条")
    series = models.CharField("抽取任务编号", max_length=400, db_index=True, help_text="第十四条；历次抽取同属一个任务")
    ordinal = models.PositiveIntegerField("第几次", help_text="第十四条")
    version = models.PositiveIntegerField("版本号", help_text="第四条；抽取以后又有新的事实的递增，旧版仍可查看")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="proofs", verbose_name="公布部门", help_text="第四条"
    )
    source = models.CharField("信息来源", max_length=128, help_text="第四条")
    task_name = models.CharField("任务名称", max_length=200, help_text="第四条")
    title = models.CharField("标题", max_length=200, help_text="第四条")
    state = models.CharField("状态", max_length=9, help_text="第十四条；已抽取、已作废或已中止")
    facts = models.JSONField("公开事实", help_text="第四条、第十四条；页面所列的全部内容")
    files = models.JSONField("公开文件", help_text="第四条；记录在前，其余放在记录旁边")
    record = models.ForeignKey(
        EvidenceFile, models.PROTECT, related_name="+", verbose_name="抽取记录", help_text="第五条、第十四条"
    )
    published_on = models.DateField("发布日期", help_text="第四条")

    class Meta:
        db_table = "published_proof"
        verbose_name = "抽取证明"
        ordering = ("-published_on", "series", "-ordinal", "-version")
        constraints = (
            models.UniqueConstraint(fields=("number", "version"), name="published_proof_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="published_proof_version_from_1"),
            models.CheckConstraint(
                condition=Q(state__in=("DRAWN", "VOID", "ABORTED")), name="published_proof_of_a_finished_draw"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"
