"""The plan's rules: from the one acceptable plan, one thing is changed, and the refusal names article and remedy.

Source: 40-draw §4; 第六条（二）（三）, 第九条, 第十条, 第十一条, 第十二条, 第十四条, 第十六条.
"""

from collections.abc import Callable
from typing import Any

import pytest

from shuangsuiji.core.canonical import CanonicalError
from shuangsuiji.core.draw.beacon import DRAND, SSQ
from shuangsuiji.core.draw.plan import (
    draws_subjects,
    draws_teams,
    is_departmental,
    is_rehearsal,
    key_commitment,
    libraries_of,
    mode_of,
    plan_hash,
    plan_refusals,
    sealed_kinds,
    shape_refusals,
)
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal, refuse_any
from tests.core.draw import cases
from tests.core.draw.cases import ABSENT, FLOORS, SHA256, SM3, TASK

pytestmark = pytest.mark.article("第十四条")

LEADER, MEMBER = ["leader", "rsj", ["law"]], ["member", "scjgj", []]
ALL_PLANS = (cases.plan, cases.open_plan, cases.joint_plan, cases.subjects_plan, cases.received_plan)


def told(plan: dict[str, Any]) -> list[Refusal]:
    assert list(shape_refusals(plan)) == []
    return list(plan_refusals(plan, FLOORS))


@pytest.mark.parametrize("make", ALL_PLANS, ids=lambda make: make.__name__)
def test_the_acceptable_plans_are_accepted(make: Callable[..., dict[str, Any]]) -> None:
    assert told(make()) == []


# ------------------------------------------------------------------------------------------------------- one change


def strata(**rules: dict[str, Any]) -> dict[str, Any]:
    return {**cases.plan()["strata"], **rules}


def beacon(**changes: Any) -> dict[str, Any]:
    members = {**cases.plan()["beacon"], **changes}
    return {name: value for name, value in members.items() if value is not ABSENT}


def dispatched(**changes: Any) -> dict[str, Any]:
    members = {**cases.received_plan()["dispatched"], **changes}
    return {name: value for name, value in members.items() if value is not ABSENT}


def teams(*slots: list[Any]) -> dict[str, Any]:
    return {"count": 2, "slots": list(slots)}


REFUSED: list[tuple[Callable[..., dict[str, Any]], dict[str, Any], str, str, str]] = [
    # which plan, what is changed, code, article, words of the remedy or message
    (cases.plan, {"task_id": "410928"}, "plan.task-id", "第十四条", "区划代码/部门/年度/任务"),
    (cases.plan, {"task_id": "41092８/rsj"}, "plan.task-id", "第十四条", "写法不对"),
    (cases.plan, {"task_id": TASK + "\n"}, "plan.task-id", "第十四条", "写法不对"),
    (cases.plan, {"task_id": "410928/a/b/c/d/e/f"}, "plan.task-id", "第十四条", "写法不对"),
    (cases.plan, {"draw_id": TASK}, "plan.draw-id", "第十四条", "请从 1 起连续编号"),
    (cases.plan, {"draw_id": TASK + "/0"}, "plan.draw-id", "第十四条", "应为任务编号加 /次数"),
    (cases.plan, {"draw_id": TASK + "/01"}, "plan.draw-id", "第十四条", "应为任务编号加 /次数"),
    (cases.plan, {"draw_id": TASK + "/１"}, "plan.draw-id", "第十四条", "应为任务编号加 /次数"),
    (cases.plan, {"draw_id": TASK + "/" + "1" * 5000}, "plan.draw-id", "第十四条", "应为任务编号加 /次数"),
    (cases.plan, {"draw_id": "410928/rsj/2026/qita/1"}, "plan.draw-id", "第十四条", "应为任务编号加 /次数"),
    (cases.plan, {"draw_id": "rehearsal/" + TASK + "/1"}, "plan.draw-id", "第十四条", "应为任务编号加 /次数"),
    (cases.plan, {"title": "D类企业抽查"}, "plan.title", "第六条（二）", "请删去名称中的类别"),
    (cases.plan, {"title": "信用C级用人单位抽查"}, "plan.title", "第六条（二）", "不能出现信用风险类别"),
    (cases.plan, {"contributors": ["rsj"]}, "plan.contributors", "第十四条", "现为 1 方"),
    (cases.plan, {"contributors": []}, "plan.contributors", "第十四条", "现为 0 方"),
    (cases.plan, {"contributors": ["rsj", "rsj"]}, "plan.contributors", "第十四条", "请加入机关纪检、办公室等另一方"),
    (cases.plan, {"contributors": ["rsj", "a", "rsj"]}, "plan.contributors", "第十四条", "互不相同"),
    (cases.plan, {"members": ["scjgj", "rsj"]}, "plan.members", "第十一条", "请核对 lead 与 members"),
    (cases.plan, {"members": ["scjgj", "scjgj"]}, "plan.members", "第十一条", "参与部门重复"),
    (cases.plan, {"commit_by": "2026-11-20 02:00"}, "plan.times", "第十四条", "应如 2026-11-20T02:00:00Z"),
    (cases.plan, {"commit_by": "2026-02-30T02:00:00Z"}, "plan.times", "第十四条", "写法不对"),
    (cases.plan, {"reveal_by": "2026-11-20T03:00:00+08:00"}, "plan.times", "第十四条", "写法不对"),
    (cases.plan, {"reveal_by": "2026-11-20T03:00:00.5Z"}, "plan.times", "第十四条", "写法不对"),
    (cases.plan, {"reveal_by": "2016-12-31T23:59:60Z"}, "plan.times", "第十四条", "写法不对"),
    (cases.plan, {"commit_by": "2026-11-20T03:00:00Z"}, "plan.times", "第十四条", "承诺截止须早于揭示截止"),
    (cases.plan, {"commit_by": "2026-11-20T03:00:01Z"}, "plan.times", "第十四条", "请调整 commit_by 与 reveal_by"),
    (cases.plan, {"strata": ABSENT}, "plan.strata", "第十四条", "须有且只有一个"),
    (cases.plan, {"libraries": cases.joint_plan()["libraries"]}, "plan.strata", "第十四条", "须有且只有一个"),
    (cases.plan, {"strata": {}}, "plan.strata", "第六条（三）", "没有分层"),
    (cases.joint_plan, {"libraries": {"a": {"strata": {"x": {"ratio": "1%"}}}}}, "plan.libraries", "第九条", "请用 strata"),
    (cases.joint_plan, {"libraries": {"a": {"strata": {"x": {"ratio": "1%"}}}, "b": {"strata": {}}}}, "plan.strata", "第六条（三）", "对象库 b 没有分层"),
    (cases.received_plan, {"strata": {"x": {"ratio": "1%"}}}, "plan.strata", "第十四条", "请删去 strata、libraries"),
    (cases.received_plan, {"libraries": {}}, "plan.strata", "第十四条", "只抽执法检查人员时不设对象库"),
    (cases.plan, {"strata": strata(B={"ratio": "0%"})}, "plan.ratio", "第六条（三）", "比例不能为 0"),
    (cases.plan, {"strata": strata(B={"ratio": "101%"})}, "plan.ratio", "第六条（三）", "超过 100%"),
    (cases.plan, {"strata": strata(B={"ratio": "３%"})}, "plan.ratio", "第六条（三）", "写法不对"),
    (cases.plan, {"strata": strata(B={"ratio": "1e308%"})}, "plan.ratio", "第六条（三）", "写法不对"),
    (cases.plan, {"strata": strata(B={"ratio": "2.999999%"})}, "plan.floor", "第六条（三）", "比例 2.999999% 低于 3%"),
    (cases.plan, {"strata": strata(D={"ratio": "19%"})}, "plan.floor", "第六条（三）", "须写明理由并经分管负责人批准"),
    (cases.plan, {"strata": strata(D={"ratio": "19%", "below": {"reason": "试点"}})}, "plan.floor", "第六条（三）", "approved_by"),
    (cases.plan, {"strata": strata(D={"ratio": "19%", "below": {"approved_by": "分管负责人"}})}, "plan.floor", "第六条（三）", "reason"),
    (cases.plan, {"risk_classes": ABSENT}, "plan.risk-classes", "第六条（二）", "请补充 risk_classes"),
    (cases.plan, {"risk_classes": False}, "plan.risk-classes", "第六条（二）", "请补充 risk_classes"),
    (cases.plan, {"exclusions": {"E": "可抽"}}, "plan.exclusions", "第九条", "请删去 exclusions 中的 E"),
    (cases.plan, {"salt_key_commit": {"subject": "0" * 64}}, "plan.salt-key", "第十条", "缺少 inspector 封存密钥的承诺值"),
    (cases.plan, {"salt_key_commit": {"inspector": "0" * 64}}, "plan.salt-key", "第十条", "缺少 subject 封存密钥的承诺值"),
    (cases.open_plan, {"salt_key_commit": ABSENT}, "plan.salt-key", "第十条", "只有一类封存时为一个值"),
    (cases.open_plan, {"salt_key_commit": {"inspector": "0" * 64}}, "plan.salt-key", "第十条", "缺少 inspector"),
    (cases.plan, {"openings_from": ABSENT}, "plan.openings", "第十九条（二）", "应晚于最后一次计划检查日期"),
    (cases.plan, {"openings_from": "2026-12-31"}, "plan.openings", "第十九条（二）", "openings_from"),
    (cases.plan, {"cap_ladder": [1, 2]}, "plan.cap-ladder", "第十六条", "如 [0,1,2]"),
    (cases.plan, {"cap_ladder": [0, 2, 2]}, "plan.cap-ladder", "第十六条", "从 0 起严格递增"),
    (cases.subjects_plan, {"cap_ladder": [0, 2, 1]}, "plan.cap-ladder", "第十六条", "从 0 起严格递增"),
    (cases.plan, {"teams": ABSENT}, "plan.teams", "第十六条", "请写明组数和各组岗位"),
    (cases.received_plan, {"teams": ABSENT}, "plan.teams", "第十六条", "请写明组数和各组岗位"),
    (cases.plan, {"teams": {**teams(LEADER, MEMBER), "count": 10_001}}, "plan.teams", "第十六条", "至多 10000 组"),
    (cases.plan, {"teams": teams(LEADER, ["member", "xfdd", []])}, "plan.slots", "第十六条", "岗位部门 xfdd 不是发起部门或参与部门"),
    (cases.plan, {"teams": teams(["leader", "scjgj", []], MEMBER)}, "plan.leader", "第十六条", "组长须为发起部门 rsj 的执法检查人员"),
    (cases.plan, {"teams": teams(MEMBER, MEMBER)}, "plan.leader", "第十六条", "每组须有且只有一个组长岗位，现为 0 个"),
    (cases.plan, {"teams": teams(LEADER, LEADER)}, "plan.leader", "第十六条", "现为 2 个"),
    (cases.plan, {"teams": teams(LEADER)}, "plan.slots", "第十六条", "每组岗位不得少于 2 个，现为 1 个"),
    (cases.received_plan, {"dispatched": ABSENT}, "plan.dispatched", "第十二条", "请从已抽取的任务或上级名单生成"),
    (cases.received_plan, {"dispatched": dispatched(handles=dispatched()["handles"][::-1])}, "plan.dispatched", "第十二条", "须按编码排序"),
    (cases.received_plan, {"dispatched": dispatched(handles=dispatched()["handles"][:1] * 2)}, "plan.dispatched", "第十二条", "不重复"),
    (cases.received_plan, {"dispatched": dispatched(attrs=["0" * 64])}, "plan.dispatched", "第十二条", "与 attrs 一一对应"),
    (cases.received_plan, {"dispatched": dispatched(draw_id=TASK + "/9")}, "plan.dispatched", "第十二条", "须同时填写或同时为空"),
    (cases.received_plan, {"dispatched": dispatched(result_hash="0" * 64)}, "plan.dispatched", "第十二条", "须同时填写或同时为空"),
    (cases.received_plan, {"dispatched": dispatched(source=ABSENT)}, "plan.dispatched", "第十二条", "请补充 dispatched.source"),
    (cases.plan, {"supersedes": {"draw_id": TASK + "/1", "reason": "x"}}, "plan.supersedes", "第十四条", "较早的抽取编号"),
    (cases.plan, {"supersedes": {"draw_id": "410928/rsj/2026/qita/1", "reason": "x"}}, "plan.supersedes", "第十四条", "同一任务"),
    (cases.plan, {"supersedes": {"draw_id": "?", "reason": "x"}}, "plan.supersedes", "第十四条", "请核对作废或中止的抽取编号"),
    (cases.plan, {"beacon": beacon(source="local/random")}, "beacon.source", "第十四条", "请选用 drand quicknet、双色球或十面骰"),
    (cases.plan, {"beacon": beacon(source="drand/" + "0" * 64)}, "beacon.source", "第十四条", "不在协议所列三种之内"),
    (cases.plan, {"beacon": beacon(round="01")}, "beacon.round", "第十四条", "不带前导零"),
    (cases.plan, {"beacon": beacon(round="１")}, "beacon.round", "第十四条", "写法不对"),
    (cases.plan, {"beacon": beacon(round="1" * 5000)}, "beacon.round", "第十四条", "写法不对"),
    (cases.plan, {"beacon": beacon(source=SSQ, round="202613")}, "beacon.round", "第十四条", "双色球为七位期号"),
    (cases.plan, {"beacon": beacon(source=DRAND, round="80000000001")}, "beacon.round", "第十四条", "写法不对"),
    (cases.plan, {"beacon": beacon(source=DRAND, round="1")}, "beacon.early", "第十四条", "请改用更晚的期号"),
    (cases.plan, {"beacon": beacon(not_before=ABSENT)}, "beacon.not-before", "第十四条", "请填写开奖停售时间或投掷时间"),
    (cases.plan, {"beacon": beacon(not_before=1764000000)}, "beacon.not-before", "第十四条", "not_before"),
    (cases.plan, {"beacon": beacon(not_before="2026-11-20T03:00:00Z")}, "beacon.early", "第十四条", "请将 not_before 定在 reveal_by 之后"),
    (cases.plan, {"beacon": beacon(digits=ABSENT)}, "beacon.digits", "第十四条", "请补充 beacon.digits"),
    (cases.plan, {"beacon": beacon(digits=7)}, "beacon.digits", "第十四条", "8—64 的整数"),
    (cases.plan, {"beacon": beacon(digits=65)}, "beacon.digits", "第十四条", "8—64 的整数"),
    (cases.plan, {"beacon": beacon(digits="20")}, "beacon.digits", "第十四条", "8—64 的整数"),
    (cases.plan, {"beacon": beacon(digits=True)}, "beacon.digits", "第十四条", "8—64 的整数"),
]  # fmt: skip


def _name(value: object) -> str:
    return getattr(value, "__name__", "")


@pytest.mark.parametrize(("make", "changes", "code", "article", "words"), REFUSED, ids=_name)
def test_one_change_is_refused_with_its_article_and_its_way_out(
    make: Callable[..., dict[str, Any]], changes: dict[str, Any], code: str, article: str, words: str
) -> None:
    refusals = told(make(**changes))
    assert cases.codes(refusals).count(code) == 1
    refusal = next(refusal for refusal in refusals if refusal.code == code)
    assert refusal.article == article
    assert words in refusal.message + refusal.remedy
    assert refusal.remedy
    assert refusal.sentence().endswith(f"（{article}）。{refusal.remedy}")


@pytest.mark.parametrize(("make", "changes", "code", "article", "words"), REFUSED, ids=_name)
def test_one_change_is_refused_for_that_one_reason(
    make: Callable[..., dict[str, Any]], changes: dict[str, Any], code: str, article: str, words: str
) -> None:
    """A change of the task's id or of teams may break two rules at once; nothing else is ever told besides."""
    companions = {code, "plan.draw-id", "plan.leader", "plan.slots"} if {"task_id", "teams"} & set(changes) else {code}
    assert set(cases.codes(told(make(**changes)))) <= companions


def test_two_changes_are_told_together() -> None:
    refusals = told(cases.plan(title="A类企业", contributors=["rsj"], openings_from=ABSENT))
    assert cases.codes(refusals) == ["plan.title", "plan.contributors", "plan.openings"]
    with pytest.raises(DrawRefused) as caught:
        refuse_any(refusals)
    assert f"{caught.value}".splitlines() == [refusal.sentence() for refusal in refusals]
    assert caught.value.refusals == tuple(refusals)


def test_a_refusal_without_article_and_place_is_a_plain_sentence() -> None:
    assert Refusal("x", "", "写法不对", "请改正").sentence() == "写法不对。请改正"
    refuse_any([])


# ------------------------------------------------------------------------------------------------ what is acceptable


@pytest.mark.parametrize(
    ("make", "changes"),
    [
        (cases.plan, {"unknown": {"future": [1, None]}}),
        (cases.plan, {"title": "示例县ABCD抽查"}),
        (cases.plan, {"members": []}),
        (cases.plan, {"strata": strata(D={"ratio": "19%", "below": {"reason": "试点", "approved_by": "分管负责人"}})}),
        (cases.plan, {"strata": strata(D={"ratio": "20.000000%"})}),
        (cases.plan, {"strata": strata(other={"ratio": "0.000001%"}), "risk_classes": ABSENT}),
        (cases.plan, {"alternates": 0, "announce": "after"}),
        (cases.plan, {"cap_ladder": ABSENT}),
        (cases.plan, {"draw_id": TASK + "/3", "supersedes": {"draw_id": TASK + "/2", "reason": {"code": "plan"}}}),
        (cases.plan, {"beacon": beacon(not_before="2026-11-20T03:00:01Z", digits=8)}),
        (cases.plan, {"beacon": beacon(source=SSQ, round="2026135")}),
        (cases.plan, {"beacon": {"source": DRAND, "round": "80000000000"}}),
        (cases.plan, {"mode": "both"}),
        (cases.open_plan, {"openings_from": ABSENT}),
        (cases.received_plan, {"dispatched": dispatched(draw_id=TASK + "/1", result_hash="0" * 64, source=ABSENT)}),
    ],
)
def test_what_the_protocol_leaves_free_is_accepted(
    make: Callable[..., dict[str, Any]], changes: dict[str, Any]
) -> None:
    if changes.get("members") == []:
        changes = {**changes, "teams": teams(LEADER, ["member", "rsj", []])}
    assert told(make(**changes)) == []


def test_drand_must_come_six_hundred_seconds_after_the_reveals() -> None:
    """The first round of quicknet at or after reveal_by + 600 s is accepted, the one before it is not."""
    # quicknet: genesis 1692803367, a round every 3 s; 2026-11-20T03:10:00Z is 1795144200.
    first = (1795144200 - 1692803367) // 3 + 1
    assert told(cases.plan(beacon={"source": DRAND, "round": f"{first}"})) == []
    before = told(cases.plan(beacon={"source": DRAND, "round": f"{first - 1}"}))
    assert cases.codes(before) == ["beacon.early"]


# ------------------------------------------------------------------------------------------- one department's people


def departmental(**changes: Any) -> dict[str, Any]:
    task = TASK + "/scjgj"
    return cases.received_plan(
        **{
            "task_id": task,
            "draw_id": task + "/1",
            "teams": teams(["member", "scjgj", []]),
            "dispatched": dispatched(draw_id=TASK + "/1", result_hash="0" * 64),
            **changes,
        }
    )


def test_a_department_may_draw_its_own_people_without_a_leader() -> None:
    assert is_departmental(departmental())
    assert told(departmental()) == []


@pytest.mark.parametrize(
    ("slots", "words"),
    [([], "岗位 0 个"), ([["leader", "rsj", []], ["leader", "rsj", []]], "每组组长岗位 2 个")],
)
def test_a_department_needs_a_slot_and_at_most_one_leader(slots: list[Any], words: str) -> None:
    task = TASK + "/rsj"
    refusals = told(departmental(task_id=task, draw_id=task + "/1", teams=teams(*slots)))
    assert [(refusal.code, words in refusal.message) for refusal in refusals] == [("plan.leader", True)]


@pytest.mark.parametrize(
    "changes",
    [
        {"task_id": TASK, "draw_id": TASK + "/1"},
        {"teams": teams(["member", "scjgj", []], ["member", "rsj", []])},
        {"mode": "both"},
        {"members": ["xfdd"]},
    ],
    ids=["not its task", "another's people", "another mode", "not a member"],
)
def test_who_is_not_one_department_drawing_its_own_people_keeps_all_the_rules(changes: dict[str, Any]) -> None:
    assert not is_departmental(departmental(**changes))


# --------------------------------------------------------------------------------------------------- what it decides


def test_mode_and_libraries() -> None:
    assert [mode_of(make()) for make in ALL_PLANS] == ["both", "both", "both", "subjects", "inspectors"]
    assert [(draws_subjects(make()), draws_teams(make())) for make in ALL_PLANS] == [
        (True, True),
        (True, True),
        (True, True),
        (True, False),
        (False, True),
    ]
    assert libraries_of(cases.plan()) == {"": cases.plan()["strata"]}
    assert list(libraries_of(cases.joint_plan())) == ["laodong", "xiaofang"]
    assert libraries_of(cases.received_plan()) == {}


def test_libraries_come_in_byte_order_whatever_the_order_of_the_plan() -> None:
    part = {"strata": {"x": {"ratio": "1%"}}}
    assert list(libraries_of(cases.joint_plan(libraries={"b": part, "10": part, "a": part, "9": part}))) == [
        "10",
        "9",
        "a",
        "b",
    ]


def test_which_keys_a_plan_commits_to() -> None:
    both = {"handles": {"subject": "sealed", "inspector": "sealed"}}
    assert sealed_kinds(cases.plan()) == ["subject", "inspector"]
    assert sealed_kinds(cases.open_plan()) == ["inspector"]
    assert sealed_kinds(cases.subjects_plan()) == ["subject"]
    assert sealed_kinds(cases.received_plan()) == ["inspector"]
    assert sealed_kinds(cases.received_plan(**both)) == ["subject", "inspector"]
    assert sealed_kinds(cases.received_plan(**both, dispatched=ABSENT)) == ["inspector"]
    assert sealed_kinds({**cases.open_plan(), "mode": "subjects"}) == []


def test_a_single_key_is_committed_to_as_a_text_and_two_as_an_object() -> None:
    plan = cases.plan()
    assert key_commitment(plan, "subject") == plan["salt_key_commit"]["subject"]
    assert key_commitment(cases.subjects_plan(), "subject") == cases.subjects_plan()["salt_key_commit"]
    assert key_commitment(cases.plan(salt_key_commit="0" * 64), "subject") is None
    assert key_commitment(cases.subjects_plan(salt_key_commit={"subject": "0" * 64}), "subject") is None


def test_a_rehearsal_is_known_by_its_task() -> None:
    assert is_rehearsal(cases.plan(task_id="rehearsal/" + TASK))
    assert not is_rehearsal(cases.plan())
    rehearsal = cases.plan(task_id="rehearsal/" + TASK, draw_id=f"rehearsal/{TASK}/1")
    assert told(rehearsal) == []
    assert plan_hash(SHA256, rehearsal) != plan_hash(SHA256, cases.plan())


# -------------------------------------------------------------------------------------------------------- its digest


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value of a plan that is not a list or object itself, and of every member of an empty one."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = [place for name, member in members for place in _leaves(member, (*path, name))]
    return inner or [path]


def _changed(value: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return f"{value}x" if isinstance(value, str) else [value]
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _changed(value[path[0]], path[1:])
    return copy


@pytest.mark.parametrize("path", _leaves(cases.plan()), ids=lambda path: ".".join(map(str, path)))
def test_a_change_of_any_value_of_the_plan_changes_its_hash(path: tuple[Any, ...]) -> None:
    changed = _changed(cases.plan(), path)
    assert changed != cases.plan()
    assert plan_hash(SHA256, changed) != plan_hash(SHA256, cases.plan())


def test_the_order_of_keys_does_not_count_and_an_unknown_key_does() -> None:
    plan = cases.plan()
    assert plan_hash(SHA256, dict(reversed(plan.items()))) == plan_hash(SHA256, plan)
    assert plan_hash(SHA256, {**plan, "note": ""}) != plan_hash(SHA256, plan)
    assert plan_hash(SM3, plan) != plan_hash(SHA256, plan)


def test_a_plan_that_has_no_canonical_form_has_no_hash() -> None:
    with pytest.raises(CanonicalError):
        plan_hash(SHA256, cases.plan(title="e\u0301"))
    with pytest.raises(CanonicalError):
        plan_hash(SHA256, cases.plan(budget=1.5))
