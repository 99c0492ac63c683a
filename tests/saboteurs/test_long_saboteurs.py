"""Takes the guards of a long upload away one at a time; the test that proves the guard must then turn red.

Source: 第十条 (all of a list or nothing); 80-reliability J7.
"""

from typing import Any

import pytest

from shuangsuiji.web.components import jobs
from shuangsuiji.web.components.models import UploadJob
from shuangsuiji.web.components.slips import Slip
from shuangsuiji.web.office.subjects import long
from tests.stages.cast import build_county
from tests.web.office.subjects import test_long
from tests.web.office.subjects.visiting import Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def long_desk(at: Any, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk where every list is a long one and no process is started."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    monkeypatch.setattr(jobs, "start", lambda module, job: None)
    settings.SHUANGSUIJI_ROWS_IN_REQUEST = 0
    settings.SHUANGSUIJI_JOBS_FOLDER = tmp_path / "jobs"
    return Desk(build_county(at), tmp_path)


def must_turn_red(body: Any, *arguments: Any) -> None:
    """The named test fails now."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        body(*arguments)


def test_a_process_that_does_not_heed_the_wish_to_stop_is_seen(
    long_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Slip, "told", lambda self, rows: None)
    must_turn_red(test_long.test_what_was_stopped_is_done_again_from_the_same_file, long_desk)


def test_taking_every_process_for_living_is_seen(long_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Slip, "is_held", lambda self: True)
    must_turn_red(test_long.test_a_process_that_died_is_told_without_writing_and_the_step_begun_again, long_desk)


def test_showing_a_step_to_anybody_is_seen(long_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long, "_own", lambda request, job: UploadJob.objects.get(pk=job))
    with pytest.raises((AssertionError, UploadJob.DoesNotExist)):
        test_long.test_another_persons_step_is_like_none(long_desk)
