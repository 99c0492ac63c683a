"""A decision counts when the right office of the right department takes it and is not asking itself."""

from dataclasses import replace
from datetime import date

import pytest

from shuangsuiji.core.rules.offices import OFFICES, Approval, next_up
from tests.cast import LEAD_DEPARTMENT, LI, SUN, ZHOU

GOOD = Approval("deputy_head", LEAD_DEPARTMENT, SUN.name, LI.name, date(2026, 3, 2))


def test_the_right_office_counts() -> None:
    assert GOOD.counts_for("deputy_head", LEAD_DEPARTMENT)


@pytest.mark.parametrize(
    "changed",
    [
        {"person": LI.name},
        {"department": "scjgj"},
        {"office": "section_head"},
        {"office": "principal_head"},
        {"office": "section_head", "standing_in": "分管负责人空缺"},
        {"office": "principal_head", "standing_in": " "},
    ],
)
def test_one_wrong_thing_does_not(changed: dict[str, str]) -> None:
    assert not replace(GOOD, **changed).counts_for("deputy_head", LEAD_DEPARTMENT)


def test_the_next_office_up_counts_with_its_reason() -> None:
    above = replace(
        GOOD, office="principal_head", person=ZHOU.name, requester=SUN.name, standing_in="分管负责人本人申请"
    )
    assert above.counts_for("deputy_head", LEAD_DEPARTMENT)


def test_the_ladder_has_three_rungs() -> None:
    assert [next_up(office) for office in ("section_head", "deputy_head", "principal_head", "clerk")] == [
        "deputy_head",
        "principal_head",
        None,
        None,
    ]


def test_no_office_is_called_two_things() -> None:
    assert len(set(OFFICES.values())) == len(OFFICES)


def test_nothing_stands_above_the_topmost_office() -> None:
    assert not replace(GOOD, office="", standing_in="空缺").counts_for("principal_head", LEAD_DEPARTMENT)
