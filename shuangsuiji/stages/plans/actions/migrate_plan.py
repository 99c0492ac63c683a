"""The act: a plan that was public before this platform was used is entered once, marked 迁入, with day, place, document and file.

Source: 第五条, 第七条; 10-articles (what happened before). The rules' floors are not asked of it: it is what it was.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.foundation.approvals.models import Outcome
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.actions.confirm_plan import open_part
from shuangsuiji.stages.plans.models import Plan, PlanVersion
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import Answer, concerning, paper_of, require_sent, signed_by_head
from shuangsuiji.stages.plans.versions import fix_version


@dataclass(frozen=True, slots=True)
class FormerPublication:
    """When and where it was public, under which number, and the file."""

    on: date
    place: str
    document: str
    file: Received | None


def migrate_plan(
    *, plan_id: UUID, former: FormerPublication, answer: Answer, actor: Actor, at: datetime
) -> PlanVersion:
    """Enter a former plan as published. Raises RuleViolation (E07-9, E13-1, E13-2), PlansRefused for a plan not marked 迁入."""
    with command(actor=actor, at=at) as cmd:
        draft = paper_of(plan_id, actor.org)
        plan = draft.plan
        if not plan.migrated:
            raise PlansRefused("该计划不是迁入的既有计划；请按会签、公示办理。")
        require_sent(draft, answer.seen)
        decision, _ = signed_by_head(cmd, draft, answer, act="migrate_plan", outcome=Outcome.APPROVED)
        version = fix_version(cmd, draft, decision, amendment=0)
        facts = {"former_publication_recorded": _recorded(plan, former, localdate(at))}
        move(plan, "migrate_plan", actor=actor, at=at, facts=facts, standing_in=answer.standing_in)
        plan.title, plan.published_on, plan.place = draft.title, former.on, former.place.strip()
        plan.published_number = version.number
        plan.save(update_fields=["title", "published_on", "place", "published_number"])
        kept = concerning(plan, at, document=former.document.strip(), place=plan.place)
        files = [named(enter(cmd, former.file))] if former.file else []
        cmd.emit("plan.migrated", pub=open_part(version), private=kept, files=files)
    return version


def _recorded(plan: Plan, former: FormerPublication, today: date) -> Finding:
    whole = bool(former.place.strip() and former.document.strip() and former.file)
    return judge(
        "E07-9",
        "第五条",
        whole and former.on <= today and abs(former.on.year - plan.year) <= 1,
        required="原公示日期、载体、文号和文件",
        actual="齐全" if whole else "不齐",
        refusal="登记迁入计划须写明原公示日期、载体、文号并附文件（第五条、第七条）。",
        remedy="请补齐；日期须在计划年度前后。",
    )
