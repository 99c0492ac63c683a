"""Writes the database snapshot of a release: `python -m tests.upgrade.make_snapshot v0.1` (once, when the release is tagged).

Gives: `tests/upgrade/<release>/` with both databases as SQL, the wrapping key of these invented people, the published log and
its policy. PostgreSQL: the server that SHUANGSUIJI_TEST_POSTGRES_DSN names.
Never: written over; a snapshot is what was, not what would be today.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.upgrade.offices import ORIGIN, Installation

HERE = Path(__file__).resolve().parent
DATABASE = "shuangsuiji_snapshot"
FOUND = (
    "--code", "rsj", "--name", "某局", "--division", "410928",
    "--sysadmin", "xt=甲", "--secadmin", "aq=乙", "--audadmin", "sj=丙",
)  # fmt: skip


def main() -> None:
    """Write one release's folder."""
    target = HERE / sys.argv[1]
    target.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        here = Installation(_played(Path(folder) / "sqlite", ""))
        _keep(here, target / "sqlite")
        with sqlite3.connect(here.sqlite) as connection:
            (target / "sqlite" / "dump.sql").write_text("\n".join(connection.iterdump()) + "\n", encoding="utf-8")
        with database(DATABASE) as address:
            there = Installation(_played(Path(folder) / "postgres", address), address)
            _keep(there, target / "postgres")
            dump = subprocess.run(
                ["pg_dump", "--no-owner", "--no-privileges", "--inserts", address], capture_output=True, check=True
            ).stdout.decode()
            # Lines for psql alone are left out: the dump is loaded through the driver.
            lines = [line for line in dump.splitlines() if not line.startswith(("\\", "SET transaction_timeout"))]
            (target / "postgres" / "dump.sql").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _played(home: Path, address: str) -> Path:
    home.mkdir()
    (home / "passphrase").write_text("a long passphrase", encoding="utf-8")
    (home / "passphrase").chmod(0o600)
    place = Installation(home, address)
    place.command("ledger", "init", "--origin", ORIGIN, "--passphrase-file", str(home / "passphrase"))
    place.command("accounts", "found", *FOUND)
    place.history()
    place.command("ledger", "seal", "--home", str(home / "sealer"), "--passphrase-file", str(home / "passphrase"))
    place.command("ledger", "verify")
    return home


def _keep(place: Installation, target: Path) -> None:
    target.mkdir()
    shutil.copytree(place.home / "log", target / "log")
    shutil.copy(place.home / "sealer" / "policy", target / "policy")
    (target / "wrapping.key.hex").write_text((place.home / "wrapping.key").read_bytes().hex() + "\n", encoding="utf-8")


@contextmanager
def database(name: str) -> Iterator[str]:
    """An empty PostgreSQL database of that name on the tests' server, dropped afterwards; its address."""
    server = os.environ["SHUANGSUIJI_TEST_POSTGRES_DSN"]
    address = urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield address
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


if __name__ == "__main__":
    main()
