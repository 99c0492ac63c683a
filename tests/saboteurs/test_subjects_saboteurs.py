"""Takes the guards of the registry of subjects away one at a time: personal values on a form, what a list of licences must say.

Source: 第六条（二）, 第十条, 第二十四条; 80-reliability J7. The test that proves a guard must then turn red.
"""

from typing import Any

import pytest

from shuangsuiji.core.rules.finding import RuleViolation, judge
from shuangsuiji.foundation.sheets.licences import LicenceCheck, read_licences
from shuangsuiji.stages.registry.actions import import_licences as importing
from shuangsuiji.stages.registry.actions import set_towns as placing
from shuangsuiji.stages.registry.actions.import_licences import LicenceList
from shuangsuiji.web.office.subjects import changing, forms
from tests.cast import WU
from tests.foundation.sheets.makers import xlsx_bytes
from tests.stages.cast import build_county
from tests.stages.registry.rosters import firms, synthetic_uscc
from tests.web.office.subjects import test_pages
from tests.web.office.subjects.visiting import Desk

pytestmark = pytest.mark.django_db(transaction=True)
HOLDS = judge("E10-3", "第十条", True, required="", actual="", refusal="", remedy="")


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


def licences(desk: Desk, *rows: list[str], source: str = "行政审批系统") -> LicenceList:
    """A list of licences that was read."""
    path = desk.folder / "许可证.xlsx"
    path.write_bytes(xlsx_bytes([["统一社会信用代码", "许可证名称", "有效期至"], *rows]))
    return LicenceList(read_licences(path, at=desk.county.at.date()), source, desk.county.at.date())


def test_licences_without_source_are_noticed(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    given = licences(filled, [synthetic_uscc(1), "人力资源服务许可证", "2029-03-19"], source="")

    def attack() -> Any:
        return importing.import_licences(licences=given, actor=filled.county.actor(WU), at=filled.county.at)

    with pytest.raises(RuleViolation):
        attack()
    monkeypatch.setattr(importing, "check_licences", lambda _: ())
    assert attack().added == 1


def test_one_licence_told_twice_in_a_list_is_noticed(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [[synthetic_uscc(1), "人力资源服务许可证", day] for day in ("2029-03-19", "2030-03-19")]
    assert not licences(filled, *twice).reading.usable
    monkeypatch.setattr(LicenceCheck, "_look_for_same", lambda *_: None)
    assert licences(filled, *twice).reading.usable


def test_a_code_of_another_county_is_noticed(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def attack() -> Any:
        keeper = filled.county.actor(WU)
        given = {"rows": [("城关镇", "999999100")], "document": "区划代码", "seen": ""}
        return placing.set_towns(**given, actor=keeper, at=filled.county.at)

    with pytest.raises(RuleViolation):
        attack()
    monkeypatch.setattr(placing, "_stem", lambda _: "")
    assert attack().codes == {"城关镇": "999999100"}


def test_a_table_of_towns_written_over_anothers_is_noticed(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def put(code: str) -> Any:
        keeper = filled.county.actor(WU)
        given = {"rows": [("城关镇", code)], "document": "区划代码", "seen": ""}
        return placing.set_towns(**given, actor=keeper, at=filled.county.at)

    put("410999100")
    with pytest.raises(RuleViolation):
        put("410999101")
    monkeypatch.setattr(placing, "_as_seen", lambda *_: HOLDS)
    assert put("410999101").codes == {"城关镇": "410999101"}
