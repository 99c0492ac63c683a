"""Licences come in by sheet: row by row, all or nothing, renewed ones changed in place, unknown codes reported. F9, 第六条（二）, 第十条."""

from datetime import date

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.sheets.licences import read_licences
from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from shuangsuiji.foundation.sheets.templates import template as sheet_template
from shuangsuiji.stages.registry.actions.import_licences import LicenceList, import_licences
from shuangsuiji.stages.registry.models import Licence, Subject, SubjectTag
from shuangsuiji.stages.registry.queries import wording
from shuangsuiji.stages.registry.queries.classes import unknown_codes
from tests.foundation.sheets.makers import xlsx_bytes

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.article("第六条（二）"),
    pytest.mark.article("第十条"),
]
HEADER = [
    "企业名称",
    "统一社会信用代码",
    "许可证名称",
    "许可证编号",
    "批准日期",
    "有效期至",
    "发证机关",
    "专项库名称",
    "监管标签",
]
NAME, CODE, LICENCE, NUMBER, ISSUED, EXPIRES, ISSUER, LIBRARY, TAGS = range(len(HEADER))
ON = date(2026, 11, 24)


def row(which=1, **changes):
    found = [
        "", synthetic_uscc(which), "人力资源服务许可证", f"示第{which:04d}号", "2024-03-20", "2029-03-19", "示例县人社局", "", "",
    ]  # fmt: skip
    for name, value in changes.items():
        found[globals()[name.upper()]] = value
    return found


def read(folder, rows, **more):
    path = folder / "许可证.xlsx"
    path.write_bytes(xlsx_bytes([HEADER, *rows]))
    return read_licences(path, at=ON, **more)


def take(folder, rows, keeper, at, source="行政审批系统", **more):
    given = LicenceList(read(folder, rows, **more), source, ON)
    return import_licences(licences=given, actor=keeper, at=at)


def firm(which=1):
    return Subject.objects.get(uscc=synthetic_uscc(which))


def test_licences_libraries_and_tags_are_added_and_told_by_firm(eight, keeper, at, tmp_path):
    rows = [
        row(1, library="人力资源服务机构库", tags="重点"),
        row(1, licence="劳务派遣经营许可证", expires="9999-09-09"),
        row(2),
    ]
    taken = take(tmp_path, rows, keeper, at)
    assert (taken.added, taken.changed, taken.unknown) == (3, 0, ())
    assert (taken.change.changed, taken.change.act, taken.change.source) == (2, "import_licences", "行政审批系统")
    found = Licence.objects.get(subject=firm(), name="人力资源服务许可证")
    assert (found.number, found.issued_on, found.expires_on, found.permanent, found.issuer) == (
        "示第0001号", date(2024, 3, 20), date(2029, 3, 19), False, "示例县人社局",
    )  # fmt: skip
    assert Licence.objects.get(name="劳务派遣经营许可证").permanent
    assert sorted(SubjectTag.objects.values_list("kind", "name")) == [
        ("LIBRARY", "人力资源服务机构库"),
        ("TAG", "重点"),
    ]
    line = taken.change.lines.get(record_id=firm().pk)
    assert "劳务派遣经营许可证 示第0001号（长期有效）" in line.after["licence"]
    assert {each.label for each in wording.shown_line(line).fields} == {"许可证", "标签"}
    assert not list(differences())


def test_the_same_list_again_says_nothing_and_a_renewed_licence_is_changed_in_place(eight, keeper, at, tmp_path):
    take(tmp_path, [row(1), row(2)], keeper, at)
    before = LogEvent.objects.count()
    assert take(tmp_path, [row(1), row(2)], keeper, at).change is None
    assert LogEvent.objects.count() == before
    taken = take(tmp_path, [row(1, expires="2034-03-19"), row(2)], keeper, at)
    assert (taken.added, taken.changed, taken.change.changed, taken.change.unchanged) == (0, 1, 1, 1)
    line = taken.change.lines.get()
    assert ("至 2029-03-19" in line.before["licence"], "至 2034-03-19" in line.after["licence"]) == (True, True)
    assert Licence.objects.filter(subject=firm()).count() == 1


def test_nothing_ends_because_a_list_does_not_name_it_and_no_tag_is_added_twice(eight, keeper, at, tmp_path):
    take(tmp_path, [row(1, library="机构库"), row(2)], keeper, at)
    assert take(tmp_path, [row(2), row(1, library="机构库、机构库")], keeper, at).change is None
    take(tmp_path, [row(3)], keeper, at)
    assert Licence.objects.filter(ended_on__isnull=True).count() == 3
    assert SubjectTag.objects.count() == 1


def test_codes_that_the_registry_does_not_have_are_reported_and_not_written(eight, keeper, at, tmp_path):
    rows = [row(1), row(99)]
    assert [each.id for each in unknown_codes(firm().department, read(tmp_path, rows))] == [
        f"uscc:{synthetic_uscc(99)}"
    ]
    taken = take(tmp_path, rows, keeper, at)
    assert (taken.added, [each.row for each in taken.unknown]) == (1, [3])


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"licence": ""}, "许可证名称", "许可证名称为空"),
        ({"licence": "证" * 101}, "许可证名称", "长达 101 字，最多 100 字"),
        ({"tags": "签" * 51}, "监管标签", "长达 51 字，最多 50 字"),
        ({"expires": ""}, "有效期至", "有效期至为空"),
        ({"expires": "2026-02-30"}, "有效期至", "2026 年 2 月 30 日不存在"),
        ({"expires": "2020-01-01", "issued": "2024-03-20"}, "有效期至", "批准日期 2024-03-20 晚于有效期至 2020-01-01"),
        ({"code": ""}, "", "没有可用的统一社会信用代码"),
        ({"code": "91410928MA0000000X"}, "统一社会信用代码", ""),
    ],
)
def test_e10_3_a_bad_row_is_told_by_row_and_column_and_refuses_the_whole_list(
    eight, keeper, at, tmp_path, changes, column, reason
):
    rows = [row(2), row(1, **changes)]
    errors = read(tmp_path, rows).errors()
    assert any((each.row, each.column) == (3, column) and reason in each.reason for each in errors), errors
    before = LogEvent.objects.count()
    with pytest.raises(RuleViolation, match="整批未导入"):
        take(tmp_path, rows, keeper, at)
    assert (LogEvent.objects.count(), Licence.objects.exists()) == (before, False)
    assert take(tmp_path, rows, keeper, at, exclude_rows={3: "待核"}).added == 1


def test_e10_5_the_same_licence_of_one_firm_twice_is_refused_and_an_ended_one_is_a_warning(eight, tmp_path):
    reading = read(tmp_path, [row(1), row(1)])
    assert [(each.row, each.code, each.reason) for each in reading.errors()] == [
        (3, "E10-5", "与第 2 行为同一主体的同一许可证"),
    ]  # fmt: skip
    reading = read(tmp_path, [row(1, expires="2025-01-01")])
    assert reading.usable
    assert [each.reason for each in reading.findings if each.level == "warning"] == [
        "许可证已于 2025-01-01 到期，仍登记，标明已到期"
    ]


def test_a_list_without_source_is_refused(eight, keeper, at, tmp_path):
    with pytest.raises(RuleViolation, match="缺少数据来源"):
        take(tmp_path, [row(1)], keeper, at, source=" ")


def test_rows_kept_out_are_told_once_although_nothing_else_changes(eight, keeper, at, tmp_path):
    take(tmp_path, [row(1)], keeper, at)
    again = take(tmp_path, [row(1), row(2)], keeper, at, exclude_rows={3: "证件待核"})
    assert (again.change.changed, again.change.excluded) == (0, 1)
    assert take(tmp_path, [row(1), row(2)], keeper, at, exclude_rows={3: "证件待核"}).change is None


def test_the_template_reads_as_an_empty_list(tmp_path):
    path = tmp_path / "模板.xlsx"
    path.write_bytes(sheet_template("licence"))
    reading = read_licences(path, at=ON)
    assert [each.reason for each in reading.errors()] == ["表头之下没有数据行"]
