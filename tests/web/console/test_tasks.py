"""Tasks at a terminal: made by the same act, shown with what still keeps them from the draw."""

import functools
from datetime import UTC, datetime

import pytest

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.plans.actions.confirm_registries import confirm_registries
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.queries.plans import published_lines
from shuangsuiji.web.console import tasks, tasks_acts
from tests.cast import WU
from tests.stages.cast import USERNAMES, County, build_county
from tests.stages.plans.planning import YEAR, firms, prepare
from tests.stages.plans.tasking import SIZES, public, registries_confirmed, signed
from tests.web.console.terminal import Terminal, terminal_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LI_NAME = USERNAMES["李"]


@pytest.fixture
def county() -> County:
    """A bureau with firms and a public plan."""
    county = build_county(NOW)
    prepare(county)
    public(county)
    firms(county, county.lead, 1, **SIZES)
    return county


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """The commands of this group at the test's time."""
    run = terminal_of(monkeypatch, capsys, add=[tasks.add_parser], acts=[tasks_acts], at=NOW)
    return functools.partial(run, "tasks")


def test_a_task_is_made_listed_and_shown_until_nothing_keeps_it_from_its_draw(
    county: County, terminal: Terminal
) -> None:
    line = published_lines("rsj", YEAR)[0]
    code, told = terminal("create", line.number, "--as", LI_NAME)
    assert (code, told["number"]) == (0, f"410999/rsj/{YEAR}/001")
    number = told["number"]
    task = Task.objects.get(number=number)
    assert task.name == line.task_name
    code, told = terminal("list", "--year", f"{YEAR}")
    assert (code, told["tasks"][0]["number"], told["tasks"][0]["status"]) == (0, number, "已建立")
    assert terminal("list", "--year", "2020")[1] == {"tasks": []}
    signed(county, task)
    code, told = terminal("show", number)
    assert (code, [each["code"] for each in told["missing"]]) == (1, ["E10-7", "E10-7", "E13-1"])
    registries_confirmed(county, county.lead)
    confirm_registries(task_id=task.pk, actor=county.actor(WU), at=county.at)
    assert terminal("show", number) == (
        0,
        {"number": number, "name": line.task_name, "status": "两库已确认", "missing": []},
    )


def test_a_line_that_is_not_public_an_unknown_number_and_somebody_without_the_office_are_refused(
    county: County, terminal: Terminal
) -> None:
    before = LogEvent.objects.filter(type="task.created").count()
    code, told = terminal("create", "rsj-2027-09-09", "--as", LI_NAME)
    assert code == 1
    assert "没有可建立任务的计划行" in told["refused"][0]
    assert "没有编号为" in terminal("show", "x")[1]["refused"][0]
    line, keeper = published_lines("rsj", YEAR)[0], USERNAMES["吴"]
    told = terminal("create", line.number, "--as", keeper)[1]
    assert "没有办理此事的岗位" in told["refused"][0]
    assert LogEvent.objects.filter(type="task.created").count() == before
