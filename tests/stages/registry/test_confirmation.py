"""The registries are confirmed before a draw, with exactly what changed; where it matters a second person signs. 第十条."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.edit_subject import edit_subject
from shuangsuiji.stages.registry.actions.remove_subject import remove_subject
from shuangsuiji.stages.registry.actions.sign_confirmation import sign_confirmation
from shuangsuiji.stages.registry.models import ConfirmationDraft, RegistryConfirmation, Subject
from shuangsuiji.stages.registry.queries import confirmation_current, confirmation_for, delta_since
from shuangsuiji.stages.registry.queries.inspectors import standing_of
from tests.cast import ZHENG
from tests.stages.registry.rosters import file_of, firms, take_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.article("第十条")]


@pytest.fixture
def head(bureaus, actor_for):
    return actor_for(ZHENG)


@pytest.fixture
def hundred(keeper, head, at, tmp_path):
    """A registry of a hundred firms, confirmed and signed."""
    take_in(file_of(tmp_path, firms(100)), keeper, at)
    return signed(keeper, head, at)


def department():
    return Subject.objects.first().department


def confirmed(keeper, at, **more):
    seen = delta_since(department(), "SUBJECTS").digest
    return confirm_registry(**{"kind": "SUBJECTS", "seen": seen, **more}, actor=keeper, at=at)


def signed(keeper, head, at):
    return sign_confirmation(draft=confirmed(keeper, at).pk, actor=head, at=at)


def rename(keeper, at, number=1):
    row = Subject.objects.get(name=f"示例县第{number}服装厂")
    return edit_subject(
        subject=row.pk, version=row.version, terms={"name": f"示例县第{number}制衣厂"}, source="登记机关", reason="更名",
        actor=keeper, at=at,
    )  # fmt: skip


def remove(keeper, at, risk_class):
    row = Subject.objects.filter(risk_class=risk_class, removed_on__isnull=True).first()
    remove_subject(subject=row.pk, version=row.version, reason="注销", actor=keeper, at=at)
    return row


def test_the_first_confirmation_waits_for_a_second_signature_and_counts_once_it_is_signed(hundred, at):
    assert (hundred.live, hundred.added, hundred.second_needed) == (100, 100, True)
    assert hundred.decision.office == "section_head"
    assert not ConfirmationDraft.objects.exists()
    assert confirmation_current(hundred, at).satisfied
    assert not list(differences())


def test_a_small_change_is_confirmed_by_the_keeper_alone(hundred, keeper, at):
    rename(keeper, at)
    made = confirmed(keeper, at)
    assert isinstance(made, RegistryConfirmation)
    assert (made.added, made.changed, made.removed, made.second_needed) == (0, 1, 0, False)
    pub = read_leaf(bytes(LogEvent.objects.order_by("-seq").first().body))["pub"]
    assert pub == {"kind": "subject", "count": 1, "office": "registry_keeper"}


def test_c10_2_the_record_lists_exactly_the_rows_changed(hundred, keeper, at):
    for number in (1, 2):
        rename(keeper, at, number)
    delta = delta_since(department(), "SUBJECTS")
    assert [line.title for line in delta.lines] == ["示例县第1制衣厂", "示例县第2制衣厂"]
    confirmed(keeper, at)
    assert list(delta_since(department(), "SUBJECTS").lines) == []


def test_c10_3_one_class_d_firm_that_leaves_needs_the_second_signature_another_does_not(hundred, keeper, at):
    remove(keeper, at, "A")
    assert isinstance(confirmed(keeper, at), RegistryConfirmation)
    gone = remove(keeper, at, "D")
    assert isinstance(confirmed(keeper, at), ConfirmationDraft)
    assert [line.title for line in delta_since(department(), "SUBJECTS").lines] == [gone.name]


def test_more_than_two_percent_need_the_second_signature_exactly_two_do_not(hundred, keeper, at):
    for number in (1, 2):
        rename(keeper, at, number)
    assert not delta_since(department(), "SUBJECTS").needs_second
    rename(keeper, at, 3)
    assert delta_since(department(), "SUBJECTS").needs_second


def test_c10_5_the_keeper_cannot_sign_his_own_confirmation(hundred, keeper, at):
    remove(keeper, at, "D")
    draft = confirmed(keeper, at)
    both = replace(keeper, office="section_head")
    with pytest.raises(RuleViolation, match="申请人本人不能审批自己的申请"):
        sign_confirmation(draft=draft.pk, actor=both, at=at)
    assert ConfirmationDraft.objects.filter(pk=draft.pk).exists()


def test_what_changed_after_the_keeper_confirmed_cannot_be_signed(hundred, keeper, head, at):
    remove(keeper, at, "D")
    draft = confirmed(keeper, at)
    rename(keeper, at)
    with pytest.raises(RuleViolation, match="名录库在您查看变动之后又有变动"):
        sign_confirmation(draft=draft.pk, actor=head, at=at)


def test_e10_1_one_row_edited_after_the_confirmation_ends_it(hundred, keeper, at):
    rename(keeper, at)
    finding = confirmation_current(hundred, at)
    assert not finding.satisfied
    assert finding.code == "E10-1"
    assert "名录库在确认后有变动（1 行），请重新更新确认" in str(finding)


def test_e10_2_a_confirmation_is_too_old_after_ten_working_days(hundred, at):
    assert confirmation_current(hundred, at + timedelta(days=7)).satisfied
    assert confirmation_current(hundred, at + timedelta(days=25)).code == "E10-2"
    assert not confirmation_current(hundred, at + timedelta(days=25)).satisfied


def test_e10_6_data_older_than_ninety_days_need_a_reason(hundred, keeper, at):
    later = at + timedelta(days=120)
    with pytest.raises(RuleViolation, match="早于 90 日前，没有说明"):
        confirmed(keeper, later)
    assert isinstance(confirmed(keeper, later, reason="上级尚未下发新名录"), RegistryConfirmation)


def test_e10_6_an_empty_registry_is_confirmed_only_where_it_is_said_why_it_is_empty(keeper, bureaus, at):
    given = {"kind": "INSPECTORS", "seen": delta_since(bureaus["rsj"], "INSPECTORS").digest, "actor": keeper, "at": at}
    made = confirm_registry(**given, reason="本部门只配合提供线索，没有执法人员")
    assert (made.live, made.reason, made.change_ordinal) == (0, "本部门只配合提供线索，没有执法人员", 0)
    assert confirmation_current(made, at).satisfied
    for said in ("", "  "):
        with pytest.raises(
            RuleViolation, match=r"执法人员名录是空的（0 行），没有说明.*确实没有执法检查人员的，在说明里写明理由"
        ):
            confirm_registry(**given, reason=said)


def test_a_row_that_comes_into_a_registry_confirmed_empty_ends_the_confirmation(keeper, bureaus, at, tmp_path):
    seen = delta_since(bureaus["rsj"], "SUBJECTS").digest
    made = confirm_registry(kind="SUBJECTS", seen=seen, reason="名录尚在移交", actor=keeper, at=at)
    take_in(file_of(tmp_path, firms(1)), keeper, at)
    assert confirmation_current(made, at).code == "E10-1"


def test_a_confirmation_is_of_its_task(hundred, keeper, at):
    task = hundred.pk
    made = confirmed(keeper, at, task_id=task, task_number="410928/rsj/2026/yonggong")
    assert confirmation_for(department(), "SUBJECTS", task) == made
    assert confirmation_for(department(), "INSPECTORS", task) is None


def test_the_standing_of_both_registries_is_told(hundred, at):
    subjects, inspectors = standing_of(department(), at)
    assert (subjects.delta.count, subjects.current.satisfied, inspectors.current) == (0, True, None)
