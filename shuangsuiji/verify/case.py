"""A document made ready for checking: what kind it is, how far its draw got, and its rosters as rows.

Source: SSJ-DRAW/1 §9. A check asks the case for what it needs; where that is not at hand the case raises `Skipped`.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, Suite, suite_named
from shuangsuiji.core.draw.freeze import subject_task_id
from shuangsuiji.core.draw.plan import Plan, draws_subjects
from shuangsuiji.core.draw.roster import (
    InspectorRow,
    SubjectRow,
    inspector_row,
    read_inspector_file,
    read_subject_file,
    subject_row,
)
from shuangsuiji.verify.log.drawn import DrawLog
from shuangsuiji.verify.verdict import Skipped

RECORD, VECTOR = "record", "vector"
_BARE = re.compile(r"(?!\.)[^/\\:\x00-\x1f]{1,200}")
PRIVATE = ("subject_private", "inspector_private")
Files = Callable[[str], bytes | None]


def no_files(name: str) -> bytes | None:
    """A reader for records whose rosters all lie inside."""
    return None


@dataclass(frozen=True)
class Case:
    """A record or vector element under examination; `members` are its fields together with those of its shadow."""

    members: Mapping[str, Any]
    kind: str
    no_log: bool = True
    files: Files = no_files
    floors: Mapping[str, str] = field(default_factory=dict)
    draw_log: DrawLog | None = None

    @property
    def is_vector(self) -> bool:
        """Whether this is an element of the vector file, for which some checks do not apply."""
        return self.kind == VECTOR

    @cached_property
    def plan(self) -> Plan:
        """The plan."""
        plan: Plan = self.members["plan"]
        return plan

    @cached_property
    def suite(self) -> Suite:
        """The hash suite of the record; without it in this Python nothing can be said, neither good nor bad."""
        try:
            return suite_named(self.members["suite"])
        except CanonicalError as error:
            raise Skipped(f"{error}", required=True) from error

    @property
    def is_public(self) -> bool:
        """Whether the record is for the public."""
        return self.members.get("audience") == "public"

    @property
    def is_sealed(self) -> bool:
        """Whether subject handles are salted."""
        return bool(self.plan["handles"]["subject"] != "open")

    def need(self, *names: str) -> None:
        """Skip the check where the draw ended before these fields came to exist."""
        for name in names:
            if name not in self.members:
                raise Skipped(f"抽取中止于此步之前，没有 {name}", required=False)

    @property
    def subject_task(self) -> str:
        """The task under which subject handles were sealed: this one, or that of the draw that dispatched them."""
        return subject_task_id({**self.plan, "task_id": self.members["task_id"]})

    def has(self, name: str) -> bool:
        """Whether a private part is at hand; one that lies in a public record by mistake (V01) is not used."""
        return name in self.members and not self.is_public

    def hidden(self, name: str, why: str) -> Any:
        """A private part, for auditors only; skip the check, not required, where it is absent."""
        if not self.has(name):
            raise Skipped(why, required=False)
        return self.members[name]

    @cached_property
    def subjects(self) -> dict[str, list[SubjectRow]]:
        """Library (`""` when nameless) → rows, from the record or its files."""
        if not draws_subjects(self.plan):
            return {}
        return {library: self._rows(rows, subject_row) for library, rows in subject_rosters(self.members).items()}

    @cached_property
    def inspectors(self) -> list[InspectorRow]:
        """Inspector rows, from the record or its file."""
        return self._rows(self.members["inspector_roster"], inspector_row)

    @cached_property
    def subject_keeping(self) -> dict[str, list[dict[str, Any]]]:
        """What the record tells about the rows behind subject handles: library → `{handle, row, …}`."""
        if self.is_sealed:
            rows = self.hidden("subject_private", "公开件不含行内容，须由持有封存密钥的审计方核验")["rows"]
        elif "subject_rows" in self.members:
            rows = self.members["subject_rows"]
        else:
            raise Skipped("缺少 subject_rows（见 V01）", required=True)
        return {"": rows} if isinstance(rows, list) else rows

    @property
    def towns(self) -> dict[str, str]:
        """Handle → division code, of rows that have one."""
        kept = (entry for rows in self.subject_keeping.values() for entry in rows)
        return {entry["handle"]: entry["row"]["town"] for entry in kept if "town" in entry["row"]}

    @property
    def salts(self) -> dict[str, str]:
        """Subject handle → salt, empty where open."""
        return {entry["handle"]: entry.get("salt", "") for rows in self.subject_keeping.values() for entry in rows}

    @property
    def recusals(self) -> dict[str, list[str]]:
        """Inspector handle → subject handles; only auditors see it."""
        private = self.hidden("inspector_private", "须由持有封存密钥的审计方核验（人员回避不公开）")
        return {entry["handle"]: entry["recusal"] for entry in private["rows"]}

    def _rows(self, rows: Any, read: Callable[[Mapping[str, Any]], Any]) -> list[Any]:
        if isinstance(rows, list):
            return [read(entry) for entry in rows]
        raw = self.files(rows["file"]) if is_bare(rows["file"]) else None
        if raw is None:
            raise Skipped(f"名录文件 {rows['file'][:64]} 不在记录旁边", required=True)
        try:
            return read_inspector_file(raw) if read is inspector_row else read_subject_file(raw, rows["format"])
        except CanonicalError as error:
            raise Skipped(f"名录文件 {rows['file']} 不能读取（见 V27）：{error}", required=True) from error


def subject_rosters(members: Mapping[str, Any]) -> Mapping[str, Any]:
    """Library (`""` when nameless) → roster as the record holds it: rows or a file reference."""
    if "libraries" in members["plan"]:
        rosters: Mapping[str, Any] = members["subject_rosters"]
        return rosters
    return {"": members["subject_roster"]}


def file_references(members: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All rosters given as files, subjects before inspectors; none before the freeze."""
    if "context" not in members:
        return []
    rosters = [*subject_rosters(members).values(), members["inspector_roster"]]
    return [roster for roster in rosters if isinstance(roster, dict)]


def is_bare(name: str) -> bool:
    """Whether a file name is bare: nothing outside the record's own folder is ever opened."""
    return _BARE.fullmatch(name) is not None


def file_digest(raw: bytes) -> str:
    """What identifies a transport file: SHA-256, in either suite (§3.2)."""
    return hashlib.sha256(raw).hexdigest()
