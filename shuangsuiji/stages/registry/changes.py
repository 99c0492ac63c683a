"""Writing down a change of a registry: its lines, its counts, its two roots, and the event that tells the counts.

Source: 第十条; 50-ledger §4.2 (`roster.changed`). Both registries use it. Never: a name or a class in the open part.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger import bulk
from shuangsuiji.foundation.ledger.command import Command, Private
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.registry.models import ChangeLine, RegistryChange, RegistryKind, What

_CHUNK = 5_000
_PUBLIC_KIND = {RegistryKind.SUBJECTS: "subject", RegistryKind.INSPECTORS: "inspector"}


class NothingToSay(Exception):
    """Takes an open command back whose act turned out to change nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """What happened to one row. `title` is empty where it would name a person."""

    record_id: UUID
    code: str
    title: str
    what: What
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change comes from."""

    source: str = ""
    source_on: date | None = None
    file_name: str = ""
    file_digest: str = ""
    full_list: bool = False
    excluded: tuple[dict[str, Any], ...] = ()


def lock_registry(code: str) -> Department:
    """The department whose registry is changed, locked until the command ends: one writer at a time. Raises DoesNotExist."""
    department: Department = Department.objects.select_for_update(no_key=True, of=("self",)).get(code=code)
    return department


class ChangeBook:
    """Collects the lines of one change in one open command."""

    def __init__(self, cmd: Command, department: Department, kind: RegistryKind, *, act: str, root_before: str) -> None:
        """Opened after `lock_registry`, before the first row is written."""
        self.counts: Counter[What] = Counter()
        self.unchanged = 0
        self._cmd = cmd
        self._department, self._kind, self._act, self._root_before = department, kind, act, root_before
        self._id = cmd.new_id()
        self._hash = hashlib.sha256()
        self._waiting: list[ChangeLine] = []
        self._ordinal = 0

    @property
    def changes(self) -> int:
        """How many rows were touched."""
        return self.counts.total()

    def add(self, line: Line) -> None:
        """Note one line; lines are written in chunks."""
        self._ordinal += 1
        self.counts[line.what] += 1
        self._hash.update(line_bytes(self._ordinal, line))
        self._waiting.append(
            ChangeLine(
                change_id=self._id,
                ordinal=self._ordinal,
                record_id=line.record_id,
                code=line.code,
                title=line.title,
                what=line.what,
                before=line.before,
                after=line.after,
            )
        )
        if len(self._waiting) >= _CHUNK:
            self._flush()

    def close(self, *, root_after: str, origin: Origin = Origin(), reason: str = "") -> RegistryChange:
        """Write the change and emit `roster.changed`; the rows written before belong to it."""
        self._flush()
        changed = self.counts[What.CHANGED] + self.counts[What.CLASS]
        change = RegistryChange(
            id=self._id,
            department=self._department,
            kind=self._kind,
            act=self._act,
            root_before=self._root_before,
            ordinal=self._next_ordinal(),
            source=origin.source,
            source_on=origin.source_on,
            file_name=origin.file_name[:200],
            file_digest=origin.file_digest,
            full_list=origin.full_list,
            added=self.counts[What.ADDED],
            changed=changed,
            removed=self.counts[What.REMOVED],
            unchanged=self.unchanged,
            excluded=len(origin.excluded),
            excluded_rows=list(origin.excluded),
            root_after=root_after,
            lines_digest=self._hash.hexdigest(),
            reason=reason,
            made_by=self._cmd.actor.office,
            at=self._cmd.at,
        )
        change.save(force_insert=True)
        self._emit(change, origin)
        return change

    def _next_ordinal(self) -> int:
        done = RegistryChange.objects.filter(department=self._department, kind=self._kind)
        return (done.order_by("-ordinal").values_list("ordinal", flat=True).first() or 0) + 1

    def _flush(self) -> None:
        bulk.insert(ChangeLine.objects.db, ChangeLine, self._waiting)
        self._waiting = []

    def _emit(self, change: RegistryChange, origin: Origin) -> None:
        private = {}
        if origin.file_digest:
            file = {"name": origin.file_name, "digest": origin.file_digest, "source": origin.source}
            private["source_file"] = Private(file, house_key(at=self._cmd.at).id)
        self._cmd.emit(
            "roster.changed",
            pub={
                "kind": _PUBLIC_KIND[RegistryKind(change.kind)],
                "added": change.added,
                "changed": change.changed,
                "removed": change.removed,
                "root_before": change.root_before,
                "root_after": change.root_after,
            },
            private=private,
        )


def line_bytes(ordinal: int, line: Line) -> bytes:
    """One line as it enters the digest of its change."""
    row = [ordinal, str(line.record_id), line.code, line.title, str(line.what), line.before, line.after]
    return (json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def lines_digest(change: RegistryChange) -> str:
    """The digest of the lines as they now are; differs from `change.lines_digest` where somebody edited them."""
    digest = hashlib.sha256()
    for row in change.lines.order_by("ordinal").iterator(_CHUNK):
        line = Line(row.record_id, row.code, row.title, What(row.what), row.before, row.after)
        digest.update(line_bytes(row.ordinal, line))
    return digest.hexdigest()
