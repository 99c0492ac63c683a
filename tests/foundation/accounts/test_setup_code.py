"""The code that lets somebody found the bureau: known to who installed the site, and to nobody else."""

from pathlib import Path

import pytest

from shuangsuiji.foundation.accounts import setup_code


def test_a_code_is_asked_for_again_and_known(tmp_path: Path) -> None:
    code = setup_code.make(tmp_path)
    assert setup_code.known(tmp_path)
    assert setup_code.matches(tmp_path, code)
    assert setup_code.matches(tmp_path, f" {code.upper()} ")


def test_only_this_account_reads_it(tmp_path: Path) -> None:
    setup_code.make(tmp_path)
    assert setup_code.place(tmp_path).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("given", ["", "aaaaa-bbbbb-ccccc"])
def test_another_text_is_not_the_code(tmp_path: Path, given: str) -> None:
    setup_code.make(tmp_path)
    assert not setup_code.matches(tmp_path, given)


def test_without_a_file_nothing_is_the_code(tmp_path: Path) -> None:
    assert not setup_code.known(tmp_path)
    assert not setup_code.matches(tmp_path, "")
    setup_code.place(tmp_path).write_text("\n")
    assert not setup_code.matches(tmp_path, "")


def test_a_new_code_replaces_the_old_one_and_a_used_one_is_gone(tmp_path: Path) -> None:
    old, new = setup_code.make(tmp_path), setup_code.make(tmp_path)
    assert not setup_code.matches(tmp_path, old)
    setup_code.forget(tmp_path)
    assert not setup_code.matches(tmp_path, new)
