"""What the command line prints: tables and sentences for people, JSON for programs. One place decides which.

Takes: plain values. Gives: text on standard output; refusals on standard error.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from shuangsuiji.core.draw.refusal import DrawRefused


class Printer:
    """Prints for a person, or one JSON object at the end when `as_json`."""

    def __init__(self, *, as_json: bool = False) -> None:
        """With `as_json` nothing but that object goes to standard output."""
        self.as_json = as_json
        self.console = Console(quiet=as_json, highlight=False, soft_wrap=True)
        self.errors = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, text: str = "") -> None:
        """A sentence; markup is not interpreted."""
        self.console.print(text, markup=False)

    def title(self, text: str, article: str = "") -> None:
        """A step with the article it serves."""
        self.console.print()
        self.console.print(f"{text}" + (f"（{article}）" if article else ""), style="bold blue", markup=False)

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: int = 0) -> None:
        """A table; the last `numbers` columns are aligned to the right."""
        table = Table(title=title or None, title_justify="left", header_style="bold")
        for position, column in enumerate(columns):
            table.add_column(column, justify="right" if position >= len(columns) - numbers else "left", overflow="fold")
        for row in rows:
            table.add_row(*(f"{cell}" for cell in row))
        self.console.print(table)

    def facts(self, facts: Mapping[str, object]) -> None:
        """Name and value, a line each."""
        for name, value in facts.items():
            self.say(f"  {name}：{value}")

    def result(self, members: Mapping[str, Any]) -> None:
        """The one JSON object a program reads; nothing for a person."""
        if self.as_json:
            sys.stdout.write(f"{json.dumps(members, ensure_ascii=False, indent=1)}\n")

    def refuse(self, error: DrawRefused) -> None:
        """Every reason of a refusal, and that nothing has changed."""
        if self.as_json:
            reasons = [
                {
                    "code": reason.code,
                    "article": reason.article,
                    "place": reason.place,
                    "message": reason.message,
                    "remedy": reason.remedy,
                }
                for reason in error.refusals
            ]
            self.result({"refused": reasons})
            return
        for reason in error.refusals[:20]:
            self.errors.print(f"[{reason.code}] {reason.sentence()}", style="red", markup=False)
        if len(error.refusals) > 20:
            self.errors.print(f"另有 {len(error.refusals) - 20} 条，未逐条列出。", markup=False)
        self.errors.print("未作任何改动。", markup=False)
