"""The same subject twice, under one code, under two, or under an old number and a new code.

Source: 第九条, 第十条, E10-5; SSJ-DRAW/1 §2 (what the freeze refuses).
Gives: an error where code or organisation is the same; a warning where only the name is.
"""

from shuangsuiji.core.identifiers import organisation_code
from shuangsuiji.foundation.sheets.cells import shown
from shuangsuiji.foundation.sheets.checking import RowCheck
from shuangsuiji.foundation.sheets.findings import Fault, Level
from shuangsuiji.foundation.sheets.readings import RowSelection, SubjectEntry
from shuangsuiji.foundation.sheets.tables import Record
from shuangsuiji.foundation.sheets.texts import folded_name

Place = tuple[str, int]
_REMEDY = "请确认后保留其一"


class Duplicates:
    """Remembers the first row of every code, organisation, registration number and name."""

    def __init__(self, check: RowCheck[SubjectEntry], distinct: RowSelection) -> None:
        """`distinct` are rows a person has confirmed as subjects of their own."""
        self._check = check
        self._distinct = distinct
        self._ids: dict[str, Place] = {}
        self._codes: dict[str, Place] = {}
        self._organisations: dict[str, Place] = {}
        self._registrations: dict[str, Place] = {}
        self._names: dict[str, tuple[Place, str]] = {}

    def look(self, record: Record, entry: SubjectEntry, written: str) -> None:
        """Compare one row with all before it; the first kind of sameness found is said, not all."""
        here = (record.sheet, record.row)
        same = (
            self._same(self._ids, entry.id, here)
            or self._same(self._organisations, organisation_code(entry.id) or "", here)
            or self._same(self._registrations, entry.reg_no, here)
        )
        if same:
            self._say(record, same, "error", "为同一主体")
        elif len(written) == 18 and not entry.id.endswith(written):
            # A damaged code identifies nobody, but two firms under it show what the damage does.
            collision = self._same(self._codes, written, here)
            if collision:
                self._say(record, collision, "error", f"的代码都是“{shown(written)}”，不同主体因代码失真而混同")
        if not same and entry.name:
            self._same_name(record, entry, here)

    def _same(self, seen: dict[str, Place], key: str, here: Place) -> Place | None:
        if not key:
            return None
        first = seen.setdefault(key, here)
        return None if first == here else first

    def _same_name(self, record: Record, entry: SubjectEntry, here: Place) -> None:
        kind = entry.id.partition(":")[0]
        first, first_kind = self._names.setdefault(folded_name(entry.name), (here, kind))
        if first == here:
            return
        if self._distinct.reason(*here) is not None:
            self._say(record, first, "note", "名称相同，已由人确认为不同主体", remedy="")
        elif kind and first_kind and kind != first_kind:
            self._say(record, first, "error", "名称相同，一为注册号一为信用代码，疑为同一主体", key="name")
        else:
            self._say(record, first, "warning", "名称相同而代码不同", remedy="请核对是否为同一主体", key="name")

    def _say(
        self, record: Record, other: Place, level: Level, how: str, *, remedy: str = _REMEDY, key: str = ""
    ) -> None:
        sheet, row = other
        place = f"表“{sheet}”第 {row} 行" if sheet != record.sheet else f"第 {row} 行"
        self._check.say(record, key, level, Fault.DUPLICATE, f"与{place}{how}", remedy, code="E10-5")
