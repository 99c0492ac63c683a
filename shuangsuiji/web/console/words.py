"""What the command line prints: tables and sentences for people, JSON for programs. One place decides which.

Takes: plain values. Gives: text on standard output; refusals on standard error.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from shuangsuiji.core.draw.grammar import is_time
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal
from shuangsuiji.web.console.clock import local

_TOLD = 20
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_UNCHANGED = "未作任何改动。"


class Printer:
    """Prints for a person, or one JSON object at the end when `as_json`."""

    def __init__(self, *, as_json: bool = False) -> None:
        """With `as_json` nothing but that object goes to standard output."""
        self.as_json = as_json
        self.console = Console(quiet=as_json, highlight=False)
        self.errors = Console(stderr=True, highlight=False)

    def say(self, text: str = "") -> None:
        """A sentence; markup is not interpreted, and a line to be copied is never broken."""
        self.console.print(visible(text), markup=False, soft_wrap=True)

    def title(self, text: str, article: str = "") -> None:
        """A step with the article it serves."""
        self.console.print()
        whole = f"{text}（{article}）" if article else text
        self.console.print(visible(whole), style="bold blue", markup=False, soft_wrap=True)

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: int = 0) -> None:
        """A table; the last `numbers` columns are aligned to the right."""
        table = Table(title=escape(visible(title)) or None, title_justify="left", header_style="bold")
        for position, column in enumerate(columns):
            table.add_column(column, justify="right" if position >= len(columns) - numbers else "left", overflow="fold")
        for row in rows:
            table.add_row(*(escape(visible(f"{cell}")) for cell in row))
        self.console.print(table)

    def facts(self, facts: Mapping[str, object]) -> None:
        """Name and value, a line each."""
        for name, value in facts.items():
            self.say(f"  {name}：{value}")

    @contextmanager
    def working(self, what: str, unit: str = "") -> Iterator[Callable[[int], None]]:
        """Show that long work goes on, and how far it has come (in `unit`) as the function given is called.

        Only where somebody looks: on an interactive terminal, and not with `--json`. Gone without a trace afterwards.
        """
        counted = [TextColumn(f"{{task.completed:,.0f}} {unit}")] if unit else []
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            *counted,
            TimeElapsedColumn(),
            console=self.errors,
            transient=True,
            disable=self.as_json or not self.errors.is_terminal,
        ) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done: bar.update(task, completed=done)

    def result(self, members: Mapping[str, Any]) -> None:
        """The one JSON object a program reads; nothing for a person."""
        if self.as_json:
            sys.stdout.write(f"{json.dumps(members, ensure_ascii=False, indent=1)}\n")

    def refuse(self, error: DrawRefused) -> None:
        """Every reason of a refusal, and that nothing has changed."""
        if self.as_json:
            self.result({"refused": [_reason(refusal) for refusal in error.refusals]})
            return
        for refusal in error.refusals[:_TOLD]:
            sentence = replace(refusal, message=_local_times(refusal.message)).sentence()
            told = f"[{refusal.number}] {sentence}"
            self.errors.print(visible(told), style="red", markup=False, soft_wrap=True)
        if len(error.refusals) > _TOLD:
            self.errors.print(f"另有 {len(error.refusals) - _TOLD} 条，未逐条列出。", markup=False)
        self.errors.print(_UNCHANGED, markup=False)

    def decline(self, *sentences: str) -> None:
        """What an office's act was refused for, a sentence a line, and that nothing has changed."""
        lines = [line for sentence in sentences for line in sentence.split("\n")]
        self.result({"refused": lines})
        if not self.as_json:
            for line in (*lines, _UNCHANGED):
                self.errors.print(visible(line), style="red", markup=False)

    def wrong_use(self, message: str, remedy: str) -> None:
        """A command that was not written as it must be."""
        self.result({"wrong_use": message, "remedy": remedy})
        if not self.as_json:
            self.errors.print(visible(f"{message}。{remedy}"), style="red", markup=False, soft_wrap=True)


def visible(text: str) -> str:
    """Text of a stranger's file can neither steer the terminal nor add lines of its own."""
    return "".join(
        letter if letter.isprintable() or unicodedata.category(letter) == "Zs" else f"\\u{ord(letter):04x}"
        for letter in text
    )


def _local_times(message: str) -> str:
    """Times of the protocol as the office's clock shows them."""
    return _TIME.sub(lambda found: local(found[0]) if is_time(found[0]) else found[0], message)


def _reason(refusal: Refusal) -> dict[str, str]:
    return {
        "code": refusal.number,
        "article": refusal.article,
        "place": refusal.place,
        "message": refusal.message,
        "remedy": refusal.remedy,
    }
