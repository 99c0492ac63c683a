"""The result of reading one list: entries for use only when nothing is wrong, findings always.

Source: 第十条 (all or nothing, but rows excluded by name); E10-3.
Never: an entry of a list that has an error; a personal value but in entries of a reader that was asked for it.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from shuangsuiji.foundation.sheets.findings import LEVEL_NAMES, Fault, FindingBook, Level, RowFinding
from shuangsuiji.foundation.sheets.reader import Source

RowKey = int | tuple[str, int]


@dataclass(frozen=True, slots=True)
class SubjectEntry:
    """One inspected subject. `id` is canonical; `risk_class` A–D or None (未分类); `elig` E or X2 (注销、迁出、吊销).

    `town` is a division code, all of one length in a reading. `code_text` keeps what the file wrote as the code.
    """

    sheet: str
    row: int
    id: str
    name: str
    subject_type: str
    state: str
    town: str
    area: str
    risk_class: str | None
    elig: str
    reg_no: str = ""
    class_on: datetime.date | None = None
    class_source: str = ""
    established_on: datetime.date | None = None
    last_inspected_on: datetime.date | None = None
    registration_authority: str = ""
    supervising_authority: str = ""
    industry: str = ""
    source: str = ""
    source_on: datetime.date | None = None
    ownership: str = ""
    scale: str = ""
    libraries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    personal: Mapping[str, str] = field(default_factory=dict)  # only where the reader was asked to carry them


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """One statement about a subject's class. `level` as the file writes it; `risk_class` A–D, through the own scale where one is used."""

    sheet: str
    row: int
    id: str
    name: str
    level: str
    risk_class: str
    on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class LicenceEntry:
    """One licence of one subject. `expires_on` None with `permanent`; `libraries` and `tags` are what the row adds."""

    sheet: str
    row: int
    id: str
    name: str
    licence: str
    number: str
    issuer: str
    issued_on: datetime.date | None
    expires_on: datetime.date | None
    permanent: bool
    libraries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InspectorEntry:
    """One licensed inspector. `quals` in the order of the file; `valid_until` None with `permanent` when 长期.

    `elig` E, X2 (certificate not valid in the window), X3 (leave), X4 (other); `recusals` canonical ids, byte-sorted.
    """

    sheet: str
    row: int
    id: str
    name: str
    department: str
    department_name: str
    quals: tuple[str, ...]
    valid_until: datetime.date | None
    permanent: bool
    state: str
    elig: str
    cap: int
    recusals: tuple[str, ...]
    section: str = ""
    certificate_kind: str = ""
    is_expert: bool | None = None  # None where the file has no such column
    source: str = ""
    source_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One inspection item. Ratio and frequency stay the text they were: numbers are entered by a person, never guessed."""

    sheet: str
    row: int
    number: str
    issuer: str
    category: str
    name: str
    sub_item: str
    subject: str
    kind: str
    method: str
    organ: str
    basis: str
    ratio_text: str
    frequency_text: str
    personnel: str
    initiating_dept: str
    participating_depts: str
    remark: str


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One line of a published plan. Shares, draws and classes stay the text they were; days are read where the text has them."""

    sheet: str
    row: int
    number: str
    name: str
    draw_type: str
    subject: str
    initiating_dept: str
    participating_depts: str
    ratio_text: str
    frequency_text: str
    quantity_text: str
    class_text: str
    method: str
    mode: str
    period: str
    items: str
    remark: str
    from_on: datetime.date | None = None
    to_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class ExcludedRow:
    """A row kept out by name (未入库): it is listed and signed, never silent."""

    sheet: str
    row: int
    name: str
    code: str
    reason: str


Entry = TypeVar("Entry", SubjectEntry, ClassEntry, LicenceEntry, InspectorEntry, ItemEntry, PlanEntry)


class RosterUnusable(ValueError):
    """Somebody asked for the entries of a list that has errors. The text is E10-3 for the first of them."""


@dataclass(frozen=True, slots=True)
class RosterReading(Generic[Entry]):
    """Everything a report or a draw needs of one file.

    `counts`: 总行数, 可用, 错误, 警告, 提示, 未入库, 跳过 and further figures by name. `entries` is empty unless `usable`.
    """

    kind: str
    title: str
    source: Source
    sheets: tuple[str, ...]
    entries: tuple[Entry, ...]
    findings: tuple[RowFinding, ...]
    counts: Mapping[str, int]
    faults: tuple[tuple[Fault, Level, int], ...]
    at: datetime.date
    excluded: tuple[ExcludedRow, ...] = ()
    omitted: int = 0
    layouts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # read headers and their positions, by sheet
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)  # keys of the columns that are there, by sheet

    @property
    def usable(self) -> bool:
        """Whether the list has no error, so that its entries may be used."""
        return self.counts["错误"] == 0

    @property
    def digest(self) -> str:
        """SHA-256 of the file, lower-case hexadecimal."""
        return self.source.digest

    @property
    def encoding(self) -> str:
        """Encoding of a text file; empty for workbooks."""
        return self.source.encoding

    def require(self) -> tuple[Entry, ...]:
        """The entries, or RosterUnusable naming the first error: all or nothing (第十条)."""
        if self.usable:
            return self.entries
        first = next(finding for finding in self.findings if finding.level == "error")
        more = f"（共 {self.counts['错误']} 处错误）" if self.counts["错误"] > 1 else ""
        raise RosterUnusable(f"{first.message}整批未导入{more}")

    def errors(self) -> tuple[RowFinding, ...]:
        """Findings that refuse the list."""
        return tuple(finding for finding in self.findings if finding.level == "error")

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON; no entries, because they may not be used from there."""
        return {
            "kind": self.kind,
            "title": self.title,
            "file": self.source.name,
            "sha256": self.source.digest,
            "bytes": self.source.byte_count,
            "form": self.source.form,
            "encoding": self.source.encoding,
            "sheets": list(self.sheets),
            "at": self.at.isoformat(),
            "usable": self.usable,
            "counts": dict(self.counts),
            "faults": [{"fault": fault.value, "level": level, "count": count} for fault, level, count in self.faults],
            "findings": [finding.as_dict() for finding in self.findings],
            "findings_omitted": self.omitted,
            "excluded": [
                {"sheet": row.sheet, "row": row.row, "name": row.name, "code": row.code, "reason": row.reason}
                for row in self.excluded
            ],
        }


class RowSelection:
    """Rows named by a person, by number or by (sheet, number), each perhaps with a reason."""

    def __init__(self, rows: Collection[RowKey] | Mapping[RowKey, str]) -> None:
        """A bare number means that row in every sheet."""
        self._reasons = dict(rows) if isinstance(rows, Mapping) else dict.fromkeys(rows, "")
        self._met: set[RowKey] = set()

    def reason(self, sheet: str, row: int) -> str | None:
        """The reason given for this row ("" when none was), or None when it is not selected."""
        for key in ((sheet, row), row):
            if key in self._reasons:
                self._met.add(key)
                return self._reasons[key]
        return None

    def unmet(self) -> list[RowKey]:
        """Selected rows that the file does not have."""
        return [key for key in self._reasons if key not in self._met]


def counted(book: FindingBook, *, total: int, skipped: int, excluded: int) -> dict[str, int]:
    """The summary that comes first in every report."""
    return {
        "总行数": total,
        "可用": 0 if book.table_in_error else max(total - excluded - len(book.rows_in_error), 0),
        LEVEL_NAMES["error"]: book.levels["error"],
        LEVEL_NAMES["warning"]: book.levels["warning"],
        LEVEL_NAMES["note"]: book.levels["note"],
        "有错误的行": len(book.rows_in_error),
        "未入库": excluded,
        "跳过": skipped,
    }
