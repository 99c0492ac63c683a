"""The next number and a code for the QR, before the paper is made: both are printed on it.

Source: 30-domain §6. Gives: a slip. The database has the last word: if another paper takes the number first, keeping this one
raises NumberTaken, nothing is written, and the door numbers and renders anew.
"""

import secrets
from dataclasses import dataclass

from django.db.models import Max

from shuangsuiji.foundation.papers.forms import form_named
from shuangsuiji.foundation.papers.models import PaperRecord

_TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Slip:
    """What a paper is numbered with."""

    department: str
    form: str
    year: int
    ordinal: int
    number: str
    token: str

    def address(self, base: str) -> str:
        """What its QR code says: `base` is the portal's public address without a slash at the end."""
        return f"{base}/d/{self.token}"


def next_slip(form: str, *, department: str, short_name: str, year: int) -> Slip:
    """The number after the last one issued, as 濮县人社函〔2026〕17号. Cost: 1 query."""
    known = form_named(form)
    issued = PaperRecord.objects.filter(department=department, form=form, year=year)
    ordinal = (issued.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    number = f"{short_name}{known.word}〔{year}〕{ordinal}号"
    return Slip(department, form, year, ordinal, number, secrets.token_urlsafe(_TOKEN_BYTES))
