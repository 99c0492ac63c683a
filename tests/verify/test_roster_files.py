"""Rosters that lie beside the record as files: present, missing, changed, written otherwise, outside the folder."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from shuangsuiji.core.draw.record import file_reference, write_document
from shuangsuiji.core.draw.roster import subject_row, write_csv
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_INCOMPLETE, SKIP, Report
from tests.verify import specimens

Members = dict[str, Any]
ON_ROSTERS = {"V04", "V05", "V06", "V16", "V17", "V18", "V27", "V28"}


def _report(name: str, change: Callable[[Members, dict[str, bytes]], None]) -> Report:
    document = specimens.records()[name]
    record, files = json.loads(document.raw), dict(document.files or {})
    change(record, files)
    return verify_document(write_document(record), no_log=True, files=files.get)


def _lost(report: Report) -> set[str]:
    return {result.id for result in report.results if result.status == SKIP and result.required}


@pytest.mark.parametrize("name", ["files-public", "files-open-public"])
def test_without_its_files_a_record_is_incomplete_not_wrong(name: str) -> None:
    report = _report(name, lambda record, files: files.clear())
    assert report.exit_code == EXIT_INCOMPLETE
    assert ON_ROSTERS - {"V28"} <= _lost(report) <= ON_ROSTERS | {"V07", "V23"}
    assert all("不在记录旁边" in result.reason for result in report.results if result.id in _lost(report))


def test_the_reader_of_files_is_asked_for_none_by_default() -> None:
    report = verify_document(specimens.records()["files-public"].raw, no_log=True)
    assert report.exit_code == EXIT_INCOMPLETE


def test_only_what_rests_on_a_missing_file_is_skipped() -> None:
    def change(record: Members, files: dict[str, bytes]) -> None:
        del files["files-inspectors.jsonl"]

    report = _report("files-public", change)
    assert _lost(report) == {"V04", "V06", "V27"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\n", b"\r\n"),
        (b"handle,stratum,elig,attrs\n", b""),
        (b"handle,stratum", b"Handle,stratum"),
        (b",A,E,", b",A,"),
        (b",A,E,", b",A,E,,"),
        (b",A,E,", b",\xff,E,"),
    ],
)
def test_a_csv_written_otherwise_is_told_once_and_not_read(old: bytes, new: bytes) -> None:
    """Bytes and digest are those of the changed file, so that only its writing is wrong."""

    def change(record: Members, files: dict[str, bytes]) -> None:
        name, rows = "files-subjects.csv", record["subject_roster"]["rows"]
        assert old in files[name]
        files[name] = files[name].replace(old, new)
        record["subject_roster"] = file_reference(name, "csv", files[name], rows)

    report = _report("files-public", change)
    assert report.failed() == ["V27"]
    assert report.exit_code == EXIT_BAD
    assert _lost(report) == ON_ROSTERS - {"V06", "V27"}


@pytest.mark.parametrize("new", [b", A,E,", b',"A",E,'])
def test_blanks_and_quotes_in_a_csv_belong_to_the_value(new: bytes) -> None:
    """There is no quoting: the stratum is then another one, which the roster's own checks notice."""

    def change(record: Members, files: dict[str, bytes]) -> None:
        name, rows = "files-subjects.csv", record["subject_roster"]["rows"]
        files[name] = files[name].replace(b",A,E,", new)
        record["subject_roster"] = file_reference(name, "csv", files[name], rows)

    assert {"V04", "V05"} <= set(_report("files-public", change).failed())


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("files-open-subjects.jsonl", b'"elig":"E"', b'"elig": "E"'),
        ("files-open-subjects.jsonl", b'{"attrs"', b'{"x":1,"attrs"'),
        ("files-open-subjects.jsonl", b'"elig":"E"', b'"elig":1'),
        ("files-open-subjects.jsonl", b"}\n", b"}\r\n"),
        ("files-open-inspectors.jsonl", b'"cap":2', b'"cap":2.0'),
        ("files-open-inspectors.jsonl", b'"cap":2', b'"cap":"2"'),
    ],
)
def test_json_lines_written_otherwise_are_told_once(name: str, old: bytes, new: bytes) -> None:
    field = "inspector_roster" if "inspectors" in name else "subject_roster"

    def change(record: Members, files: dict[str, bytes]) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new)
        record[field] = file_reference(name, "jsonl", files[name], record[field]["rows"])

    assert _report("files-open-public", change).failed() == ["V27"]


@pytest.mark.parametrize(("field", "value"), [("rows", 27), ("bytes", 1), ("sha256", "0" * 64)])
def test_rows_bytes_and_digest_are_those_of_the_file(field: str, value: object) -> None:
    def change(record: Members, files: dict[str, bytes]) -> None:
        record["subject_roster"][field] = value

    report = _report("files-public", change)
    assert report.failed() == ["V27"]
    assert _lost(report) == set()


def test_another_file_under_the_same_name_fails_the_roots_as_well() -> None:
    def change(record: Members, files: dict[str, bytes]) -> None:
        raw = files["files-subjects.csv"]
        files["files-subjects.csv"] = raw[: raw.rindex(b"\n", 0, -1) + 1]

    assert {"V05", "V27"} <= set(_report("files-public", change).failed())


@pytest.mark.parametrize(
    "name",
    ["../files-subjects.csv", "/etc/passwd", "..", ".hidden", "a/b.csv", "a\\b.csv", "c:x", "a\x00b", "", "甲" * 201],
)
def test_nothing_outside_the_folder_of_the_record_is_ever_opened(name: str) -> None:
    asked: list[str] = []

    def files(wanted: str) -> bytes | None:
        asked.append(wanted)
        return None

    record = json.loads(specimens.records()["files-public"].raw)
    record["subject_roster"]["file"] = name
    report = verify_document(write_document(record), no_log=True, files=files)
    assert set(asked) == {"files-inspectors.jsonl"}
    assert "V27" in report.failed() + sorted(_lost(report))


def test_inspectors_come_as_json_lines_only() -> None:
    def change(record: Members, files: dict[str, bytes]) -> None:
        record["inspector_roster"]["format"] = "csv"

    assert _report("files-public", change).failed() == ["V27"]


def test_a_library_may_lie_in_a_file_of_its_own() -> None:
    record = json.loads(specimens.records()["joint-public"].raw)
    rows = [subject_row(row) for row in record["subject_rosters"]["shipin"]]
    raw = write_csv(rows)
    record["subject_rosters"]["shipin"] = file_reference("shipin.csv", "csv", raw, len(rows))
    assert verify_document(write_document(record), no_log=True, files={"shipin.csv": raw}.get).exit_code == 0
    assert verify_document(write_document(record), no_log=True).exit_code == EXIT_INCOMPLETE
