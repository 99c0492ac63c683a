"""Lists go out: harmless cells, a last line that says who and why, the purpose before personal data, a cap, a line in the access log.

Source: 第二十四条 (E24-2); 70-interface §5.
"""

import csv
import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from shuangsuiji.core.rules.parameters import number
from shuangsuiji.foundation.ledger.models import AuditEntry
from tests.web.components.pages import urls
from tests.web.components.pages.visiting import Visitor, visit

pytestmark = pytest.mark.django_db
__all__ = ["visit"]
Visit = Callable[[str], Visitor]
PAGE = "/office/sheets/export/"


def content(answer: Any) -> bytes:
    """The whole answer; read to its end it is closed, as a server would."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def exported() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action="export"))


def test_an_xlsx_has_head_rows_and_the_mark_of_who_took_it(visit: Visit) -> None:
    answer = visit("li").get(PAGE)
    sheet = openpyxl.load_workbook(io.BytesIO(content(answer))).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["账号", "公式"]
    assert len(rows) == 1 + 7 + 1
    assert rows[-1][0].startswith("※ 由 li 于 2026-11-24 17:00 导出，共 7 行")


def test_a_csv_says_the_same(visit: Visit) -> None:
    answer = visit("li").get(f"{PAGE}?export=csv")
    text = content(answer).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert (rows[0], len(rows)) == (["账号", "公式"], 9)
    assert answer["Content-Disposition"].endswith(".csv")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_no_cell_is_one_that_a_spreadsheet_would_run(visit: Visit, form: str) -> None:
    found = content(visit("li").get(f"{PAGE}?export={form}"))
    if form == "csv":
        assert "'=1+1" in found.decode("utf-8-sig")
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(found)).active
        assert sheet is not None
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_personal_columns_ask_for_the_purpose_first(visit: Visit) -> None:
    li = visit("li")
    page = content(li.get(f"{PAGE}?personal=1&name=x&export=csv")).decode()
    assert "含有个人信息：姓名" in page
    assert '<input type="hidden" name="name" value="x">' in page
    assert exported() == []
    assert page.count("李明德") == 1  # who is signed in, and nobody of the list
    assert 'role="alert"' in li.get(f"{PAGE}?personal=1&purpose=a").content.decode()
    answer = li.get(f"{PAGE}?personal=1&purpose=派发第三次抽查&export=csv")
    text = content(answer).decode("utf-8-sig")
    assert "李明德" in text
    assert "用途：派发第三次抽查" in text
    [line] = exported()
    assert line.detail == {"rows": 7, "form": "csv", "personal": ["姓名"], "purpose": "派发第三次抽查"}


def test_more_personal_rows_than_one_may_take_are_refused(visit: Visit) -> None:
    most = number("export_rows")
    urls.rows_wanted.extend(SimpleNamespace(pk=UUID(int=n), name="某") for n in range(most))
    li = visit("li")
    assert len(content(li.get(f"{PAGE}?personal=1&purpose=派发第三次抽查&export=csv")).splitlines()) == most + 2
    urls.rows_wanted.append(SimpleNamespace(pk=UUID(int=most), name="某"))
    answer = li.get(f"{PAGE}?personal=1&purpose=派发第三次抽查&export=csv")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "E24-2" in page
    assert f"导出 {most + 1} 行超过 {most} 行" in page
    assert len(content(li.get(f"{PAGE}?export=csv")).splitlines()) == most + 3


def test_an_export_without_personal_columns_is_noted_too(visit: Visit) -> None:
    content(visit("li").get(PAGE))
    [line] = exported()
    assert (line.object, line.detail["purpose"], line.detail["personal"]) == ("人员", "", [])
