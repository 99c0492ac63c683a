"""A department's table of towns: set as a whole, kept with its document, and what lists and forms place areas by. 第十条."""

from datetime import timedelta

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from shuangsuiji.stages.registry.actions.add_subject import add_subject
from shuangsuiji.stages.registry.actions.edit_subject import edit_subject
from shuangsuiji.stages.registry.actions.set_towns import set_towns
from shuangsuiji.stages.registry.models import Subject, TownTable
from shuangsuiji.stages.registry.queries.towns import tables_of, town_table, towns_of
from tests.stages.registry.rosters import file_of, firm

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十条")]
DOCUMENT = "统计用区划代码2026年版"


@pytest.fixture
def county(bureaus):
    return bureaus["rsj"].division[:6]


def rows(county):
    return [("城关镇", f"{county}100"), ("柳屯镇", f"{county}101")]


def put(keeper, at, given, document=DOCUMENT, seen=None):
    standing = town_table(Department.objects.get(code="rsj"))
    shown = f"{standing.pk}" if standing is not None else ""
    return set_towns(rows=given, document=document, seen=shown if seen is None else seen, actor=keeper, at=at)


def test_the_table_is_kept_as_it_was_given_and_told_by_its_count(keeper, bureaus, county, at):
    made = put(keeper, at, [*rows(county), (" 清河头乡 ", f"{county}202")])
    assert towns_of(bureaus["rsj"]) == {"城关镇": f"{county}100", "柳屯镇": f"{county}101", "清河头乡": f"{county}202"}
    assert towns_of(bureaus["scjgj"]) == {}
    pub = read_leaf(bytes(LogEvent.objects.order_by("-seq").first().body))["pub"]
    assert pub == {"office": "registry_keeper", "count": 3}
    assert (made.document, TownTable.objects.count()) == (DOCUMENT, 1)
    assert not list(differences())


def test_the_latest_table_counts_and_the_one_before_stays(keeper, bureaus, county, at):
    put(keeper, at, rows(county))
    put(keeper, at + timedelta(days=1), rows(county)[:1], "撤乡并镇")
    assert towns_of(bureaus["rsj"]) == {"城关镇": f"{county}100"}
    assert [each.document for each in tables_of(bureaus["rsj"])] == ["撤乡并镇", DOCUMENT]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda given: [], "区划表有 0 行"),
        (lambda given: [*given, ("", given[0][1])], "第 3 行名称“”为空"),
        (lambda given: [*given, ("城关镇", given[0][1])], "第 1 行名称“城关镇”为空、过长或与别的行相同"),
        (lambda given: [*given, ("子岸镇", f"{given[0][1]}000")], "不是 .* 开头的 9 位数字"),
        (lambda given: [*given, ("子岸镇", "999999100")], "第 3 行“子岸镇”的代码“999999100”不是"),
    ],
)
def test_e10_3_a_row_that_is_none_is_told_by_its_number_and_nothing_is_written(keeper, county, at, change, told):
    before = LogEvent.objects.count()
    with pytest.raises(RuleViolation, match=told):
        put(keeper, at, change(rows(county)))
    assert (LogEvent.objects.count(), TownTable.objects.exists()) == (before, False)


def test_e10_6_a_table_without_document_and_e10_3_one_that_changes_nothing_are_refused(keeper, county, at):
    with pytest.raises(RuleViolation, match="没有写明区划表的依据"):
        put(keeper, at, rows(county), " ")
    put(keeper, at, rows(county))
    with pytest.raises(RuleViolation, match="区划表与现有的相同"):
        put(keeper, at, rows(county))


def test_firms_entered_and_corrected_by_hand_are_placed_by_the_table(keeper, county, at):
    put(keeper, at, rows(county))
    terms = {"name": "示例县第一面粉厂", "subject_type": "ENTERPRISE", "state": "NORMAL", "area": "柳屯"}
    add_subject(terms=terms, uscc=synthetic_uscc(1), source="登记机关", reason="新设", actor=keeper, at=at)
    found = Subject.objects.get()
    assert found.town == f"{county}101"
    edit_subject(
        subject=found.pk, version=found.version, terms={**terms, "area": "不知道的地方"}, source="登记机关", reason="迁址",
        actor=keeper, at=at,
    )  # fmt: skip
    assert Subject.objects.get().town == f"{county}000"


def test_a_list_read_with_the_table_is_placed_by_it(keeper, bureaus, county, at, tmp_path):
    put(keeper, at, rows(county))
    path = file_of(tmp_path, [firm(1, area="城关镇"), firm(2, area="不知道的地方")])
    reading = read_subjects(
        path, at=at.date(), source="省平台", source_on=at.date(), county=county, towns=towns_of(bureaus["rsj"])
    )
    assert [each.town for each in reading.require()] == [f"{county}100", f"{county}000"]


def test_a_table_that_somebody_else_changed_meanwhile_is_not_written_over(keeper, county, at):
    put(keeper, at, rows(county))
    with pytest.raises(RuleViolation, match="区划表在您打开之后已被他人修改"):
        put(keeper, at + timedelta(minutes=1), rows(county)[:1], seen="")
    assert TownTable.objects.count() == 1
