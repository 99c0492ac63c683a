"""Take one check out of the verifier and the forgery it is there for goes through: no other check stands in for it.

Each forgery is caught while its check is in place, and verifies once that one check does nothing.
"""

from collections.abc import Iterator, Mapping

import pytest

from shuangsuiji.verify import bundle, engine
from shuangsuiji.verify.case import Case
from shuangsuiji.verify.engine import CHECKS, verify_document
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, Report
from tests.verify import specimens
from tests.verify.forgeries import Forgery, forgeries

# V01 of a record is two steps: types, on which everything rests, and what the audience may see. Files that cannot be read take
# other checks with them, which then say so; there the exit code is 3 and not 0.
IN_RECORDS = [
    forgery
    for forgery in forgeries().values()
    if not forgery.record and forgery.check in CHECKS and forgery.name != "bad-V27-file-with-windows-line-ends"
]
IN_BUNDLES = [forgery for forgery in forgeries().values() if forgery.record]
OF_THE_AUDIENCE = ["bad-V01-roster-key-left-in-public-record", "bad-V01-second-selection-hidden-in-shadow"]


def _nothing(*arguments: object, **options: object) -> Iterator[str]:
    return iter(())


def _report(forgery: Forgery) -> Report:
    record = specimens.records()[forgery.record].raw if forgery.record else None
    return verify_document(forgery.raw, record=record, no_log=True, files=(forgery.files or {}).get)


def test_enough_checks_are_sabotaged() -> None:
    assert {forgery.check for forgery in IN_RECORDS} == set(CHECKS)
    assert {forgery.check for forgery in IN_BUNDLES} == {"V01", "V05", "V07", "V08", "V18", "V19"}


@pytest.mark.parametrize("forgery", IN_RECORDS, ids=lambda forgery: forgery.name)
def test_a_forged_record_goes_through_without_its_check(forgery: Forgery, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _report(forgery).exit_code == EXIT_BAD
    sabotaged: Mapping[str, engine.Check] = {**CHECKS, forgery.check: _idle}
    monkeypatch.setattr(engine, "CHECKS", sabotaged)
    assert _report(forgery).exit_code == EXIT_GOOD


def _idle(case: Case) -> Iterator[str]:
    return _nothing()


@pytest.mark.parametrize("name", OF_THE_AUDIENCE)
def test_a_record_that_tells_too_much_goes_through_without_the_rules_of_its_audience(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _report(forgeries()[name]).exit_code == EXIT_BAD
    monkeypatch.setattr(engine, "audience_faults", _nothing)
    assert _report(forgeries()[name]).exit_code == EXIT_GOOD


@pytest.mark.parametrize("forgery", IN_BUNDLES, ids=lambda forgery: forgery.name)
def test_a_forged_bundle_goes_through_without_its_check(forgery: Forgery, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _report(forgery).exit_code == EXIT_BAD
    sabotaged = [
        (check_id, _nothing if check_id == forgery.check else check) for check_id, check in bundle.BUNDLE_CHECKS
    ]
    monkeypatch.setattr(bundle, "BUNDLE_CHECKS", sabotaged)
    assert _report(forgery).exit_code == EXIT_GOOD
