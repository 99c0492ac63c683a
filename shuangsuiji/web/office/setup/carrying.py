"""What was typed on earlier pages of the wizard, signed and carried in the next one: nothing is stored before the act.

Takes: a plain mapping. Gives: text for a hidden field, and back. Never: a password.
"""

from datetime import timedelta
from typing import Any

from django.core import signing

_SALT = "setup"
GOOD_FOR = timedelta(hours=2)


def carried(typed: dict[str, Any]) -> str:
    """Signed, compressed text."""
    return signing.dumps(typed, salt=_SALT, compress=True)


def opened(text: str) -> dict[str, Any] | None:
    """What was carried; None for text that is not ours, was changed or is too old."""
    try:
        found = signing.loads(text, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return found if isinstance(found, dict) else None
