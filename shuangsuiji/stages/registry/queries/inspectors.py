"""What others may ask of the registry of inspectors, and of confirmations. Reads only.

Source: 第十条, 第十五条, 第十六条; E10-1, E10-2, E10-4, C15-4.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Prefetch, Q, QuerySet, Sum
from django.utils.timezone import localdate

from shuangsuiji.core.rules.deadlines import check_confirmation
from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.parameters import number
from shuangsuiji.foundation.accounts.models import Department, Person
from shuangsuiji.foundation.sheets.inspectors import DEFAULT_DEPARTMENTS, DEFAULT_QUALIFICATIONS
from shuangsuiji.stages.registry.confirming import Delta, delta_since, last_confirmation
from shuangsuiji.stages.registry.models import (
    ChangeLine,
    ConfirmationDraft,
    Inspector,
    InspectorQualification,
    InspectorState,
    PaperConfirmation,
    RegistryChange,
    RegistryConfirmation,
    RegistryKind,
    What,
)
from shuangsuiji.stages.registry.queries import wording

_MONTHS = 12
STATES = tuple(InspectorState.choices)
KINDS = tuple(RegistryKind.choices)
_LABELS = {
    "number": "证件编号", "section": "股室", "cap": "最多组数", "is_expert": "专家", "state": "状态", "state_text": "状态原文",
    "valid_to": "有效期至", "quals": "可查事项", "personal": "另有变更",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Uncertified:
    """Somebody without a certificate for the whole window. `valid_to`: last day of the newest one, None without any."""

    inspector: Inspector
    name: str
    valid_to: date | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class Standing:
    """How one registry stands: rows, what changed since, whether its last confirmation still counts."""

    kind: str
    label: str
    delta: Delta
    draft: ConfirmationDraft | None
    current: Finding | None


def inspectors_of(department: str, *, removed: bool = False) -> QuerySet[Inspector]:
    """The live inspectors of a department (code), or those that left, with the last day of their certificate as `valid_to`."""
    rows: QuerySet[Inspector] = Inspector.objects.filter(department__code=department, removed_on__isnull=not removed)
    last = Max("person__certificates__valid_to", filter=Q(person__certificates__revoked_on__isnull=True))
    return rows.select_related("person__key", "department").annotate(valid_to=last)


def with_papers(rows: QuerySet[Inspector]) -> QuerySet[Inspector]:
    """The same rows with certificates and fields at hand, for a roll. Cost: two queries more, however many rows."""
    standing = InspectorQualification.objects.filter(ended_on__isnull=True)
    return rows.prefetch_related("person__certificates", Prefetch("qualifications", standing))


def kind_of_certificate(row: Inspector) -> str:
    """Kind of the newest certificate of the row's number, of a row of `with_papers`; empty where there is none."""
    own = [each for each in row.person.certificates.all() if each.number == row.number]
    return str(max(own, key=lambda each: each.valid_from).get_kind_display()) if own else ""


def fields_of(row: Inspector) -> str:
    """What somebody may inspect, in words where the code is one of the usual ones, of a row of `with_papers`."""
    return "、".join(_field(each.code) for each in row.qualifications.all() if each.ended_on is None)


def _field(code: str) -> str:
    words = {code: name for name, code in reversed(tuple(DEFAULT_QUALIFICATIONS.items()))}
    return words.get(code, code)


def inspector_page(key: UUID, department: str) -> Inspector | None:
    """One row of that department, live or not."""
    rows = Inspector.objects.select_related("person__key", "department")
    return rows.filter(pk=key, department__code=department).first()


def own_row(person: Person) -> Inspector | None:
    """The live row of somebody who is signed in."""
    return Inspector.objects.filter(person=person, removed_on__isnull=True).first()


def uncertified_in(department: Department, from_on: date, to_on: date) -> list[Uncertified]:
    """Live inspectors without one certificate that is valid from the first to the last day (E10-4). Cost: two queries."""
    found = []
    rows = inspectors_of(department.code).prefetch_related("person__certificates")
    for row in rows.order_by("number"):
        held = list(row.person.certificates.all())
        if any(each.valid_on(from_on) and each.valid_on(to_on) for each in held):
            continue
        last = max((each.valid_to for each in held), default=None)
        found.append(Uncertified(row, row.person.name, last, _uncertified(row.person.name, last, to_on)))
    return found


def _uncertified(name: str, last: date | None, to_on: date) -> Finding:
    until = f"已于 {last} 到期" if last is not None and last < to_on else "在检查期内无效"
    return judge(
        "E10-4", "第十条", False, required=f"有效至 {to_on}", actual=f"{last or '无证件'}",
        refusal=f"{name} 执法证件{until}，不列入可抽取人员（第十条、第十五条）。", remedy="请换证后登记新的有效期。",
    )  # fmt: skip


def without_declaration(department: Department, on: date) -> list[Inspector]:
    """Live inspectors whose last recusal declaration is older than the months of the parameter. Cost: one query."""
    rows = inspectors_of(department.code).annotate(declared=Max("declarations__on"))
    first = _months_before(on, number("recusal_declaration_months"))
    return list(rows.filter(Q(declared__isnull=True) | Q(declared__lt=first)).order_by("number"))


def _months_before(on: date, months: int) -> date:
    years, month = divmod(on.year * _MONTHS + on.month - 1 - months, _MONTHS)
    day = on.day
    while True:
        try:
            return date(years, month + 1, day)
        except ValueError:
            day -= 1


def recusals_on(department: Department, on: date) -> dict[UUID, frozenset[str]]:
    """Whom each live inspector must not visit on that day. Cost: one query."""
    live = Q(recusals__until__isnull=True) | Q(recusals__until__gte=on)
    rows = Inspector.objects.filter(live, department=department, removed_on__isnull=True)
    found: dict[UUID, set[str]] = {}
    for key, identity in rows.values_list("pk", "recusals__identity"):
        if identity:
            found.setdefault(key, set()).add(identity)
    return {key: frozenset(value) for key, value in found.items()}


def on_leave(department: Department, from_on: date, to_on: date) -> set[UUID]:
    """Who is away on every day of a window (X3). Cost: one query."""
    rows = Inspector.objects.filter(department=department, removed_on__isnull=True)
    away = rows.filter(Q(state="X3") | Q(leaves__from_on__lte=from_on, leaves__to_on__gte=to_on))
    return set(away.values_list("pk", flat=True))


def confirmation_for(department: Department, kind: str, task_id: UUID | None) -> RegistryConfirmation | None:
    """The newest confirmation of a registry made for that task."""
    rows = RegistryConfirmation.objects.filter(department=department, kind=kind, task_id=task_id)
    return rows.order_by("-change_ordinal", "-at", "-id").first()


def confirmation_current(confirmation: RegistryConfirmation, at: datetime) -> Finding:
    """Whether a confirmation still counts: nothing changed since (E10-1), not too old (E10-2).

    A paper is as old as its signature. Cost: two queries.
    """
    later = RegistryChange.objects.filter(
        department=confirmation.department, kind=confirmation.kind, ordinal__gt=confirmation.change_ordinal
    ).aggregate(added=Sum("added"), changed=Sum("changed"), removed=Sum("removed"), last=Max("ordinal"))
    rows = sum(later[name] or 0 for name in ("added", "changed", "removed"))
    if later["last"] is not None:
        return judge(
            "E10-1", "第十条", False, required="确认后无变动", actual=rows,
            refusal=f"名录库在确认后有变动（{rows} 行），请重新更新确认（第十条）。",
            remedy="请名录库管理员在更新确认页核对变动后确认。",
        )  # fmt: skip
    paper = PaperConfirmation.objects.filter(confirmation=confirmation).values_list("signed_on", flat=True).first()
    return check_confirmation(paper or localdate(confirmation.at), localdate(at))


def standing_of(department: Department, at: datetime) -> Iterator[Standing]:
    """Both registries, for their page and the workbench."""
    for kind in RegistryKind:
        last = last_confirmation(department, kind)
        draft = ConfirmationDraft.objects.filter(department=department, kind=kind).order_by("-at").first()
        current = confirmation_current(last, at) if last is not None else None
        yield Standing(kind, RegistryKind(kind).label, delta_since(department, kind), draft, current)


def draft_confirmation(key: UUID, department: str) -> ConfirmationDraft | None:
    """A confirmation of that department that waits for its second signature."""
    return ConfirmationDraft.objects.filter(pk=key, department__code=department).first()


def department_words() -> dict[str, str]:
    """How a roll may name the departments: full names, and the usual endings of those that have one → codes."""
    rows = list(Department.objects.order_by("code").values_list("name", "code"))
    words = dict(rows)
    for usual, kind in DEFAULT_DEPARTMENTS.items():
        same = [each for each, other in DEFAULT_DEPARTMENTS.items() if other == kind]
        codes = {code for name, code in rows if name.endswith(tuple(same))}
        if len(codes) == 1:
            words[usual] = codes.pop()
    return words


def changes_with(inspector: Inspector) -> list[ChangeLine]:
    """The lines of one person, newest first."""
    rows = ChangeLine.objects.filter(record_id=inspector.pk).select_related("change")
    return list(rows.order_by("-change__ordinal"))


def names_of(keys: Iterable[UUID]) -> dict[UUID, str]:
    """Names of inspectors, for whoever may see the registry. Cost: one query."""
    rows = Inspector.objects.filter(pk__in=list(keys)).select_related("person__key")
    return {row.pk: row.person.name for row in rows}


def told(line: ChangeLine) -> str:
    """What differs in one line of the registry of inspectors, in words."""
    if line.what == What.REMOVED:
        return line.change.reason or line.change.source
    parts = [
        f"{_LABELS.get(name, name)}：{_word(name, line.before.get(name))} → {_word(name, line.after.get(name))}"
        if line.what == What.CHANGED and name != "personal"
        else f"{_LABELS.get(name, name)}：{_word(name, line.after.get(name))}"
        for name in sorted({*line.before, *line.after})
    ]
    return "；".join(parts)


def _word(name: str, value: object) -> str:
    if name == "state" and value in InspectorState.values:
        return str(InspectorState(value).label)
    if isinstance(value, list):
        return "、".join(_field(f"{each}") for each in value)
    if name == "number":
        return f"{value}".removeprefix("cert:")
    return "（空）" if value in {None, ""} else str(value)


def terms_of(row: Inspector) -> dict[str, Any]:
    """What a correction by hand may write, as it stands. Cost: two queries."""
    newest = row.person.certificates.order_by("-valid_from").first()
    codes = row.qualifications.filter(ended_on__isnull=True).order_by("code").values_list("code", flat=True)
    return {
        "section": row.section, "state": row.state, "cap": row.cap, "is_expert": row.is_expert, "qualifications": " ".join(codes),
        "valid_to": newest.valid_to if newest is not None else None,
    }  # fmt: skip


def outcome_of(made: RegistryConfirmation | ConfirmationDraft) -> str:
    """What the keeper is told after he confirmed."""
    if isinstance(made, RegistryConfirmation):
        return f"已确认：在库 {made.live} 行，变动 {made.added + made.changed + made.removed} 行。"
    return "已提交，变动较大或有 D 类对象移出，须第二人签字后生效。"


def shown_lines(lines: Iterable[ChangeLine]) -> list[tuple[ChangeLine, str, str]]:
    """Lines of either registry with the name of the row and what differs, for the confirmation. Cost: one query."""
    rows = list(lines)
    names = names_of(row.record_id for row in rows if row.change.kind == RegistryKind.INSPECTORS)
    found = []
    for row in rows:
        if row.change.kind == RegistryKind.INSPECTORS:
            found.append((row, names.get(row.record_id, row.code), told(row)))
            continue
        fields = wording.shown_line(row).fields
        text = "；".join(f"{each.label}：{each.before or '（空）'} → {each.after or '（空）'}" for each in fields)
        found.append((row, row.title, text))
    return found


def drafts_of(department: str) -> QuerySet[ConfirmationDraft]:
    """Confirmations of that department (code) that wait for their second signature."""
    found: QuerySet[ConfirmationDraft] = ConfirmationDraft.objects.filter(department__code=department)
    return found


def ending(department: str, until: date) -> list[date]:
    """Last days, up to `until`, of live inspectors' newest certificates; ended ones among them. Cost: one query."""
    rows: QuerySet[Any] = inspectors_of(department)
    return sorted(rows.filter(valid_to__lte=until).values_list("valid_to", flat=True))
