"""The registry of inspectors: taken in whole or not at all, certificates renewed as new rows, recusals declared. 第十条, 第十五条."""

from datetime import date, timedelta

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.accounts.models import Certificate, Person
from shuangsuiji.foundation.ledger.models import LogHead
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from shuangsuiji.stages.registry.actions.declare_recusal import declare_recusal
from shuangsuiji.stages.registry.actions.edit_inspector import edit_inspector
from shuangsuiji.stages.registry.actions.record_leave import record_leave
from shuangsuiji.stages.registry.actions.record_training import record_training
from shuangsuiji.stages.registry.actions.remove_inspector import remove_inspector
from shuangsuiji.stages.registry.changes import lines_digest
from shuangsuiji.stages.registry.models import ChangeLine, Inspector, Recusal, What
from shuangsuiji.stages.registry.queries import (
    inspectors_of,
    on_leave,
    recusals_on,
    uncertified_in,
    without_declaration,
)
from tests.stages.registry.rolls import inspector, read_roll, roll_of, take_roll

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.article("第十条")]


@pytest.fixture
def four(keeper, at, tmp_path):
    """Inspectors 1–4 of the bureau."""
    return take_roll(roll_of(tmp_path, [inspector(number) for number in range(1, 5)]), keeper, at)


def one(number):
    return Inspector.objects.get(number=f"cert:41-{number:03d}")


def edited(keeper, at, **changes):
    row = one(1)
    given = {
        "inspector": row.pk, "version": row.version, "section": "仲裁院", "cap": 3, "state": "E",
        "valid_to": date(2027, 6, 30), "qualifications": ["law"], "reason": "调岗",
    }  # fmt: skip
    return edit_inspector(**{**given, **changes}, actor=keeper, at=at)


def test_a_roll_makes_persons_certificates_and_rows_and_no_line_holds_a_name(four):
    assert (four.added, four.changed, four.removed, four.ordinal, four.kind) == (4, 0, 0, 1, "INSPECTORS")
    row = one(1)
    assert (row.person.name, row.section, row.cap, row.state) == ("检查员乙", "劳动保障监察股", 2, "E")
    assert row.person.certificates.get().valid_to == date(2027, 6, 30)
    assert [each.code for each in row.qualifications.all()] == ["law"]
    assert not any("检查员" in str((line.title, line.before, line.after)) for line in ChangeLine.objects.all())
    assert lines_digest(four) == four.lines_digest
    assert not list(differences())


def test_the_same_roll_again_says_nothing(four, keeper, at, tmp_path):
    before = LogHead.objects.get().size
    assert take_roll(roll_of(tmp_path, [inspector(number) for number in range(1, 5)]), keeper, at) is None
    assert LogHead.objects.get().size == before


def test_a_renewed_certificate_is_a_new_row_and_the_old_one_stays(four, keeper, at, tmp_path):
    rows = [inspector(1, valid="2030-06-30"), *(inspector(number) for number in range(2, 5))]
    change = take_roll(roll_of(tmp_path, rows), keeper, at + timedelta(days=2))
    assert (change.added, change.changed, change.unchanged) == (0, 1, 3)
    assert list(Certificate.objects.filter(number="cert:41-001").order_by("valid_from").values_list("valid_to", flat=True)) == [
        date(2027, 6, 30), date(2030, 6, 30),
    ]  # fmt: skip
    assert Person.objects.count() == 4


def test_a_full_roll_removes_whoever_is_not_in_it_and_brings_him_back(four, keeper, at, tmp_path):
    change = take_roll(roll_of(tmp_path, [inspector(number) for number in range(1, 4)]), keeper, at)
    assert (change.removed, inspectors_of("rsj").count()) == (1, 3)
    back = take_roll(roll_of(tmp_path, [inspector(4)]), keeper, at, full_list=False)
    assert (back.added, inspectors_of("rsj").count(), Person.objects.count()) == (1, 4, 4)


def test_a_changed_name_and_a_recusal_of_the_roll_are_told_without_saying_which(four, keeper, at, tmp_path):
    row = inspector(1, name="检查员新", recusals=synthetic_uscc(1))
    take_roll(roll_of(tmp_path, [row]), keeper, at, full_list=False)
    assert one(1).person.name == "检查员新"
    assert ChangeLine.objects.get(what=What.CHANGED).after == {"personal": "回避、姓名"}
    assert recusals_on(one(1).department, at.date()) == {one(1).pk: frozenset({f"uscc:{synthetic_uscc(1)}"})}


def test_somebody_of_another_department_refuses_the_whole_roll(keeper, at, tmp_path):
    with pytest.raises(RuleViolation, match="第 3 行“单位”：不是本部门。整批未导入"):
        take_roll(roll_of(tmp_path, [inspector(1), inspector(2, department="scjgj")]), keeper, at)
    assert not Inspector.objects.exists()


def test_a_certificate_in_another_departments_roll_refuses_the_whole_roll(four, actor_for, at, tmp_path):
    from tests.stages.cast import LUO

    with pytest.raises(RuleViolation, match=r"已在其他部门（.*）的名录中"):
        take_roll(roll_of(tmp_path, [inspector(1, department="scjgj")]), actor_for(LUO), at)


def test_a_bad_row_refuses_the_whole_roll_and_a_black_list_is_refused_with_a_hint(keeper, at, tmp_path):
    with pytest.raises(RuleViolation, match="整批未导入，共 1 处错误"):
        take_roll(roll_of(tmp_path, [inspector(1), inspector(2, number="")]), keeper, at)
    header = ["姓名", "单位", "证件编号", "有效期", "可查事项", "黑白名单"]
    reading = read_roll(roll_of(tmp_path, [["检查员甲", "rsj", "41-001", "2027-06-30", "law", "白"]], header))
    assert not reading.usable
    assert any("回避" in str(finding) for finding in reading.errors())


def test_a_correction_by_hand_is_one_line_and_a_shortened_certificate_is_revoked(four, keeper, at):
    change = edited(keeper, at, valid_to=date(2026, 12, 31), qualifications=["law", "wages"])
    line = change.lines.get()
    assert line.after == {
        "section": "仲裁院", "cap": 3, "valid_to": "2026-12-31", "quals": ["law", "wages"], "state_text": "在岗",
    } or line.after == {"section": "仲裁院", "cap": 3, "valid_to": "2026-12-31", "quals": ["law", "wages"]}  # fmt: skip
    assert Certificate.objects.filter(number="cert:41-001", revoked_on__isnull=False).count() == 1


def test_a_correction_without_reason_or_of_a_row_changed_meanwhile_is_refused(four, keeper, at):
    edited(keeper, at, version=1)
    with pytest.raises(RuleViolation, match="没有写明变更理由"):
        edited(keeper, at, reason=" ")
    with pytest.raises(RuleViolation, match="可查事项没有填写"):
        edited(keeper, at, qualifications=[])
    with pytest.raises(StaleVersion):
        edited(keeper, at, version=1)


def test_somebody_leaves_with_a_reason_and_his_row_stays(four, keeper, at):
    change = remove_inspector(inspector=one(1).pk, version=1, reason="退休", actor=keeper, at=at)
    assert (change.removed, one(1).removed_reason) == (1, "退休")
    with pytest.raises(Inspector.DoesNotExist):
        remove_inspector(inspector=one(1).pk, version=2, reason="退休", actor=keeper, at=at)


@pytest.mark.article("第十五条")
def test_a_declaration_counts_twelve_months_also_where_nobody_is_to_be_avoided(four, keeper, at):
    department = one(1).department
    assert len(without_declaration(department, at.date())) == 4
    declare_recusal(inspector=one(1).pk, subjects=[], actor=keeper, at=at)
    declare_recusal(inspector=one(2).pk, subjects=[f"uscc:{synthetic_uscc(1)}"], ground="亲属任职", actor=keeper, at=at)
    assert [row.number for row in without_declaration(department, at.date())] == ["cert:41-003", "cert:41-004"]
    assert len(without_declaration(department, at.date() + timedelta(days=360))) == 2
    assert len(without_declaration(department, at.date() + timedelta(days=370))) == 4
    assert Recusal.objects.get().ground == "亲属任职"


@pytest.mark.article("第十五条")
def test_a_recusal_needs_a_ground_and_a_code(four, keeper, at):
    with pytest.raises(RuleViolation, match="申报回避须写明情形"):
        declare_recusal(inspector=one(1).pk, subjects=[f"uscc:{synthetic_uscc(1)}"], actor=keeper, at=at)
    with pytest.raises(RuleViolation, match="代码无效"):
        declare_recusal(inspector=one(1).pk, subjects=["甲公司"], ground="亲属任职", actor=keeper, at=at)


def test_c15_4_somebody_is_uncertified_when_no_certificate_covers_the_whole_window(four, keeper, at):
    department = one(1).department
    assert uncertified_in(department, date(2027, 6, 1), date(2027, 6, 30)) == []
    found = uncertified_in(department, date(2027, 6, 1), date(2027, 7, 1))
    assert len(found) == 4
    assert "检查员乙 执法证件已于 2027-06-30 到期，不列入可抽取人员" in str(found[0].finding)


def test_leave_and_training_are_written_down(four, keeper, at):
    leave = record_leave(
        inspector=one(1).pk, from_on=date(2026, 12, 1), to_on=date(2026, 12, 10), kind="休假", actor=keeper, at=at
    )
    assert on_leave(leave.inspector.department, date(2026, 12, 2), date(2026, 12, 9)) == {one(1).pk}
    assert on_leave(leave.inspector.department, date(2026, 12, 2), date(2026, 12, 11)) == set()
    with pytest.raises(RuleViolation, match="起止日期颠倒"):
        record_leave(
            inspector=one(1).pk, from_on=date(2026, 12, 2), to_on=date(2026, 12, 1), kind="休假", actor=keeper, at=at
        )
    both = [one(1).pk, one(2).pk]
    assert len(record_training(inspectors=both, on=date(2026, 3, 1), topic="新规培训", actor=keeper, at=at)) == 2
    with pytest.raises(RuleViolation, match="第二十七条"):
        record_training(inspectors=both, on=date(2026, 3, 1), topic="", actor=keeper, at=at)
