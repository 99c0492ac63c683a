"""第十五条：抽中的人员原则上不换；有所列情形并经本部门分管负责人同意，可另派有证件、无回避的人。"""

from dataclasses import replace
from datetime import date

import pytest

from shuangsuiji.core.rules.finding import RuleViolation, require
from shuangsuiji.core.rules.lifecycle import REPLACEMENT, next_state, offices_of
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.replacement import Replacement, check_substitute_certificate, may_replace
from shuangsuiji.core.rules.teams import Member

VISIT = date(2026, 5, 12)
LEADER = Member("赵", "人社局", "41-001", date(2026, 12, 31))
OUTGOING = Member("钱", "市监局", "41-002", date(2026, 12, 31))
SUBSTITUTE = Member("冯", "市监局", "41-009", date(2026, 12, 31))
GOOD = Replacement(
    ground="clash",
    explanation="与专项行动冲突",
    outgoing=OUTGOING,
    substitute=SUBSTITUTE,
    approval=Approval("deputy_head", "市监局", "孙", "王", date(2026, 5, 8)),
    visit_on=VISIT,
    team=(LEADER, OUTGOING),
    leader=LEADER,
    initiating="人社局",
    departments=("人社局", "市监局"),
)


def test_a_fit_substitute_is_appointed_with_consent() -> None:
    require(*may_replace(GOOD))


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("E15-1", {"ground": "convenience"}),
        ("E15-2", {"approval": None}),
        ("E15-3", {"substitute": replace(SUBSTITUTE, valid_until=date(2026, 5, 1))}),
        ("E15-4", {"recused": True}),
        ("E15-5", {"leader": None}),
    ],
)
def test_c15_1_each_refusal_is_reached(code: str, changed: dict[str, object]) -> None:
    with pytest.raises(RuleViolation) as caught:
        require(*may_replace(replace(GOOD, **changed)))
    assert code in [finding.code for finding in caught.value.findings]


def test_c15_4_a_certificate_valid_at_the_draw_and_expired_at_the_visit_blocks_the_visit() -> None:
    person = replace(OUTGOING, valid_until=date(2026, 5, 10))
    assert check_substitute_certificate(person, date(2026, 5, 6)).satisfied
    finding = check_substitute_certificate(person, VISIT)
    assert (finding.code, finding.satisfied) == ("E15-3", False)


def test_the_drawn_list_is_not_touched() -> None:
    before = GOOD.team
    may_replace(GOOD)
    assert GOOD.team is before
    assert GOOD.team_after() == (LEADER, SUBSTITUTE)


def test_only_the_deputy_head_agrees_and_a_decision_is_final() -> None:
    assert offices_of(REPLACEMENT, "REQUESTED", "replace_inspector") == ("deputy_head",)
    for state in ("APPROVED", "REFUSED"):
        with pytest.raises(RuleViolation):
            next_state(REPLACEMENT, state, "replace_inspector")
