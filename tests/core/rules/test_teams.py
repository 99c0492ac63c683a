"""Teams: certificates, leader, departments, and a sentence for each reason why one cannot be formed."""

from dataclasses import replace
from datetime import date

import pytest

from shuangsuiji.core.rules.teams import Member, Staffing, check_certificate, check_staffing, check_team

ON = date(2026, 5, 12)
LEADER = Member("赵", "人社局", "41-001", date(2026, 12, 31))
OTHER = Member("钱", "市监局", "41-002", ON)
DEPARTMENTS = {"人社局", "市监局"}


def codes(members: list[Member], leader: Member | None = LEADER, initiating: str = "人社局") -> list[str]:
    findings = check_team(members, leader, initiating=initiating, departments=DEPARTMENTS, on=ON)
    return [finding.code for finding in findings if not finding.satisfied]


def test_the_acceptable_team_is_accepted() -> None:
    assert codes([LEADER, OTHER]) == []


@pytest.mark.parametrize("expired", [replace(OTHER, valid_until=date(2026, 5, 11)), replace(OTHER, valid_until=None)])
def test_e16_1_two_valid_certificates_are_needed_on_the_day(expired: Member) -> None:
    assert codes([LEADER, expired]) == ["E16-1", "E16-4"]


def test_one_certificate_counts_once() -> None:
    assert "E16-1" in codes([LEADER, replace(OTHER, certificate=LEADER.certificate)])


def test_a_certificate_without_number_is_none() -> None:
    assert "E16-1" in codes([LEADER, replace(OTHER, certificate="")])


def test_e16_1_cites_where_the_minimum_comes_from() -> None:
    (enough, *_) = check_team([LEADER], LEADER, initiating="人社局", departments=["人社局"], on=ON)
    assert "小组不足 2 名持证执法人员（《劳动保障监察条例》《行政处罚法》；第十六条）：现有 1 名" in str(enough)


@pytest.mark.parametrize("leader", [None, OTHER, replace(LEADER, name="周")])
def test_e16_2_the_leader_is_of_the_team_and_of_the_initiating_department(leader: Member | None) -> None:
    assert codes([LEADER, OTHER], leader) == ["E16-2"]


def test_e16_4_each_department_is_represented() -> None:
    second = replace(LEADER, name="周", certificate="41-003")
    assert codes([LEADER, second]) == ["E16-4"]


def test_e16_4_says_who_is_out_and_why() -> None:
    finding = check_staffing(Staffing("人社局", eligible=2, needed=4, recused=1, uncertified=2, on_leave=3))
    assert (finding.code, finding.satisfied, finding.required, finding.actual) == ("E16-4", False, 4, 2)
    assert "人社局 符合条件的人员 2 名，需 4 名（回避 1、证件 2、请假 3）" in str(finding)
    assert "可向其他部门或上级借调" in str(finding)
    assert check_staffing(Staffing("人社局", eligible=4, needed=4)).satisfied


def test_e10_4_an_expired_certificate_keeps_a_person_out_of_the_draw() -> None:
    assert check_certificate(OTHER, ON).satisfied
    finding = check_certificate(OTHER, date(2026, 5, 13))
    assert (finding.code, finding.satisfied) == ("E10-4", False)
    assert "钱 执法证件已于 2026-05-12 到期，不列入可抽取人员（第十条、第十五条）" in str(finding)
    assert "执法证件没有登记" in str(check_certificate(replace(OTHER, valid_until=None), ON))
