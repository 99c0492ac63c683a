"""A sheet comes in: nothing is written before 確认, the report says every fault, rows are kept out by name only, drafts are one's own.

Source: 第十条 (E10-3); 20-house §7; 70-interface §5.
"""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from cryptography.exceptions import InvalidTag
from django.core.files.uploadedfile import SimpleUploadedFile

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.web.components import uploading
from shuangsuiji.web.components.models import UploadDraft
from tests.conftest import NOW
from tests.foundation.sheets.makers import subject_rows
from tests.web.components.pages import urls
from tests.web.components.pages.visiting import Visitor, visit

pytestmark = pytest.mark.django_db
__all__ = ["visit"]
Visit = Callable[[str], Visitor]
PAGE = "/office/sheets/"


def file(rows: list[list[Any]], name: str = "名录.csv") -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode())


def bad_rows() -> list[list[Any]]:
    rows: list[list[Any]] = subject_rows(4)
    rows[2][1] = "91410928MA0000"
    return rows


def brought(visitor: Visitor, rows: list[list[Any]]) -> str:
    """Upload, and the address of the report."""
    answer = visitor.send(PAGE, file=file(rows))
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_good_sheet_is_imported_by_one_act_after_its_confirmation(visit: Visit) -> None:
    li, before = visit("li"), LogEvent.objects.count()
    report = brought(li, subject_rows(3))
    page = li.get(report).content.decode()
    assert "可以使用" in page
    assert "确认导入 3 户" in page
    assert (urls.done, LogEvent.objects.count()) == ([], before)
    assert li.send(report, f"{report}confirm/").status_code == 302
    [(actor, entries, content, excluded)] = urls.done
    assert (actor.office, len(entries), excluded) == ("clerk", 3, [])
    assert "示例县第1服装厂" in content.decode()
    assert UploadDraft.objects.count() == 0


def test_a_bad_sheet_is_reported_cell_by_cell_and_has_no_button(visit: Visit) -> None:
    li = visit("li")
    report = brought(li, bad_rows())
    page = li.get(report).content.decode()
    assert "整批未导入" in page
    for told in ("91410928MA0000", "<td>3</td>", "统一社会信用代码应为", "第十条"):
        assert told in page
    assert "confirm/" not in page


def test_a_bad_sheet_cannot_be_confirmed_by_somebody_who_makes_the_request_himself(visit: Visit) -> None:
    li = visit("li")
    report = brought(li, bad_rows())
    hidden = {"idempotency_key": "k" * 32}
    answer = li.client.post(f"{report}confirm/", hidden)
    assert answer.status_code == 422
    assert "整批未导入" in answer.content.decode()
    assert urls.done == []


def test_rows_are_kept_out_by_name_with_a_reason_and_can_be_let_in_again(visit: Visit) -> None:
    li = visit("li")
    report = brought(li, bad_rows())
    assert li.send(report, f"{report}exclude/", rows="3", reason="").status_code == 200
    assert li.send(report, f"{report}exclude/", rows="三", reason="已注销").status_code == 200
    assert li.send(report, f"{report}exclude/", rows="3", reason="已注销").status_code == 302
    page = li.get(report).content.decode()
    assert "确认导入 3 户" in page
    assert "已注销" in page
    assert li.send(report, f"{report}exclude/", undo="1").status_code == 302
    assert "整批未导入" in li.get(report).content.decode()
    li.send(report, f"{report}exclude/", rows="3", reason="已注销")
    li.send(report, f"{report}confirm/")
    [(_, entries, _, excluded)] = urls.done
    assert len(entries) == 3
    assert [(row.row, row.reason) for row in excluded] == [(3, "已注销")]


def test_the_report_can_be_taken_along_with_the_bad_cells_marked(visit: Visit) -> None:
    li = visit("li")
    answer = li.get(brought(li, bad_rows()) + "?download=xlsx")
    assert "attachment" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["汇总", "问题清单", "标记"]
    marked = [cell for row in book["标记"].iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFF8CBAD"]
    assert [cell.value for cell in marked] == ["91410928MA0000"]


@pytest.mark.parametrize("step", ["", "confirm/", "exclude/"])
def test_another_persons_draft_is_not_there(visit: Visit, step: str) -> None:
    report = brought(visit("li"), subject_rows(3))
    other = visit("sun")
    own = brought(other, subject_rows(3))
    absent = report.replace(report.split("/")[-2], "00000000-0000-4000-8000-000000000000")
    if step:
        hidden = {"rows": "3", "reason": "已注销"}
        answers = [
            other.client.post(address + step, {**hidden, "idempotency_key": key * 32})
            for address, key in ((report, "a"), (absent, "b"))
        ]
    else:
        answers = [other.client.get(report), other.client.get(absent)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert own != report
    assert urls.done == []


def test_a_draft_of_another_kind_of_list_is_not_there(visit: Visit) -> None:
    li = visit("li")
    report = brought(li, subject_rows(3))
    UploadDraft.objects.update(kind="inspectors")
    assert li.get(report).status_code == 404


def test_a_draft_ends_after_a_day_and_is_thrown_away(visit: Visit) -> None:
    li = visit("li")
    report = brought(li, subject_rows(3))
    UploadDraft.objects.update(expires_at=NOW)
    assert li.get(report).status_code == 404
    assert uploading.forget_before(NOW + timedelta(seconds=1)) == 1


def test_the_file_itself_counts_and_not_what_the_report_said(visit: Visit) -> None:
    li = visit("li")
    report = brought(li, subject_rows(3))
    UploadDraft.objects.update(report={"counts": {"可用": 900}, "usable": True, "verdict": "可以使用：900 行"})
    li.send(report, f"{report}confirm/")
    assert len(urls.done[0][1]) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [("名录.xlsx", b"PK\x03\x04broken"), ("名录.exe", b"MZ\x00\x01" * 50), ("../../名录.csv", b"\x00\xff\xfe" * 30)],
)
def test_a_file_that_is_no_list_is_told_and_never_breaks_the_page(visit: Visit, name: str, content: bytes) -> None:
    li = visit("li")
    answer = li.send(PAGE, file=SimpleUploadedFile(name, content))
    if answer.status_code == 302:
        assert "整批未导入" in li.get(answer["Location"]).content.decode()
    else:
        assert 'role="alert"' in answer.content.decode()
    assert urls.done == []


def test_an_empty_upload_says_what_is_missing(visit: Visit) -> None:
    page = visit("li").send(PAGE).content.decode()
    assert "选择文件：" in page
    assert 'href="#id_file"' in page


def test_a_waiting_sheet_is_unreadable_in_the_database_and_opens_for_its_own_draft_only(visit: Visit) -> None:
    li = visit("li")
    brought(li, subject_rows(3))
    draft = UploadDraft.objects.get()
    assert "示例县第1服装厂" in draft.file().decode()
    assert "示例县第1服装厂".encode() not in bytes(draft.content)
    moved = UploadDraft(account="somebody else", content=draft.content)
    with pytest.raises(InvalidTag):
        moved.file()
