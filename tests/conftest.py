"""What every test shares: the folder of real lists outside the repository, and an honest last line about what was not tried.

A test that needs the real lists is marked `external` and asks for `shared`; where the folder is absent it is skipped with a
reason, and the summary says 未证实: skipped is not passed.
"""

import os
from pathlib import Path

import pytest

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
