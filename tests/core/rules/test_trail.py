"""L10: an honest log folds without a word; each refusal starts from an honest story and changes or adds one entry.

Source: 50-ledger §9, 20-house §4, 40-draw §5.
"""

import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core.draw import ceremony
from shuangsuiji.core.rules import trail_steps
from shuangsuiji.core.rules.event_shapes import WORDS
from shuangsuiji.core.rules.events import TYPES, types_of
from shuangsuiji.core.rules.lifecycle import BORN
from shuangsuiji.core.rules.lifecycle import TASK as TASK_MACHINE
from shuangsuiji.core.rules.trail import Mark, Trail, fold
from shuangsuiji.core.rules.trail_steps import (
    ABORTED,
    BACKLINKS,
    DRAW_STATES,
    DRAW_STEPS,
    DRAWN,
    FROZEN,
    MOVES,
    PLANNED,
    REVEALED,
    SEEDED,
    VOID,
    WINDOWS,
)
from shuangsuiji.core.tlog import leaves
from tests.core.rules.honest_log import (
    CONTRIBUTORS,
    TASK,
    Story,
    archived,
    breaches,
    by,
    committed,
    confirmed,
    created,
    digest,
    dispatched,
    drawn,
    frozen,
    given_up,
    inspected,
    number,
    outcome,
    planned,
    published,
    revealed,
    rules,
    seeded,
    started,
    woven,
)

DRAW = f"{TASK}/1"
NEW_ID = "01936d2e-5b1c-7a2b-8c3d-ffffffffffff"
REAUDIT = "410928/rsj/reaudit/2026q3"


# ---------------------------------------------------------------------------------------------------------------- honest


def an_honest_log_raises_nothing() -> None:
    """From the making of a task to its archive, with an aborted, a voided and a side draw."""
    story = archived()
    story.check()
    assert [f"{breach}" for breach in breaches(story)] == []


def test_an_honest_log_raises_nothing() -> None:
    an_honest_log_raises_nothing()


def test_the_public_state_is_told() -> None:
    trail = archived().folded().trail
    task = trail.tasks[TASK]
    assert (task.state, task.furthest, task.results) == ("ARCHIVED", "ARCHIVED", 3)
    assert task.dispatched == {"rsj": 2, "scjg": 1}
    states = {draw.draw_id: draw.state for draw in trail.draws.values()}
    assert states == {f"{TASK}/1": ABORTED, f"{TASK}/2": VOID, f"{TASK}/3": DRAWN, f"{TASK}/scjg/1": DRAWN}
    assert task.draws == list(states)
    assert (trail.size, trail.counts["draw.voided"], task.counts["draw.voided"]) == (len(archived().told), 1, 1)


def test_a_void_leads_back_and_the_furthest_step_is_remembered() -> None:
    story = seeded(confirmed(), DRAW).say("draw.result", outcome(DRAW)).say("draw.voided", given_up(DRAW))
    task = story.folded().trail.tasks[TASK]
    assert (task.state, task.furthest) == ("REGISTRIES_CONFIRMED", "DRAWN")
    story.say("task.withdrawn", by("deputy_head", reason="任务由上级统一组织"))
    task = story.folded().trail.tasks[TASK]
    assert (task.state, task.furthest) == ("WITHDRAWN", "DRAWN")
    assert breaches(story.say("task.published", by())) == []


def test_a_scheme_may_be_revised_between_draws_and_signed_anew() -> None:
    story = frozen(planned(confirmed(), DRAW), DRAW).say("draw.aborted", given_up(DRAW))
    story.say("scheme.revised", by()).say("scheme.signed", by())
    story.say("roster.confirmed", {"task_id": TASK, "count": 1, "office": "registry_keeper", "kind": "both"})
    assert rules(planned(story, f"{TASK}/2")) == []


def test_a_received_list_is_drawn_for_people_only_and_dispatched() -> None:
    story = confirmed().say("list.received", by())
    planned(story, DRAW, mode="inspectors")
    revealed(committed(frozen(story, DRAW, ["inspector"]), DRAW), DRAW).say("draw.seeded", number(DRAW))
    story.say("draw.result", {**outcome(DRAW), "selection_hash": ""})
    story.say("dispatch.sent", {"task_id": TASK, "department": "rsj", "count": 9}, ("follows", "draw.result"))
    assert rules(story) == []
    assert story.folded().trail.tasks[TASK].state == "DISPATCHED"


def test_people_may_be_drawn_again_where_the_first_draw_found_no_team() -> None:
    story = seeded(confirmed(), DRAW).say("draw.result", outcome(DRAW))
    for ordinal in (2, 3):
        draw = f"{TASK}/{ordinal}"
        planned(story, draw, mode="inspectors")
        revealed(committed(frozen(story, draw, ["inspector"]), draw), draw).say("draw.seeded", number(draw))
        story.say("draw.result", outcome(draw), name=f"{ordinal}")
    assert rules(story) == []
    assert story.folded().trail.tasks[TASK].state == "DRAWN"


def test_a_reaudit_and_a_rehearsal_need_no_task() -> None:
    for series in (REAUDIT, f"rehearsal/{TASK}"):
        story = seeded(started(), f"{series}/1").say("draw.result", outcome(f"{series}/1"))
        story.say("draw.opened", {"draw_id": f"{series}/1", "kind": "audit", "count": 1})
        assert rules(story) == []
        assert story.folded().trail.draws[f"{series}/1"].task_id is None


def test_a_plan_that_names_no_contributors_waits_for_those_who_committed() -> None:
    story = committed(frozen(planned(confirmed(), DRAW, contributors=None, source=None, round=None), DRAW), DRAW)
    assert rules(revealed(story, DRAW).say("draw.seeded", number(DRAW))) == []


def test_entries_without_a_task_are_left_alone() -> None:
    story = started().say("evaluation.recorded", {"office": "subject"}).say("proof.published", by())
    assert rules(story) == [(6, "order")], "a proof names its task"
    registry = {"kind": "inspector", "count": 3, "office": "registry_keeper"}
    assert rules(started().say("roster.confirmed", registry)) == []


# ------------------------------------------------------------------------------------------------------- one thing wrong


def _items() -> dict[str, Any]:
    return {"version": 4, "count": 1, "digest": digest("items")}


def _plan() -> dict[str, Any]:
    return {"year": 2026, "version": 3, "digest": digest("plan")}


def _shown() -> dict[str, Any]:
    return {"code": "R01", "digest": digest("text"), "organ": "rsj", "day": "2026-05-06"}


def _corrected() -> dict[str, Any]:
    return {**_shown(), "reason": "录入错误", "office": "principal_head"}


def _shadow() -> dict[str, Any]:
    return {"draw_id": DRAW, "result_hash": digest("shadow")}


def _roster(story: Story) -> Story:
    return story.say(
        "roster.frozen", {"draw_id": DRAW, "kind": "subject", "n": 1, "root": digest("r"), "roster_commit": digest("c")}
    )


def _frozen() -> Story:
    return frozen(planned(confirmed(), DRAW), DRAW)


def _committed() -> Story:
    return committed(_frozen(), DRAW)


def _reveal(story: Story, who: str = CONTRIBUTORS[0], r: str = "a" * 64) -> Story:
    return story.say("draw.revealed", {"draw_id": DRAW, "contributor": who, "r": r})


def _revealed() -> Story:
    return revealed(_committed(), DRAW)


def _seeded() -> Story:
    return seeded(confirmed(), DRAW)


def _result() -> Story:
    return _seeded().say("draw.result", outcome(DRAW))


def _aborted() -> Story:
    return _frozen().say("draw.aborted", given_up(DRAW))


def _dispatch(story: Story, named: str) -> Story:
    """Sent to rsj, with a reference to the result of a draw or to something else."""
    results = [name for leaf, name in zip(story.told, _hashes(story), strict=True) if leaf["type"] == "draw.result"]
    named = {"voided": results[0] if results else "", f"{TASK}/3": results[1] if len(results) > 1 else ""}.get(
        named, named
    )
    return story.say("dispatch.sent", {"task_id": TASK, "department": "rsj", "count": 2}, ("follows", named))


def _rehearsal() -> Story:
    """The road to the drawn list, under a task that is a rehearsal, and its dispatch."""
    story = drawn()
    named = f"rehearsal/{TASK}"
    for leaf in story.told:
        leaf["pub"] = {
            key: value.replace(TASK, named) if isinstance(value, str) else value for key, value in leaf["pub"].items()
        }
    result = next(leaf_hash for leaf_hash, leaf in reversed(story.entries()) if leaf["type"] == "draw.result").hex()
    return story.say("dispatch.sent", {"task_id": named, "department": "rsj", "count": 2}, ("follows", result))


def _hashes(story: Story) -> list[str]:
    return [leaf_hash.hex() for leaf_hash, _ in story.entries()]


Wrong = tuple[str, Callable[[], Story], str]

OUT_OF_ORDER: tuple[Wrong, ...] = (
    ("a task twice", lambda: created(created()), "不能制定任务"),
    ("a scheme for no task", lambda: started().say("scheme.signed", by()), "当前为“尚未建立”，不能会签方案"),
    ("a draw for no task", lambda: planned(started(), DRAW), "尚未建立，不能公告抽取"),
    ("a draw before the registries are confirmed", lambda: planned(created(), DRAW), "当前为“已建立”，不能抽取公告"),
    ("rosters frozen before the draw is announced", lambda: _roster(confirmed()), "尚未公告"),
    ("a draw frozen before its rosters", lambda: frozen(planned(confirmed(), DRAW), DRAW, []), "没有冻结任何名录"),
    ("a roster frozen twice", lambda: _roster(_roster(planned(confirmed(), DRAW))), "每种名录只冻结一次"),
    ("a roster after the freeze", lambda: _roster(_frozen()), "现为“名单已冻结”"),
    ("a second freeze", lambda: frozen(_frozen(), DRAW, []), "现为“名单已冻结”"),
    ("a commit before the freeze", lambda: committed(planned(confirmed(), DRAW), DRAW, ["xfdd"]), "应在冻结名单之后"),
    ("a commit by a stranger", lambda: committed(_frozen(), DRAW, ["boss"]), "boss 不是抽取"),
    ("a commit twice", lambda: committed(committed(_frozen(), DRAW), DRAW, ["rsj-jj"]), "每方只提交一次"),
    ("a commit after a reveal", lambda: committed(_reveal(_committed()), DRAW, ["xfdd"]), "现为“揭示中”"),
    ("a reveal before two commits", lambda: _reveal(committed(_frozen(), DRAW, ["rsj-bgs"])), "至少有 2 方承诺，现有 1 方"),
    ("a reveal twice", lambda: _reveal(_reveal(_committed())), "已揭示，每方只有一条"),
    ("a reveal without a commit", lambda: _reveal(_committed(), "xfdd"), "只能记为 MISSING"),
    ("a reveal by a stranger", lambda: _reveal(_committed(), "boss", "MISSING"), "boss 不是抽取"),
    ("a public number before the reveals", lambda: _committed().say("draw.seeded", number(DRAW)), "应在全部揭示之后"),
    ("a public number while one reveal waits", lambda: _reveal(_committed()).say("draw.seeded", number(DRAW)), "rsj-jj、xfdd 应有揭示"),
    ("another source", lambda: _revealed().say("draw.seeded", {**number(DRAW), "source": "dice/d10", "value": "12345678901234567890"}), "公开随机数来源应与公告相同"),
    ("another round", lambda: _revealed().say("draw.seeded", {**number(DRAW), "round": "31234568"}), "期号或轮次应与公告相同"),
    ("a second public number", lambda: _seeded().say("draw.seeded", number(DRAW)), "现为“公开随机数已录入”"),
    ("a result before the public number", lambda: _revealed().say("draw.result", outcome(DRAW)), "应在录入公开随机数之后"),
    ("a second result", lambda: _result().say("draw.result", outcome(DRAW)), "现为“已抽取”"),
    ("an abort after the public number", lambda: _seeded().say("draw.aborted", given_up(DRAW)), "在录入公开随机数之前"),
    ("a void before the public number", lambda: _revealed().say("draw.voided", given_up(DRAW)), "应在录入公开随机数之后"),
    ("an abort with another ordinal", lambda: _frozen().say("draw.aborted", {**given_up(DRAW), "ordinal": 2}), "次数写作 2，应为 1"),
    ("a shadow of a draw that was not aborted", lambda: _frozen().say("draw.shadow", _shadow()), "应在中止之后"),
    ("a shadow of a draw aborted before its freeze", lambda: planned(confirmed(), DRAW).say("draw.aborted", given_up(DRAW)).say("draw.shadow", _shadow()), "没有对照结果"),
    ("another plan at the freeze", lambda: _roster(planned(confirmed(), DRAW, plan_hash=digest("x"))).say("draw.frozen", {"draw_id": DRAW, "context": digest("c"), "plan_hash": digest("y")}), "方案摘要应与公告相同"),
    ("ordinal two without one", lambda: planned(confirmed(), f"{TASK}/2"), "下一次应为第 1 次，这一条为第 2 次"),
    ("an ordinal told differently", lambda: planned(confirmed(), DRAW, ordinal=2), "次数写作 2，应为 1"),
    ("a draw while another is open", lambda: planned(planned(confirmed(), DRAW), f"{TASK}/2"), "尚未结束（已公告），不能公告下一次"),
    ("a draw that takes the place of another task's", lambda: planned(_aborted(), f"{TASK}/2", supersedes=f"{REAUDIT}/1"), "应是同一任务已中止或作废的一次"),
    ("a draw that takes the place of one that holds", lambda: planned(_aborted(), f"{TASK}/2", supersedes=f"{TASK}/2"), "应是同一任务已中止或作废的一次"),
    ("a dispatch before the result", lambda: _dispatch(confirmed(), "plan.published"), "当前为“两库已确认”，不能派发"),
    ("a void after dispatch", lambda: dispatched().say("draw.voided", given_up(f"{TASK}/3")), "当前为“已派发”，不能作废抽取"),
    ("a dispatch twice to one department", lambda: _dispatch(dispatched(), f"{TASK}/3"), "每个部门只派发一次"),
    ("a withdrawal while a draw is open", lambda: planned(confirmed(), DRAW).say("task.withdrawn", by()), "有尚未结束的抽取，应先中止"),
    ("a revision while a draw is open", lambda: planned(confirmed(), DRAW).say("scheme.revised", by()), "有尚未结束的抽取，应先中止"),
    ("one registry confirmed for a task that is closed", lambda: archived().say("roster.confirmed", {"kind": "subject", "task_id": TASK, "count": 1, "office": "clerk"}), "现为“已归档”"),
    ("people drawn by a stranger", lambda: planned(dispatched(), f"{TASK}/gaj/1", mode="inspectors"), "gaj 不是任务"),
    ("subjects drawn on the side", lambda: planned(dispatched(), f"{TASK}/rsj/1"), "对象只抽取一次"),
    ("people drawn on the side before dispatch", lambda: planned(confirmed(), f"{TASK}/rsj/1", mode="inspectors"), "这一条应在任务为“已抽取”、“已派发”时"),
    ("a replacement in a draw that was voided", lambda: dispatched().say("inspector.replaced", {"draw_id": f"{TASK}/2", "slot": 0, "ground": "post", "office": "deputy_head"}), "现为“已作废”"),
    ("a proof of a draw still open", lambda: _frozen().say("proof.published", by(draw_id=DRAW)), "应在抽取、中止或作废之后"),
    ("an opening before the freeze", lambda: planned(confirmed(), DRAW).say("draw.opened", {"draw_id": DRAW, "kind": "audit", "count": 1}), "应在冻结名单之后"),
    ("a visit before dispatch", lambda: drawn().say("visit.started", by()), "现为“已抽取”，这一条应在任务为“已派发”时"),
    ("a task concluded with a result missing", lambda: inspected().say("result.returned", by()).say("task.concluded", by()), "共派发 3 户次，已有结果 2 户次"),
    ("an archive before the conclusion", lambda: published().say("task.archived", by()), "当前为“已派发”，不能归档"),
    ("a visit after the archive", lambda: archived().say("visit.recorded", {"task_id": TASK}), "现为“已归档”"),
    ("a rehearsal dispatched", _rehearsal, "演练不派发"),
    ("a withdrawal after the archive", lambda: archived().say("task.withdrawn", by()), "当前为“已归档”，不能撤销任务"),
)  # fmt: skip

MISPLACED: tuple[tuple[str, Callable[[], Story], str, str], ...] = (
    ("no beginning", lambda: Story().say("items.published", _items()), "start", "第一条"),
    ("two beginnings", lambda: started().say("log.started", {"day": "2026-03-02"}), "start", "只有第一条"),
    ("an id used twice", lambda: started().say("items.published", _items(), id=started().told[0]["id"]), "id", "已用过"),
    ("a time that falls", lambda: started().say("items.published", _items(), at="2026-03-02T00:00:59Z"), "time", "不应后退"),
    ("a reference to nothing", lambda: started().say("items.published", _items(), ("follows", "f" * 64)), "refs", "不是前面的任何一条"),
    ("an amendment of nothing", lambda: started().say("plan.amended", _plan()), "refs", "“计划已公示”或“计划已变更”"),
    ("an amendment by another relation", lambda: started().say("plan.amended", _plan(), ("follows", "plan.published")), "refs", "（supersedes）"),
    ("a dispatch of a voided list", lambda: _dispatch(drawn(), "voided"), "refs", "同一任务的前面一条有效的“抽取已完成”"),
    ("a dispatch that refers to something else", lambda: _dispatch(drawn(), "draw.seeded"), "refs", "“抽取已完成”"),
    ("a result without its dispatch", lambda: dispatched().say("result.recorded", {"task_id": TASK, "department": "rsj"}), "refs", "“已派发”"),
    ("a publication before a result", lambda: dispatched().say("result.published", _shown(), ("follows", "sent rsj")), "refs", "“结果已形成”"),
    ("a correction before publication", lambda: inspected().say("result.corrected", _corrected(), ("corrects", "result.recorded")), "refs", "“结果已公示”"),
    ("a correction that only follows", lambda: published().say("result.corrected", _corrected(), ("follows", "result.published")), "refs", "（corrects）"),
)  # fmt: skip


def the_last_entry_is_refused(make: Callable[[], Story], rule: str, told: str) -> None:
    """One breach: the last entry, by that rule, in those words; and the story before it is honest."""
    story = make()
    found = [breach for breach in breaches(story) if breach.rule == rule]
    assert [(breach.index, breach.type) for breach in found] == [(len(story.told) - 1, story.told[-1]["type"])]
    assert told in found[0].message
    assert f"{found[0]}".startswith(f"第 {len(story.told) - 1} 条（{TYPES[story.told[-1]['type']].label} ")
    story.told.pop()
    assert rules(story) == []


WRONG = {name: (make, "order", told) for name, make, told in OUT_OF_ORDER} | {name: rest for name, *rest in MISPLACED}


def it_is_named(name: str) -> None:
    """The fault of that name is told, and nothing else of the story is."""
    the_last_entry_is_refused(*WRONG[name])


@pytest.mark.parametrize("name", WRONG)
def test_an_entry_out_of_place_is_named_with_what_was_expected(name: str) -> None:
    it_is_named(name)


# --------------------------------------------------------------------------------------------------------- the fold itself


def dropping_any_step_is_noticed() -> None:
    """Take one entry that moves a task or a draw out of the honest log: something later no longer fits."""
    honest = archived().entries()
    moving = {*MOVES, "draw.seeded", "result.recorded"} - {
        "task.filed",
        "scheme.signed",
        "roster.confirmed",
        "task.archived",
    }
    for place, (_, leaf) in enumerate(honest):
        # A draw may be voided before its result is computed.
        if leaf["type"] in moving and (leaf["type"], leaf["pub"].get("draw_id")) != ("draw.result", f"{TASK}/2"):
            assert fold([*honest[:place], *honest[place + 1 :]]).count, (place, leaf["type"])


def test_dropping_any_step_is_noticed() -> None:
    dropping_any_step_is_noticed()


def test_swapping_neighbours_of_a_draw_is_noticed_unless_their_order_is_free() -> None:
    honest = archived().entries()
    free = {
        ("roster.frozen", "roster.frozen"),
        ("draw.committed", "draw.committed"),
        ("draw.revealed", "draw.revealed"),
    }
    steps = [
        place for place, (_, leaf) in enumerate(honest) if leaf["type"] in DRAW_STEPS or leaf["type"] == "draw.planned"
    ]
    for place in steps[:-1]:
        pair = (honest[place][1]["type"], honest[place + 1][1]["type"])
        if (
            place + 1 not in steps
            or pair in free
            or not {*pair} <= {*MOVES, "draw.committed", "draw.revealed", "draw.seeded"}
        ):
            continue
        swapped = [*honest[:place], honest[place + 1], honest[place], *honest[place + 2 :]]
        assert {"order"} <= {breach.rule for breach in fold(swapped).breaches}, pair


def test_a_refused_entry_changes_nothing() -> None:
    story = drawn()
    before = story.folded().trail
    story.say("draw.seeded", {**number(f"{TASK}/3"), "value": "b" * 64}).say("task.archived", by())
    after = story.folded().trail
    assert after.tasks == before.tasks
    assert after.draws == before.draws
    assert after.size == before.size + 2


def test_an_entry_that_is_not_registered_keeps_its_place_and_nothing_more() -> None:
    story = started().say("party.held", {"task_id": TASK}).say("task.created", {"task_id": TASK}, name="half a task")
    folded = story.say(
        "items.published", {"version": 1, "count": 1, "digest": "0" * 64}, ("follows", "half a task")
    ).folded()
    assert folded.count == 0, "its spelling is the business of another check"
    assert folded.trail.tasks == {}
    assert folded.trail.counts["party.held"] == 1
    fallen = story.say("party.held", at="2026-03-01T00:00:00Z").folded().breaches
    assert f"{fallen[0]}".startswith("第 8 条（未登记 party.held）：时间 ")


def test_an_entry_that_cannot_be_read_keeps_its_place_and_accuses_nobody() -> None:
    entries = dispatched().entries()
    trail = Trail()
    trail.skip(entries[0][0])
    assert [breach for entry in entries[1:] for breach in trail.add(*entry)] == []
    assert trail.size == len(entries)
    trail.skip(b"?" * 32)
    refers = started().say(
        "items.published", _items(), ("follows", (b"?" * 32).hex()), id=NEW_ID, at="2026-03-03T00:00:00Z"
    )
    assert trail.add(*refers.entries()[-1]) == ()


def test_only_the_first_breaches_are_kept_and_all_are_counted() -> None:
    story = started()
    for _ in range(7):
        story.say("task.archived", by())
    folded = fold(story.entries(), most=3)
    assert (folded.count, [breach.index for breach in folded.breaches]) == (7, [5, 6, 7])


def test_a_reader_may_bring_a_memory_of_its_own_and_goes_on_entry_by_entry() -> None:
    memory: dict[bytes, Mark] = {}
    trail = Trail(memory)
    entries = drawn().entries()
    assert [trail.add(*entry) for entry in entries] == [()] * len(entries)
    assert list(memory) == [leaf_hash for leaf_hash, _ in entries]
    assert memory[entries[-2][0]] == Mark("draw.result", TASK, f"{TASK}/3")


def test_memory_grows_with_the_hash_and_id_of_an_entry_and_not_with_its_content() -> None:
    count, wide = 4_000, {"version": 1, "count": 1, "digest": "0" * 64}
    trail = Trail()
    trail.add(*started().entries()[0])
    tracemalloc.start()
    for index in range(count):
        leaf = {
            "type": "items.published",
            "id": f"01936d2e-5b1c-7a2b-8c3d-{index + 9:012x}",
            "at": "2026-03-02T09:00:00Z",
        }
        trail.add(
            index.to_bytes(32, "big"),
            {**leaf, "refs": [], "sd": {f"k{n}": "0" * 64 for n in range(50)}, "pub": dict(wide)},
        )
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used / count < 400, "bytes per entry"


OTHER = "410928/rsj/2026/peixun"


@settings(derandomize=True, max_examples=25, deadline=None)
@given(turns=st.lists(st.booleans(), max_size=200))
def test_two_honest_offices_that_write_in_turns_raise_nothing(turns: list[bool]) -> None:
    story = woven(archived(), archived(), turns, OTHER)
    folded = story.folded()
    assert [f"{breach}" for breach in folded.breaches] == []
    assert {task.task_id: task.state for task in folded.trail.tasks.values()} == {TASK: "ARCHIVED", OTHER: "ARCHIVED"}
    assert len(folded.trail.draws) == 8


ENTRIES = woven(archived(), dispatched(), [], OTHER).entries()
MEMBERS = {
    "type": st.sampled_from([*TYPES, "no.such"]),
    "id": st.sampled_from([leaf["id"] for _, leaf in ENTRIES]),
    "at": st.sampled_from(["2026-03-02T00:00:00Z", "2027-01-01T00:00:00Z"]),
    "refs": st.lists(st.tuples(st.sampled_from(leaves.RELATIONS), st.sampled_from([key.hex() for key, _ in ENTRIES]))),
    "pub": st.sampled_from([leaf["pub"] for _, leaf in ENTRIES])
    | st.dictionaries(st.sampled_from([*WORDS]), st.none() | st.text() | st.integers()),
    "sd": st.just({}),
}


@settings(derandomize=True, max_examples=150, deadline=None)
@given(
    picked=st.lists(st.integers(0, len(ENTRIES) - 1), max_size=60),
    changed=st.lists(
        st.tuples(
            st.integers(0, 150),
            st.sampled_from([*MEMBERS]).flatmap(lambda name: st.tuples(st.just(name), MEMBERS[name])),
        )
    ),
    kept=st.integers(0, len(ENTRIES)),
)
def test_whatever_a_log_holds_it_is_folded_and_never_with_a_crash(
    picked: list[int], changed: list[tuple[int, tuple[str, Any]]], kept: int
) -> None:
    told = [*ENTRIES[:kept], *(ENTRIES[place] for place in picked)]
    for place, (name, value) in changed:
        if place < len(told):
            told[place] = (told[place][0], {**told[place][1], name: value})
    trail = fold(told).trail
    assert trail.size == len(told)
    assert trail.counts.total() == len(told)
    for task in trail.tasks.values():
        assert task.state in TASK_MACHINE.states
        ordinals = [int(draw.rpartition("/")[2]) for draw in task.draws if draw.rpartition("/")[0] == task.task_id]
        assert ordinals == list(range(1, len(ordinals) + 1)), "no attempt is missing"
        standing = [draw for draw in task.draws if trail.draws[draw].moves_task and trail.draws[draw].state == DRAWN]
        assert len(standing) <= 1, "one list stands"


# ------------------------------------------------------------------------------------------------------------- the tables


def test_every_move_is_an_act_of_the_task_that_may_log_it() -> None:
    acts = {row.act for row in TASK_MACHINE.rows}
    assert set(MOVES.values()) == acts, "each act of the task is told by one type"
    for name, act in MOVES.items():
        assert name in types_of(act)
    for name, state in trail_steps.AGAIN.items():
        assert {row.target for row in TASK_MACHINE.rows if row.act == MOVES[name]} == {state}


def test_nothing_behind_a_published_result_tells_a_place_in_the_draw() -> None:
    reached, waiting = set(), {"result.published", "result.corrected", "publication.withheld"}
    while waiting:
        reached |= waiting
        waiting = {name for each in waiting if each in BACKLINKS for name in BACKLINKS[each].types} - reached
    assert {"result.recorded", "dispatch.sent", "draw.result"} <= reached
    shown = {key for name in reached for key in (*TYPES[name].pub.required, *TYPES[name].pub.optional)}
    assert not shown & {"slot", "kind", "contributor", "n", "root", "roster_commit"}
    told = {word for key in shown for word in key.split("_")}
    assert not told & {"handle", "stratum", "ticket", "rank", "team", "batch", "firm", "subject"}


def test_every_type_about_a_task_or_a_draw_has_its_place_in_a_table() -> None:
    for name, known in TYPES.items():
        keys = {*known.pub.required, *known.pub.optional}
        assert ("task_id" not in keys) or name in {*MOVES, *WINDOWS}, name
        assert ("draw_id" not in keys) or name in DRAW_STEPS or name == "draw.planned", name
    assert {*MOVES, *WINDOWS, *DRAW_STEPS, *BACKLINKS} <= set(TYPES)
    for link in BACKLINKS.values():
        assert set(link.types) <= set(TYPES)
    assert set().union(*WINDOWS.values()) <= set(TASK_MACHINE.states)
    assert BORN not in set().union(*WINDOWS.values())


def test_the_steps_of_a_draw_are_those_of_the_ceremony() -> None:
    act_of = {
        "draw.frozen": "freeze",
        "draw.committed": "commit",
        "draw.revealed": "reveal",
        "draw.seeded": "record_number",
        "draw.result": "draw",
        "draw.aborted": "abort",
        "draw.voided": "void",
    }
    # The log has no entry for the closing of commits and reveals: while reveals come in, both states look alike.
    seen_as = {"COMMITTED": (FROZEN, REVEALED), "REVEALED": (REVEALED,)}
    for name, act in act_of.items():
        sources = {
            seen
            for row_act, row_sources, _ in ceremony.TRANSITIONS
            if row_act == act
            for state in row_sources
            for seen in seen_as.get(state, (state,))
        }
        assert DRAW_STEPS[name].sources == sources, name
    assert set(DRAW_STATES) == {PLANNED, FROZEN, REVEALED, SEEDED, DRAWN, ABORTED, VOID}
    assert {state: ceremony.STATE_LABELS[state] for state in DRAW_STATES if state != REVEALED} == {
        state: label for state, label in DRAW_STATES.items() if state != REVEALED
    }
