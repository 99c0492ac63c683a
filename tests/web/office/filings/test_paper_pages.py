"""A filing on paper through its pages: recorded by the clerk, confirmed by the deputy head, published by the department, read by the public."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.disclosure.models import PublishedNotice
from shuangsuiji.stages.plans.models import Filing, PaperFiling
from tests.cast import LI, SUN, WANG, ZHOU
from tests.foundation.evidence.files import pdf
from tests.stages.cast import HE, SONG, County, build_county
from tests.stages.plans.filing import PAPER, ad_hoc, asked, filed, made_public, on_paper, vouched
from tests.stages.plans.planning import prepare
from tests.web.pages import page, send

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """Two departments at work, with a list, a document and a policy."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    built = build_county(NOW)
    prepare(built)
    return built


def said(**changed: Any) -> dict[str, Any]:
    """What the clerk types off the paper."""
    scan = io.BytesIO(pdf())
    scan.name = "备案回执.pdf"
    return {"number": PAPER, "filed_on": "2026-11-24", "scan": scan, **changed}


def version(filing: Filing) -> int:
    """The filing's version as a page shows it now."""
    return Filing.objects.get(pk=filing.pk).version


def test_a_filing_on_paper_goes_from_the_clerk_by_the_deputy_head_to_the_public(county: County) -> None:
    filing = asked(county, ad_hoc(county))
    clerk, deputy, office = county.client(LI), county.client(SUN), county.client(SONG)
    assert "登记纸质备案" in page(clerk, "filings:filing", filing.pk)
    assert "登记纸质备案" not in page(deputy, "filings:filing", filing.pk).replace("经办人登记其纸质备案", "")
    assert "确认纸质备案" not in page(deputy, "office:home")
    assert send(clerk, "filings:record_paper", filing.pk, **said()).status_code == 302
    assert "纸质待确认" in page(clerk, "filings:filing", filing.pk)
    assert "确认纸质备案" in page(deputy, "office:home")
    shown = page(deputy, "filings:confirm_paper", filing.pk)
    for words in (
        PAPER,
        "2026-11-24",
        PaperFiling.objects.get().scan_digest,
        f'name="version" value="{version(filing)}"',
    ):
        assert words in shown
    assert send(deputy, "filings:confirm_paper", filing.pk, version=version(filing)).status_code == 302
    for view, key in (("filings:filing", filing.pk), ("filings:print", filing.pk), ("tasks:task", filing.task.pk)):
        told = page(clerk, view, key)
        assert PAPER in told
        assert "纸质" in told
    assert "纸质" in page(clerk, "filings:list")
    assert "公示备案" not in page(office, "office:home")
    assert "公示备案" in page(clerk, "office:home")
    assert send(clerk, "filings:publish", filing.pk, place="县政府网站").status_code == 302
    notice = page(Client(), "portal:filings_notice", PublishedNotice.objects.get(kind="FILING").index_no)
    assert PAPER in notice
    assert "<dt>备案方式</dt><dd>纸质</dd>" in notice
    for client in (clerk, deputy, office):
        for words in ("公示备案", "确认纸质备案", "办理临时性抽查备案"):
            assert words not in page(client, "office:home")


def test_a_paper_that_cannot_be_is_refused_on_the_page_and_nothing_is_written(county: County) -> None:
    filing, clerk = asked(county, ad_hoc(county)), county.client(LI)
    before = LogEvent.objects.count()
    for changed, status, words in (
        ({"number": ""}, 422, "备案号"),
        ({"filed_on": "2026-11-25"}, 422, "纸质备案日期 2026-11-25 不在来文日期 2026-11-24 与今天 2026-11-24 之间"),
        ({"scan": ""}, 422, "扫描件"),
    ):
        answer = send(clerk, "filings:record_paper", filing.pk, **said(**changed))
        assert answer.status_code == status
        assert words in answer.content.decode()
    assert LogEvent.objects.count() == before
    assert send(clerk, "filings:record_paper", filing.pk, **said()).status_code == 302


def test_whoever_may_not_is_refused_and_another_department_gets_what_is_not_there(county: County) -> None:
    filing = on_paper(county, asked(county, ad_hoc(county)))
    assert county.client(SUN).get(reverse("filings:record_paper", args=(filing.pk,))).status_code == 403
    assert county.client(LI).get(reverse("filings:confirm_paper", args=(filing.pk,))).status_code == 403
    assert send(county.client(WANG), "filings:record_paper", filing.pk, **said()).status_code == 404
    assert send(county.client(HE), "filings:confirm_paper", filing.pk, version=version(filing)).status_code == 404
    principal = county.client(ZHOU)
    silent = send(principal, "filings:confirm_paper", filing.pk, version=version(filing), standing_in="")
    assert silent.status_code == 422
    assert "由分管负责人办理" in silent.content.decode()
    given = {"version": version(filing), "standing_in": "分管负责人空缺"}
    assert send(principal, "filings:confirm_paper", filing.pk, **given).status_code == 302
    assert county.client(SONG).get(reverse("filings:publish", args=(filing.pk,))).status_code == 403
    assert county.client(WANG).get(reverse("filings:publish", args=(filing.pk,))).status_code == 404


def test_a_paper_recorded_anew_is_not_confirmed_from_the_page_shown_before(county: County) -> None:
    filing = on_paper(county, asked(county, ad_hoc(county)))
    seen = version(filing)
    on_paper(county, filing, number="联办备〔2026〕8号")
    assert send(county.client(SUN), "filings:confirm_paper", filing.pk, version=seen).status_code == 409
    assert Filing.objects.get().status == "REQUESTED"


def test_the_scan_is_opened_by_whoever_reads_the_filing_before_and_after_its_confirmation(county: County) -> None:
    filing, other = asked(county, ad_hoc(county)), asked(county, ad_hoc(county, with_firms=False))
    clerk, address = county.client(LI), reverse("filings:scan", args=(filing.pk,))
    assert clerk.get(address).status_code == 404
    assert address not in page(clerk, "filings:filing", filing.pk)
    on_paper(county, filing)
    assert address in page(county.client(SUN), "filings:confirm_paper", filing.pk)
    for _ in range(2):
        for reader in (clerk, county.client(SUN), county.client(SONG)):
            assert address in page(reader, "filings:filing", filing.pk)
            given = reader.get(address)
            assert given.content == pdf()
            assert given["Content-Disposition"].startswith("attachment")
            assert given["X-Content-Type-Options"] == "nosniff"
        assert county.client(WANG).get(address).status_code == 404
        if Filing.objects.get(pk=filing.pk).status == "REQUESTED":
            vouched(county, filing)
    filed(county, other)
    assert clerk.get(reverse("filings:scan", args=(other.pk,))).status_code == 404


def test_what_the_platform_filed_is_not_said_to_be_on_paper(county: County) -> None:
    notice = made_public(county, filed(county, asked(county, ad_hoc(county))))
    assert "纸质" not in page(county.client(LI), "filings:filing", Filing.objects.get().pk)
    assert "纸质" not in page(Client(), "portal:filings_notice", notice.index_no)


def test_reading_writes_nothing_and_the_list_asks_as_many_questions_for_three_as_for_one(county: County) -> None:
    filing, deputy = on_paper(county, asked(county, ad_hoc(county))), county.client(SUN)

    def questions(view: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            page(deputy, view)
        return len(seen)

    views = ("filings:list", "office:home")
    [questions(view) for view in views]
    one, before = [questions(view) for view in views], LogEvent.objects.count()
    page(deputy, "filings:filing", filing.pk)
    page(deputy, "filings:confirm_paper", filing.pk)
    page(county.client(LI), "filings:record_paper", filing.pk)
    assert LogEvent.objects.count() == before
    for number in range(2):
        on_paper(county, asked(county, ad_hoc(county, with_firms=False)), number=f"联办备〔2026〕{number}号")
    assert [questions(view) for view in views] == one
    vouched(county, filing)
