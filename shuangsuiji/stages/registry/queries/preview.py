"""What an import would do, before anybody confirms it: the same comparison the act makes, without writing.

Source: 第十条; `30-domain` §12 (difference page); C10-3 (who leaves is shown by name). Never: a personal value.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.keys import Keyring
from shuangsuiji.foundation.sheets.readings import RosterReading, SubjectEntry
from shuangsuiji.stages.registry.changes import Line
from shuangsuiji.stages.registry.classing import fusion_in_force
from shuangsuiji.stages.registry.facts import facts_of
from shuangsuiji.stages.registry.intake import Intake, Terms
from shuangsuiji.stages.registry.models import What
from shuangsuiji.stages.registry.queries.wording import ClassMove, Field, Shown, class_move, shown_line
from shuangsuiji.stages.registry.roots import subjects_root

SHOWN = 200


@dataclass(slots=True)
class Preview:
    """Counts of all rows; the first `SHOWN` lines of each kind; every class move, the largest fall of risk first (D→A)."""

    root: str
    counts: Counter[What] = field(default_factory=Counter)
    unchanged: int = 0
    lines: dict[What, list[Shown]] = field(default_factory=lambda: {what: [] for what in What})
    class_moves: list[ClassMove] = field(default_factory=list)
    _moves: int = 0

    @property
    def changes(self) -> int:
        """Rows that would be touched."""
        return self.counts.total()

    @property
    def moves(self) -> int:
        """How many rows change their class."""
        return self._moves or len(self.class_moves)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: the counts, and as many lines as a page shows."""
        lines = {what.value: [_plain(shown) for shown in rows] for what, rows in self.lines.items()}
        return {
            "root": self.root, "counts": {what.value: count for what, count in self.counts.items()},
            "unchanged": self.unchanged, "lines": lines, "moves": self.moves,
            "class_moves": [{**asdict(move), "key": str(move.key)} for move in self.class_moves[:SHOWN]],
        }  # fmt: skip

    @staticmethod
    def of(kept: Mapping[str, Any]) -> "Preview":
        """What `as_dict` made."""
        return Preview(
            kept["root"],
            Counter({What(what): count for what, count in kept["counts"].items()}),
            kept["unchanged"],
            {What(what): [_shown(row) for row in rows] for what, rows in kept["lines"].items()},
            [ClassMove(**{**move, "key": UUID(move["key"])}) for move in kept["class_moves"]],
            kept["moves"],
        )

    def add(self, line: Line) -> None:
        """Count a line, and keep what a page can show."""
        self.counts[line.what] += 1
        if len(self.lines[line.what]) < SHOWN:
            self.lines[line.what].append(shown_line(line))
        move = class_move(line)
        if move is not None:
            self.class_moves.append(move)


class Comparison:
    """A list against the registry as it is now, chunk by chunk: may be the sink of a reading. Writes nothing."""

    def __init__(self, department: Department, *, source: str, source_on: date | None, at: datetime) -> None:
        """Begun before the first chunk."""
        on = localdate(at)
        terms = Terms(department, on, at, source, source_on, fusion_in_force(department, on))
        self._intake = Intake(terms, Keyring(at=at))
        self._found = Preview(subjects_root(department))

    def take(self, entries: Sequence[SubjectEntry], columns: Mapping[str, frozenset[str]]) -> None:
        """Compare one chunk."""
        for step in self._intake.steps(entries, columns):
            subject = step.subject
            if step.what is None:
                self._found.unchanged += 1
            else:
                self._found.add(Line(subject.pk, subject.identity, subject.name, step.what, step.before, step.after))

    def close(self, *, full_list: bool) -> Preview:
        """After the last chunk: who is left out, and the gravest moves first."""
        for subject in self._intake.left_out() if full_list else ():
            self._found.add(Line(subject.pk, subject.identity, subject.name, What.REMOVED, facts_of(subject), {}))
        self._found.class_moves.sort(key=lambda move: (move.rank, move.name))
        return self._found


def preview_import(
    department: Department,
    reading: RosterReading[SubjectEntry],
    *,
    source: str,
    source_on: date | None,
    full_list: bool,
    at: datetime,
) -> Preview:
    """Compare a usable reading with the registry as it is now."""
    comparison = Comparison(department, source=source, source_on=source_on, at=at)
    comparison.take(reading.entries, reading.columns)
    return comparison.close(full_list=full_list)


def _plain(shown: Shown) -> dict[str, Any]:
    fields = [[each.label, each.before, each.after] for each in shown.fields]
    return {"key": str(shown.key), "code": shown.code, "name": shown.name, "what": shown.what.value, "fields": fields}


def _shown(row: Mapping[str, Any]) -> Shown:
    fields = tuple(Field(*each) for each in row["fields"])
    return Shown(UUID(row["key"]), row["code"], row["name"], What(row["what"]), fields, None)
