"""Comparing a list with the registry: what of it is new, what differs, what stays as it is.

Source: 第十条, 第六条（一）; `30-domain` §12. Nothing is written here: the difference page and the import both use it, so that what
is shown is what happens. Cost: one query per 900 rows.
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from uuid import UUID

from shuangsuiji.core.identifiers import organisation_code
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.keys import Keyring, written
from shuangsuiji.foundation.ledger.models import SubjectKey
from shuangsuiji.foundation.ledger.uuid7 import uuid7
from shuangsuiji.foundation.sheets.readings import SubjectEntry
from shuangsuiji.stages.registry.classing import Fusion, fused_statement, latest, records_of, settle
from shuangsuiji.stages.registry.facts import FACTS, Facts, difference, facts_of, row_digest
from shuangsuiji.stages.registry.models import (
    ClassRecord,
    ClassSource,
    Subject,
    SubjectState,
    SubjectTag,
    SubjectType,
    What,
)
from shuangsuiji.stages.registry.models.subject import PERSONAL, SALT_BYTES
from shuangsuiji.stages.registry.names import initials, name_key

_BATCH = 900
_CHUNK = 5_000
_TYPES = {choice.label: choice.value for choice in SubjectType}
_STATES = {choice.label: choice.value for choice in SubjectState}
_CLASS_KEYS = ("risk_class", "class_source", "class_on")
PERSONAL_LABELS = {"address": "地址", "legal_rep": "法定代表人", "liaison": "联络员", "phone": "联系电话"}


@dataclass(slots=True)
class Step:
    """One row of the list against the registry. `what` is None where nothing changes; `records` are new statements."""

    subject: Subject
    what: What | None
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    records: list[ClassRecord] = field(default_factory=list)
    tags: list[SubjectTag] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether the row is not in the table yet."""
        return self.subject._state.adding


@dataclass(frozen=True, slots=True)
class Terms:
    """What the list as a whole says, and when it is taken in."""

    department: Department
    on: date
    at: datetime
    source: str
    source_on: date | None
    fusion: Fusion | None
    file_digest: str = ""


class Intake:
    """Turns entries into steps, chunk by chunk."""

    def __init__(self, terms: Terms, keyring: Keyring) -> None:
        """`keyring` seals what is personal; its keys are stored by whoever writes the rows."""
        self._terms = terms
        self._keyring = keyring
        self._new_id = partial(uuid7, terms.at)
        # The first list of a department: nothing to compare with.
        self._empty = not Subject.objects.filter(department=terms.department).exists()
        self.seen: set[str] = set()

    def steps(self, entries: Sequence[SubjectEntry], columns: Mapping[str, frozenset[str]]) -> Iterator[Step]:
        """Steps in the order of the entries."""
        standing = {} if self._empty else self._standing([entry.id for entry in entries])
        moving = [
            subject.pk for entry in entries if (subject := standing.get(entry.id)) and _class_may_move(entry, subject)
        ]
        records = records_of(moving) if moving else {}
        tagged = self._tagged([standing[entry.id].pk for entry in entries if _tags(entry) and entry.id in standing])
        for entry in entries:
            self.seen.add(entry.id)
            subject = standing.get(entry.id)
            present = columns.get(entry.sheet, frozenset())
            if subject is None:
                yield self._added(entry)
            else:
                yield self._compared(entry, subject, present, records, tagged.get(subject.pk, frozenset()))

    def left_out(self) -> Iterator[Subject]:
        """Live rows that the list does not have, in the order of their identity."""
        if self._empty:
            return
        rows = Subject.objects.filter(department=self._terms.department, removed_on__isnull=True).order_by()
        live = rows.values_list("identity", flat=True).iterator(_CHUNK)
        gone = sorted(identity for identity in live if identity not in self.seen)
        for start in range(0, len(gone), _BATCH):
            yield from rows.filter(identity__in=gone[start : start + _BATCH]).order_by("identity")

    def _standing(self, identities: Sequence[str]) -> dict[str, Subject]:
        found: dict[str, Subject] = {}
        for start in range(0, len(identities), _BATCH):
            rows = Subject.objects.filter(
                department=self._terms.department, identity__in=identities[start : start + _BATCH]
            ).select_related("key")
            found.update((row.identity, row) for row in rows)
        return found

    def _tagged(self, keys: Sequence[UUID]) -> dict[UUID, frozenset[tuple[str, str]]]:
        found: dict[UUID, set[tuple[str, str]]] = {}
        for start in range(0, len(keys), _BATCH):
            rows = SubjectTag.objects.filter(subject__in=keys[start : start + _BATCH], ended_on__isnull=True)
            for subject, kind, name in rows.values_list("subject", "kind", "name"):
                found.setdefault(subject, set()).add((kind, name))
        return {key: frozenset(tags) for key, tags in found.items()}

    # ---- a new row

    def _added(self, entry: SubjectEntry) -> Step:
        subject = Subject(
            id=self._new_id(),
            department=self._terms.department,
            identity=entry.id,
            organisation=organisation_code(entry.id) or "",
            salt=secrets.token_hex(SALT_BYTES),
        )
        kind, _, code = entry.id.partition(":")
        setattr(subject, {"uscc": "uscc", "reg": "reg_no", "obj": "object_no"}[kind], code)
        for name, value in _facts(entry).items():
            setattr(subject, name, value)
        if kind == "reg":
            subject.reg_no = code
        self._name(subject)
        self._source(subject, entry)
        if entry.personal:
            subject.key = self._keyring.make(SubjectKey.Kind.FIRM)
            self._seal(subject, dict(entry.personal))
        records = self._statements(subject, entry, [])
        settle(subject, records, self._terms.on)
        facts = facts_of(subject)
        subject.row_digest = row_digest(subject, facts)
        return Step(subject, What.ADDED, {}, facts, records, self._new_tags(subject, entry, frozenset()))

    # ---- a row that is there

    def _compared(
        self,
        entry: SubjectEntry,
        subject: Subject,
        present: frozenset[str],
        records: Mapping[UUID, list[ClassRecord]],
        tagged: frozenset[tuple[str, str]],
    ) -> Step:
        before = facts_of(subject)
        came_back = not subject.is_live
        for name, value in _facts(entry).items():
            if present.intersection(FACTS[name]) and not (name == "reg_no" and subject.identity.startswith("reg:")):
                setattr(subject, name, value)
        personal = self._personal(entry, subject, present)
        new = []
        if _class_may_move(entry, subject):
            known = records.get(subject.pk, [])
            new = self._statements(subject, entry, known)
            settle(subject, [*reversed(new), *known], self._terms.on)
        after = facts_of(subject)
        old, changed = difference(before, after)
        if personal:
            changed["personal"] = "、".join(PERSONAL_LABELS[name] for name in personal)
        tags = self._new_tags(subject, entry, tagged)
        if tags:
            changed["tags"] = "、".join(tag.name for tag in tags)
        if not (old or changed or came_back or new):
            return Step(subject, None)
        subject.removed_on, subject.removed_reason = None, ""
        subject.version += 1
        self._name(subject)
        self._source(subject, entry)
        subject.row_digest = row_digest(subject, after)
        if came_back:
            return Step(subject, What.ADDED, {}, after, new, tags)
        only_class = not {*old, *changed} - set(_CLASS_KEYS)
        return Step(subject, What.CLASS if only_class else What.CHANGED, old, changed, new, tags)

    def _new_tags(
        self, subject: Subject, entry: SubjectEntry, standing: frozenset[tuple[str, str]]
    ) -> list[SubjectTag]:
        """Libraries and tags the list names and the row does not carry; none is ever taken away by a list."""
        return [
            SubjectTag(id=self._new_id(), subject=subject, kind=kind, name=name)
            for kind, name in _tags(entry)
            if (kind, name) not in standing
        ]

    def _personal(self, entry: SubjectEntry, subject: Subject, present: frozenset[str]) -> list[str]:
        """Seal anew what differs; names of the values that changed."""
        carried = [name for name in PERSONAL if name in present]
        if not carried:
            return []
        before = self._opened(subject)
        after = {**before, **{name: entry.personal.get(name, "") for name in carried}}
        changed = [name for name in carried if after[name] != before.get(name, "")]
        if changed:
            subject.key = subject.key or self._keyring.make(SubjectKey.Kind.FIRM)
            self._seal(subject, after)
        return changed

    def _opened(self, subject: Subject) -> dict[str, str]:
        if subject.personal_sealed is None or subject.key is None:
            return {}
        opened = self._keyring.unseal(subject.key, bytes(subject.personal_sealed), context=subject.personal_context)
        found: dict[str, str] = {} if opened is None else json.loads(opened)
        return found

    def _seal(self, subject: Subject, values: dict[str, str]) -> None:
        assert subject.key is not None
        kept = {name: value for name, value in values.items() if value}
        subject.personal_sealed = (
            self._keyring.seal(subject.key, written(kept), context=subject.personal_context) if kept else None
        )

    # ---- classes

    def _statements(self, subject: Subject, entry: SubjectEntry, known: list[ClassRecord]) -> list[ClassRecord]:
        """The statement of the entry where it says something new, and the fused one that follows from it."""
        if entry.risk_class is None:
            return []
        source, on = class_source(entry), entry.class_on or entry.source_on or self._terms.on
        standing = latest(known, source, date.max)
        if standing is not None and (standing.risk_class == entry.risk_class or standing.on > on):
            return []
        made = [self._record(subject, risk_class=entry.risk_class, source=source, on=on, document=entry.source)]
        fused = fused_statement([*made, *known], self._terms.fusion, self._terms.on)
        if fused is not None:
            made.append(self._record(subject, source=ClassSource.FUSED, **fused))
        return made

    def _record(self, subject: Subject, **more: object) -> ClassRecord:
        return ClassRecord(
            id=self._new_id(),
            subject=subject,
            file_digest=self._terms.file_digest,
            recorded_at=self._terms.at,
            **more,
        )

    # ---- both

    def _name(self, subject: Subject) -> None:
        key = name_key(subject.name)
        if key != subject.name_key:
            subject.name_key, subject.initials = key, initials(subject.name)

    def _source(self, subject: Subject, entry: SubjectEntry) -> None:
        subject.source = entry.source or self._terms.source
        subject.source_on = entry.source_on or self._terms.source_on


def class_source(entry: SubjectEntry) -> str:
    """Whose statement the class of an entry is; a list that does not say carries the shared one."""
    return entry.class_source if entry.class_source in ClassSource.values else ClassSource.PROVINCE.value


def _tags(entry: SubjectEntry) -> list[tuple[str, str]]:
    libraries = [(SubjectTag.Kind.LIBRARY.value, name[:50]) for name in entry.libraries]
    return libraries + [(SubjectTag.Kind.TAG.value, name[:50]) for name in entry.tags]


def _class_may_move(entry: SubjectEntry, subject: Subject) -> bool:
    if entry.risk_class is None:
        return False
    return (subject.risk_class, subject.class_source) != (entry.risk_class, class_source(entry))


def _facts(entry: SubjectEntry) -> dict[str, object]:
    """The columns of FACTS as the entry has them."""
    return {
        "name": entry.name,
        "reg_no": entry.reg_no,
        "subject_type": _TYPES[entry.subject_type],
        "ownership": entry.ownership[:50],
        "established_on": entry.established_on,
        "state": _STATES[entry.state],
        "registration_authority": entry.registration_authority[:100],
        "supervising_authority": entry.supervising_authority[:100],
        "area": entry.area[:100],
        "town": entry.town,
        "industry": entry.industry[:100],
        "scale": entry.scale[:50],
        "last_inspected_on": entry.last_inspected_on,
    }
