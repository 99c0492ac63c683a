"""The command line in Chinese: help as wide as it looks, and wrong use as a sentence instead of a usage dump.

Source: 20-house §2 (console). Takes: what argparse knows. Gives: help texts; `WrongUse` with exit code 2.
"""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from rich.cells import cell_len

# What argparse says, and what we say; tried in this order. Groups are filled in.
_SENTENCES = (
    (r"the following arguments are required: (.*)", "缺少参数：{0}"),
    (r"unrecognized arguments: (.*)", "不认识的参数：{0}"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.*)\)", "参数 {0} 没有“{1}”这一项，可选：{2}"),
    (r"argument (\S+): expected (?:one argument|\d+ arguments?|at least one argument)", "参数 {0} 后面缺少内容"),
    (r"argument (\S+): not allowed with argument (\S+)", "参数 {0} 不能与 {1} 同时使用"),
    (r"argument (\S+): (.*)", "参数 {0}：{1}"),
)
_WHOLE = re.compile(r"[0-9]{1,6}")


class WrongUse(Exception):
    """The command was not written as it must be; the text is a Chinese sentence."""

    def __init__(self, message: str, program: str) -> None:
        """`program` is the command so far, for its own help."""
        super().__init__(message)
        self.remedy = f"用法见 {program} --help"


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese and takes no abbreviations."""

    def __init__(self, **options: Any) -> None:
        """Like argparse's own; its formatter is always ours."""
        super().__init__(**{**options, "formatter_class": _Formatter, "add_help": False, "allow_abbrev": False})
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Raise WrongUse instead of leaving the program."""
        raise WrongUse(sentence(message), self.prog)


def sentence(message: str) -> str:
    """What argparse complains of, in Chinese; unknown complaints stay as they are."""
    for pattern, words in _SENTENCES:
        found = re.fullmatch(pattern, message)
        if found:
            return words.format(*found.groups())
    return message


def whole_number(text: str) -> int:
    """A whole number of ASCII digits, for options; full-width digits and signs are refused."""
    if not _WHOLE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"“{text}”应为半角数字的整数")
    return int(text)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[Any], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def _format_action(self, action: argparse.Action) -> str:
        """As argparse does it, with the help text where it belongs behind a name in Chinese."""
        name, told = self._format_action_invocation(action), super()._format_action(action)
        head, same_line, rest = told.partition(name + "  ")
        if not same_line or head.strip():
            return told
        gap = self._width_of_names() - len(head) - cell_len(name)
        return head + name + (" " * gap if gap > 1 else f"\n{' ' * self._width_of_names()}") + rest.lstrip(" ")

    def _width_of_names(self) -> int:
        return min(self._action_max_length + 2, self._max_help_position)

    def _split_lines(self, text: str, width: int) -> list[str]:
        """A Chinese character is two columns wide and may end a line anywhere; words of Latin letters stay whole."""
        lines = [""]
        for piece in re.findall(r"[!-~]+|.", text):
            if lines[-1] and cell_len(lines[-1] + piece) > width:
                lines.append("")
            lines[-1] += piece
        return [line.strip() for line in lines]
