"""A ceremony as its page shows it: who has committed and revealed, what is frozen, what is waited for.

Source: 第十四条; 70-interface §4 (抽取大厅). Never: a drawn name; a secret before its reveal (none is here).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shuangsuiji.core.draw.beacon import not_before
from shuangsuiji.core.draw.ceremony import ABORTED, DRAWN, FROZEN, PLANNED, REVEALED, SEEDED, VOID
from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.foundation.accounts.models import Account, Post
from shuangsuiji.foundation.accounts.models.department import in_force
from shuangsuiji.foundation.accounts.queries import day_of
from shuangsuiji.foundation.ledger.published import Published
from shuangsuiji.stages.draws.models import Draw, DrawnSubject, NumberDraft
from shuangsuiji.stages.draws.planning import joined_department
from shuangsuiji.stages.draws.queries.sealing import commits_sealed, result_sealed
from shuangsuiji.stages.plans.models import Task

STEPS = "公告 冻结名录 提交承诺 揭示 公开随机数 抽取"
_STEP = {PLANNED: 2, FROZEN: 3, "COMMITTED": 4, REVEALED: 5, SEEDED: 6, DRAWN: 6}


@dataclass(frozen=True, slots=True)
class Party:
    """A contributor: label, who speaks for it, its commitment and number as far as they are there."""

    label: str
    code: str
    person: UUID
    commit: str
    revealed: bool
    secret: str
    missing: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the hall shows about one draw now."""

    draw: Draw
    step: int
    parties: tuple[Party, ...]
    commit_by: datetime
    reveal_by: datetime
    number_from: datetime
    sealed: bool
    result_sealed: bool
    number_draft: NumberDraft | None

    @property
    def waited_for(self) -> list[str]:
        """Labels of those whose commitment (then: whose reveal) is still awaited."""
        if self.draw.state == FROZEN:
            return [each.label for each in self.parties if not each.commit]
        return [each.label for each in self.parties if each.commit and not each.revealed]

    @property
    def missing(self) -> list[str]:
        """Labels of those who did not reveal."""
        return [each.label for each in self.parties if each.missing]


def standing_of(draw: Draw, published: Published | None) -> Standing:
    """Cost: about 6 queries."""
    rows = draw.contributors.select_related("commitment", "reveal").order_by("ordinal")
    beacon = draw.plan["beacon"]
    return Standing(
        draw=draw,
        step=_STEP.get(draw.state, 6),
        parties=tuple(_party(each) for each in rows),
        commit_by=parse_time(draw.plan["commit_by"]),
        reveal_by=parse_time(draw.plan["reveal_by"]),
        number_from=not_before(beacon),
        sealed=commits_sealed(draw, published),
        result_sealed=result_sealed(draw, published),
        number_draft=NumberDraft.objects.filter(draw=draw).first(),
    )


def _party(row: Any) -> Party:
    commitment, reveal = getattr(row, "commitment", None), getattr(row, "reveal", None)
    secret = reveal.secret if reveal else ""
    return Party(
        row.label, row.code, row.person_id, commitment.value if commitment else "", bool(secret), secret,
        reveal is not None and not secret,
    )  # fmt: skip


def in_its_order(draw: Draw) -> list[dict[str, Any]]:
    """The drawn places by library and stratum in rank order: handles and tickets, no names. One query."""
    groups: dict[tuple[str, str], list[DrawnSubject]] = {}
    for row in DrawnSubject.objects.filter(draw=draw).order_by("library", "stratum", "rank"):
        groups.setdefault((row.library, row.stratum), []).append(row)
    return [{"library": library, "stratum": stratum, "rows": rows} for (library, stratum), rows in groups.items()]


def former_of(draw: Draw) -> tuple[int, int]:
    """How many earlier attempts of the series were aborted, and voided. One query."""
    states = list(Draw.objects.filter(series=draw.series, ordinal__lt=draw.ordinal).values_list("state", flat=True))
    return states.count(ABORTED), states.count(VOID)


def candidates(task: Task, label: str, at: datetime) -> list[tuple[UUID, str]]:
    """Who may speak for a contributor: (person, name and offices) of those with an account in that department. 3 queries."""
    joined = joined_department(task, label)
    department = joined or task.department
    today = day_of(at)
    posts = Post.objects.filter(in_force(today), department=department).select_related("person__key", "section")
    words: dict[UUID, list[str]] = {}
    names: dict[UUID, str] = {}
    for post in posts:
        words.setdefault(post.person_id, []).append(
            f"{post.section.name if post.section else ''}{post.get_office_display()}"
        )
        names[post.person_id] = post.person.name
    usable = {each.person_id for each in Account.objects.filter(person__in=list(words)) if each.usable(at, today)}
    return sorted(((key, f"{names[key]}（{'、'.join(words[key])}）") for key in usable), key=lambda pair: pair[1])
