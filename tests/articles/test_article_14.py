"""第十四条：对象随机抽取后名单不得更改；作废只在派发之前，公开计数，重抽另编次号。

Here: the tables of the road. The draw itself is tested in tests/core/draw.
"""

from shuangsuiji.core.rules import lifecycle
from shuangsuiji.core.rules.lifecycle import BORN, INSPECTION, TASK, offices_of

# The one act that brings an Inspection into being, and the acts that concern people or the whole draw.
KNOWN = {"dispatch", "replace_inspector", "request_replacement", "refuse_replacement", "receive_list"}
CHANGING = ("subject", "replace", "remove", "drop", "swap", "add", "delete", "exchange", "exclude", "list", "edit")


def no_row_changes_the_drawn_list() -> None:
    """No act of any machine adds, removes or exchanges a subject: each act is read by its name and by its label."""
    for machine in lifecycle.MACHINES:
        for row in machine.rows:
            words = row.act.split("_")
            assert row.act in KNOWN or not set(words) & set(CHANGING), row
            assert not any(word in row.label for word in ("删除", "剔除", "增加", "调换", "替换对象")), row


def test_drawn_subject_list_has_no_way_to_change() -> None:
    no_row_changes_the_drawn_list()


def test_an_inspection_comes_into_being_only_by_dispatch() -> None:
    assert [row.act for row in INSPECTION.acts_from(BORN)] == ["dispatch"]


def test_an_inspection_never_leaves_the_road_without_an_outcome() -> None:
    assert INSPECTION.terminal == {"ARCHIVED"}
    assert {row.target for row in INSPECTION.acts_from("PRECHECKED")} == {"NOTIFIED", "NOTICE_EXEMPT", "ENDED", "="}


def test_void_and_abort_end_with_dispatch_and_belong_to_the_principal_head() -> None:
    for act in ("void_draw", "abort_draw"):
        assert {state for state in TASK.states if TASK.row(state, act)} <= {"REGISTRIES_CONFIRMED", "FROZEN", "DRAWN"}
        assert offices_of(TASK, "FROZEN", act) == ("principal_head",)


def test_a_second_draw_needs_the_first_to_be_voided() -> None:
    assert TASK.row("DRAWN", "draw") is None
    assert TASK.row("DISPATCHED", "draw") is None
    void = TASK.row("DRAWN", "void_draw")
    assert void is not None
    assert void.target == "REGISTRIES_CONFIRMED"


def test_replacing_an_inspector_leaves_the_inspection_where_it_is() -> None:
    for state in ("ASSIGNED", "PRECHECKED", "NOTIFIED", "NOTICE_EXEMPT", "ON_SITE"):
        row = INSPECTION.row(state, "replace_inspector")
        assert row is not None
        assert row.target_from(state) == state
    assert INSPECTION.row("SIGNED", "replace_inspector") is None
