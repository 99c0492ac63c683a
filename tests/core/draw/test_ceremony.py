"""The ceremony: each act in each state, at each deadline to the second, and every way to cheat with a commitment.

Source: 40-draw §5, §12; 第十三条, 第十四条; decision 5.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shuangsuiji.core.canonical import ns
from shuangsuiji.core.draw.beacon import DRAND
from shuangsuiji.core.draw.ceremony import (
    ABORTED,
    ACT_LABELS,
    COMMITTED,
    DRAWN,
    FROZEN,
    GROUNDS,
    PLANNED,
    REVEALED,
    SEEDED,
    STATE_LABELS,
    TRANSITIONS,
    VOID,
    Ceremony,
    commit_of,
    commit_statement,
    context_of,
    seed_of,
)
from shuangsuiji.core.draw.plan import plan_hash
from tests.core.draw import cases
from tests.core.draw.cases import (
    COMMIT_BY,
    NOT_BEFORE,
    NUMBER,
    REVEAL_BY,
    SECOND,
    SECRETS,
    SHA256,
    SM3,
    TASK,
    ceremony,
    commitment,
    committed,
    refused,
    revealed,
)

pytestmark = pytest.mark.article("第十四条")

ROOT_A, ROOT_B = "a" * 64, "b" * 64
STATES = (PLANNED, FROZEN, COMMITTED, REVEALED, SEEDED, DRAWN, ABORTED, VOID)


def at_state(state: str) -> Ceremony:
    if state == ABORTED:
        return ceremony(FROZEN).abort("technical", "停电", at=COMMIT_BY)
    if state == VOID:
        return ceremony(DRAWN).void("roster", "漏列一个乡镇")
    return ceremony(state)


def _commit(held: Ceremony) -> Ceremony:
    return held.commit("rsj", "0" * 64, at=COMMIT_BY)


def _close_commits(held: Ceremony) -> Ceremony:
    who = SECRETS if held.state == FROZEN else ()
    return committed(held, who).close_commits(at=COMMIT_BY)


ACTS: dict[str, Callable[[Ceremony], Ceremony]] = {
    "freeze": lambda held: held.freeze(ROOT_A, ROOT_B, at=COMMIT_BY - SECOND),
    "commit": _commit,
    "close_commits": _close_commits,
    "reveal": lambda held: held.reveal("rsj", SECRETS["rsj"], at=REVEAL_BY),
    "close_reveals": lambda held: held.close_reveals(at=REVEAL_BY + SECOND),
    "record_number": lambda held: held.record_number(NUMBER, at=NOT_BEFORE),
    "draw": lambda held: held.draw(),
    "abort": lambda held: held.abort("technical", "停电", at=NOT_BEFORE - SECOND),
    "void": lambda held: held.void("roster", "漏列一个乡镇"),
}
ALLOWED = {
    (PLANNED, "freeze"): FROZEN,
    (FROZEN, "commit"): FROZEN,
    (FROZEN, "close_commits"): COMMITTED,
    (COMMITTED, "reveal"): COMMITTED,
    (COMMITTED, "close_reveals"): REVEALED,
    (REVEALED, "record_number"): SEEDED,
    (SEEDED, "draw"): DRAWN,
    (PLANNED, "abort"): ABORTED,
    (FROZEN, "abort"): ABORTED,
    (COMMITTED, "abort"): ABORTED,
    (REVEALED, "abort"): ABORTED,
    (SEEDED, "void"): VOID,
    (DRAWN, "void"): VOID,
}


# ---------------------------------------------------------------------------------------------- every state, every act


@pytest.mark.parametrize(("state", "act"), list(itertools.product(STATES, ACTS)))
def test_an_act_is_possible_in_its_state_only(state: str, act: str) -> None:
    held = at_state(state)
    before = replace(held)
    if (state, act) in ALLOWED:
        assert ACTS[act](held).state == ALLOWED[state, act]
    else:
        with refused() as told:
            ACTS[act](held)
        assert told.only.code == ("E14-1" if (state, act) == (DRAWN, "draw") else "ceremony.state")
        if told.only.code == "ceremony.state":
            assert told.only.message == f"当前为“{STATE_LABELS[state]}”，不能{ACT_LABELS[act]}"
            assert told.only.article == "第十三条"
    assert held == before, "an act gives a new ceremony and changes nothing in the old one"


def test_nothing_leads_backwards_and_ends_are_ends() -> None:
    order = {state: place for place, state in enumerate(STATES)}
    assert [
        (act, origins, target) for act, origins, target in TRANSITIONS if any(order[o] > order[target] for o in origins)
    ] == []
    assert not [act for act, origins, _ in TRANSITIONS if {ABORTED, VOID} & set(origins)]
    assert {act for act, _, _ in TRANSITIONS} == set(ACT_LABELS) == set(ACTS)
    assert set(STATE_LABELS) == set(STATES)


def test_a_second_draw_of_one_draw_id_is_refused_with_its_way_out() -> None:
    with refused() as told:
        ceremony(DRAWN).draw()
    assert told.only.code == "E14-1"
    assert told.only.message == "本任务已抽取，名单一经产生不得更改"
    assert "以新的编号重新抽取" in told.only.remedy


def test_a_second_freeze_is_refused() -> None:
    with refused() as told:
        ceremony(FROZEN).freeze(ROOT_A, ROOT_B, at=COMMIT_BY - timedelta(hours=1))
    assert told.codes == ["ceremony.state"]


# ---------------------------------------------------------------------------------------------------------- the clock

JUST_BEFORE, EXACTLY, JUST_AFTER = -SECOND, timedelta(0), SECOND


@pytest.mark.parametrize(("moment", "in_time"), [(JUST_BEFORE, True), (EXACTLY, False), (JUST_AFTER, False)])
def test_rosters_are_frozen_before_commit_by(moment: timedelta, in_time: bool) -> None:
    def freeze() -> Ceremony:
        return ceremony().freeze(ROOT_A, ROOT_B, at=COMMIT_BY + moment)

    if in_time:
        assert freeze().state == FROZEN
        return
    with refused() as told:
        freeze()
    assert told.only.code == "E14-5"
    assert "请以新的编号和时间重新公告" in told.only.remedy


@pytest.mark.parametrize(("moment", "in_time"), [(JUST_BEFORE, True), (EXACTLY, True), (JUST_AFTER, False)])
def test_commitments_are_taken_until_commit_by(moment: timedelta, in_time: bool) -> None:
    if in_time:
        assert committed(ceremony(FROZEN), ["rsj"], COMMIT_BY + moment).commits
        return
    with refused() as told:
        committed(ceremony(FROZEN), ["rsj"], COMMIT_BY + moment)
    assert told.only.code == "ceremony.late"
    assert told.only.message == "承诺截止时间 2026-11-20T02:00:00Z 已过，不再接受承诺"


@pytest.mark.parametrize(("moment", "may_close"), [(JUST_BEFORE, False), (EXACTLY, False), (JUST_AFTER, True)])
def test_the_time_for_commitments_ends_after_commit_by_or_when_all_are_in(moment: timedelta, may_close: bool) -> None:
    two = committed(ceremony(FROZEN), ["rsj", "gongzheng"])
    if may_close:
        assert two.close_commits(at=COMMIT_BY + moment).state == COMMITTED
    else:
        with refused() as told:
            two.close_commits(at=COMMIT_BY + moment)
        assert told.only.code == "ceremony.early"
        assert told.only.message == "尚未收到承诺：jijian，截止时间 2026-11-20T02:00:00Z 未到"
    assert committed(two, ["jijian"]).close_commits(at=COMMIT_BY + moment).state == COMMITTED


@pytest.mark.parametrize(("moment", "in_time"), [(JUST_BEFORE, True), (EXACTLY, True), (JUST_AFTER, False)])
def test_reveals_are_taken_until_reveal_by(moment: timedelta, in_time: bool) -> None:
    if in_time:
        assert revealed(ceremony(COMMITTED), ["rsj"], REVEAL_BY + moment).secrets == {"rsj": SECRETS["rsj"]}
        return
    with refused() as told:
        revealed(ceremony(COMMITTED), ["rsj"], REVEAL_BY + moment)
    assert told.only.code == "ceremony.late"
    assert told.only.message == "揭示截止时间 2026-11-20T03:00:00Z 已过"
    assert "抽取照常进行" in told.only.remedy


@pytest.mark.parametrize(("moment", "may_close"), [(JUST_BEFORE, False), (EXACTLY, False), (JUST_AFTER, True)])
def test_the_time_for_reveals_ends_after_reveal_by_or_when_all_are_in(moment: timedelta, may_close: bool) -> None:
    one = revealed(ceremony(COMMITTED), ["rsj"])
    if may_close:
        assert one.close_reveals(at=REVEAL_BY + moment).state == REVEALED
    else:
        with refused() as told:
            one.close_reveals(at=REVEAL_BY + moment)
        assert told.only.code == "ceremony.early"
        assert told.only.message.startswith("尚未揭示：jijian、gongzheng")
    assert revealed(one, ["jijian", "gongzheng"]).close_reveals(at=REVEAL_BY + moment).state == REVEALED


@pytest.mark.parametrize(("moment", "in_time"), [(JUST_BEFORE, False), (EXACTLY, True), (JUST_AFTER, True)])
def test_the_public_number_is_entered_from_the_moment_it_can_exist(moment: timedelta, in_time: bool) -> None:
    if in_time:
        assert ceremony(REVEALED).record_number(NUMBER, at=NOT_BEFORE + moment).value == NUMBER
        return
    with refused() as told:
        ceremony(REVEALED).record_number(NUMBER, at=NOT_BEFORE + moment)
    assert told.only.code == "ceremony.early"
    assert told.only.message == "公开随机数最早于 2026-11-20T03:30:00Z 产生，现在不能录入"


@pytest.mark.parametrize("state", [PLANNED, FROZEN, COMMITTED, REVEALED])
@pytest.mark.parametrize(("moment", "in_time"), [(JUST_BEFORE, True), (EXACTLY, False), (JUST_AFTER, False)])
def test_a_draw_is_aborted_only_while_nobody_can_know_the_number(state: str, moment: timedelta, in_time: bool) -> None:
    if in_time:
        ended = ceremony(state).abort("technical", "停电", at=NOT_BEFORE + moment)
        assert (ended.state, ended.reason) == (ABORTED, {"code": "technical", "text": "停电"})
        return
    with refused() as told:
        ceremony(state).abort("technical", "停电", at=NOT_BEFORE + moment)
    assert told.only.code == "ceremony.known"
    assert "走作废程序" in told.only.remedy


def test_with_drand_the_moment_follows_from_the_round() -> None:
    drand = ceremony(REVEALED, cases.plan(beacon={"source": DRAND, "round": "34113612"}))
    moment = datetime.fromisoformat("2026-11-20T03:10:00+00:00")
    with refused() as told:
        drand.record_number("0f" * 32, at=moment - SECOND)
    assert told.codes == ["ceremony.early"]
    assert drand.record_number("0f" * 32, at=moment).state == SEEDED


# --------------------------------------------------------------------------------------------------------- commitments


def test_a_commitment_is_taken_once() -> None:
    held = committed(ceremony(FROZEN), ["rsj"])
    with refused() as told:
        held.commit("rsj", "1" * 64, at=COMMIT_BY)
    assert told.only.code == "ceremony.commit-twice"
    assert held.commits == {"rsj": commitment(held, "rsj")}


@pytest.mark.parametrize("who", ["scjgj", "", "RSJ", "rsj ", "\ud800"])
def test_who_is_not_a_contributor_neither_commits_nor_reveals(who: str) -> None:
    acts: list[Callable[[], Ceremony]] = [
        lambda: ceremony(FROZEN).commit(who, "0" * 64, at=COMMIT_BY),
        lambda: ceremony(COMMITTED).reveal(who, "0" * 64, at=REVEAL_BY),
    ]
    for act in acts:
        with refused() as told:
            act()
        assert told.only.code == "ceremony.contributor"
        assert told.only.remedy == "贡献方为：rsj、jijian、gongzheng"


@pytest.mark.parametrize("value", ["", "0" * 63, "0" * 65, "A" * 64, "0" * 64 + "\n", "０" * 64, "\ud800" * 64])
def test_what_is_not_a_digest_is_no_commitment(value: str) -> None:
    with refused() as told:
        ceremony(FROZEN).commit("rsj", value, at=COMMIT_BY)
    assert told.only.code == "ceremony.commit-form"


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_commitments_end_in_an_abort(count: int) -> None:
    held = committed(ceremony(FROZEN), list(SECRETS)[:count])
    with refused() as told:
        held.close_commits(at=COMMIT_BY + SECOND)
    assert told.only.code == "ceremony.commits"
    assert told.only.message == f"承诺不足两方（现 {count} 方），不能抽取"
    assert "请中止本次抽取后重新公告" in told.only.remedy


def test_a_commitment_is_to_draw_context_person_and_number() -> None:
    made = commit_of(SHA256, TASK + "/1", ROOT_A, "rsj", "1" * 64)
    assert made == SHA256.hash(ns("ssj.commit/1", TASK + "/1", ROOT_A, "rsj", "1" * 64)).hex()
    others = {
        commit_of(SM3, TASK + "/1", ROOT_A, "rsj", "1" * 64),
        commit_of(SHA256, TASK + "/2", ROOT_A, "rsj", "1" * 64),
        commit_of(SHA256, TASK + "/1", ROOT_B, "rsj", "1" * 64),
        commit_of(SHA256, TASK + "/1", ROOT_A, "jijian", "1" * 64),
        commit_of(SHA256, TASK + "/1", ROOT_A, "rsj", "2" * 64),
    }
    assert made not in others
    assert len(others) == 5


def test_the_statement_to_be_signed_has_a_field_per_line() -> None:
    assert commit_statement(TASK + "/1", ROOT_A, "rsj", ROOT_B) == (
        f"ssj-commit/1\n{TASK}/1\n{ROOT_A}\nrsj\n{ROOT_B}\n".encode()
    )


# -------------------------------------------------------------------------------------------------------------- reveals


@pytest.mark.parametrize(
    "secret",
    [
        "2" * 64,
        "1" * 63 + "2",
        "1" * 63,
        "1" * 65,
        "1" * 64 + "\n",
        " " + "1" * 64,
        "１" * 64,
        "",
        "0x" + "1" * 62,
        "\ud800",
    ],
    ids=["another's", "one digit", "short", "long", "newline", "blank", "full-width", "empty", "prefix", "surrogate"],
)
def test_a_secret_that_does_not_open_the_commitment_is_refused(secret: str) -> None:
    with refused() as told:
        ceremony(COMMITTED).reveal("rsj", secret, at=REVEAL_BY)
    assert told.only.code == "ceremony.reveal"
    assert told.only.message == "rsj 揭示的随机数与其承诺不符"


def test_the_same_secret_in_upper_case_opens_nothing() -> None:
    with refused() as told:
        ceremony(COMMITTED).reveal("gongzheng", SECRETS["gongzheng"].upper(), at=REVEAL_BY)
    assert told.codes == ["ceremony.reveal"]


def test_even_a_commitment_to_another_spelling_cannot_be_opened_with_it() -> None:
    """Who commits to a text that is not 64 hexadecimal characters has no reveal: the grammar is checked at the reveal."""
    held = ceremony(FROZEN)
    odd = "A" * 64
    held = committed(held.commit("rsj", commitment(held, "rsj", odd), at=COMMIT_BY), ["jijian"])
    held = held.close_commits(at=COMMIT_BY + SECOND)
    with refused() as told:
        held.reveal("rsj", odd, at=REVEAL_BY)
    assert told.codes == ["ceremony.reveal"]


def test_a_copied_commitment_cannot_be_opened() -> None:
    """The copyist waits for the original's secret and offers it as its own."""
    held = committed(ceremony(FROZEN), ["rsj"])
    held = held.commit("jijian", held.commits["rsj"], at=COMMIT_BY).close_commits(at=COMMIT_BY + SECOND)
    held = revealed(held, ["rsj"])
    with refused() as told:
        held.reveal("jijian", SECRETS["rsj"], at=REVEAL_BY)
    assert told.codes == ["ceremony.reveal"]
    assert held.close_reveals(at=REVEAL_BY + SECOND).missing == ["jijian", "gongzheng"]


def test_a_commitment_to_one_roster_fails_on_another() -> None:
    """Two rosters are prepared and the better one is shown: no contributor's number opens there."""
    first = ceremony().freeze(ROOT_A, "", at=COMMIT_BY - SECOND)
    second = ceremony().freeze(ROOT_B, "", at=COMMIT_BY - SECOND)
    assert first.context != second.context
    for who in SECRETS:
        second = second.commit(who, commitment(first, who), at=COMMIT_BY)
    second = second.close_commits(at=COMMIT_BY)
    for who, secret in SECRETS.items():
        with refused() as told:
            second.reveal(who, secret, at=REVEAL_BY)
        assert told.codes == ["ceremony.reveal"]


def test_a_commitment_of_a_former_attempt_fails_on_the_next() -> None:
    first = ceremony(FROZEN)
    second = ceremony(FROZEN, cases.plan(draw_id=TASK + "/2"))
    assert commitment(first, "rsj") != commitment(second, "rsj")


def test_who_has_not_committed_cannot_reveal() -> None:
    held = committed(ceremony(FROZEN), ["rsj", "jijian"]).close_commits(at=COMMIT_BY + SECOND)
    with refused() as told:
        held.reveal("gongzheng", SECRETS["gongzheng"], at=REVEAL_BY)
    assert told.only.code == "ceremony.no-commit"


def test_a_reveal_is_taken_once() -> None:
    held = revealed(ceremony(COMMITTED), ["rsj"])
    for secret in (SECRETS["rsj"], "0" * 64):
        with refused() as told:
            held.reveal("rsj", secret, at=REVEAL_BY)
        assert told.only.code == "ceremony.reveal-twice"


# ------------------------------------------------------------------------------------------------------------- the seed


def held_without(*silent: str) -> Ceremony:
    held = committed(ceremony(FROZEN), SECRETS).close_commits(at=COMMIT_BY)
    held = revealed(held, [who for who in SECRETS if who not in silent]).close_reveals(at=REVEAL_BY + SECOND)
    return held.record_number(NUMBER, at=NOT_BEFORE)


def test_a_missing_reveal_enters_as_the_empty_text_in_its_place_and_the_draw_goes_on() -> None:
    held = held_without("jijian")
    assert held.reveals == [["rsj", SECRETS["rsj"]], ["jijian", ""], ["gongzheng", SECRETS["gongzheng"]]]
    assert held.missing == ["jijian"]
    parts = (
        TASK + "/1",
        held.context,
        3,
        "rsj",
        "1" * 64,
        "jijian",
        "",
        "gongzheng",
        "a" * 64,
        "dice/d10",
        "1",
        NUMBER,
    )
    assert held.seed == SHA256.hash(ns("ssj.seed/1", *parts)).hex()
    assert held.draw().state == DRAWN


def test_who_never_committed_enters_as_the_empty_text_too() -> None:
    held = committed(ceremony(FROZEN), ["jijian", "gongzheng"]).close_commits(at=COMMIT_BY + SECOND)
    held = revealed(held, ["jijian", "gongzheng"])
    # All who committed have revealed: nobody else can, so the time may end early.
    held = held.close_reveals(at=REVEAL_BY - SECOND)
    assert held.reveals[0] == ["rsj", ""]
    assert held.missing == ["rsj"]


def test_every_pattern_of_silence_gives_another_seed() -> None:
    patterns = [silent for size in range(4) for silent in itertools.combinations(SECRETS, size)]
    assert len({held_without(*silent).seed for silent in patterns}) == len(patterns) == 8


def test_every_part_of_the_public_number_is_in_the_seed() -> None:
    reveals = [["rsj", "1" * 64], ["jijian", ""]]
    ways = [
        ["dice/d10", "1", "12345678"],
        ["dice/d10", "2", "12345678"],
        ["cwl/ssq", "1", "12345678"],
        ["dice/d10", "1", "12345679"],
        ["dice/d10", "11", "2345678"],
    ]
    assert len({seed_of(SHA256, TASK + "/1", ROOT_A, reveals, beacon) for beacon in ways}) == len(ways)


def test_the_context_binds_draw_plan_and_both_rosters() -> None:
    held = ceremony(FROZEN)
    frozen = cases.freeze()
    digest = plan_hash(SHA256, held.plan)
    assert held.context == context_of(SHA256, TASK + "/1", digest, frozen.subject_commit, frozen.inspector_commit)
    others = [
        ceremony(FROZEN, cases.plan(draw_id=TASK + "/2")),
        ceremony(FROZEN, cases.plan(title="另一名称")),
        ceremony().freeze(ROOT_A, frozen.inspector_commit, at=COMMIT_BY - SECOND),
        ceremony().freeze(frozen.subject_commit, ROOT_A, at=COMMIT_BY - SECOND),
    ]
    assert len({held.context, *(other.context for other in others)}) == 5


def test_the_suite_of_the_plan_is_the_suite_of_the_ceremony() -> None:
    assert ceremony(FROZEN).suite is SHA256
    assert ceremony(FROZEN, cases.plan(suite="SM3")).suite is SM3
    assert ceremony(FROZEN, cases.plan(suite="SM3")).context != ceremony(FROZEN).context


@pytest.mark.parametrize("value", ["", "4829103847561029384", "48291038475610293847 ", "４8291038475610293847"])
def test_a_number_that_is_not_written_as_its_source_writes_it_is_refused(value: str) -> None:
    with refused() as told:
        ceremony(REVEALED).record_number(value, at=NOT_BEFORE)
    assert told.only.code in ("beacon.value", "beacon.digits")


def test_a_number_is_entered_once() -> None:
    with refused() as told:
        ceremony(SEEDED).record_number("1" * 20, at=NOT_BEFORE)
    assert told.codes == ["ceremony.state"]


# ------------------------------------------------------------------------------------------------------- abort and void


@pytest.mark.parametrize("code", GROUNDS)
def test_an_end_has_a_coded_ground_and_a_text(code: str) -> None:
    assert ceremony(FROZEN).abort(code, "说明", at=COMMIT_BY).reason == {"code": code, "text": "说明"}
    assert ceremony(SEEDED).void(code, "说明").reason == {"code": code, "text": "说明"}


@pytest.mark.parametrize(("code", "text"), [("", "说明"), ("result", "说明"), ("roster", ""), ("roster", " \n\u3000")])
def test_an_end_without_ground_or_text_is_refused(code: str, text: str) -> None:
    acts: list[Callable[[], Any]] = [
        lambda: ceremony(FROZEN).abort(code, text, at=COMMIT_BY),
        lambda: ceremony(DRAWN).void(code, text),
    ]
    for act in acts:
        with refused() as told:
            act()
        assert told.only.code == "ceremony.ground"
        assert told.only.remedy == f"原因代码为：{'、'.join(GROUNDS)}"


def test_what_happened_stays_in_an_ended_ceremony() -> None:
    ended = ceremony(DRAWN).void("technical", "漏列")
    drawn = ceremony(DRAWN)
    kept: Mapping[str, Any] = {"context": drawn.context, "commits": drawn.commits, "seed": drawn.seed, "value": NUMBER}
    assert {name: getattr(ended, name) for name in kept} == kept


def test_a_hundred_aborts_leave_a_hundred_numbered_ceremonies() -> None:
    """Nothing is re-rolled unseen: each attempt has its own number and its own commitments."""
    contexts = {
        ceremony(FROZEN, cases.plan(draw_id=f"{TASK}/{number}")).abort("other", "重来", at=COMMIT_BY).context
        for number in range(1, 101)
    }
    assert len(contexts) == 100
