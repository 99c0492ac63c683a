"""The key that signs sessions, kept in a file only its owner reads."""

import os
import secrets
from pathlib import Path

_OWNER_ONLY = 0o600
_BYTES = 48


def secret_key(path: Path) -> str:
    """The key in that file; made where the folder is in use and has none. Before anything lies there nothing is made:
    whoever only looks gets a key for this process alone.
    """
    if not path.exists():
        if not any(each.is_file() for below in ("*", "database/*") for each in path.parent.glob(below)):
            return secrets.token_urlsafe(_BYTES)
        # O_EXCL: of two processes that start together one makes the key, the other reads it.
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(_BYTES))
    return path.read_text().strip()
