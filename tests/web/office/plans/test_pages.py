"""Plans through their pages: an own plan to the portal, a joint one to the joint office, as each office sees them."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.items.models import RuleDocument
from shuangsuiji.stages.plans.models import DraftLine, Plan, PlanParticipant
from shuangsuiji.web.components.drafts import KEY_FIELD
from shuangsuiji.web.components.idempotency import new_key
from tests.cast import LI, SUN, WANG, WU, ZHENG
from tests.foundation.evidence.files import pdf
from tests.stages.cast import HE, SONG, TANG, County, build_county
from tests.stages.plans.planning import (
    YEAR,
    confirmed,
    confirmed_by_the_other,
    drafted,
    firms,
    line,
    paper,
    prepare,
    prepare_without_policy,
)
from tests.stages.plans.planning import send as send_paper

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> County:
    """A published list and a document, no policy."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    county = build_county(NOW)
    prepare_without_policy(county)
    return county


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """A county that can plan, with some firms."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    county = build_county(NOW)
    prepare(county)
    firms(county, county.lead, 1, A=101, B=40, C=31, D=7)
    return county


def post(client: Client, view: str, *keys: object, **fields: Any) -> Any:
    """POST a form with a fresh key."""
    return client.post(reverse(view, args=keys), {KEY_FIELD: new_key(), **fields})


def text(client: Client, view: str, *keys: object, query: str = "") -> str:
    """A page."""
    answer = client.get(reverse(view, args=keys) + query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def seen(page: str) -> str:
    """The digest that a page of signature carries."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found.group(1)


def fields(**changed: Any) -> dict[str, Any]:
    """A line as the form sends it."""
    return {
        "task_name": "劳动用工检查",
        "item_codes": ["rsj-o0001"],
        "subject_range": "用人单位",
        "subject_types": ["ENTERPRISE"],
        "from_on": f"{YEAR}-03-01",
        "to_on": f"{YEAR}-11-30",
        "methods": ["M1"],
        "draw_type": "UNTARGETED",
        "inspector_draw_mode": "1",
        "level_mode": "own",
        "repeat": "usual",
        "A_ratio": "1%",
        "A_frequency": "1",
        "B_ratio": "3",
        "B_frequency": "1",
        "C_ratio": "10%",
        "C_frequency": "2",
        "D_ratio": "20%",
        "D_frequency": "3",
        **changed,
    }


def begun(county: County, kind: str = "OWN", **more: Any) -> Plan:
    """A plan with its head filled in, by the clerk."""
    clerk = county.client(LI)
    answer = post(clerk, "plans:add", kind=kind, year=YEAR, title="年度抽查计划", **more)
    assert answer.status_code == 302, answer.content.decode()
    plan = Plan.objects.order_by("-ordinal")[0]
    basis = [str(each.pk) for each in RuleDocument.objects.all()]
    head = {"title": "年度抽查计划", "basis": basis, "version": paper(plan).version}
    joining = {"participants": ["scjgj"]} if kind == "JOINT" else {}
    assert post(clerk, "plans:edit", plan.pk, **head, **joining).status_code == 302
    return plan


def with_line(county: County, plan: Plan, **changed: Any) -> None:
    answer = post(county.client(LI), "plans:add_line", plan.pk, version=paper(plan).version, **fields(**changed))
    assert answer.status_code == 302, answer.content.decode()


def test_an_own_plan_from_an_empty_list_to_the_portal(county: County) -> None:
    clerk, deputy = county.client(LI), county.client(SUN)
    assert "还没有抽查计划" in text(clerk, "plans:list")
    plan = begun(county)
    assert "还没有计划行" in text(clerk, "plans:plan", plan.pk)
    with_line(county, plan)
    page = text(clerk, "plans:plan", plan.pk)
    assert "每次 10 户" in page
    assert "全年 18 户次" in page
    assert "尚无抽查工作指引" in page
    check = text(clerk, "plans:send", plan.pk)
    assert "送会签 1 行" in check
    assert post(clerk, "plans:send", plan.pk, version=paper(plan).version).status_code == 302
    approval = text(deputy, "plans:approve", plan.pk)
    assert "同意 1 行" in approval
    assert post(deputy, "plans:approve", plan.pk, seen=seen(approval)).status_code == 302
    assert post(clerk, "plans:publish", plan.pk, place="政府网站").status_code == 302
    public = Client().get("/open/plans/").content.decode()
    assert "年度抽查计划" in public
    notice = Client().get("/open/plans/rsj-计划-2026-0001/").content.decode()
    assert "A类 1%，全年 1 次" in notice
    assert f"{plan.pk}" not in notice


def test_everything_wrong_with_a_plan_stands_beside_its_lines_and_keeps_it_from_being_sent(county: County) -> None:
    plan = begun(county)
    with_line(county, plan, C_frequency="1", A_ratio="0.5%")
    page = text(county.client(LI), "plans:plan", plan.pk)
    assert "C类全年 1 次，少于 2 次" in page
    assert "A类比例 0.5% 低于 1%" in page
    events = LogEvent.objects.count()
    answer = post(county.client(LI), "plans:send", plan.pk, version=paper(plan).version)
    assert answer.status_code == 422
    assert "C类全年 1 次" in answer.content.decode()
    assert LogEvent.objects.count() == events


def test_below_the_floor_is_the_first_thing_the_deputy_head_sees(county: County) -> None:
    plan = begun(county)
    with_line(county, plan, C_ratio="5%", C_below="本年度集中治理")
    post(county.client(LI), "plans:send", plan.pk, version=paper(plan).version)
    page = text(county.client(SUN), "plans:approve", plan.pk)
    assert "须您批准的比例（1 处）" in page
    assert page.index("须您批准") < page.index("计划编号")


def test_the_deputy_head_sends_a_plan_back_and_the_clerk_reads_why(county: County) -> None:
    plan = begun(county)
    with_line(county, plan)
    post(county.client(LI), "plans:send", plan.pk, version=paper(plan).version)
    assert post(county.client(SUN), "plans:refuse", plan.pk, opinion="请补充高风险安排").status_code == 302
    assert "请补充高风险安排" in text(county.client(LI), "plans:plan", plan.pk)
    assert "请补充高风险安排" in county.client(LI).get(reverse("office:home")).content.decode()


def test_a_joint_plan_through_participant_and_joint_office(county: County) -> None:
    plan = begun(county, "JOINT")
    with_line(county, plan, participants=["scjgj"])
    clerk, partner, office = county.client(LI), county.client(HE), county.client(SONG)
    assert partner.get(reverse("plans:plan", args=(plan.pk,))).status_code == 404
    post(clerk, "plans:send", plan.pk, version=paper(plan).version)
    page = text(partner, "plans:agree", plan.pk)
    assert post(partner, "plans:agree", plan.pk, seen=seen(page), agrees="no").status_code == 422, "no needs a reason"
    post(partner, "plans:agree", plan.pk, seen=seen(page), agrees="no", opinion="人员不足")
    assert "人员不足" in text(clerk, "plans:plan", plan.pk)
    with_line_changed(county, plan)
    post(clerk, "plans:send", plan.pk, version=paper(plan).version)
    post(partner, "plans:agree", plan.pk, seen=seen(text(partner, "plans:agree", plan.pk)), agrees="yes")
    deputy = county.client(SUN)
    post(deputy, "plans:approve", plan.pk, seen=seen(text(deputy, "plans:approve", plan.pk)))
    assert post(clerk, "plans:submit", plan.pk).status_code == 302
    assert plan.number in text(office, "joint:list", query=f"?year={YEAR}")
    assert post(office, "plans:publish", plan.pk, place="政府网站").status_code == 302
    plan.refresh_from_db()
    assert plan.status == "PUBLISHED"
    assert "平原县市场监督管理局" in Client().get("/open/plans/rsj-计划-2026-0001/").content.decode()


def with_line_changed(county: County, plan: Plan) -> None:
    row = DraftLine.objects.get(draft=plan.pk)
    sent = fields(to_on=f"{YEAR}-06-30", participants=["scjgj"])
    answer = post(county.client(LI), "plans:edit_line", plan.pk, row.pk, version=row.version, **sent)
    assert answer.status_code == 302


def test_c07_1_the_joint_office_sees_two_departments_plans_meet_with_the_common_firms(county: County) -> None:
    firms(county, county.joining, 1, C=31)
    confirmed(county, drafted(county, line(participants=["scjgj"]), kind="JOINT"))
    confirmed_by_the_other(county)
    page = text(county.client(SONG), "joint:list", query=f"?year={YEAR}")
    assert "31 户" in page
    assert "重叠提示" in page


def test_an_amendment_is_written_compared_approved_and_published(county: County) -> None:
    plan = confirmed(county, drafted(county))
    clerk, deputy = county.client(LI), county.client(SUN)
    post(clerk, "plans:publish", plan.pk, place="政府网站")
    assert post(clerk, "plans:edit", plan.pk, version=paper(plan).version, title="x").status_code == 422
    assert post(clerk, "plans:amend", plan.pk, reason="检查期缩短").status_code == 302
    with_line_changed_own(county, plan)
    page = text(clerk, "plans:amendment", plan.pk)
    assert f"{YEAR}-11-30" in page
    assert f"{YEAR}-06-30" in page
    post(clerk, "plans:send", plan.pk, version=paper(plan).version)
    approval = text(deputy, "plans:approve", plan.pk)
    assert "审批计划变更" in approval
    assert f"{YEAR}-06-30" in approval
    post(deputy, "plans:approve", plan.pk, seen=seen(approval))
    assert post(clerk, "plans:publish", plan.pk, place="政府网站").status_code == 302
    assert "检查期缩短" in text(clerk, "plans:differences", plan.pk, 2)
    public = Client().get("/open/plans/rsj-计划-2026-0002/").content.decode()
    assert "检查期缩短" in public
    assert f"{YEAR}-06-30" in public


def with_line_changed_own(county: County, plan: Plan) -> None:
    row = DraftLine.objects.get(draft=plan.pk)
    sent = fields(to_on=f"{YEAR}-06-30")
    assert post(county.client(LI), "plans:edit_line", plan.pk, row.pk, version=row.version, **sent).status_code == 302


def test_an_amendment_can_be_given_up(county: County) -> None:
    plan = confirmed(county, drafted(county))
    clerk = county.client(LI)
    post(clerk, "plans:publish", plan.pk, place="政府网站")
    post(clerk, "plans:amend", plan.pk, reason="试改")
    assert post(clerk, "plans:drop", plan.pk).status_code == 302
    assert "正在办理变更" not in text(clerk, "plans:plan", plan.pk)


def test_a_consent_on_paper_is_recorded_and_confirmed(county: County) -> None:
    plan = drafted(county, line(participants=["scjgj"]), kind="JOINT")
    send_paper(county, plan)
    clerk, deputy = county.client(LI), county.client(SUN)
    scan = io.BytesIO(pdf())
    scan.name = "函.pdf"
    sent = {"agrees": "yes", "number": "平市监函〔2026〕7号", "signed_on": "2026-11-24", "scan": scan}
    sent["office"] = "deputy_head"
    assert post(clerk, "plans:record_paper", plan.pk, "scjgj", **sent).status_code == 302
    assert "确认纸质会签" in text(deputy, "plans:plan", plan.pk)
    assert post(deputy, "plans:confirm_paper", plan.pk, "scjgj").status_code == 302
    assert "已确认" in text(clerk, "plans:plan", plan.pk)


def test_a_paper_of_the_principal_head_says_why_he_stood_in(county: County) -> None:
    plan = drafted(county, line(participants=["scjgj"]), kind="JOINT")
    send_paper(county, plan)
    clerk, deputy = county.client(LI), county.client(SUN)
    sent = {"agrees": "yes", "number": "平市监函〔2026〕7号", "signed_on": "2026-11-24", "office": "principal_head"}

    def registered(**more: str) -> Any:
        scan = io.BytesIO(pdf())
        scan.name = "函.pdf"
        return post(clerk, "plans:record_paper", plan.pk, "scjgj", **sent, **more, scan=scan)

    refused = registered()
    assert refused.status_code == 422
    assert "纸质件由主要负责人签批" in refused.content.decode()
    assert registered(standing_in="分管负责人空缺").status_code == 302
    assert post(deputy, "plans:confirm_paper", plan.pk, "scjgj").status_code == 302
    assert "已确认" in text(clerk, "plans:plan", plan.pk)
    answer = post(deputy, "plans:approve", plan.pk, seen=seen(text(deputy, "plans:approve", plan.pk)))
    assert answer.status_code == 302
    assert PlanParticipant.objects.get().decision.office == "principal_head"


def test_an_ad_hoc_plan_asks_for_its_source(county: County) -> None:
    clerk = county.client(LI)
    sent = {"kind": "AD_HOC", "year": 2026, "title": "临时抽查"}
    refused = post(clerk, "plans:add", **sent)
    assert refused.status_code == 422
    assert "来源须为上级或有关部门转办交办" in refused.content.decode()
    source = {"source": "2", "body": "某市人民政府", "document": "某政办〔2026〕5号", "dated_on": "2026-11-01"}
    assert post(clerk, "plans:add", **sent, **source).status_code == 302
    assert "某政办〔2026〕5号" in text(clerk, "plans:plan", Plan.objects.get().pk)


def test_a_former_plan_is_entered_by_clerk_and_deputy_head(county: County) -> None:
    clerk, deputy = county.client(LI), county.client(SUN)
    post(clerk, "plans:add", kind="OWN", year=2026, title="2026年度计划", migrated="on")
    plan = Plan.objects.get()
    sent = fields(from_on="2026-03-01", to_on="2026-10-31", item_codes=["rsj-o0001"])
    post(clerk, "plans:add_line", plan.pk, version=1, **sent)
    post(clerk, "plans:send", plan.pk, version=paper(plan).version)
    page = text(deputy, "plans:migrate", plan.pk)
    file = io.BytesIO(pdf())
    file.name = "计划.pdf"
    former = {"on": "2026-01-08", "place": "政府网站", "document": "平人社〔2026〕3号", "file": file}
    assert post(deputy, "plans:migrate", plan.pk, seen=seen(page), **former).status_code == 302
    assert "迁入" in text(clerk, "plans:plan", plan.pk)


def test_a_line_is_changed_and_taken_out(county: County) -> None:
    plan = begun(county)
    with_line(county, plan)
    clerk, row = county.client(LI), DraftLine.objects.get()
    assert 'value="10%"' in text(clerk, "plans:edit_line", plan.pk, row.pk)
    wrong = post(clerk, "plans:edit_line", plan.pk, row.pk, version=1, **fields(C_ratio="一成", D_frequency=""))
    assert wrong.status_code == 422
    assert "写法不对" in wrong.content.decode()
    assert "须一并填写" in wrong.content.decode()
    assert post(clerk, "plans:remove_line", plan.pk, row.pk, version=paper(plan).version).status_code == 302
    assert not DraftLine.objects.exists()


def test_a_stale_line_is_answered_with_a_conflict(county: County) -> None:
    plan = begun(county)
    with_line(county, plan)
    row = DraftLine.objects.get()
    clerk = county.client(LI)
    assert post(clerk, "plans:edit_line", plan.pk, row.pk, version=1, **fields(remark="先到的")).status_code == 302
    late = post(clerk, "plans:edit_line", plan.pk, row.pk, version=1, **fields(remark="后到的"))
    assert late.status_code == 409
    assert "先到的" in late.content.decode()
    assert "后到的" in late.content.decode()


@pytest.mark.parametrize("view", ["plans:plan", "plans:print", "plans:amendment", "plans:edit", "plans:send"])
def test_another_departments_plan_is_not_there(county: County, view: str) -> None:
    plan = drafted(county)
    missing = county.client(WANG).get(reverse("plans:plan", args=("00000000-0000-7000-8000-000000000000",)))
    other = county.client(WANG).get(reverse(view, args=(plan.pk,)))
    assert (other.status_code, missing.status_code) == (404, 404)
    assert (
        re.sub(r"/office/\S+", "", other.content.decode())[:200]
        == re.sub(r"/office/\S+", "", missing.content.decode())[:200]
    )


def test_offices_that_have_no_part_in_it_are_kept_out(county: County) -> None:
    plan = drafted(county)
    for member, view in ((WU, "plans:edit"), (ZHENG, "plans:send"), (LI, "plans:approve"), (SUN, "plans:publish")):
        assert county.client(member).get(reverse(view, args=(plan.pk,))).status_code == 403


def test_a_look_writes_nothing_and_costs_the_same_for_ten_times_the_firms(county: County) -> None:
    plan, clerk = drafted(county), county.client(LI)
    events = LogEvent.objects.count()
    text(clerk, "plans:plan", plan.pk)
    with CaptureQueriesContext(connection) as few:
        text(clerk, "plans:plan", plan.pk)
    assert LogEvent.objects.count() == events
    firms(county, county.lead, 1000, C=300)
    with CaptureQueriesContext(connection) as many:
        text(clerk, "plans:plan", plan.pk)
    assert len(many) == len(few)


def test_the_plan_table_goes_out_in_form_f4(county: County) -> None:
    plan, clerk = drafted(county), county.client(LI)
    answer = clerk.get(reverse("plans:plan", args=(plan.pk,)) + "?export=csv")
    out = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert "抽查比例（数量）" in out.decode("utf-8-sig")
    assert "C类 10% × 2次" in out.decode("utf-8-sig")
    assert "年度抽查计划表" in text(clerk, "plans:print", plan.pk)
    assert text(clerk, "plans:list", query="?title=没有").count("没有符合条件") == 1


def test_the_coordinator_closes_a_plan_only_after_its_year(county: County) -> None:
    plan = confirmed(county, drafted(county))
    post(county.client(LI), "plans:publish", plan.pk, place="政府网站")
    assert "结束计划" in text(county.client(TANG), "plans:close", plan.pk)
    assert post(county.client(TANG), "plans:close", plan.pk).status_code == 422


def test_policy_and_plan_for_a_bureau_that_has_none(bare: County) -> None:
    plan = begun(bare)
    with_line(bare, plan)
    assert "尚未制定本年度分类监管措施" in text(bare.client(LI), "plans:plan", plan.pk)


def table(*rows: str) -> io.BytesIO:
    """A published plan table."""
    header = "计划编号,任务名称,抽查类型,抽查对象,参与部门,抽查比例（数量）,检查方式,起止时间,抽查事项,备注"
    stream = io.BytesIO("\n".join((header, *rows)).encode("utf-8-sig"))
    stream.name = "计划.csv"
    return stream


def test_c07_3_a_published_table_comes_in_and_its_ratios_wait_for_a_person(county: County) -> None:
    plan, clerk = begun(county), county.client(LI)
    known = "对用人单位订立劳动合同情况的检查之1"
    rows = (
        f"001,劳动保障监察检查,定向抽查,用人单位,,10%(20户),实地核查,3月—12月,{known},",
        "002,第二项,,企业,,1户,书面,全年,别的事项,",
    )
    answer = post(clerk, "plans:import", plan.pk, file=table(*rows), into=str(plan.pk), year=YEAR)
    assert answer.status_code == 302, answer.content.decode()
    report = clerk.get(answer["Location"]).content.decode()
    assert "确认导入 2 行" in report
    assert "起止时间写法不能识别" in report
    draft = answer["Location"].rstrip("/").rpartition("/")[2]
    assert post(clerk, "plans:confirm", draft).status_code == 302
    first, second = DraftLine.objects.order_by("ordinal")
    assert (first.item_codes, first.methods, first.draw_type, first.ratio_text) == (
        ["rsj-o0001"],
        ["M1"],
        "TARGETED",
        "10%(20户)",
    )
    assert (first.quotas, second.item_codes, second.remark) == ({}, [], "原表事项：别的事项")
    page = text(clerk, "plans:plan", plan.pk)
    assert "10%(20户)" in page
    assert "缺少分类比例和频次" in page


def test_rows_of_a_table_can_be_kept_out_by_name(county: County) -> None:
    plan, clerk = begun(county), county.client(LI)
    sheet = table("001,一项,,企业,,,,3月—4月,,", "002,,,企业,,,,3月—4月,,")
    answer = post(clerk, "plans:import", plan.pk, file=sheet, into=str(plan.pk), year=YEAR)
    draft = answer["Location"].rstrip("/").rpartition("/")[2]
    assert post(clerk, "plans:confirm", draft).status_code == 422
    post(clerk, "plans:exclude", draft, rows="3", reason="原表空行")
    assert post(clerk, "plans:confirm", draft).status_code == 302
    assert DraftLine.objects.count() == 1


def test_a_file_counts_only_for_a_plan_that_comes_from_somebody(county: County, tmp_path: Path, settings: Any) -> None:
    settings.SHUANGSUIJI_FILES_FOLDER = tmp_path

    def added(**more: Any) -> Any:
        file = io.BytesIO(b"MZ\x90\x00")
        file.name = "来文.pdf"
        return post(county.client(LI), "plans:add", year=YEAR, title="抽查计划", file=file, **more)

    assert added(kind="OWN").status_code == 302
    refused = added(kind="AD_HOC", source="2", body="省厅", document="某函〔2026〕1号", dated_on="2026-11-20")
    assert refused.status_code == 422
    assert "来文扫描件：" in refused.content.decode()
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []
