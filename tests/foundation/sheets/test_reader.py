"""The limited process: what it may use, how it dies, and that its death is a sentence. 80-reliability C7, D2."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import shuangsuiji
from shuangsuiji.foundation.sheets import child, reader
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS
from shuangsuiji.foundation.sheets.reader import Sheet, events, load
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.subjects import read_subjects
from tests.foundation.sheets.makers import AT, csv_bytes, ods_bytes, subject_rows, xls_bytes, xlsx_bytes

GOOD = csv_bytes(subject_rows())


def source_of(content: bytes) -> reader.Source:
    return reader.Source("名录.csv", "", len(content))


def confined(code: str) -> "subprocess.CompletedProcess[bytes]":
    """Run code in a process that has confined itself like the reading one."""
    before = "import socket, os, zipfile\nfrom shuangsuiji.foundation.sheets import child\nfrom shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS\nchild._confine(DEFAULT_LIMITS)\n"
    root = str(Path(shuangsuiji.__file__).resolve().parent.parent)
    return subprocess.run(
        [sys.executable, "-P", "-c", before + code], capture_output=True, env={"PYTHONPATH": root}, check=False
    )


def test_the_reading_process_can_open_no_file_and_no_connection() -> None:
    assert b"Too many open files" in confined("open('/etc/hostname')").stderr
    assert b"Too many open files" in confined("socket.socket()").stderr
    assert confined("pass").returncode == 0


def test_the_reading_process_has_a_ceiling_of_memory() -> None:
    assert b"MemoryError" in confined("bytearray(2 * 1024 ** 3)").stderr


def test_too_much_processor_time_ends_in_a_sentence() -> None:
    rows = csv_bytes(subject_rows(60_000))
    with pytest.raises(SheetRefused, match="处理时间超过 0 秒"):
        for _ in events(rows * 3, source_of(rows), limits=replace(DEFAULT_LIMITS, cpu_seconds=0)):
            pass


def test_too_much_time_on_the_wall_ends_in_a_sentence() -> None:
    limits = replace(DEFAULT_LIMITS, wall_seconds=0)
    with pytest.raises(SheetRefused, match="超过 0 秒仍未完成"):
        list(events(GOOD, source_of(GOOD), limits=limits))


def test_too_little_memory_ends_in_a_sentence() -> None:
    content = xlsx_bytes(subject_rows(2_000))
    with pytest.raises(SheetRefused, match=r"内存超过|损坏"):
        list(events(content, source_of(content), limits=replace(DEFAULT_LIMITS, memory_bytes=1024 * 1024)))


def test_an_answer_without_an_end_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    half = 'import sys; sys.stdin.buffer.read(); print(\'{"file":["csv","",[],false]}\'); print(\'{"sheet":["",true,[],[],[]]}\'); print(\'[1,["a"]]\')'
    honest = subprocess.Popen

    def other(command: list[str], **how: object) -> "subprocess.Popen[bytes]":
        return honest([sys.executable, "-c", half], **how)

    monkeypatch.setattr(reader.subprocess, "Popen", other)
    with pytest.raises(SheetRefused, match="损坏"):
        list(events(GOOD, source_of(GOOD)))


def test_an_answer_that_is_no_answer_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = subprocess.Popen

    def other(command: list[str], **how: object) -> "subprocess.Popen[bytes]":
        return honest([sys.executable, "-c", "import sys; sys.stdin.buffer.read(); print('[1,')"], **how)

    monkeypatch.setattr(reader.subprocess, "Popen", other)
    with pytest.raises(SheetRefused, match="损坏"):
        list(events(GOOD, source_of(GOOD)))


def test_more_output_than_allowed_is_refused() -> None:
    with pytest.raises(SheetRefused, match="数据量超过上限"):
        list(events(GOOD, source_of(GOOD), limits=replace(DEFAULT_LIMITS, output_bytes=300)))


def test_a_file_that_is_absent_or_a_folder_is_a_finding(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "没有.xlsx", Path("a\x00b")):
        reading = read_subjects(path, at=AT)
        assert not reading.usable
        assert "文件" in reading.findings[0].reason


def test_rows_and_columns_keep_their_places_whatever_the_format(tmp_path: Path) -> None:
    rows = [[None, None], [None, None, "甲"], [None, 1.5, date(2026, 2, 3)]]
    for content in (
        xlsx_bytes(rows),
        xls_bytes([[cell or "" for cell in row] for row in rows[:2]]),
        ods_bytes(rows[:2]),
    ):
        found = [event for event in events(content, source_of(content)) if not isinstance(event, Sheet)]
        assert found[0][0] == 2
        assert found[0][1][2] == "甲"
    content = xlsx_bytes(rows)
    assert [event for event in events(content, source_of(content)) if not isinstance(event, Sheet)][1] == (
        3,
        [None, 1.5, date(2026, 2, 3)],
    )


def test_the_child_answers_line_by_line_and_ends_with_the_number_of_rows() -> None:
    said: list[object] = []
    child.read(GOOD, None, DEFAULT_LIMITS, said.append)
    assert said[0] == {"file": ["csv", "utf-8", [], False]}
    assert said[1] == {"sheet": ["", True, [], [], []]}
    assert said[-1] == {"end": 4}


def test_progress_is_told_while_reading(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_bytes(csv_bytes(subject_rows(2_500)))
    told: list[int] = []
    read_subjects(path, at=AT, progress=told.append)
    assert told == [1000, 2000]


def test_the_digest_is_of_the_bytes_read(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_bytes(b"abc")
    assert load(path)[1].digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.slow
def test_a_hundred_thousand_rows_stay_below_a_minute_and_half_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_bytes(csv_bytes(subject_rows(100_000)))
    code = (
        "import datetime, pathlib, resource, sys\n"
        "from shuangsuiji.foundation.sheets.subjects import read_subjects\n"
        "r = read_subjects(pathlib.Path(sys.argv[1]), at=datetime.date(2026, 11, 1))\n"
        "assert len(r.require()) == 100_000\n"
        "used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
        # ru_maxrss of a process that was started counts what its parent held; the kernel's own line does not.
        "own = next(line for line in pathlib.Path('/proc/self/status').open() if line.startswith('VmHWM')).split()[1]\n"
        "print(sum(each.ru_utime + each.ru_stime for each in used), int(own) + used[1].ru_maxrss)\n"
    )
    root = str(Path(shuangsuiji.__file__).resolve().parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, env={"PYTHONPATH": root}, check=True
    )
    seconds, kilobytes = map(float, done.stdout.split())
    assert seconds < 60, "processor time of both processes together: other work on the machine does not count"
    assert kilobytes < 512 * 1024
