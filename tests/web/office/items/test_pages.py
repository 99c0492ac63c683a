"""Item lists through their pages, from an empty register to the public page, as the clerk and the deputy head see them."""

import io
import re
from datetime import UTC, datetime
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.items.models import DraftItem, GuideVersion, Item, ItemListVersion, RuleDocument
from shuangsuiji.stages.plans.queries.coverage import planned_codes
from tests.cast import LI, SUN, WANG, WU, ZHENG
from tests.foundation.evidence.files import pdf
from tests.stages.cast import SONG, TANG, County, build_county
from tests.stages.plans.planning import ITEM, YEAR, confirmed, prepare
from tests.stages.plans.planning import drafted as plan_drafted
from tests.web.pages import send

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NINE = ("编制单位", "序号", "抽查类别", "抽查事项", "检查对象", "事项类别", "检查方式", "检查主体", "检查依据")


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """Two departments at work."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return build_county(NOW)


def sheet(rows: int = 3, header: tuple[str, ...] = NINE) -> io.BytesIO:
    """An official table of nine columns."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(header)
    for n in range(1, rows + 1):
        page.append(
            (
                "某局",
                n,
                "劳动合同",
                f"对劳动合同情况的检查之{n}",
                "用人单位",
                "一般检查事项",
                "实地检查",
                "某局",
                f"《某法》第{n}条",
            )
        )
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    stream.name = "清单.xlsx"
    return stream


def drafted(county: County, rows: int = 3) -> ItemListVersion:
    """A draft brought in from a sheet by the clerk."""
    clerk = county.client(LI)
    assert send(clerk, "items:draft", kind="OWN").status_code == 302
    version = ItemListVersion.objects.get()
    answer = send(clerk, "items:import", version.pk, file=sheet(rows), replace="yes", into=str(version.pk))
    assert answer.status_code == 302, answer.content.decode()
    upload = re.search(r"/sheets/([0-9a-f-]{36})/", answer["Location"])
    assert upload is not None
    page = clerk.get(answer["Location"]).content.decode()
    assert f"确认导入 {rows} 项" in page
    assert send(clerk, "items:confirm", upload.group(1)).status_code == 302
    return version


def approved(county: County, version: ItemListVersion) -> None:
    """Sent by the clerk, approved by the deputy head."""
    assert send(county.client(LI), "items:send", version.pk, reason="年度调整").status_code == 302
    deputy = county.client(SUN)
    page = deputy.get(reverse("items:approve", args=(version.pk,))).content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen is not None
    assert send(deputy, "items:approve", version.pk, seen=seen.group(1)).status_code == 302


def published(county: County) -> ItemListVersion:
    """The first version in public."""
    version = drafted(county)
    approved(county, version)
    assert send(county.client(LI), "items:publish", version.pk, place="政府网站").status_code == 302
    version.refresh_from_db()
    return version


def test_from_an_empty_register_to_the_public_page(county: County) -> None:
    clerk = county.client(LI)
    assert "还没有抽查事项清单" in clerk.get(reverse("items:list")).content.decode()
    version = published(county)
    assert (version.status, version.item_count) == ("PUBLISHED", 3)
    page = Client().get("/open/items/").content.decode()
    assert "随机抽查事项清单（第 1 版）" in page
    notice = Client().get("/open/items/rsj-清单-2026-0001/").content.decode()
    assert "对劳动合同情况的检查之2" in notice
    assert f"{version.item_list_id}" not in notice


def test_the_workbench_tells_whose_turn_it_is(county: County) -> None:
    version = drafted(county)
    home = reverse("office:home")
    assert str(version) in county.client(LI).get(home).content.decode()
    send(county.client(LI), "items:send", version.pk, reason="年度调整")
    page = county.client(SUN).get(home).content.decode()
    assert str(version) in page
    assert "年度调整" in page


def test_an_approval_of_another_text_than_the_stored_one_is_told_as_overtaken(county: County) -> None:
    version = drafted(county)
    send(county.client(LI), "items:send", version.pk, reason="年度调整")
    answer = send(county.client(SUN), "items:approve", version.pk, seen="0" * 64)
    assert answer.status_code == 409
    assert not Item.objects.exists()


def test_another_department_does_not_find_the_draft(county: County) -> None:
    version = drafted(county)
    stranger = county.client(WANG)
    missing = reverse("items:version", args=(county.lead.pk,))
    there, not_there = stranger.get(reverse("items:version", args=(version.pk,))), stranger.get(missing)
    assert (there.status_code, not_there.status_code) == (404, 404)
    assert re.sub(rb'value="[^"]*"', b"", there.content) == re.sub(rb'value="[^"]*"', b"", not_there.content)
    for view in ("items:send", "items:add", "items:import"):
        assert stranger.get(reverse(view, args=(version.pk,))).status_code == 404
    assert send(stranger, "items:send", version.pk, reason="x").status_code == 404


def test_e06_1_a_gap_is_told_before_approval_with_its_remedy(county: County) -> None:
    version = drafted(county)
    row = DraftItem.objects.order_by("ordinal")[0]
    row.basis = ""
    row.save()
    send(county.client(LI), "items:send", version.pk, reason="年度调整")
    deputy = county.client(SUN)
    page = deputy.get(reverse("items:approve", args=(version.pk,))).content.decode()
    assert "缺少“依据”" in page
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen is not None
    before = LogEvent.objects.count()
    answer = send(deputy, "items:approve", version.pk, seen=seen.group(1))
    assert answer.status_code == 422
    assert "请在草稿中补上“依据”" in answer.content.decode()
    assert LogEvent.objects.count() == before


def test_a_bad_row_stops_the_whole_sheet_and_is_named(county: County) -> None:
    clerk = county.client(LI)
    send(clerk, "items:draft", kind="OWN")
    version = ItemListVersion.objects.get()
    stream = sheet()
    book = openpyxl.load_workbook(stream)
    book.active["D3"] = ""
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    stream.name = "清单.xlsx"
    answer = send(clerk, "items:import", version.pk, file=stream, replace="yes", into=str(version.pk))
    page = clerk.get(answer["Location"]).content.decode()
    assert "抽查事项为空" in page
    upload = re.search(r"/sheets/([0-9a-f-]{36})/", answer["Location"])
    assert upload is not None
    refused = send(clerk, "items:confirm", upload.group(1))
    assert refused.status_code == 422
    assert "整批未导入" in refused.content.decode()
    assert not DraftItem.objects.exists()


def test_an_item_is_added_edited_and_taken_out_by_form(county: County) -> None:
    version, clerk = drafted(county), county.client(LI)
    fields = {
        "category": "工资支付", "name": "对工资支付情况的检查", "basis": "《某法》第九条", "organ": "某局", "owner": "rsj",
        "subject_range": "用人单位", "kind": "KEY", "method": "实地检查", "methods": ["M1", "M2"],
    }  # fmt: skip
    assert send(clerk, "items:add", version.pk, **fields).status_code == 302
    row = DraftItem.objects.get(ordinal=4)
    assert (row.kind, row.methods, row.owner.code) == ("KEY", ["M1", "M2"], "rsj")
    first = {**fields, "method": "书面检查", "version": row.version}
    assert send(clerk, "items:edit", version.pk, row.code, **first).status_code == 302
    stale = send(clerk, "items:edit", version.pk, row.code, **{**first, "method": "网络监测"})
    assert stale.status_code == 409
    assert "书面检查" in stale.content.decode()
    assert "网络监测" in stale.content.decode()
    assert send(clerk, "items:remove", version.pk, row.code).status_code == 302
    assert DraftItem.objects.count() == 3


def test_only_declared_fields_change(county: County) -> None:
    version, clerk = drafted(county), county.client(LI)
    row = DraftItem.objects.get(ordinal=1)
    fields = {
        "category": "工资", "name": row.name, "basis": "据", "organ": "局", "owner": "rsj", "subject_range": "单位", "kind": "KEY",
        "method": "法", "code": "evil-0001", "ordinal": "99", "draft": str(county.lead.pk), "id": str(county.lead.pk),
        "version": row.version,
    }  # fmt: skip
    assert send(clerk, "items:edit", version.pk, row.code, **fields).status_code == 302
    after = DraftItem.objects.get(pk=row.pk)
    assert (after.code, after.ordinal, after.draft_id) == (row.code, 1, version.pk)


def test_c06_2_what_changed_is_shown_in_public(county: County) -> None:
    version = published(county)
    clerk = county.client(LI)
    send(clerk, "items:draft", kind="OWN")
    second = ItemListVersion.objects.get(number=2)
    row = DraftItem.objects.get(draft=second.pk, ordinal=2)
    fields = {name: getattr(row, name) for name in ("category", "name", "basis", "organ", "subject_range", "kind")}
    changed = {**fields, "owner": "rsj", "method": "书面检查", "version": row.version}
    assert send(clerk, "items:edit", second.pk, row.code, **changed).status_code == 302
    page = clerk.get(reverse("items:difference", args=(second.pk,))).content.decode()
    assert "1 处变化" in page
    approved(county, second)
    assert send(clerk, "items:publish", second.pk, place="政府网站").status_code == 302
    notice = Client().get("/open/items/rsj-清单-2026-0002/").content.decode()
    assert "检查方式：实地检查 → 书面检查" in notice
    assert "已被新版本替代" in Client().get("/open/items/rsj-清单-2026-0001/").content.decode()
    version.refresh_from_db()
    assert version.status == "SUPERSEDED"


def test_a_cell_that_would_calculate_is_made_harmless(county: County) -> None:
    version, clerk = drafted(county), county.client(LI)
    DraftItem.objects.filter(ordinal=1).update(remark="=1+1", method="+SUM(A1)")
    answer = clerk.get(reverse("items:version", args=(version.pk,)), {"export": "csv", "table": "eleven"})
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8-sig")
    assert "'=1+1" in text
    assert ",=1+1" not in text


def test_the_guide_is_written_by_the_clerk_and_published_by_the_section_head(county: County) -> None:
    published(county)
    code = "rsj-o0001"
    texts = {"basis": "《某法》", "procedure": "先告知", "content": "合同", "method": "查阅", "read": "0"}
    points = "是否签订书面合同 | 已签订\n是否交付劳动者"
    assert send(county.client(LI), "items:write_guide", code, **texts, points=points).status_code == 302
    assert send(county.client(LI), "items:publish_guide", code, version="1").status_code == 403
    assert send(county.client(ZHENG), "items:publish_guide", code, version="1").status_code == 302
    guide = GuideVersion.objects.get()
    assert [(point.text, point.default_text) for point in guide.points.all()] == [
        ("是否签订书面合同", "已签订"), ("是否交付劳动者", ""),
    ]  # fmt: skip
    assert "已公布" in county.client(LI).get(reverse("items:guides")).content.decode()
    assert county.client(WANG).get(reverse("items:guide", args=(code,))).status_code == 404


def test_e17_1_a_guide_with_a_gap_is_not_published(county: County) -> None:
    published(county)
    send(county.client(LI), "items:write_guide", "rsj-o0001", basis="《某法》", read="0", points="一个要点")
    answer = send(county.client(ZHENG), "items:publish_guide", "rsj-o0001", version="1")
    assert answer.status_code == 422
    assert "检查程序" in answer.content.decode()


def test_e04_1_a_mark_without_basis_is_refused_and_with_it_shown(county: County) -> None:
    version, clerk = published(county), county.client(LI)
    answer = send(clerk, "items:mark", version.pk, "rsj-o0001", kind="FIELD", reason="风险高", basis="")
    assert answer.status_code == 422
    assert "列为特殊行业、重点领域须写明理由和依据" in answer.content.decode()
    assert (
        send(clerk, "items:mark", version.pk, "rsj-o0001", kind="FIELD", reason="风险高", basis="某文").status_code
        == 302
    )
    assert "特殊" in clerk.get(reverse("items:version", args=(version.pk,))).content.decode()


def test_a_rule_document_is_entered_ended_and_never_removed(county: County) -> None:
    client = county.client(TANG)
    fields = {
        "title": "《某办法》",
        "number": "某政〔2019〕22号",
        "level": "PROVINCE",
        "issuing_body": "某省政府",
        "from_on": "2019-06-01",
    }
    assert send(client, "documents:add", **fields).status_code == 302
    assert send(client, "documents:add", **fields).status_code == 422
    made = RuleDocument.objects.get()
    assert str(made) == "《某办法》（某政〔2019〕22号）"
    assert send(client, "documents:end", made.pk, to_on="2010-01-01", reason="误").status_code == 422
    assert send(client, "documents:end", made.pk, to_on="2026-12-31", reason="被替代").status_code == 302
    made.refresh_from_db()
    assert made.to_on is not None
    assert send(county.client(WU), "documents:add", **fields).status_code == 403


def test_a_rule_document_is_entered_with_its_original_which_everybody_inside_opens(county: County) -> None:
    client, before = county.client(TANG), LogEvent.objects.count()
    fields = {"title": "某办法", "level": "PROVINCE", "issuing_body": "某省政府", "from_on": "2019-06-01"}
    original, wrong = io.BytesIO(pdf()), io.BytesIO(b"MZ\x90\x00")
    original.name, wrong.name = "某办法.pdf", "某办法.exe"
    refused = send(client, "documents:add", number="某政〔2019〕21号", original=wrong, **fields)
    assert refused.status_code == 422
    assert "文件原件：" in refused.content.decode()
    assert (LogEvent.objects.count(), RuleDocument.objects.count()) == (before, 0)
    assert send(client, "documents:add", number="某政〔2019〕22号", original=original, **fields).status_code == 302
    assert send(client, "documents:add", number="某政〔2019〕23号", **fields).status_code == 302
    made, bare = RuleDocument.objects.order_by("number")
    address = reverse("documents:file", args=(made.pk,))
    for reader in (LI, WANG, TANG):
        told = county.client(reader).get(reverse("documents:list")).content.decode()
        assert told.count("打开原件") == 1
        assert address in told
        given = county.client(reader).get(address)
        assert given.content == pdf()
        assert given["Content-Disposition"].startswith("attachment")
        assert given["X-Content-Type-Options"] == "nosniff"
    assert client.get(reverse("documents:file", args=(bare.pk,))).status_code == 404
    entry = LogEvent.objects.filter(type="basis.registered").order_by("seq")[0]
    assert made.file_digest.encode() in bytes(entry.body)


def test_the_list_asks_as_many_questions_however_long_it_is(county: County) -> None:
    version, clerk = drafted(county, 3), county.client(LI)
    address = reverse("items:version", args=(version.pk,))
    clerk.get(address)
    with CaptureQueriesContext(connection) as few:
        clerk.get(address)
    rows = list(DraftItem.objects.all())
    DraftItem.objects.bulk_create(
        DraftItem(
            **{f.attname: getattr(row, f.attname) for f in DraftItem._meta.concrete_fields}
            | {
                "id": uuid4(),
                "ordinal": 10 * n + row.ordinal,
                "code": f"rsj-o{1000 * n + row.ordinal:04d}",
            }
        )
        for n in range(1, 10)
        for row in rows
    )
    with CaptureQueriesContext(connection) as many:
        clerk.get(address)
    assert len(many) == len(few)


def test_a_get_writes_nothing(county: County) -> None:
    version, clerk = published(county), county.client(LI)
    before = LogEvent.objects.count()
    for view in ("items:version", "items:print", "items:difference"):
        assert clerk.get(reverse(view, args=(version.pk,))).status_code == 200
    assert LogEvent.objects.count() == before
    assert Client().get(reverse("items:list")).status_code == 302
    assert county.client(SONG).get(reverse("items:version", args=(version.pk,))).status_code == 200


def test_items_that_no_public_plan_of_the_year_takes_up_are_named(county: County) -> None:
    prepare(county)
    version = ItemListVersion.objects.get(status="PUBLISHED")
    address = reverse("items:version", args=(version.pk,))
    page = county.client(LI).get(address).content.decode()
    assert "有 3 项未列入 2026 年已公示的计划" in page
    assert planned_codes(YEAR) == set()
    plan = confirmed(county, plan_drafted(county))
    assert planned_codes(YEAR) == set()
    publish_plan(plan=plan.pk, place="政府网站", actor=county.actor(LI), at=county.at)
    assert planned_codes(YEAR) == {ITEM}


def test_the_public_pages_are_kept_by_caches_set_no_cookie_and_know_nothing_else(county: County) -> None:
    published(county)
    for address in ("/open/items/", "/open/items/rsj-清单-2026-0001/"):
        answer = Client().get(address)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "public" in answer["Cache-Control"]
    for address in ("/open/items/rsj-清单-2026-0009/", "/open/plans/rsj-清单-2026-0001/"):
        assert Client().get(address).status_code == 404
    assert Client().post("/open/items/").status_code == 403
