"""The statutory name of an object library, made by the system and typed by nobody.

Source: 第六条（二）. Never: public; the name carries the risk class (00-decisions, 8).
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.parameters import text
from shuangsuiji.core.rules.provision import source
from shuangsuiji.core.rules.risk import RiskClass


class ItemName(NamedTuple):
    """An item that a library serves, and the category it stands in."""

    name: str
    category: str


@source("第六条（二）")
def subject_matter(items: Sequence[ItemName], task_name: str) -> str:
    """What the name says is inspected: the one item; of several in one category the category; else the task's name."""
    if len({item.name for item in items}) == 1:
        return items[0].name
    categories = {item.category for item in items}
    return categories.pop() if len(categories) == 1 else task_name


@source("第六条（二）")
def pool_name(department: str, year: int, matter: str, risk_class: RiskClass, ordinal: int) -> str:
    """The library's name. `ordinal` counts the year's draws of that matter and class, from 1.

    Raises ValueError for an empty part or an ordinal below 1: the caller is a program, not a person.
    """
    if not department.strip() or not matter.strip() or ordinal < 1:
        raise ValueError(f"对象库名称缺少部门、事项或次号：{department!r}、{matter!r}、{ordinal}")
    return text("pool_name.pattern").format(
        department=department, year=year, matter=matter, risk_class=risk_class.label, ordinal=ordinal
    )


@source("第六条（二）")
def check_pool_name(given: str, made: str, taken: Collection[str] = ()) -> Finding:
    """Whether a name is the one the system makes, and free (E06-7)."""
    return judge(
        "E06-7",
        "第六条（二）",
        given == made and given not in taken,
        required=made,
        actual=given,
        refusal=f"对象库名称由系统按规则生成，不能改写（第六条（二））；应为“{made}”。",
        remedy="请使用系统生成的名称；名称已被占用时核对抽查次数。",
    )
