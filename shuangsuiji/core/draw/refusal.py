"""What the draw answers when it refuses: a code, the article, what is wrong, and the way out.

Source: 20-house §10 (the same three parts as a Finding of the rules, which this shelf does not know).
"""

from collections.abc import Iterable
from dataclasses import dataclass

# The numbers of the rules' refusals for what the protocol calls by names of its own.
_NUMBERS = {"plan.floor": "E06-8", "roster.duplicate": "E10-5", "ceremony.again": "E14-1", "ceremony.state": "E13-1"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a plan, a roster or an act is not accepted.

    `code` is short and stable (`plan.ratio`); `article` a citation such as 第十四条 or empty for a matter of form;
    `message` and `remedy` are Chinese sentences; `place` names the field or row, empty when there is none.
    """

    code: str
    article: str
    message: str
    remedy: str = ""
    place: str = ""

    @property
    def number(self) -> str:
        """The refusal's number on the article page, where it has one, else its code."""
        return _NUMBERS.get(self.code, self.code)

    def sentence(self) -> str:
        """The whole refusal as one Chinese sentence: place, fault, article, remedy."""
        where = f"{self.place}：" if self.place else ""
        article = f"（{self.article}）" if self.article else ""
        return f"{where}{self.message}{article}。{self.remedy}"


class DrawRefused(ValueError):
    """An act of the draw is refused; nothing has changed. Carries every reason at once, in `refusals`."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        """Keep all reasons; there is at least one."""
        self.refusals = tuple(refusals)
        super().__init__("\n".join(refusal.sentence() for refusal in self.refusals))


def refuse_any(refusals: Iterable[Refusal]) -> None:
    """Raise DrawRefused when there is at least one refusal."""
    found = tuple(refusals)
    if found:
        raise DrawRefused(found)
