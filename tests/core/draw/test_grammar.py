"""Names, ids and times: matched in full, in ASCII, and never by half.

Source: 40-draw §1.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from shuangsuiji.core.draw.grammar import (
    CODE,
    DIVISION,
    ELIG,
    HEX64,
    ORDINAL,
    STRATUM,
    TASK_ID,
    is_time,
    ordinal_of,
    parse_time,
    split_draw_id,
    write_time,
)

TASK = "410928/rsj/2026/yonggong"


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (CODE, ["a", "0", "a._-9", "a" * 64], ["", "A", "-a", ".a", "a" * 65, "a b", "局", "a\n", "ａ"]),
        (STRATUM, ["A", "10", "_", "-.", "a" * 64], ["", "A B", "a" * 65, "甲", "A\n", "Ａ"]),
        (ELIG, ["E", "X1", "X9", "X10", "X99"], ["", "e", "X", "X0", "X01", "X100", "XX1", "E ", "X１"]),
        (
            DIVISION,
            ["410928", "410928100", "410928100201"],
            ["", "41092", "4109281", "41092810020", "４10928", "410928\n"],
        ),
        (HEX64, ["0f" * 32], ["0F" * 32, "0" * 63, "0" * 65, "g" * 64, "0" * 64 + "\n"]),
        (ORDINAL, ["1", "10", "9" * 100], ["", "0", "01", "+1", "１", "1\n", "9" * 101]),
        (
            TASK_ID,
            [TASK, "410928/a", "410928/a/b/c/d/e", "rehearsal/" + TASK],
            [
                "410928",
                "41092/a",
                "410928/",
                "410928//a",
                "410928/A",
                "410928/a/b/c/d/e/f",
                "Rehearsal/" + TASK,
                TASK + "/",
            ],
        ),
    ],
    ids=["code", "stratum", "elig", "division", "hex", "ordinal", "task"],
)
def test_each_name_has_its_grammar(pattern: re.Pattern[str], good: list[str], bad: list[str]) -> None:
    assert [name for name in good if not pattern.fullmatch(name)] == []
    assert [name for name in bad if pattern.fullmatch(name)] == []


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T02:00:00",
        "2026-11-20T02:00:00z",
        "2026-11-20t02:00:00Z",
        "2026-11-20 02:00:00Z",
        "2026-11-20T02:00Z",
        "2026-11-20T02:00:00.0Z",
        "2026-11-20T02:00:00+00:00",
        "2026-11-20T24:00:00Z",
        "2026-02-29T00:00:00Z",
        "2016-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "２026-11-20T02:00:00Z",
        "2026-11-20T02:00:00Z\n",
        "",
        None,
        1795140000,
    ],
)
def test_a_time_in_any_other_spelling_or_that_never_was_is_refused(text: object) -> None:
    assert not is_time(text)
    with pytest.raises(ValueError, match=r"应写作|does not match|unconverted|must be in|out of range"):
        parse_time(text)


@pytest.mark.parametrize("text", ["2026-11-20T02:00:00Z", "2024-02-29T23:59:59Z", "9999-12-31T23:59:59Z"])
def test_a_time_is_read_in_utc_and_written_back(text: str) -> None:
    moment = parse_time(text)
    assert is_time(text)
    assert moment.tzinfo is UTC
    assert write_time(moment) == text


def test_a_time_of_another_zone_is_written_in_utc_without_parts_of_a_second() -> None:
    beijing = datetime(2026, 11, 20, 10, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=8)))
    assert write_time(beijing) == "2026-11-20T02:00:00Z"


@pytest.mark.parametrize(
    ("draw_id", "parts"),
    [
        (TASK + "/1", (TASK, 1)),
        (TASK + "/12", (TASK, 12)),
        (f"rehearsal/{TASK}/2", (f"rehearsal/{TASK}", 2)),
        ("410928/rsj/1/1", ("410928/rsj/1", 1)),
        (TASK, None),
        (TASK + "/0", None),
        (TASK + "/01", None),
        (TASK + "/1/", None),
        (TASK + "/" + "9" * 5000, None),
        ("1", None),
        ("", None),
    ],
)
def test_a_draw_id_is_a_task_and_an_ordinal(draw_id: str, parts: tuple[str, int] | None) -> None:
    assert split_draw_id(draw_id) == parts


def test_the_ordinal_is_told_for_its_own_task_only() -> None:
    assert ordinal_of(TASK + "/7", TASK) == 7
    assert ordinal_of(TASK + "/7", "410928/rsj/2026/qita") is None
    assert ordinal_of("x", TASK) is None
