"""Writes the 对照表 with its checks and the lifecycle page (`make articles`), or says with `--check` that they are stale.

Source: 20-house §9. Takes: the marks in `core/rules`, `Source:` lines of other modules, and the tests' article marks, read
from the syntax tree, so that nothing is run. Gives: docs/rules/对照表.md and docs/lifecycle.md.
"""

import argparse
import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from shuangsuiji.core import rules
from shuangsuiji.core.rules.articles import articles
from shuangsuiji.core.rules.checks import Proof, check_named, check_section, checks, unproven
from shuangsuiji.core.rules.index import (
    ArticleTest,
    Implementation,
    Sources,
    article_index,
    lifecycle_page,
    unanswered,
)
from shuangsuiji.core.rules.lifecycle import MACHINES
from shuangsuiji.core.rules.parameters import parameters
from shuangsuiji.core.rules.provision import Provision, marked

PROJECT = Path(__file__).resolve().parents[3]
_CITED = re.compile(r"第[一二三四五六七八九十]{1,3}条")
_SOURCE_LINES = re.compile(r"^Source:(.*?)(?=^\s*$|^(?:Takes|Gives|Never):|\Z)", re.MULTILINE | re.DOTALL)
_ARTICLE_FILE = re.compile(r"test_article_([0-9]{2})\.py")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages; with `--check` write nothing and answer 1 when one is stale. Answers 1 for an unanswered article too."""
    parser = argparse.ArgumentParser(prog="make articles", description="生成条款对照表和流程图。")
    parser.add_argument("--check", action="store_true", help="只检查是否过时，不写文件")
    parser.add_argument("--root", type=Path, default=PROJECT, help="项目目录")
    options = parser.parse_args(argv)
    sources = collect(options.root)
    complaints = [*unanswered(sources), *unproven(checks(), proofs(options.root))]
    for path, text in pages(options.root, sources).items():
        if options.check:
            complaints += _stale(options.root, path, text)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(f"已写 {path.relative_to(options.root)}")
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


def _stale(root: Path, path: Path, text: str) -> list[str]:
    current = path.read_text("utf-8") if path.exists() else ""
    return [] if current == text else [f"{path.relative_to(root)} 已过时，请运行 make articles。"]


def pages(root: Path, sources: Sources) -> dict[Path, str]:
    """Both pages, keyed by the file they belong in."""
    docs = root / "docs"
    return {
        docs / "rules" / "对照表.md": article_index(sources) + check_section(checks(), proofs(root)),
        docs / "lifecycle.md": lifecycle_page(MACHINES),
    }


def collect(root: Path) -> Sources:
    """Everything the index needs, in an order that does not depend on the file system."""
    found = sorted({*_marked_rules(), *_cited_sources(root / "shuangsuiji", root)})
    tests = sorted(set(_tests(root / "tests", root)))
    return Sources(articles(), parameters(), MACHINES, found, tests)


def proofs(root: Path) -> list[Proof]:
    """Each test that proves a check, by its name or by its mark, in an order that does not depend on the file system."""
    return sorted(set(_proofs(root / "tests", root)))


def _proofs(folder: Path, root: Path) -> Iterator[Proof]:
    for path in folder.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                marked_as = [said for mark in node.decorator_list for said in _said(mark, "check")]
                for check in filter(None, [check_named(node.name), *marked_as]):
                    yield Proof(check, path.relative_to(root).as_posix(), node.name)


def _marked_rules() -> Iterator[Implementation]:
    for module in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}."):
        importlib.import_module(module.name)
    for mark in marked():
        dotted, _, name = mark.where.partition(":")
        if not dotted.startswith(f"{rules.__name__}."):
            continue
        yield Implementation(mark.provision.number, f"{dotted.replace('.', '/')}.py", name)


def _cited_sources(package: Path, root: Path) -> Iterator[Implementation]:
    """Modules outside core/rules that do something and whose docstring names an article in its `Source:` lines."""
    for path in package.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        # An empty package may describe what will stand in it; that is no implementation.
        empty = not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)
        if empty or package / "core" / "rules" in path.parents:
            continue
        docstring = ast.get_docstring(tree) or ""
        cited = {citation for lines in _SOURCE_LINES.findall(docstring) for citation in _CITED.findall(lines)}
        for citation in cited:
            yield Implementation(Provision(citation).number, path.relative_to(root).as_posix(), "")


def _tests(folder: Path, root: Path) -> Iterator[ArticleTest]:
    for path in folder.rglob("test_*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        own = _ARTICLE_FILE.fullmatch(path.name)
        whole_file = {int(own[1])} if own else set()
        whole_file |= {
            number for node in tree.body if isinstance(node, ast.Assign) for number in _marks_of_module(node)
        }
        for test, numbers in _functions(tree, whole_file):
            for number in numbers:
                yield ArticleTest(number, path.relative_to(root).as_posix(), test)


def _functions(tree: ast.AST, inherited: set[int]) -> Iterator[tuple[str, set[int]]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            numbers = inherited | {number for mark in node.decorator_list for number in _mark(mark)}
            if isinstance(node, ast.ClassDef):
                yield from _functions(node, numbers)
            elif node.name.startswith("test_"):
                yield node.name, numbers


def _marks_of_module(node: ast.Assign) -> Iterator[int]:
    if any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets):
        marks = node.value.elts if isinstance(node.value, ast.List) else [node.value]
        for mark in marks:
            yield from _mark(mark)


def _mark(node: ast.expr) -> Iterator[int]:
    """The article of `pytest.mark.article("第十四条")`; none for any other expression."""
    for said in _said(node, "article"):
        yield Provision.parse(said).number


def _said(node: ast.expr, mark: str) -> Iterator[str]:
    """The texts in `pytest.mark.<mark>(…)`; none for any other expression."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == mark:
        for argument in node.args:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


if __name__ == "__main__":
    sys.exit(main())
