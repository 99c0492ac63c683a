"""The filing of ad-hoc tasks at a terminal: the same acts, told in sentences or as JSON."""

import functools
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.stages.plans.models import Filing, PaperFiling
from shuangsuiji.web.console import business, filings, filings_acts
from tests.foundation.evidence.files import pdf
from tests.stages.cast import USERNAMES, County, build_county
from tests.stages.plans.filing import PAPER, ad_hoc
from tests.stages.plans.planning import prepare
from tests.web.console.terminal import Terminal, terminal_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CLERK, STRANGER, OFFICE, HEAD = USERNAMES["李"], USERNAMES["王"], USERNAMES["宋"], USERNAMES["孙"]


@pytest.fixture
def county() -> County:
    """A county that can plan."""
    county = build_county(NOW)
    prepare(county)
    return county


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """The commands of this group at the test's time."""
    # The joint office signs in with a code, which has tests of its own.
    monkeypatch.setattr(business.queries, "needs_second_factor", lambda account, on: False)
    run = terminal_of(monkeypatch, capsys, add=[filings.add_parser], acts=[filings_acts], at=NOW)
    return functools.partial(run, "filings")


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


def test_a_filing_on_paper_is_recorded_confirmed_and_published(
    county: County, terminal: Terminal, tmp_path: Path
) -> None:
    number, scan, text = ad_hoc(county).number, tmp_path / "回执.pdf", tmp_path / "回执.txt"
    scan.write_bytes(pdf())
    text.write_text("不是扫描件", encoding="utf-8")
    recording = ("record-paper", number, "--paper", PAPER, "--on", "2026-11-24", "--scan")
    confirming = ("confirm-paper", number, "--as", HEAD, "--paper")
    assert "尚未报送备案" in said(terminal(*recording, scan, "--as", CLERK))
    terminal("request", number, "--as", CLERK)
    assert "没有待确认的纸质备案" in said(terminal(*confirming, PAPER))
    for path, who, told in (
        (tmp_path / "没有.pdf", CLERK, "读不出"),
        (text, CLERK, "PDF"),
        (scan, STRANGER, "只能办理本部门任务的纸质备案"),
        (scan, HEAD, "没有办理此事的岗位"),
    ):
        assert told in said(terminal(*recording, path, "--as", who))
    assert not PaperFiling.objects.exists()
    code, answer = terminal(*recording, scan, "--as", CLERK)
    assert (code, answer["recorded"]) == (0, PAPER)
    assert "登记的文号是" in said(terminal(*confirming, "另一号"))
    assert terminal(*confirming, PAPER) == (0, {"number": PAPER})
    assert terminal("publish", number, "--place", "政府网站", "--as", CLERK)[0] == 0
    assert Filing.objects.get().on_paper


def said(answer: tuple[int, Any]) -> str:
    """What a refusal says."""
    assert answer[0] == 1
    return json.dumps(answer[1], ensure_ascii=False)


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
