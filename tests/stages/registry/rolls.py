"""Rolls of invented inspectors as files, and the way they are taken into the registry in tests."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.sheets.inspectors import read_inspectors
from shuangsuiji.stages.registry.actions.import_inspectors import InspectorRoll, import_inspectors
from shuangsuiji.stages.registry.models import RegistryChange
from tests.cast import LEAD_DEPARTMENT
from tests.foundation.sheets.makers import xlsx_bytes

HEADER = ("姓名", "单位", "股室", "证件编号", "有效期", "可查事项", "状态", "回避对象")
NAME, DEPARTMENT, SECTION, NUMBER, VALID, QUALS, STATE, RECUSALS = range(len(HEADER))
SOURCE = "执法证件管理系统"
SOURCE_ON = date(2026, 11, 20)


def inspector(which: int, **changes: Any) -> list[Any]:
    """Inspector `which`; `changes` by the names of the columns above."""
    row = [
        f"检查员{'甲乙丙丁戊己庚辛壬癸'[which]}",
        "rsj",
        "劳动保障监察股",
        f"41-{which:03d}",
        "2027-06-30",
        "law",
        "在岗",
        "",
    ]
    for name, value in changes.items():
        row[globals()[name.upper()]] = value
    return row


def roll_of(folder: Path, rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> Path:
    """The roll as an .xlsx."""
    path = folder / "人员.xlsx"
    path.write_bytes(xlsx_bytes([list(header), *map(list, rows)]))
    return path


def read_roll(path: Path, **more: Any) -> Any:
    """The file as the registry reads it."""
    names = {"示例县人力资源和社会保障局": LEAD_DEPARTMENT}
    return read_inspectors(path, at=SOURCE_ON, source=SOURCE, source_on=SOURCE_ON, departments=names, **more)


def take_roll(path: Path, actor: Actor, at: datetime, *, full_list: bool = True) -> RegistryChange | None:
    """Read the file and import it."""
    roll = InspectorRoll(read_roll(path), SOURCE, SOURCE_ON, full_list)
    return import_inspectors(roll=roll, actor=actor, at=at)
