"""Which row of a sheet is which item of the draft: by code, else by what it says.

Source: 第六条第一款 (动态管理). Takes: working rows, a sheet's terms. Gives: the item a row continues, or None.
Never: one item continued by two rows.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from shuangsuiji.stages.items.models import DraftItem
from shuangsuiji.stages.items.queries import TERMS

# Columns that a form or a sheet fills; code and ordinal are given by the system.
WRITTEN = tuple(name for name in TERMS if name not in {"code", "ordinal"})
UNSORTED = "未分类"


class FormerRows:
    """The rows that were there, each to be taken once."""

    def __init__(self, rows: Iterable[DraftItem]) -> None:
        """In their order: of two that say the same, the first is taken first."""
        self._left = {row.code: row for row in rows}
        self._same: dict[tuple[str, str], list[str]] = {}
        for row in self._left.values():
            self._same.setdefault((row.name, row.sub_item), []).append(row.code)

    def take(self, terms: Mapping[str, Any]) -> DraftItem | None:
        """The item that this row continues; of several that say the same, the one of its category."""
        found = self._left.get(terms.get("code", ""))
        if found is None:
            codes = self._same.get((terms["name"], terms.get("sub_item", "")), ())
            same = [self._left[code] for code in codes if code in self._left]
            wanted = terms.get("category")
            found = next((row for row in same if wanted is None or row.category == wanted), None)
        return None if found is None else self._left.pop(found.code)


def merged(known: DraftItem | None, terms: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the sheet over those the item had. A category there must be; who has no 检查主体 is inspected by whose item it is."""
    had = {name: getattr(known, name) for name in WRITTEN} if known is not None else {}
    given = {**had, **{name: value for name, value in terms.items() if name in WRITTEN}}
    organ = given.get("organ") or terms.get("owner_words", "")
    return {**given, "category": given.get("category") or UNSORTED, "organ": organ}
