"""The spellings a draw accepts: names, ids, times and hexadecimal.

Source: SSJ-DRAW/1 §1. Full match always; digits are ASCII digits only.
"""

import re
from datetime import UTC, datetime

CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
STRATUM = re.compile(r"[A-Za-z0-9_.-]{1,64}")
TASK_ID = re.compile(r"(?:rehearsal/)?[0-9]{6}(?:/[a-z0-9][a-z0-9._-]{0,63}){1,5}")
# A hundred digits are beyond any count of draws or rounds; Python refuses to convert thousands of them.
ORDINAL = re.compile(r"[1-9][0-9]{0,99}")
ELIG = re.compile(r"E|X[1-9][0-9]?")
DIVISION = re.compile(r"[0-9]{6}|[0-9]{9}|[0-9]{12}")
HEX64 = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")

REHEARSAL = "rehearsal/"


def parse_time(text: object) -> datetime:
    """Read `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339, UTC, whole seconds). Raises ValueError for anything else."""
    if not (isinstance(text, str) and _TIME.fullmatch(text)):
        raise ValueError(f"时间 {text!r} 应写作 2026-11-20T02:00:00Z")
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def write_time(moment: datetime) -> str:
    """Write an aware datetime as the protocol does; parts of a second are dropped."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_time(text: object) -> bool:
    """Whether `text` is a time that exists, as the protocol writes it."""
    try:
        parse_time(text)
    except ValueError:
        return False
    return True


def split_draw_id(draw_id: str) -> tuple[str, int] | None:
    """Split a draw_id into task_id and ordinal, or None when it is neither."""
    task_id, _, ordinal = draw_id.rpartition("/")
    if TASK_ID.fullmatch(task_id) and ORDINAL.fullmatch(ordinal):
        return task_id, int(ordinal)
    return None


def ordinal_of(draw_id: str, task_id: str) -> int | None:
    """The ordinal of a draw of this task, or None when the draw_id is of another task or malformed."""
    parts = split_draw_id(draw_id)
    return parts[1] if parts and parts[0] == task_id else None
