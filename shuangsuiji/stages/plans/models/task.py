"""A task: one drawing activity with its items, departments and window; and the paper its scheme is written on.

Source: 第二条, 第十一条, 第十三条（一）. A scheme's content changes freely in its `SchemeDraft`; what was signed is a `Scheme`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shuangsuiji.core.rules.lifecycle import TASK
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.foundation.lifecycle.models import Stateful, status_known
from shuangsuiji.stages.items.models import Item
from shuangsuiji.stages.plans.models.plan import DIGEST_LENGTH, LONGEST_TEXT
from shuangsuiji.stages.plans.models.version import PlanLine


class Task(Stateful):
    """One task, made from a line of a public plan or of an ad-hoc plan. `rules`: what held on the day it was made."""

    machine = TASK
    immutable: ClassVar[tuple[str, ...]] = ("department", "year", "ordinal", "number", "line", "rules", "created_on")

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="tasks", verbose_name="发起部门", help_text="第十一条"
    )
    year = models.PositiveSmallIntegerField("年度", help_text="第十三条（一）")
    ordinal = models.PositiveIntegerField("序号", help_text="第十三条（一）；本部门本年度从 1 起连续编号")
    number = models.CharField("任务编号", max_length=128, unique=True, help_text="第十三条（一）")
    name = models.CharField("任务名称", max_length=200, help_text="第十三条（一）")
    line = models.ForeignKey(
        PlanLine, models.PROTECT, related_name="tasks", verbose_name="计划行", help_text="第七条、第八条"
    )
    from_on = models.DateField("检查开始", help_text="第十一条")
    to_on = models.DateField("检查截止", help_text="第十一条")
    created_on = models.DateField("建立日期", help_text="第十三条（一）")
    rules = models.JSONField("建立时的规则", help_text="第二十九条；任务沿用建立之日的规则")

    class Meta:
        db_table = "task"
        verbose_name = "抽查任务"
        ordering = ("-year", "department", "-ordinal")
        constraints = (
            status_known(TASK),
            models.UniqueConstraint(fields=("department", "year", "ordinal"), name="task_ordinal"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="task_ordinal_from_1"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="task_days"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class TaskDepartment(Evidential):
    """A department of a task: the initiating one, or one that takes part."""

    append_only = True

    class Role(models.TextChoices):
        """Who began, who joins."""

        LEAD = "LEAD", "发起部门"
        JOIN = "JOIN", "参与部门"

    task = models.ForeignKey(Task, models.PROTECT, related_name="departments", verbose_name="任务")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="部门")
    role = models.CharField("角色", max_length=4, choices=Role, help_text="第七条")

    class Meta:
        db_table = "task_department"
        verbose_name = "任务的部门"
        ordering = ("task", "-role", "department")
        constraints = (
            models.UniqueConstraint(fields=("task", "department"), name="task_department_once"),
            models.UniqueConstraint(fields=("task",), condition=Q(role="LEAD"), name="task_department_one_lead"),
            models.CheckConstraint(condition=Q(role__in=["LEAD", "JOIN"]), name="task_department_role_known"),
        )

    def __str__(self) -> str:
        return str(self.department)


class TaskItem(Evidential):
    """An item of a published list that the task serves, in the wording of that day."""

    append_only = True

    task = models.ForeignKey(Task, models.PROTECT, related_name="items", verbose_name="任务")
    ordinal = models.PositiveIntegerField("序号", help_text="第二条")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name="抽查事项", help_text="第二条")

    class Meta:
        db_table = "task_item"
        verbose_name = "任务的事项"
        ordering = ("task", "ordinal")
        constraints = (models.UniqueConstraint(fields=("task", "item"), name="task_item_once"),)

    def __str__(self) -> str:
        return str(self.item)


class SchemeDraft(models.Model):
    """The paper of a task's scheme. `round` counts revisions: signatures of an earlier one are void.

    `quotas`: class → {num, den, below}; `overlaps`: task number → {decision MERGE|KEEP, reason}; `sent_digest` empty: not sent.
    """

    task = models.OneToOneField(Task, models.PROTECT, primary_key=True, related_name="draft", verbose_name="任务")
    from_on = models.DateField("检查开始")
    to_on = models.DateField("检查截止")
    methods = models.JSONField("检查方式", default=list)
    quotas = models.JSONField("比例", default=dict)
    repeat_rule = models.JSONField("重复检查规则", default=dict)
    team_size = models.PositiveSmallIntegerField("每组人数", default=2)
    divided = models.CharField("各部门检查分工", max_length=LONGEST_TEXT, blank=True)
    exempt_reason = models.CharField("不予告知的理由", max_length=LONGEST_TEXT, blank=True)
    contributors = models.JSONField("抽取参与方", default=list)
    public_number = models.CharField("公开数来源", max_length=100, blank=True)
    overlaps = models.JSONField("重复检查的处理", default=dict)
    round = models.PositiveIntegerField("第几轮会签", default=1)
    sender = models.UUIDField("送签人", null=True)
    sender_office = models.CharField("送签岗位", max_length=32, blank=True)
    sent_at = models.DateTimeField("送签时间", null=True)
    sent_digest = models.CharField("送签内容摘要", max_length=DIGEST_LENGTH, blank=True)
    revised = models.CharField("修改理由", max_length=LONGEST_TEXT, blank=True)
    version = models.PositiveIntegerField("修改次数", default=1)

    class Meta:
        db_table = "scheme_draft"
        verbose_name = "抽查方案草稿"

    def __str__(self) -> str:
        return str(self.task)
