"""Chromium of the system, and axe. Without Chromium the walk is skipped visibly (70-interface §15)."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.addresses import prepare
from tests.browser.site import Site, running

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect unless the expression of `-m` names them; the walk of every role has a name of its own."""
    asked = config.option.markexpr or ""
    if "walk" in asked:
        return
    left = "walk" if "browser" in asked else "browser"
    walked = [item for item in items if item.get_closest_marker(left)]
    if walked:
        config.hook.pytest_deselected(items=walked)
        items[:] = [item for item in items if item not in walked]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's browser, as the fixture of pytest-playwright starts it."""
    if not CHROMIUM.is_file():
        pytest.skip(f"没有 Chromium（{CHROMIUM}，可用 CHROMIUM 指定），页面巡检未运行，不算通过")
    # Its own loop runs in this thread; Django's guard against that has nothing to protect here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def axe() -> Axe:
    """The rules of accessibility."""
    return Axe()


@pytest.fixture(scope="module")
def site(
    browser: Any,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """One site for all pages of a module. The browser comes first: without one nothing is built.

    The database is made here: the walk's tests are many and share one, so none of them carries `django_db`.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        with running(tmp_path_factory.mktemp("site")) as built:
            prepare(built)
            yield built
        teardown_databases(made, verbosity=0)
