"""Lists of invented firms as files, and the way they are taken into the registry in tests."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from shuangsuiji.stages.registry.actions.import_subjects import SubjectList, import_subjects
from shuangsuiji.stages.registry.models import RegistryChange
from tests.cast import JOINING_DEPARTMENT, LEAD_DEPARTMENT
from tests.foundation.sheets.makers import xlsx_bytes

HEADER = (
    "企业名称", "统一社会信用代码", "主体类型", "状态", "区域", "信用风险分类", "分类日期", "成立日期", "地址",
    "法定代表人", "联系电话",
)  # fmt: skip
NAME, USCC, TYPE, STATE, AREA, CLASS, CLASS_DATE, FOUNDED, ADDRESS, REP, PHONE = range(len(HEADER))
SOURCE = "省共享平台"
SOURCE_ON = date(2026, 11, 20)


def firm(number: int, **changes: Any) -> list[Any]:
    """Firm `number`; `changes` by the names of the columns above."""
    row = [
        f"示例县第{number}服装厂", synthetic_uscc(number), "企业", "正常", "城关镇", "ABCD"[number % 4], "2026-10-31",
        "2015-03-02", f"示例县城关镇{number}号", f"甲{number}", f"138{number:08d}",
    ]  # fmt: skip
    for name, value in changes.items():
        row[globals()[name.upper()]] = value
    return row


def firms(count: int) -> list[list[Any]]:
    """Firms 1 to `count`."""
    return [firm(number) for number in range(1, count + 1)]


def file_of(folder: Path, rows: Sequence[Sequence[Any]], *, header: Sequence[str] = HEADER, name: str = "名录") -> Path:
    """The list as an .xlsx."""
    path = folder / f"{name}.xlsx"
    path.write_bytes(xlsx_bytes([list(header), *map(list, rows)]))
    return path


def department(code: str, name: str, at: datetime) -> Department:
    """A department, entered by the machine."""
    with command(actor=Actor(code, MACHINE), at=at) as cmd:
        made = Department(code=code, name=name, division="410928", from_on=date(2026, 1, 1))
        made.save(force_insert=True)
        cmd.emit("account.changed", pub={"kind": "department", "count": 1})
    return made


def departments(at: datetime) -> Mapping[str, Department]:
    """The two of the cast."""
    return {
        LEAD_DEPARTMENT: department(LEAD_DEPARTMENT, "示例县人力资源和社会保障局", at),
        JOINING_DEPARTMENT: department(JOINING_DEPARTMENT, "示例县市场监督管理局", at),
    }


def read(path: Path, *, on: date = SOURCE_ON, **more: Any) -> Any:
    """The file as the registry reads it."""
    return read_subjects(
        path,
        **{
            "at": on, "source": SOURCE, "source_on": SOURCE_ON, "source_required": True, "personal": True,
            "county": "410928", **more,
        },
    )  # fmt: skip


def take_in(path: Path, actor: Actor, at: datetime, *, full_list: bool = True, **more: Any) -> RegistryChange | None:
    """Read the file and import it."""
    acting = {name: more.pop(name) for name in ("reason", "seen_root", "progress") if name in more}
    reading = read(path, **more)
    roster = SubjectList.of(reading, source=SOURCE, source_on=SOURCE_ON, full_list=full_list)
    return import_subjects(roster=roster, actor=actor, at=at, **acting)
