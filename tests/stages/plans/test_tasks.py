"""A task is made from a public line, its scheme is written, sent, countersigned and fixed; libraries get their names."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import TASK
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.models import PaperAnswer
from shuangsuiji.foundation.approvals.refusal import ApprovalRefused, ContentChanged
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.foundation.overrides.snapshots import born
from shuangsuiji.stages.items.actions.retire_item import retire_item
from shuangsuiji.stages.items.models import ItemList
from shuangsuiji.stages.plans.actions.confirm_registries import confirm_registries
from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.actions.record_consent import Paper
from shuangsuiji.stages.plans.actions.record_signature import confirm_signature, record_signature
from shuangsuiji.stages.plans.actions.revise_scheme import revise_scheme
from shuangsuiji.stages.plans.actions.withdraw_task import withdraw_task
from shuangsuiji.stages.plans.models import ObjectLibrary, PlanLine, Task
from shuangsuiji.stages.plans.queries.confirmations import confirmation_of, registries_of
from shuangsuiji.stages.plans.queries.meeting import merged_with, overlaps_of
from shuangsuiji.stages.plans.queries.object_libraries import libraries_of
from shuangsuiji.stages.plans.queries.schemes import countersignatures, papers_waiting, scheme_digest
from shuangsuiji.stages.plans.queries.tasks import (
    lines_for_tasks,
    schemes_waiting,
    standing_in_the_way,
    task_for,
    tasks_to_confirm,
)
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.scheme_drafting import edit_scheme
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.decide_unclassified import decide_unclassified
from shuangsuiji.stages.registry.models import RegistryKind
from shuangsuiji.stages.registry.queries import delta_since
from tests.cast import LI, SUN, WANG, WU
from tests.foundation.evidence.files import pdf
from tests.stages.cast import HE, LUO, County
from tests.stages.plans.planning import YEAR, confirmed, drafted, firms, line, prepare, quotas
from tests.stages.plans.tasking import (
    SIZES,
    created,
    made,
    paper_of_scheme,
    public,
    registries_confirmed,
    revised,
    sent,
    sign,
    signed,
    staff,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(county: County) -> County:
    """A published list, a document, a policy."""
    prepare(county)
    return county


def refused(act: Callable[..., Any], *arguments: Any, **named: Any) -> set[str]:
    """The act refuses and leaves no event; answers the codes."""
    before = LogEvent.objects.count()
    with pytest.raises(RuleViolation) as raised:
        act(*arguments, **named)
    assert LogEvent.objects.count() == before
    return {finding.code for finding in raised.value.findings}


def libraries(task: Task) -> list[ObjectLibrary]:
    """The libraries of its newest scheme."""
    newest = task.schemes.order_by("number").last()
    return list(ObjectLibrary.objects.filter(scheme=newest).select_related("department"))


def test_a_task_of_one_department_goes_from_the_line_to_the_signed_scheme(ready: County) -> None:
    task = made(ready)
    assert (task.number, task.status) == (f"410999/rsj/{YEAR}/001", "CREATED")
    assert [each.item.code for each in task.items.all()] == ["rsj-o0001"]
    signed(ready, task)
    assert task.status == "SCHEME_SIGNED"
    found = {each.risk_class: (each.base_count, each.required) for each in ObjectLibrary.objects.all()}
    assert found == {"A": (120, 2), "B": (40, 2), "C": (21, 3), "D": (4, 1)}
    told = set(LogEvent.objects.values_list("type", flat=True))
    assert {"task.created", "scheme.signed"} <= told
    assert [each for each in differences() if each.table != "account"] == []


def test_c06_6_libraries_carry_the_statutory_name_and_count_the_draws_of_the_year(ready: County) -> None:
    first = signed(ready, made(ready))
    name = ObjectLibrary.objects.get(scheme__task=first, risk_class="C").name
    assert name.startswith(f"平原县人力资源和社会保障局{YEAR}年")
    assert name.endswith("信用风险较高(C类)第1次抽查检查对象库")
    second = created(ready)
    write(ready, second, overlaps={first.number: {"decision": "KEEP", "reason": "分两批检查"}})
    sent(ready, second)
    sign(ready, second)
    assert ObjectLibrary.objects.get(scheme__task=second, risk_class="C").ordinal == 2


def test_a_revised_scheme_keeps_its_libraries_place_in_the_year(ready: County) -> None:
    task = signed(ready, made(ready))
    revised(ready, task)
    signed(ready, task)
    assert set(ObjectLibrary.objects.values_list("ordinal", flat=True)) == {1}
    assert task.schemes.count() == 2


def test_every_department_of_a_joint_task_has_libraries_of_its_own_registry_under_its_own_name(ready: County) -> None:
    task = made(ready, kind="JOINT", participants=["scjgj"])
    firms(ready, ready.joining, 1, A=300, C=11)
    signed(ready, task)
    found = {(each.department.code, each.risk_class): (each.base_count, each.required) for each in libraries(task)}
    assert found == {
        ("rsj", "A"): (120, 2), ("rsj", "B"): (40, 2), ("rsj", "C"): (21, 3), ("rsj", "D"): (4, 1),
        ("scjgj", "A"): (300, 3), ("scjgj", "B"): (0, 0), ("scjgj", "C"): (11, 2), ("scjgj", "D"): (0, 0),
    }  # fmt: skip
    names = [each.name for each in libraries(task) if each.department == ready.joining]
    assert all(name.startswith(f"平原县市场监督管理局{YEAR}年") and "第1次" in name for name in names)


def test_each_department_counts_its_own_draws_of_the_year(ready: County) -> None:
    first = signed(ready, made(ready, kind="JOINT", participants=["scjgj"]))
    second = created(ready)
    signed(ready, second, overlaps={first.number: {"decision": "KEEP", "reason": "分两批检查"}})
    assert {(each.department.code, each.ordinal) for each in libraries(second)} == {("rsj", 2), ("scjgj", 2)}


def test_e06_5_a_participants_firms_without_a_class_are_told_with_its_name(ready: County) -> None:
    task = made(ready, kind="JOINT", participants=["scjgj"])
    firms(ready, ready.joining, 9000, **{"": 3})
    write(ready, task)
    sent(ready, task)
    sign(ready, task, HE)
    assert refused(sign, ready, task) == {"E06-5"}
    told = [each.message for each in standing_in_the_way(task, paper_of_scheme(task), ready.at)]
    assert "平原县市场监督管理局有 3 户尚无信用风险分类，请先处理再建库（第六条（一））。" in told


def test_firms_without_a_class_stand_in_library_b_where_the_department_decided_so(ready: County) -> None:
    task = made(ready)
    firms(ready, ready.lead, 9000, **{"": 3})
    decide_unclassified(treatment="AS_B", reason="登记不久", actor=ready.actor(WU), at=ready.at)
    assert {f"{each.risk_class}": each.base for each in libraries_of(paper_of_scheme(task))}["B"] == 43
    later = ready.at + timedelta(minutes=1)
    decide_unclassified(treatment="LEAVE_OUT", reason="尚未营业", actor=ready.actor(WU), at=later)
    assert {f"{each.risk_class}": each.base for each in libraries_of(paper_of_scheme(task))}["B"] == 40


def test_an_empty_class_has_no_object_and_needs_none(ready: County) -> None:
    task = made(ready, sizes={"A": 10})
    empty = [(each.base, each.required) for each in libraries_of(paper_of_scheme(task)) if each.risk_class == "D"]
    assert empty == [(0, 0)]


def test_e07_3_no_task_from_a_plan_that_is_not_public(ready: County) -> None:
    plan = confirmed(ready, drafted(ready))
    row = PlanLine.objects.get(version__plan=plan)
    arguments = {"line_id": row.pk, "name": "检查", "actor": ready.actor(LI), "at": ready.at}
    assert refused(create_task, **arguments) == {"E07-3"}
    assert row not in lines_for_tasks("rsj", [YEAR])


def test_c02_1_an_item_that_stands_in_no_published_list_is_refused(ready: County) -> None:
    public(ready)
    row = PlanLine.objects.get()
    retire_item(
        item_list=ItemList.objects.get().pk, code="rsj-o0001", reason="依据废止", on=date(2026, 1, 1),
        actor=ready.actor(LI), at=ready.at,
    )  # fmt: skip
    arguments = {"line_id": row.pk, "name": "检查", "actor": ready.actor(LI), "at": ready.at}
    assert refused(create_task, **arguments) == {"E02-1"}


def test_another_departments_line_is_not_there_and_a_task_needs_a_name(ready: County) -> None:
    public(ready)
    row = PlanLine.objects.get()
    with pytest.raises(PlanLine.DoesNotExist):
        create_task(line_id=row.pk, name="检查", actor=ready.actor(WANG), at=ready.at)
    with pytest.raises(PlansRefused):
        create_task(line_id=row.pk, name=" ", actor=ready.actor(LI), at=ready.at)


def test_numbers_have_no_gaps_and_a_withdrawn_one_is_not_given_again(ready: County) -> None:
    first = made(ready)
    arguments = {"task_id": first.pk, "actor": ready.actor(SUN), "at": ready.at}
    assert refused(withdraw_task, reason=" ", **arguments) == {"E11-5"}
    withdraw_task(reason="计划调整", **arguments)
    first.refresh_from_db()
    assert first.status == "WITHDRAWN"
    assert created(ready).ordinal == 2


def test_c29_1_a_task_keeps_the_rules_it_was_born_under(ready: County) -> None:
    task = made(ready)
    assert born(task.rules).number("sample_floor.C") == 10


def test_e11_1_a_joint_scheme_waits_for_every_participant(ready: County) -> None:
    task = made(ready, kind="JOINT", participants=["scjgj"])
    write(ready, task)
    sent(ready, task)
    assert refused(sign, ready, task) == {"E11-1"}
    assert "参与部门 平原县市场监督管理局 尚未会签" in " ".join(
        each.message for each in standing_in_the_way(task, paper_of_scheme(task), ready.at)
    )
    sign(ready, task, HE)
    sign(ready, task)
    task.refresh_from_db()
    assert task.status == "SCHEME_SIGNED"


def on_paper(county: County, task: Task, *, agrees: bool = True, seen: str = "", **changed: Any) -> PaperAnswer:
    """The clerk records what the joining department signed on paper."""
    said = Paper(agrees, "平市监函〔2026〕9号", county.at.date(), receive(io.BytesIO(pdf()), Kind.SCAN))
    given = {"department": "scjgj", "seen": seen or scheme_digest(paper_of_scheme(task)), "paper": said, **changed}
    return record_signature(task_id=task.pk, **{"actor": county.actor(LI), "at": county.at, **given})


def test_a_signature_on_paper_counts_once_the_deputy_head_has_confirmed_it(ready: County) -> None:
    task = made(ready, kind="JOINT", participants=["scjgj"])
    write(ready, task)
    sent(ready, task)
    confirming = {"task_id": task.pk, "department": "scjgj", "at": ready.at}
    with pytest.raises(PlansRefused, match="还没有登记"):
        confirm_signature(**confirming, actor=ready.actor(SUN))
    answer = on_paper(ready, task)
    assert (answer.number, len(answer.scan_digest)) == ("平市监函〔2026〕9号", 64)
    assert papers_waiting(paper_of_scheme(task)) == ["scjgj"]
    assert refused(sign, ready, task) == {"E11-1"}
    assert refused(confirm_signature, **confirming, actor=ready.actor(LI)) == {"E13-2"}
    confirm_signature(**confirming, actor=ready.actor(SUN))
    assert papers_waiting(paper_of_scheme(task)) == []
    sign(ready, task)
    task.refresh_from_db()
    assert task.status == "SCHEME_SIGNED"


def test_a_signature_on_paper_is_recorded_days_later_and_is_never_older_than_what_it_signs(ready: County) -> None:
    task = made(ready, kind="JOINT", participants=["scjgj"])
    write(ready, task)
    sent(ready, task)
    later = ready.at + timedelta(days=4)
    said = Paper(
        True, "平市监函〔2026〕9号", ready.at.date() - timedelta(days=1), receive(io.BytesIO(pdf()), Kind.SCAN)
    )
    with pytest.raises(ApprovalRefused, match="不在申请日 2026-11-24 与今天 2026-11-28 之间"):
        on_paper(ready, task, paper=said, at=later)
    answer = on_paper(ready, task, at=later)
    assert (answer.signed_on, answer.at) == (ready.at.date(), later)


def test_e11_3_a_scheme_changed_after_it_was_signed_on_paper_voids_the_paper(ready: County) -> None:
    task = made(ready, kind="JOINT", participants=["scjgj"])
    write(ready, task)
    seen = sent(ready, task)
    on_paper(ready, task)
    confirm_signature(task_id=task.pk, department="scjgj", actor=ready.actor(SUN), at=ready.at)
    write(ready, task, to_on=date(YEAR, 10, 31))
    sent(ready, task)
    assert refused(sign, ready, task) == {"E11-3"}
    with pytest.raises(ContentChanged):
        on_paper(ready, task, seen=seen)


def test_a_signature_on_paper_is_recorded_by_the_initiators_clerk_for_a_participant_while_the_scheme_is_round(
    ready: County,
) -> None:
    task = made(ready, kind="JOINT", participants=["scjgj"])
    write(ready, task)
    with pytest.raises(PlansRefused, match="没有送会签"):
        on_paper(ready, task)
    sent(ready, task)
    assert refused(on_paper, ready, task, actor=ready.actor(SUN)) == {"E13-2"}
    with pytest.raises(Task.DoesNotExist):
        on_paper(ready, task, actor=ready.actor(WANG))
    with pytest.raises(PlansRefused, match="不是本任务的参与部门"):
        on_paper(ready, task, department="rsj")
    sign(ready, task, HE)
    sign(ready, task)
    assert refused(on_paper, ready, task) == {"E13-1"}


def test_c11_1_one_changed_date_makes_every_signature_void(ready: County) -> None:
    task = made(ready, kind="JOINT", participants=["scjgj"])
    write(ready, task)
    sent(ready, task)
    sign(ready, task, HE)
    write(ready, task, to_on=date(YEAR, 10, 31))
    ((_, _, finding),) = countersignatures(paper_of_scheme(task))
    assert (finding.satisfied, finding.code) == (False, "E11-3")
    sent(ready, task)
    assert refused(sign, ready, task) == {"E11-3"}


def test_e11_3_what_was_seen_before_a_change_cannot_be_signed(ready: County) -> None:
    task = made(ready)
    write(ready, task)
    seen = sent(ready, task)
    write(ready, task, to_on=date(YEAR, 10, 31))
    sent(ready, task)
    with pytest.raises(ContentChanged):
        sign(ready, task, seen=seen)


def test_e11_2_a_window_outside_the_plans_is_refused(ready: County) -> None:
    task = made(ready)
    write(ready, task, from_on=date(YEAR, 2, 1))
    assert refused(sent, ready, task) == {"E11-2"}


def test_e11_4_a_scheme_that_lacks_something_is_not_sent(ready: County) -> None:
    task = made(ready)
    write(ready, task, public_number="")
    assert refused(sent, ready, task) == {"E11-4"}
    write(ready, task, public_number="cwl/ssq", contributors=["承办股室"])
    assert refused(sent, ready, task) == {"E11-4"}


def test_e18_1_a_joint_scheme_has_the_on_site_method(ready: County) -> None:
    task = made(ready, kind="JOINT", participants=["scjgj"])
    write(ready, task, methods=["M2"])
    assert refused(sent, ready, task) == {"E18-1"}


def test_e06_8_a_share_below_the_floor_needs_its_reason_and_the_deputy_heads_signature_allows_it(ready: County) -> None:
    task = made(ready)
    below = {**paper_of_scheme(task).quotas, "C": {"num": 5, "den": 100, "below": ""}}
    write(ready, task, quotas=below)
    assert refused(sent, ready, task) == {"E06-8"}
    signed(ready, task, quotas={**below, "C": {"num": 5, "den": 100, "below": "检查力量不足"}})
    assert task.status == "SCHEME_SIGNED"
    assert LogEvent.objects.filter(type="plan.override").count() == 1


def test_e06_5_firms_without_a_class_keep_the_libraries_from_being_made(ready: County) -> None:
    task = made(ready)
    firms(ready, ready.lead, 9000, **{"": 3})
    write(ready, task)
    sent(ready, task)
    assert refused(sign, ready, task) == {"E06-5"}


def test_c04_2_open_tasks_that_share_firms_are_proposed_to_be_merged_and_keeping_them_apart_needs_a_reason(
    ready: County,
) -> None:
    first = made(ready, sizes={"A": 30})
    second = created(ready)
    (overlap,) = overlaps_of(paper_of_scheme(second))
    assert (overlap.task, overlap.common) == (first, 30)
    write(ready, second)
    assert refused(sent, ready, second) == {"E09-3"}
    write(ready, second, overlaps={first.number: {"decision": "KEEP", "reason": " "}})
    assert refused(sent, ready, second) == {"E09-3"}
    write(ready, second, overlaps={first.number: {"decision": "MERGE", "reason": ""}})
    sent(ready, second)


def test_a_firm_in_two_registries_of_a_joint_task_is_one_shared_firm(ready: County) -> None:
    made(ready, kind="JOINT", participants=["scjgj"], sizes={"A": 30})
    firms(ready, ready.joining, 1, A=40)
    (overlap,) = overlaps_of(paper_of_scheme(created(ready)))
    assert overlap.common == 40


def test_e09_4_tasks_whose_windows_share_no_day_are_not_merged(ready: County) -> None:
    first = made(ready, sizes={"A": 30})
    write(ready, first, from_on=date(YEAR, 3, 1), to_on=date(YEAR, 5, 31))
    second = created(ready)
    merge = {first.number: {"decision": "MERGE", "reason": ""}}
    write(ready, second, overlaps=merge, from_on=date(YEAR, 6, 1))
    assert refused(sent, ready, second) == {"E09-4"}
    write(ready, second, from_on=date(YEAR, 5, 31))
    sent(ready, second)
    assert merged_with(paper_of_scheme(first)) == [second]
    assert merged_with(paper_of_scheme(second)) == [first]


def test_e09_4_a_task_that_keeps_apart_is_not_merged_by_the_other(ready: County) -> None:
    first = made(ready, sizes={"A": 30})
    second = created(ready)
    signed(ready, first, overlaps={second.number: {"decision": "KEEP", "reason": "检查内容涉密"}})
    write(ready, second, overlaps={first.number: {"decision": "MERGE", "reason": ""}})
    assert refused(sent, ready, second) == {"E09-4"}
    assert merged_with(paper_of_scheme(second)) == []


def test_tasks_in_other_seasons_do_not_meet(ready: County) -> None:
    public(
        ready,
        line(from_on=date(YEAR, 1, 5), to_on=date(YEAR, 1, 20)),
        line(from_on=date(YEAR, 10, 1), quotas=quotas(A=None, B=None)),
    )
    firms(ready, ready.lead, 1, **SIZES)
    for row in PlanLine.objects.order_by("ordinal"):
        task = create_task(line_id=row.pk, name="检查", actor=ready.actor(LI), at=ready.at)
    assert overlaps_of(paper_of_scheme(task)) == []


def test_a_refusal_goes_back_to_the_clerk_with_its_opinion(ready: County) -> None:
    task = made(ready)
    write(ready, task)
    sent(ready, task)
    sign(ready, task, agrees=False, opinion="时间太紧")
    draft = paper_of_scheme(task)
    assert (draft.revised, draft.sent_digest) == ("时间太紧", "")
    assert ("编制方案", task) in schemes_waiting("clerk", "rsj")


def test_a_revision_gives_its_reason_and_the_new_round_starts_without_signatures(ready: County) -> None:
    task = signed(ready, made(ready, kind="JOINT", participants=["scjgj"]))
    assert refused(revised, ready, task, " ") == {"E11-5"}
    revised(ready, task)
    ((_, _, finding),) = countersignatures(paper_of_scheme(task))
    assert not finding.satisfied


def test_a_signed_scheme_is_not_edited_and_two_clerks_do_not_overwrite_each_other(ready: County) -> None:
    task = made(ready)
    write(ready, task)
    with pytest.raises(StaleVersion):
        edit_scheme(task_id=task.pk, version=1, terms={}, actor=ready.actor(LI), at=ready.at)
    sent(ready, task)
    sign(ready, task)
    with pytest.raises(PlansRefused):
        write(ready, task)


def test_participants_see_the_task_and_others_do_not(ready: County) -> None:
    own = made(ready)
    assert task_for(own.pk, "scjgj", ("clerk",)) is None
    assert task_for(own.pk, "scjgj", ("auditor",)) == own
    assert task_for(own.pk, "rsj", ("clerk",)) == own


def test_what_waits_is_told_to_who_must_act(ready: County) -> None:
    task = made(ready, kind="JOINT", participants=["scjgj"])
    assert schemes_waiting("clerk", "rsj") == [("编制方案", task)]
    write(ready, task)
    sent(ready, task)
    assert schemes_waiting("deputy_head", "scjgj") == [("会签方案", task)]
    assert schemes_waiting("deputy_head", "rsj") == []
    sign(ready, task, HE)
    assert schemes_waiting("deputy_head", "scjgj") == []
    assert schemes_waiting("deputy_head", "rsj") == [("审批方案", task)]
    assert schemes_waiting("section_head", "rsj") == []


def test_what_stands_between_a_signed_scheme_and_its_draw_is_the_confirmation_of_the_registries(ready: County) -> None:
    task = signed(ready, made(ready))
    assert [each.code for each in standing_in_the_way(task, paper_of_scheme(task), ready.at)] == [
        "E10-7",
        "E10-7",
        "E13-1",
    ]
    assert refused(confirm_registries, task_id=task.pk, actor=ready.actor(WU), at=ready.at) == {"E10-7"}


def test_confirmed_registries_of_every_department_make_the_task_ready_and_a_later_change_is_seen(ready: County) -> None:
    task = signed(ready, made(ready, kind="JOINT", participants=["scjgj"]))
    registries_confirmed(ready, ready.lead)
    keeper = {"task_id": task.pk, "actor": ready.actor(WU), "at": ready.at}
    assert refused(confirm_registries, **keeper) == {"E10-7"}
    registries_confirmed(ready, ready.joining)
    before = LogEvent.objects.filter(type="roster.confirmed").count()
    task = confirm_registries(**keeper)
    assert task.status == "REGISTRIES_CONFIRMED"
    assert standing_in_the_way(task, paper_of_scheme(task), ready.at) == []
    assert LogEvent.objects.filter(type="roster.confirmed").count() == before + 2
    later = ready.at + timedelta(days=30)
    assert {each.code for each in standing_in_the_way(task, paper_of_scheme(task), later)} == {"E10-2"}


def confirmed_empty(county: County, department: Department, who: Any, kind: str) -> None:
    """A registry of nothing, confirmed with its reason."""
    seen = delta_since(department, kind).digest
    reason = "本部门只提供线索，没有名录内对象和执法人员"
    confirm_registry(kind=kind, seen=seen, reason=reason, actor=county.actor(who), at=county.at)


def test_a_participant_whose_registries_are_empty_says_so_and_the_task_is_ready(ready: County) -> None:
    task = signed(ready, made(ready, kind="JOINT", participants=["scjgj"]))
    registries_confirmed(ready, ready.lead)
    for kind in RegistryKind:
        confirmed_empty(ready, ready.joining, LUO, kind)
    told = [(each.department.code, each.kind, each.confirmation.live > 0) for each in registries_of(task, ready.at)]  # type: ignore[union-attr]
    assert told == [
        ("rsj", "SUBJECTS", True), ("rsj", "INSPECTORS", True), ("scjgj", "SUBJECTS", False), ("scjgj", "INSPECTORS", False),
    ]  # fmt: skip
    task = confirm_registries(task_id=task.pk, actor=ready.actor(WU), at=ready.at)
    assert task.status == "REGISTRIES_CONFIRMED"


def test_e10_8_the_initiating_department_cannot_do_without_inspectors_because_it_gives_the_leader(
    ready: County,
) -> None:
    task = signed(ready, made(ready))
    for kind in RegistryKind:
        if delta_since(ready.lead, kind).live == 0:
            confirmed_empty(ready, ready.lead, WU, kind)
        else:
            confirm_registry(kind=kind, seen=delta_since(ready.lead, kind).digest, actor=ready.actor(WU), at=ready.at)
    keeper = {"task_id": task.pk, "actor": ready.actor(WU), "at": ready.at}
    assert refused(confirm_registries, **keeper) == {"E10-8"}
    staff(ready, ready.lead)
    later = replace(ready, at=ready.at + timedelta(hours=1))
    registries_confirmed(later, ready.lead)
    assert confirm_registries(**{**keeper, "at": later.at}).status == "REGISTRIES_CONFIRMED"


def test_a_confirmation_for_the_task_counts_one_for_another_does_not_and_of_two_the_newer(ready: County) -> None:
    task = signed(ready, made(ready))
    assert tasks_to_confirm("rsj") == [task]
    assert tasks_to_confirm("scjgj") == []
    registries_confirmed(ready, ready.lead, task_id=uuid4(), task_number="410999/rsj/2027/099")
    assert refused(confirm_registries, task_id=task.pk, actor=ready.actor(WU), at=ready.at) == {"E10-7"}
    registries_confirmed(ready, ready.lead, task_id=task.pk, task_number=task.number)
    own = confirmation_of(task, ready.lead, "SUBJECTS")
    assert own is not None
    assert own.task_id == task.pk
    registries_confirmed(replace(ready, at=ready.at + timedelta(hours=1)), ready.lead)
    newer = confirmation_of(task, ready.lead, "SUBJECTS")
    assert newer is not None
    assert newer.task_id is None


def test_only_the_keeper_of_the_initiating_department_takes_the_step(ready: County) -> None:
    task = signed(ready, made(ready))
    registries_confirmed(ready, ready.lead)
    assert refused(confirm_registries, task_id=task.pk, actor=ready.actor(LI), at=ready.at) == {"E13-2"}
    with pytest.raises(Task.DoesNotExist):
        confirm_registries(task_id=task.pk, actor=ready.actor(LUO), at=ready.at)


def test_c13_1_every_act_is_refused_in_every_state_of_a_task_from_which_the_table_has_no_line(ready: County) -> None:
    task = signed(ready, made(ready))
    clerk, head, keeper = ready.actor(LI), ready.actor(SUN), ready.actor(WU)
    acts: dict[str, Callable[[], Any]] = {
        "sign_scheme": lambda: sign(ready, task),
        "revise_scheme": lambda: revise_scheme(task_id=task.pk, reason="调整", actor=clerk, at=ready.at),
        "confirm_registries": lambda: confirm_registries(task_id=task.pk, actor=keeper, at=ready.at),
        "withdraw_task": lambda: withdraw_task(task_id=task.pk, reason="计划调整", actor=head, at=ready.at),
    }
    tried = set()

    def refuse_all_others() -> None:
        task.refresh_from_db()
        for name, act in acts.items():
            if TASK.row(task.status, name) is None:
                assert refused(act) == {"E13-1"}, (task.status, name)
                tried.add((task.status, name))

    refuse_all_others()
    registries_confirmed(ready, ready.lead)
    acts["confirm_registries"]()
    refuse_all_others()
    acts["revise_scheme"]()
    refuse_all_others()
    acts["withdraw_task"]()
    refuse_all_others()
    reached = ("CREATED", "SCHEME_SIGNED", "REGISTRIES_CONFIRMED", "WITHDRAWN")
    assert tried == {(state, name) for state in reached for name in acts if TASK.row(state, name) is None}
