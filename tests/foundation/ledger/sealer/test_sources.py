"""The log is read as it stands at one moment, read-only, on both databases. Source: 50-ledger §2, §6 step 1."""

import importlib.util
import os
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.foundation.ledger.sealer import postgres
from shuangsuiji.foundation.ledger.sealer.refusal import HeadBroken, SourceUnavailable
from shuangsuiji.foundation.ledger.sealer.source import EventSource, open_source
from tests.core.tlog import golden
from tests.foundation.ledger.sealer.counties import County, Database

DSN = os.environ.get("SHUANGSUIJI_TEST_POSTGRES_DSN", "")
on_postgres = pytest.mark.skipif(not DSN, reason="PostgreSQL 未提供：设置 SHUANGSUIJI_TEST_POSTGRES_DSN")


def read(source: EventSource, start: int = 0, stop: int = 1_000_000) -> list[int]:
    with source.snapshot() as snapshot:
        return [seq for seq, _, _ in snapshot.rows(start, stop)]


@pytest.mark.parametrize("prefix", ["", "sqlite:///"])
def test_a_file_and_an_address_name_the_same_log(tmp_path: Path, prefix: str) -> None:
    database = Database.create(tmp_path / "的 county?#.sqlite3")
    database.grow(3)
    source = open_source(f"{prefix}{database.path}")
    with source.snapshot() as snapshot:
        assert snapshot.head()[0] == 3
        assert list(snapshot.rows(1, 3)) == [(n, golden.body(n), leaf_hash(golden.body(n))) for n in (1, 2)]


def test_rows_come_in_order_across_chunks_and_nothing_beyond(tmp_path: Path) -> None:
    database = Database.create(tmp_path / "county.sqlite3")
    database.append(b"%d" % number for number in range(2500))
    source = open_source(str(database.path))
    assert read(source) == list(range(2500))
    assert read(source, 1023, 2048) == list(range(1023, 2048))
    assert read(source, 5, 5) == []


def test_a_snapshot_does_not_see_what_is_appended_meanwhile(tmp_path: Path) -> None:
    database = Database.create(tmp_path / "county.sqlite3")
    database.run("PRAGMA journal_mode = WAL")
    database.grow(3)
    with open_source(str(database.path)).snapshot() as snapshot:
        assert snapshot.head()[0] == 3
        database.grow(5)
        assert snapshot.head()[0] == 3
        assert [seq for seq, _, _ in snapshot.rows(0, 9)] == [0, 1, 2]


def test_a_missing_database_is_no_empty_log(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="读不了"), open_source(str(tmp_path / "none")).snapshot():
        pytest.fail("opened")
    assert not (tmp_path / "none").exists()


def test_the_sealer_cannot_write_the_database(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    connection = county.sealer.source.connect()  # type: ignore[attr-defined]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM log_event")
    connection.close()


# --------------------------------------------------------------------------------------------------------------- PostgreSQL


@pytest.fixture
def postgres_log() -> Iterator[str]:
    """The two tables in a database of their own; gives its address."""
    import psycopg

    name = f"sealer_sources_{os.getpid()}"
    address = urlsplit(DSN)._replace(path=f"/{name}").geturl()
    with psycopg.connect(DSN, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        try:
            _fill(address)
            yield address
        finally:
            server.execute(f"DROP DATABASE {name}")


def _fill(address: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as owner, owner.cursor() as cursor:
        owner.execute("CREATE TABLE log_head (id int PRIMARY KEY, size bigint, frontier bytea)")
        owner.execute(
            "CREATE TABLE log_event (seq bigint PRIMARY KEY, event_id uuid, type text, at timestamptz, body bytea, leaf_hash bytea)"
        )
        edge = Frontier().extended(golden.leaves())
        owner.execute("INSERT INTO log_head VALUES (1, %s, %s)", (edge.size, edge.to_bytes()))
        cursor.executemany(
            "INSERT INTO log_event (seq, body, leaf_hash) VALUES (%s, %s, %s)",
            [(number, golden.body(number), golden.leaves()[number]) for number in range(300)],
        )


@on_postgres
@pytest.mark.enable_socket
def test_a_log_in_postgresql_is_sealed_like_one_in_sqlite(tmp_path: Path, postgres_log: str) -> None:
    county = County(tmp_path)
    county.sealer = replace(county.sealer, source=open_source(postgres_log))
    county.seal()
    assert county.checkpoint().partition(b"\n\n")[0] == golden.good_text().encode().rstrip(b"\n")


@on_postgres
@pytest.mark.enable_socket
def test_a_snapshot_of_postgresql_does_not_see_what_is_appended_meanwhile_and_cannot_write(postgres_log: str) -> None:
    import psycopg

    with open_source(postgres_log).snapshot() as snapshot:
        assert snapshot.head()[0] == 300
        with psycopg.connect(postgres_log, autocommit=True) as other:
            other.execute("UPDATE log_head SET size = 301")
            other.execute("INSERT INTO log_event (seq, body, leaf_hash) VALUES (300, 'x', 'x')")
        assert snapshot.head()[0] == 300
        assert [seq for seq, _, _ in snapshot.rows(298, 400)] == [298, 299]
    connection = postgres.connect(postgres_log)
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        connection.execute("DELETE FROM log_event")
    connection.close()


@on_postgres
@pytest.mark.enable_socket
def test_a_head_missing_in_postgresql_is_told(postgres_log: str) -> None:
    import psycopg

    with psycopg.connect(postgres_log, autocommit=True) as other:
        other.execute("DELETE FROM log_head")
    with open_source(postgres_log).snapshot() as snapshot, pytest.raises(HeadBroken):
        snapshot.head()


@pytest.mark.enable_socket
def test_a_postgresql_that_does_not_answer_is_told_as_such(tmp_path: Path) -> None:
    with (
        pytest.raises(SourceUnavailable, match="读不了"),
        open_source(f"postgresql:///none?host={tmp_path}").snapshot(),
    ):
        pytest.fail("opened")


def test_without_psycopg_the_module_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    spec = importlib.util.spec_from_file_location("postgres_without", str(postgres.__file__))
    assert spec is not None
    assert spec.loader is not None
    bare = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bare)
    assert (bare.HAS_PSYCOPG, bare.ERRORS) == (False, ())


def test_without_psycopg_a_county_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "HAS_PSYCOPG", False)
    with pytest.raises(SourceUnavailable, match=r"postgres\.txt"), open_source("postgresql:///none").snapshot():
        pytest.fail("opened")
