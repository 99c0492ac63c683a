"""A draw of the walk: announced and frozen, waiting for its commitments; and one task that is drawn."""

import io
import shutil
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.beacon import DICE
from shuangsuiji.core.draw.ceremony import commit_of
from shuangsuiji.core.rules.schemes import KEEP
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.ledger import gate
from shuangsuiji.stages.draws.actions.commit import commit
from shuangsuiji.stages.draws.actions.draw import draw as draw_now
from shuangsuiji.stages.draws.actions.freeze import freeze
from shuangsuiji.stages.draws.actions.plan_draw import plan_draw
from shuangsuiji.stages.draws.actions.record_public_number import note_public_number, record_public_number
from shuangsuiji.stages.draws.actions.reveal import reveal
from shuangsuiji.stages.draws.numbering import Entry
from shuangsuiji.stages.draws.planning import DrawTerms
from shuangsuiji.stages.inspections.actions.dispatch import dispatch
from shuangsuiji.stages.inspections.actions.request_replacement import Wish, request_replacement
from shuangsuiji.stages.inspections.models import Inspection, Team
from shuangsuiji.stages.inspections.queries.teams import candidates_for, serving
from shuangsuiji.stages.items.actions.write_guide import publish_guide, write_guide
from shuangsuiji.stages.items.models import GuideDraft
from shuangsuiji.stages.plans.actions.confirm_registries import confirm_registries
from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.actions.sign_scheme import sign_scheme
from shuangsuiji.stages.plans.queries.meeting import overlaps_of
from shuangsuiji.stages.plans.queries.parties import items_of
from shuangsuiji.stages.plans.queries.plans import published_lines
from shuangsuiji.stages.plans.queries.schemes import scheme_digest
from shuangsuiji.stages.plans.queries.tasks import scheme_draft_of
from shuangsuiji.stages.plans.scheme_drafting import edit_scheme, send_scheme
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.declare_recusal import declare_recusal
from shuangsuiji.stages.registry.actions.sign_confirmation import sign_confirmation
from shuangsuiji.stages.registry.models import Inspector, RegistryConfirmation, RegistryKind
from shuangsuiji.stages.registry.queries import delta_since
from tests.browser.site import DEPUTY, SEES_MOST, Site
from tests.foundation.evidence.files import pdf
from tests.stages.draws.drawing import NUMBER, seal_log
from tests.stages.plans.planning import YEAR


def build(site: Site) -> dict[str, Any]:
    """The key of a task whose draw is frozen."""
    task, at = _ready(site, "劳动用工检查（第三批）"), site.at
    clerk = site.bureau.actor(SEES_MOST, "clerk")
    chosen = DrawTerms(
        commit_by=at + timedelta(hours=1), reveal_by=at + timedelta(hours=2), not_before=at + timedelta(hours=3), round="1",
        digits=20, teams=1, people=_people(site),
    )  # fmt: skip
    draw = plan_draw(task_id=task.pk, terms=chosen, actor=clerk, at=at)
    freeze(draw_id=draw.pk, actor=clerk, at=at)
    return {"key": task.pk}


def dispatched(site: Site) -> dict[str, Any]:
    """Keys of a task whose list is dispatched, of one inspection, of a team's place and of a replacement asked for.

    All within the seconds by which clocks may differ, for the other acts of the walk bear its one moment.
    """
    task, at = _ready(site, "劳动用工检查（第四批）"), site.at
    clerk, deputy = site.bureau.actor(SEES_MOST, "clerk"), site.bureau.actor(DEPUTY, "deputy_head")
    _guided(site, task)
    after = [at + timedelta(seconds=each) for each in (10, 20, 30, 40)]
    chosen = DrawTerms(
        commit_by=after[0], reveal_by=after[1], not_before=after[2], round="1", digits=20, teams=1, people=_people(site)
    )
    draw = plan_draw(task_id=task.pk, terms=chosen, actor=clerk, at=at)
    draw = freeze(draw_id=draw.pk, actor=clerk, at=at)
    secrets = {each.code: f"{each.ordinal}" * 64 for each in draw.contributors.all()}
    actors = {each.code: deputy if each.label == "机关纪检" else clerk for each in draw.contributors.all()}
    for code, secret in secrets.items():
        value = commit_of(suite_named("SHA256"), draw.number, draw.freeze.context, code, secret)
        commit(draw_id=draw.pk, value=value, actor=actors[code], at=at)
    seal_log()
    for code, secret in secrets.items():
        reveal(draw_id=draw.pk, secret=secret, actor=actors[code], at=at)
    note_public_number(draw_id=draw.pk, entry=Entry(NUMBER), actor=clerk, at=after[3])
    sheet = receive(io.BytesIO(pdf()), Kind.SCAN)
    record_public_number(draw_id=draw.pk, entry=Entry(NUMBER, file=sheet), actor=deputy, at=after[3])
    draw_now(draw_id=draw.pk, actor=clerk, at=after[3])
    seal_log()
    dispatch(task_id=task.pk, actor=clerk, at=after[3])
    team = Team.objects.get(task=task)
    place = serving(team)[-1]
    wish = Wish(place.slot, candidates_for(team, place.slot)[-1].pk, "health", "住院")
    asked = request_replacement(team_id=team.pk, wish=wish, actor=clerk, at=after[3])
    _nothing_published()
    one = Inspection.objects.filter(task=task).first()
    assert one is not None
    return {"task": task.pk, "inspection": one.pk, "team": team.pk, "slot": place.slot, "replacement": asked.pk}


def _nothing_published() -> None:
    """The walk's log is as if nobody had sealed it: other pages show a log of their own."""
    shutil.rmtree(settings.SHUANGSUIJI_LOG_FOLDER)
    gate.forget()


def _people(site: Site) -> dict[str, Any]:
    return {"承办股室": site.bureau.person(SEES_MOST).pk, "机关纪检": site.bureau.person(DEPUTY).pk}


def _ready(site: Site, name: str) -> Any:
    """A task that may be drawn: both registries confirmed, everybody has declared whom he must not visit."""
    clerk, keeper, at = site.bureau.actor(SEES_MOST, "clerk"), site.bureau.actor(SEES_MOST, "registry_keeper"), site.at
    line = published_lines("rsj", YEAR)[0]
    task = create_task(line_id=line.pk, name=name, actor=clerk, at=at)
    apart = {
        each.task.number: {"decision": KEEP, "reason": "各查各的事项"} for each in overlaps_of(scheme_draft_of(task))
    }
    terms = {"public_number": DICE, "overlaps": apart, "to_on": date(YEAR, 5, 31)}
    draft = edit_scheme(task_id=task.pk, version=1, terms=terms, actor=clerk, at=at)
    send_scheme(task_id=task.pk, version=draft.version, actor=clerk, at=at)
    seen = Answer(scheme_digest(scheme_draft_of(task)))
    sign_scheme(task_id=task.pk, agrees=True, answer=seen, actor=site.bureau.actor(DEPUTY, "deputy_head"), at=at)
    for row in Inspector.objects.filter(department__code="rsj", removed_on__isnull=True):
        declare_recusal(inspector=row.pk, subjects=(), actor=keeper, at=at)
    for kind in RegistryKind:
        _confirmed(site, kind, task)
    confirm_registries(task_id=task.pk, actor=keeper, at=at)
    return task


def _guided(site: Site, task: Any) -> None:
    contents = {"basis": "条例", "procedure": "先看后问", "content": "合同", "method": "查阅"}
    for each in items_of(task):
        former = GuideDraft.objects.filter(item_code=each.item.code).first()
        draft = write_guide(
            item_code=each.item.code, contents=contents, points=[("是否签订劳动合同", "")], read=former.version if former else 0,
            actor=site.bureau.actor(SEES_MOST, "clerk"), at=site.at,
        )  # fmt: skip
        section_head = site.bureau.actor("zheng", "section_head")
        publish_guide(item_code=each.item.code, read=draft.version, actor=section_head, at=site.at)


def _confirmed(site: Site, kind: str, task: Any) -> None:
    department, at = Department.objects.get(code="rsj"), site.at
    seen = delta_since(department, kind).digest
    keeper = site.bureau.actor(SEES_MOST, "registry_keeper")
    made = confirm_registry(kind=kind, seen=seen, task_id=task.pk, task_number=task.number, actor=keeper, at=at)
    if not isinstance(made, RegistryConfirmation):
        sign_confirmation(draft=made.pk, actor=site.bureau.actor("zheng", "section_head"), at=at)
