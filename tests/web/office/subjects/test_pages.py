"""The registry's pages: a list narrowed and found in, one firm with what is personal masked, another department's like none."""

import pytest
from django.urls import reverse

from shuangsuiji.foundation.ledger.models import AuditEntry, LogHead
from shuangsuiji.stages.registry.models import DuplicateDecision, FusionRule, Subject, UnclassifiedDecision
from tests.cast import FENG, LI, SUN, WANG, WU, ZHENG
from tests.stages.cast import LUO, TANG
from tests.stages.registry.rosters import firm, firms, synthetic_uscc
from tests.web.office.subjects.visiting import subject

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.article("第十条")]
PERSONAL = ("甲1", "13800000001", "示例县城关镇1号")
EDIT = {
    "name": "示例县第1服装厂", "subject_type": "ENTERPRISE", "state": "NORMAL", "area": "柳屯镇",
    "established_on": "2015-03-02", "source": "电话核实", "reason": "迁址",
}  # fmt: skip


def test_the_list_shows_firms_classes_and_figures(filled):
    page = filled.page("list")
    assert "示例县第1服装厂" in page
    assert synthetic_uscc(1) in page
    assert "B类" in page
    assert "登记" in page
    assert "名录可能过期" in page  # the newest founding date lies ten years back


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("?q=第2", "示例县第2服装厂", "示例县第1服装厂"),
        ("?q=d3f", "示例县第3服装厂", "示例县第1服装厂"),
        (f"?q={synthetic_uscc(4).lower()[8:]}", "示例县第4服装厂", "示例县第1服装厂"),
        ("?risk_class=D", "示例县第3服装厂", "示例县第1服装厂"),
        ("?subject_type=PRODUCT", "没有符合条件", "示例县第1服装厂"),
        ("?risk_class=none", "没有符合条件", "示例县第1服装厂"),
        ("?stale=on", "没有符合条件", "示例县第1服装厂"),
        ("?removed=on", "没有符合条件", "示例县第1服装厂"),
        ("?tag=无此标签&area=城关&state=NORMAL", "没有符合条件", "示例县第1服装厂"),
    ],
)
def test_the_list_is_narrowed_and_found_in(filled, query, there, gone):
    page = filled.page("list", query=query)
    assert there in page
    assert gone not in page


def test_an_empty_registry_says_what_to_do(desk):
    assert "名录库还是空的" in desk.page("list")


def test_as_many_queries_for_eighty_firms_as_for_eight(filled, django_assert_max_num_queries):
    client = filled.client()
    address = reverse("subjects:list")
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    filled.take_in(firms(80))
    with django_assert_max_num_queries(40) as many:
        client.get(address + "?size=100")
    assert len(many.captured_queries) == len(few.captured_queries)


@pytest.mark.article("第二十四条")
def test_what_is_personal_is_masked_until_somebody_says_why_and_that_is_noted(filled):
    key = subject("示例县第1服装厂").pk
    for view, keys in (("subject", (key,)), ("list", ()), ("changes", ()), ("change", (1,))):
        page = filled.page(view, *keys)
        assert not any(value in page for value in PERSONAL)
    assert "查看用途" in filled.send("reveal", key, purpose=" ").content.decode()
    assert not AuditEntry.objects.filter(action="read").exists()
    page = filled.send("reveal", key, purpose="核实检查通知书送达地址").content.decode()
    assert all(value in page for value in PERSONAL)
    entry = AuditEntry.objects.get(action="read")
    assert (entry.object, entry.detail["purpose"]) == (f"subject/{key}", "核实检查通知书送达地址")
    assert not any(value in str(entry.detail) for value in PERSONAL)


def test_one_firm_one_file(filled):
    page = filled.page("subject", subject("示例县第1服装厂").pk)
    for words in ("分类记录", "省共享", "检查结果", "后续处理", "变更记录", "许可证", "专项库和标签", "采用"):
        assert words in page


def test_another_departments_firm_is_like_none(filled):
    import uuid

    key = subject("示例县第1服装厂").pk
    other, none = (filled.get("subject", each, who=LUO) for each in (key, uuid.UUID(int=7)))
    assert (other.status_code, none.status_code) == (404, 404)
    for view in ("edit", "remove", "class", "tags", "licence"):
        assert filled.get(view, key, who=LUO).status_code == 404
    assert filled.page("subject", key, who=FENG)
    assert "登记分类" not in filled.page("subject", key, who=FENG)


@pytest.mark.parametrize("who", [LI, ZHENG, SUN])
def test_others_of_the_department_read_and_do_not_write(filled, who):
    assert "导入名录" not in filled.page("list", who=who)
    assert filled.get("edit", subject("示例县第1服装厂").pk, who=who).status_code == 403


def test_reading_writes_nothing(filled):
    before = LogHead.objects.get().size, AuditEntry.objects.count()
    for view, keys in (
        ("list", ()),
        ("subject", (subject("示例县第1服装厂").pk,)),
        ("classes", ()),
        ("duplicates", ()),
    ):
        filled.page(view, *keys)
    assert (LogHead.objects.get().size, AuditEntry.objects.count()) == before


def test_a_firm_is_entered_by_hand_with_its_personal_values_sealed(desk):
    fields = {**EDIT, "name": "示例县新办厂", "uscc": synthetic_uscc(30), "phone": "13700000000", "source": "登记窗口"}
    answer = desk.send("add", **fields)
    made = subject("示例县新办厂")
    assert (answer.status_code, answer["Location"]) == (302, reverse("subjects:subject", args=[made.pk]))
    assert (made.personal, made.town) == ({"phone": "13700000000"}, "410999000")
    again = desk.send("add", **fields)
    assert again.status_code == 422
    assert "已有同一主体" in again.content.decode()
    bad = desk.send("add", **{**fields, "uscc": "91410928MA00000099"})
    assert "第十条" in bad.content.decode()


def test_a_firm_is_corrected_and_the_second_of_two_clerks_sees_both_versions(filled):
    one = subject("示例县第1服装厂")
    assert "城关镇" in filled.page("edit", one.pk)
    assert filled.send("edit", one.pk, version=1, **EDIT).status_code == 302
    assert subject("示例县第1服装厂").area == "柳屯镇"
    late = filled.send("edit", one.pk, version=1, **{**EDIT, "area": "文留镇"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "柳屯镇" in page
    assert "文留镇" in page
    assert 'name="area"' in page
    same = filled.send("edit", one.pk, version=2, **EDIT)
    assert "没有变化" in same.content.decode()


def test_a_firm_leaves_with_a_reason_and_stays_to_be_read(filled):
    one = subject("示例县第1服装厂")
    assert "移出 1 户" in filled.page("remove", one.pk)
    assert filled.send("remove", one.pk, version=1, reason="已迁往外县").status_code == 302
    assert "已迁往外县" in filled.page("subject", one.pk)
    assert "示例县第1服装厂" not in filled.page("list")
    assert "示例县第1服装厂" in filled.page("list", query="?removed=on")
    assert filled.get("edit", one.pk).status_code == 404


@pytest.mark.article("第六条（一）")
def test_a_class_is_stated_at_the_page(filled):
    one = subject("示例县第1服装厂")
    fields = {"risk_class": "D", "source": "本系统", "on": "2026-11-20", "document": "某〔2026〕3号", "reason": "欠薪"}
    assert filled.send("class", one.pk, **fields).status_code == 302
    assert "某〔2026〕3号" in filled.page("subject", one.pk)
    assert subject("示例县第1服装厂").risk_class == "D"


def test_tags_and_licences_are_kept(filled):
    one = subject("示例县第1服装厂")
    assert (
        filled.send("tags", one.pk, version=1, libraries="劳务派遣库", tags="欠薪、高危", reason="专项").status_code
        == 302
    )
    assert "劳务派遣库" in filled.page("tags", one.pk)
    assert "欠薪" in filled.page("list", query="?tag=欠薪")
    assert (
        "没有变化"
        in filled.send(
            "tags", one.pk, version=2, libraries="劳务派遣库", tags="欠薪，高危", reason="专项"
        ).content.decode()
    )
    assert filled.send("tags", one.pk, version=2, libraries="", tags="欠薪", reason="摘牌").status_code == 302
    good = {"name": "劳务派遣经营许可证", "number": "L-1", "expires_on": "2026-11-01"}
    assert filled.send("licence", one.pk, **good).status_code == 302
    assert "已到期" in filled.page("subject", one.pk)
    assert "有效期有误" in filled.send("licence", one.pk, name="空").content.decode()
    held = one.licences.get()
    assert filled.send("end_licence", one.pk, held.pk, reason="已换证").status_code == 302
    assert filled.get("end_licence", one.pk, held.pk).status_code == 404


def test_classes_scales_and_the_decision_about_firms_without_class(desk):
    desk.take_in([firm(1), firm(2, **{"class": ""})])
    assert "1 户没有信用风险分类" in desk.page("list")
    answer = desk.send("unclassified", who=ZHENG, treatment="AS_B", reason="新设企业")
    assert (answer.status_code, UnclassifiedDecision.objects.count()) == (302, 1)
    levels = {
        "name": "诚信等级",
        "document": "某〔2026〕1号",
        "effective_from": "2026-01-01",
        "levels": "一级 = A\n二级＝C",
    }
    assert desk.send("scale", **levels).status_code == 302
    assert "不是“自有分级 = 类别”" in desk.send("scale", **{**levels, "levels": "一级"}).content.decode()
    page = desk.page("classes")
    assert "一级→A" in page
    assert "按 B 类处理" in page


@pytest.mark.article("第六条末款")
def test_c06_14_at_the_pages_the_coordinator_proposes_the_deputy_head_sees_who_moves_and_activates(filled):
    one = subject("示例县第1服装厂")
    fields = {"risk_class": "A", "source": "本系统", "on": "2026-11-20", "document": "某〔2026〕3号", "reason": "守法"}
    filled.send("class", one.pk, **fields)
    rule = {
        "document": "某〔2026〕20号",
        "effective_from": "2026-12-01",
        "reason": "通用加专业",
        "exceptions": "A D = C",
    }
    made = filled.send("fusion", who=TANG, **rule)
    address = made["Location"]
    assert "不是“通用 专业 = 类别”" in filled.send("fusion", who=TANG, **{**rule, "exceptions": "AD"}).content.decode()
    page = filled.client(SUN).get(address).content.decode()
    assert "示例县第1服装厂" in page
    assert "确认预览并启用，变动 1 户" in page
    draft = address.rstrip("/").rpartition("/")[2]
    unseen = filled.send("fusion_activate", draft, who=SUN, preview="")
    assert (unseen.status_code, "请先确认预览" in unseen.content.decode()) == (422, True)
    digest = page.partition('name="preview" value="')[2][:64]
    assert filled.send("fusion_activate", draft, who=SUN, preview=digest, opinion="同意").status_code == 302
    assert FusionRule.objects.get().preview_count == 1
    assert "已启用" in filled.page("classes")
    assert filled.get("fusion_preview", draft, who=LUO).status_code == 404


def test_a_pair_that_may_be_one_firm_is_decided_by_a_person_once(desk):
    desk.take_in([firm(1, name="示例县同名厂"), firm(2, name="示例县同名厂"), firm(3)])
    page = desk.page("duplicates")
    assert "名称相同" in page
    one, two = Subject.objects.filter(name="示例县同名厂").order_by("identity")
    assert desk.send("resolve", first=one.pk, second=two.pk, kept="first", reason="").status_code == 302
    assert not DuplicateDecision.objects.exists()
    desk.send("resolve", first=one.pk, second=two.pk, kept="second", reason="登记档案显示已换照")
    one.refresh_from_db()
    assert (one.is_live, DuplicateDecision.objects.get().kept) == (False, two)
    assert "没有待核对的重复记录" in desk.page("duplicates")


def test_different_firms_of_one_name_both_stay_and_are_not_asked_about_again(desk):
    desk.take_in([firm(1, name="示例县同名厂"), firm(2, name="示例县同名厂")])
    one, two = Subject.objects.order_by("identity")
    desk.send("resolve", first=two.pk, second=one.pk, kept="both", reason="两个村各有一家")
    assert Subject.objects.filter(removed_on__isnull=True).count() == 2
    assert "没有待核对的重复记录" in desk.page("duplicates")
    refused = desk.send("resolve", first=one.pk, second=subject_without_pair(desk).pk, kept="both", reason="无关")
    assert refused.status_code == 422


def subject_without_pair(desk):
    desk.take_in([firm(5)], full_list=False)
    return subject("示例县第5服装厂")


def test_another_department_changes_nothing_of_ours(filled):
    one, two = Subject.objects.order_by("identity")[:2]
    assert filled.send("resolve", who=LUO, first=one.pk, second=two.pk, kept="both", reason="试试").status_code == 404
    assert filled.get("change", 1, who=LUO).status_code == 404
    assert filled.get("list", who=WANG).status_code == 200
    assert WU.office == "registry_keeper"


@pytest.mark.article("第六条（一）")
@pytest.mark.parametrize(("treatment", "told"), [("AS_B", "已决定按 B 类处理"), ("LEAVE_OUT", "已决定不入库")])
def test_the_banner_asks_about_firms_without_class_until_it_is_decided_and_then_tells_what_was(desk, treatment, told):
    desk.take_in([firm(1), firm(2, **{"class": ""})])
    asked = desk.page("list")
    assert "1 户没有信用风险分类。建库前请导入分类" in asked
    assert "已决定" not in asked
    desk.send("unclassified", who=ZHENG, treatment=treatment, reason="省平台尚未评定")
    after = desk.page("list")
    assert f"1 户没有信用风险分类，{told}。" in after
    assert "建库前请导入分类" not in after


def test_a_registry_where_every_firm_has_a_class_tells_no_decision(filled):
    filled.send("unclassified", who=ZHENG, treatment="AS_B", reason="省平台尚未评定")
    assert "没有信用风险分类" not in filled.page("list")


@pytest.mark.article("第二十四条")
class TestPersonalValues:
    def test_they_are_corrected_and_taken_away_without_being_shown_and_the_record_says_only_which(self, filled):
        found = subject("示例县第1服装厂")
        page = filled.page("edit", found.pk)
        assert "现有值不显示" in page
        assert not any(value in page for value in PERSONAL)
        fields = {**EDIT, "area": "城关镇", "version": found.version, "phone": "13711112222", "forget": ["legal_rep"]}
        assert filled.send("edit", found.pk, **fields).status_code == 302
        after = subject("示例县第1服装厂")
        assert after.personal == {"address": "示例县城关镇1号", "phone": "13711112222"}
        assert "13711112222" not in str(bytes(after.personal_sealed))
        page = filled.page("subject", found.pk) + filled.page("change", 2)
        assert "法定代表人、联系电话" in page
        assert not any(value in page for value in (*PERSONAL, "13711112222"))

    def test_left_empty_they_stay(self, filled):
        found = subject("示例县第1服装厂")
        assert filled.send("edit", found.pk, **EDIT, version=found.version).status_code == 302
        assert subject("示例县第1服装厂").personal == found.personal

    def test_one_that_is_written_and_taken_away_is_asked_about(self, filled):
        found = subject("示例县第1服装厂")
        fields = {**EDIT, "version": found.version, "phone": "13711112222", "forget": ["phone"]}
        answer = filled.send("edit", found.pk, **fields)
        assert "联系电话既填了新值又选了删去" in answer.content.decode()
        assert subject("示例县第1服装厂").version == found.version


def test_the_report_of_an_import_gives_no_word_of_the_terminal(desk):
    from tests.stages.registry.rosters import file_of

    answer = desk.upload(file_of(desk.folder, firms(3)))
    page = desk.client().get(answer["Location"]).content.decode()
    assert "9 位乡镇区划代码" in page
    assert "--towns" not in page


def test_the_table_of_towns_is_set_on_its_page_and_places_what_comes_later(filled):
    assert "还没有乡镇区划表" in filled.page("towns")
    given = {"document": "统计用区划代码2026年版", "seen": ""}
    refused = filled.send("towns_edit", rows="城关镇 410999100\n柳屯镇 999", **given)
    assert refused.status_code == 422
    assert "第 2 行“柳屯镇”的代码“999”不是 410999 开头的 9 位数字" in refused.content.decode()
    assert "不是“名称 代码”的形式" in filled.send("towns_edit", rows="城关镇", **given).content.decode()
    assert filled.send("towns_edit", rows="城关镇,410999100\n\n柳屯镇\t410999101", **given).status_code == 302
    shown = filled.page("towns")
    assert all(word in shown for word in ("2 个乡镇（街道）", "柳屯镇", "410999101", "统计用区划代码2026年版"))
    assert "城关镇 410999100" in filled.page("towns_edit")
    assert "还没有乡镇区划表" in filled.page("towns", who=LUO)
    assert filled.get("towns_edit", who=SUN).status_code == 403
