"""What is wrong in a file, cell by cell, in the words of the person who must repair it.

Source: 第十条; messages E10-3 … E10-6.
Never: a guessed digit, a value of a personal column.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Level = Literal["error", "warning", "note"]
LEVEL_NAMES: dict[Level, str] = {"error": "错误", "warning": "警告", "note": "提示"}
ARTICLE = "第十条"


class Fault(StrEnum):
    """Kinds of fault; the value is the heading under which a report counts them."""

    FILE = "文件不能读取"
    ENCODING = "编码不能确认"
    SHEET = "工作表"
    HEADER = "表头"
    FORBIDDEN_COLUMN = "不得导入的列"
    PERSONAL_COLUMN = "个人信息列"
    UNKNOWN_COLUMN = "不认识的列"
    NO_ROWS = "没有数据行"
    SKIPPED_ROW = "跳过的行"
    EXCLUDED_ROW = "按名排除（未入库）"
    HIDDEN = "隐藏的行列表"
    MERGED = "合并单元格"
    FORMULA = "公式单元格"
    ERROR_CELL = "错误值单元格"
    SHIFTED_ROW = "列错位"
    NUMBER_DAMAGED = "代码被改成数字"
    CODE_FORM = "代码形式"
    CODE_CLEANED = "代码已规范"
    CHECK_DIGIT = "校验位"
    IDENTITY_CARD = "疑似身份证号"
    NO_CODE = "缺少统一社会信用代码"
    NO_IDENTITY = "无法确认主体身份"
    DUPLICATE = "重复"
    NAME = "名称"
    TEXT_CLEANED = "文字已规范"
    TEXT_DAMAGED = "文字损坏"
    RARE_CHARACTER = "造字区字符"
    DATE = "日期"
    STATE = "状态"
    RISK_CLASS = "风险类别"
    SUBJECT_TYPE = "主体类型"
    AREA = "区域"
    SOURCE = "数据来源"
    STALE = "名录可能过期"
    CERTIFICATE = "执法证件"
    QUALIFICATION = "可查事项"
    DEPARTMENT = "单位"
    CAP = "最多组数"
    RECUSAL = "回避对象"
    NOT_DRAWABLE = "不列入可抽取"
    REQUIRED_CELL = "必填项为空"


# These concern the table, even where they name a row (the header's): no row of data is in error because of them.
TABLE_FAULTS = frozenset(
    {Fault.FILE, Fault.ENCODING, Fault.SHEET, Fault.HEADER, Fault.FORBIDDEN_COLUMN, Fault.PERSONAL_COLUMN}
    | {Fault.UNKNOWN_COLUMN, Fault.NO_ROWS, Fault.HIDDEN}
)


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One remark about one cell, row, sheet (row 0) or file (sheet empty).

    `row` and `position` are what a spreadsheet shows: row 1 is the first; position 0 is column A, −1 means the whole row.
    """

    sheet: str
    row: int
    column: str
    value: str
    level: Level
    code: str
    reason: str
    remedy: str
    article: str = ARTICLE
    fault: Fault = Fault.FILE
    position: int = -1

    @property
    def place(self) -> str:
        """Where to look, e.g. `表“企业”第 5 行“注册号”`."""
        sheet = f"表“{self.sheet}”" if self.sheet else ""
        row = f"第 {self.row} 行" if self.row else ""
        column = f"“{self.column}”" if self.column else ""
        return sheet + row + column

    @property
    def message(self) -> str:
        """The whole sentence: place, reason, remedy, article."""
        place = f"{self.place}：" if self.place else ""
        remedy = f"。{self.remedy}" if self.remedy else ""
        return f"{place}{self.reason}{remedy}（{self.article}）"

    def as_dict(self) -> dict[str, str | int]:
        """Plain values for JSON."""
        return {
            "level": self.level,
            "code": self.code,
            "fault": self.fault.value,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
            "remedy": self.remedy,
            "article": self.article,
        }


class FindingBook:
    """Collects findings of one reading; keeps the first `limit`, counts all, remembers the rows in error."""

    def __init__(self, limit: int) -> None:
        """`limit` is the number of findings kept one by one."""
        self._kept: list[RowFinding] = []
        self._limit = limit
        self.levels: Counter[str] = Counter()
        self.faults: Counter[tuple[Fault, Level]] = Counter()
        self.rows_in_error: set[tuple[str, int]] = set()
        self.table_in_error = False

    def add(self, finding: RowFinding) -> None:
        """Note one finding."""
        self.levels[finding.level] += 1
        self.faults[finding.fault, finding.level] += 1
        if finding.level == "error":
            if finding.row and finding.fault not in TABLE_FAULTS:
                self.rows_in_error.add((finding.sheet, finding.row))
            else:
                self.table_in_error = True
        # An error is never the one that is left out because warnings came first.
        if len(self._kept) < self._limit or (finding.level == "error" and len(self._kept) < 2 * self._limit):
            self._kept.append(finding)

    def __iter__(self) -> Iterator[RowFinding]:
        return iter(self._kept)

    @property
    def omitted(self) -> int:
        """How many findings are counted but not kept."""
        return self.levels.total() - len(self._kept)

    def in_order(self, sheets: list[str]) -> tuple[RowFinding, ...]:
        """File first, then sheet by sheet, row by row, errors before warnings."""
        place = {name: number for number, name in enumerate(["", *sheets])}
        rank = {"error": 0, "warning": 1, "note": 2}
        return tuple(
            sorted(self._kept, key=lambda f: (place.get(f.sheet, len(place)), f.row, rank[f.level], f.position))
        )
