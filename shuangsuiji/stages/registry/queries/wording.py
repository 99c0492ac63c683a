"""Lines of a change in words: columns by their Chinese names, codes by their labels, moves between classes.

Source: 第十条. Takes: a line as it was written. Gives: what a page or an export shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from shuangsuiji.stages.registry.facts import COLUMNS
from shuangsuiji.stages.registry.models import Subject, SubjectState, SubjectType, What

_LABELS = {each.name: str(each.verbose_name) for each in Subject._meta.concrete_fields if each.name in COLUMNS}
_LABELS |= {"personal": "个人信息", "tags": "标签", "licence": "许可证"}
_WORDS: dict[str, dict[str, str]] = {"subject_type": dict(SubjectType.choices), "state": dict(SubjectState.choices)}
_LETTERS = "ABCD"


class AnyLine(Protocol):
    """A line, written or about to be."""

    @property
    def record_id(self) -> UUID: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def what(self) -> Any: ...  # noqa: D102
    @property
    def before(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def after(self) -> Mapping[str, Any]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Field:
    """One column of one line."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One line in words. `fields` are those that differ; for a row that came or left, its class and state."""

    key: UUID
    code: str
    name: str
    what: What
    fields: tuple[Field, ...]
    move: "ClassMove | None"

    @property
    def bare(self) -> str:
        """The code without its kind."""
        return self.code.partition(":")[2]

    @property
    def label(self) -> str:
        """What happened, in Chinese."""
        return str(self.what.label)


@dataclass(frozen=True, slots=True)
class ClassMove:
    """A row whose class differs. `before` and `after` are letters, or 未分类."""

    key: UUID
    name: str
    code: str
    before: str
    after: str

    @property
    def bare(self) -> str:
        """The code without its kind."""
        return self.code.partition(":")[2]

    @property
    def rank(self) -> int:
        """Smaller is graver: D→A comes first, because it takes a firm out of the closest supervision."""
        before, after = (_LETTERS.find(letter) if letter in _LETTERS else 1 for letter in (self.before, self.after))
        return after - before

    @property
    def falls_far(self) -> bool:
        """Two or more classes down, or out of D: somebody should look twice."""
        return self.rank <= -2 or self.before == "D"


def class_move(line: AnyLine) -> ClassMove | None:
    """The move between classes in a line of a row that stays."""
    if line.what not in {What.CHANGED, What.CLASS}:
        return None
    before, after = line.before.get("risk_class", ""), line.after.get("risk_class", "")
    if before == after:
        return None
    return ClassMove(line.record_id, line.title, line.code, before or "未分类", after or "未分类")


def shown_line(line: AnyLine) -> Shown:
    """One line in words."""
    names = [name for name in (*COLUMNS, "personal", "tags", "licence") if name in line.before or name in line.after]
    if line.what in {What.ADDED, What.REMOVED}:
        names = [name for name in ("subject_type", "state", "area", "risk_class") if name in names]
    fields = tuple(
        Field(_LABELS[name], _word(name, line.before.get(name)), _word(name, line.after.get(name))) for name in names
    )
    return Shown(line.record_id, line.code, line.title, What(line.what), fields, class_move(line))


def _word(name: str, value: object) -> str:
    if value is None:
        return ""
    return _WORDS.get(name, {}).get(str(value), str(value))
