"""A joint plan submitted on paper through its pages: recorded by the clerk, confirmed by the deputy head, published by the department."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.disclosure.models import PublishedNotice
from shuangsuiji.stages.plans.actions.record_consent import Paper, confirm_consent, record_consent
from shuangsuiji.stages.plans.actions.submit_plan import submit_plan
from shuangsuiji.stages.plans.models import PaperSubmission, Plan
from tests.cast import LI, SUN, WANG, ZHOU
from tests.foundation.evidence.files import pdf
from tests.stages.cast import HE, SONG, County, build_county
from tests.stages.plans.filing import ad_hoc_plan
from tests.stages.plans.planning import confirm, drafted, line, prepare
from tests.stages.plans.planning import send as send_round
from tests.stages.plans.submission import LETTER, amended, joint, made_public, on_paper, vouched
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
    scan.name = "报送函.pdf"
    return {"number": LETTER, "submitted_on": "2026-11-24", "answer_number": "", "scan": scan, **changed}


def version(plan: Plan) -> int:
    """The plan's version as a page shows it now."""
    return Plan.objects.get(pk=plan.pk).version


def test_a_plan_on_paper_goes_from_the_clerk_by_the_deputy_head_to_the_public(county: County) -> None:
    plan = joint(county)
    clerk, deputy, office = county.client(LI), county.client(SUN), county.client(SONG)
    assert "登记纸质报送" in page(clerk, "plans:plan", plan.pk)
    assert "登记纸质报送" not in page(deputy, "plans:plan", plan.pk)
    assert "确认纸质报送" not in page(deputy, "office:home")
    assert send(clerk, "plans:record_submission", plan.pk, **said(answer_number="联办〔2026〕3号")).status_code == 302
    told = page(clerk, "plans:plan", plan.pk)
    assert "纸质待确认" in told
    assert "重新登记纸质报送" in told
    assert reverse("plans:submit", args=(plan.pk,)) not in told
    assert "确认纸质报送" in page(deputy, "office:home")
    shown = page(deputy, "plans:confirm_submission", plan.pk)
    for words in (
        LETTER,
        "联办〔2026〕3号",
        "2026-11-24",
        PaperSubmission.objects.get().scan_digest,
        f'name="version" value="{version(plan)}"',
    ):
        assert words in shown
    assert send(deputy, "plans:confirm_submission", plan.pk, version=version(plan)).status_code == 302
    for view in ("plans:plan", "plans:print"):
        told = page(clerk, view, plan.pk)
        assert LETTER in told
        assert "纸质" in told
    assert "纸质报送" in page(clerk, "plans:list")
    assert "公示计划" not in page(office, "office:home")
    assert "公示计划" not in page(office, "plans:plan", plan.pk)
    assert "公示计划" in page(clerk, "office:home")
    assert send(clerk, "plans:publish", plan.pk, place="县政府网站").status_code == 302
    notice = page(Client(), "portal:plans_notice", PublishedNotice.objects.get(kind="PLAN").index_no)
    assert "<dt>报送方式</dt><dd>纸质</dd>" in notice


def test_an_amendment_of_a_plan_on_paper_is_published_by_the_clerk(county: County) -> None:
    plan = vouched(county, on_paper(county, joint(county)))
    made_public(county, plan)
    amended(county, plan)
    clerk, office = county.client(LI), county.client(SONG)
    assert "公示变更" not in page(office, "plans:plan", plan.pk)
    assert "公示变更" in page(clerk, "plans:plan", plan.pk)
    assert send(clerk, "plans:publish", plan.pk, place="县政府网站").status_code == 302
    assert PublishedNotice.objects.filter(kind="PLAN").count() == 2


def test_a_plan_on_paper_is_sent_back_from_its_page_by_the_deputy_head(county: County) -> None:
    plan = vouched(county, on_paper(county, joint(county)))
    deputy = county.client(SUN)
    assert reverse("plans:return", args=(plan.pk,)) in page(deputy, "plans:plan", plan.pk)
    assert reverse("plans:return", args=(plan.pk,)) not in page(county.client(SONG), "plans:plan", plan.pk)
    assert send(deputy, "plans:return", plan.pk, reason="联席会议办公室要求调整").status_code == 302
    assert Plan.objects.get().status == "DRAFT"


def test_a_paper_that_cannot_be_is_refused_on_the_page_and_nothing_is_written(county: County) -> None:
    plan, clerk = joint(county), county.client(LI)
    before = LogEvent.objects.count()
    for changed, words in (
        ({"number": ""}, "报送文号"),
        ({"submitted_on": "2026-11-25"}, "纸质报送日期 2026-11-25 不在计划会签日期 2026-11-24 与今天 2026-11-24 之间"),
        ({"scan": ""}, "扫描件"),
    ):
        answer = send(clerk, "plans:record_submission", plan.pk, **said(**changed))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert LogEvent.objects.count() == before
    assert send(clerk, "plans:record_submission", plan.pk, **said()).status_code == 302


def test_whoever_may_not_is_refused_and_another_department_gets_what_is_not_there(county: County) -> None:
    plan = on_paper(county, joint(county))
    assert county.client(SUN).get(reverse("plans:record_submission", args=(plan.pk,))).status_code == 403
    assert county.client(LI).get(reverse("plans:confirm_submission", args=(plan.pk,))).status_code == 403
    assert send(county.client(WANG), "plans:record_submission", plan.pk, **said()).status_code == 404
    assert send(county.client(HE), "plans:confirm_submission", plan.pk, version=version(plan)).status_code == 404
    principal = county.client(ZHOU)
    silent = send(principal, "plans:confirm_submission", plan.pk, version=version(plan), standing_in="")
    assert silent.status_code == 422
    assert "由分管负责人办理" in silent.content.decode()
    given = {"version": version(plan), "standing_in": "分管负责人空缺"}
    assert send(principal, "plans:confirm_submission", plan.pk, **given).status_code == 302
    assert county.client(SONG).get(reverse("plans:publish", args=(plan.pk,))).status_code == 403


def test_a_paper_recorded_anew_is_not_confirmed_from_the_page_shown_before(county: County) -> None:
    plan = on_paper(county, joint(county))
    on_paper(county, plan, number="平人社函〔2026〕13号")
    assert send(county.client(SUN), "plans:confirm_submission", plan.pk, version=plan.version).status_code == 409
    assert Plan.objects.get().status == "CONFIRMED"


def test_the_scan_is_opened_by_whoever_reads_the_plan_before_and_after_its_confirmation(county: County) -> None:
    plan = joint(county)
    clerk, address = county.client(LI), reverse("plans:submission_scan", args=(plan.pk,))
    assert clerk.get(address).status_code == 404
    assert address not in page(clerk, "plans:plan", plan.pk)
    on_paper(county, plan)
    assert address in page(county.client(SUN), "plans:confirm_submission", plan.pk)
    for _ in range(2):
        for reader in (clerk, county.client(SUN), county.client(HE)):
            assert address in page(reader, "plans:plan", plan.pk)
            given = reader.get(address)
            assert given.content == pdf()
            assert given["Content-Disposition"].startswith("attachment")
            assert given["X-Content-Type-Options"] == "nosniff"
        if Plan.objects.get(pk=plan.pk).status == "CONFIRMED":
            vouched(county, plan)


def test_the_scan_of_a_plan_that_is_not_seen_is_not_there(county: County) -> None:
    plan = on_paper(county, ad_hoc_plan(county))
    address = reverse("plans:submission_scan", args=(plan.pk,))
    for stranger in (WANG, SONG):
        assert county.client(stranger).get(address).status_code == 404
    vouched(county, plan)
    assert county.client(WANG).get(address).status_code == 404
    assert county.client(SONG).get(address).content == pdf()


def test_a_consent_on_paper_is_said_to_be_one_and_its_scan_is_opened(county: County) -> None:
    plan = drafted(county, line(participants=["scjgj"]), kind="JOINT")
    send_round(county, plan)
    consent = Paper(True, "平市监函〔2026〕7号", NOW.date(), receive(io.BytesIO(pdf()), Kind.SCAN))
    answer = record_consent(plan_id=plan.pk, department="scjgj", paper=consent, actor=county.actor(LI), at=county.at)
    address = reverse("plans:consent_scan", args=(plan.pk, answer.pk))
    clerk = county.client(LI)
    assert address in page(clerk, "plans:plan", plan.pk)
    confirm_consent(plan_id=plan.pk, department="scjgj", actor=county.actor(SUN), at=county.at)
    confirm(county, plan)
    told = page(clerk, "plans:plan", plan.pk)
    assert address in told
    assert "纸质会签 平市监函〔2026〕7号 的扫描件" in told
    assert clerk.get(address).content == pdf()
    other = joint(county)
    assert clerk.get(reverse("plans:consent_scan", args=(other.pk, answer.pk))).status_code == 404


def test_what_the_platform_submitted_is_not_said_to_be_on_paper(county: County) -> None:
    plan = joint(county)
    submit_plan(plan_id=plan.pk, actor=county.actor(LI), at=county.at)
    notice = made_public(county, plan, SONG)
    assert "报送方式" not in page(county.client(LI), "plans:plan", plan.pk)
    assert "报送方式" not in page(Client(), "portal:plans_notice", notice.index_no)


def test_reading_writes_nothing_and_the_list_asks_as_many_questions_for_three_as_for_one(county: County) -> None:
    plan, deputy = on_paper(county, joint(county)), county.client(SUN)

    def questions(view: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            page(deputy, view)
        return len(seen)

    views = ("plans:list", "office:home")
    [questions(view) for view in views]
    one, before = [questions(view) for view in views], LogEvent.objects.count()
    page(deputy, "plans:plan", plan.pk)
    page(deputy, "plans:confirm_submission", plan.pk)
    page(county.client(LI), "plans:record_submission", plan.pk)
    assert LogEvent.objects.count() == before
    for number in range(2):
        on_paper(county, joint(county), number=f"平人社函〔2026〕{number}号")
    assert [questions(view) for view in views] == one
    vouched(county, plan)
