"""A published plan table on its way in.

Source: 第七条; 30-domain §5.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from shuangsuiji.foundation.sheets.plans import read_plans
from shuangsuiji.foundation.sheets.readings import PlanEntry, RosterReading
from shuangsuiji.web.components.uploading import SheetKind


def read(path: Path, excluded: Mapping[Any, str], at: datetime, about: Mapping[str, Any]) -> RosterReading[PlanEntry]:
    """Read a table; months without a year are those of the plan's year."""
    return read_plans(path, year=int(about["year"]), at=localdate(at), exclude_rows=excluded)


PLANS = SheetKind(
    "plans",
    "年度抽查计划表",
    "第七条",
    read=read,
    report="plans:report",
    exclude="plans:exclude",
    confirm="plans:confirm",
    act="确认导入 {n} 行",
    consequence="全部行一次写入计划草稿；比例和频次保留原文，数值须逐类填写后才能送会签。",
    back="plans:list",
    about=("into", "year"),
)
