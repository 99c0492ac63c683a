"""The policy file: read strictly, so that a typing error shuts a door instead of opening one."""

import json
from typing import Any

import pytest

from shuangsuiji.web.components.policy import ADMINISTRATORS, ROLES, Policy, PolicyError, load_policy

GOOD: dict[str, Any] = {"view": "tasks:draw", "methods": ["POST"], "roles": ["clerk"]}
WITH_STATE = {**GOOD, "machine": "TASK", "act": "draw", "record": "shuangsuiji.web.office.tasks.views.task_of"}


def toml(*rows: dict[str, Any]) -> str:
    """Rows as the file writes them; JSON writes these values as TOML does."""
    return "\n".join(
        "\n".join(["[[row]]", *(f"{name} = {json.dumps(value)}" for name, value in row.items())]) for row in rows
    )


def refused(**changes: Any) -> str:
    """The one acceptable row with a change; what is said about it."""
    row = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    with pytest.raises(PolicyError) as caught:
        load_policy(toml(row))
    return str(caught.value)


def test_the_acceptable_row_is_accepted() -> None:
    policy = load_policy(toml(GOOD))
    assert policy.row_for("tasks:draw", "POST", frozenset({"clerk"})) == policy.rows[0]


def test_the_roles_are_the_offices_without_the_inspected_party_and_the_three_administrators() -> None:
    assert "subject" not in ROLES
    assert set(ADMINISTRATORS) < ROLES
    assert {"anybody", "signed_in", "clerk", "auditor", "team_leader"} < ROLES


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"view": None}, "缺少 view"),
        ({"methods": None}, "缺少 methods"),
        ({"roles": None}, "缺少 roles"),
        ({"view": ""}, "view"),
        ({"view": "tasks.views.draw"}, "不是网址名称"),
        ({"view": "Tasks:draw"}, "不是网址名称"),
        ({"methods": []}, "methods"),
        ({"methods": ["DELETE"]}, "不认识方法 DELETE"),
        ({"methods": ["POST", "POST"]}, "methods"),
        ({"roles": []}, "roles"),
        ({"roles": ["clark"]}, "不认识角色 clark"),
        ({"roles": ["subject"]}, "不认识角色 subject"),
        ({"roles": ["anybody", "clerk"]}, "只能单独使用"),
        ({"roles": ["signed_in", "clerk"]}, "只能单独使用"),
        ({"role": "clerk"}, "role 不认识"),
        ({"shared": False}, "shared"),
        ({"shared": True}, "shared 只用于任何人可 GET 的页面"),
        ({"key": "none"}, "why"),
        ({"why": "无害"}, "why"),
        ({"key": "any", "why": "无害"}, "key 只能是 none"),
        ({"key": "none", "why": "无害", "methods": ["GET"]}, "只用于 POST"),
        ({"machine": "TASK"}, "应同时写明"),
        ({"act": "draw"}, "应同时写明"),
        ({"record": "a.b"}, "应同时写明"),
        ({"machine": "TASKS", "act": "draw", "record": "a.b"}, "应同时写明"),
        ({"machine": "TASK", "act": "draw", "record": "task_of"}, "应同时写明"),
        ({"machine": "TASK", "record": "a.b"}, "没有对已有记录的动作"),
        ({"machine": "TASK", "act": "redraw", "record": "a.b"}, "没有对已有记录的动作 redraw"),
        ({"machine": "TASK", "act": "create_task", "record": "a.b"}, "没有对已有记录的动作 create_task"),
        ({"machine": "TASK", "act": "void_draw", "record": "a.b"}, "void_draw 不由 clerk 办理"),
    ],
)
def test_any_other_row_is_refused_with_its_number_and_reason(changes: dict[str, Any], words: str) -> None:
    told = refused(**changes)
    assert words in told
    assert "第 1 行" in told


@pytest.mark.parametrize("text", ["", "row = 3", "[[rows]]\nview='a'", "[[row]", "title = 'x'\n[[row]]\nview='a'"])
def test_any_other_file_is_refused(text: str) -> None:
    with pytest.raises(PolicyError):
        load_policy(text)


def test_two_rows_may_not_speak_of_one_cell() -> None:
    with pytest.raises(PolicyError, match="出现了两次"):
        load_policy(toml(GOOD, {**GOOD, "methods": ["GET", "POST"]}))


def test_two_rows_may_share_a_page_between_roles() -> None:
    policy = load_policy(toml(GOOD, {**GOOD, "roles": ["deputy_head"]}))
    assert len(policy.declared("tasks:draw", "POST")) == 2
    row = policy.row_for("tasks:draw", "POST", frozenset({"deputy_head", "anybody"}))
    assert row is policy.rows[1]


def test_an_act_may_be_given_to_its_office_and_to_the_one_above() -> None:
    signing = {**WITH_STATE, "act": "withdraw_task"}
    for office in ("deputy_head", "principal_head"):
        assert load_policy(toml({**signing, "roles": [office]})).rows[0].table.name == "TASK"
    with pytest.raises(PolicyError, match="不由 section_head 办理"):
        load_policy(toml({**signing, "roles": ["section_head"]}))


def test_what_is_not_declared_has_no_row() -> None:
    policy = load_policy(toml(GOOD))
    assert policy.declared("tasks:draw", "GET") == ()
    assert policy.declared("tasks:other", "POST") == ()
    assert policy.row_for("tasks:draw", "POST", frozenset({"anybody"})) is None


def test_head_is_a_get_and_nothing_else_is() -> None:
    policy = load_policy(toml({**GOOD, "methods": ["GET"]}))
    assert policy.declared("tasks:draw", "HEAD") == policy.rows
    assert policy.declared("tasks:draw", "OPTIONS") == ()


def test_a_policy_of_no_rows_lets_nobody_in() -> None:
    assert Policy.of(()).row_for("door", "GET", ROLES) is None
