"""The browser verifier's few legal numbers are those of the parameter file, and of nobody else."""

import re
from pathlib import Path

import pytest

from shuangsuiji.core.rules.parameters import number
from shuangsuiji.verify.engine import floors

SOURCE = Path(__file__).parents[2] / "shuangsuiji/web/static/verify/parameters.js"


@pytest.mark.article("第六条")
def test_the_floors_of_the_browser_verifier_are_those_of_the_rules() -> None:
    text = SOURCE.read_text("utf-8")
    (written,) = re.findall(r"floors: Object\.freeze\(\{(.*?)\}\)", text)
    assert dict(re.findall(r'(\w+): "([^"]+)"', written)) == floors()


@pytest.mark.article("第十六条")
def test_the_team_minimum_of_the_browser_verifier_is_that_of_the_rules() -> None:
    (written,) = re.findall(r"teamMinimum: (\d+)", SOURCE.read_text("utf-8"))
    assert int(written) == number("team_minimum")
