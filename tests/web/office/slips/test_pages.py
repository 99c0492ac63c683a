"""Problems and suggestions through their pages: raised, answered, asked again, closed; what is private stays so."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.plans.models import Slip, SlipFile
from tests.cast import LI, SUN, WANG, ZHENG
from tests.foundation.evidence.files import docx, pdf
from tests.stages.cast import TANG, County, build_county
from tests.web.pages import page, send

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TITLE = "两部门检查时间错开"
LETTER = docx()


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """Two departments at work."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return build_county(NOW)


def named(content: bytes, name: str) -> io.BytesIO:
    """A file as a browser sends it."""
    file = io.BytesIO(content)
    file.name = name
    return file


def raised(county: County, **more: Any) -> Slip:
    """By the clerk, through the page."""
    answer = send(county.client(LI), "slips:add", kind="PROBLEM", title=TITLE, text="企业反映不便。", **more)
    assert answer.status_code == 302
    return Slip.objects.order_by("-ordinal")[0]


def test_a_slip_goes_from_the_unit_to_the_section_and_back_until_it_is_closed(county: County) -> None:
    slip, clerk, section = raised(county), county.client(LI), county.client(TANG)
    assert TITLE in page(section, "office:home")
    assert send(section, "slips:answer", slip.pk, text="下次联席会议讨论。").status_code == 302
    assert TITLE not in page(section, "office:home")
    assert TITLE in page(clerk, "office:home")
    assert send(clerk, "slips:reopen", slip.pk, text="仍未解决。").status_code == 302
    assert send(section, "slips:answer", slip.pk, text="已调整。").status_code == 302
    assert send(clerk, "slips:close", slip.pk, text="").status_code == 302
    told = page(clerk, "slips:slip", slip.pk)
    assert [word in told for word in ("企业反映不便。", "下次联席会议讨论。", "仍未解决。", "已调整。", "已办结")] == [
        True
    ] * 5


def test_closing_before_the_answer_is_told_above_the_form(county: County) -> None:
    slip = raised(county)
    before = LogEvent.objects.count()
    answer = send(county.client(LI), "slips:close", slip.pk, text="")
    assert answer.status_code == 422
    assert "问题尚未答复，不能办结（第三条）" in answer.content.decode()
    assert LogEvent.objects.count() == before


def test_a_withdrawal_without_a_reason_is_told_above_the_form(county: County) -> None:
    slip = raised(county)
    answer = send(county.client(LI), "slips:withdraw", slip.pk, text="")
    assert answer.status_code == 422
    assert "不可删除" in answer.content.decode()
    assert send(county.client(LI), "slips:withdraw", slip.pk, text="已自行解决").status_code == 302
    slip.refresh_from_db()
    assert slip.status == "WITHDRAWN"


def test_files_come_with_a_slip_and_its_answer_and_are_opened_by_whoever_reads_it(county: County) -> None:
    first, second = (named(content, f"{number}.pdf") for number, content in enumerate((pdf(), LETTER)))
    slip, clerk, section = raised(county, files=[first, second]), county.client(LI), county.client(TANG)
    assert send(section, "slips:answer", slip.pk, text="见附件。", files=[named(pdf(), "答复.pdf")]).status_code == 302
    files = list(SlipFile.objects.order_by("message__ordinal", "ordinal"))
    assert [(each.message.act, each.ordinal) for each in files] == [
        ("raise_slip", 1),
        ("raise_slip", 2),
        ("answer_slip", 1),
    ]
    for reader in (clerk, section):
        told = page(reader, "slips:slip", slip.pk)
        for each, content in zip(files, (pdf(), LETTER, pdf()), strict=True):
            address = reverse("slips:file", args=(slip.pk, each.pk))
            assert address in told
            given = reader.get(address)
            assert given.content == content
            assert given["Content-Disposition"].startswith("attachment")
            assert given["X-Content-Type-Options"] == "nosniff"
    entries = LogEvent.objects.filter(type__startswith="slip.").order_by("seq")
    assert [bytes(each.body).count(b"sha256") for each in entries] == [2, 1]


def test_a_file_of_a_slip_that_is_not_seen_is_not_there(county: County) -> None:
    slip, other = raised(county, private="on", files=[named(pdf(), "一.pdf")]), raised(county)
    key = SlipFile.objects.get().pk
    for client, of in ((WANG, slip), (ZHENG, slip), (LI, other)):
        assert county.client(client).get(reverse("slips:file", args=(of.pk, key))).status_code == 404
    assert county.client(LI).get(reverse("slips:file", args=(slip.pk, key))).content == pdf()


def test_a_file_of_no_accepted_kind_is_told_on_the_form_and_nothing_is_written(county: County) -> None:
    before = LogEvent.objects.count()
    given = {"kind": "PROBLEM", "title": TITLE, "text": "见附件。", "files": [named(b"MZ\x90\x00", "x.exe")]}
    answer = send(county.client(LI), "slips:add", **given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "附件：" in text
    assert TITLE in text
    assert "未予办理" not in text
    assert (LogEvent.objects.count(), Slip.objects.count()) == (before, 0)


def test_another_department_gets_the_page_of_what_is_not_there(county: County) -> None:
    slip = raised(county)
    for view in ("slips:slip", "slips:close"):
        there = county.client(WANG).get(reverse(view, args=(slip.pk,)))
        nowhere = county.client(WANG).get(reverse(view, args=(county.lead.pk,)))
        assert (there.status_code, nowhere.status_code) == (404, 404)
    assert send(county.client(WANG), "slips:withdraw", slip.pk, text="无").status_code == 404
    assert TITLE not in page(county.client(WANG), "slips:list")


def test_c03_2_a_private_slip_is_not_there_for_colleagues(county: County) -> None:
    slip = raised(county, private="on")
    for colleague in (ZHENG, SUN):
        assert TITLE not in page(county.client(colleague), "slips:list")
        assert county.client(colleague).get(reverse("slips:slip", args=(slip.pk,))).status_code == 404
    assert "仅协调股室" in page(county.client(TANG), "slips:slip", slip.pk)


def test_what_was_not_answered_in_time_is_a_warning(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    raised(county)
    later = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    section = County(later).client(TANG)
    told = page(section, "office:home")
    assert "1 件问题或建议超过提醒日" in told
    assert "已超过" in page(section, "slips:list")


def test_the_list_asks_as_many_questions_for_ten_as_for_one(county: County) -> None:
    client = county.client(LI)

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, "slips:list")
        return len(asked)

    raised(county)
    questions()
    one = questions()
    for _ in range(9):
        raised(county)
    assert questions() == one


def test_reading_writes_nothing_and_the_list_goes_out_as_a_sheet(county: County) -> None:
    slip, client = raised(county), county.client(LI)
    before = LogEvent.objects.count()
    for view, keys in (("slips:list", ()), ("slips:add", ()), ("slips:slip", (slip.pk,)), ("slips:close", (slip.pk,))):
        page(client, view, *keys)
    assert LogEvent.objects.count() == before
    answer = client.get(reverse("slips:list"), {"export": "xlsx"})
    assert answer.status_code == 200
    answer.close()
