"""Writing a plan, or an amendment of one: the working paper, its lines, and the day it is sent round for signatures.

Source: 第六条（三）, 第七条, 第八条; 50-ledger §11 (drafts are not logged). Takes: the clerk's entries. Gives: PlanDraft, DraftLine.
Every change takes the paper back from those it was sent to: they sign what they were shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.offices import check_done_by
from shuangsuiji.core.rules.plan_lint import refusing
from shuangsuiji.core.rules.plans import check_plan_editable
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.uuid7 import uuid7
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.plans.models import DraftLine, Plan, PlanDraft
from shuangsuiji.stages.plans.queries.content import digest_of
from shuangsuiji.stages.plans.queries.standing import remarks_on
from shuangsuiji.stages.plans.refusal import PlansRefused

OFFICE = "clerk"
LINE_FIELDS = (
    "task_name", "subject_range", "subject_types", "tags", "participants", "methods", "level_mode", "draw_type",
    "inspector_draw_mode", "from_on", "to_on", "repeat_rule", "ratio_text", "remark", "item_codes", "quotas",
)  # fmt: skip


def edit_plan(
    *,
    plan_id: UUID,
    version: int,
    title: str,
    participants: Sequence[str] = (),
    basis: Sequence[str] = (),
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> PlanDraft:
    """Change what the plan says as a whole. `version` of the paper as it was shown.

    Raises RuleViolation (E07-4, E13-2), StaleVersion, DoesNotExist for another department's plan, PlansRefused.
    """
    del at  # working paper bears no time
    with _paper(plan_id, version, actor) as draft:
        if not title.strip():
            raise PlansRefused("请填写计划名称。")
        if actor.org in participants:
            raise PlansRefused("本部门是发起部门，不必再列为参与部门。")
        if participants and not draft.plan.is_joint:
            raise PlansRefused("本部门计划没有参与部门；与其他部门一起检查的，请另建联合计划（第七条）。")
        draft.title, draft.reason = title.strip(), reason.strip()
        draft.participants = sorted(set(participants))
        draft.basis = sorted(set(map(str, basis)))
    return draft


def write_line(
    *,
    plan_id: UUID,
    version: int,
    line_id: UUID | None = None,
    terms: Mapping[str, Any],
    actor: Actor,
    at: datetime,
) -> DraftLine:
    """Add a line (`version` of the paper), or rewrite one (`version` of the line); `terms` are fields of LINE_FIELDS.

    Raises as `edit_plan`; StaleVersion tells both sides where somebody rewrote the same line.
    """
    with _paper(plan_id, None if line_id else version, actor) as draft:
        line = draft.lines.get(pk=line_id) if line_id else DraftLine(id=uuid7(at), draft=draft, ordinal=_next(draft))
        if line_id and line.version != version:
            raise StaleVersion("该行已被他人修改，请核对后再保存。", differences=_both_sides(line, terms))
        for name in LINE_FIELDS:
            if name in terms:
                setattr(line, name, terms[name])
        line.version += 1 if line_id else 0
        line.save()
    return line


def write_lines(
    *, plan_id: UUID, version: int, lines: Sequence[Mapping[str, Any]], actor: Actor, at: datetime
) -> list[DraftLine]:
    """Append many lines at once, as a sheet gave them. Raises as `edit_plan`."""
    made = []
    with _paper(plan_id, version, actor) as draft:
        first = _next(draft)
        for ordinal, terms in enumerate(lines, start=first):
            line = DraftLine(id=uuid7(at), draft=draft, ordinal=ordinal)
            for name in LINE_FIELDS:
                if name in terms:
                    setattr(line, name, terms[name])
            line.save()
            made.append(line)
    return made


def remove_line(*, plan_id: UUID, version: int, line_id: UUID, actor: Actor, at: datetime) -> PlanDraft:
    """Take a line out of the paper; those behind it move up. Raises as `edit_plan`."""
    del at
    with _paper(plan_id, version, actor) as draft:
        draft.lines.get(pk=line_id).delete()
        for ordinal, line in enumerate(draft.lines.order_by("ordinal"), start=1):
            if line.ordinal != ordinal:
                line.ordinal = ordinal
                line.save(update_fields=["ordinal"])
    return draft


def send_plan(*, plan_id: UUID, version: int, actor: Actor, at: datetime) -> PlanDraft:
    """Send the paper round: to the participating departments, and to the deputy head.

    Raises RuleViolation with everything that refuses the plan now (what only needs the deputy head's consent does not), as `edit_plan`.
    """
    with _paper(plan_id, version, actor) as draft:
        if draft.base_number and not draft.reason:
            raise PlansRefused("变更须写明理由；请补充后送会签（第七条）。")
        if draft.plan.migrated:
            _require_windows(draft)
        else:
            require(*refusing(remarks_on(draft)))
        draft.returned = ""
        draft.sender, draft.sender_office, draft.sent_at = actor.person, actor.office, at
        draft.sent_digest = digest_of(draft)
    return draft


def _require_windows(draft: PlanDraft) -> None:
    """What even a plan of former days must say; the rules' floors are not asked of it."""
    lines = list(draft.lines.all())
    if not lines or any(line.from_on is None or line.to_on is None for line in lines):
        raise PlansRefused("迁入计划至少应有一行，每行都要有起止日期；请补齐。")


@contextmanager
def _paper(plan_id: UUID, version: int | None, actor: Actor) -> Iterator[PlanDraft]:
    """The paper, locked, for the clerk of its department; saved afterwards as changed and no longer sent. `version` None: not asked."""
    require_clerk(actor)
    with transaction.atomic():
        plan = Plan.objects.select_related("department").get(pk=plan_id, department__code=actor.org)
        draft = PlanDraft.objects.select_for_update(no_key=True, of=("self",)).get(pk=plan.pk)
        draft.plan = plan
        amending = draft.base_number is not None
        require(check_plan_editable(plan.status, plan.status_label, amending=amending))
        if version is not None:
            require_fresh(draft, version)
        draft.version += 1
        draft.sent_digest, draft.sent_at = "", None
        yield draft
        draft.save()


def require_fresh(draft: PlanDraft, version: int) -> None:
    """Raise StaleVersion where somebody changed the paper after it was shown."""
    if draft.version != version:
        raise StaleVersion("该计划已被他人修改，请刷新后核对再保存。")


def require_clerk(actor: Actor) -> None:
    """Raise RuleViolation (E13-2) for another office than the clerk's."""
    require(check_done_by(actor.office, OFFICE, matter="编制计划", citation="第七条"))


def _both_sides(line: DraftLine, terms: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Label, stored, sent for every field of a line that differs."""
    labels = {
        field.name: str(field.verbose_name) for field in DraftLine._meta.get_fields() if hasattr(field, "verbose_name")
    }
    return [
        (labels[name], _words(getattr(line, name)), _words(sent))
        for name, sent in terms.items()
        if name in LINE_FIELDS and _words(getattr(line, name)) != _words(sent)
    ]


def _words(value: Any) -> str:
    """A field as plain text."""
    if isinstance(value, dict):
        return "；".join(f"{key}：{_words(each)}" for key, each in sorted(value.items()))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")


def _next(draft: PlanDraft) -> int:
    return (draft.lines.aggregate(last=Max("ordinal"))["last"] or 0) + 1


def begin_amendment(*, plan_id: UUID, reason: str, actor: Actor, at: datetime) -> PlanDraft:
    """Open the paper of a public plan again, as its newest version stands. Raises RuleViolation (E07-4, E13-2), PlansRefused."""
    require_clerk(actor)
    if not reason.strip():
        raise PlansRefused("变更须写明理由（第七条）。")
    with transaction.atomic():
        plan = Plan.objects.select_related("department").get(pk=plan_id, department__code=actor.org)
        draft = PlanDraft.objects.select_for_update(no_key=True, of=("self",)).get(pk=plan.pk)
        require(check_plan_editable(plan.status, plan.status_label, amending=True))
        if draft.base_number is not None:
            raise PlansRefused("该计划已有正在办理的变更；请在其上继续。")
        newest = plan.versions.order_by("-number").first()
        if plan.status != "PUBLISHED" or newest is None or newest.number != plan.published_number:
            raise PlansRefused("上一次变更尚未公示；请先公示，再提出新的变更（第七条）。")
        draft.base_number, draft.reason, draft.returned = newest.number, reason.strip(), ""
        draft.sent_digest, draft.sent_at, draft.version = "", None, draft.version + 1
        draft.save()
    del at
    return draft


def drop_amendment(*, plan_id: UUID, actor: Actor, at: datetime) -> PlanDraft:
    """Give up an amendment that was not decided: the paper says again what the newest version says. Raises RuleViolation, PlansRefused."""
    require_clerk(actor)
    with transaction.atomic():
        plan = Plan.objects.select_related("department").get(pk=plan_id, department__code=actor.org)
        draft = PlanDraft.objects.select_for_update(no_key=True, of=("self",)).get(pk=plan.pk)
        if draft.base_number is None:
            raise PlansRefused("没有正在办理的变更。")
        restore(draft, plan.versions.get(number=draft.base_number).content, at)
        draft.base_number, draft.reason, draft.sent_digest, draft.sent_at = None, "", "", None
        draft.round, draft.version = draft.round + 1, draft.version + 1
        draft.save()
    return draft


def restore(draft: PlanDraft, content: Mapping[str, Any], at: datetime) -> None:
    """Make the paper say what a version says."""
    draft.title, draft.participants, draft.basis = content["title"], content["participants"], content["basis"]
    draft.lines.all().delete()
    for said in content["lines"]:
        terms = {
            **said,
            "item_codes": said["items"],
            "from_on": said["from_on"] or None,
            "to_on": said["to_on"] or None,
        }
        line = DraftLine(id=uuid7(at), draft=draft, ordinal=said["ordinal"])
        for name in LINE_FIELDS:
            setattr(line, name, terms[name])
        line.save()
