"""Empty forms to fill in: a header, two synthetic example rows, a sheet that explains every column.

Source: 第六条（一）（二）, 第十条; forms F7, F8, F9. The examples are nobody's: numbers beginning 9141 0928 MA00 are synthetic here.
Gives: bytes of an .xlsx file. Codes and dates are text, so that a spreadsheet does not turn them into numbers.
"""

import io
from typing import Any

import xlsxwriter

from shuangsuiji.core.identifiers import uscc_check_digit
from shuangsuiji.foundation.sheets.codes import organisation_digit
from shuangsuiji.foundation.sheets.columns import COLUMN_SETS, Column, ColumnSet, Use
from shuangsuiji.foundation.sheets.tables import EXAMPLE_MARK
from shuangsuiji.foundation.sheets.wordings import INSPECTOR_STATES, SUBJECT_STATES, SUBJECT_TYPES

_SUBJECT_KEYS = (
    "name", "uscc", "reg_no", "subject_type", "state", "area", "risk_class", "class_date", "class_source",
    "established", "last_inspected", "object_no", "source", "source_date",
)  # fmt: skip
_INSPECTOR_KEYS = (
    "name", "department", "certificate", "valid_until", "qualifications", "state", "cap", "is_expert", "recusals", "section",
    "source", "source_date",
)  # fmt: skip
_LICENCE_KEYS = (
    "name", "uscc", "reg_no", "object_no", "licence_name", "licence_number", "issued_on", "expires_on", "issuer",
    "special_library", "tags",
)  # fmt: skip
_KEYS = {"subject": _SUBJECT_KEYS, "inspector": _INSPECTOR_KEYS, "licence": _LICENCE_KEYS}
_CHOICES = {
    ("subject", "state"): SUBJECT_STATES,
    ("subject", "subject_type"): SUBJECT_TYPES,
    ("subject", "risk_class"): ("A", "B", "C", "D"),
    ("inspector", "state"): INSPECTOR_STATES,
    ("inspector", "is_expert"): ("是", "否"),
}
_TEXT_ROWS = 2_000  # so many rows carry the text format and the drop-down lists
_LEGEND = ("列名", "是否必填", "填写要求", "也可写作", "依据")
_ADVICE = (
    "代码、证号列已设为文本格式：请粘贴为“数值/文本”，不要粘贴成数字，否则末几位会失真而整批退回。",
    f"以{EXAMPLE_MARK}开头的示例行不会导入，填写后可删去。",
    "任何一行有错，整批不导入；确需先用其余各行的，按行号排除并由名录库管理员签认（第十条）。",
    "不要增加身份证号、出生日期、黑白名单等列：前两者不会读入，后者整批退回。",
)


def synthetic_uscc(number: int, *, county: str = "410928") -> str:
    """A credit code of nobody with right check digits: 91 + county + MA + six digits + both check digits."""
    body = f"MA{number:06d}"
    first17 = f"91{county}{body}{organisation_digit(body)}"
    return first17 + uscc_check_digit(first17)


def template(kind: str) -> bytes:
    """The form for `subject`, `licence` or `inspector` as an .xlsx file."""
    columns = COLUMN_SETS[kind]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        formats = {
            "must": workbook.add_format({"bold": True, "bg_color": "#F8CBAD", "border": 1, "num_format": "@"}),
            "may": workbook.add_format({"bold": True, "bg_color": "#E2EFDA", "border": 1, "num_format": "@"}),
            "text": workbook.add_format({"num_format": "@"}),
            "example": workbook.add_format({"num_format": "@", "italic": True, "font_color": "#7F7F7F"}),
            "wrap": workbook.add_format({"text_wrap": True, "valign": "top"}),
        }
        _form(workbook, formats, columns)
        _legend(workbook, formats, columns)
    return buffer.getvalue()


def _form(workbook: Any, formats: dict[str, Any], columns: ColumnSet) -> None:
    page = workbook.add_worksheet(columns.title)
    page.freeze_panes(1, 1)
    for position, key in enumerate(_KEYS[columns.kind]):
        column = columns.column(key)
        page.set_column(position, position, 30 if key == "name" else 22, formats["text"])
        page.write_string(0, position, column.title, formats["must" if columns.is_required(key) else "may"])
        choices = _CHOICES.get((columns.kind, key))
        if choices:
            page.data_validation(1, position, _TEXT_ROWS, position, {"validate": "list", "source": list(choices)})
    for row, example in enumerate(_examples(columns.kind), start=1):
        for position, key in enumerate(_KEYS[columns.kind]):
            page.write_string(row, position, example.get(key, ""), formats["example"])


def _examples(kind: str) -> tuple[dict[str, str], dict[str, str]]:
    if kind == "inspector":
        return (
            {
                "name": f"{EXAMPLE_MARK}甲某", "department": "示例县人力资源和社会保障局", "certificate": "SL0928-0001",
                "valid_until": "2029-12-31", "qualifications": "劳动保障监察、工资支付", "state": "在岗", "cap": "2",
                "section": "劳动保障监察股", "source": "执法证件管理系统导出", "source_date": "2026-11-01",
            },
            {
                "name": f"{EXAMPLE_MARK}乙某", "department": "示例县市场监督管理局", "certificate": "SL0928-0002",
                "valid_until": "2028-06-30", "qualifications": "市场监管", "state": "休假",
                "recusals": synthetic_uscc(1), "source": "执法证件管理系统导出", "source_date": "2026-11-01",
            },
        )  # fmt: skip
    if kind == "licence":
        return (
            {
                "name": f"{EXAMPLE_MARK}示例县第一人力资源服务有限公司", "uscc": synthetic_uscc(1),
                "licence_name": "人力资源服务许可证", "licence_number": "（示例）第0001号", "issued_on": "2024-03-20",
                "expires_on": "2029-03-19", "issuer": "示例县人力资源和社会保障局", "special_library": "人力资源服务机构库",
            },
            {
                "name": f"{EXAMPLE_MARK}示例县第二职业培训学校", "uscc": synthetic_uscc(2),
                "licence_name": "民办职业培训学校办学许可证", "expires_on": "长期",
            },
        )  # fmt: skip
    return (
        {
            "name": f"{EXAMPLE_MARK}示例县第一纺织有限公司", "uscc": synthetic_uscc(1), "subject_type": "企业",
            "state": "正常", "area": "城关镇", "risk_class": "B", "class_date": "2026-10-31", "class_source": "省共享",
            "established": "2015-03-20", "source": "省市场监管登记数据共享", "source_date": "2026-11-01",
        },
        {
            "name": f"{EXAMPLE_MARK}示例县第二食品厂", "reg_no": "410928000000010", "subject_type": "企业",
            "state": "注销", "area": "柳屯镇", "established": "2003-07-01",
            "source": "省市场监管登记数据共享", "source_date": "2026-11-01",
        },
    )  # fmt: skip


def _legend(workbook: Any, formats: dict[str, Any], columns: ColumnSet) -> None:
    page = workbook.add_worksheet("说明")
    for position, (head, width) in enumerate(zip(_LEGEND, (20, 16, 60, 60, 16), strict=True)):
        page.set_column(position, position, width)
        page.write_string(0, position, head, formats["may"])
    row = 1
    for column in columns.columns:
        if column.use is Use.READ:
            for position, text in enumerate(_explained(columns, column)):
                page.write_string(row, position, text, formats["wrap"])
            row += 1
    for advice in _ADVICE:
        row += 1
        page.write_string(row, 0, advice)


def _explained(columns: ColumnSet, column: Column) -> tuple[str, ...]:
    group = next((keys for keys in columns.needed if column.key in keys), ())
    must = "" if not group else "必填" if len(group) == 1 else "这几列至少有一列"
    return column.title, must, column.rule, "、".join(column.names[1:]), column.article
