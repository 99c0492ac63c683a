"""Each office's acts, machine by machine, in the words of the tables.

Takes: an office's code. Gives: sections with lines; nothing here is typed by hand, so it cannot disagree with what the system does.
"""

from dataclasses import dataclass

from shuangsuiji.core.rules.articles import articles
from shuangsuiji.core.rules.guards import GUARDS
from shuangsuiji.core.rules.lifecycle import BORN, MACHINES, SAME, Machine, Row, label_of
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.provision import Provision, provisions
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS, BUSINESS_OFFICES, SECOND_FACTOR_OFFICES
from shuangsuiji.web.components.policy import SIGNED_IN
from shuangsuiji.web.office import menu


@dataclass(frozen=True, slots=True)
class Line:
    """One act: what, from which state, what comes of it, who takes part, what must hold, where it is written."""

    act: str
    before: str
    after: str
    beside: tuple[str, ...]
    needed: tuple[str, ...]
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The acts of one office on one kind of record, in the order of the road."""

    title: str
    lines: tuple[Line, ...]


def sections_of(office: str) -> tuple[Section, ...]:
    """Everything this office does; machines in which it has no part are left out."""
    found = (Section(machine.label, tuple(_lines(machine, office))) for machine in MACHINES)
    return tuple(section for section in found if section.lines)


def articles_of(office: str) -> tuple[tuple[Provision, str, str], ...]:
    """The articles its acts rest on: number, title, our gist."""
    cited = {place.number for section in sections_of(office) for line in section.lines for place in line.provisions}
    return tuple((each.provision, each.title, each.gist) for each in articles() if each.provision.number in cited)


def offices() -> dict[str, str]:
    """Code → name of the offices, and of the three administrators, in the order of the work."""
    return {**BUSINESS_OFFICES, **ADMINISTRATORS}


def pages_of(office: str) -> tuple[tuple[str, str], ...]:
    """The entries of the menu that this office may open: label, address."""
    return tuple(
        (entry.label, entry.url) for _, entries in menu.entries_for(frozenset({SIGNED_IN, office})) for entry in entries
    )


def needs_second_factor(office: str) -> bool:
    """Whether whoever holds it signs in with a second factor."""
    return office in SECOND_FACTOR_OFFICES or office in ADMINISTRATORS


def _lines(machine: Machine, office: str) -> list[Line]:
    return [_line(machine, row, office) for row in machine.rows if office in row.offices.split()]


def _line(machine: Machine, row: Row, office: str) -> Line:
    sources = row.sources.split()
    before = "（新建）" if row.sources == BORN else "、".join(label_of(machine, each) for each in sources)
    after = "（状态不变）" if row.target == SAME else label_of(machine, row.target)
    beside = tuple(OFFICES.get(each, each) for each in row.offices.split() if each != office)
    needed = tuple(GUARDS[each] for each in row.guards.split())
    return Line(row.label, before, after, beside, needed, provisions(row.citation))
