"""The official tables of an item list, in and out: nine columns, eleven, and the joint one of six.

Source: 第六条; 30-domain §5 (columns really published). Takes: rows of a sheet, or items. Gives: columns of items, or titled cells.
Never: a number read out of a free text; a department guessed without anybody seeing it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shuangsuiji.foundation.sheets.readings import ItemEntry

_KEY_WORD = "重点"
_ENDINGS = ("部门", "厅", "局", "委员会", "委")
_PLACES = "省市县区"
_SHORTEST = 3
Columns = tuple[tuple[str, Callable[[Any], Any]], ...]


def rows_of(entries: Sequence[ItemEntry]) -> list[dict[str, Any]]:
    """The sheet's rows as columns of items, only those columns that the sheet has something in. Ratio and frequency stay text."""
    rows = [_terms(entry) for entry in entries]
    used = {name for row in rows for name, value in row.items() if value}
    return [{name: value for name, value in row.items() if name in used} for row in rows]


def _terms(entry: ItemEntry) -> dict[str, Any]:
    return {
        "code": entry.number,
        "owner_words": entry.issuer or entry.initiating_dept or entry.organ,
        "category": entry.category,
        "name": entry.name,
        "sub_item": entry.sub_item,
        "basis": entry.basis,
        "organ": entry.organ,
        "subject_range": entry.subject,
        "kind": ("KEY" if _KEY_WORD in entry.kind else "GENERAL") if entry.kind else "",
        "method": entry.method,
        "ratio_text": entry.ratio_text,
        "frequency_text": entry.frequency_text,
        "personnel": entry.personnel,
        "initiating_text": entry.initiating_dept,
        "participating_text": entry.participating_depts,
        "remark": entry.remark,
    }


def likely(words: str, departments: list[tuple[str, str]]) -> str:
    """The code of the one department these words seem to name, "" for none or several: a suggestion the clerk sees."""
    exact = [code for code, name in departments if name == words]
    core = next((words.removesuffix(ending) for ending in _ENDINGS if words.endswith(ending)), words).lstrip(_PLACES)
    near = [code for code, name in departments if len(core) >= _SHORTEST and core in name]
    found = exact or near
    return found[0] if len(found) == 1 else ""


def _of(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def _kind(row: Any) -> str:
    return str(row.get_kind_display())


NINE: Columns = (
    ("编制单位", lambda row: row.owner.name),
    ("序号", _of("ordinal")),
    ("抽查类别", _of("category")),
    ("抽查事项", _of("name")),
    ("检查对象", _of("subject_range")),
    ("事项类别", _kind),
    ("检查方式", _of("method")),
    ("检查主体", _of("organ")),
    ("检查依据", _of("basis")),
)
ELEVEN: Columns = (
    ("编号", _of("code")),
    ("抽查事项名称", _of("name")),
    ("抽查子项", _of("sub_item")),
    ("抽查依据", _of("basis")),
    ("抽查主体", _of("organ")),
    ("抽查对象", _of("subject_range")),
    ("抽查比例", _of("ratio_text")),
    ("抽查频次", _of("frequency_text")),
    ("抽查方式", _of("method")),
    ("检查人员要求", _of("personnel")),
    ("备注", _of("remark")),
)
JOINT: Columns = (
    ("序号", _of("ordinal")),
    ("抽查领域", _of("category")),
    ("抽查事项", _of("name")),
    ("检查对象", _of("subject_range")),
    ("发起部门", _of("initiating_text")),
    ("配合部门", _of("participating_text")),
)
TABLES: Mapping[str, Columns] = {"nine": NINE, "eleven": ELEVEN, "joint": JOINT}
