"""A firm's bundle against its public record: what must not be claimed, and what happens without a record to hold it to."""

import json
from typing import Any

import pytest

from shuangsuiji.core.draw.opening import openings_of
from shuangsuiji.core.draw.record import write_document
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_INCOMPLETE, FAIL, SKIP, Report
from tests.synthetic import valid_uscc
from tests.verify import specimens

CHECKS = ["V01", "V05", "V07", "V08", "V18", "V19"]


def _report(name: str, *, record: str = "", **changes: Any) -> Report:
    document = specimens.bundles()[name]
    bundle = {key: value for key, value in {**json.loads(document.raw), **changes}.items() if value is not ...}
    return verify_document(write_document(bundle), record=specimens.records()[record or document.record].raw)


def _reason(report: Report, check: str) -> str:
    return next(result.reason for result in report.results if result.id == check)


def test_without_a_record_nothing_can_be_said() -> None:
    report = verify_document(specimens.bundles()["firm-drawn"].raw)
    assert [(result.id, result.status) for result in report.results] == [(check, SKIP) for check in CHECKS]
    assert report.exit_code == EXIT_INCOMPLETE
    assert "--record" in report.results[0].reason


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (b"", "不是 JSON"),
        (b"[]", "应为对象"),
        (b"{}", "format 缺失"),
        (specimens.records()["aborted-early-public"].raw, "尚未抽取"),
        (specimens.records()["aborted-revealed-public"].raw, "尚未抽取"),
        (specimens.bundles()["firm-drawn"].raw, "version 缺失"),
    ],
)
def test_a_record_that_is_none_or_was_never_drawn_proves_nothing(record: bytes, says: str) -> None:
    report = verify_document(specimens.bundles()["firm-drawn"].raw, record=record)
    assert report.failed() == ["V01"]
    assert report.exit_code == EXIT_BAD
    assert "公开记录：" in report.results[0].reason
    assert says in report.results[0].reason


@pytest.mark.parametrize("field", json.loads(specimens.bundles()["firm-drawn"].raw))
def test_every_field_of_a_bundle_is_needed_and_held_to_its_type(field: str) -> None:
    if field == "format":
        return
    for change in ({field: ...}, {field: 5}):
        report = _report("firm-drawn", record="", **change)
        assert [result.status for result in report.results] == [FAIL] + [SKIP] * 5
        assert field in report.results[0].reason


def test_a_bundle_is_held_to_the_record_of_its_own_draw() -> None:
    report = _report("firm-drawn", record="open-public")
    assert "V01" in report.failed()
    assert "draw_id" in _reason(report, "V01")


def test_a_bundle_is_held_to_the_public_record_and_no_other() -> None:
    report = _report("firm-drawn", record="sealed-auditor")
    assert report.failed() == ["V01"]
    assert "不是公开记录" in _reason(report, "V01")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("joint-firm-drawn", {"library": ...}),
        ("joint-firm-drawn", {"library": "other"}),
        ("firm-drawn", {"library": "yonggong"}),
        ("firm-drawn", {"leaf": None}),
        ("firm-drawn", {"stratum": None, "elig": None, "leaf": None}),
        ("inspectors-firm-drawn", {"stratum": "A"}),
    ],
)
def test_v01_wants_the_parts_that_the_draw_has(name: str, changes: dict[str, Any]) -> None:
    assert _report(name, **changes).failed()[0] == "V01"


@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({"elig": "X1"}, ["V05", "V18"]),
        ({"leaf": {"index": 0, "size": 55, "path": []}}, ["V05"]),
        ({"leaf": {"index": 55, "size": 55, "path": []}}, ["V05"]),
        ({"row": {"name": "别的企业", "town": "410928100"}}, ["V05", "V07"]),
    ],
)
def test_v05_wants_the_row_in_the_frozen_roster(changes: dict[str, Any], failing: list[str]) -> None:
    assert _report("firm-drawn", **changes).failed() == failing


def test_v05_binds_the_number_of_rows() -> None:
    leaf = json.loads(specimens.bundles()["firm-drawn"].raw)["leaf"]
    assert _report("firm-drawn", leaf={**leaf, "size": leaf["size"] + 1}).failed() == ["V05"]


@pytest.mark.parametrize("firm", ["uscc:1", "示例企业", f"USCC:{valid_uscc(1)}"])
def test_v07_wants_a_canonical_id(firm: str) -> None:
    report = _report("firm-drawn", id=firm)
    assert report.failed() == ["V07"]
    assert "规范写法" in _reason(report, "V07")


def test_v07_wants_no_salt_where_the_roster_is_open() -> None:
    assert "V07" in _report("open-firm-drawn", salt="0" * 64).failed()


def test_v07_wants_the_firm_among_the_dispatched() -> None:
    other = json.loads(specimens.bundles()["subjects-firm-drawn"].raw)["handle"]
    good = json.loads(specimens.bundles()["inspectors-firm-drawn"].raw)["handle"]
    changed = other[:-1] + ("0" if good[-1] != "0" else "1")
    report = _report("inspectors-firm-drawn", handle=changed)
    assert "不在已派发名单之内" in _reason(report, "V07")


def test_v07_leaves_the_attributes_to_v05_where_the_roster_lies_in_a_file() -> None:
    proceedings = specimens.in_files()
    assert proceedings.rosters is not None
    firm = proceedings.rosters.subjects[""].opened[0].id
    (bundle,) = openings_of(proceedings, firm)
    record = specimens.records()["files-public"].raw
    assert verify_document(write_document(bundle), record=record).failed() == []
    bundle["row"]["name"] = "别的企业"
    assert verify_document(write_document(bundle), record=record).failed()[0] == "V05"


def test_v08_wants_certificates_in_canonical_form() -> None:
    team = json.loads(specimens.bundles()["firm-drawn"].raw)["team"]
    report = _report("firm-drawn", team=[{**team[0], "pid": "YS 1"}, *team[1:]])
    assert report.failed() == ["V08"]
    assert "写法" in _reason(report, "V08")


def test_v08_wants_every_member_of_the_team_as_drawn() -> None:
    team = json.loads(specimens.bundles()["firm-drawn"].raw)["team"]
    assert _report("firm-drawn", team=team[1:]).failed() == ["V08"]
    assert _report("firm-drawn", team=team[::-1]).failed() == ["V08"]
    assert _report("firm-not-drawn", team=team).failed() == ["V08"]


def test_v18_refuses_a_place_for_a_firm_that_was_not_drawn() -> None:
    drawn = json.loads(specimens.bundles()["firm-drawn"].raw)
    report = _report("firm-not-drawn", place=drawn["place"], team=drawn["team"])
    assert report.failed() == ["V18", "V19"]


def test_v18_refuses_a_place_where_no_teams_are_drawn() -> None:
    place = json.loads(specimens.bundles()["firm-drawn"].raw)["place"]
    assert "V18" in _report("subjects-firm-drawn", place=place).failed()


def test_v18_sees_a_public_list_that_leaves_the_firm_out() -> None:
    """The record was forged, not the bundle: the firm's own ticket is below the threshold."""
    bundle = json.loads(specimens.bundles()["firm-drawn"].raw)
    record = json.loads(specimens.records()["sealed-public"].raw)
    part = record["selection"][bundle["stratum"]]
    part["selected"] = [entry for entry in part["selected"] if entry["handle"] != bundle["handle"]]
    report = verify_document(write_document(bundle), record=write_document(record))
    assert "V18" in report.failed()


@pytest.mark.parametrize(("field", "value"), [("index", 0), ("size", 3), ("team", "t9"), ("path", [])])
def test_v19_wants_the_place_in_the_batches(field: str, value: Any) -> None:
    place = json.loads(specimens.bundles()["firm-drawn"].raw)["place"]
    assert place[field] != value
    assert "V19" in _report("firm-drawn", place={**place, field: value}).failed()
