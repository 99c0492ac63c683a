"""The code that lets somebody found the bureau on an empty installation: made once, kept in a file, gone when it was used.

Source: 第五条; 80-reliability E10 (no default accounts). Whoever reaches the site first must not thereby own it: the code is known to
who installed it. Without a file nobody is let in.
"""

import hmac
import os
import secrets
from pathlib import Path

_BYTES = 10
_GROUP = 5


def place(home: Path) -> Path:
    """Where the code lies under the installation's folder."""
    return home / "setup-code"


def make(home: Path) -> str:
    """Write a new code, readable by this account only, over any earlier one. Groups of five, no letters that look alike."""
    alphabet = "abcdefghkmnpqrtuvwxy2346789"
    code = "-".join("".join(secrets.choice(alphabet) for _ in range(_GROUP)) for _ in range(_BYTES // _GROUP + 1))
    path = place(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as written:
        written.write(code + "\n")
    return code


def known(home: Path) -> bool:
    """Whether there is a code to ask for."""
    return place(home).is_file()


def matches(home: Path, given: str) -> bool:
    """Whether this is the code; blanks and capitals are forgiven. False where there is none."""
    if not known(home):
        return False
    wanted = place(home).read_text().strip()
    return bool(wanted) and hmac.compare_digest(wanted.encode(), "".join(given.split()).casefold().encode())


def forget(home: Path) -> None:
    """Remove the code: it was used."""
    place(home).unlink(missing_ok=True)
