"""Plans at a terminal: the same acts, told in sentences or as JSON."""

import functools
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shuangsuiji.stages.plans.models import DraftLine, PaperSubmission
from shuangsuiji.web.console import business, plans, plans_acts
from tests.foundation.evidence.files import pdf
from tests.stages.cast import USERNAMES, County, build_county
from tests.stages.plans.planning import confirmed, drafted, line, prepare, quotas
from tests.stages.plans.submission import LETTER, joint
from tests.web.console.terminal import Terminal, terminal_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LI_NAME = USERNAMES["李"]
TABLE = "任务名称,抽查对象,起止时间,抽查比例（数量）\n劳动保障监察检查,用人单位,3月—12月,10%(20户)\n"


@pytest.fixture
def county() -> County:
    """A county that can plan."""
    county = build_county(NOW)
    prepare(county)
    return county


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """The commands of this group at the test's time."""
    run = terminal_of(monkeypatch, capsys, add=[plans.add_parser], acts=[plans_acts], at=NOW)
    return functools.partial(run, "plans")


def test_a_plan_is_listed_checked_and_published(county: County, terminal: Terminal) -> None:
    plan = confirmed(county, drafted(county))
    code, told = terminal("list", "--year", "2027")
    assert (code, told["plans"][0]["number"], told["plans"][0]["status"]) == (0, plan.number, "已会签")
    assert terminal("list", "--year", "2020")[1] == {"plans": []}
    assert terminal("lint", plan.number)[0] == 0
    code, told = terminal("publish", plan.number, "--place", "政府网站", "--as", LI_NAME)
    assert (code, told["index_no"]) == (0, "rsj-计划-2026-0001")
    code, told = terminal("publish", plan.number, "--place", "政府网站", "--as", LI_NAME)
    assert code == 1
    assert "没有新的已会签版本" in told["refused"][0]


def test_a_joint_plan_is_submitted_on_paper_and_published(
    county: County, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The deputy head signs in with a code, which has tests of its own.
    monkeypatch.setattr(business.queries, "needs_second_factor", lambda account, on: False)
    plan, scan, head = joint(county), tmp_path / "报送函.pdf", USERNAMES["孙"]
    scan.write_bytes(pdf())
    recording = ("record-submission", plan.number, "--paper", LETTER, "--on", "2026-11-24", "--scan", scan, "--as")
    confirming = ("confirm-submission", plan.number, "--as", head, "--paper")
    assert "没有待确认的纸质报送" in terminal(*confirming, LETTER)[1]["refused"][0]
    assert "只能办理本部门计划的纸质报送" in terminal(*recording, USERNAMES["王"])[1]["refused"][0]
    code, told = terminal(*recording, LI_NAME, "--answer", "联办〔2026〕3号")
    assert (code, told["recorded"]) == (0, LETTER)
    assert "登记的文号是" in terminal(*confirming, "另一号")[1]["refused"][0]
    assert terminal(*confirming, LETTER) == (0, {"submitted": plan.number})
    assert terminal("publish", plan.number, "--place", "政府网站", "--as", LI_NAME)[0] == 0
    assert PaperSubmission.objects.get().answer_number == "联办〔2026〕3号"


def test_everything_wrong_with_a_plan_is_told_and_the_code_says_so(county: County, terminal: Terminal) -> None:
    plan = drafted(county, line(quotas=quotas(C=(10, 100, 1), D=(20, 100, 1))))
    code, told = terminal("lint", plan.number)
    assert code == 1
    assert len(told["refused"]) == 2


def test_a_table_comes_in(county: County, terminal: Terminal, tmp_path: Path) -> None:
    plan = drafted(county)
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(TABLE, encoding="utf-8")
    bad.write_text(TABLE.replace("劳动保障监察检查", ""), encoding="utf-8")
    assert terminal("import", plan.number, str(bad), "--as", LI_NAME)[0] == 1
    code, told = terminal("import", plan.number, str(good), "--as", LI_NAME)
    assert (code, told["imported"]) == (0, 1)
    assert DraftLine.objects.order_by("-ordinal")[0].ratio_text == "10%(20户)"


def test_nobody_acts_without_password_or_office(county: County, terminal: Terminal) -> None:
    plan = confirmed(county, drafted(county))
    publish = ("publish", plan.number, "--place", "政府网站", "--as")
    assert "密码不正确" in terminal(*publish, LI_NAME, typed="wrong")[1]["refused"][0]
    code, told = terminal(*publish, USERNAMES["孙"])
    assert code == 1
    assert "动态口令" in told["refused"][0]
    keeper = USERNAMES["吴"]
    assert "没有办理此事的岗位" in terminal(*publish, keeper)[1]["refused"][0]
    assert "没有编号为" in terminal("lint", "x")[1]["refused"][0]
