"""Fixing a paper: the version, its lines, items, quotas, documents and participants, as part of an open command.

Source: 第一条, 第六条（三）, 第七条. Takes: the command, the paper, the deputy head's decision. Gives: a PlanVersion, unchangeable.
"""

from datetime import date
from typing import Any

from django.utils.timezone import localdate

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.models import Decision
from shuangsuiji.foundation.ledger.command import Command
from shuangsuiji.stages.items.models import Item, RuleDocument
from shuangsuiji.stages.items.queries import published_items
from shuangsuiji.stages.plans.models import (
    DraftLine,
    PlanBasis,
    PlanDraft,
    PlanLine,
    PlanLineItem,
    PlanLineQuota,
    PlanParticipant,
    PlanVersion,
    Policy,
)
from shuangsuiji.stages.plans.queries.content import TERMS, content_of, digest_of
from shuangsuiji.stages.plans.queries.policies import policy_on, standings_on
from shuangsuiji.stages.plans.queries.standing import consent_decision


def fix_version(cmd: Command, draft: PlanDraft, decision: Decision, *, amendment: int) -> PlanVersion:
    """Write everything the paper says. `amendment` 0 before publication, then counting from 1."""
    plan = draft.plan
    version = PlanVersion(
        plan=plan,
        number=plan.versions.count() + 1,
        amendment=amendment,
        title=draft.title,
        content=content_of(draft),
        content_digest=digest_of(draft),
        reason=draft.reason,
        decision=decision,
        confirmed_on=localdate(cmd.at),
    )
    version.save(force_insert=True)
    items = {item.code: item for item in published_items().filter(code__in=_codes(draft))}
    for line in draft.lines.all():
        _fix_line(version, line, items)
    _fix_participants(version, draft)
    documents = RuleDocument.objects.filter(pk__in=draft.basis)
    PlanBasis.objects.bulk_create([PlanBasis(version=version, document=each) for each in documents])
    return version


def _codes(draft: PlanDraft) -> set[str]:
    return {code for line in draft.lines.all() for code in line.item_codes}


def _fix_line(version: PlanVersion, line: DraftLine, items: dict[str, Item]) -> None:
    terms: dict[str, Any] = {name: getattr(line, name) for name in TERMS}
    fixed = PlanLine(version=version, number=f"{version.plan.number}-{line.ordinal:02d}", **terms)
    fixed.save(force_insert=True)
    found = [items[code] for code in line.item_codes if code in items]
    PlanLineItem.objects.bulk_create(
        [PlanLineItem(line=fixed, ordinal=ordinal, item=item) for ordinal, item in enumerate(found, start=1)]
    )
    department = version.plan.department.code
    day = line.from_on or date(version.plan.year, 1, 1)
    policy, floors = policy_on(department, day), standings_on(department, day)
    PlanLineQuota.objects.bulk_create(
        [_quota(fixed, each, line.quotas[each], floors, policy) for each in sorted(line.quotas)]
    )


def _quota(line: PlanLine, each: str, said: dict[str, Any], floors: Any, policy: Policy | None) -> PlanLineQuota:
    floor = floors[each].floor
    return PlanLineQuota(
        line=line,
        risk_class=each,
        ratio_num=said["num"],
        ratio_den=said["den"],
        frequency=said["frequency"],
        floor_num=floor.ratio.num,
        floor_den=floor.ratio.den,
        floor_document=floor.document,
        policy=policy,
        below_floor_reason=said.get("below", ""),
        necessity_reason=said.get("necessity", ""),
    )


def _fix_participants(version: PlanVersion, draft: PlanDraft) -> None:
    PlanParticipant.objects.bulk_create(
        [
            PlanParticipant(
                version=version,
                department=each,
                decision=consent_decision(draft, each.code, version.content_digest),
            )
            for each in Department.objects.filter(code__in=draft.participants).order_by("code")
        ]
    )
