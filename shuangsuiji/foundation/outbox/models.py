"""A message on its way. Working state, no evidence: what was served on whom is the stage's own record.

Source: 80-reliability A3; 第二十四条 (recipient and content are sealed with the person's or firm's key).
"""

from django.db import models

from shuangsuiji.foundation.ledger.models import SubjectKey


class Channel(models.TextChoices):
    """By which way."""

    MAIL = "MAIL", "电子邮件"
    SMS = "SMS", "短信"
    FILE = "FILE", "文件交换"


class State(models.TextChoices):
    """Where a message is. UNCERTAIN: it may have gone out; DEAD: it will not go out by itself."""

    WAITING = "WAITING", "待发送"
    SENDING = "SENDING", "发送中"
    SENT = "SENT", "已发送"
    UNCERTAIN = "UNCERTAIN", "不确定是否发出，待人工核对"
    DEAD = "DEAD", "未能发送"
    WITHDRAWN = "WITHDRAWN", "已取消"


class Message(models.Model):
    """One message to one recipient. `dedupe` is its idempotency key: the same fact is told once."""

    id = models.UUIDField("编号", primary_key=True, editable=False)
    dedupe = models.CharField("去重键", max_length=200, unique=True)
    channel = models.CharField("渠道", max_length=4, choices=Channel)
    template = models.CharField("模板", max_length=64)
    subject_key = models.ForeignKey(SubjectKey, models.PROTECT, related_name="+", verbose_name="数据密钥")
    recipient_enc = models.BinaryField("收件人（已加密）")
    context_enc = models.BinaryField("内容（已加密）")
    event_id = models.UUIDField("所属事件", help_text="写入本消息的办理动作")
    posted_at = models.DateTimeField("写入时间")
    due_at = models.DateTimeField("应发时间", help_text="到此时间才发送；重试时后移")
    state = models.CharField("状态", max_length=9, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    claimed_at = models.DateTimeField("取出时间", null=True)
    settled_at = models.DateTimeField("了结时间", null=True)
    fault = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        db_table = "outbox_message"
        verbose_name = "待发消息"
        ordering = ("due_at", "id")
        indexes = (models.Index(fields=("state", "due_at"), name="outbox_due"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="outbox_state_known"),
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="outbox_channel_known"),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.get_state_display()}"
