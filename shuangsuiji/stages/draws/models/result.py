"""What was drawn: the digests anyone can recompute, and for the office the subjects and the places in teams.

Source: 第十四条, 第十六条; SSJ-DRAW/1 §7, §8. Internal: rows name firms beside their library. Nothing here ever changes.
"""

from django.db import models
from django.db.models import Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.stages.draws.models.draw import DIGEST_LENGTH, Draw
from shuangsuiji.stages.registry.models import Inspector, Subject

HANDLE_LENGTH = 80


class DrawResult(Evidential):
    """The digests of the drawn lists, and how many they hold."""

    append_only = True

    draw = models.OneToOneField(Draw, models.PROTECT, related_name="result", verbose_name="抽取")
    selection_hash = models.CharField("对象名单摘要", max_length=DIGEST_LENGTH, blank=True, help_text="第十四条")
    batches_root = models.CharField("分组根", max_length=DIGEST_LENGTH, blank=True, help_text="第十四条")
    assignment_hash = models.CharField("人员名单摘要", max_length=DIGEST_LENGTH, blank=True, help_text="第十六条")
    result_hash = models.CharField("结果摘要", max_length=DIGEST_LENGTH, help_text="第十四条")
    subjects = models.PositiveIntegerField("抽取户数", help_text="第十四条")
    teams = models.PositiveIntegerField("小组数", help_text="第十六条")
    inspectors = models.PositiveIntegerField("人员数", help_text="第十六条")
    blocking = models.JSONField("无法配齐的岗位", default=list, help_text="第十六条；空为配齐")
    at = models.DateTimeField("时间", help_text="第十四条")

    class Meta:
        db_table = "draw_result"
        verbose_name = "抽取结果"

    def __str__(self) -> str:
        return self.result_hash


class DrawnSubject(Evidential):
    """One place of the list: a subject drawn from one library's stratum. The list never changes (第十四条)."""

    append_only = True

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="subjects", verbose_name="抽取")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="对象库的部门", help_text="第九条"
    )
    library = models.CharField("对象库", max_length=64, blank=True, help_text="第九条")
    stratum = models.CharField("层", max_length=64, help_text="第六条（二）；内部掌握，不公开")
    rank = models.PositiveIntegerField("顺位", help_text="第十四条")
    ticket = models.CharField("抽签值", max_length=DIGEST_LENGTH, help_text="第十四条")
    handle = models.CharField("编码", max_length=HANDLE_LENGTH, help_text="第十四条")
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="+", verbose_name="检查对象", help_text="第十四条"
    )
    team = models.CharField("小组", max_length=16, blank=True, help_text="第十六条")

    class Meta:
        db_table = "drawn_subject"
        verbose_name = "抽取的检查对象"
        ordering = ("draw", "library", "stratum", "rank")
        constraints = (
            models.UniqueConstraint(fields=("draw", "library", "stratum", "rank"), name="drawn_subject_rank"),
            models.UniqueConstraint(fields=("draw", "library", "handle"), name="drawn_subject_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="drawn_subject_rank_from_1"),
        )

    def __str__(self) -> str:
        return f"{self.stratum} {self.rank}"


class TeamPlace(Evidential):
    """One slot of a team with the person drawn for it."""

    append_only = True

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="places", verbose_name="抽取")
    slot = models.PositiveIntegerField("岗位序号", help_text="第十六条；从 0 起")
    team = models.CharField("小组", max_length=16, help_text="第十六条")
    role = models.CharField("职责", max_length=64, help_text="第十六条；leader 为组长")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="部门", help_text="第十六条"
    )
    inspector = models.ForeignKey(
        Inspector, models.PROTECT, related_name="+", verbose_name="执法检查人员", help_text="第十四条"
    )
    handle = models.CharField("编码", max_length=HANDLE_LENGTH, help_text="第十四条")
    ticket = models.CharField("抽签值", max_length=DIGEST_LENGTH, help_text="第十四条")

    class Meta:
        db_table = "team_place"
        verbose_name = "小组岗位"
        ordering = ("draw", "slot")
        constraints = (
            models.UniqueConstraint(fields=("draw", "slot"), name="team_place_slot"),
            models.UniqueConstraint(fields=("draw", "team", "inspector"), name="team_place_person_once_in_a_team"),
        )

    def __str__(self) -> str:
        return f"{self.team} {self.role}"


class DrawReplacement(Evidential):
    """One replacement as the draw's record has it; written by the act that replaces, the drawn list stays (第十五条)."""

    append_only = True

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="replacements", verbose_name="抽取")
    ordinal = models.PositiveIntegerField("第几次更换", help_text="第十五条")
    slot = models.PositiveIntegerField("岗位序号", help_text="第十五条")
    entry = models.JSONField("记录内容", help_text="第十五条；抽取记录所附")
    at = models.DateTimeField("时间", help_text="第十五条")

    class Meta:
        db_table = "draw_replacement"
        verbose_name = "抽取记录所附的更换"
        ordering = ("draw", "ordinal")
        constraints = (models.UniqueConstraint(fields=("draw", "ordinal"), name="draw_replacement_ordinal"),)

    def __str__(self) -> str:
        return f"{self.draw} {self.ordinal}"
