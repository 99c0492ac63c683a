"""The plan table (F4) as a paper: a draft, a version that waits, what is public, its amendment; and the item list (F3) beside it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.disclosure import public
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.amend_plan import amend_plan
from shuangsuiji.stages.plans.actions.return_plan import return_plan
from shuangsuiji.stages.plans.models import Plan
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.web.office.plans import papers
from tests.cast import LI, SUN, WANG
from tests.foundation.papers.reading import require_chinese_font, text_in
from tests.stages.cast import County, build_county
from tests.stages.plans.planning import YEAR, confirmed, drafted, firms, line, paper, prepare, quotas, send

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """A county that can plan, with some firms."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    county = build_county(NOW)
    prepare(county)
    firms(county, county.lead, 1, A=101, B=40, C=31, D=7)
    return county


def values(plan: Plan, version: Any = None) -> dict[str, Any]:
    """What the form would print."""
    return papers.plan_table(plan, version, NOW).values


def facts(found: dict[str, Any]) -> dict[str, str]:
    return {each["label"]: each["value"] for each in found["facts"]}


def published(county: County, plan: Plan) -> str:
    return publish_plan(plan=plan.pk, place="政府网站", actor=county.actor(LI), at=county.at).index_no


def amended(county: County, plan: Plan) -> Any:
    """The same plan, its inspections ended earlier."""
    change = {"plan_id": plan.pk, "actor": county.actor(LI), "at": county.at}
    drafting.begin_amendment(reason="检查期缩短", **change)
    first = paper(plan).lines.get()
    drafting.write_line(version=first.version, line_id=first.pk, terms={"to_on": date(YEAR, 6, 30)}, **change)
    return amend_plan(plan_id=plan.pk, answer=Answer(send(county, plan)), actor=county.actor(SUN), at=county.at)


def fetched(client: Client, address: str) -> bytes:
    answer: HttpResponseBase = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.content  # type: ignore[attr-defined]


def test_the_table_has_every_column_of_the_form_and_the_policy_of_each_class(county: County) -> None:
    found = values(drafted(county, line(remark="备注文字")))
    labels = [each["label"] for each in found["columns"]]
    wanted = "编号 任务名称 抽查类型 抽查对象 发起部门 抽查比例和频次 预计数量 检查方式 检查模式 起止时间 抽查事项 备注"
    assert labels == wanted.split()
    (row,) = found["rows"]
    told = dict(zip(labels, row, strict=True))
    assert told["编号"] == f"rsj-{YEAR}-01-01"
    assert told["抽查比例和频次"].startswith("A类 1%，全年 1 次；B类 3%，全年 1 次；C类 10%，全年 2 次")
    assert told["预计数量"] == "每次约 10 户，全年约 18 户次"
    head = facts(found)
    assert "C类 每次不低于 10%（平人社〔2026〕30号）" in head["分类监管规定"]
    assert head["依据文件"] == "《某县实施意见》（平政〔2026〕9号）"


def test_a_draft_is_marked_and_a_confirmed_version_too_until_it_is_public(county: County) -> None:
    plan = drafted(county)
    assert (values(plan)["mark"], values(plan)["number"]) == ("草案", f"{plan.number}（草案）")
    confirmed(county, plan)
    waiting = values(plan, plan.versions.get())
    assert waiting["mark"] == "尚未公示"
    index_no = published(county, plan)
    public_one = values(plan, plan.versions.get())
    assert (public_one["mark"], public_one["number"]) == ("", index_no)


def test_a_version_that_was_sent_back_is_never_printed_as_the_public_one(county: County) -> None:
    from_first = confirmed(county, drafted(county))
    first = from_first.versions.get()
    return_plan(plan_id=from_first.pk, reason="改期", actor=county.actor(SUN), at=county.at)
    second = confirmed(county, from_first).versions.order_by("-number")[0]
    published(county, from_first)
    assert values(from_first, first)["mark"] == "尚未公示"
    assert values(from_first, second)["mark"] == ""


def test_an_amended_plans_table_tells_what_changed_and_the_former_that_it_was_replaced(county: County) -> None:
    plan = confirmed(county, drafted(county))
    first = published(county, plan)
    version = amended(county, plan)
    assert facts(values(plan, version))["变更理由"] == "检查期缩短"
    second = published(county, plan)
    found = values(plan, version)
    assert facts(found)["变更"] == "第 1 次变更"
    assert found["changes"] == [
        {
            "what": "修改",
            "name": "劳动用工检查",
            "content": f"起止时间：{YEAR}-03-01 至 {YEAR}-11-30 → {YEAR}-03-01 至 {YEAR}-06-30",
        }
    ]
    assert facts(values(plan, plan.versions.get(number=1)))["替代情况"] == f"已被 {second} 替代"
    assert first != second


@pytest.mark.parametrize("anonymous", [False, True])
def test_office_and_portal_give_the_same_bytes_of_what_is_public_and_write_nothing(
    county: County, anonymous: bool
) -> None:
    require_chinese_font()
    plan = confirmed(county, drafted(county))
    index_no = published(county, plan)
    events = LogEvent.objects.count()
    address = reverse("portal:plans_notice", args=(index_no,)) + "?export=pdf"
    client = Client() if anonymous else county.client(LI)
    from_portal = fetched(client, address)
    assert from_portal == fetched(county.client(LI), reverse("plans:plan", args=(plan.pk,)) + "?export=pdf")
    assert LogEvent.objects.count() == events


def test_the_paper_reads_as_the_page_does(county: County, tmp_path: Path) -> None:
    require_chinese_font()
    plan = confirmed(county, drafted(county))
    published(county, plan)
    amended(county, plan)
    second = published(county, plan)
    page = Client().get(f"/open/plans/{second}/").content.decode()
    for words in ("第 1 次变更", "检查期缩短", f"{YEAR}-03-01 至 {YEAR}-06-30", "计划年度", "平人社〔2026〕30号"):
        assert words in page
    read = text_in(fetched(Client(), f"/open/plans/{second}/?export=pdf"), tmp_path)
    for words in ("第1次变更", "检查期缩短", "劳动用工检查", second):
        assert words in read


def test_a_drafts_paper_and_a_versions_are_fetched_by_who_may_read_the_plan(county: County) -> None:
    require_chinese_font()
    plan = confirmed(county, drafted(county))
    fetched(county.client(LI), reverse("plans:differences", args=(plan.pk, 1)) + "?export=pdf")
    address = reverse("plans:plan", args=(plan.pk,)) + "?export=pdf"
    fetched(county.client(SUN), address)
    assert county.client(WANG).get(address).status_code == 404


def test_the_item_list_is_a_paper_too_and_a_filing_has_none(county: County) -> None:
    require_chinese_font()
    (notice,) = public.notices("items")
    found = public.paper_values("items", notice.index_no)
    assert (found["mark"], len(found["rows"])) == ("", 3)
    fetched(Client(), f"/open/items/{notice.index_no}/?export=pdf")
    assert "export=pdf" in Client().get(f"/open/items/{notice.index_no}/").content.decode()
    assert Client().get("/open/items/no-such/?export=pdf").status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_lines(county: County) -> None:
    several = [line(quotas=quotas(A=None, B=None, D=None)) for _ in range(6)]
    counts = []
    for lines in ([line()], several):
        plan = confirmed(county, drafted(county, *lines))
        with CaptureQueriesContext(connection) as asked:
            values(plan, plan.versions.get())
        counts.append(len(asked))
    assert counts[0] == counts[1]
