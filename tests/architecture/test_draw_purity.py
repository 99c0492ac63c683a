"""`core/draw` computes with integers and bytes in a stated order: no float, no `hash()`, no order of a set, no file."""

import pytest

from tests.architecture.draw_purity import impurities
from tests.architecture.repository import PACKAGE, name, python_files

IMPURE = [
    "k = 0.035 * n",
    "k = n / 3",
    "k = float(ratio)",
    "k = round(n * 35, 2)",
    "rows = open('roster.csv')",
    "key = hash(handle)",
    "key = id(row)",
    "part = str(row)",
    "part = repr(row)",
    "for handle in {'a', 'b'}: draw(handle)",
    "for handle in set(handles): draw(handle)",
    "for handle in frozenset(handles): draw(handle)",
    "rows = [handle for handle in set(handles)]",
    "rows = list({'a', 'b'})",
    "rows = [*set(handles)]",
    "text = ','.join(set(handles))",
    "seen = set()\nfor handle in seen: draw(handle)",
    "def draw(seen: set[str]) -> list[str]:\n    return [handle for handle in seen]",
    "book = {handle: 1 for handle in set(handles)}",
    "rows = list(set(left) - set(right))",
    "rows = tuple(set(left).union(right))",
    "one = set(handles).pop()",
]
PURE = [
    "k = (n * num + den - 1) // den",
    "key = suite.hash(handle)",
    "for handle in sorted(set(handles)): draw(handle)",
    "rows = sorted(ticket(handle) for handle in set(handles))",
    "twice = len(set(handles)) < len(handles)",
    "known = handle in {'a', 'b'}",
    "both = set(left) & set(right)",
    "def draw(seen: list[str]) -> list[str]:\n    return [handle for handle in seen]",
    "rows = list(handles)",
]


@pytest.mark.parametrize("source", IMPURE)
def test_a_planted_impurity_is_found(source: str) -> None:
    assert len(impurities(source)) == 1


@pytest.mark.parametrize("source", PURE)
def test_exact_and_ordered_code_is_let_through(source: str) -> None:
    assert impurities(source) == []


def test_the_draw_is_pure() -> None:
    found = [
        f"{name(path)} {text}"
        for path in python_files(PACKAGE / "core" / "draw")
        for text in impurities(path.read_text(encoding="utf-8"))
    ]
    assert found == []
