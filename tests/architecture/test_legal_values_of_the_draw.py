"""The draw may not import the rules, and the browser cannot: where they repeat a legal value, it is held to the parameter file."""

import re
from pathlib import Path

import pytest

from shuangsuiji.core.draw import plan, replacement
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import labels, number, text

BROWSER = Path(__file__).parents[2] / "shuangsuiji/web/static/verify/checks_disclosure.js"


@pytest.mark.article("第十五条")
def test_the_grounds_of_a_replacement_are_those_of_the_rules_in_both_verifiers() -> None:
    (listed,) = re.findall(r"const GROUNDS = \[(.*?)\];", BROWSER.read_text("utf-8"))
    assert set(replacement.GROUNDS) == set(labels("replacement_grounds")) == set(re.findall(r'"(\w+)"', listed))


@pytest.mark.article("第十五条")
def test_the_office_that_agrees_to_a_replacement_is_that_of_the_rules_in_both_verifiers() -> None:
    (browser,) = re.findall(r'const APPROVER = "(.*?)";', BROWSER.read_text("utf-8"))
    assert OFFICES[text("replacement_approver")] == replacement.APPROVER == browser


@pytest.mark.article("第十六条")
def test_the_least_number_of_persons_in_a_team_is_that_of_the_rules() -> None:
    assert number("team_minimum") == plan.LEAST_PERSONS
