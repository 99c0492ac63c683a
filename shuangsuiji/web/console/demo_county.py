"""Write the demo county: the three spreadsheets a county would hand over before its first draw.

Source: 第二、六、十条; 30-domain §4, §5, §11 (columns and magnitudes).
Takes: a folder and a year. Gives: subjects.xlsx, inspectors.xlsx, items.xlsx and what is in them, counted.
Never: real firms, real persons, a random number, a clock; the same call writes the same bytes on every machine.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shuangsuiji.web.console.county.firms import AUTHORITIES, UNCLASSIFIED, Firm, firms
from shuangsuiji.web.console.county.items import ITEMS
from shuangsuiji.web.console.county.people import DEPARTMENTS, Inspector, inspectors
from shuangsuiji.web.console.county.write import Cell, write_sheet

SIZE = 8000
_SOURCE = "演示数据（合成，无真实主体）"
_SUBJECT_COLUMNS = (
    ("企业名称", 38),
    ("统一社会信用代码", 22),
    ("主体类型", 16),
    ("登记状态", 10),
    ("成立日期", 12),
    ("登记机关", 24),
    ("管辖单位", 22),
    ("区域", 12),
    ("信用风险分类", 14),
    ("分类日期", 12),
    ("分类来源", 10),
    ("行业", 30),
    ("规模", 8),
    ("最近检查日期", 14),
    ("来源", 30),
    ("来源日期", 12),
)
_INSPECTOR_COLUMNS = (
    ("姓名", 10),
    ("单位", 30),
    ("业务处室", 24),
    ("职务", 14),
    ("证件类型", 22),
    ("证件编号", 18),
    ("有效期", 12),
    ("执法区域", 12),
    ("可查事项", 24),
    ("状态", 8),
    ("回避对象", 42),
    ("最多组数", 10),
    ("来源", 30),
    ("来源日期", 12),
)
_ITEM_COLUMNS = (
    ("编制单位", 30),
    ("序号", 6),
    ("抽查类别", 24),
    ("抽查事项", 60),
    ("检查对象", 28),
    ("事项类别", 16),
    ("检查方式", 24),
    ("检查主体", 30),
    ("检查依据", 70),
)


@dataclass(frozen=True, slots=True)
class County:
    """What was written. `classes` and `states` count subjects; `as_of` is the day the files say they were handed over."""

    subjects: Path
    inspectors: Path
    items: Path
    year: int
    as_of: date
    subject_count: int
    inspector_count: int
    item_count: int
    classes: dict[str, int]
    states: dict[str, int]
    visited_this_year: int


def build_county(folder: Path, *, year: int, size: int = SIZE, as_of: date | None = None) -> County:
    """Write the county of `size` employers as it stands on `as_of` (default: 1 March of `year`) into `folder`.

    The folder is created when missing; files of the same names are replaced. Raises ValueError when `as_of` lies
    outside the year, or when there are too few employers for two of them to be somebody's conflict of interest.
    """
    day = as_of or date(year, 3, 1)
    if day.year != year:
        raise ValueError(f"名录日期 {day} 不在 {year} 年内")
    if size < 2:
        raise ValueError(f"演示县至少 2 户，现为 {size} 户")
    folder.mkdir(parents=True, exist_ok=True)
    roster = firms(size, day)
    roll = inspectors(day, _conflicts(roster))
    county = County(
        subjects=folder / "subjects.xlsx",
        inspectors=folder / "inspectors.xlsx",
        items=folder / "items.xlsx",
        year=year,
        as_of=day,
        subject_count=len(roster),
        inspector_count=len(roll),
        item_count=len(ITEMS),
        classes=dict(Counter(firm.risk_class for firm in roster)),
        states=dict(Counter(firm.state for firm in roster)),
        visited_this_year=sum(firm.visited_on is not None and firm.visited_on.year == year for firm in roster),
    )
    write_sheet(county.subjects, "检查对象名录", _SUBJECT_COLUMNS, (_subject_row(firm, day) for firm in roster))
    write_sheet(
        county.inspectors, "执法检查人员名录", _INSPECTOR_COLUMNS, (_inspector_row(person, day) for person in roll)
    )
    write_sheet(county.items, "随机抽查事项清单", _ITEM_COLUMNS, _item_rows())
    return county


def _conflicts(roster: list[Firm]) -> tuple[str, ...]:
    """Two firms likely to be drawn (the highest classes first), so that a demo shows a recusal at work."""
    order = {"D": 0, "C": 1, "B": 2, "A": 3, UNCLASSIFIED: 4}
    likely = sorted(roster, key=lambda firm: (firm.state != "存续", order[firm.risk_class], firm.uscc))
    return tuple(firm.uscc for firm in likely[:2])


def _subject_row(firm: Firm, as_of: date) -> tuple[Cell, ...]:
    return (
        firm.name,
        firm.uscc,
        firm.kind,
        firm.state,
        firm.established_on,
        AUTHORITIES[firm.kind],
        f"{firm.town[:-1]}市场监管所",
        firm.town,
        *_classified(firm, as_of),
        firm.industry,
        firm.scale,
        firm.visited_on,
        _SOURCE,
        as_of,
    )


def _classified(firm: Firm, as_of: date) -> tuple[Cell, Cell, Cell]:
    """Class, its date and source. Classes are shared monthly, on the first; a firm without one has three empty cells."""
    if firm.risk_class == UNCLASSIFIED:
        return None, None, None
    return firm.risk_class, as_of.replace(day=1), "省共享"


def _inspector_row(person: Inspector, as_of: date) -> tuple[Cell, ...]:
    return (
        person.name,
        DEPARTMENTS[person.department],
        person.section,
        person.post,
        "河南省行政执法证",
        person.certificate,
        person.valid_until,
        "濮阳县",
        "、".join(person.scopes),
        person.state,
        "、".join(person.recusals),
        person.cap,
        _SOURCE,
        as_of,
    )


def _item_rows() -> list[tuple[Cell, ...]]:
    return [
        (
            DEPARTMENTS["rsj"],
            number,
            item.category,
            item.name,
            item.subjects,
            item.kind,
            "现场检查、书面检查",
            "县级以上人力资源社会保障部门",
            item.basis,
        )
        for number, item in enumerate(ITEMS, start=1)
    ]
