"""What every test shares: the folder of real lists outside the repository, and an honest last line about what was not tried.

A test that needs the real lists is marked `external` and asks for `shared`; where the folder is absent it is skipped with a
reason, and the summary says 未证实: skipped is not passed.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from tests.cast import LI, Person

ROOT = Path(__file__).resolve().parent.parent


def shared_folder() -> Path:
    """The folder of real lists: `SHUANGSUIJI_SHARED`, else `../shared` beside the project."""
    return Path(os.environ.get("SHUANGSUIJI_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real lists, for tests marked `external`."""
    return shared_folder()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip every external test, with the path that is missing, where the folder is absent."""
    folder = shared_folder()
    if not folder.is_dir():
        for item in items:
            if item.get_closest_marker("external"):
                item.add_marker(pytest.mark.skip(reason=f"外部数据不在: {folder}（设置 SHUANGSUIJI_SHARED）"))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count the external tests that did not run and call them by their name: unproven."""
    skipped = [report for report in terminalreporter.getreports("skipped") if "external" in report.keywords]
    if skipped:
        terminalreporter.section("未证实")
        terminalreporter.write_line(
            f"{len(skipped)} 项外部数据测试未运行，其结论未证实（真实名单目录：{shared_folder()}，可用 SHUANGSUIJI_SHARED 指定）。"
        )


# ------------------------------------------------------------------------------------------------------------- the ledger

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    """The time of an act."""
    return NOW


@pytest.fixture(scope="session", autouse=True)
def _emptying_is_for_tests_only() -> Iterator[None]:
    """Between tests that commit, tables are emptied; the triggers that forbid it go and come back with `post_migrate`."""
    from shuangsuiji.foundation.ledger import triggers

    original = vars(TransactionTestCase)["_fixture_teardown"]

    def teardown(case: Any) -> None:
        triggers.remove(connection)
        with pytest.MonkeyPatch.context() as quick:
            if connection.vendor == "postgresql":
                quick.setattr(connection.ops, "sql_flush", _delete_what_is_there)
            original(case)

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
    yield
    patch.undo()


def _delete_what_is_there(style: Any, tables: Any, **options: Any) -> list[str]:
    """Truncating makes the server put every table's file to disk, empty or not; our foreign keys wait for COMMIT anyway."""
    quote = connection.ops.quote_name
    asked = " UNION ALL ".join(f"(SELECT {number} FROM {quote(name)} LIMIT 1)" for number, name in enumerate(tables))
    with connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [tables[number] for (number,) in cursor.fetchall()]
    return [f"DELETE FROM {quote(name)}" for name in filled]


@pytest.fixture(autouse=True)
def _nothing_published() -> Iterator[None]:
    """Every test begins with a wrapping key and without a published log, and this process has examined nothing."""
    import shutil

    from shuangsuiji.foundation.ledger import gate, keys

    if not settings.SHUANGSUIJI_WRAPPING_KEY_FILE.exists():
        keys.create_wrapping_key(settings.SHUANGSUIJI_WRAPPING_KEY_FILE)
    shutil.rmtree(settings.SHUANGSUIJI_LOG_FOLDER, ignore_errors=True)
    gate.forget()
    yield
    gate.forget()


@pytest.fixture(autouse=True)
def _log_is_taken_as_started(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests write their own first entry; those marked `not_started` meet the log as `ledger init` does."""
    from shuangsuiji.foundation.ledger import gate

    if request.node.get_closest_marker("not_started") is None:
        monkeypatch.setattr(gate, "not_started", lambda: ())


@pytest.fixture
def actor_for(at: datetime) -> Callable[[Person], Any]:
    """Turns one of the cast into somebody who acts, with a key of his own."""
    from uuid import UUID

    from shuangsuiji.foundation.ledger.actor import Actor
    from shuangsuiji.foundation.ledger.keys import create_subject_key
    from shuangsuiji.foundation.ledger.uuid7 import uuid7

    made: dict[str, Actor] = {}

    def actor(person: Person = LI) -> Actor:
        if person.name not in made:
            key = create_subject_key("PERSON", at=at)
            made[person.name] = Actor(person.department, person.office, uuid7(at), UUID(str(key.id)))
        return made[person.name]

    return actor
