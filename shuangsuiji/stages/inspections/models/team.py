"""Teams as drawn, and who serves in them now.

Source: 第十五条, 第十六条. A place keeps every person it ever had: ordinal 0 was drawn, the highest serves. Nothing is exchanged in place.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from shuangsuiji.core.rules.lifecycle import REPLACEMENT
from shuangsuiji.core.rules.parameters import labels
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.models import ApprovalRequest
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.foundation.lifecycle.models import Stateful, status_known
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.registry.models import Inspector


class Team(Evidential):
    """One team of a task."""

    append_only = True

    task = models.ForeignKey(Task, models.PROTECT, related_name="teams", verbose_name="抽查任务", help_text="第十六条")
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="+", verbose_name="抽取", help_text="第十四条")
    code = models.CharField("小组", max_length=16, help_text="第十六条")

    class Meta:
        db_table = "team"
        verbose_name = "检查小组"
        ordering = ("task", "code")
        constraints = (models.UniqueConstraint(fields=("draw", "code"), name="team_once"),)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What people call it: 第1组 for `t1` of the protocol."""
        return f"第{self.code[1:]}组"


class InspectorReplacement(Stateful):
    """One request to replace somebody in a place of a team, with its answer."""

    machine = REPLACEMENT
    immutable: ClassVar[tuple[str, ...]] = ("team", "slot", "outgoing", "substitute", "ground", "text", "requested_at")

    team = models.ForeignKey(Team, models.PROTECT, related_name="replacements", verbose_name="小组")
    slot = models.PositiveIntegerField("岗位序号", help_text="第十五条")
    outgoing = models.ForeignKey(
        Inspector, models.PROTECT, related_name="+", verbose_name="原人员", help_text="第十五条"
    )
    substitute = models.ForeignKey(
        Inspector, models.PROTECT, related_name="+", verbose_name="替换人员", help_text="第十五条"
    )
    ground = models.CharField("情形", max_length=16, help_text="第十五条")
    text = models.CharField("说明", max_length=400, help_text="第十五条")
    request = models.OneToOneField(ApprovalRequest, models.PROTECT, related_name="+", verbose_name="审批申请")
    requested_at = models.DateTimeField("申请时间", help_text="第十五条")

    class Meta:
        db_table = "inspector_replacement"
        verbose_name = "人员调整更换"
        ordering = ("-requested_at", "-id")
        constraints = (
            status_known(REPLACEMENT, table="inspector_replacement"),
            models.UniqueConstraint(
                fields=("team", "slot"), condition=Q(status="REQUESTED"), name="replacement_one_open_a_place"
            ),
            models.CheckConstraint(condition=~Q(substitute=F("outgoing")), name="replacement_by_another"),
            models.CheckConstraint(condition=~Q(text=""), name="replacement_explained"),
            models.CheckConstraint(
                condition=Q(ground__in=list(labels("replacement_grounds"))), name="replacement_ground"
            ),
        )

    def __str__(self) -> str:
        return f"{self.team} {self.get_ground()}"

    def get_ground(self) -> str:
        """The ground in words."""
        return labels("replacement_grounds").get(self.ground, self.ground)


class TeamMember(Evidential):
    """A person in a place of a team: drawn (ordinal 0) or appointed later."""

    append_only = True

    team = models.ForeignKey(Team, models.PROTECT, related_name="members", verbose_name="小组")
    slot = models.PositiveIntegerField("岗位序号", help_text="第十六条；与抽取结果一致")
    ordinal = models.PositiveIntegerField("第几任", help_text="第十五条；0 为抽取产生")
    role = models.CharField("职责", max_length=64, help_text="第十六条；leader 为组长")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="部门")
    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="+", verbose_name="执法检查人员")
    replacement = models.OneToOneField(
        InspectorReplacement, models.PROTECT, null=True, related_name="member", verbose_name="更换"
    )

    class Meta:
        db_table = "team_member"
        verbose_name = "小组成员"
        ordering = ("team", "slot", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("team", "slot", "ordinal"), name="team_member_place"),
            models.CheckConstraint(
                condition=Q(ordinal=0, replacement__isnull=True) | Q(ordinal__gte=1, replacement__isnull=False),
                name="team_member_drawn_or_by_replacement",
            ),
        )

    def __str__(self) -> str:
        return f"{self.team} {self.slot}"
