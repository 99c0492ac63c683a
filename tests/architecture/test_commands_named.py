"""A command that a message, a page or a document tells people to run exists, with that name."""

import argparse
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from shuangsuiji.web.console.main import parser

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("shuangsuiji/**/*.py", "shuangsuiji/**/*.html", "docs/**/*.md", "*.md")
# "shuangsuiji" as a command: a word of small letters follows at once. In English prose the name stands alone or with a capital.
NAMED = re.compile(r"(?<![\w./-])shuangsuiji (?!shuangsuiji)([a-z][a-z-]+)(?: ([a-z][a-z-]+))?")
# Texts that speak of the program, not of a command: English sentences, descriptions of units.
PROSE = {("is", "an"), ("web", ""), ("sealer", "")}


def commands(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers one level below."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found


def named() -> Iterator[tuple[str, str, str]]:
    """(file, group, command or nothing) of every command that is named somewhere."""
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            for group, command in NAMED.findall(path.read_text(encoding="utf-8")):
                yield str(path.relative_to(ROOT)), group, command


@cache
def whole() -> argparse.ArgumentParser:
    """The command line with all its groups."""
    return parser()


def is_there(group: str, command: str) -> bool:
    """Whether the command line knows it."""
    groups = commands(whole())
    if group not in groups:
        return (group, command) in PROSE
    below = commands(groups[group])
    return not command or not below or command in below


def test_every_command_named_exists() -> None:
    found = list(named())
    assert len(found) > 100
    assert [each for each in found if not is_there(*each[1:])] == []


@pytest.mark.parametrize("invented", [("setup", ""), ("ledger", "repair"), ("nothing", "at-all")])
def test_an_invented_command_is_seen(invented: tuple[str, str]) -> None:
    assert not is_there(*invented)
