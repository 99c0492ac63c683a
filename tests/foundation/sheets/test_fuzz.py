"""Whatever the bytes, reading ends in findings or a refusal, never in a traceback. 80-reliability D2.

Mutated workbooks only ever meet the parser in its limited process: some of them ask for half a terabyte.
"""

from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangsuiji.core.identifiers import is_certificate_id, is_subject_id
from shuangsuiji.foundation.sheets import child
from shuangsuiji.foundation.sheets.checking import Provenance
from shuangsuiji.foundation.sheets.columns import INSPECTORS, SUBJECTS
from shuangsuiji.foundation.sheets.decoding import decode
from shuangsuiji.foundation.sheets.findings import FindingBook
from shuangsuiji.foundation.sheets.inspectors import (
    DEFAULT_DEPARTMENTS,
    DEFAULT_QUALIFICATIONS,
    InspectorCheck,
    InspectorOptions,
)
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS
from shuangsuiji.foundation.sheets.packages import inspect
from shuangsuiji.foundation.sheets.reader import Sheet
from shuangsuiji.foundation.sheets.readings import RowSelection
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.subjects import SubjectCheck, SubjectOptions, read_subjects
from shuangsuiji.foundation.sheets.tables import Tables
from shuangsuiji.foundation.sheets.towns import Towns
from tests.foundation.sheets.makers import (
    AT,
    INSPECTOR_HEADER,
    SUBJECT_HEADER,
    csv_bytes,
    ods_bytes,
    subject_rows,
    xls_bytes,
    xlsx_bytes,
)

SEEDS = (
    xlsx_bytes(subject_rows()),
    xls_bytes(subject_rows()),
    ods_bytes(subject_rows()),
    csv_bytes(subject_rows()),
    csv_bytes(subject_rows(), "gbk"),
)
QUICK = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

mutants = st.builds(
    lambda seed, edits: _edited(SEEDS[seed], edits),
    st.integers(0, len(SEEDS) - 1),
    st.lists(
        st.tuples(st.floats(0, 0.999), st.integers(0, 3), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6
    ),
)


def _edited(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Overwrite, insert, delete or cut at places given as shares of the length."""
    for share, how, piece in edits:
        at = int(share * len(content))
        content = (
            content[:at] + piece + content[at + len(piece) :],
            content[:at] + piece + content[at:],
            content[:at] + content[at + len(piece) :],
            content[: max(at, 1)],
        )[how]
    return content


def answered(content: bytes) -> list[object]:
    """What the child would say, without its process."""
    said: list[object] = []
    child._answer(content, None, DEFAULT_LIMITS, said.append)
    return said


@QUICK
@given(st.binary(max_size=400))
def test_random_bytes_are_answered(content: bytes) -> None:
    last = answered(content)[-1]
    assert isinstance(last, dict)
    assert set(last) & {"end", "refused"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutants)
def test_mutated_files_end_in_findings_through_the_whole_process(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "名录.xlsx"
    path.write_bytes(content)
    reading = read_subjects(path, at=AT)
    assert reading.usable or reading.errors()
    assert all(finding.reason for finding in reading.findings)


@QUICK
@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "gb18030", "utf-16-le", "utf-16-be"]))
def test_decoding_ends_in_text_or_a_refusal(content: bytes, named: str | None) -> None:
    with suppress(SheetRefused):
        text, encoding = decode(content, named)
        assert text.encode(encoding) in content


@QUICK
@given(mutants)
def test_looking_through_a_zip_ends_in_a_package_or_a_refusal(content: bytes) -> None:
    with suppress(SheetRefused):
        assert inspect(content, DEFAULT_LIMITS).form in {"xlsx", "ods"}


cells = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.sampled_from(["注销", "A", "9999-09-09", "４．１Ｅ＋１７", "91410928MA000001X", "'", '="', "\u202e", "、", "0"]),
)


@QUICK
@given(st.lists(st.lists(cells, max_size=12), max_size=8), st.booleans())
def test_any_cells_under_a_header_end_in_findings(rows: list[list[object]], people: bool) -> None:
    book = FindingBook(DEFAULT_LIMITS.findings)
    tables = Tables(INSPECTORS if people else SUBJECTS, book, DEFAULT_LIMITS)
    common = {"at": AT, "limits": DEFAULT_LIMITS, "excluded": RowSelection([])}
    check = (
        InspectorCheck(
            tables, book, InspectorOptions(Provenance(), DEFAULT_DEPARTMENTS, DEFAULT_QUALIFICATIONS, 2, AT), **common
        )
        if people
        else SubjectCheck(tables, book, SubjectOptions(Provenance(), Towns({}), RowSelection([])), **common)
    )
    header = INSPECTOR_HEADER if people else SUBJECT_HEADER
    stream = [Sheet("", True), (1, list(header)), *((number, row) for number, row in enumerate(rows, start=2))]
    for record in tables.records(stream):
        check.take(record)
    check.finish()
    for entry in check.entries:
        assert is_certificate_id(entry.id) if people else is_subject_id(entry.id)
        assert entry.name
