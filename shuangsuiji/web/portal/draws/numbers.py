"""A draw's number in an address: it holds strokes and ends in its ordinal, so nothing after it can be taken for a part of it.

Source: SSJ-DRAW/1 §1 (task_id, draw_id). A rehearsal has no page.
"""


class DrawNumber:
    """Converter of `<draw:number>`."""

    regex = r"[0-9]{6}(?:/[a-z0-9][a-z0-9._-]{0,63}){1,6}/[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value
