"""Every hostile or odd file gets exactly its verdict, in a sentence a clerk understands. 第十条, 80-reliability D3, D4."""

from pathlib import Path

import pytest

from shuangsuiji.foundation.sheets import child
from shuangsuiji.foundation.sheets.findings import Fault
from shuangsuiji.foundation.sheets.inspectors import read_inspectors
from shuangsuiji.foundation.sheets.readings import RosterUnusable
from shuangsuiji.foundation.sheets.subjects import read_subjects
from tests.foundation.sheets.corpus.all import CASES
from tests.foundation.sheets.corpus.case import Case, Reading
from tests.foundation.sheets.corpus.encodings import ENCODINGS
from tests.foundation.sheets.corpus.files import FILES
from tests.foundation.sheets.corpus.headers import HEADERS
from tests.foundation.sheets.makers import AT

TOWNS = {"城关镇": "410928100", "柳屯镇": "410928101"}


def reading_of(case: Case, folder: Path) -> Reading:
    """Make the file and read it as its kind."""
    path = folder / case.file
    path.write_bytes(case.make())
    if case.kind == "inspector":
        return read_inspectors(path, at=AT, encoding=case.encoding, limits=case.limits)
    return read_subjects(path, at=AT, encoding=case.encoding, limits=case.limits, county="410928", towns=TOWNS)


@pytest.mark.article("第十条")
@pytest.mark.parametrize("case", [case for case in CASES if case.refused], ids=lambda case: f"{case.kind}: {case.name}")
def test_a_bad_file_is_refused_at_its_place_and_gives_no_entry(case: Case, tmp_path: Path) -> None:
    reading = reading_of(case, tmp_path)
    assert not reading.usable
    assert reading.entries == ()
    with pytest.raises(RosterUnusable, match="整批未导入"):
        reading.require()
    matching = [
        finding
        for finding in reading.errors()
        if finding.row == case.row and all(word in finding.message for word in case.words)
    ]
    assert matching, [finding.message for finding in reading.findings]
    assert all(finding.remedy and finding.article.startswith("第") for finding in matching)


@pytest.mark.article("第十条")
@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.refused], ids=lambda case: f"{case.kind}: {case.name}"
)
def test_an_odd_file_is_read_as_what_it_means(case: Case, tmp_path: Path) -> None:
    reading = reading_of(case, tmp_path)
    assert reading.usable, [finding.message for finding in reading.errors()]
    assert case.holds is not None
    assert case.holds(reading), reading.entries[:2]
    said = " ".join(finding.message for finding in reading.findings)
    assert all(word in said for word in case.words), said


# These reach for more memory than the machine has, so that only the limited process may meet them, or never reach it.
DANGEROUS = {
    "a file over 20 MB",
    "a value in the last cell of the sheet",
    "one string in fifty thousand cells",
    "an ods of a billion cells",
}
BEFORE_THE_ROWS = [case for case in (*FILES, *ENCODINGS, *HEADERS) if case.name not in DANGEROUS]


@pytest.mark.parametrize("case", BEFORE_THE_ROWS, ids=lambda case: case.name)
def test_the_limited_process_says_the_same_when_its_steps_run_here(case: Case) -> None:
    said: list[object] = []
    child._answer(case.make(), case.encoding, case.limits, said.append)
    last = said[-1]
    assert isinstance(last, dict)
    if not case.refused:
        assert "end" in last
    elif "refused" in last:
        reason, _, fault, _, row = last["refused"]
        assert reason
        assert Fault[fault]
        assert row in {0, case.row}


def test_the_corpus_is_large_enough_and_has_both_verdicts() -> None:
    assert len(CASES) >= 80
    assert sum(case.refused for case in CASES) >= 40
    assert sum(not case.refused for case in CASES) >= 30
