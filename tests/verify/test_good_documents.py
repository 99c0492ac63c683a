"""Every good document verifies: each check that its audience can make passes, and what was not looked at is named."""

import json

import pytest

from shuangsuiji.core.draw.record import write_document
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import EXIT_GOOD, EXIT_INCOMPLETE, PASS, SKIP, TITLES, Report
from tests.verify import forger, specimens, write_bundles

RECORDS = specimens.records()
BUNDLES = specimens.bundles()
LOG = {"V14", "V24", "V26"}
NEEDS_KEY = {"V07", "V08", "V09", "V19", "V21", "V23"}


def _checked(name: str, *, no_log: bool = True) -> Report:
    document = RECORDS[name]
    return verify_document(document.raw, no_log=no_log, files=(document.files or {}).get)


def _skipped(report: Report) -> set[str]:
    return {result.id for result in report.results if result.status == SKIP}


@pytest.mark.parametrize("name", RECORDS)
def test_a_good_record_verifies(name: str) -> None:
    report = _checked(name)
    assert (report.failed(), report.exit_code) == ([], EXIT_GOOD)


@pytest.mark.parametrize("name", RECORDS)
def test_a_real_record_whose_log_was_not_shown_is_incomplete(name: str) -> None:
    report = _checked(name, no_log=False)
    assert report.exit_code == EXIT_INCOMPLETE
    assert {result.id for result in report.results if result.required and result.status == SKIP} == LOG


@pytest.mark.parametrize("name", RECORDS)
def test_every_check_is_listed_once_in_the_order_of_its_number(name: str) -> None:
    assert [result.id for result in _checked(name).results] == list(TITLES)


@pytest.mark.parametrize(
    ("name", "skipped"),
    [
        ("sealed-public", NEEDS_KEY),
        ("joint-public", NEEDS_KEY),
        ("open-public", {"V08", "V09", "V21"}),
        ("inspectors-public", NEEDS_KEY),
        ("inspectors-open-public", {"V08", "V09", "V21"}),
        # No teams: nothing to deal, nobody to assign.
        ("subjects-public", {"V07", "V09", "V23"}),
        ("sealed-auditor", set()),
        ("open-auditor", set()),
        ("joint-auditor", set()),
        ("subjects-auditor", set()),
        ("inspectors-auditor", set()),
        ("replaced-auditor", set()),
        ("blocked-auditor", set()),
        ("files-public", NEEDS_KEY),
    ],
)
def test_what_an_audience_cannot_see_is_skipped_and_nothing_else(name: str, skipped: set[str]) -> None:
    assert _skipped(_checked(name)) == skipped | LOG


@pytest.mark.parametrize(
    ("name", "passed"),
    [
        ("aborted-early-auditor", {"V01", "V02", "V03", "V23", "V25", "V27", "V28"}),
        ("aborted-frozen-auditor", {f"V{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 23, 25, 27, 28)}),
        ("aborted-committed-auditor", {f"V{number:02}" for number in (*range(1, 12), 23, 25, 27, 28)}),
        ("aborted-revealed-auditor", {f"V{number:02}" for number in (*range(1, 12), 23, 25, 27, 28)}),
        ("aborted-shadow-auditor", set(TITLES) - LOG),
    ],
)
def test_an_aborted_record_is_checked_as_far_as_its_draw_got(name: str, passed: set[str]) -> None:
    assert {result.id for result in _checked(name).results if result.status == PASS} == passed


@pytest.mark.parametrize(
    ("name", "check", "says"),
    [
        ("sealed-public", "V13", "BLS"),
        ("open-public", "V13", "不是 drand"),
        ("open-public", "V23", "没有更换"),
        ("sealed-auditor", "V25", "审计件"),
        ("sealed-public", "V27", "没有引用文件"),
        ("sealed-public", "V14", "未入日志"),
        ("sealed-public", "V23", "不公开"),
        ("sealed-public", "V21", "回避不公开"),
    ],
)
def test_a_check_with_nothing_to_check_says_so(name: str, check: str, says: str) -> None:
    (reason,) = (result.reason for result in _checked(name).results if result.id == check)
    assert says in reason


@pytest.mark.parametrize("name", BUNDLES)
def test_a_good_bundle_verifies_against_its_public_record(name: str) -> None:
    document = BUNDLES[name]
    report = verify_document(document.raw, record=RECORDS[document.record].raw)
    assert [(result.id, result.status) for result in report.results] == [
        (check, PASS) for check in ("V01", "V05", "V07", "V08", "V18", "V19")
    ]


@pytest.mark.parametrize("name", [name for name in RECORDS if name.endswith("-auditor") and "aborted" not in name])
def test_recomputing_an_untouched_record_changes_nothing(name: str) -> None:
    whole, again = (json.loads(RECORDS[name].raw) for _ in range(2))
    assert forger.reforge(again) == whole
    public = f"{name.removesuffix('-auditor')}-public"
    assert forger.told_to_public(whole) == json.loads(RECORDS[public].raw)


def test_field_unknown_to_the_protocol_is_reported_and_does_no_harm() -> None:
    record = {**json.loads(RECORDS["sealed-public"].raw), "x-remark": "示例"}
    report = verify_document(write_document(record), no_log=True)
    assert report.exit_code == EXIT_GOOD
    assert "x-remark" in report.results[0].reason


def test_the_key_of_an_auditor_opens_a_sealed_public_record() -> None:
    whole = json.loads(RECORDS["sealed-auditor"].raw)
    key = {name: whole[name] for name in ("subject_private", "inspector_private")}
    report = verify_document(RECORDS["sealed-public"].raw, no_log=True, key=write_document(key))
    assert report.exit_code == EXIT_GOOD
    # Replacements were counted, not told, and no key brings them back.
    assert _skipped(report) == LOG | {"V23"}


def test_the_examples_and_vectors_on_disk_are_those_this_code_writes() -> None:
    assert write_bundles.stale(write_bundles.ROOT, {**write_bundles.vectors(), **write_bundles.examples()}) == []


def test_specimens_stay_small() -> None:
    assert max(len(document.raw) for document in RECORDS.values()) < 60_000
