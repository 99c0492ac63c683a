"""Every forgery of examples/bundles is caught, by exactly the check that its name says."""

from pathlib import Path

import pytest

from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import EXIT_BAD, FAIL, TITLES
from tests.verify import specimens, write_bundles
from tests.verify.forgeries import Forgery, forgeries

IN_A_RECORD = [check for check in TITLES if check not in ("V14", "V24", "V26")]


@pytest.mark.parametrize("forgery", forgeries().values(), ids=forgeries())
def test_a_forgery_fails_the_check_it_is_named_for_and_no_other(forgery: Forgery) -> None:
    record = specimens.records()[forgery.record].raw if forgery.record else None
    report = verify_document(forgery.raw, record=record, no_log=True, files=(forgery.files or {}).get)
    assert report.failed() == [forgery.check]
    assert report.exit_code == EXIT_BAD
    (reason,) = (result.reason for result in report.results if result.status == FAIL)
    assert reason


@pytest.mark.parametrize("check", IN_A_RECORD)
def test_every_check_over_a_record_has_a_forgery_of_its_own(check: str) -> None:
    assert [forgery for forgery in forgeries().values() if forgery.check == check]


def test_the_page_has_a_line_for_every_file_and_names_the_check() -> None:
    lines = write_bundles.page().splitlines()
    for forgery in forgeries().values():
        (line,) = (line for line in lines if f"`{forgery.name}.json`" in line)
        assert forgery.check in line
    for name in write_bundles.GOOD:
        assert any(f"`{name}.json`" in line for line in lines)


def test_writing_the_examples_makes_the_folder_fresh_and_check_says_when_it_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write_bundles.main(["--root", str(tmp_path)]) == 0
    assert write_bundles.main(["--root", str(tmp_path), "--check"]) == 0
    good = tmp_path / write_bundles.EXAMPLES / "good-auditor.json"
    good.write_bytes(good.read_bytes() + b"\n")
    (good.parent / "left-over.json").write_text("{}", encoding="utf-8")
    assert write_bundles.main(["--root", str(tmp_path), "--check"]) == 1
    told = capsys.readouterr().err
    assert "good-auditor.json 已过时" in told
    assert "left-over.json 不应存在" in told
