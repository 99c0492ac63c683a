"""The filing of ad-hoc tasks at a terminal: the same acts, told in sentences or as JSON."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from shuangsuiji.stages.plans.models import Filing
from shuangsuiji.web.console import business, filings, filings_acts
from shuangsuiji.web.console.usage import Parser
from tests.stages.cast import USERNAMES, County, build_county, password_of
from tests.stages.plans.filing import ad_hoc
from tests.stages.plans.planning import prepare

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
Terminal = Callable[..., tuple[int, dict[str, Any]]]
CLERK, STRANGER, OFFICE = USERNAMES["李"], USERNAMES["王"], USERNAMES["宋"]


@pytest.fixture
def county() -> County:
    """A county that can plan."""
    county = build_county(NOW)
    prepare(county)
    return county


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Runs a command at the test's time; whoever acts types his password."""

    class Moment(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Moment":
            return cls(2026, 11, 24, 9, 0, tzinfo=tz)

    monkeypatch.setattr(filings_acts, "datetime", Moment)
    # The joint office signs in with a code, which has tests of its own.
    monkeypatch.setattr(business.queries, "needs_second_factor", lambda account, on: False)
    parser = Parser(prog="shuangsuiji")
    filings.add_parser(parser.add_subparsers(dest="group", required=True))

    def run(*words: str) -> tuple[int, dict[str, Any]]:
        monkeypatch.setattr(business.getpass, "getpass", lambda asked: password_of(words[-1]))
        options = parser.parse_args(["filings", *words[:1], "--json", *words[1:]])
        code = options.run(options)
        return code, json.loads(capsys.readouterr().out)

    return run


def test_a_task_is_sent_returned_filed_and_published(county: County, terminal: Terminal) -> None:
    number = ad_hoc(county).number
    assert terminal("list") == (0, {"filings": []})
    assert terminal("request", number, "--as", CLERK) == (0, {"requested": number})
    assert terminal("return", number, "--reason", "请附来文", "--as", OFFICE) == (0, {"returned": number})
    assert Filing.objects.get().returned == "请附来文"
    assert terminal("request", number, "--remark", "已附", "--as", CLERK)[0] == 0
    assert terminal("file", number, "--as", OFFICE) == (0, {"number": "备410999-2026-001"})
    code, told = terminal("publish", number, "--place", "政府网站", "--as", OFFICE)
    assert (code, told) == (0, {"index_no": "rsj-备案-2026-0001"})
    (row,) = terminal("list")[1]["filings"]
    assert (row["number"], row["task"], row["status"]) == ("备410999-2026-001", number, "已公示")


def test_what_is_not_there_out_of_order_or_not_ones_own_is_refused(county: County, terminal: Terminal) -> None:
    number = ad_hoc(county).number
    for words, told in (
        (("file", "410999/rsj/2027/999", "--as", OFFICE), "没有编号为"),
        (("file", number, "--as", OFFICE), "尚未报送备案"),
        (("request", number, "--as", STRANGER), "只能报送本部门的任务"),
        (("file", number, "--as", CLERK), "尚未报送备案"),
    ):
        code, answer = terminal(*words)
        assert code == 1
        assert told in json.dumps(answer, ensure_ascii=False)
    terminal("request", number, "--as", CLERK)
    assert "没有办理此事的岗位" in json.dumps(terminal("file", number, "--as", CLERK)[1], ensure_ascii=False)
    code, answer = terminal("publish", number, "--place", "政府网站", "--as", OFFICE)
    assert code == 1
    assert "不能公示备案" in json.dumps(answer, ensure_ascii=False)
