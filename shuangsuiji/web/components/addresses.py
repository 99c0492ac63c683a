"""Every address of the site, found by walking the resolver: what the policy must speak of.

Source: 80-reliability E1.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver

from shuangsuiji.web.components.policy import Policy


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern: its name with namespaces (empty where it has none), its route, its view."""

    name: str
    route: str
    view: Callable[..., Any]


def addresses(patterns: list[URLPattern | URLResolver], space: str = "", prefix: str = "") -> Iterator[Address]:
    """All addresses below these patterns, in resolver order."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner, route)
        else:
            yield Address(f"{space}{pattern.name}" if pattern.name else "", route, pattern.callback)


def gaps(policy: Policy, patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """Where policy and addresses do not match: a page without a row, a row without a page, a page without a name of its own."""
    found = list(addresses(patterns))
    names = {each.name for each in found}
    declared = {row.view for row in policy.rows}
    for each in found:
        if not each.name:
            yield f"网址 /{each.route} 没有名称，授权表无法列出"
        elif each.name not in declared:
            yield f"网址 /{each.route}（{each.name}）没有列入授权表，一律拒绝"
    yield from (f"授权表中的 {view} 没有对应的网址" for view in sorted(declared - names))
