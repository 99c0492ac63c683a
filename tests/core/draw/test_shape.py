"""Shapes: a value of the wrong type is told with its place, and everything after may rely on the types.

Source: 40-draw §4, §9 (tables of fields).
"""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core.draw.beacon import DRAND
from shuangsuiji.core.draw.plan import plan_refusals, shape_refusals
from shuangsuiji.core.draw.refusal import Refusal
from shuangsuiji.core.draw.shape import (
    Shape,
    anything,
    boolean,
    either,
    fields,
    integer,
    list_of,
    mapping,
    one_of,
    row_of,
    text,
)
from tests.core.draw import cases

CODE = re.compile(r"[a-z]+")
PAIR = fields({"a": integer(1)}, {"b": text()})


def faults(shape: Shape, value: object, place: str = "x") -> list[str]:
    return list(shape(value, place))


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        (text(), "x"),
        (text(CODE), "abc"),
        (text(CODE, empty=True), ""),
        (integer(0), 0),
        (integer(-5), -5),
        (boolean, False),
        (anything, object()),
        (one_of("a", 1), 1),
        (either(text(), integer(0)), 3),
        (either(text(), integer(0)), "3"),
        (list_of(integer(0)), []),
        (list_of(integer(0), 2), [1, 2]),
        (row_of(text(), integer(0)), ["a", 1]),
        (mapping(CODE, integer(0)), {}),
        (mapping(CODE, integer(0)), {"a": 1}),
        (PAIR, {"a": 1}),
        (PAIR, {"a": 1, "b": "x", "unknown": 1.5}),
    ],
)
def test_a_value_of_its_shape_has_no_fault(shape: Shape, value: object) -> None:
    assert faults(shape, value) == []


@pytest.mark.parametrize(
    ("shape", "value", "told"),
    [
        (text(), 1, ["x 应为文字"]),
        (text(), None, ["x 应为文字"]),
        (text(), "", ["x 不能为空"]),
        (text(CODE), "aB", ["x 写法不合规则：'aB'"]),
        (text(CODE), "ab\n", ["x 写法不合规则：'ab\\n'"]),
        (text(CODE), "A" * 500, [f"x 写法不合规则：{'A' * 70!r}"]),
        (integer(0), True, ["x 应为整数"]),
        (integer(0), 1.0, ["x 应为整数"]),
        (integer(0), "1", ["x 应为整数"]),
        (integer(1), 0, ["x 不能小于 1"]),
        (boolean, 1, ["x 应为 true 或 false"]),
        (boolean, None, ["x 应为 true 或 false"]),
        (one_of("a", "b"), "c", ["x 应为 a、b 之一"]),
        (one_of(1), True, ["x 应为 1 之一"]),
        (either(text(), integer(3)), 2, ["x 不能小于 3"]),
        (list_of(text()), "ab", ["x 应为列表"]),
        (list_of(text(), 1), [], ["x 至少应有 1 项"]),
        (list_of(text()), ["a", 1, ""], ["x[1] 应为文字", "x[2] 不能为空"]),
        (row_of(text(), text()), ["a"], ["x 应为 2 项的列表"]),
        (row_of(text(), text()), ("a", "b"), ["x 应为 2 项的列表"]),
        (row_of(text(), integer(0)), ["a", "b"], ["x[1] 应为整数"]),
        (mapping(CODE, integer(0)), [], ["x 应为对象"]),
        (mapping(CODE, integer(0)), {"A": "1"}, ["x 的键名不合规则：'A'", "x.A 应为整数"]),
        (PAIR, None, ["x 应为对象"]),
        (PAIR, {"b": ""}, ["x.a 缺失", "x.b 不能为空"]),
    ],
)
def test_a_value_of_another_shape_is_told_with_its_place(shape: Shape, value: object, told: list[str]) -> None:
    assert faults(shape, value) == told


def test_the_whole_content_has_no_place_of_its_own() -> None:
    assert faults(PAIR, [], "") == ["内容 应为对象"]
    assert faults(PAIR, {"b": 1}, "") == ["a 缺失", "b 应为文字"]


# ------------------------------------------------------------------------------------------------ the plan's own shape

REQUIRED = [
    "v",
    "suite",
    "task_id",
    "draw_id",
    "title",
    "lead",
    "members",
    "contributors",
    "commit_by",
    "reveal_by",
    "beacon",
    "handles",
]


def test_the_acceptable_plans_have_the_shape_of_a_plan() -> None:
    for plan in (cases.plan(), cases.open_plan(), cases.joint_plan(), cases.subjects_plan(), cases.received_plan()):
        assert list(shape_refusals(plan)) == []


@pytest.mark.parametrize("name", REQUIRED)
def test_a_plan_without_a_required_field_is_refused_by_its_name(name: str) -> None:
    (refusal,) = shape_refusals(cases.plan(**{name: cases.ABSENT}))
    assert refusal == Refusal("plan.shape", "", f"{name} 缺失", "请按抽取方案模板填写", "plan")
    assert refusal.sentence() == f"plan：{name} 缺失。请按抽取方案模板填写"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"v": "ssj-draw/2"}, "v 应为 ssj-draw/1 之一"),
        ({"suite": "MD5"}, "suite 应为 SHA256、SM3 之一"),
        ({"mode": "all"}, "mode 应为 both、subjects、inspectors 之一"),
        ({"lead": "RSJ"}, "lead 写法不合规则：'RSJ'"),
        ({"lead": "-rsj"}, "lead 写法不合规则：'-rsj'"),
        ({"lead": "r" * 65}, f"lead 写法不合规则：{'r' * 65!r}"),
        ({"members": ["scjgj", "市监局"]}, "members[1] 写法不合规则：'市监局'"),
        ({"contributors": "rsj"}, "contributors 应为列表"),
        ({"title": ""}, "title 不能为空"),
        ({"beacon": {"source": "dice/d10"}}, "beacon.round 缺失"),
        ({"beacon": {"source": "dice/d10", "round": 1}}, "beacon.round 应为文字"),
        ({"handles": {"subject": "hidden", "inspector": "sealed"}}, "handles.subject 应为 open、sealed 之一"),
        ({"handles": {"subject": "open", "inspector": "open"}}, "handles.inspector 应为 sealed 之一"),
        ({"strata": []}, "strata 应为对象"),
        ({"strata": {"A 类": {"ratio": "1%"}}}, "strata 的键名不合规则：'A 类'"),
        ({"strata": {"A": {}}}, "strata.A.ratio 缺失"),
        ({"strata": {"A": {"ratio": 0.01}}}, "strata.A.ratio 应为文字"),
        ({"strata": {"A": {"ratio": "1%", "min": -1}}}, "strata.A.min 不能小于 0"),
        ({"strata": {"A": {"ratio": "1%", "below": {"reason": ""}}}}, "strata.A.below.reason 不能为空"),
        ({"alternates": True}, "alternates 应为整数"),
        ({"salt_key_commit": "ABC"}, "salt_key_commit 应为对象"),
        ({"salt_key_commit": {"subject": "0" * 63}}, f"salt_key_commit.subject 写法不合规则：{'0' * 63!r}"),
        ({"risk_classes": "yes"}, "risk_classes 应为 true 或 false"),
        ({"exclusions": {"X0": "规则"}}, "exclusions 的键名不合规则：'X0'"),
        ({"exclusions": {"X100": "规则"}}, "exclusions 的键名不合规则：'X100'"),
        ({"exclusions": {"X1": ""}}, "exclusions.X1 不能为空"),
        ({"teams": {"count": 0, "slots": []}}, "teams.count 不能小于 1"),
        ({"teams": {"count": 1, "slots": [["leader", "rsj"]]}}, "teams.slots[0] 应为 3 项的列表"),
        ({"teams": {"count": 1, "slots": [["leader", "rsj", ["法"]]]}}, "teams.slots[0][2][0] 写法不合规则：'法'"),
        ({"cap_ladder": []}, "cap_ladder 至少应有 1 项"),
        ({"cap_ladder": [0, -1]}, "cap_ladder[1] 不能小于 0"),
        ({"supersedes": {"draw_id": "x"}}, "supersedes.reason 缺失"),
        ({"dispatched": {"draw_id": "", "result_hash": "", "handles": []}}, "dispatched.attrs 缺失"),
        ({"libraries": {"劳动": {"strata": {}}}}, "libraries 的键名不合规则：'劳动'"),
    ],
)
def test_one_field_of_another_shape_is_the_one_that_is_told(changes: dict[str, Any], told: str) -> None:
    assert [refusal.message for refusal in shape_refusals(cases.plan(**changes))] == [told]


# --------------------------------------------------------------------------------------------------------------- fuzz

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=10)
    | st.sampled_from(
        ["", "0", "1" * 5000, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "410928/rsj/1", "drand/x", "5%"]
    )
)
anything_json = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
)
plans = st.builds(
    lambda base, changes: base(**changes),
    st.sampled_from([cases.plan, cases.open_plan, cases.joint_plan, cases.subjects_plan, cases.received_plan]),
    st.dictionaries(st.sampled_from(sorted(cases.plan())), anything_json, min_size=1, max_size=3),
)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(value=anything_json | plans)
def test_whatever_a_plan_is_it_is_answered_with_refusals_and_never_with_a_crash(value: object) -> None:
    shape = list(shape_refusals(value))
    assert all(isinstance(refusal, Refusal) and refusal.sentence() for refusal in shape)
    if not shape:
        rules = list(plan_refusals(value, cases.FLOORS))  # type: ignore[arg-type]
        assert all(isinstance(refusal, Refusal) and refusal.sentence() for refusal in rules)


texts_of_a_plan = st.sampled_from(
    [
        "",
        "0",
        "x",
        "1" * 5000,
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "410928/rsj",
        "5%",
    ]
) | st.text(max_size=8)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(
    base=st.sampled_from([cases.plan, cases.joint_plan, cases.received_plan]),
    changes=st.dictionaries(
        st.sampled_from(["task_id", "draw_id", "title", "commit_by", "reveal_by", "openings_from", "announce"]),
        texts_of_a_plan.filter(bool),
    ),
    beacon=st.fixed_dictionaries(
        {
            "source": st.sampled_from([DRAND, "cwl/ssq", "dice/d10", "x"]),
            "round": texts_of_a_plan.filter(bool) | st.integers(1, 10**14).map(str),
            "not_before": texts_of_a_plan,
            "digits": scalars,
        }
    ),
    ratio=texts_of_a_plan.filter(bool),
)
def test_any_text_in_any_place_of_a_well_shaped_plan_is_answered_with_refusals(
    base: Any, changes: dict[str, str], beacon: dict[str, Any], ratio: str
) -> None:
    plan = base(**changes, beacon=beacon)
    for strata in (plan.get("strata", {}), *(part["strata"] for part in plan.get("libraries", {}).values())):
        for rule in strata.values():
            rule["ratio"] = ratio
    assert list(shape_refusals(plan)) == []
    assert all(isinstance(refusal, Refusal) for refusal in plan_refusals(plan, cases.FLOORS))
