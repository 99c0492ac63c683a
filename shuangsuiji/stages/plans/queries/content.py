"""What a plan says as one JSON value: what everybody who signs is shown, and what their signatures bind.

Source: 第七条; 70-interface §5 (an approval binds the digest of what was shown). No floats: shares are two integers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.stages.plans.models import DraftLine, PlanDraft
from shuangsuiji.stages.plans.models.plan import LineTerms

TERMS = tuple(field.name for field in LineTerms._meta.local_fields)
_HEAD = ("title", "participants", "basis", "source")


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of two versions compared: `what` ADDED, REMOVED or CHANGED; `fields` (name, before, after). `name` empty: the head."""

    what: str
    name: str
    fields: tuple[tuple[str, Any, Any], ...] = ()


def content_of(draft: PlanDraft) -> dict[str, Any]:
    """The whole paper. `round` and `base` make signatures of an earlier round worthless."""
    plan = draft.plan
    return {
        "number": plan.number,
        "year": plan.year,
        "kind": plan.kind,
        "department": plan.department.code,
        "title": draft.title,
        "round": draft.round,
        "base": draft.base_number or 0,
        "reason": draft.reason,
        "source": source_of(draft),
        "participants": sorted(draft.participants),
        "basis": sorted(draft.basis),
        "lines": [line_content(line) for line in draft.lines.all()],
    }


def source_of(draft: PlanDraft) -> dict[str, str]:
    """Where an ad-hoc plan comes from; empty for a plan of the year."""
    plan = draft.plan
    if not plan.source:
        return {}
    return {
        "code": plan.source,
        "body": plan.source_body,
        "document": plan.source_document,
        "dated_on": f"{plan.source_dated_on}",
        "file": plan.file_digest,
    }


def line_content(line: DraftLine) -> dict[str, Any]:
    """One line of the paper."""
    terms = {name: getattr(line, name) for name in TERMS}
    return {
        **terms,
        "from_on": f"{line.from_on or ''}",
        "to_on": f"{line.to_on or ''}",
        "items": list(line.item_codes),
        "quotas": {each: dict(line.quotas[each]) for each in sorted(line.quotas)},
    }


def digest_of(draft: PlanDraft) -> str:
    """The digest that every signature binds. Cost: 1 query."""
    return content_digest(content_of(draft))


def consent_id(plan: UUID, department: str) -> UUID:
    """The key under which a department's consent to a plan is asked: one stream for each plan and department."""
    return uuid5(plan, f"agree_plan/{department}")


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What changed from one content to the next: the head, then line by line by ordinal."""
    head = tuple((name, before[name], after[name]) for name in _HEAD if before[name] != after[name])
    found = [Difference("CHANGED", "", head)] if head else []
    old = {line["ordinal"]: line for line in before["lines"]}
    for line in after["lines"]:
        former = old.pop(line["ordinal"], None)
        if former is None:
            found.append(Difference("ADDED", line["task_name"], tuple(_fields({}, line))))
        elif former != line:
            found.append(Difference("CHANGED", line["task_name"], tuple(_fields(former, line))))
    return found + [Difference("REMOVED", line["task_name"], tuple(_fields(line, {}))) for line in old.values()]


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in after or before:
        if name != "ordinal" and before.get(name) != after.get(name):
            yield name, before.get(name), after.get(name)
