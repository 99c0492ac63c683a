"""The sixteen inspectors of the demo county's three departments.

Source: 第十、十六条; the columns of the inspectors' roll (F7).
Gives: one inspector with an expired certificate, one on leave, one who declared two firms as conflicts of interest.
Never: a real person. Surnames follow the old list of surnames, 例 marks the given names as made up.
"""

from datetime import date
from typing import NamedTuple

from shuangsuiji.web.console.county.codes import certificate_number

DEPARTMENTS = {
    "rsj": "濮阳县人力资源和社会保障局",
    "scjgj": "濮阳县市场监督管理局",
    "xfjy": "濮阳县消防救援大队",
}
_SECTIONS = {"rsj": "调解仲裁与劳动监察股", "scjgj": "信用监督管理股", "xfjy": "防火监督科"}
# What each department's people may inspect, in the words of the roll and as the codes of a plan's slots.
QUALIFICATIONS = {"劳动保障监察": "law", "社会保险": "insurance", "市场监管": "commerce", "消防": "fire"}
_SCOPES = {"rsj": ("劳动保障监察",), "scjgj": ("市场监管",), "xfjy": ("消防",)}
_STEMS = "甲乙丙丁戊己庚"
_ROLL = (
    ("rsj", "赵褚卫蒋沈韩陈"),
    ("scjgj", "钱朱秦尤许"),
    ("xfjy", "何吕施张"),
)
_SPECIALIST, _EXPIRED, _ON_LEAVE, _CONFLICTED = "褚", "韩", "许", "卫"
_CAP = 2


class Inspector(NamedTuple):
    """One inspector. `scopes` are words of QUALIFICATIONS, `recusals` credit codes of firms, `cap` teams in one draw."""

    name: str
    department: str
    section: str
    post: str
    certificate: str
    valid_until: date
    scopes: tuple[str, ...]
    state: str
    recusals: tuple[str, ...]
    cap: int


def department_codes() -> dict[str, str]:
    """Department name → code, as the importer wants it to turn the column 单位 into a department of the plan."""
    return {name: code for code, name in DEPARTMENTS.items()}


def inspectors(as_of: date, conflicting_firms: tuple[str, ...]) -> list[Inspector]:
    """The roll as it stands on `as_of`; `conflicting_firms` are the credit codes that one inspector must not visit."""
    roll = []
    for number, (department, surnames) in enumerate(_ROLL, start=1):
        for person, surname in enumerate(surnames, start=1):
            expired = surname == _EXPIRED
            roll.append(
                Inspector(
                    name=f"{surname}例{_STEMS[person - 1]}",
                    department=department,
                    section=_SECTIONS[department],
                    post="股室负责人" if person == 1 else "科员",
                    certificate=certificate_number(number, person),
                    valid_until=date(as_of.year - 1, 12, 31) if expired else date(as_of.year + 1 + person % 3, 6, 30),
                    scopes=(*_SCOPES[department], "社会保险") if surname == _SPECIALIST else _SCOPES[department],
                    state="休假" if surname == _ON_LEAVE else "在岗",
                    recusals=conflicting_firms if surname == _CONFLICTED else (),
                    cap=_CAP,
                )
            )
    return roll
