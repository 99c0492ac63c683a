"""An element of the vector file is a record without a head: the same verifier reads it and says what does not apply."""

import json
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core import canonical
from shuangsuiji.core.draw.record import write_document
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import EXIT_GOOD, EXIT_INCOMPLETE, FAIL, SKIP
from tests.verify import specimens

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "draw-vectors.json"
SUITES: list[dict[str, Any]] = json.loads(VECTORS.read_text("utf-8"))["suites"]
NOT_FOR_VECTORS = {"V01", "V03", "V14", "V22", "V23", "V24", "V25", "V26", "V27", "V28"}


@pytest.mark.parametrize("element", SUITES, ids=lambda element: element["suite"])
def test_a_vector_element_verifies(element: dict[str, Any]) -> None:
    report = verify_document(write_document(element))
    assert report.exit_code == EXIT_GOOD
    skipped = {result.id for result in report.results if result.status == SKIP}
    assert skipped == NOT_FOR_VECTORS
    assert not any(result.required for result in report.results if result.id in skipped)


def test_a_vector_element_without_what_a_check_needs_is_incomplete() -> None:
    element = {name: value for name, value in SUITES[0].items() if name != "inspector_private"}
    report = verify_document(write_document(element))
    assert report.exit_code == EXIT_INCOMPLETE


@pytest.mark.parametrize("name", ["plan_hash", "reveals", "slots", "subject_roster"])
def test_a_vector_element_of_the_wrong_shape_fails_v01(name: str) -> None:
    report = verify_document(write_document({**SUITES[0], name: 5}))
    assert report.failed() == ["V01"]


def test_a_vector_element_without_a_selection_fails_v01() -> None:
    element = {name: value for name, value in SUITES[0].items() if name != "selection"}
    report = verify_document(write_document(element))
    assert report.failed() == ["V01"]
    assert report.results[0].reason == "selection 缺失"


def test_the_whole_vector_file_is_no_document() -> None:
    assert verify_document(VECTORS.read_bytes()).failed() == ["V01"]


def test_a_committed_value_of_a_vector_opens_its_commitment_even_if_it_was_not_revealed() -> None:
    who = SUITES[0]["plan"]["contributors"][2]
    assert (who, dict(SUITES[0]["reveals"])[who]) == ("xfdd", "")
    values = {**SUITES[0]["committed_values"], who: "0" * 64}
    assert verify_document(write_document({**SUITES[0], "committed_values": values})).failed() == ["V11"]


@pytest.mark.parametrize("name", ["sm3-public", "sm3-auditor"])
def test_a_python_without_sm3_says_that_it_cannot_look_and_calls_nothing_wrong(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(message: bytes) -> Any:
        raise ValueError("unsupported hash type sm3")

    monkeypatch.setitem(canonical._SUITES, "SM3", canonical.Suite("SM3", "sm3", missing))
    report = verify_document(specimens.records()[name].raw, no_log=True)
    assert not any(result.status == FAIL for result in report.results)
    assert report.exit_code == EXIT_INCOMPLETE
    assert "SM3" in next(result.reason for result in report.results if result.id == "V15")
