"""A refusal as the tests of draws look at it: which numbers it has, and that no row of any table changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.core.rules.finding import RuleViolation
from tests.harness.examining import state


def numbers(error: Exception) -> set[str]:
    """The numbers of everything it says."""
    if isinstance(error, DrawRefused):
        return {each.number for each in error.refusals}
    assert isinstance(error, RuleViolation), error
    return {each.code for each in error.findings}


@contextmanager
def refused(*expected: str) -> Iterator[None]:
    """Exactly these refuse, in Chinese with a way out, and every table is as it was."""
    before = state()
    with pytest.raises((DrawRefused, RuleViolation)) as caught:
        yield
    assert numbers(caught.value) == set(expected), f"{caught.value}"
    assert f"{caught.value}".strip()
    assert state() == before


@contextmanager
def nothing_written(*errors: type[Exception]) -> Iterator[None]:
    """One of these errors, and every table is as it was."""
    before = state()
    with pytest.raises(errors):
        yield
    assert state() == before
