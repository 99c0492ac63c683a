"""One subject in two rows."""

from collections.abc import Callable

from shuangsuiji.core.identifiers import uscc_check_digit
from tests.foundation.sheets.corpus.case import (
    CODE,
    WRONG_DIGIT,
    accept,
    all_rows,
    reject,
)
from tests.foundation.sheets.makers import (
    GOOD_REG,
    NAME,
    REG,
    USCC,
    Value,
    changed,
    subject_rows,
    xlsx_bytes,
)


def _pair(**cells: Value) -> Callable[[], bytes]:
    """Three subjects, of which the third row's cells are changed."""
    columns = {"name": NAME, "uscc": USCC, "reg": REG}
    rows = subject_rows()
    for key, value in cells.items():
        rows = changed(rows, 4, columns[key], value)
    return lambda: xlsx_bytes(rows)


def _same_organisation() -> str:
    first17 = f"92{CODE[2:17]}"
    return first17 + uscc_check_digit(first17)


DUPLICATES = (
    reject("one code twice", _pair(uscc=CODE), 4, "第 2 行", "同一主体"),
    reject("one organisation under two codes", _pair(uscc=_same_organisation()), 4, "第 2 行", "同一主体"),
    reject(
        "an old number and its new code",
        lambda: xlsx_bytes(changed(changed(changed(subject_rows(), 2, REG, GOOD_REG), 4, USCC, ""), 4, REG, GOOD_REG)),
        4,
        "第 2 行",
        "同一主体",
    ),
    reject("one name, an old number and a code", _pair(name="示例县第1服装厂", uscc="", reg=GOOD_REG), 4, "名称相同"),
    reject(
        "one damaged code for two firms",
        lambda: xlsx_bytes(changed(changed(subject_rows(), 2, USCC, WRONG_DIGIT), 4, USCC, WRONG_DIGIT)),
        4,
        "混同",
    ),
    accept("one name, two codes", _pair(name="示例县第1服装厂"), all_rows, "名称相同而代码不同"),
    accept(
        "names that differ in brackets only",
        lambda: xlsx_bytes(
            changed(changed(subject_rows(), 2, NAME, "示例（县）第一有限公司"), 4, NAME, "示例(县)第一有限责任公司")
        ),
        all_rows,
        "名称相同而代码不同",
    ),
)
