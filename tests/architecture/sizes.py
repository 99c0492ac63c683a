"""How long modules and functions are: a report for `make check`, never a gate. `python -m tests.architecture.sizes`

Source: 20-house §15. A number past "look again" is a reason to look, not to cut: where a longer module reads better, it stays.
"""

import ast
import statistics
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.architecture.repository import PACKAGE, ROOT, name, python_files

MODULE_LOOK_AGAIN = 400
TEST_LOOK_AGAIN = 500
FUNCTION_LOOK_AGAIN = 50
ARGUMENTS_LOOK_AGAIN = 7

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def functions(path: Path) -> list[Function]:
    """Every function of a module, methods and inner ones included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def function_lines(node: Function) -> int:
    """Lines from `def` to the end, the docstring not counted: a long explanation is no long function."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) and isinstance(first, ast.Expr):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def imports_inside_functions(path: Path) -> list[int]:
    """Lines of imports that are not at the top of their file."""
    return [
        inner.lineno
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def spread(values: Sequence[int]) -> str:
    """Median, 90th percentile and maximum, as one phrase."""
    ordered = sorted(values)
    return f"中位 {statistics.median_low(ordered)} · 九成 {ordered[(len(ordered) - 1) * 9 // 10]} · 最大 {ordered[-1]}"


def report() -> list[str]:
    """The whole report, line by line: spreads first, then everything worth another look."""
    lines = []
    for title, below, limit in (
        ("shuangsuiji", PACKAGE, MODULE_LOOK_AGAIN),
        ("tests", ROOT / "tests", TEST_LOOK_AGAIN),
    ):
        lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(below)}
        bodies = {(path, node.name): function_lines(node) for path in lengths for node in functions(path)}
        lines.append(
            f"{title}：模块 {len(lengths)} 个，行数 {spread([*lengths.values()])}；函数 {len(bodies)} 个，行数 {spread([*bodies.values()])}"
        )
        lines += [f"  再看一眼：{name(path)} {count} 行" for path, count in lengths.items() if count > limit]
        lines += [
            f"  再看一眼：{name(path)} {function}() {count} 行"
            for (path, function), count in bodies.items()
            if count > FUNCTION_LOOK_AGAIN
        ]
    for path in python_files():
        lines += [
            f"  再看一眼：{name(path)} {node.name}() {count} 个参数"
            for node in functions(path)
            if (count := _arguments(node)) > ARGUMENTS_LOOK_AGAIN
        ]
        lines += [f"  函数内导入：{name(path)}:{line}" for line in imports_inside_functions(path)]
    return lines


def _arguments(node: Function) -> int:
    return len([*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs])


if __name__ == "__main__":
    print("\n".join(report()))
