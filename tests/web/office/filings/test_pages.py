"""The filing of an ad-hoc task through its pages, as clerk, joint office and public see it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.plans.models import Filing
from tests.cast import LI, SUN, WANG, WU
from tests.stages.cast import SONG, TANG, County, build_county
from tests.stages.plans.filing import NAME, ad_hoc, asked, filed, made_public
from tests.stages.plans.planning import prepare
from tests.stages.plans.tasking import made, registries_confirmed, signed
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


def test_a_clerk_asks_the_joint_office_returns_files_and_publishes_and_the_task_is_ready(county: County) -> None:
    task = signed(county, ad_hoc(county))
    registries_confirmed(county, county.lead)
    clerk, office, keeper = county.client(LI), county.client(SONG), county.client(WU)
    assert send(keeper, "tasks:confirm", task.pk).status_code == 302
    assert "尚未向联席会议办公室备案，不能抽取（第八条）" in page(clerk, "tasks:task", task.pk)
    assert "报送备案" in page(clerk, "office:home")
    shown = page(clerk, "filings:request", task.pk)
    assert "某住建函〔2026〕2号" in shown
    assert "有关部门转办" in shown
    assert send(clerk, "filings:request", task.pk, remark="").status_code == 302
    filing = Filing.objects.get()
    assert "办理临时性抽查备案" in page(office, "office:home")
    assert send(office, "filings:return", filing.pk, reason="").status_code == 422
    assert send(office, "filings:return", filing.pk, reason="请附来文").status_code == 302
    assert "请附来文" in page(clerk, "office:home")
    assert "请附来文" in page(clerk, "tasks:task", task.pk)
    assert send(clerk, "filings:request", task.pk, remark="来文已送").status_code == 302
    assert send(office, "filings:file", filing.pk).status_code == 302
    assert "已备案，备案号 备410999-2026-001" in page(office, "filings:filing", filing.pk)
    assert "临时性抽查尚未公示，不能抽取（第八条）" in page(clerk, "tasks:task", task.pk)
    assert "公示备案" in page(office, "office:home")
    assert send(office, "filings:publish", filing.pk, place="").status_code == 422
    assert send(office, "filings:publish", filing.pk, place="县政府网站").status_code == 302
    told = page(clerk, "tasks:task", task.pk)
    assert "可以抽取" in told
    assert "备410999-2026-001" in told
    for words in ("报送备案", "公示备案", "办理临时性抽查备案"):
        assert words not in page(office, "office:home")


def test_the_public_reads_the_filing_without_log_in_and_a_cache_may_keep_it(county: County) -> None:
    notice = made_public(county, filed(county, asked(county, ad_hoc(county))))
    stranger = Client()
    assert notice.index_no in page(stranger, "portal:filings")
    answer = stranger.get(reverse("portal:filings_notice", args=(notice.index_no,)))
    told = answer.content.decode()
    for words in ("备410999-2026-001", "某县住建局", "某住建函〔2026〕2号", "县政府网站", NAME):
        assert words in told
    assert "public" in answer.headers["Cache-Control"]
    assert "请予备案" not in told


def test_before_the_publication_the_public_sees_nothing(county: County) -> None:
    filed(county, asked(county, ad_hoc(county)))
    assert NAME not in page(Client(), "portal:filings")


def test_whoever_may_not_is_refused_and_another_department_gets_what_is_not_there(county: County) -> None:
    task = ad_hoc(county)
    filing = asked(county, task)
    for view in ("filings:file", "filings:return", "filings:publish"):
        assert county.client(LI).get(reverse(view, args=(filing.pk,))).status_code == 403
    for view in ("filings:filing", "filings:print"):
        there = county.client(WANG).get(reverse(view, args=(filing.pk,)))
        nowhere = county.client(WANG).get(reverse(view, args=(county.lead.pk,)))
        assert (there.status_code, nowhere.status_code) == (404, 404)
    assert county.client(WANG).get(reverse("filings:request", args=(task.pk,))).status_code == 404
    assert county.client(SUN).get(reverse("filings:request", args=(task.pk,))).status_code == 403
    assert NAME in page(county.client(TANG), "filings:list")
    assert NAME not in page(county.client(WANG), "filings:list")


def test_a_task_of_the_years_plan_offers_no_filing_and_refuses_one(county: County) -> None:
    task, clerk = made(county), county.client(LI)
    assert "报送备案" not in page(clerk, "tasks:task", task.pk)
    before = LogEvent.objects.count()
    answer = send(clerk, "filings:request", task.pk, remark="")
    assert answer.status_code == 422
    assert "不须备案（第八条）" in answer.content.decode()
    assert LogEvent.objects.count() == before


def test_what_is_out_of_order_is_refused_on_the_page(county: County) -> None:
    filing, office = asked(county, ad_hoc(county)), county.client(SONG)
    early = send(office, "filings:publish", filing.pk, place="县政府网站")
    assert early.status_code == 422
    assert "不能公示备案" in early.content.decode()
    assert send(office, "filings:file", filing.pk).status_code == 302
    assert send(office, "filings:file", filing.pk).status_code == 422


def test_reading_writes_nothing_and_the_list_asks_as_many_questions_for_three_as_for_one(county: County) -> None:
    filing, clerk, office = asked(county, ad_hoc(county)), county.client(LI), county.client(SONG)

    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(office, "filings:list")
        return len(seen)

    questions()
    one, before = questions(), LogEvent.objects.count()
    for view in ("filings:filing", "filings:print"):
        assert "某县住建局" in page(clerk, view, filing.pk)
    for view in ("filings:file", "filings:return", "filings:publish"):
        page(office, view, filing.pk)
    assert LogEvent.objects.count() == before
    for _ in range(2):
        asked(county, ad_hoc(county, with_firms=False))
    assert questions() == one
    answer = office.get(reverse("filings:list"), {"export": "xlsx"})
    assert answer.status_code == 200
    answer.close()


def test_the_list_says_when_there_is_none_and_when_none_fits(county: County) -> None:
    assert "还没有临时性抽查备案" in page(county.client(SONG), "filings:list")
    asked(county, ad_hoc(county))
    told = county.client(SONG).get(reverse("filings:list"), {"status": "PUBLISHED"}).content.decode()
    assert "没有符合条件的备案" in told
