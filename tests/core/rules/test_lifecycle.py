"""The tables: every (state × act) pair, reachability, known provisions, offices and guards, and no way to change a drawn list."""

import itertools

import pytest

from shuangsuiji.core.rules.articles import articles
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.guards import GUARDS
from shuangsuiji.core.rules.lifecycle import (
    BORN,
    INSPECTION,
    MACHINES,
    PART,
    PLAN,
    REPLACEMENT,
    SAME,
    TASK,
    Machine,
    Row,
    check_act,
    check_office,
    next_state,
    office_labels,
    offices_of,
)
from shuangsuiji.core.rules.offices import OFFICES

BACKWARD = {
    "return_plan",
    "revise_scheme",
    "abort_draw",
    "void_draw",
    "resume",
    "return_result",
    "reopen_slip",
    "return_filing",
}


def acts(machine: Machine) -> list[str]:
    return list(dict.fromkeys(row.act for row in machine.rows))


EVERY_PAIR = [
    pytest.param(machine, state, act, id=f"{machine.name}-{state}-{act}")
    for machine in MACHINES
    for state, act in itertools.product([BORN, *machine.states], acts(machine))
]


@pytest.mark.parametrize(("machine", "state", "act"), EVERY_PAIR)
def test_e13_1_every_pair_in_the_table_moves_and_every_other_is_refused(machine: Machine, state: str, act: str) -> None:
    lines = [row for row in machine.rows if row.act == act and state in row.sources.split()]
    assert len(lines) <= 1
    if lines:
        target = lines[0].target
        assert next_state(machine, state, act) == (state if target == SAME else target)
        assert check_act(machine, state, act).satisfied
        assert offices_of(machine, state, act)
    else:
        with pytest.raises(RuleViolation, match="（第十三条）") as caught:
            next_state(machine, state, act)
        (finding,) = caught.value.findings
        assert finding == check_act(machine, state, act)
        assert finding.code == "E13-1"
        assert finding.remedy
        assert finding.message.startswith("当前为“")
        assert state not in finding.message, "codes are not for users"
        assert offices_of(machine, state, act) == ()


OFFICE_CASES = [(machine, row) for machine in MACHINES for row in machine.rows]


@pytest.mark.parametrize(
    ("machine", "row"), OFFICE_CASES, ids=lambda each: getattr(each, "act", getattr(each, "name", ""))
)
def test_e13_2_only_the_offices_of_the_table_take_part(machine: Machine, row: Row) -> None:
    state = row.sources.split()[0]
    for office, label in OFFICES.items():
        finding = check_office(machine, state, row.act, office)
        assert finding.satisfied == (office in row.offices.split())
        if not finding.satisfied:
            assert finding.code == "E13-2"
            assert label in finding.message
            assert finding.remedy


def test_e13_2_the_next_office_up_takes_part_only_with_its_reason() -> None:
    case = (REPLACEMENT, "REQUESTED", "replace_inspector", "principal_head")
    assert not check_office(*case).satisfied
    assert not check_office(*case, standing_in="  ").satisfied
    assert check_office(*case, standing_in="分管负责人空缺").satisfied
    assert not check_office(REPLACEMENT, "REQUESTED", "replace_inspector", "clerk", standing_in="无人").satisfied


def test_e13_2_an_act_the_state_does_not_allow_is_refused_as_that() -> None:
    with pytest.raises(RuleViolation, match="第十三条"):
        check_office(REPLACEMENT, "APPROVED", "replace_inspector", "deputy_head")


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_is_reached_and_every_state_but_the_terminal_ones_leads_on(machine: Machine) -> None:
    reached, frontier = set(), {BORN}
    while frontier:
        reached |= frontier
        moves = {row.target_from(state) for state in frontier for row in machine.acts_from(state)}
        frontier = moves - reached
    assert reached - {BORN} == set(machine.states)
    stuck = {state for state in machine.states if not machine.forward_from(state)}
    assert stuck == machine.terminal


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_only_the_named_acts_go_back(machine: Machine) -> None:
    order = [BORN, *machine.states]
    back = {
        row.act
        for row in machine.rows
        for state in row.sources.split()
        if order.index(row.target_from(state)) < order.index(state)
    }
    assert back <= BACKWARD


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_word_of_a_table_is_known(machine: Machine) -> None:
    known = {article.provision.article for article in articles()}
    for row in machine.rows:
        assert row.sources == BORN or set(row.sources.split()) <= set(machine.states)
        assert row.target == SAME or row.target in machine.states
        assert {provision.article for provision in row.provisions} <= known
        assert set(row.offices.split()) <= set(OFFICES)
        assert set(row.guards.split()) <= set(GUARDS)
        assert row.offices
        assert row.guards
        assert office_labels(row)


def test_every_guard_is_used() -> None:
    used = {guard for machine in MACHINES for row in machine.rows for guard in row.guards.split()}
    assert used == set(GUARDS)


def test_the_states_are_those_of_the_domain_page() -> None:
    assert list(TASK.states) == [
        "CREATED", "SCHEME_SIGNED", "REGISTRIES_CONFIRMED", "FROZEN", "DRAWN", "DISPATCHED", "CONCLUDED", "ARCHIVED", "WITHDRAWN"
    ]  # fmt: skip
    assert list(INSPECTION.states) == [
        "ASSIGNED", "PRECHECKED", "NOTIFIED", "NOTICE_EXEMPT", "ON_SITE", "SIGNED", "SIGN_REFUSED", "ENDED", "FORMED", "DISCLOSED",
        "CLOSED", "ARCHIVED",
    ]  # fmt: skip
    assert list(PART.states) == ["OPEN", "ENDED", "FORMED", "DISCLOSED"]
    assert list(PLAN.states) == ["DRAFT", "CONFIRMED", "SUBMITTED", "PUBLISHED", "CLOSED"]


def test_a_refusal_says_where_it_is_and_what_comes_next() -> None:
    assert str(check_act(TASK, "DRAWN", "draw")) == "当前为“已抽取”，不能抽取；下一步是“派发”（第十三条）。请先派发。"
    assert "下一步是“告知”或“不予告知”或“无法实质检查”" in str(check_act(INSPECTION, "PRECHECKED", "start"))
    assert "当前为“尚未建立”，不能派发；下一步是“制定任务”" in str(check_act(TASK, BORN, "dispatch"))
    assert "当前为“已归档”，不能归档；已是最后一步（第十三条）" in str(check_act(TASK, "ARCHIVED", "archive_task"))
    assert "不能形成结果；" in str(check_act(INSPECTION, "ASSIGNED", "form_result"))


def test_an_unknown_state_or_act_is_a_programs_mistake() -> None:
    with pytest.raises(ValueError, match="抽查任务没有状态 NOWHERE"):
        check_act(TASK, "NOWHERE", "draw")
    with pytest.raises(ValueError, match="抽查任务没有动作 swap_subject"):
        next_state(TASK, "DRAWN", "swap_subject")
