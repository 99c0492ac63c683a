"""The demo's office: an empty system becomes a bureau with a published plan, and its log is what its tables say."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MAIN = "import sys; from shuangsuiji.web.console.main import main; sys.exit(main())"


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What it printed. A process of its own: it starts Django on a database of its own."""
    place = tmp_path_factory.mktemp("office")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("SHUANGSUIJI_", "DJANGO_"))
    }
    command = [sys.executable, "-c", MAIN, "demo-office", "--folder", f"{place}", "--size", "200", "--no-serve"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, check=False, encoding="utf-8", text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_task_is_left_that_nothing_keeps_from_its_draw(spoken: str) -> None:
    assert "两库已确认，可以抽取" in spoken


def test_it_ends_with_a_published_plan_and_a_log_that_agrees_with_every_row(spoken: str) -> None:
    assert "索引号 rsj-计划-" in spoken
    assert "所有须入日志的表逐行与日志一致" in spoken


@pytest.mark.parametrize("article", ["第一条", "第三条", "第五条", "第六条", "第七条", "第十条", "第十一条"])
def test_each_step_is_printed_with_its_article(spoken: str, article: str) -> None:
    titles = [line for line in spoken.splitlines() if re.match("[一二三四五六七八九]、", line)]
    assert len(titles) == 9
    assert any(article in title for title in titles)
