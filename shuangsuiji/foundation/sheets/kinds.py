"""Which kind of list a file is, by its header."""

from contextlib import closing
from pathlib import Path

from shuangsuiji.foundation.sheets.columns import COLUMN_SETS
from shuangsuiji.foundation.sheets.findings import FindingBook
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, Limits
from shuangsuiji.foundation.sheets.reader import Event, events, load
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.tables import Tables

_HEAD_ROWS = 60


def kind_of_list(path: Path, *, encoding: str | None = None, limits: Limits = DEFAULT_LIMITS) -> str:
    """`inspector` or `item` where more of the needed columns are there than a subject registry has, else `subject`.

    A file that cannot be read counts as `subject`: reading it says why.
    """
    head: list[Event] = []
    try:
        content, source = load(path, limits)
        with closing(events(content, source, encoding=encoding, limits=limits)) as stream:
            for event in stream:
                head.append(event)
                if len(head) >= _HEAD_ROWS:
                    break
    except SheetRefused:
        return "subject"
    return max(("subject", "inspector", "item"), key=lambda kind: _met(kind, head, limits))


def _met(kind: str, head: list[Event], limits: Limits) -> float:
    """The share of the needed columns that some header of this file has."""
    columns = COLUMN_SETS[kind]
    tables = Tables(columns, FindingBook(0), limits)
    for _ in tables.records(head):
        pass
    found = {key for layout in tables.layouts.values() for key in layout.positions}
    return sum(any(key in found for key in group) for group in columns.needed) / len(columns.needed)
