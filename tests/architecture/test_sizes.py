"""The size report counts what it says it counts. It gates nothing but the one thing that is always wrong."""

import ast
from pathlib import Path

import pytest

from tests.architecture.repository import name, python_files
from tests.architecture.sizes import function_lines, imports_inside_functions, report, spread

# Each with its reason; five in the whole tree is the point to look again.
PERMITTED_INNER_IMPORTS: dict[str, str] = {
    "shuangsuiji/foundation/ledger/apps.py": "models are not ready when Django imports the application",
    "shuangsuiji/web/project/apps.py": "models are not ready when Django imports the application",
    "shuangsuiji/verify/log/place.py": "a folder is read without loading any network module",
}


def test_a_docstring_does_not_make_a_function_long() -> None:
    node = ast.parse('def act():\n    """One.\n\n    Two.\n    """\n    return 1\n').body[0]
    assert isinstance(node, ast.FunctionDef)
    assert function_lines(node) == 2


@pytest.mark.parametrize(
    ("values", "phrase"),
    [([1], "中位 1 · 九成 1 · 最大 1"), (list(range(1, 11)), "中位 5 · 九成 9 · 最大 10")],
)
def test_a_spread_names_median_ninth_tenth_and_maximum(values: list[int], phrase: str) -> None:
    assert spread(values) == phrase


def test_the_report_covers_package_and_tests() -> None:
    lines = report()
    assert lines[0].startswith("shuangsuiji：")
    assert any(line.startswith("tests：") for line in lines)


def test_an_import_inside_a_function_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "late.py"
    module.write_text("import os\n\n\ndef act():\n    import sys\n    return sys\n", encoding="utf-8")
    assert imports_inside_functions(module) == [5]


def test_no_import_hides_inside_a_function_without_its_reason() -> None:
    hidden = {name(path) for path in python_files() if imports_inside_functions(path)}
    assert hidden == set(PERMITTED_INNER_IMPORTS)
