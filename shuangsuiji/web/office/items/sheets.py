"""Item lists in and out: the official tables of nine and eleven columns, and the joint one of six.

Source: 第六条; 30-domain §5 (columns really published). What goes out comes in again with the same rows.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from shuangsuiji.foundation.sheets.items import read_items
from shuangsuiji.foundation.sheets.readings import ItemEntry, RosterReading
from shuangsuiji.web.components.exporting import Column
from shuangsuiji.web.components.uploading import SheetKind

_KEY_WORD = "重点"


def read(path: Path, excluded: Mapping[Any, str], at: datetime, about: Mapping[str, Any]) -> RosterReading[ItemEntry]:
    """Read a list's file; columns are told by their headers."""
    return read_items(path, at=localdate(at), exclude_rows=excluded)


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


ITEMS = SheetKind(
    "items",
    "抽查事项清单",
    "第六条",
    read=read,
    report="items:report",
    exclude="items:exclude",
    confirm="items:confirm",
    act="确认导入 {n} 项",
    consequence="全部事项一次写入草稿，任何一项不成则都不写入；草稿经批准、公布后才生效。",
    back="items:list",
    page="office/items/report.html",
)


def _of(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def _kind(row: Any) -> str:
    return str(row.get_kind_display())


NINE = (
    Column("编制单位", lambda row: row.owner.name, width=24),
    Column("序号", _of("ordinal"), width=6),
    Column("抽查类别", _of("category")),
    Column("抽查事项", _of("name"), width=40),
    Column("检查对象", _of("subject_range")),
    Column("事项类别", _kind),
    Column("检查方式", _of("method")),
    Column("检查主体", _of("organ")),
    Column("检查依据", _of("basis"), width=40),
)
ELEVEN = (
    Column("编号", _of("code"), width=12),
    Column("抽查事项名称", _of("name"), width=40),
    Column("抽查子项", _of("sub_item"), width=24),
    Column("抽查依据", _of("basis"), width=40),
    Column("抽查主体", _of("organ")),
    Column("抽查对象", _of("subject_range")),
    Column("抽查比例", _of("ratio_text")),
    Column("抽查频次", _of("frequency_text")),
    Column("抽查方式", _of("method")),
    Column("检查人员要求", _of("personnel")),
    Column("备注", _of("remark")),
)
JOINT = (
    Column("序号", _of("ordinal"), width=6),
    Column("抽查领域", _of("category")),
    Column("抽查事项", _of("name"), width=40),
    Column("检查对象", _of("subject_range")),
    Column("发起部门", _of("initiating_text")),
    Column("配合部门", _of("participating_text"), width=30),
)
TABLES = {"nine": NINE, "eleven": ELEVEN, "joint": JOINT}
