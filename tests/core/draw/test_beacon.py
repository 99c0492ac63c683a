"""Public numbers: three sources, one spelling each, and nothing that was known before the reveals.

Source: 40-draw §6; drand quicknet round 123 (public number).
"""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core.draw.beacon import (
    DICE,
    DRAND,
    QUICKNET,
    SOURCES,
    SSQ,
    beacon_refusals,
    drand_time,
    drand_value,
    not_before,
    outcomes,
    value_refusals,
)
from shuangsuiji.core.draw.grammar import parse_time, write_time
from tests.core.draw.cases import REVEAL_BY, codes, plan, vectors

fixed = settings(derandomize=True, deadline=None, max_examples=300)
DICE_BEACON = plan()["beacon"]
DRAND_BEACON = {"source": DRAND, "round": "123"}
SSQ_BEACON = {"source": SSQ, "round": "2026135", "not_before": "2026-11-22T12:00:00Z"}
GOOD = {DRAND: "0f" * 32, SSQ: "01-05-12-19-23-30+07", DICE: "48291038475610293847"}
BEACONS = {DRAND: DRAND_BEACON, SSQ: SSQ_BEACON, DICE: DICE_BEACON}


# -------------------------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize("source", SOURCES)
def test_the_number_of_each_source_is_accepted_for_that_source_only(source: str) -> None:
    assert list(value_refusals(BEACONS[source], GOOD[source])) == []
    for other in set(SOURCES) - {source}:
        assert codes(value_refusals(BEACONS[other], GOOD[source])) == ["beacon.value"]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (DRAND, ""),
        (DRAND, "0F" * 32),
        (DRAND, "0f" * 31),
        (DRAND, "0f" * 33),
        (DRAND, "0x" + "0f" * 31),
        (DRAND, "0f" * 32 + "\n"),
        (DRAND, "０f" + "0f" * 31),
        (SSQ, "1-5-12-19-23-30+7"),
        (SSQ, "01-05-12-19-23+07"),
        (SSQ, "01-05-12-19-23-30-31+07"),
        (SSQ, "01-05-12-19-23-34+07"),
        (SSQ, "00-05-12-19-23-30+07"),
        (SSQ, "01-05-12-19-23-30+17"),
        (SSQ, "01-05-12-19-23-30+00"),
        (SSQ, "01-05-12-19-23-30"),
        (SSQ, "01 05 12 19 23 30+07"),
        (SSQ, "01-05-12-19-23-30＋07"),
        (SSQ, "０1-05-12-19-23-30+07"),
        (SSQ, "01-05-12-19-23-30+07\n"),
        (SSQ, "05-01-12-19-23-30+07"),
        (SSQ, "01-05-12-19-30-23+07"),
        (SSQ, "01-05-05-19-23-30+07"),
        (DICE, "4829103"),
        (DICE, "4" * 65),
        (DICE, "4829103847561029384"),
        (DICE, "482910384756102938477"),
        (DICE, "4829103847561029384 "),
        (DICE, "+8291038475610293847"),
        (DICE, "４8291038475610293847"),
        (DICE, "\u0664" + "8291038475610293847"),
        (DICE, "48291038475610293847\n"),
    ],
)
def test_a_number_written_in_any_other_way_is_refused_with_an_example(source: str, value: str) -> None:
    refusals = list(value_refusals(BEACONS[source], value))
    assert codes(refusals) in (["beacon.value"], ["beacon.digits"])
    refusal = refusals[0]
    assert refusal.article == "第十四条"
    assert "应" in refusal.message + refusal.remedy


def test_each_fault_of_a_number_has_its_own_words() -> None:
    assert next(value_refusals(SSQ_BEACON, "05-01-12-19-23-30+07")).message.startswith("双色球红球须由小到大且不重复")
    assert next(value_refusals(DICE_BEACON, "48291038")).message == "骰子应有 20 位，现为 8 位"
    assert next(value_refusals(DRAND_BEACON, "x" * 5000)).message == f"公开随机数“{'x' * 70}”写法不对"


def test_dice_without_a_stated_count_may_be_eight_to_sixty_four() -> None:
    beacon = {"source": DICE, "round": "1"}
    assert [
        len(value) for value in ("1" * size for size in range(1, 70)) if not list(value_refusals(beacon, value))
    ] == (list(range(8, 65)))


def test_a_number_of_an_unknown_source_is_never_accepted() -> None:
    for value in GOOD.values():
        assert codes(value_refusals({"source": "local/random", "round": "1"}, value)) == ["beacon.value"]


@fixed
@given(
    source=st.sampled_from(SOURCES),
    value=st.text(max_size=70) | st.text("0123456789abcdefABCDEF-+ \n０１\u0661", max_size=70),
)
def test_whatever_text_comes_the_answer_is_refusals(source: str, value: str) -> None:
    accepted = not list(value_refusals(BEACONS[source], value))
    assert not accepted or value.isascii()


@fixed
@given(reds=st.lists(st.integers(0, 40), min_size=5, max_size=7), blue=st.integers(0, 20))
def test_a_double_colour_ball_is_six_rising_reds_and_a_blue(reds: list[int], blue: int) -> None:
    value = "-".join(f"{red:02d}" for red in reds) + f"+{blue:02d}"
    drawn = len(reds) == 6 and reds == sorted(set(reds)) and reds[0] >= 1 and reds[-1] <= 33 and 1 <= blue <= 16
    assert (not list(value_refusals(SSQ_BEACON, value))) == drawn


# --------------------------------------------------------------------------------------------------------------- drand


def test_the_value_of_a_drand_round_is_the_digest_of_its_signature() -> None:
    known = vectors("suites")[0]
    assert known["beacon"][:2] == [f"drand/{QUICKNET}", "123"]
    assert drand_value(known["beacon_signature"]) == known["beacon"][2]


@pytest.mark.parametrize(
    "change", [str.upper, lambda text: text[:-2], lambda text: text + "00", lambda text: "", lambda text: text + "\n"]
)
def test_what_is_not_a_signature_has_no_value(change: Any) -> None:
    assert drand_value(change("0a" * 48)) is None


@pytest.mark.parametrize(
    ("number", "moment"),
    [("1", "2023-08-23T15:09:27Z"), ("2", "2023-08-23T15:09:30Z"), ("1000", "2023-08-23T15:59:24Z")],
)
def test_a_round_of_quicknet_has_its_time(number: str, moment: str) -> None:
    assert write_time(drand_time(number)) == moment
    assert write_time(not_before({"source": DRAND, "round": number})) == moment


def test_other_sources_state_when_they_may_first_be_known() -> None:
    assert not_before(SSQ_BEACON) == parse_time("2026-11-22T12:00:00Z")
    assert not_before(DICE_BEACON) == parse_time("2026-11-20T03:30:00Z")


def test_the_last_round_the_calendar_holds_is_still_answered() -> None:
    beacon = {"source": DRAND, "round": "80000000000"}
    assert list(beacon_refusals(beacon, REVEAL_BY)) == []
    assert codes(beacon_refusals(beacon, parse_time("9999-12-31T23:59:59Z"))) == ["beacon.early"]


# -------------------------------------------------------------------------------------------------------- deadlines


@pytest.mark.parametrize(("seconds", "refusals"), [(-1, ["beacon.early"]), (0, ["beacon.early"]), (1, [])])
def test_a_number_announced_for_the_very_moment_of_reveal_by_is_too_early(seconds: int, refusals: list[str]) -> None:
    moment = write_time(REVEAL_BY + timedelta(seconds=seconds))
    for beacon in (DICE_BEACON, SSQ_BEACON):
        assert codes(beacon_refusals({**beacon, "not_before": moment}, REVEAL_BY)) == refusals


@pytest.mark.parametrize(("seconds", "refusals"), [(599, ["beacon.early"]), (600, []), (601, [])])
def test_drand_keeps_six_hundred_seconds_from_the_reveals(seconds: int, refusals: list[str]) -> None:
    reveal_by = drand_time("30000000") - timedelta(seconds=seconds)
    assert codes(beacon_refusals({"source": DRAND, "round": "30000000"}, reveal_by)) == refusals


# ------------------------------------------------------------------------------------------------------------- entropy


def test_every_source_has_more_than_two_to_the_24_outcomes() -> None:
    assert outcomes(DRAND) == 2**256
    assert outcomes(SSQ) == 1_107_568 * 16
    assert outcomes(DICE) == 10**8
    assert outcomes(DICE, 20) == 10**20
    assert min(outcomes(source) for source in SOURCES) > 2**24
