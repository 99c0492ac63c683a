"""The two databases and the settings that carry our promises on each.

Source: 80-reliability §1; 50-ledger §3; 60-stack §4. Takes: an address. Gives: an entry for `DATABASES`.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

WAIT_FOR_LOCK_SECONDS = 20
SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "recursive_triggers": "ON",
}
POSTGRES_SESSION = {
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
    "synchronous_commit": "on",
}
_KEEP_CONNECTION_SECONDS = 60


def database(address: str) -> dict[str, Any]:
    """`sqlite:///绝对路径` or `postgresql://user:password@host:port/name[?host=socket folder]`. ValueError for anything else."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite" and parts.path:
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgresql", "postgres"} and len(parts.path) > 1:
        return _postgres(parts.path[1:], parts.username, parts.password, _host(parts), parts.port)
    raise ValueError("数据库地址应为 sqlite:///绝对路径 或 postgresql://用户@主机/库名（SHUANGSUIJI_DATABASE）")


def _host(parts: Any) -> str:
    """The host, or the folder of a Unix socket given as `?host=`."""
    return str(parse_qs(parts.query).get("host", [parts.hostname or ""])[0])


def sqlite(path: Path) -> dict[str, Any]:
    """Every transaction takes the write lock at its start: a reader that turns writer would fail instead of waiting."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": WAIT_FOR_LOCK_SECONDS,
            "init_command": "".join(f"PRAGMA {name}={value};" for name, value in SQLITE_PRAGMAS.items()),
        },
    }


def _postgres(name: str, user: str | None, password: str | None, host: str, port: int | None) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": _KEEP_CONNECTION_SECONDS,
        "OPTIONS": {"options": " ".join(f"-c {name}={value}" for name, value in POSTGRES_SESSION.items())},
    }
