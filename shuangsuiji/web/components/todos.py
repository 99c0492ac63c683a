"""What somebody has to do today, as the workbench shows it: told by each stage's pages, never kept in a table of its own.

Source: 70-interface §1.1, §5 (待办 first). Takes: the request. Gives: `Todo` lines, and the warnings beside them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Todo:
    """`act` 做什么, `object` 对哪一件, `url` where, `due` by when. `hint` what is at stake; `tone` as `{% tag %}` takes it."""

    act: str
    object: str
    url: str
    due: date | None = None
    hint: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of 预警: a sentence and where to go. `tone` danger or need."""

    text: str
    url: str = ""
    tone: str = "need"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number above the list: what is counted, how many, the list it counts. `tone` danger or need where it calls for an act."""

    label: str
    number: str | int
    url: str = ""
    tone: str = ""


TodoProvider = Callable[[HttpRequest], Iterable[Todo]]
AlertProvider = Callable[[HttpRequest], Iterable[Alert]]
FigureProvider = Callable[[HttpRequest], Iterable[Figure]]
