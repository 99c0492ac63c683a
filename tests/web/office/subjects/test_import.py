"""A clerk's way with a list: upload, report, a row kept out, difference, 确认 N 行; and the same for classes. 第十条, 第六条（一）."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from shuangsuiji.foundation.ledger.models import LogHead
from shuangsuiji.stages.registry.models import Licence, RegistryChange, Subject
from tests.foundation.sheets.makers import xlsx_bytes
from tests.stages.registry.rosters import file_of, firm, firms, synthetic_uscc
from tests.web.office.subjects.visiting import subject

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.article("第十条")]


def draft_of(answer):
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer["Location"].rstrip("/").rpartition("/")[2]


def test_a_list_goes_all_the_way_with_one_bad_row_kept_out(desk):
    rows = [*firms(3), firm(4, uscc="91410928MA00000099")]
    draft = draft_of(desk.upload(file_of(desk.folder, rows)))
    page = desk.page("report", draft)
    assert "整批未导入" in page
    assert "校验位" in page
    assert "查看与名录库的差异" not in page
    assert desk.get("difference", draft).status_code != 200
    assert desk.send("exclude", draft, rows="5", reason="代码待核实").status_code == 302
    assert "查看与名录库的差异" in desk.page("report", draft)
    page = desk.page("difference", draft)
    assert "确认导入 3 行" in page
    assert "代码待核实" in page
    assert not Subject.objects.exists()
    root = page.partition('name="seen_root" value="')[2][:64]
    done = desk.send("confirm", draft, seen_root=root, reason="首次建库")
    assert (done.status_code, done["Location"]) == (302, reverse("subjects:change", args=[1]))
    change = RegistryChange.objects.get()
    assert (change.added, change.excluded, change.reason) == (3, 1, "首次建库")
    assert "代码待核实" in desk.page("change", 1)
    assert desk.get("report", draft).status_code == 404


def test_the_difference_shows_who_comes_changes_leaves_and_whose_class_falls(filled):
    rows = [firm(2, area="柳屯镇"), firm(3, **{"class": "A"}), firm(9), *firms(8)[3:]]
    draft = draft_of(filled.upload(file_of(filled.folder, rows)))
    page = filled.page("difference", draft)
    assert "示例县第9服装厂" in page
    assert "示例县第1服装厂" in page  # leaves
    assert "<del>城关镇</del> → 柳屯镇" in page
    falls = page.partition("类别变动")[2]
    assert "请核实" in falls
    assert "按全量名录导入，名录中没有的 1 户移出" in page
    before = LogHead.objects.get().size
    assert filled.page("difference", draft)
    assert LogHead.objects.get().size == before


def test_a_difference_that_is_out_of_date_refuses(filled):
    draft = draft_of(filled.upload(file_of(filled.folder, firms(7))))
    root = filled.page("difference", draft).partition('name="seen_root" value="')[2][:64]
    filled.send("remove", subject("示例县第2服装厂").pk, version=1, reason="注销")
    answer = filled.send("confirm", draft, seen_root=root)
    assert (answer.status_code, "有变动" in answer.content.decode()) == (422, True)


def test_the_same_file_twice_says_so(filled):
    path = filled.folder / "名录.xlsx"
    draft = draft_of(filled.upload(path))
    answer = filled.send("confirm", draft, seen_root="")
    assert answer["Location"] == reverse("subjects:list")
    assert RegistryChange.objects.count() == 1


def test_the_report_is_a_workbook_with_the_bad_cells_marked_and_without_personal_values(desk):
    draft = draft_of(desk.upload(file_of(desk.folder, [firm(1, uscc="91410928MA00000099")])))
    answer = desk.get("report", draft, query="?download=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert {"汇总", "问题清单", "标记"} <= set(book.sheet_names)
    cells = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    assert "校验位" in cells
    assert "甲1" not in cells
    assert "13800000001" not in cells


def test_the_template_can_be_filled(desk):
    answer = desk.get("template")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert "统一社会信用代码" in str(book.get_sheet_by_index(0).to_python())


def test_a_file_that_is_none_is_refused_at_the_field(desk):
    path = desk.folder / "名录.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    answer = desk.upload(path)
    assert answer.status_code in {200, 302}
    if answer.status_code == 302:
        assert "整批未导入" in desk.page("report", draft_of(answer))


def test_another_persons_draft_is_not_found(desk):
    from tests.stages.cast import LUO

    draft = draft_of(desk.upload(file_of(desk.folder, firms(2))))
    assert desk.get("report", draft, who=LUO).status_code == 404
    assert desk.send("confirm", draft, who=LUO).status_code == 404


@pytest.mark.article("第六条（一）")
def test_a_file_of_classes_goes_all_the_way_and_names_codes_that_are_not_here(filled):
    path = filled.folder / "分类.xlsx"
    header = ["统一社会信用代码", "信用风险分类", "分类日期"]
    path.write_bytes(
        xlsx_bytes([header, [synthetic_uscc(1), "D", "2026-11-01"], [synthetic_uscc(77), "A", "2026-11-01"]])
    )
    about = {"source": "省共享", "document": "11月期", "on": "2026-11-01"}
    draft = draft_of(filled.upload(path, view="classes_import", about=about))
    page = filled.page("classes_report", draft)
    assert synthetic_uscc(77) in page
    assert "1 个代码不在本部门名录库" in page
    assert filled.send("classes_confirm", draft).status_code == 302
    assert subject("示例县第1服装厂").risk_class == "D"
    again = draft_of(filled.upload(path, view="classes_import", about=about))
    assert filled.send("classes_confirm", again)["Location"] == reverse("subjects:classes")


@pytest.mark.article("第二十四条")
class TestExports:
    def test_the_list_is_exported_with_harmless_cells(self, desk):
        desk.take_in([firm(1, area="@SUM(A1)"), firm(2)])
        answer = desk.get("list", query="?export=csv")
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        assert "'@SUM(A1)" in text
        assert "甲1" not in text

    def test_personal_columns_ask_for_the_purpose(self, filled):
        page = filled.page("list", query="?export=csv&personal=1")
        assert "导出用途" in page
        answer = filled.get("list", query="?export=csv&personal=1&purpose=第3次抽查派发通知书")
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        assert "甲1" in text

    def test_e24_2_more_than_five_hundred_rows_with_personal_columns_are_refused(self, desk):
        desk.take_in(firms(501))
        answer = desk.get("list", query="?export=xlsx&personal=1&purpose=第3次抽查派发通知书")
        assert answer.status_code == 422
        assert "导出 501 行超过 500 行" in answer.content.decode()
        whole = desk.get("list", query="?export=csv")
        assert whole.status_code == 200
        assert b"".join(whole.streaming_content).count(b"\n") >= 501

    def test_a_change_is_exported(self, filled):
        answer = filled.get("change", 1, query="?export=csv")
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        assert "示例县第1服装厂" in text
        assert "13800000001" not in text


def test_a_file_of_licences_goes_all_the_way_and_stands_on_the_page_of_the_firm(filled):
    header = ["统一社会信用代码", "许可证名称", "许可证编号", "有效期至", "发证机关", "专项库名称"]
    rows = [
        [synthetic_uscc(1), "人力资源服务许可证", "示第0001号", "2029-03-19", "示例县人社局", "人力资源服务机构库"],
        [synthetic_uscc(99), "人力资源服务许可证", "示第0099号", "长期", "", ""],
    ]
    path = filled.folder / "许可证.xlsx"
    path.write_bytes(xlsx_bytes([header, *rows]))
    about = {"source": "行政审批系统", "source_on": "2026-11-20"}
    assert "导入许可证" in filled.page("list")
    draft = draft_of(filled.upload(path, view="licences_import", about=about))
    report = filled.page("licences_report", draft)
    assert "1 行的代码不在本部门名录库" in report
    assert "确认导入 2 行许可证" in report
    assert not Licence.objects.exists()
    assert filled.send("licences_confirm", draft).status_code == 302
    firm = filled.page("subject", Licence.objects.get().subject_id)
    assert all(word in firm for word in ("人力资源服务许可证 示第0001号", "示例县人社局", "人力资源服务机构库"))
    again = draft_of(filled.upload(path, view="licences_import", about=about))
    assert filled.send("licences_confirm", again)["Location"] == reverse("subjects:list")
    bad = filled.folder / "坏.xlsx"
    bad.write_bytes(xlsx_bytes([header, [*rows[0][:3], "", "", ""], rows[1]]))
    refused = draft_of(filled.upload(bad, view="licences_import", about=about))
    assert "有效期至为空" in filled.page("licences_report", refused)
    assert filled.send("licences_exclude", refused, sheet="", rows="2", reason="证件待核").status_code == 302
    assert filled.get("licences_template").status_code == 200
    from tests.stages.cast import LUO

    assert filled.get("licences_report", refused, who=LUO).status_code == 404
