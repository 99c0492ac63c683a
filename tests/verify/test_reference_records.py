"""The example records that came with the protocol: written by somebody else, they verify here as the protocol page says."""

from pathlib import Path

import pytest

from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import EXIT_GOOD, EXIT_INCOMPLETE, Report

pytestmark = pytest.mark.external


@pytest.fixture(scope="module")
def records(shared: Path) -> Path:
    return shared / "design" / "records"


def _names(records: Path, *, bundles: bool) -> list[str]:
    return sorted(path.name for path in records.glob("*.json") if ("-bundle" in path.name) == bundles)


def _report(records: Path, name: str, *, no_log: bool = False) -> Report:
    def files(wanted: str) -> bytes | None:
        path = records / wanted
        return path.read_bytes() if path.is_file() else None

    record = records / f"{name.partition('-bundle')[0]}-public.json" if "-bundle" in name else None
    raw = record.read_bytes() if record else None
    return verify_document((records / name).read_bytes(), record=raw, no_log=no_log, files=files)


def test_every_record_is_incomplete_for_want_of_a_log_and_good_without_asking_for_one(records: Path) -> None:
    names = _names(records, bundles=False)
    assert len(names) >= 24
    assert {name: _report(records, name).exit_code for name in names} == dict.fromkeys(names, EXIT_INCOMPLETE)
    assert {name: _report(records, name, no_log=True).exit_code for name in names} == dict.fromkeys(names, EXIT_GOOD)


def test_every_bundle_is_good(records: Path) -> None:
    names = _names(records, bundles=True)
    assert len(names) >= 5
    assert {name: _report(records, name).exit_code for name in names} == dict.fromkeys(names, EXIT_GOOD)
