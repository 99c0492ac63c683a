"""The act: a department sets its table of towns; from then on lists and forms place areas by it.

Source: 第十条; E10-3, E10-6; 30-domain §4. Emits `towns.set`. Rows that are in the registry already keep their code until they are told anew.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.sheets.texts import folded_word
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.models import TownTable
from shuangsuiji.stages.registry.placing import COUNTY_DIGITS, town_table, towns_of

_CODE = re.compile(r"[0-9]{9}")
_MOST_ROWS = 1_000
_LONGEST_NAME = 50


def set_towns(*, rows: Sequence[tuple[str, str]], document: str, seen: str, actor: Actor, at: datetime) -> TownTable:
    """Set the whole table: names as registers write them, 9-digit codes below the department's division.

    `seen`: key of the table that was shown, empty where there was none.

    Raises RuleViolation E10-3 (a row that is none, a name twice, no or too many rows, nothing differs, changed since it was shown), E10-6 (no document).
    """
    given = [(name.strip(), code.strip()) for name, code in rows]
    with command(actor=actor, at=at, reason=document) as cmd:
        department = lock_registry(actor.org)
        require(_as_seen(department, seen), *_findings(department, given, document))
        table = TownTable(department=department, document=document.strip(), rows=[list(row) for row in given], at=at)
        table.save(force_insert=True)
        terms = {"document": table.document, "rows": table.rows}
        private = {"terms": Private(terms, house_key(at=at).id)}
        cmd.emit("towns.set", pub={"office": actor.office, "count": len(given)}, private=private)
    return table


def _as_seen(department: Department, seen: str) -> Finding:
    standing = town_table(department)
    return judge(
        "E10-3", "第十条", (f"{standing.pk}" if standing is not None else "") == seen, required="所见的区划表",
        actual="此后又有登记", refusal="区划表在您打开之后已被他人修改（第十条）。", remedy="请重新打开，核对后再修改。",
    )  # fmt: skip


def _findings(department: Department, rows: Sequence[tuple[str, str]], document: str) -> Iterator[Finding]:
    county = _stem(department.division[:COUNTY_DIGITS])
    yield judge(
        "E10-6", "第十条", 0 < len(document.strip()) <= 200, required="1—200 字", actual=len(document.strip()),
        refusal="没有写明区划表的依据（第十条）。", remedy="请写明文号，或从哪里取得的哪一期区划代码。",
    )  # fmt: skip
    yield judge(
        "E10-3", "第十条", 0 < len(rows) <= _MOST_ROWS, required=f"1—{_MOST_ROWS} 行", actual=len(rows),
        refusal=f"区划表有 {len(rows)} 行（第十条）。", remedy=f"请填写 1—{_MOST_ROWS} 行。",
    )  # fmt: skip
    names = Counter(folded_word(name) for name, _ in rows)
    for number, (name, code) in enumerate(rows, start=1):
        yield judge(
            "E10-3", "第十条", 0 < len(name) <= _LONGEST_NAME and names[folded_word(name)] == 1,
            required=f"1—{_LONGEST_NAME} 字，不重复", actual=name or "空",
            refusal=f"第 {number} 行名称“{name}”为空、过长或与别的行相同（第十条）。", remedy="请改正；同一乡镇的别名各写一行。",
        )  # fmt: skip
        yield judge(
            "E10-3", "第十条", bool(_CODE.fullmatch(code)) and code.startswith(county),
            required=f"{county} 开头的 9 位数字", actual=code or "空",
            refusal=f"第 {number} 行“{name}”的代码“{code}”不是 {county} 开头的 9 位数字（第十条）。",
            remedy="请填写乡镇（街道）的 9 位区划代码；12 位的去掉末三位。",
        )  # fmt: skip
    yield judge(
        "E10-3", "第十条", dict(rows) != towns_of(department), required="有变动", actual="与现有区划表相同",
        refusal="区划表与现有的相同，没有变化（第十条）。", remedy="请核对要增减的行。",
    )  # fmt: skip


def _stem(division: str) -> str:
    """The digits that say something: 410928, of a prefecture 4109, of a province 41."""
    while division.endswith("00"):
        division = division[:-2]
    return division
