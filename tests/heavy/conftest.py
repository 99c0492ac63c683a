"""Heavy tests run where they are asked for by name (`pytest -m heavy tests/heavy`, `-m sampled`); elsewhere they are deselected, and counted so."""

import os

import pytest

from tests.harness.stores import DSN, POSTGRES, SQLITE

ASKED_FOR = ("heavy", "sampled")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect each kind unless the expression of `-m` names it."""
    asked = [name for name in ASKED_FOR if name in (config.option.markexpr or "")]
    others = [name for name in ASKED_FOR if name not in asked]
    heavy = [item for item in items if any(item.get_closest_marker(name) for name in others)]
    if heavy:
        config.hook.pytest_deselected(items=heavy)
        items[:] = [item for item in items if item not in heavy]


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A sample is called a sample, with how much of the whole it was."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    told = [value for report in reports for name, value in report.user_properties if name == "sampled"]
    if told:
        terminalreporter.section("抽样")
        for line in sorted(told):
            terminalreporter.write_line(f"抽样 {line}")
        terminalreporter.write_line("以上只是抽样，不是全部；全部由 make heavy 运行。")


@pytest.fixture(params=[SQLITE, POSTGRES])
def database(request: pytest.FixtureRequest) -> str:
    """Each of the two; PostgreSQL where a server is given."""
    if request.param == POSTGRES and DSN not in os.environ:
        pytest.skip(f"没有 PostgreSQL：未设置 {DSN}，此项未证实")
    return str(request.param)
