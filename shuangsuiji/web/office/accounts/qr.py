"""A QR code as the one path of an inline picture: no script, no style, no foreign address.

Source: ISO/IEC 18004 (by `segno`); 70-interface §11. Takes: text. Gives: side length in modules, path data.
"""

from typing import NamedTuple

import segno


class Picture(NamedTuple):
    """`side` counts the modules with their quiet border; `path` draws the dark ones."""

    side: int
    path: str


def picture(text: str) -> Picture:
    """The code for a text."""
    rows = [list(row) for row in segno.make(text, error="m").matrix_iter()]
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module]
    return Picture(len(rows), "".join(dark))
