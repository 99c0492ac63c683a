"""Identifiers that sort by time and cannot be guessed.

Source: RFC 9562 §5.7: 48 bits of Unix milliseconds, version 7, 74 random bits.
"""

import secrets
import uuid
from datetime import datetime

_MILLISECONDS = 1000


def uuid7(at: datetime) -> uuid.UUID:
    """A new identifier for something that came to be at `at`."""
    milliseconds = int(at.timestamp() * _MILLISECONDS) & ((1 << 48) - 1)
    random = secrets.randbits(74)
    value = milliseconds << 80 | 0x7 << 76 | random >> 62 << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return uuid.UUID(int=value)
