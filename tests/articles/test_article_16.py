"""第十六条：小组至少两名持证人员，各部门有人，组长出自发起部门。"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.core.rules.finding import RuleViolation, require
from shuangsuiji.core.rules.teams import Member, Staffing, check_staffing, check_team

ON = date(2026, 5, 12)
DEPARTMENTS = ("人社局", "市监局", "税务局")
members = st.builds(
    Member,
    name=st.sampled_from("赵钱孙李周吴"),
    department=st.sampled_from(DEPARTMENTS),
    certificate=st.sampled_from(["", "1", "2", "3", "4"]),
    valid_until=st.sampled_from([None, date(2026, 5, 11), ON, date(2027, 1, 1)]),
)


@given(st.lists(members, max_size=5), st.integers(0, 4), st.sets(st.sampled_from(DEPARTMENTS), min_size=1))
def test_a_team_that_is_accepted_keeps_every_rule(team: list[Member], position: int, departments: set[str]) -> None:
    leader = team[position] if position < len(team) else None
    findings = check_team(team, leader, initiating="人社局", departments=departments, on=ON)
    valid = {
        member.certificate for member in team if member.certificate and member.valid_until and member.valid_until >= ON
    }
    if all(finding.satisfied for finding in findings):
        assert len(valid) >= 2
        assert leader is not None
        assert leader.department == "人社局"
        assert departments <= {member.department for member in team}
    if len(valid) < 2:
        assert "E16-1" in [finding.code for finding in findings if not finding.satisfied]


def test_e16_2_a_leader_of_another_department_is_refused() -> None:
    team = [Member("赵", "人社局", "1", ON), Member("钱", "市监局", "2", ON)]
    with pytest.raises(RuleViolation, match="组长须为发起部门执法检查人员（第十六条）"):
        require(*check_team(team, team[1], initiating="人社局", departments=DEPARTMENTS[:2], on=ON))


def test_e16_4_too_few_people_are_reported_and_never_filled_with_one() -> None:
    finding = check_staffing(Staffing("市监局", eligible=1, needed=2, recused=1))
    assert not finding.satisfied
    assert "可向其他部门或上级借调" in str(finding)
