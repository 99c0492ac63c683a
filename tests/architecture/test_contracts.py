"""Every import contract has a planted violation that breaks exactly it, and a package nobody declared is refused.

The tree is copied, one module with one import is planted, and import-linter runs there as a person would run it. A contract
that cannot be broken guards nothing.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.architecture.repository import PACKAGE, ROOT

VERDICT = re.compile(r"^(?P<number>\d+) .* (?P<verdict>KEPT|BROKEN)( \(\d+ ignored imports?\))?$", re.MULTILINE)
ALL = {str(number) for number in range(1, 13)}

# One row: which contract breaks, what is planted (module → its only line, "" for an empty module), in words.
VIOLATIONS: list[tuple[str, dict[str, str], str]] = [
    ("1", {"engines/planted.py": "import shuangsuiji.verify"}, "neighbours on one shelf"),
    ("1", {"engines/planted.py": "import shuangsuiji.web.components"}, "an engine looks up to web"),
    ("1", {"utils/__init__.py": ""}, "an undeclared shelf"),
    ("1", {"helpers.py": ""}, "an undeclared module on the top"),
    (
        "2",
        {"stages/registry/planted.py": "import shuangsuiji.stages.items"},
        "the first two stages do not know each other",
    ),
    ("2", {"stages/plans/planted.py": "import shuangsuiji.stages.archive"}, "a lower stage asks a higher one"),
    ("2", {"stages/common/__init__.py": ""}, "an undeclared stage"),
    ("3", {"core/tlog/planted.py": "import shuangsuiji.core.rules"}, "log and rules join in the core"),
    ("3", {"core/draw/planted.py": "import shuangsuiji.core.rules"}, "draw and rules join in the core"),
    ("3", {"core/util.py": ""}, "an undeclared module of the core"),
    ("4", {"core/tlog/planted.py": "import time"}, "a clock in the core"),
    ("4", {"core/draw/planted.py": "from random import sample"}, "another randomness in the draw"),
    ("4", {"core/rules/planted.py": "import urllib.request"}, "a network in the rules"),
    ("4", {"core/tlog/planted.py": "import cryptography.hazmat"}, "a third-party library in the core"),
    ("5", {"verify/planted.py": "import rich.table"}, "a third-party library in the verifier"),
    ("5", {"verify/planted.py": "import cryptography"}, "signatures outside their one module"),
    ("5", {"verify/planted.py": "import urllib.request"}, "the network outside its one module"),
    ("6", {"engines/planted.py": "from django.db import connection"}, "Django in an engine"),
    ("7", {"web/office/planted.py": "import shuangsuiji.web.field"}, "two doors know each other"),
    ("7", {"web/components/planted.py": "import shuangsuiji.web.field"}, "a component knows a door"),
    ("7", {"web/shared/__init__.py": ""}, "an undeclared door"),
    (
        "8",
        {
            "stages/disclosure/queries.py": "",
            "web/portal/planted.py": "import shuangsuiji.stages.disclosure.queries",
        },
        "the portal reads more than the disclosed",
    ),
    ("8", {"web/portal/planted.py": "from shuangsuiji.stages import draws"}, "the portal reads the draws"),
    (
        "8",
        {
            "foundation/accounts/models.py": "",
            "web/portal/planted.py": "import shuangsuiji.foundation.accounts.models",
        },
        "the portal reads the accounts",
    ),
    (
        "9",
        {"stages/plans/models.py": "", "web/office/planted.py": "from shuangsuiji.stages.plans import models"},
        "a page reads a model",
    ),
    (
        "10",
        {
            "stages/plans/actions/__init__.py": "",
            "stages/plans/actions/create_task.py": "",
            "stages/draws/queries.py": "import shuangsuiji.stages.plans.actions.create_task",
        },
        "a stage starts another stage's act",
    ),
    (
        "11",
        {"stages/archive/queries.py": "", "stages/archive/models.py": "import shuangsuiji.stages.archive.queries"},
        "models ask queries",
    ),
    (
        "12",
        {
            "foundation/evidence/planted.py": "import shuangsuiji.foundation.papers.planted",
            "foundation/papers/planted.py": "import shuangsuiji.foundation.evidence.planted",
        },
        "two neighbours import each other",
    ),
]

# What the house allows on purpose, although it stands close to a violation.
PERMITTED: list[tuple[dict[str, str], str]] = [
    ({"verify/signatures.py": "import cryptography"}, "signatures in their one module"),
    (
        {
            "stages/disclosure/public.py": "",
            "web/portal/planted.py": "from shuangsuiji.stages.disclosure import public",
        },
        "the portal reads what was disclosed",
    ),
    (
        {
            "stages/plans/actions/__init__.py": "",
            "stages/plans/actions/create_task.py": "import shuangsuiji.stages.plans.models",
            "stages/plans/models.py": "",
            "web/office/planted.py": "import shuangsuiji.stages.plans.actions.create_task",
        },
        "a page starts an act, the act writes its model",
    ),
]

# A copied tree is not ours to measure: coverage does not follow into these processes.
UNMEASURED = {key: value for key, value in os.environ.items() if not key.startswith("COV")}

Lint = Callable[[Mapping[str, str]], set[str]]


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    """Plant modules into a copy of the tree and answer the numbers of the broken contracts."""
    shutil.copytree(
        PACKAGE, tmp_path / "shuangsuiji", ignore=shutil.ignore_patterns("__pycache__", "static", "templates")
    )
    kinds = tmp_path / "tests" / "architecture"
    kinds.mkdir(parents=True)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    shutil.copy(ROOT / "tests" / "architecture" / "contract_types.py", kinds)

    def run(planted: Mapping[str, str]) -> set[str]:
        for module, line in planted.items():
            path = tmp_path / "shuangsuiji" / module
            path.parent.mkdir(exist_ok=True)
            path.write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "import importlinter.cli as cli; cli.lint_imports_command()",
                "--no-cache",
                "--no-logo",
            ],
            cwd=tmp_path,
            env={**UNMEASURED, "COLUMNS": "300", "NO_COLOR": "1", "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        verdicts = {found["number"]: found["verdict"] for found in VERDICT.finditer(done.stdout)}
        assert set(verdicts) == ALL, done.stdout + done.stderr
        broken = {number for number, verdict in verdicts.items() if verdict == "BROKEN"}
        assert (done.returncode == 0) is (not broken), done.stdout + done.stderr
        return broken

    return run


def test_the_tree_as_it_is_keeps_all_twelve(lint: Lint) -> None:
    assert lint({}) == set()


@pytest.mark.parametrize(("contract", "planted"), [row[:2] for row in VIOLATIONS], ids=[row[2] for row in VIOLATIONS])
def test_a_planted_violation_breaks_exactly_its_contract(lint: Lint, contract: str, planted: dict[str, str]) -> None:
    assert lint(planted) == {contract}


@pytest.mark.parametrize("planted", [row[0] for row in PERMITTED], ids=[row[1] for row in PERMITTED])
def test_what_the_house_allows_breaks_nothing(lint: Lint, planted: dict[str, str]) -> None:
    assert lint(planted) == set()


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == ALL
