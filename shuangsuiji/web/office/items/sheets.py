"""Item lists in and out: the official tables of nine and eleven columns, and the joint one of six.

Source: 第六条; 30-domain §5 (columns really published). What goes out comes in again with the same rows.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from shuangsuiji.foundation.sheets.items import read_items
from shuangsuiji.foundation.sheets.readings import ItemEntry, RosterReading
from shuangsuiji.stages.items import tables
from shuangsuiji.web.components.exporting import Column
from shuangsuiji.web.components.uploading import SheetKind


def read(path: Path, excluded: Mapping[Any, str], at: datetime, about: Mapping[str, Any]) -> RosterReading[ItemEntry]:
    """Read a list's file; columns are told by their headers."""
    return read_items(path, at=localdate(at), exclude_rows=excluded)


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

_WIDTHS = {"序号": 6, "编号": 12, "编制单位": 24, "抽查子项": 24, "配合部门": 30, "抽查事项": 40, "抽查事项名称": 40} | {
    "检查依据": 40, "抽查依据": 40,
}  # fmt: skip
TABLES = {
    name: tuple(Column(title, value, width=_WIDTHS.get(title, 18)) for title, value in columns)
    for name, columns in tables.TABLES.items()
}
