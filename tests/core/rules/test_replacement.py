"""Replacing a drawn inspector: from the one acceptable request, one thing is changed at a time."""

from dataclasses import replace
from datetime import date

import pytest

from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.replacement import Replacement, check_substitute_certificate, may_replace
from shuangsuiji.core.rules.teams import Member

VISIT = date(2026, 5, 12)
LEADER = Member("赵", "人社局", "41-001", date(2026, 12, 31))
OUTGOING = Member("钱", "市监局", "41-002", date(2026, 12, 31))
SUBSTITUTE = Member("冯", "市监局", "41-009", VISIT)
CONSENT = Approval("deputy_head", "市监局", "孙", "王", VISIT)
GOOD = Replacement(
    ground="health",
    explanation="住院治疗",
    outgoing=OUTGOING,
    substitute=SUBSTITUTE,
    approval=CONSENT,
    visit_on=VISIT,
    team=(LEADER, OUTGOING),
    leader=LEADER,
    initiating="人社局",
    departments=("人社局", "市监局"),
)


def refused(**changed: object) -> list[str]:
    return [finding.code for finding in may_replace(replace(GOOD, **changed)) if not finding.satisfied]


def test_the_acceptable_request_is_accepted_and_the_substitute_comes_last() -> None:
    assert refused() == []
    assert GOOD.team_after() == (LEADER, SUBSTITUTE)


@pytest.mark.parametrize("changed", [{"ground": "bored"}, {"ground": ""}, {"explanation": " "}])
def test_e15_1_a_listed_ground_and_an_explanation_are_needed(changed: dict[str, str]) -> None:
    assert refused(**changed) == ["E15-1"]


@pytest.mark.parametrize("ground", ["post", "clash", "health", "recusal", "other"])
def test_each_of_the_five_grounds_is_accepted(ground: str) -> None:
    assert refused(ground=ground) == []


@pytest.mark.parametrize(
    "approval",
    [
        None,
        replace(CONSENT, person="王"),
        replace(CONSENT, department="人社局"),
        replace(CONSENT, office="section_head"),
        replace(CONSENT, office="principal_head"),
        replace(CONSENT, on=date(2026, 5, 13)),
    ],
)
def test_e15_2_the_inspectors_own_deputy_head_consents_beforehand_and_not_to_himself(approval: Approval | None) -> None:
    assert refused(approval=approval) == ["E15-2"]


def test_where_the_deputy_head_asked_himself_the_principal_head_decides() -> None:
    above = replace(CONSENT, office="principal_head", person="周", requester="孙", standing_in="分管负责人本人申请")
    assert refused(approval=above) == []


@pytest.mark.parametrize("valid_until", [date(2026, 5, 11), None])
def test_e15_3_the_substitutes_certificate_is_valid_on_the_day(valid_until: date | None) -> None:
    substitute = replace(SUBSTITUTE, valid_until=valid_until)
    assert refused(substitute=substitute) == ["E15-3", "E15-5"]
    assert str(check_substitute_certificate(substitute, VISIT)).startswith(
        "冯 执法证件无效或已到期，不能替换（第十五条）。"
    )


def test_e15_4_a_recused_substitute_is_refused() -> None:
    assert refused(recused=True) == ["E15-4"]


@pytest.mark.parametrize(
    "changed",
    [
        {"substitute": LEADER},
        {"outgoing": LEADER, "approval": replace(CONSENT, department="人社局")},
        {"leader": None},
        {"substitute": replace(SUBSTITUTE, department="人社局")},
    ],
)
def test_e15_5_the_team_must_still_be_one(changed: dict[str, object]) -> None:
    assert refused(**changed) == ["E15-5"]


def test_all_that_fail_are_told_at_once_with_article_and_remedy() -> None:
    bad = replace(
        GOOD, ground="", approval=None, recused=True, substitute=replace(SUBSTITUTE, valid_until=None), leader=None
    )
    findings = may_replace(bad)
    assert [finding.code for finding in findings] == ["E15-1", "E15-2", "E15-3", "E15-4", "E15-5"]
    for finding in findings:
        assert not finding.satisfied
        assert "第十五条" in finding.message
        assert finding.remedy
