"""One inspector is entered by hand by the checks of a roll: what a roll would refuse, the form refuses. 第十条, 第十五条."""

from datetime import date

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.accounts.models import Person
from shuangsuiji.foundation.ledger.models import LogHead
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from shuangsuiji.stages.registry.actions.add_inspector import add_inspector
from shuangsuiji.stages.registry.actions.remove_inspector import remove_inspector
from shuangsuiji.stages.registry.models import Inspector, Recusal
from tests.stages.cast import LUO
from tests.stages.registry.rolls import SOURCE_ON, inspector, roll_of, take_roll

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十条")]
CELLS = {
    "name": "检查员甲", "certificate": "41-001", "valid_until": "2027-06-30", "certificate_kind": "", "provincial_certificate": "",
    "provincial_valid_until": "", "qualifications": "劳动保障监察、wages", "state": "在岗", "cap": "3", "section": "劳动保障监察股",
    "recusals": "",
}  # fmt: skip


def add(actor, at, source="任命文件", reason="新任", **cells):
    return add_inspector(
        cells={**CELLS, **cells}, source=source, source_on=SOURCE_ON, reason=reason, actor=actor, at=at
    )


def test_one_row_is_written_like_the_row_of_a_roll(keeper, at):
    change = add(keeper, at, recusals=synthetic_uscc(1))
    assert (change.added, change.act, change.reason, change.source) == (1, "add_inspector", "新任", "任命文件")
    row = Inspector.objects.get()
    assert (row.number, row.person.name, row.section, row.cap, row.state) == (
        "cert:41-001", "检查员甲", "劳动保障监察股", 3, "E",
    )  # fmt: skip
    assert row.person.certificates.get().valid_to == date(2027, 6, 30)
    assert [each.code for each in row.qualifications.all()] == ["law", "wages"]
    assert Recusal.objects.get().identity == f"uscc:{synthetic_uscc(1)}"
    assert "检查员" not in f"{change.lines.get().after}{change.lines.get().title}"
    assert not list(differences())


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"certificate": ""}, "缺少执法证件编号"),
        ({"valid_until": "2027-02-30"}, "“有效期”"),
        ({"qualifications": ""}, "可查事项为空"),
        ({"qualifications": "看相"}, "不认识的可查事项“看相”"),
        ({"state": "神游"}, "不认识的状态“神游”"),
        ({"cap": "0"}, "最多组数须为 1—999 的整数"),
        ({"recusals": "甲公司"}, "回避对象"),
        ({"name": ""}, "姓名为空"),
        ({"name": "（示例）某人"}, "没有数据行"),
    ],
)
def test_what_a_roll_would_refuse_is_refused_and_nothing_is_written(keeper, at, cells, told):
    before = LogHead.objects.get().size
    with pytest.raises(RuleViolation, match=told):
        add(keeper, at, **cells)
    assert not Inspector.objects.exists()
    assert LogHead.objects.get().size == before


def test_source_and_reason_are_asked_for(keeper, at):
    with pytest.raises(RuleViolation, match="数据来源"):
        add(keeper, at, source=" ")
    with pytest.raises(RuleViolation, match="没有写明变更理由"):
        add(keeper, at, reason=" ")


def test_a_number_in_the_registry_is_not_entered_again_here_or_elsewhere(keeper, actor_for, at):
    add(keeper, at)
    with pytest.raises(RuleViolation, match="已在本部门的名录中"):
        add(keeper, at)
    with pytest.raises(RuleViolation, match="已在其他部门"):
        add(actor_for(LUO), at)


def test_somebody_who_left_comes_back_as_the_same_row(keeper, at):
    add(keeper, at)
    row = Inspector.objects.get()
    remove_inspector(inspector=row.pk, version=1, reason="借调", actor=keeper, at=at)
    assert add(keeper, at, section="仲裁院").added == 1
    again = Inspector.objects.get()
    assert (again.pk, again.is_live, again.section, Person.objects.filter(pk=row.person_id).count()) == (
        row.pk, True, "仲裁院", 1,
    )  # fmt: skip


def test_a_certificate_that_has_ended_is_kept_and_does_not_make_anybody_drawable(keeper, at):
    add(keeper, at, valid_until="2025-01-01")
    assert Inspector.objects.get().person.certificates.get().valid_to == date(2025, 1, 1)


def test_entered_by_hand_equals_the_same_row_of_a_roll(keeper, at, tmp_path):
    add(keeper, at, qualifications="law", cap="")
    same = inspector(0, name="检查员甲", number="41-001")
    assert take_roll(roll_of(tmp_path, [same]), keeper, at) is None
