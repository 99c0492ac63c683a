"""The times of a session, as a mapping and a moment."""

from datetime import timedelta

import pytest

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.web.project.profiles import PROFILES

PROFILE = PROFILES["djbh3"]


def begun(at, **more):
    session = {}
    session_times.begin(session, at=at, second_factor=False)
    return session | more


def test_a_new_session_goes_on(at):
    assert session_times.over(begun(at), PROFILE, at=at) == ""


@pytest.mark.parametrize(
    ("change", "later", "why"),
    [
        ({}, {"minutes": 15}, "idle"),
        ({}, {"minutes": 14, "seconds": 59}, ""),
        ({session_times.SEEN: None}, {}, "unknown"),
        ({session_times.BEGAN: "yesterday"}, {}, "unknown"),
        ({}, {"seconds": -30}, ""),
        ({}, {"minutes": -3}, "unknown"),
    ],
)
def test_with_one_thing_changed(at, change, later, why):
    assert session_times.over(begun(at, **change), PROFILE, at=at + timedelta(**later)) == why


def test_its_use_is_written_once_a_minute_and_never_lengthens_the_whole(at):
    session = begun(at)
    assert not session_times.touch(session, at=at + timedelta(seconds=59))
    assert session_times.touch(session, at=at + timedelta(seconds=60))
    for minute in range(0, 12 * 60, 5):
        session_times.touch(session, at=at + timedelta(minutes=minute))
    assert session_times.over(session, PROFILE, at=at + timedelta(hours=12)) == "absolute"


def test_a_confirmation_counts_for_five_minutes(at):
    session = begun(at)
    assert session_times.recently_confirmed(session, PROFILE, at=at + timedelta(minutes=5))
    assert not session_times.recently_confirmed(session, PROFILE, at=at + timedelta(minutes=5, seconds=1))
    assert not session_times.recently_confirmed({}, PROFILE, at=at)
    session_times.confirm(session, at=at + timedelta(minutes=9))
    assert session_times.recently_confirmed(session, PROFILE, at=at + timedelta(minutes=10))


def test_only_the_truth_counts_as_a_second_factor(at):
    assert not session_times.second_factor_given(begun(at))
    assert not session_times.second_factor_given({session_times.SECOND: "yes"})
    session = {}
    session_times.begin(session, at=at, second_factor=True)
    assert session_times.second_factor_given(session)
