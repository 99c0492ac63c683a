"""What an import would do, before anybody confirms it: the same comparison the act makes, without writing.

Source: 第十条; `30-domain` §12 (difference page); C10-3 (who leaves is shown by name). Never: a personal value.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import localdate

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.keys import Keyring
from shuangsuiji.foundation.sheets.readings import RosterReading, SubjectEntry
from shuangsuiji.stages.registry.changes import Line
from shuangsuiji.stages.registry.classing import fusion_in_force
from shuangsuiji.stages.registry.facts import facts_of
from shuangsuiji.stages.registry.intake import Intake, Terms
from shuangsuiji.stages.registry.models import What
from shuangsuiji.stages.registry.queries.wording import ClassMove, Shown, class_move, shown_line
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

    @property
    def changes(self) -> int:
        """Rows that would be touched."""
        return self.counts.total()

    def add(self, line: Line) -> None:
        """Count a line, and keep what a page can show."""
        self.counts[line.what] += 1
        if len(self.lines[line.what]) < SHOWN:
            self.lines[line.what].append(shown_line(line))
        move = class_move(line)
        if move is not None:
            self.class_moves.append(move)


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
    on = localdate(at)
    terms = Terms(department, on, at, source, source_on, fusion_in_force(department, on), reading.digest)
    intake = Intake(terms, Keyring(at=at))
    found = Preview(subjects_root(department))
    for line in _lines(intake, reading):
        if line is None:
            found.unchanged += 1
        else:
            found.add(line)
    if full_list:
        for subject in intake.left_out():
            found.add(Line(subject.pk, subject.identity, subject.name, What.REMOVED, facts_of(subject), {}))
    found.class_moves.sort(key=lambda move: (move.rank, move.name))
    return found


def _lines(intake: Intake, reading: RosterReading[SubjectEntry]) -> Iterable[Line | None]:
    for step in intake.steps(reading.entries, reading.columns):
        subject = step.subject
        if step.what is None:
            yield None
        else:
            yield Line(subject.pk, subject.identity, subject.name, step.what, step.before, step.after)
