"""Takes the importer's guards away one at a time; the case of the corpus that proves the guard must then turn red.

A case that survives its saboteur proves nothing. Source: 80-reliability D3, J7; 第十条.
"""

from pathlib import Path

import pytest

from shuangsuiji.foundation.sheets import codes, duplicates, packages, report, subjects
from shuangsuiji.foundation.sheets.cells import number_text
from shuangsuiji.foundation.sheets.decoding import decode
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from tests.foundation.sheets.corpus.all import CASES
from tests.foundation.sheets.corpus.case import Case
from tests.foundation.sheets.test_corpus import (
    test_a_bad_file_is_refused_at_its_place_and_gives_no_entry as must_be_refused,
)
from tests.foundation.sheets.test_report import test_no_cell_of_a_report_starts_a_formula as must_be_neutral

NUMBER_THAT_PASSES = "a code as a number that passes its check"


def case(name: str) -> Case:
    """One case of the corpus."""
    return next(each for each in CASES if each.name == name)


def must_turn_red(name: str, folder: Path) -> None:
    """The named case of `test_corpus` fails now."""
    with pytest.raises(AssertionError):
        must_be_refused(case(name), folder)


@pytest.mark.parametrize("name", [NUMBER_THAT_PASSES, "one code twice", "a column of codes that were numbers"])
def test_without_sabotage_the_cases_hold(name: str, tmp_path: Path) -> None:
    must_be_refused(case(name), tmp_path)


def test_taking_number_cells_for_text_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    honest = codes._as_text

    def number_as_text(cell: object, reading: codes.CodeReading) -> str | None:
        return number_text(cell) if isinstance(cell, float) else honest(cell, reading)  # type: ignore[arg-type]

    monkeypatch.setattr(codes, "_as_text", number_as_text)
    must_turn_red(NUMBER_THAT_PASSES, tmp_path)


def test_believing_rounded_columns_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(subjects, "is_float_shaped", lambda digits: False)
    must_turn_red("a column of codes that were numbers", tmp_path)


def test_forgetting_earlier_rows_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(duplicates.Duplicates, "_same", lambda self, seen, key, here: None)
    must_turn_red("one code twice", tmp_path)


def test_letting_entities_through_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    content = case("an external entity in the sheet").make()
    with pytest.raises(SheetRefused, match="实体"):
        packages.inspect(content, packages.Limits())
    monkeypatch.setattr(packages, "_refuse_entities", lambda markup: None)
    packages.inspect(content, packages.Limits())


def test_decoding_with_replacements_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    content = case("bytes of no encoding").make()
    with pytest.raises(SheetRefused):
        decode(content)
    assert "\ufffd" in content.decode("utf-8", errors="replace"), "what a lenient reader would have shown"


def test_writing_cells_as_they_are_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(report, "neutral", lambda text: text)
    with pytest.raises(AssertionError):
        must_be_neutral(tmp_path)
