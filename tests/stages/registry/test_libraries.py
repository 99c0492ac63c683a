"""What a plan counts with: subjects per class, of a kind, with a tag, shared by two departments. 第六条（一）, 第九条."""

from datetime import date, timedelta

import pytest

from shuangsuiji.core.rules.finding import RuleViolation, require
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.models import SubjectVisit
from shuangsuiji.stages.registry.queries import (
    common_subjects,
    library_counts,
    subjects_of,
    unclassified_finding,
    visits_of_year,
)
from tests.cast import WANG
from tests.stages.registry.rosters import HEADER, file_of, firm, firms, take_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.article("第六条（一）")]
ON = date(2026, 11, 24)


def test_every_class_is_counted_in_one_query(eight, bureaus, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert library_counts(bureaus["rsj"], ON) == {"A": 2, "B": 2, "C": 2, "D": 2, "": 0}
    assert library_counts(bureaus["scjgj"], ON) == {"A": 0, "B": 0, "C": 0, "D": 0, "": 0}


def test_kinds_and_tags_narrow_and_what_left_does_not_count(keeper, bureaus, at, tmp_path):
    header = (*HEADER, "监管标签")
    rows = [[*firm(1), "欠薪"], [*firm(2, type="个体工商户"), "欠薪"], [*firm(3), ""], [*firm(4, state="注销"), ""]]
    take_in(file_of(tmp_path, rows, header=header), keeper, at)
    rsj = bureaus["rsj"]
    assert sum(library_counts(rsj, ON).values()) == 4
    assert sum(library_counts(rsj, ON, types=["企业"]).values()) == 3
    assert sum(library_counts(rsj, ON, types=["SOLE_TRADER"]).values()) == 1
    assert sum(library_counts(rsj, ON, tags=["欠薪"]).values()) == 2
    assert sum(library_counts(rsj, ON, types=["企业"], tags=["欠薪"]).values()) == 1
    take_in(file_of(tmp_path, rows[1:], header=header), keeper, at + timedelta(hours=1))
    assert sum(library_counts(rsj, ON, types=[], tags=[]).values()) == 3


def test_two_departments_share_the_firms_that_stand_in_both(eight, bureaus, actor_for, at, tmp_path):
    take_in(file_of(tmp_path, firms(10)[5:]), actor_for(WANG), at + timedelta(hours=1))
    assert common_subjects(bureaus["rsj"], bureaus["scjgj"]) == 3
    assert common_subjects(bureaus["scjgj"], bureaus["rsj"], types=["产品"]) == 0


def test_without_classes_and_without_decision_no_library_is_built(keeper, bureaus, at, tmp_path):
    take_in(file_of(tmp_path, [firm(1), firm(2, **{"class": ""})]), keeper, at)
    assert library_counts(bureaus["rsj"], ON)[""] == 1
    with pytest.raises(RuleViolation) as refusal:
        require(unclassified_finding(bureaus["rsj"]))
    assert refusal.value.findings[0].code == "E06-5"
    assert unclassified_finding(bureaus["scjgj"]).satisfied


@pytest.mark.article("第九条")
def test_visits_of_a_year_are_found_by_firm_department_and_category(eight, bureaus, keeper, at):
    one, two = (row.identity for row in subjects_of(bureaus["rsj"])[:2])
    with command(actor=keeper, at=at + timedelta(hours=1)) as cmd:
        for identity, on, category in (
            (one, "2026-03-01", "工资支付"),
            (one, "2025-03-01", ""),
            (two, "2026-05-01", ""),
        ):
            SubjectVisit(identity=identity, department=bureaus["rsj"], category=category, on=on, migrated=True).save()
        cmd.emit("inspection.other", pub={"office": "registry_keeper", "count": 3})
    assert visits_of_year(2026).count() == 2
    assert visits_of_year(2026, identities=[one]).count() == 1
    assert visits_of_year(2026, department=bureaus["scjgj"]).count() == 0
    assert visits_of_year(2026, category="工资支付").get().identity == one
    assert f"{visits_of_year(2025).get()}" == f"{one} 2025-03-01"
