"""A table under guard."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guarded:
    """Rows are never removed or replaced. `fixed`: the columns that never change; empty means none may.

    `closing`: a table and the columns it shares with this one; nothing is added while a row there has the same values.
    """

    table: str
    key: str
    fixed: tuple[str, ...]
    closing: tuple[str, tuple[str, ...]] | None = None

    @property
    def closed(self) -> str:
        """The condition that refuses a new row, in the language both databases speak; empty where nothing closes the table."""
        if self.closing is None:
            return ""
        table, columns = self.closing
        same = " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)
        return f'EXISTS (SELECT 1 FROM "{table}" WHERE {same})'
