"""A participant without an account confirms its registries on paper: recorded with its scan, vouched for by another, then as good. 第十条."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.accounts.actions.end_post import end_post
from shuangsuiji.foundation.accounts.models import Post
from shuangsuiji.foundation.accounts.queries import actor, find_account
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from shuangsuiji.stages.plans.actions.confirm_paper_confirmation import confirm_paper_confirmation
from shuangsuiji.stages.plans.actions.confirm_registries import confirm_registries
from shuangsuiji.stages.plans.actions.record_paper_confirmation import ConfirmationPaper, record_paper_confirmation
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.queries.confirmations import papers_to_vouch, registries_of
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.registry.actions.add_subject import add_subject
from shuangsuiji.stages.registry.models import PaperConfirmation, RegistryConfirmation, RegistryKind
from shuangsuiji.stages.registry.queries import confirmation_current, delta_since
from shuangsuiji.stages.registry.queries.records import record_values
from tests.cast import LI, SUN, WANG, WU, ZHOU
from tests.foundation.evidence.files import pdf
from tests.stages.cast import HE, LUO, County
from tests.stages.plans.planning import prepare
from tests.stages.plans.tasking import made, registries_confirmed, signed

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十条")]
PAPER = "平市监函〔2026〕31号"
REASON = "本局配合提供线索，没有名录内对象和执法人员"


@pytest.fixture
def ready(county: County) -> County:
    """A bureau that can plan, and a participant whose keeper left."""
    prepare(county)
    return county


def without_keeper(county: County) -> None:
    """The participant's keeper has left his post."""
    post = Post.objects.get(person=county.person(LUO), office="registry_keeper")
    security = actor(find_account("secadmin"), "secadmin", county.at)  # type: ignore[arg-type]
    end_post(post=post.pk, to_on=county.at.date() - timedelta(days=1), reason="调离", actor=security, at=county.at)


def waiting(county: County) -> Task:
    """A joint task whose scheme is signed; its own registries are confirmed, nobody of the participant can."""
    task = signed(county, made(county, kind="JOINT", participants=["scjgj"]))
    registries_confirmed(county, county.lead)
    without_keeper(county)
    return task


def recorded(county: County, task: Task, kind: str = "INSPECTORS", who: Any = LI, **changes: Any) -> PaperConfirmation:
    """A paper entered by the clerk."""
    scan = receive(io.BytesIO(pdf()), Kind.SCAN)
    given = {"number": PAPER, "signed_on": county.at.date(), "signer": "局办公室主任", "scan": scan, "reason": REASON}
    said = {"department": "scjgj", "seen": delta_since(county.joining, kind).digest}
    of_task = {name: changes.pop(name) for name in (*said, "office") if name in changes}
    acting = county.actor(who, of_task.pop("office", ""))
    return record_paper_confirmation(
        task_id=task.pk, kind=kind, **{**said, **of_task}, paper=ConfirmationPaper(**{**given, **changes}), actor=acting,
        at=county.at,
    )  # fmt: skip


def enter_firm(county: County) -> None:
    """One firm more in the participant's registry."""
    keeper = replace(county.actor(LI), org="scjgj", office="registry_keeper")
    terms = {"name": "平原县第九面粉厂", "subject_type": "ENTERPRISE", "state": "NORMAL"}
    add_subject(terms=terms, uscc=synthetic_uscc(9), source="登记机关", reason="新设", actor=keeper, at=county.at)


def vouched(county: County, paper: PaperConfirmation, who: Any = SUN, **said: Any) -> RegistryConfirmation:
    """The deputy head compared it with the paper."""
    assert paper.task_id is not None
    return confirm_paper_confirmation(
        task_id=paper.task_id, paper=paper.pk, **said, actor=county.actor(who), at=county.at
    )


def refusal_of(act: Any, *given: Any, **named: Any) -> set[str]:
    """The codes of what refuses; nothing is written."""
    before = LogEvent.objects.count()
    with pytest.raises(RuleViolation) as refusal:
        act(*given, **named)
    assert LogEvent.objects.count() == before
    return {each.code for each in refusal.value.findings}


def test_papers_of_both_registries_recorded_and_vouched_for_make_the_task_ready(ready: County) -> None:
    task = waiting(ready)
    keeper = {"task_id": task.pk, "actor": ready.actor(WU), "at": ready.at}
    for kind in RegistryKind:
        paper = recorded(ready, task, kind)
        assert refusal_of(confirm_registries, **keeper) == {"E10-7"}
        assert [each[0] for each in papers_to_vouch("rsj")] == [paper]
        made_of = vouched(ready, paper)
        assert (made_of.department, made_of.live, made_of.task_id, made_of.second_needed) == (
            ready.joining, 0, task.pk, False,
        )  # fmt: skip
        assert papers_to_vouch("rsj") == []
    assert confirm_registries(**keeper).status == "REGISTRIES_CONFIRMED"
    types = list(LogEvent.objects.order_by("seq").values_list("type", flat=True))
    assert types.count("confirmation.recorded") == 2
    assert not [each for each in differences() if each.table != "account"]


def test_the_page_of_the_task_and_the_record_say_that_it_was_on_paper(ready: County) -> None:
    task = waiting(ready)
    paper = recorded(ready, task, second_signer="分管副局长")
    assert [(each.without_account, each.paper) for each in registries_of(task, ready.at)][2:] == [
        (True, None), (True, paper),
    ]  # fmt: skip
    confirmation = vouched(ready, paper)
    assert registries_of(task, ready.at)[3].vouched == paper
    lines = record_values(confirmation)["confirmations"]
    assert [each["office"] for each in lines] == [
        "局办公室主任（纸质）", "分管副局长（纸质）", "发起部门登记", "发起部门核对",
    ]  # fmt: skip
    assert PAPER in lines[0]["opinion"]
    assert (lines[2]["person"], lines[3]["person"]) == (ready.person(LI).name, ready.person(SUN).name)


def test_e10_9_a_participant_whose_keeper_can_sign_in_confirms_here_himself(ready: County) -> None:
    task = signed(ready, made(ready, kind="JOINT", participants=["scjgj"]))
    assert refusal_of(recorded, ready, task) == {"E10-9"}
    without_keeper(ready)
    assert recorded(ready, task).number == PAPER


def test_only_the_clerk_of_the_initiating_department_records_and_only_of_a_participant(ready: County) -> None:
    task = waiting(ready)
    with pytest.raises(Task.DoesNotExist):
        recorded(ready, task, who=WANG)
    for who in (SUN, WU):
        assert refusal_of(recorded, ready, task, who=who) == {"E13-2"}
    with pytest.raises(PlansRefused, match="不是本任务的参与部门"):
        recorded(ready, task, department="rsj")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"number": " "}, "文号或签字人职务没有填写"),
        ({"signer": ""}, "文号或签字人职务没有填写"),
        ({"reason": " "}, "执法人员名录是空的（0 行），没有说明"),
        ({"seen": "0" * 64}, "名录库在您查看变动之后又有变动"),
    ],
)
def test_a_paper_that_says_too_little_or_something_else_is_refused(ready: County, changes: Any, told: str) -> None:
    task = waiting(ready)
    with pytest.raises(RuleViolation, match=told):
        recorded(ready, task, **changes)
    assert not PaperConfirmation.objects.exists()


def test_a_paper_signed_before_the_task_or_on_a_day_to_come_is_refused(ready: County) -> None:
    task = waiting(ready)
    for day in (task.created_on - timedelta(days=1), ready.at.date() + timedelta(days=1)):
        assert refusal_of(recorded, ready, task, signed_on=day) == {"E10-3"}
    assert recorded(ready, task, signed_on=task.created_on).signed_on == task.created_on


def test_a_paper_is_as_old_as_its_signature(ready: County) -> None:
    task = waiting(ready)
    signed_on, late = ready.at.date(), replace(ready, at=ready.at + timedelta(days=10))
    confirmation = vouched(late, recorded(late, task, signed_on=signed_on))
    assert confirmation_current(confirmation, late.at).satisfied
    assert confirmation_current(confirmation, ready.at + timedelta(days=20)).code == "E10-2"
    assert refusal_of(recorded, replace(ready, at=ready.at + timedelta(days=20)), task, signed_on=signed_on) == {
        "E10-2"
    }


def test_where_much_changed_the_paper_needs_two_signatures(ready: County) -> None:
    task = waiting(ready)
    enter_firm(ready)
    assert refusal_of(recorded, ready, task, "SUBJECTS") == {"E10-3"}
    made_of = vouched(ready, recorded(ready, task, "SUBJECTS", second_signer="股室负责人"))
    assert (made_of.live, made_of.second_needed, made_of.paper.second_signer) == (1, False, "股室负责人")


def test_it_is_vouched_for_by_the_deputy_head_or_with_a_reason_the_principal_and_never_by_who_recorded_it(
    ready: County,
) -> None:
    task = waiting(ready)
    paper = recorded(ready, task)
    for who in (LI, WU, ZHOU):
        assert refusal_of(vouched, ready, paper, who) == {"E13-2"}
    with pytest.raises(Task.DoesNotExist):
        vouched(ready, paper, HE)
    own = Actor("rsj", "deputy_head", paper.recorder, ready.actor(LI).key)
    with pytest.raises(RuleViolation, match="登记人本人不能确认"):
        confirm_paper_confirmation(task_id=task.pk, paper=paper.pk, actor=own, at=ready.at)
    assert vouched(ready, paper, ZHOU, standing_in="分管负责人空缺").live == 0


def test_a_paper_recorded_anew_takes_the_place_of_the_one_before_and_none_counts_twice(ready: County) -> None:
    task = waiting(ready)
    first = recorded(ready, task)
    second = recorded(replace(ready, at=ready.at + timedelta(minutes=1)), task, number="更正")
    with pytest.raises(PlansRefused, match="另有新登记的一份"):
        vouched(ready, first)
    vouched(ready, second)
    with pytest.raises(PlansRefused, match="已经办理"):
        vouched(ready, second)


def test_e10_1_a_registry_that_changed_after_the_paper_was_recorded_is_not_confirmed_by_it(ready: County) -> None:
    task = waiting(ready)
    paper = recorded(ready, task, "SUBJECTS")
    enter_firm(ready)
    assert refusal_of(vouched, ready, paper) == {"E10-1"}


def test_the_database_holds_that_another_person_vouches(ready: County) -> None:
    paper = recorded(ready, waiting(ready))
    rows = PaperConfirmation._base_manager.filter(pk=paper.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(confirmer=paper.recorder)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(number="另一份")
