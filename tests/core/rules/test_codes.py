"""Every refusal that the rules can answer is reached by a test that names it, and every message has its article and a way out."""

import re
from pathlib import Path

import pytest

import shuangsuiji.core.rules as rules

HERE = Path(__file__).resolve().parent
TESTS = [*HERE.glob("test_*.py"), *(HERE.parents[1] / "articles").glob("test_*.py")]
CODE = re.compile(r'"(E[0-9]{2}-[0-9]{1,2})"')


def refusals() -> dict[str, str]:
    """Each code → the module that answers it."""
    (folder,) = rules.__path__
    return {
        code: path.name
        for path in sorted(Path(folder).glob("*.py"))
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }


def test_the_rules_answer_the_refusals_this_issue_promises() -> None:
    promised = """E01-1 E01-2 E02-1 E03-1 E03-2 E03-3 E04-1 E06-1 E06-2 E06-3 E06-4 E06-5 E06-6 E06-7 E06-8 E06-9 E06-10 E06-11 E06-12 E06-13 E06-15 E06-16 E06-17 E06-18 E06-19 E06-20 E07-1 E07-2 E07-3 E07-4 E07-5 E07-6 E08-1 E08-2 E08-3 E08-4 E09-1 E09-2 E09-3 E09-4 E09-5 E09-6 E10-2 E10-4 E10-7 E10-8 E10-9 E11-1 E11-2 E11-3 E11-4 E11-5 E13-1 E13-2 E15-1 E15-2 E15-3 E15-4 E15-5
                  E16-1 E16-2 E16-4 E17-1 E18-1 E19-11 E19-12 E20-1 E20-3 E29-1"""
    assert sorted(refusals()) == sorted(promised.split())


@pytest.mark.parametrize("code", refusals())
def test_a_test_is_named_for_it(code: str) -> None:
    number, _, position = code[1:].partition("-")
    pattern = re.compile(rf"def test_e{number}_{position}_")
    assert any(pattern.search(path.read_text(encoding="utf-8")) for path in TESTS)
