"""Replacement: from the one acceptable request one thing is changed; the drawn list itself never changes.

Source: 40-draw §8.5; 第十五条, 第十六条.
"""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from shuangsuiji.core.draw.refusal import Refusal
from shuangsuiji.core.draw.replacement import (
    GROUNDS,
    Substitute,
    TeamsNow,
    replace_inspector,
    replacement_refusals,
)
from tests.core.draw.cases import codes, refused

pytestmark = pytest.mark.article("第十五条")

SLOTS = [
    ["t1", "leader", "rsj", ["law"]],
    ["t2", "leader", "rsj", ["law"]],
    ["t1", "member", "scjgj", []],
    ["t2", "member", "scjgj", []],
]
ASSIGNMENT = [
    {"handle": "h:1", "alternates": ["h:2", "h:3"]},
    {"handle": "h:2", "alternates": ["h:3", "h:1"]},
    {"handle": "h:5", "alternates": ["h:6", "h:7"]},
    {"handle": "h:6", "alternates": []},
]
BATCHES = {"t1": ["firm1", "firm2"], "t2": ["firm3"]}
NOW = TeamsNow(SLOTS, ASSIGNMENT, BATCHES)
GOOD = Substitute("rsj", ("law", "food"), "E", ("firm3",))
REQUEST: dict[str, Any] = {
    "at": "2026-11-25T01:00:00Z",
    "reason": "health",
    "requested_by": "检查小组组长",
    "approved_by": "分管负责人",
}


def ask(
    slot: int = 0, to: str = "h:2", person: Substitute = GOOD, now: TeamsNow = NOW, **changes: Any
) -> dict[str, Any]:
    return replace_inspector(now, slot, to, person, **{**REQUEST, **changes})


def entry(**changes: Any) -> dict[str, Any]:
    return {**ask(), **changes}


def told(changed: dict[str, Any], person: Substitute | None = GOOD, now: TeamsNow = NOW) -> list[Refusal]:
    return list(replacement_refusals(now, changed, person))


# ------------------------------------------------------------------------------------------------ what is acceptable


def test_the_acceptable_request_gives_the_object_to_append() -> None:
    assert ask() == {
        "at": "2026-11-25T01:00:00Z",
        "slot": 0,
        "team": "t1",
        "role": "leader",
        "dept": "rsj",
        "from": "h:1",
        "to": "h:2",
        "reason": "health",
        "text": "",
        "by_rank": True,
        "requested_by": "检查小组组长",
        "approved_by": "分管负责人",
        "log": None,
    }
    assert told(ask()) == []


@pytest.mark.parametrize("reason", GROUNDS)
def test_every_ground_of_the_article_is_accepted(reason: str) -> None:
    assert ask(reason=reason, text="说明")["reason"] == reason


def test_the_drawn_list_is_never_edited() -> None:
    before = deepcopy((SLOTS, ASSIGNMENT, BATCHES))
    now = replace(NOW, done=[ask()])
    assert now.serving == ["h:2", "h:2", "h:5", "h:6"]
    assert before == (SLOTS, ASSIGNMENT, BATCHES)
    assert NOW.serving == ["h:1", "h:2", "h:5", "h:6"]


@pytest.mark.parametrize("elig", ["E", "X3"])
def test_whoever_is_back_from_leave_may_step_in(elig: str) -> None:
    ask(person=GOOD._replace(elig=elig))


def test_a_person_at_the_cap_may_be_appointed() -> None:
    """h:2 leads the other team already: the cap does not bind, one team twice does."""
    assert NOW.serving[1] == "h:2"
    assert ask(to="h:2")["team"] == "t1"


def test_rank_means_the_first_alternate_who_does_not_serve_in_the_team() -> None:
    assert ask(to="h:2")["by_rank"] is True
    assert not ask(to="h:3")["by_rank"]
    assert not ask(to="h:9")["by_rank"]
    in_team = replace(NOW, done=[{"slot": 2, "to": "h:2"}])
    assert in_team.next_by_rank(0) == "h:3"
    assert NOW.next_by_rank(3) is None
    everybody = replace(NOW, done=[{"slot": 2, "to": "h:2"}, {"slot": 0, "to": "h:3"}])
    assert everybody.next_by_rank(0) is None


def test_a_second_replacement_starts_from_whoever_serves_now() -> None:
    now = replace(NOW, done=[ask()])
    assert ask(now=now, to="h:3")["from"] == "h:2"
    assert told(entry(to="h:3", by_rank=True), now=now)[0].message == "被更换人不是该岗位现任人员"
    back = ask(now=now, to="h:1")
    assert (back["from"], back["by_rank"]) == ("h:2", False)


# ------------------------------------------------------------------------------------------------------- one change


@pytest.mark.parametrize("slot", [-1, 4, 2**53])
def test_a_slot_that_does_not_exist_is_refused(slot: int) -> None:
    with refused() as asked:
        ask(slot=slot)
    assert asked.only.code == "E15-1"
    assert told(entry(slot=slot)) == [asked.only]
    assert asked.only.message == f"岗位 {slot} 不存在"


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"at": "2026-11-25"}, "E15-1", "时间写法不对"),
        ({"reason": "convenience"}, "E15-1", "不在规定之列"),
        ({"reason": "x" * 500}, "E15-1", "岗位调整、工作冲突、健康状况、执法回避、其他特殊情况"),
        ({"reason": "other"}, "E15-1", "其他特殊情况须写明"),
        ({"approved_by": "股室负责人"}, "E15-2", "须经本部门分管负责人同意"),
        ({"approved_by": ""}, "E15-2", "请报分管负责人"),
        ({"requested_by": "分管负责人"}, "E15-2", "不能由申请人自己同意"),
        ({"requested_by": ""}, "E15-2", "不能由申请人自己同意"),
    ],
)
def test_one_fault_of_the_paperwork_is_refused(changes: dict[str, Any], code: str, words: str) -> None:
    with refused() as asked:
        ask(**changes)
    assert (asked.only.code, asked.only.article) == (code, "第十五条")
    assert words in asked.only.message + asked.only.remedy


@pytest.mark.parametrize(
    ("person", "code", "words"),
    [
        (GOOD._replace(dept="scjgj"), "E15-3", "须为 rsj 部门，具备 law 资格"),
        (GOOD._replace(quals=("food",)), "E15-3", "替换人部门或资格不符"),
        (GOOD._replace(elig="X2"), "E15-3", "替换人状态为 X2，执法证件无效或不可用"),
        (GOOD._replace(elig="X4"), "E15-3", "替换人状态为 X4"),
        (GOOD._replace(recusal=("firm2",)), "E15-4", "回避情形"),
    ],
)
def test_one_thing_that_makes_a_substitute_unfit_is_refused(person: Substitute, code: str, words: str) -> None:
    with refused() as asked:
        ask(person=person)
    assert asked.only.code == code
    assert words in asked.only.message + asked.only.remedy


def test_a_slot_without_a_qualification_asks_for_the_department_only() -> None:
    with refused() as asked:
        ask(slot=2, to="h:9")
    assert asked.only.remedy == "须为 scjgj 部门，具备 一般 资格"


@pytest.mark.parametrize("to", ["h:1", "h:5"])
def test_who_serves_in_the_team_cannot_step_in_there(to: str) -> None:
    with refused() as asked:
        ask(to=to)
    assert asked.only.code == "E15-5"


def test_nobody_behind_the_handle_is_nobody() -> None:
    assert codes(told(entry(), person=None)) == ["E15-3"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"team": "t2"}, "E15-1"),
        ({"role": "member"}, "E15-1"),
        ({"dept": "scjgj"}, "E15-1"),
        ({"from": "h:2"}, "E15-1"),
        ({"by_rank": False}, "by-rank"),
        ({"to": "h:3"}, "by-rank"),
    ],
)
def test_an_object_that_does_not_fit_its_slot_is_told_to_its_reader(changes: dict[str, Any], code: str) -> None:
    assert codes(told(entry(**changes))) == [code]


def test_every_fault_is_told_at_once() -> None:
    with refused() as asked:
        ask(
            to="h:5", person=Substitute("xfdd", (), "X2", ("firm1",)), at="", reason="", requested_by="", approved_by=""
        )
    assert asked.codes == ["E15-1", "E15-1", "E15-2", "E15-5", "E15-3", "E15-3", "E15-4"]
