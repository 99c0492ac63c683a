"""Shapes of JSON values, so that every later step may rely on the types it reads.

A shape is a function (value, place) → faults; the faults are Chinese sentences that name the place.
Source: SSJ-DRAW/1 §4 and §9 (tables of fields).
"""

import re
from collections.abc import Callable, Iterator, Mapping

Shape = Callable[[object, str], Iterator[str]]


def text(pattern: re.Pattern[str] | None = None, *, empty: bool = False) -> Shape:
    """Text, matching `pattern` in full where one is given; the empty text only where `empty` says so."""

    def check(value: object, place: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{place} 应为文字"
        elif value == "":
            if not empty:
                yield f"{place} 不能为空"
        elif pattern is not None and not pattern.fullmatch(value):
            yield f"{place} 写法不合规则：{value[:70]!r}"

    return check


def integer(minimum: int) -> Shape:
    """An integer of at least `minimum`; true and false are not integers."""

    def check(value: object, place: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield f"{place} 应为整数"
        elif value < minimum:
            yield f"{place} 不能小于 {minimum}"

    return check


def boolean(value: object, place: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield f"{place} 应为 true 或 false"


def anything(value: object, place: str) -> Iterator[str]:
    """Any value."""
    return iter(())


def one_of(*allowed: object) -> Shape:
    """One of the values given."""

    def check(value: object, place: str) -> Iterator[str]:
        if not any(value is known or (type(value) is type(known) and value == known) for known in allowed):
            yield f"{place} 应为 {'、'.join(f'{known}' for known in allowed)} 之一"

    return check


def either(*shapes: Shape) -> Shape:
    """Whatever fits at least one shape; the faults told are those of the last."""

    def check(value: object, place: str) -> Iterator[str]:
        faults: list[str] = []
        for shape in shapes:
            faults = list(shape(value, place))
            if not faults:
                return
        yield from faults

    return check


def list_of(member: Shape, minimum: int = 0) -> Shape:
    """A list whose members all fit, with at least `minimum` of them."""

    def check(value: object, place: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{place} 应为列表"
            return
        if len(value) < minimum:
            yield f"{place} 至少应有 {minimum} 项"
        for index, entry in enumerate(value):
            yield from member(entry, f"{place}[{index}]")

    return check


def row_of(*members: Shape) -> Shape:
    """A list of exactly these members, in this order."""

    def check(value: object, place: str) -> Iterator[str]:
        if not isinstance(value, list) or len(value) != len(members):
            yield f"{place} 应为 {len(members)} 项的列表"
            return
        for index, (member, entry) in enumerate(zip(members, value, strict=True)):
            yield from member(entry, f"{place}[{index}]")

    return check


def mapping(key: re.Pattern[str], member: Shape) -> Shape:
    """An object whose keys all match `key` and whose values all fit."""

    def check(value: object, place: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{place} 应为对象"
            return
        for name, entry in value.items():
            if not key.fullmatch(name):
                yield f"{place} 的键名不合规则：{name[:70]!r}"
            yield from member(entry, f"{place}.{name}")

    return check


def fields(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """An object with all required fields; unknown fields are left alone (SSJ-DRAW/1 §4, §9)."""

    def check(value: object, place: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{place or '内容'} 应为对象"
            return
        for name, shape in {**required, **(optional or {})}.items():
            if name in value:
                yield from shape(value[name], f"{place}.{name}" if place else name)
            elif name in required:
                yield f"{place + '.' if place else ''}{name} 缺失"

    return check
