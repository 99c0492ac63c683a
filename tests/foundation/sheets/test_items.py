"""Item lists: nine columns, eleven, or six; free text stays free text. 第二条, 第六条（三）, 30-domain §5."""

from pathlib import Path

import pytest

from shuangsuiji.foundation.sheets.cells import neutral
from shuangsuiji.foundation.sheets.items import read_items
from tests.foundation.sheets.makers import AT, Rows, Value, changed, csv_bytes, xlsx_bytes

NINE: Rows = [
    ["编制单位", "序号", "抽查类别", "抽查事项", "检查对象", "事项类别", "检查方式", "检查主体", "检查依据"],
    [
        "示例县人社局",
        1,
        "工资支付",
        "是否按月支付工资？",
        "用人单位",
        "一般检查事项",
        "实地检查",
        "县级",
        "示例条例第一条\n第二款",
    ],
    ["示例县人社局", 2, "社会保险", "是否办理登记", "用人单位", "一般检查事项", "书面检查", "县级", "示例条例第二条"],
]
ELEVEN: Rows = [
    [
        "编号",
        "抽查事项名称",
        "抽查子项",
        "抽查依据",
        "抽查主体",
        "抽查对象",
        "抽查比例",
        "抽查频次",
        "抽查方式",
        "检查人员要求",
        "备注",
    ],
    ["1", "劳务派遣", "", "示例条例", "县级", "劳务派遣单位", "3%；2次/年", ">=1次", "实地检查", "无需", ""],
]


def test_nine_columns_are_read_with_line_breaks_and_question_marks(tmp_path: Path) -> None:
    path = tmp_path / "事项.xlsx"
    path.write_bytes(xlsx_bytes(NINE))
    one, two = read_items(path, at=AT).require()
    assert (one.number, one.issuer, one.category) == ("1", "示例县人社局", "工资支付")
    assert (one.name, one.basis) == ("是否按月支付工资？", "示例条例第一条\n第二款")
    assert (two.subject, two.kind, two.method, two.organ) == ("用人单位", "一般检查事项", "书面检查", "县级")


def test_ratio_and_frequency_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "事项.csv"
    path.write_bytes(csv_bytes(ELEVEN))
    (item,) = read_items(path, at=AT).require()
    assert (item.ratio_text, item.frequency_text, item.personnel) == ("3%；2次/年", ">=1次", "无需")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [(3, "", "抽查事项为空"), (4, "", "检查对象为空"), (3, "是否\ufffd登记", "丢失"), (2, "工资?付", "丢失")],
)
def test_an_item_without_its_words_is_refused(tmp_path: Path, column: int, value: Value, words: str) -> None:
    path = tmp_path / "事项.xlsx"
    path.write_bytes(xlsx_bytes(changed(NINE, 3, column, value)))
    reading = read_items(path, at=AT)
    assert [(finding.row, words in finding.reason) for finding in reading.errors()] == [(3, True)]


def test_an_item_listed_twice_is_remarked(tmp_path: Path) -> None:
    path = tmp_path / "事项.xlsx"
    path.write_bytes(xlsx_bytes([*NINE, NINE[1]]))
    reading = read_items(path, at=AT)
    assert reading.usable
    assert [finding.row for finding in reading.findings if finding.level == "warning"] == [4]


@pytest.mark.parametrize("name", ["+工资", "=1+1", "-5", "@x", " =1"])
def test_a_text_that_an_export_made_harmless_comes_in_as_it_was(tmp_path: Path, name: str) -> None:
    path = tmp_path / "事项.csv"
    path.write_bytes(csv_bytes(changed(NINE, 3, 3, neutral(name))))
    assert [entry.name for entry in read_items(path, at=AT).require()][1] == name.strip()


def test_an_apostrophe_that_no_export_put_stays(tmp_path: Path) -> None:
    path = tmp_path / "事项.csv"
    path.write_bytes(csv_bytes(changed(NINE, 3, 3, "'工资'")))
    assert [entry.name for entry in read_items(path, at=AT).require()][1] == "'工资'"
