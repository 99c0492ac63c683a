"""Takes the guard of personal values on the form of a correction away; the test that proves it must then turn red.

Source: 第二十四条; 80-reliability J7.
"""

from typing import Any

import pytest

from shuangsuiji.web.office.subjects import changing, forms
from tests.stages.cast import build_county
from tests.stages.registry.rosters import firms
from tests.web.office.subjects import test_pages
from tests.web.office.subjects.visiting import Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled(at: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A registry of eight firms."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    desk = Desk(build_county(at), tmp_path)
    desk.take_in(firms(8))
    return desk


def test_showing_what_stands_on_the_form_of_a_correction_is_seen(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    body = test_pages.TestPersonalValues()
    shown = changing._terms
    monkeypatch.setattr(changing, "_terms", lambda subject: {**shown(subject), **subject.personal})
    with pytest.raises(AssertionError):
        body.test_they_are_corrected_and_taken_away_without_being_shown_and_the_record_says_only_which(filled)


def test_taking_an_empty_field_for_a_wish_to_forget_is_seen(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("address", "legal_rep", "liaison", "phone")
    everything = property(lambda form: {name: form.cleaned_data[name] for name in names})
    monkeypatch.setattr(forms.EditForm, "personal", everything)
    with pytest.raises(AssertionError):
        test_pages.TestPersonalValues().test_left_empty_they_stay(filled)
