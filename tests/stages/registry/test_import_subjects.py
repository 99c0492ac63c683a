"""A list goes into the registry whole or not at all; what changed is written down line by line. 第十条."""

from datetime import date, timedelta

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead, LogManifest, SubjectKey
from shuangsuiji.foundation.ledger.openings import opening_of
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.stages.registry.actions.import_subjects import GONE_FROM_LIST
from shuangsuiji.stages.registry.changes import lines_digest
from shuangsuiji.stages.registry.models import (
    ChangeLine,
    ClassRecord,
    RegistryChange,
    StagedChunk,
    Subject,
    SubjectTag,
    What,
)
from shuangsuiji.stages.registry.roots import subjects_root
from shuangsuiji.stages.registry.staging import stage
from tests.stages.registry.rosters import HEADER, SOURCE, SOURCE_ON, file_of, firm, firms, take_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.article("第十条")]


@pytest.fixture
def later(at):
    return at + timedelta(hours=1)


def event():
    return LogEvent.objects.order_by("-seq").first()


def pub():
    return read_leaf(bytes(event().body))["pub"]


def everything():
    return (
        list(Subject.objects.order_by("pk").values_list()),
        list(ClassRecord.objects.order_by("pk").values_list()),
        ChangeLine.objects.count(),
        LogHead.objects.get().size,
    )


def test_a_first_list_adds_every_firm_with_its_class_and_its_personal_values_sealed(eight):
    assert (eight.added, eight.changed, eight.removed, eight.unchanged, eight.ordinal) == (8, 0, 0, 0, 1)
    one = Subject.objects.get(name="示例县第1服装厂")
    assert (one.risk_class, one.class_source, one.class_on) == ("B", "省共享", date(2026, 10, 31))
    assert (one.initials, one.area, one.source, one.version) == ("slxd1fzc", "城关镇", SOURCE, 1)
    assert one.personal == {"address": "示例县城关镇1号", "legal_rep": "甲1", "phone": "13800000001"}
    assert "甲1".encode() not in bytes(one.personal_sealed)
    assert list(one.classes.values_list("risk_class", "source")) == [("B", "省共享")]


def test_the_log_tells_counts_and_roots_and_no_name(eight, bureaus):
    assert pub() == {
        "kind": "subject",
        "added": 8,
        "changed": 0,
        "removed": 0,
        "root_before": Frontier().root().hex(),
        "root_after": subjects_root(bureaus["rsj"]),
    }
    assert eight.root_after == pub()["root_after"]
    assert "服装厂".encode() not in bytes(event().body)
    assert opening_of(event().event_id, "source_file").value["digest"] == eight.file_digest


def test_every_row_is_in_the_manifest_and_agrees(eight):
    body = bytes(LogManifest.objects.get(event=event().event_id).body).decode()
    assert body.count("subject\t") == 8
    assert list(differences()) == []


def test_the_lines_say_what_was_added_and_their_digest_notices_an_edit(eight):
    assert set(eight.lines.values_list("what", flat=True)) == {What.ADDED}
    assert eight.lines_digest == lines_digest(eight)
    line = eight.lines.first()
    assert line.after["risk_class"]
    assert "13800" not in str(line.after)
    ChangeLine.objects.filter(pk=line.pk).update(title="别的厂")
    assert eight.lines_digest != lines_digest(eight)


def test_the_same_file_twice_changes_nothing_and_says_nothing(eight, keeper, later, tmp_path):
    before = everything()
    assert take_in(tmp_path / "名录.xlsx", keeper, later) is None
    assert everything() == before


def test_another_file_with_the_same_rows_is_noted_as_looked_at(eight, keeper, later, tmp_path):
    change = take_in(file_of(tmp_path, list(reversed(firms(8)))), keeper, later)
    assert (change.added, change.changed, change.removed, change.unchanged) == (0, 0, 0, 8)
    assert change.root_before == change.root_after == eight.root_after


def test_a_changed_column_is_told_before_and_after_and_counts_a_version(eight, keeper, later, tmp_path):
    rows = [firm(1, name="示例县新一服装厂", area="柳屯镇"), *firms(8)[1:]]
    change = take_in(file_of(tmp_path, rows), keeper, later)
    assert (change.added, change.changed, change.removed, change.unchanged) == (0, 1, 0, 7)
    line = change.lines.get()
    assert (line.what, line.before, line.after) == (
        What.CHANGED,
        {"name": "示例县第1服装厂", "area": "城关镇"},
        {"name": "示例县新一服装厂", "area": "柳屯镇"},
    )
    one = Subject.objects.get(identity=line.code)
    assert (one.version, one.initials) == (2, "slxxyfzc")
    assert change.root_before == eight.root_after != change.root_after
    assert list(differences()) == []


def test_a_changed_telephone_is_told_without_its_value(eight, keeper, later, tmp_path):
    change = take_in(file_of(tmp_path, [firm(1, phone="13999999999"), *firms(8)[1:]]), keeper, later)
    line = change.lines.get()
    assert (line.before, line.after) == ({}, {"personal": "联系电话"})
    one = Subject.objects.get(identity=line.code)
    assert one.personal == {"address": "示例县城关镇1号", "legal_rep": "甲1", "phone": "13999999999"}
    assert SubjectKey.objects.filter(kind="FIRM").count() == 8


def test_a_class_alone_moves_by_a_line_of_its_own_and_a_new_statement(eight, keeper, later, tmp_path):
    rows = [*firms(2), firm(3, **{"class": "A"}, class_date="2026-11-15"), *firms(8)[3:]]
    change = take_in(file_of(tmp_path, rows), keeper, later)
    line = change.lines.get()
    assert line.what == What.CLASS
    assert (line.before["risk_class"], line.after["risk_class"]) == ("D", "A")
    three = Subject.objects.get(identity=line.code)
    assert (three.risk_class, three.classes.count()) == ("A", 2)


def test_what_a_full_list_lacks_leaves_and_comes_back_as_the_same_row(eight, keeper, later, tmp_path):
    change = take_in(file_of(tmp_path, firms(7)), keeper, later)
    assert (change.removed, change.unchanged) == (1, 7)
    gone = Subject.objects.get(removed_on__isnull=False)
    assert (gone.name, gone.removed_reason, f"{gone.removed_on}") == ("示例县第8服装厂", GONE_FROM_LIST, "2026-11-24")
    assert change.lines.get().before["name"] == "示例县第8服装厂"
    back = take_in(file_of(tmp_path, firms(8)), keeper, later + timedelta(hours=1))
    assert (back.added, back.unchanged) == (1, 7)
    assert Subject.objects.get(pk=gone.pk).is_live
    assert list(differences()) == []


def test_what_a_supplement_lacks_stays(eight, keeper, later, tmp_path):
    change = take_in(file_of(tmp_path, [firm(9)]), keeper, later, full_list=False)
    assert (change.added, change.removed) == (1, 0)
    assert Subject.objects.filter(removed_on__isnull=True).count() == 9


def test_a_column_the_list_does_not_have_is_left_as_it_was(eight, keeper, later, tmp_path):
    few = HEADER[:5]
    change = take_in(file_of(tmp_path, [row[:5] for row in firms(8)], header=few), keeper, later)
    assert (change.changed, change.unchanged) == (0, 8)
    one = Subject.objects.get(name="示例县第1服装厂")
    assert (one.established_on, one.risk_class, one.personal["legal_rep"]) == (date(2015, 3, 2), "B", "甲1")


def test_one_bad_row_refuses_the_whole_list_and_leaves_the_database_as_it_was(eight, keeper, later, tmp_path):
    before = everything()
    damaged = [*firms(3), firm(4, uscc="91410928MA00000099"), *firms(8)[4:]]
    with pytest.raises(RuleViolation, match=r"第 5 行.*整批未导入") as refusal:
        take_in(file_of(tmp_path, damaged), keeper, later)
    assert refusal.value.findings[0].code == "E10-3"
    assert everything() == before


def test_a_row_excluded_by_name_is_listed_and_the_rest_goes_in(keeper, at, tmp_path):
    damaged = [*firms(3), firm(4, uscc="91410928MA00000099")]
    change = take_in(file_of(tmp_path, damaged), keeper, at, exclude_rows={5: "代码待核实"})
    assert (change.added, change.excluded) == (3, 1)
    assert change.excluded_rows == [
        {"sheet": "名录", "row": 5, "name": "示例县第4服装厂", "code": "91410928MA00000099", "reason": "代码待核实"}
    ]


def test_somebody_elses_change_since_the_difference_was_shown_refuses(eight, keeper, later, tmp_path):
    with pytest.raises(RuleViolation, match="有变动"):
        take_in(file_of(tmp_path, firms(7)), keeper, later, seen_root="0" * 64)
    assert take_in(file_of(tmp_path, firms(7)), keeper, later, seen_root=eight.root_after).removed == 1


def test_a_cancelled_import_takes_everything_back(keeper, at, tmp_path):
    def cancel(rows):
        raise KeyboardInterrupt

    before = everything()
    with pytest.raises(KeyboardInterrupt):
        take_in(file_of(tmp_path, firms(8)), keeper, at, progress=cancel)
    assert everything() == before


def test_departments_have_registries_of_their_own(eight, bureaus, actor_for, later, tmp_path):
    from tests.cast import WANG

    change = take_in(file_of(tmp_path, firms(2)), actor_for(WANG), later)
    assert (change.added, change.department.code) == (2, "scjgj")
    assert Subject.objects.filter(department=bureaus["rsj"], removed_on__isnull=True).count() == 8


def test_libraries_and_tags_of_a_list_are_carried_and_never_taken_away(eight, keeper, later, tmp_path):
    header = (*HEADER, "专项库名称", "监管标签")
    rows = [[*firm(1), "劳务派遣库", "用工风险、欠薪"], *([*row, "", ""] for row in firms(8)[1:])]
    change = take_in(file_of(tmp_path, rows, header=header), keeper, later)
    assert change.lines.get().after == {"tags": "劳务派遣库、用工风险、欠薪"}
    assert SubjectTag.objects.count() == 3
    again = take_in(file_of(tmp_path, firms(8)), keeper, later + timedelta(hours=1))
    assert again.unchanged == 8
    assert SubjectTag.objects.filter(ended_on__isnull=True).count() == 3


def test_a_staged_list_gives_the_same_rows_and_nothing_lies_in_clear(keeper, at, tmp_path, bureaus, monkeypatch):
    from shuangsuiji.foundation.sheets import checking
    from shuangsuiji.stages.registry.actions.import_subjects import SubjectList, import_subjects

    monkeypatch.setattr(checking, "CHUNK_ROWS", 3)
    upload, reading = stage(
        file_of(tmp_path, firms(8)),
        department=bureaus["rsj"],
        owner=keeper.person,
        at=at,
        on=SOURCE_ON,
        source=SOURCE,
        source_on=SOURCE_ON,
        full_list=True,
        county="410928",
        towns={},
        excluded={},
    )
    assert (reading.usable, reading.entries, StagedChunk.objects.count()) == (True, (), 3)
    assert not any("服装厂".encode() in bytes(chunk.body_sealed) for chunk in StagedChunk.objects.all())
    seen = []
    change = import_subjects(roster=SubjectList.staged(upload, reading), actor=keeper, at=at, progress=seen.append)
    assert (change.added, seen) == (8, [3, 6, 8])
    assert Subject.objects.get(name="示例县第1服装厂").personal["legal_rep"] == "甲1"


def test_a_row_without_source_refuses(keeper, at, tmp_path):
    with pytest.raises(RuleViolation) as refusal:
        take_in(file_of(tmp_path, firms(2)), keeper, at, source="", source_on=None)
    assert refusal.value.findings[0].code == "E10-6"


def test_the_department_may_be_changed_by_one_writer_at_a_time_and_ordinals_have_no_gap(eight, keeper, later, tmp_path):
    take_in(file_of(tmp_path, firms(7)), keeper, later)
    take_in(file_of(tmp_path, firms(6)), keeper, later + timedelta(hours=1))
    assert list(RegistryChange.objects.values_list("ordinal", flat=True)) == [1, 2, 3]
    assert f"{eight}" == "检查对象名录 1"
