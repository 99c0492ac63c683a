"""第十三条：任务、抽取、检查、公示、后续处理，一步接一步，只能向前。"""

import itertools

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import BORN, FOLLOWUP, INSPECTION, MACHINES, PART, TASK, Machine, next_state
from shuangsuiji.core.rules.parameters import texts

ROADS = [
    (TASK, "create_task sign_scheme confirm_registries plan_draw freeze draw dispatch conclude_task archive_task"),
    (TASK, "create_task file_ad_hoc sign_scheme confirm_registries receive_list plan_draw freeze draw dispatch"),
    (
        INSPECTION,
        "dispatch form_team precheck notify start end_part sign end form_result disclose_result close_inspection seal_case",
    ),
    (
        INSPECTION,
        "dispatch form_team replace_inspector precheck exempt_notice start note_refusal end form_result withhold_disclosure",
    ),
    (
        INSPECTION,
        "dispatch form_team precheck notify conclude_without_visit form_result disclose_result correct_result",
    ),
    (PART, "dispatch end_part form_result return_result form_result disclose_result"),
    (FOLLOWUP, "open_followup send_referral record_receipt conclude_followup close_followup"),
]


@pytest.mark.parametrize(("machine", "road"), ROADS, ids=lambda part: getattr(part, "name", None))
def test_the_road_can_be_walked_to_its_end(machine: Machine, road: str) -> None:
    state = BORN
    for act in road.split():
        state = next_state(machine, state, act)


def test_the_rules_name_five_steps() -> None:
    assert len(texts("process_steps")) == 5


def test_c13_1_of_all_pairs_only_those_of_the_table_move() -> None:
    allowed = {
        (machine.name, state, row.act) for machine in MACHINES for row in machine.rows for state in row.sources.split()
    }
    for machine in MACHINES:
        for state, act in itertools.product([BORN, *machine.states], {row.act for row in machine.rows}):
            if (machine.name, state, act) in allowed:
                assert next_state(machine, state, act) in machine.states
            else:
                with pytest.raises(RuleViolation, match="（第十三条）"):
                    next_state(machine, state, act)


def test_e13_1_a_step_cannot_be_skipped() -> None:
    with pytest.raises(RuleViolation, match="当前为“两库已确认”，不能抽取；下一步是“冻结名录”（第十三条）"):
        next_state(TASK, "REGISTRIES_CONFIRMED", "draw")
