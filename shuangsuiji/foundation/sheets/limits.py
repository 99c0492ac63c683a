"""How much of a stranger's file we are willing to look at.

These are settings of this program, not law: an operator may pass other `Limits`.
"""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one file. A file over any of them is refused with a sentence; nothing is read in part."""

    file_bytes: int = 20 * MEBIBYTE
    unpacked_bytes: int = 200 * MEBIBYTE
    unpacked_ratio: int = 100  # unpacked ÷ packed; honest workbooks stay below 40
    ratio_from_bytes: int = MEBIBYTE  # below this an exceptional ratio harms nobody
    members: int = 2_000  # files inside the workbook's zip
    sheets: int = 64
    rows: int = 200_000  # rows that hold something; blank ones are not counted
    columns: int = 512
    cells: int = 20_000_000
    cell_characters: int = 32_767  # what a spreadsheet itself allows in one cell
    header_rows: int = 20  # a header is looked for in this many first rows that hold something
    findings: int = 100_000  # kept one by one; beyond that only counted
    name_characters: int = 200
    cpu_seconds: int = 60
    wall_seconds: int = 120
    memory_bytes: int = 1024 * MEBIBYTE  # address space of the reading process
    output_bytes: int = 1024 * MEBIBYTE  # what the reading process may answer


DEFAULT_LIMITS = Limits()

# For an operator at the terminal, text files only: a million rows, read in chunks and staged (60-stack §4).
LONG_LIST = Limits(
    file_bytes=400 * MEBIBYTE,
    unpacked_bytes=400 * MEBIBYTE,
    rows=1_500_000,
    cells=60_000_000,
    cpu_seconds=900,
    wall_seconds=1_800,
    memory_bytes=4_096 * MEBIBYTE,
    output_bytes=4_096 * MEBIBYTE,
)
