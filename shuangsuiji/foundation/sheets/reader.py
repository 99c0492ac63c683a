"""Read a file through the limited process and pass its sheets on row by row.

Source: 第十条; the caps are `Limits`.
Takes: a path. Gives: digest, encoding, sheets and rows, or SheetRefused with a sentence.
Never: parses a byte of the file in this process.
"""

import hashlib
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import shuangsuiji
from shuangsuiji.foundation.sheets.cells import Cell, revive
from shuangsuiji.foundation.sheets.findings import Fault
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.sniffing import RESAVE

Progress = Callable[[int], None]
_DECODER = json.JSONDecoder(object_hook=revive)
_BROKEN = "文件不完整或已损坏，无法读取"
_PROGRESS_EVERY = 1_000


@dataclass(slots=True)
class Sheet:
    """One worksheet; rows count from 1, columns from 0, merged ranges are (top, left, bottom, right)."""

    name: str
    visible: bool
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[int, ...] = ()


@dataclass(slots=True)
class Source:
    """What is known of the file before and after its rows: form is xlsx, xls, ods or csv."""

    name: str
    digest: str
    byte_count: int
    form: str = ""
    encoding: str = ""
    notes: tuple[str, ...] = ()
    date1904: bool = False


Event = Sheet | tuple[int, list[Cell]]


def load(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[bytes, Source]:
    """The file's bytes and their SHA-256, or SheetRefused when it is absent, no plain file, or too large."""
    try:
        if not path.is_file():
            raise SheetRefused(f"找不到文件“{path.name}”", "请检查路径")
        with path.open("rb") as stream:
            content = stream.read(limits.file_bytes + 1)
    except (OSError, ValueError) as problem:
        if isinstance(problem, SheetRefused):
            raise
        raise SheetRefused(f"打不开文件“{path.name}”", "请检查路径和权限") from None
    if len(content) > limits.file_bytes:
        raise SheetRefused(f"文件超过 {limits.file_bytes // MEBIBYTE} MB", "请删去图片和多余的工作表，或拆分成几个文件")
    return content, Source(path.name, hashlib.sha256(content).hexdigest(), len(content))


def events(
    content: bytes,
    source: Source,
    *,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> Generator[Event, None, None]:
    """Sheets and their rows in file order; fills in `source`. Raises SheetRefused, also in the middle.

    Until the iterator has ended without an exception nothing that it gave may be used.
    """
    request = json.dumps({"encoding": encoding, "limits": asdict(limits)}).encode() + b"\n"
    with _process() as child:
        clock = _Clock(child, limits.wall_seconds)
        try:
            _hand_over(child, request + content)
            yield from _answers(child, source, clock, limits, progress)
        finally:
            clock.stop()
            child.kill()


def _process() -> "subprocess.Popen[bytes]":
    """The child knows the place of this package and nothing else of our environment; no word of the user is in it."""
    root = str(Path(shuangsuiji.__file__).resolve().parent.parent)
    return subprocess.Popen(
        [sys.executable, "-P", "-B", "-m", "shuangsuiji.foundation.sheets.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": root, "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"},
        close_fds=True,
        start_new_session=True,
    )


class _Clock:
    """Kills the child when the wall time is over."""

    def __init__(self, child: "subprocess.Popen[bytes]", seconds: float) -> None:
        self.rang = False
        self._child = child
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def _ring(self) -> None:
        self.rang = True
        self._child.kill()

    def stop(self) -> None:
        self._timer.cancel()


def _hand_over(child: "subprocess.Popen[bytes]", message: bytes) -> None:
    """The child reads all of its input before it answers, so writing first cannot lock both."""
    assert child.stdin is not None
    try:
        child.stdin.write(message)
        child.stdin.close()
    except BrokenPipeError:
        return  # it has died already; what it said, or did not say, tells why


def _answers(
    child: "subprocess.Popen[bytes]", source: Source, clock: _Clock, limits: Limits, progress: Progress | None
) -> Iterator[Event]:
    assert child.stdout is not None
    rows = 0
    for line in _lines(child.stdout, limits):
        answer = _parsed(line)
        if isinstance(answer, list):
            rows += 1
            if progress and rows % _PROGRESS_EVERY == 0:
                progress(rows)
            yield answer[0], answer[1]
        elif "sheet" in answer:
            yield _sheet(answer["sheet"])
        elif "file" in answer:
            source.form, source.encoding, notes, source.date1904 = answer["file"]
            source.notes = tuple(notes)
        elif "refused" in answer:
            reason, remedy, fault, sheet, row = answer["refused"]
            raise SheetRefused(reason, remedy, fault=Fault[fault], sheet=sheet, row=row)
        elif answer.get("end") == rows:
            return
    raise _death(child.wait(), clock, limits)


def _lines(stream: IO[bytes], limits: Limits) -> Iterator[bytes]:
    total = 0
    while line := stream.readline(limits.output_bytes):
        total += len(line)
        if total >= limits.output_bytes:
            raise SheetRefused("读出的数据量超过上限", "请拆分成几个文件")
        if not line.endswith(b"\n"):
            return  # the child died in the middle of a line
        yield line


def _parsed(line: bytes) -> Any:
    try:
        return _DECODER.decode(line.decode("ascii"))
    except ValueError:
        raise SheetRefused(_BROKEN, RESAVE) from None


def _sheet(fields: list[Any]) -> Sheet:
    name, visible, merged, hidden_rows, hidden_columns = fields
    return Sheet(name, visible, [tuple(area) for area in merged], frozenset(hidden_rows), tuple(hidden_columns))


def _death(code: int, clock: _Clock, limits: Limits) -> SheetRefused:
    """What killed the child, as a sentence."""
    if clock.rang:
        return SheetRefused(f"读取超过 {limits.wall_seconds} 秒仍未完成，已停止", RESAVE)
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return SheetRefused(f"读取所需处理时间超过 {limits.cpu_seconds} 秒，已停止", RESAVE)
    if code == -signal.SIGABRT:
        return SheetRefused(
            f"读取所需内存超过 {limits.memory_bytes // MEBIBYTE} MB",
            "常见原因是数据之外很远处还有单元格：请按 Ctrl+End 查看，删去多余的行列后另存为 .xlsx",
        )
    return SheetRefused(_BROKEN, RESAVE)
