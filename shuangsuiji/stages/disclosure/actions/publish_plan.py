"""Publishing a confirmed plan or its newest amendment: by its department what is its own or on paper, else by the joint office.

Source: 第四条 (公开透明), 第七条, 第八条. The public sees shares per class; never the class of anybody named (00-decisions, 8).
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.disclosure.models import NoticeKind, PublishedNotice
from shuangsuiji.stages.disclosure.plan_content import content_of_version
from shuangsuiji.stages.disclosure.queries import latest, new_notice
from shuangsuiji.stages.plans.models import Plan, PlanVersion
from shuangsuiji.stages.plans.queries.submissions import paper_confirmed


def publish_plan(*, plan: UUID, place: str, actor: Actor, at: datetime) -> PublishedNotice:
    """Publish the newest version of a plan. `place` is where else it is made public (公布载体).

    Raises RuleViolation (E13-1; E13-2 for another office; E07-7 where nothing new was confirmed; E19-13), DoesNotExist for another
    department's own plan.
    """
    with command(actor=actor, at=at) as cmd:
        found: Plan = (
            Plan.objects.select_for_update(no_key=True, of=("self",)).select_related("department").get(pk=plan)
        )
        if not found.is_joint and actor.org != found.department.code:
            raise Plan.DoesNotExist
        publisher = publisher_of(found, actor)
        require(publisher)
        version = found.versions.order_by("-number").first()
        before = latest(NoticeKind.PLAN, UUID(str(found.pk)))
        facts = {
            "plan_is_joint": _kind(found, joint=True),
            "plan_is_own": _kind(found, joint=False),
            "version_not_yet_public": _fresh(version, before),
            "publisher_of_plan": publisher,
        }
        move(found, "publish_plan", actor=actor, at=at, facts=facts)
        assert version is not None, "the guard refuses a plan without a version"
        _note_day(found, version, place, at)
        notice = new_notice(
            NoticeKind.PLAN,
            department=found.department,
            title=version.title,
            content=content_of_version(version, localdate(at)),
            record_id=UUID(str(found.pk)),
            version_no=version.amendment + 1,
            on=localdate(at),
            supersedes=before,
            reason=version.reason if version.amendment else "",
        )
        notice.save(force_insert=True)
        pub = {"year": found.year, "version": version.number, "digest": notice.content_digest}
        cmd.emit("plan.published", pub=pub)
    return notice


def _note_day(plan: Plan, version: PlanVersion, place: str, at: datetime) -> None:
    """Which version stands, since when and where; a plan of former days keeps its own first day."""
    if not plan.migrated or version.amendment:
        plan.published_on, plan.place = localdate(at), place.strip()
    plan.published_number = version.number
    plan.save(update_fields=["published_on", "place", "published_number"])


def publisher_of(plan: Plan, actor: Actor) -> Finding:
    """Whether this office publishes that plan (E13-2): the clerk of its department what is its own or on paper, else the joint office."""
    wanted, on_paper = publishing_office(plan), paper_confirmed(plan) is not None
    whose = plan.department.name if on_paper else ""
    own = wanted != "clerk" or actor.org == plan.department.code
    given = OFFICES.get(actor.office, actor.office)
    return judge(
        "E13-2",
        "第七条",
        actor.office == wanted and own,
        required=whose + OFFICES[wanted],
        actual=given,
        refusal=f"公示{'纸质报送的' if on_paper else ''}{plan.get_kind_display()}由{whose}{OFFICES[wanted]}办理，您现以{given}身份办理（第七条）。",
        remedy=f"请交{whose}{OFFICES[wanted]}办理。",
    )


def publishing_office(plan: Plan) -> str:
    """Which office publishes a plan. Cost: 1 query for a joint one."""
    return "joint_office" if plan.is_joint and paper_confirmed(plan) is None else "clerk"


def _kind(plan: Plan, *, joint: bool) -> Finding:
    return judge(
        "E07-8",
        "第七条",
        plan.is_joint == joint,
        required="联合计划" if joint else "本部门计划",
        actual=plan.get_kind_display(),
        refusal="联合计划须先报送联席会议办公室，由其汇总公示（第七条）。",
        remedy="请先报送联席会议办公室。",
    )


def _fresh(version: PlanVersion | None, before: PublishedNotice | None) -> Finding:
    fresh = version is not None and (before is None or before.version_no != version.amendment + 1)
    return judge(
        "E07-7",
        "第七条",
        fresh,
        required="已会签而尚未公示的版本",
        actual="有" if fresh else "没有",
        refusal="没有新的已会签版本，不必再次公示（第七条）。",
        remedy="计划有变化的，请先提出变更。",
    )
