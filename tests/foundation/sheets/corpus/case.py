"""One file of the corpus and its verdict; the ways most of them are made.

Source: 80-reliability D3; 30-domain §12. Built at test time; nothing here was taken from a real list.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import openpyxl

from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, Limits
from shuangsuiji.foundation.sheets.readings import InspectorEntry, RosterReading, SubjectEntry
from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from tests.foundation.sheets.makers import (
    Rows,
    Value,
    changed,
    csv_bytes,
    identity_card,
    inspector_rows,
    part,
    repacked,
    subject_rows,
    xlsx_bytes,
)

Reading = RosterReading[SubjectEntry] | RosterReading[InspectorEntry]
Judge = Callable[[Reading], object]
SHEET_1 = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True, slots=True)
class Case:
    """One file: how it is made, under which name it comes, what must happen."""

    name: str
    make: Callable[[], bytes]
    file: str = "名录.xlsx"
    kind: str = "subject"
    encoding: str | None = None
    limits: Limits = DEFAULT_LIMITS
    # Refused: an error at this row (0: the file or table) whose text holds all these words.
    row: int | None = None
    words: tuple[str, ...] = ()
    # Accepted: no error, this holds, and a finding says these words.
    holds: Judge | None = None

    @property
    def refused(self) -> bool:
        return self.holds is None


def reject(name: str, make: Callable[[], bytes], row: int, *words: str, **more: object) -> Case:
    return replace(Case(name, make, row=row, words=words), **more)


def accept(name: str, make: Callable[[], bytes], holds: Judge, *words: str, **more: object) -> Case:
    return replace(Case(name, make, holds=holds, words=words), **more)


def all_rows(reading: Reading) -> bool:
    """All three subjects or inspectors were read."""
    return len(reading.entries) == 3


def first(field: str, value: object) -> Judge:
    """The first entry's field has this value."""
    return lambda reading: getattr(reading.entries[0], field) == value


def subject(column: int, value: Value) -> Callable[[], bytes]:
    """An .xlsx of three subjects, one cell of row 2 changed."""
    return lambda: xlsx_bytes(changed(subject_rows(), 2, column, value))


def subject_csv(column: int, value: str) -> Callable[[], bytes]:
    """The same as text."""
    return lambda: csv_bytes(changed(subject_rows(), 2, column, value))


def inspector(column: int, value: Value) -> Callable[[], bytes]:
    """An .xlsx of three inspectors, one cell of row 2 changed."""
    return lambda: xlsx_bytes(changed(inspector_rows(), 2, column, value))


def with_member(name: str, body: bytes) -> Callable[[], bytes]:
    """A good .xlsx with one more file inside."""
    return lambda: repacked(xlsx_bytes(subject_rows()), {name: body})


def with_sheet_xml(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """A good .xlsx whose sheet's XML was changed by hand."""

    def make() -> bytes:
        good = xlsx_bytes(subject_rows())
        return repacked(good, {SHEET_1: change(part(good, SHEET_1))})

    return make


def with_book(change: Callable[[openpyxl.Workbook], object]) -> Callable[[], bytes]:
    """A good .xlsx changed through openpyxl."""
    return lambda: xlsx_bytes(subject_rows(), lambda book: change(book) and None)


def with_column(title: str, value: Value, rows: Callable[[], Rows] = subject_rows) -> Callable[[], bytes]:
    """A good .xlsx with one more column at its end."""
    return lambda: xlsx_bytes([[*row, title if number == 0 else value] for number, row in enumerate(rows())])


CODE = synthetic_uscc(1)
ID = f"uscc:{CODE}"
CARD = identity_card("41092819800101001")
CARD_WITH_X = next(card for n in range(1, 1000) if (card := identity_card(f"41092819800101{n:03d}")).endswith("X"))
WRONG_DIGIT = CODE[:17] + ("0" if CODE[17] != "0" else "1")
