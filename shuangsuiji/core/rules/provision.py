"""A place in the rules, written as everybody writes it, and the mark that ties a function to such a place.

Source: 20-house §9. Takes: 第十九条（四）. Gives: an object that sorts in the order of the rules and prints as it was read.
Never: half-width brackets, Arabic article numbers, the text of an article.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

_DIGITS = "一二三四五六七八九"
_ARTICLE = re.compile(r"第([一二三四五六七八九十]{1,3})条")
_PARAGRAPH = re.compile(
    rf"(?:第[{_DIGITS}十]{{1,3}}款(?:至第[{_DIGITS}十]{{1,3}}款)?|末款)?(?:（[{_DIGITS}十]{{1,3}}）(?:[1-9][0-9]?)?)?"
)
_PROVISION = re.compile(rf"({_ARTICLE.pattern})({_PARAGRAPH.pattern})")


class ProvisionError(ValueError):
    """A citation is not written as 第十九条（四）; the text says so in Chinese."""


def numeral(number: int) -> str:
    """Write 1 … 99 in Chinese: 9 is 九, 10 is 十, 29 is 二十九."""
    if not 1 <= number <= 99:
        raise ProvisionError(f"条文序号 {number} 超出范围，应为 1 至 99")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens - 1] + "十"
    return head + (_DIGITS[ones - 1] if ones else "")


_NUMBERS = {numeral(number): number for number in range(1, 100)}


@dataclass(frozen=True, slots=True)
class Provision:
    """An article and, where needed, the paragraph or item in it: `Provision("第十九条", "（四）")`.

    Raises ProvisionError when either part is written otherwise.
    """

    article: str
    paragraph: str = ""

    def __post_init__(self) -> None:
        """Refuse what does not print as a citation."""
        match = _ARTICLE.fullmatch(self.article)
        if match is None or match[1] not in _NUMBERS or _PARAGRAPH.fullmatch(self.paragraph) is None:
            raise ProvisionError(f"条款“{self.article}{self.paragraph}”写法不对，应如 第十九条（四）")

    @classmethod
    def parse(cls, text: str) -> "Provision":
        """Read one citation. Raises ProvisionError unless all of `text` is one."""
        match = _PROVISION.fullmatch(text)
        if match is None:
            raise ProvisionError(f"条款“{text}”写法不对，应如 第十九条（四）")
        return cls(match[1], match[3])

    @property
    def number(self) -> int:
        """The article as an integer: 第十九条 is 19."""
        return _NUMBERS[self.article[1:-1]]

    def __str__(self) -> str:
        return self.article + self.paragraph

    def __lt__(self, other: "Provision") -> bool:
        """Whether this stands earlier in the rules; inside an article the bare article comes first."""
        return self.place < other.place

    @property
    def place(self) -> tuple[int, tuple[int, ...], str]:
        """A key that sorts in the order of the rules."""
        last = (99,) if self.paragraph == "末款" else ()
        items = last or tuple(_NUMBERS[text] for text in re.findall(rf"（([{_DIGITS}十]+)）", self.paragraph))
        return self.number, items, self.paragraph


def provisions(text: str) -> tuple[Provision, ...]:
    """Read several citations separated by 、 or blanks: `第二条 第十三条（一）`."""
    return tuple(Provision.parse(part) for part in text.replace("、", " ").split())


class Marked(NamedTuple):
    """A function that says which provision it computes; `where` is `module:name`."""

    provision: Provision
    where: str


_REGISTER: dict[tuple[Provision, str], Marked] = {}
_F = TypeVar("_F", bound=Callable[..., object])


def source(*citations: str) -> Callable[[_F], _F]:
    """Mark a function with the provisions it computes. The mark records and changes nothing.

    Raises ProvisionError at import time for a citation that cannot be read.
    """
    places = tuple(Provision.parse(citation) for citation in citations)

    def record(function: _F) -> _F:
        where = f"{function.__module__}:{function.__qualname__}"
        _REGISTER.update({(place, where): Marked(place, where) for place in places})
        return function

    return record


def marked() -> tuple[Marked, ...]:
    """All marks of the modules imported so far, in the order of the rules."""
    return tuple(sorted(_REGISTER.values(), key=lambda mark: (mark.provision.place, mark.where)))
