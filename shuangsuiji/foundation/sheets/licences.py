"""Read a list of licences and special libraries (F9): code, licence, number, days, issuer.

Source: 第六条（一）（二）, 第十条; form F9; E10-3, E10-5. Takes: a path. Gives: `RosterReading[LicenceEntry]`.
Never: a code that is guessed; a licence without a term.
"""

import datetime
from collections.abc import Collection, Mapping
from pathlib import Path

from shuangsuiji.foundation.sheets.checking import RowCheck, read_roster
from shuangsuiji.foundation.sheets.columns import LICENCES
from shuangsuiji.foundation.sheets.findings import Fault, FindingBook
from shuangsuiji.foundation.sheets.identified import identity_of
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, Limits
from shuangsuiji.foundation.sheets.reader import Progress
from shuangsuiji.foundation.sheets.readings import LicenceEntry, RosterReading, RowKey, RowSelection
from shuangsuiji.foundation.sheets.tables import Record, Tables

_LONGEST = {"licence_name": 100, "licence_number": 100, "issuer": 100, "special_library": 50, "tags": 50}


class LicenceCheck(RowCheck[LicenceEntry]):
    """The checks of one list of licences."""

    code_keys = ("uscc", "reg_no", "code", "object_no")

    def __init__(
        self, tables: Tables, book: FindingBook, *, at: datetime.date, limits: Limits, excluded: RowSelection
    ) -> None:
        """As every check."""
        super().__init__(tables, book, at=at, limits=limits, excluded=excluded)
        self._seen: dict[tuple[str, str, str], tuple[str, int]] = {}

    def read(self, record: Record) -> None:
        """Check one row."""
        identity = identity_of(self, record)
        entry = LicenceEntry(
            record.sheet, record.row, identity, self.text(record, "name"), self._short(record, "licence_name"),
            self._short(record, "licence_number"), self._short(record, "issuer"), *self._term(record),
            self._words(record, "special_library"), self._words(record, "tags"),
        )  # fmt: skip
        if not entry.licence:
            self.say(record, "licence_name", "error", Fault.REQUIRED_CELL, "许可证名称为空", "请填写")
        self._look_for_same(record, entry)
        if not self.in_error(record):
            self.entries.append(entry)

    def close(self) -> None:
        """The list as a whole has nothing more to say; codes unknown here are the registry's to report."""

    def _term(self, record: Record) -> tuple[datetime.date | None, datetime.date | None, bool]:
        issued, ends = self.day(record, "issued_on").on, self.day(record, "expires_on")
        if ends.on is None and not ends.permanent and not ends.problem:
            self.say(record, "expires_on", "error", Fault.REQUIRED_CELL, "有效期至为空", "请填写；长期有效的写“长期”")
        if issued is not None and ends.on is not None and issued > ends.on:
            reason = f"批准日期 {issued} 晚于有效期至 {ends.on}"
            self.say(record, "expires_on", "error", Fault.DATE, reason, "请核对许可证")
        elif ends.on is not None and ends.on < self.at:
            reason = f"许可证已于 {ends.on} 到期，仍登记，标明已到期"
            self.say(record, "expires_on", "warning", Fault.DATE, reason, "请核对是否已换证")
        return issued, ends.on, ends.permanent

    def _short(self, record: Record, key: str) -> str:
        text = self.text(record, key)
        if len(text) > _LONGEST[key]:
            self._too_long(record, key, len(text))
        return text

    def _words(self, record: Record, key: str) -> tuple[str, ...]:
        words = self.listed(record, key)
        longest = max((len(word) for word in words), default=0)
        if longest > _LONGEST[key]:
            self._too_long(record, key, longest)
        return words

    def _too_long(self, record: Record, key: str, length: int) -> None:
        reason = f"长达 {length} 字，最多 {_LONGEST[key]} 字"
        self.say(record, key, "error", Fault.NAME, reason, "请检查各列是否错位")

    def _look_for_same(self, record: Record, entry: LicenceEntry) -> None:
        if not entry.id or not entry.licence:
            return
        here = (record.sheet, record.row)
        sheet, row = self._seen.setdefault((entry.id, entry.licence, entry.number), here)
        if (sheet, row) != here:
            place = f"表“{sheet}”第 {row} 行" if sheet != record.sheet else f"第 {row} 行"
            reason = f"与{place}为同一主体的同一许可证"
            self.say(record, "licence_name", "error", Fault.DUPLICATE, reason, "请确认后保留其一", code="E10-5")


def read_licences(
    path: Path,
    *,
    at: datetime.date,
    encoding: str | None = None,
    exclude_rows: Collection[RowKey] | Mapping[RowKey, str] = (),
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> RosterReading[LicenceEntry]:
    """Read a list of licences. Whatever is wrong with the file is a finding."""
    return read_roster(
        Path(path),
        LICENCES,
        lambda tables, book: LicenceCheck(tables, book, at=at, limits=limits, excluded=RowSelection(exclude_rows)),
        at=at,
        encoding=encoding,
        limits=limits,
        progress=progress,
    )
