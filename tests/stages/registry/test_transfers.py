"""Somebody moves to another department under the same certificate: let go there, taken up here, nothing lost, nobody twice. 第十条."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.accounts.actions.add_department import add_department
from shuangsuiji.foundation.accounts.actions.end_post import end_post
from shuangsuiji.foundation.accounts.actions.register_certificate import NewCertificate, register_certificate
from shuangsuiji.foundation.accounts.models import Person, Post
from shuangsuiji.foundation.accounts.queries import actor, find_account
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from shuangsuiji.stages.registry.actions.add_inspector import add_inspector
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.declare_recusal import declare_recusal
from shuangsuiji.stages.registry.actions.edit_inspector import edit_inspector
from shuangsuiji.stages.registry.actions.import_inspectors import InspectorRoll, import_inspectors
from shuangsuiji.stages.registry.actions.record_leave import record_leave
from shuangsuiji.stages.registry.actions.remove_inspector import remove_inspector
from shuangsuiji.stages.registry.actions.sign_confirmation import sign_confirmation
from shuangsuiji.stages.registry.actions.transfer_inspector import Move, transfer_inspector
from shuangsuiji.stages.registry.models import Inspector, InspectorTransfer
from shuangsuiji.stages.registry.queries import confirmation_current, delta_since, inspectors_of, recusals_on
from shuangsuiji.stages.registry.queries.moves import (
    arrival_cells,
    arriving_at,
    members_on,
    registered_numbers,
    stays_of,
)
from tests.cast import WU, ZHAO, ZHENG
from tests.stages.cast import LUO, NAMES, XIE, build_county
from tests.stages.registry.rolls import HEADER, SOURCE, SOURCE_ON, inspector, read_roll, roll_of, take_roll

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十条")]
THERE = NAMES["rsj"]


@pytest.fixture
def county(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return build_county(at)


@pytest.fixture
def four(county, at, tmp_path):
    """Inspectors 1–4 of the bureau."""
    return take_roll(roll_of(tmp_path, [inspector(number) for number in range(1, 5)]), county.actor(WU), at)


def one(department="rsj"):
    return Inspector.objects.get(number="cert:41-001", department__code=department)


def let_go(county, at, who=WU, **changes):
    row = one() if who == WU else one("scjgj")
    move = {"to_department": "scjgj", "on": date(2026, 11, 20), "document": "平政任〔2026〕9号", **changes}
    return transfer_inspector(
        inspector=row.pk, version=row.version, move=Move(**move), reason="组织调动", actor=county.actor(who), at=at
    )


def take_up(county, at, folder, who=LUO, department="scjgj", **changes):
    rows = [inspector(1, department=department, section="执法大队", **changes)]
    return take_roll(roll_of(folder, rows), county.actor(who), at, full_list=False)


def test_who_is_let_go_and_taken_up_stands_in_one_registry_with_one_name_one_certificate_and_his_history(
    county, four, at, tmp_path
):
    persons = Person.objects.count()
    gone = let_go(county, at)
    assert (gone.removed, gone.act, gone.department.code) == (1, "transfer_inspector", "rsj")
    assert [each.inspector for each in arriving_at("scjgj")] == [one()]
    come = take_up(county, at + timedelta(days=3), tmp_path)
    assert (come.added, come.department.code) == (1, "scjgj")
    assert come.lines.get().after["personal"] == f"自{THERE}调入"
    old, new = one("rsj"), one("scjgj")
    assert (old.is_live, new.is_live, old.person, new.person.department.code) == (False, True, new.person, "scjgj")
    assert (Person.objects.count(), new.person.certificates.count()) == (persons, 1)
    day = at.date()
    assert [(each.department.code, each.from_on, each.to_on) for each in stays_of(new.person)] == [
        ("rsj", day, day), ("scjgj", day + timedelta(days=3), None),
    ]  # fmt: skip
    transfer = InspectorTransfer.objects.get()
    assert (transfer.received, transfer.received_on) == (new, day + timedelta(days=3))
    assert not arriving_at("scjgj").exists()
    assert not [each for each in differences() if each.table != "account"]


def test_both_registries_are_right_on_every_day(county, four, at, tmp_path):
    gone, come = at + timedelta(days=2), at + timedelta(days=4)
    let_go(county, gone)
    take_up(county, come, tmp_path)
    day, number = at.date(), "cert:41-001"
    told = [(number in members_on("rsj", on), number in members_on("scjgj", on)) for on in (
        day - timedelta(days=1), day, day + timedelta(days=1), day + timedelta(days=2), day + timedelta(days=3), day + timedelta(days=4),
    )]  # fmt: skip
    assert told == [(False, False), (True, False), (True, False), (False, False), (False, False), (False, True)]
    assert (inspectors_of("rsj").count(), inspectors_of("scjgj").count()) == (3, 1)


def test_whom_he_must_not_visit_and_when_he_is_away_comes_with_him(county, four, at, tmp_path):
    firm, keeper = f"uscc:{synthetic_uscc(1)}", county.actor(WU)
    declare_recusal(inspector=one().pk, subjects=[firm], ground="亲属任职", actor=keeper, at=at)
    record_leave(inspector=one().pk, from_on=at.date(), to_on=at.date(), kind="已过", actor=keeper, at=at)
    days = {"from_on": date(2027, 1, 4), "to_on": date(2027, 1, 8), "kind": "学习"}
    record_leave(inspector=one().pk, **days, actor=keeper, at=at)
    let_go(county, at)
    take_up(county, at + timedelta(days=1), tmp_path)
    new = one("scjgj")
    assert recusals_on(county.joining, at.date())[new.pk] == frozenset({firm})
    assert [each.kind for each in new.leaves.all()] == ["学习"]
    assert [each.on for each in new.declarations.all()] == [at.date()]


def test_a_transfer_ends_the_confirmation_of_the_registry_he_leaves_and_of_the_one_he_enters(
    county, four, at, tmp_path
):
    take_roll(roll_of(tmp_path, [inspector(7, department="scjgj")]), county.actor(LUO), at)
    made = {}
    for keeper, head, department in ((WU, ZHENG, county.lead), (LUO, XIE, county.joining)):
        seen = delta_since(department, "INSPECTORS").digest
        draft = confirm_registry(kind="INSPECTORS", seen=seen, actor=county.actor(keeper), at=at)
        made[department.code] = sign_confirmation(draft=draft.pk, actor=county.actor(head), at=at)
    let_go(county, at)
    assert confirmation_current(made["rsj"], at).code == "E10-1"
    assert confirmation_current(made["scjgj"], at).satisfied
    take_up(county, at, tmp_path)
    assert confirmation_current(made["scjgj"], at).code == "E10-1"


def test_he_may_come_back_and_go_again(county, four, at, tmp_path):
    let_go(county, at)
    take_up(county, at, tmp_path)
    let_go(county, at, LUO, to_department="rsj")
    back = take_up(county, at, tmp_path, who=WU, department="rsj")
    assert (back.added, one("rsj").is_live, one("scjgj").is_live) == (1, True, False)
    assert one("rsj").person.department.code == "rsj"
    let_go(county, at)
    assert [each.inspector for each in arriving_at("scjgj")] == [one()]


def test_a_transfer_that_was_a_mistake_is_taken_back_by_entering_him_again(county, four, at, tmp_path):
    let_go(county, at)
    assert take_up(county, at, tmp_path, who=WU, department="rsj").added == 1
    assert not arriving_at("scjgj").exists()
    with pytest.raises(RuleViolation, match=f"已在其他部门（{THERE}）的名录中"):
        take_up(county, at, tmp_path)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"to_department": "rsj"}, "不是本部门以外的在用部门"),
        ({"to_department": "nobody"}, "没有选择调往的部门"),
        ({"document": " "}, "没有写明调动文件"),
        ({"on": date(2026, 12, 31)}, "调动日期 2026-12-31 在今天"),
    ],
)
def test_a_transfer_to_nowhere_without_a_document_or_for_a_day_to_come_is_refused(county, four, at, changes, told):
    before = LogEvent.objects.count()
    with pytest.raises(RuleViolation, match=told):
        let_go(county, at, **changes)
    assert (LogEvent.objects.count(), one().is_live) == (before, True)


def test_a_transfer_of_a_row_changed_since_or_of_another_department_is_refused(county, four, at):
    given = {"move": Move("scjgj", at.date(), "文件"), "reason": "调动", "at": at}
    with pytest.raises(StaleVersion):
        transfer_inspector(inspector=one().pk, version=9, actor=county.actor(WU), **given)
    with pytest.raises(Inspector.DoesNotExist):
        transfer_inspector(
            inspector=one().pk, version=1, actor=county.actor(LUO), **{**given, "move": Move("rsj", at.date(), "文件")}
        )


def test_e10_5_a_roll_with_a_certificate_of_another_department_is_told_by_row_and_with_the_remedy(
    county, four, at, tmp_path
):
    path = roll_of(tmp_path, [inspector(7, department="scjgj"), inspector(1, department="scjgj")])
    (error,) = read_roll(path, registered=registered_numbers()).errors()
    assert (error.row, error.column, error.code) == (3, "证件编号", "E10-5")
    assert error.reason == f"该证件已在{THERE}的执法人员名录中"
    assert f"请{THERE}名录库管理员先办理“调往其他部门”" in error.remedy
    with pytest.raises(
        RuleViolation, match=f"第 3 行“证件编号”：已在其他部门（{THERE}）的名录中。整批未导入"
    ) as refusal:
        take_roll(path, county.actor(LUO), at)
    assert "办理“调往其他部门”" in str(refusal.value)
    assert not Inspector.objects.filter(department__code="scjgj").exists()


def test_e10_5_who_was_let_go_to_one_department_is_not_taken_up_by_another_or_under_another_name(
    county, four, at, tmp_path
):
    system = actor(find_account("sysadmin"), "sysadmin", at)
    third = {"code": "yjj", "name": "平原县应急管理局", "division": "410999", "from_on": date(2026, 1, 1)}
    add_department(**third, actor=system, at=at)
    let_go(county, at, to_department="yjj")
    with pytest.raises(RuleViolation, match=r"已由.*调往平原县应急管理局，不是本部门") as refusal:
        take_up(county, at, tmp_path)
    assert "与该证件持有人的姓名不一致" not in str(refusal.value)
    take_up(county, at, tmp_path, who=WU, department="rsj")
    let_go(county, at)
    with pytest.raises(RuleViolation, match="与该证件持有人的姓名不一致"):
        take_up(county, at, tmp_path, name="检查员庚")


def test_e10_5_somebody_who_still_holds_an_office_there_is_taken_up_after_it_ended(county, at, tmp_path):
    held = NewCertificate("41-001", "DEPARTMENT", "示例县政府", date(2026, 1, 1), date(2027, 6, 30))
    register_certificate(person=county.person(ZHAO).pk, certificate=held, actor=county.actor(WU), at=at)
    name = county.person(ZHAO).name
    take_roll(roll_of(tmp_path, [inspector(1, name=name)]), county.actor(WU), at)
    let_go(county, at)
    with pytest.raises(RuleViolation, match="仍有任职"):
        take_up(county, at, tmp_path, name=name)
    post = Post.objects.get(person=county.person(ZHAO))
    security = actor(find_account("secadmin"), "secadmin", at)
    end_post(post=post.pk, to_on=at.date() - timedelta(days=1), reason="调动", actor=security, at=at)
    assert take_up(county, at, tmp_path, name=name).added == 1
    assert county.person(ZHAO).department == county.joining


def test_who_simply_left_is_taken_up_elsewhere_too(county, four, at, tmp_path):
    remove_inspector(inspector=one().pk, version=1, reason="调出", actor=county.actor(WU), at=at)
    assert take_up(county, at, tmp_path).added == 1
    assert one("scjgj").person == one("rsj").person


def test_the_form_of_an_arrival_is_filled_in_and_makes_the_same_row(county, four, at):
    let_go(county, at)
    cells = arrival_cells(arriving_at("scjgj").get())
    given = {name: cells.pop(name) for name in ("source", "source_on", "reason")}
    assert given["source"] == "调动文件 平政任〔2026〕9号"
    text = {name: str(value) for name, value in cells.items()}
    change = add_inspector(cells=text, **given, actor=county.actor(LUO), at=at)
    assert (change.added, one("scjgj").cap) == (1, 2)


def test_the_database_holds_one_live_row_of_a_number_and_of_a_person(county, four, at, tmp_path):
    let_go(county, at)
    take_up(county, at, tmp_path)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspector._base_manager.filter(pk=one("rsj").pk).update(removed_on=None, removed_reason="")


def test_whether_somebody_is_an_expert_is_read_kept_without_the_column_and_corrected_by_hand(county, at, tmp_path):
    header, keeper = [*HEADER, "是否专家"], county.actor(WU)

    def take(word, folder=tmp_path):
        path = roll_of(folder, [[*inspector(1), word]], header)
        return import_inspectors(
            roll=InspectorRoll(read_roll(path), SOURCE, SOURCE_ON), actor=keeper, at=at
        )  # fmt: skip

    take("是")
    assert one().is_expert
    assert take_roll(roll_of(tmp_path, [inspector(1)]), keeper, at) is None
    assert take("否").lines.get().before == {"is_expert": True}
    assert not one().is_expert
    with pytest.raises(RuleViolation, match="是否专家只能写“是”或“否”，现为“也许”"):
        take("也许")
    given = {
        "section": "", "cap": 2, "state": "E", "valid_to": date(2027, 6, 30), "qualifications": ["law"], "reason": "聘为专家",
    }  # fmt: skip
    row = one()
    edit_inspector(inspector=row.pk, version=row.version, is_expert=True, **given, actor=keeper, at=at)
    assert one().is_expert
    row = one()
    edit_inspector(inspector=row.pk, version=row.version, **given, actor=keeper, at=at)
    assert one().is_expert
