"""A table under guard."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guarded:
    """Rows are never removed or replaced. `fixed`: the columns that never change; empty means none may."""

    table: str
    key: str
    fixed: tuple[str, ...]
