"""The act: a clerk begins a plan; from here on it has its number, and its paper can be written.

Source: 第六条, 第七条, 第八条 (an ad-hoc plan only from a superior or another department, E08-3).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.plans import check_source
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import Plan, PlanDraft, PlanKind
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import concerning, holds


@dataclass(frozen=True, slots=True)
class Source:
    """Where an ad-hoc plan comes from: code of `task_sources`, body, document number and date, the file where there is one."""

    code: str
    body: str
    document: str
    dated_on: date | None
    file: Received | None = None


def draft_plan(
    *,
    kind: str,
    year: int,
    title: str,
    source: Source | None = None,
    migrated: bool = False,
    actor: Actor,
    at: datetime,
) -> Plan:
    """Begin a plan of the actor's department. `migrated`: it was published before this platform was used (迁入).

    Raises RuleViolation (E08-3, E13-2), PlansRefused without title or for an impossible year.
    """
    if not title.strip():
        raise PlansRefused("请填写计划名称。")
    if abs(year - at.year) > 1 and not migrated:
        raise PlansRefused(f"计划年度 {year} 与当前年份相差过多；请核对。")
    with command(actor=actor, at=at) as cmd:
        department = Department.objects.select_for_update(no_key=True, of=("self",)).get(code=actor.org)
        plan = _new(department, kind, year, title.strip(), source, migrated)
        fact = _source_fact(kind, source)
        move(plan, "draft_plan", actor=actor, at=at, facts={"source_if_ad_hoc": fact})
        PlanDraft.objects.create(plan=plan, title=plan.title, drafter=person_of(cmd))
        files = [named(enter(cmd, source.file))] if source is not None and source.file else []
        kept = concerning(plan, at, kind=kind)
        cmd.emit("plan.drafted", pub={"office": actor.office, "count": 1}, private=kept, files=files)
    return plan


def _new(department: Department, kind: str, year: int, title: str, source: Source | None, migrated: bool) -> Plan:
    last = Plan.objects.filter(department=department, year=year).aggregate(last=Max("ordinal"))["last"] or 0
    plan = Plan(
        department=department,
        year=year,
        kind=PlanKind(kind),
        ordinal=last + 1,
        number=f"{department.code}-{year}-{last + 1:02d}",
        title=title,
        migrated=migrated,
    )
    if kind == PlanKind.AD_HOC and source is not None:
        plan.source, plan.source_body = source.code, source.body.strip()
        plan.source_document, plan.source_dated_on = source.document.strip(), source.dated_on
        plan.file_digest = source.file.digest if source.file else ""
    return plan


def _source_fact(kind: str, source: Source | None) -> Finding:
    if kind != PlanKind.AD_HOC:
        return holds("第八条", "年度计划")
    given = source or Source("", "", "", None)
    return check_source(given.code, given.body, given.document, given.dated_on)
