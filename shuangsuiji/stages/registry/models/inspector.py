"""Licensed inspectors in a department's registry: what they may inspect, whom they must not visit, when they are away.

Source: 第六条（二）, 第十条, 第十五条, 第十六条, 第二十七条; form F7. Name and telephone lie sealed with the person; certificates
are rows of the person. Identity number and birthday are never taken in.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shuangsuiji.foundation.accounts.models import Department, Person
from shuangsuiji.foundation.ledger.evidential import Evidential

DIGEST_LENGTH = 64
SALT_LENGTH = 32


class InspectorState(models.TextChoices):
    """Whether somebody is at work, as the roll says; the codes are those of `inspector_exclusions`."""

    AT_WORK = "E", "在岗"
    ON_LEAVE = "X3", "休假"
    OTHER = "X4", "其他原因不参加"


class Inspector(Evidential):
    """One licensed inspector in one department's registry. `version` counts the changes, for optimistic locking.

    Whoever moves to another department leaves a removed row behind and gets a row there: person and number are the same.
    """

    immutable: ClassVar[tuple[str, ...]] = ("department", "person", "number", "salt")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="inspectors", verbose_name="人员", help_text="第十条"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="inspectors", verbose_name="部门", help_text="第十条；谁的名录库"
    )
    number = models.CharField("证件编号", max_length=69, help_text="第十条、第十五条；已规范为 cert: 开头")
    section = models.CharField("股室", max_length=64, blank=True, help_text="第十条")
    cap = models.PositiveSmallIntegerField("最多组数", help_text="第十六条")
    is_expert = models.BooleanField("专家", default=False, help_text="第十条")
    state = models.CharField(
        "状态", max_length=2, choices=InspectorState, default=InspectorState.AT_WORK, help_text="第十条"
    )
    state_text = models.CharField("状态原文", max_length=32, blank=True, help_text="第十条")
    source = models.CharField("数据来源", max_length=200, help_text="第十条")
    source_on = models.DateField("数据日期", null=True, blank=True, help_text="第十条")
    removed_on = models.DateField("移出日期", null=True, blank=True, help_text="第十条；空为在库")
    removed_reason = models.CharField("移出理由", max_length=200, blank=True, help_text="第十条")
    salt = models.CharField("行盐", max_length=SALT_LENGTH, editable=False, help_text="第十条；行摘要的盐")
    row_digest = models.CharField(
        "行摘要", max_length=DIGEST_LENGTH, editable=False, help_text="第十条；名录库根的一叶"
    )
    version = models.PositiveIntegerField("版本", default=1, help_text="第十条；每改一次加一")

    class Meta:
        db_table = "inspector"
        verbose_name = "执法检查人员"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("department", "number"), name="inspector_number_once_in_department"),
            models.UniqueConstraint(
                fields=("number",), condition=Q(removed_on__isnull=True), name="inspector_number_live_once"
            ),
            models.UniqueConstraint(
                fields=("person",), condition=Q(removed_on__isnull=True), name="inspector_person_live_once"
            ),
            models.CheckConstraint(condition=Q(number__startswith="cert:"), name="inspector_number_normal"),
            models.CheckConstraint(condition=Q(state__in=InspectorState.values), name="inspector_state_known"),
            models.CheckConstraint(condition=Q(cap__gte=1), name="inspector_cap_from_1"),
            models.CheckConstraint(condition=~Q(source=""), name="inspector_sourced"),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True, removed_reason="")
                | Q(removed_on__isnull=False) & ~Q(removed_reason=""),
                name="inspector_removed_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        """Whether the row stands in the registry."""
        return self.removed_on is None


class InspectorTransfer(Evidential):
    """That a department let somebody go to another one, by which document; `received` is the row that took him up: there, or again here."""

    immutable: ClassVar[tuple[str, ...]] = ("inspector", "to_department", "on", "document", "reason", "recorded_on")

    inspector = models.ForeignKey(
        Inspector, models.PROTECT, related_name="transfers", verbose_name="人员", help_text="第十条；原部门名录库的一行"
    )
    to_department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="调往部门", help_text="第十条"
    )
    on = models.DateField("调动日期", help_text="第十条；文件所写")
    document = models.CharField("调动文件", max_length=200, help_text="第十条；文号或会议纪要")
    reason = models.CharField("理由", max_length=200, help_text="第十条")
    recorded_on = models.DateField("调出日期", help_text="第十条；移出原部门名录库之日")
    received = models.ForeignKey(
        Inspector, models.PROTECT, null=True, related_name="arrivals", verbose_name="调入后的记录", help_text="第十条"
    )
    received_on = models.DateField("调入日期", null=True, help_text="第十条；列入新部门名录库之日")

    class Meta:
        db_table = "inspector_transfer"
        verbose_name = "人员调动"
        ordering = ("inspector", "recorded_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("inspector",), condition=Q(received__isnull=True), name="inspector_transfer_one_open"
            ),
            models.CheckConstraint(condition=~Q(document=""), name="inspector_transfer_documented"),
            models.CheckConstraint(condition=Q(on__lte=F("recorded_on")), name="inspector_transfer_not_to_come"),
            models.CheckConstraint(
                condition=Q(received__isnull=True, received_on__isnull=True)
                | Q(received__isnull=False, received_on__gte=F("recorded_on")),
                name="inspector_transfer_received_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document}"


class InspectorQualification(Evidential):
    """A field that somebody may inspect, until `ended_on`."""

    immutable: ClassVar[tuple[str, ...]] = ("inspector", "code")

    inspector = models.ForeignKey(
        Inspector, models.PROTECT, related_name="qualifications", verbose_name="人员", help_text="第十六条"
    )
    code = models.CharField("可查事项", max_length=64, help_text="第十六条；类别或事项代码")
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text="第十六条")

    class Meta:
        db_table = "inspector_qualification"
        verbose_name = "可查事项"
        ordering = ("inspector", "code", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("inspector", "code"), condition=Q(ended_on__isnull=True), name="qualification_once"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Recusal(Evidential):
    """Whom somebody must not visit, with the ground, from a day on."""

    immutable: ClassVar[tuple[str, ...]] = ("inspector", "identity", "ground", "declared_on")

    inspector = models.ForeignKey(
        Inspector, models.PROTECT, related_name="recusals", verbose_name="人员", help_text="第十五条"
    )
    identity = models.CharField("检查对象", max_length=80, help_text="第十五条；身份编号")
    ground = models.CharField("回避情形", max_length=200, help_text="第十五条")
    declared_on = models.DateField("申报日期", help_text="第十五条")
    until = models.DateField("截止日期", null=True, blank=True, help_text="第十五条；含当日，空为长期")

    class Meta:
        db_table = "recusal"
        verbose_name = "回避"
        ordering = ("inspector", "identity", "id")
        constraints = (models.CheckConstraint(condition=~Q(ground=""), name="recusal_with_ground"),)

    def __str__(self) -> str:
        return self.identity


class RecusalDeclaration(Evidential):
    """That somebody said whom he must not visit, or that there is nobody; good for the months of the parameter."""

    append_only: ClassVar[bool] = True

    inspector = models.ForeignKey(
        Inspector, models.PROTECT, related_name="declarations", verbose_name="人员", help_text="第十五条"
    )
    on = models.DateField("申报日期", help_text="第十五条")
    count = models.PositiveIntegerField("申报户数", default=0, help_text="第十五条；0 为无须回避")

    class Meta:
        db_table = "recusal_declaration"
        verbose_name = "回避申报"
        ordering = ("inspector", "-on", "-id")

    def __str__(self) -> str:
        return f"{self.on}"


class Leave(Evidential):
    """Days on which somebody cannot come, both included."""

    append_only: ClassVar[bool] = True

    inspector = models.ForeignKey(
        Inspector, models.PROTECT, related_name="leaves", verbose_name="人员", help_text="第十条"
    )
    from_on = models.DateField("自", help_text="第十条")
    to_on = models.DateField("至", help_text="第十条；含当日")
    kind = models.CharField("种类", max_length=50, help_text="第十条；休假、学习、借调……")

    class Meta:
        db_table = "inspector_leave"
        verbose_name = "请假"
        ordering = ("inspector", "from_on", "id")
        constraints = (models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="leave_days"),)

    def __str__(self) -> str:
        return f"{self.from_on}—{self.to_on}"


class Training(Evidential):
    """One training of one inspector."""

    append_only: ClassVar[bool] = True

    inspector = models.ForeignKey(
        Inspector, models.PROTECT, related_name="trainings", verbose_name="人员", help_text="第二十七条"
    )
    on = models.DateField("日期", help_text="第二十七条")
    topic = models.CharField("内容", max_length=200, help_text="第二十七条")
    hours = models.PositiveSmallIntegerField("学时", default=0, help_text="第二十七条")

    class Meta:
        db_table = "inspector_training"
        verbose_name = "培训"
        ordering = ("inspector", "-on", "id")
        constraints = (models.CheckConstraint(condition=~Q(topic=""), name="training_with_topic"),)

    def __str__(self) -> str:
        return self.topic
