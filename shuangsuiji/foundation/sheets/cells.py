"""What a cell can hold, how it crosses from the reading process, and how it is shown or written out safely.

Gives: plain values for text, numbers, truth and dates; `Formula` and `ErrorCell` for what is neither.
Never: a cell that a spreadsheet would run; an invisible character in a message.
"""

import datetime
import json
import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula; `value` is what was last saved as its result (None when nothing was)."""

    value: "Plain"


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """An error value such as #N/A."""

    text: str


Plain = str | float | bool | datetime.date | None
Cell = Plain | Formula | ErrorCell

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SHOWN_LENGTH = 60
_WHITE = re.compile(r"\s")


def plain(value: object) -> object:
    """A value of the parser as something JSON can carry; blank becomes None."""
    if value is None or value == "":
        return None
    if isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime.datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, datetime.date):
        return {"d": value.isoformat()}
    return str(value)


def revive(fields: dict[str, object]) -> object:
    """Undo `plain` and the marks of formulas and errors; the `object_hook` of the answer's JSON."""
    if len(fields) == 1:
        (name, value), *_ = fields.items()
        if name == "d" and isinstance(value, str):
            return datetime.date.fromisoformat(value)
        if name == "f" and (value is None or isinstance(value, str | float | int | datetime.date)):
            return Formula(value)
        if name == "e" and isinstance(value, str):
            return ErrorCell(value)
    return fields


WIRE = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False)


def text_of(cell: Cell) -> str:
    """A cell as a person would read it, for messages and free-text columns; numbers without exponent."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return number_text(cell)
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, Formula):
        return text_of(cell.value)
    return cell.text


def number_text(number: float) -> str:
    """A number written out: 12 rather than 12.0, all digits rather than 9.1E+17."""
    if number != number or number in {float("inf"), float("-inf")}:
        return str(number)
    return str(int(number)) if float(number).is_integer() else str(number)


def shown(cell: Cell) -> str:
    """A cell for a message: one line, at most 60 characters, every invisible character named."""
    text = text_of(cell)
    cut = text[: _SHOWN_LENGTH + 1]
    visible = "".join(_visible(letter) for letter in cut[:_SHOWN_LENGTH])
    return visible + "…" if len(cut) > _SHOWN_LENGTH else visible


def _visible(letter: str) -> str:
    if letter == " " or letter.isprintable():
        return letter
    return f"‹U+{ord(letter):04X}›"


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula, also after a round trip through CSV.

    A leading apostrophe makes it text; blanks and invisible characters before the sign do not hide it.
    """
    start = text.lstrip("".join({letter for letter in text[:64] if _hides(letter)}))
    if text.startswith(_FORMULA_STARTS) or start.startswith(_FORMULA_STARTS):
        return "'" + text
    return text


def restored(text: str) -> str:
    """The text that `neutral` made harmless: the apostrophe goes only where it was put. What else begins with one keeps it."""
    bare = text.removeprefix("'")
    return bare if text != bare and neutral(bare) == text else text


def _hides(letter: str) -> bool:
    return _WHITE.match(letter) is not None or unicodedata.category(letter) in {"Cf", "Cc", "Zs"}
