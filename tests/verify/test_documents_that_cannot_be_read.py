"""What is no record at all fails V01, leaves everything else unlooked at, and never ends in a traceback."""

import json
from typing import Any

import pytest

from shuangsuiji.core.draw.record import write_document
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import EXIT_BAD, FAIL, SKIP, Report
from tests.verify import specimens

GOOD = specimens.records()["sealed-public"].raw


def _unreadable(report: Report) -> str:
    """The reason of V01, after making sure that nothing else was looked at."""
    first, *rest = report.results
    assert (first.id, first.status) == ("V01", FAIL)
    assert {(result.status, result.required, result.reason) for result in rest} == {(SKIP, True, "V01 未通过")}
    assert report.exit_code == EXIT_BAD
    return first.reason


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "不是 JSON"),
        (b"\xff\xfe", "不是 UTF-8"),
        (b"\xef\xbb\xbf" + GOOD, "BOM"),
        (GOOD + b"{}", "不是 JSON"),
        (GOOD[:-3], "不是 JSON"),
        (b"[]", "JSON 对象"),
        (b"null", "JSON 对象"),
        (b'"ssj-draw-record/1"', "JSON 对象"),
        (b"{}", "format 缺失"),
        (b'{"format":"ssj-draw-record/1"}', "version 缺失"),
        (b'{"plan":{}}', "suite 缺失"),
        (b'{"plan":1}', "suite 缺失"),
        (b'{"format":"ssj-draw-record/1","version":1e3}', "不是整数"),
        (b'{"a":1,"a":2}', "重复"),
        (b'{"a":"\\ud800"}', "代理码元"),
        (b"[" * 100_000, "嵌套过深"),
    ],
)
def test_no_record_fails_v01_and_the_rest_is_not_looked_at(raw: bytes, says: str) -> None:
    assert says in _unreadable(verify_document(raw, no_log=True))


@pytest.mark.parametrize("name", json.loads(GOOD))
def test_every_field_of_a_record_is_held_to_its_type(name: str) -> None:
    """Two wrong values, of which at least one is of no type that any field has."""
    wrongs: tuple[Any, ...] = (-1, [[]])
    for wrong in wrongs:
        record = {**json.loads(GOOD), name: wrong}
        assert name in _unreadable(verify_document(write_document(record), no_log=True))


@pytest.mark.parametrize("name", sorted(set(json.loads(GOOD)) - {"tickets"}))
def test_no_field_of_a_record_may_be_missing(name: str) -> None:
    record = json.loads(GOOD)
    del record[name]
    report = verify_document(write_document(record), no_log=True)
    if name in ("beacon_signature", "replacements"):
        assert report.failed() == [{"beacon_signature": "V13", "replacements": "V01"}[name]]
    else:
        assert name in _unreadable(report)


@pytest.mark.parametrize("key", [b"[]", b"{", b'"key"'])
def test_a_key_file_that_cannot_be_read_stops_everything(key: bytes) -> None:
    _unreadable(verify_document(GOOD, no_log=True, key=key))


def test_a_key_file_can_replace_nothing_but_the_private_parts() -> None:
    other = json.loads(specimens.records()["joint-public"].raw)
    report = verify_document(GOOD, no_log=True, key=write_document(other))
    assert report == verify_document(GOOD, no_log=True)


def test_a_key_of_another_draw_opens_nothing() -> None:
    whole = json.loads(specimens.records()["joint-auditor"].raw)
    key = {name: whole[name] for name in ("subject_private", "inspector_private")}
    _unreadable(verify_document(GOOD, no_log=True, key=write_document(key)))
    del key["subject_private"]
    report = verify_document(GOOD, no_log=True, key=write_document(key))
    assert {"V08", "V09"} <= set(report.failed())


def test_a_field_of_nesting_beyond_reason_does_not_end_in_a_traceback() -> None:
    for depth in (400, 700, 900):
        raw = GOOD.rstrip()[:-1] + b',"x":' + b"[" * depth + b"]" * depth + b"}"
        assert verify_document(raw, no_log=True).exit_code in (0, 1)
