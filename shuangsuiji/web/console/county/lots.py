"""Choices that look random and are not: every one is a SHA-256 of a fixed text and a counter.

Takes: what is chosen and for which row. Gives: numbers, places, shares, the same on every machine and Python.
Never: `random`, whose sequences are promised only within one version.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

_ORIGIN = "双随机、一公开 · 演示县 · 第 1 版"

T = TypeVar("T")


def lot(what: str, index: int, bound: int) -> int:
    """A whole number from 0 up to, not including, `bound` for row `index`; `what` keeps the choices of a row apart."""
    digest = hashlib.sha256(f"{_ORIGIN}/{what}/{index}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % bound


def pick(what: str, index: int, choices: Sequence[T]) -> T:
    """One of `choices` for row `index`; repeat a choice in the sequence to make it more frequent."""
    return choices[lot(what, index, len(choices))]


def shuffled(what: str, size: int) -> list[int]:
    """The numbers 0 … size − 1, each once, in an order that depends on `what` only."""
    return sorted(range(size), key=lambda index: (lot(what, index, 1 << 64), index))


def dealt(what: str, size: int, shares: Sequence[tuple[str, int]]) -> list[str]:
    """Give each of `size` rows a name so that every name gets its share exactly, up to rounding.

    `shares` are (name, parts); parts are relative. Boundaries are rounded down, so the last name takes what is left.
    """
    whole = sum(parts for _, parts in shares)
    names: list[str] = []
    reached = 0
    for name, parts in shares:
        reached += parts
        names += [name] * (size * reached // whole - len(names))
    placed = [""] * size
    for name, place in zip(names, shuffled(what, size), strict=True):
        placed[place] = name
    return placed
