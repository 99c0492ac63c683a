"""The 对照表 and the lifecycle page: what they say, what they may not be silent about, and that they are text only."""

from dataclasses import replace

import pytest

from shuangsuiji.core.rules.articles import articles
from shuangsuiji.core.rules.index import (
    ArticleTest,
    Implementation,
    Sources,
    article_index,
    lifecycle_page,
    measure_word,
    reading_digest,
    unanswered,
)
from shuangsuiji.core.rules.lifecycle import BORN, MACHINES
from shuangsuiji.core.rules.parameters import parameters

TESTS = [
    ArticleTest(article.provision.number, f"tests/articles/test_article_{article.provision.number:02d}.py", name)
    for article in articles()
    for name in ("test_it_holds", "test_c06_11_late", "test_c06_8_early", "test_e06_9_too_few")
]
CODE = [
    Implementation(6, "shuangsuiji/core/rules/quotas.py", "minimum_sample"),
    Implementation(6, "shuangsuiji/core/rules/quotas.py", "check_ratio"),
    Implementation(6, "shuangsuiji/core/draw/plan.py", ""),
]
SOURCES = Sources(articles(), parameters(), MACHINES, CODE, TESTS)


def row_of(page: str, article: str) -> list[str]:
    """The cells of an article's row in the index."""
    (line,) = [line for line in page.splitlines() if line.startswith(f"| {article} ") and line.count("|") == 11]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_there_is_a_row_for_each_article() -> None:
    page = article_index(SOURCES)
    for article in articles():
        cells = row_of(page, str(article.provision))
        assert cells[1] == article.gist
        assert cells[8].startswith(article.status)


def test_a_row_shows_code_tests_checks_and_digest() -> None:
    cells = row_of(article_index(SOURCES), "第六条")
    assert "[core/rules/quotas.py](../../shuangsuiji/core/rules/quotas.py) minimum_sample、check_ratio" in cells[5]
    assert "[core/draw/plan.py](../../shuangsuiji/core/draw/plan.py)<br>" in cells[5]
    assert "[状态表](../lifecycle.md)" in cells[5]
    assert "[test_article_06.py](../../tests/articles/test_article_06.py) 4 项" in cells[6]
    assert cells[6].endswith("核对 C06-8 C06-11 E06-9")
    assert cells[9].startswith("待签 `")


def test_what_is_not_built_says_so_with_its_issue() -> None:
    page = article_index(SOURCES._replace(tests=[]))
    cells = row_of(page, "第二十八条")
    assert cells[5:8] == ["—", "—", "日程（尚未实现）"]
    assert "第6号议题" in cells[8]
    assert "经费与车辆由当地政府规定和程序管理" in row_of(page, "第二十八条")[2]


def test_what_is_built_no_longer_says_so() -> None:
    first, *rest = articles()
    built = replace(first, status="已实现", waits_for="")
    cells = row_of(article_index(SOURCES._replace(articles=[built, *rest])), "第一条")
    assert cells[7] == "依据文件、年度计划"
    assert cells[8] == "已实现"


def test_an_article_without_parameters_has_no_table_of_readings() -> None:
    page = article_index(SOURCES._replace(parameters={}))
    assert "### 第一条" not in page
    assert row_of(page, "第一条")[3:5] == ["—", "—"]


def test_every_parameter_is_printed_with_its_reading() -> None:
    page = article_index(SOURCES)
    for entry in parameters().values():
        assert f"| `{entry.id}`" in page
        assert entry.reading in page
    assert "| `sample_floor.C` | 第六条（三） | 一般 | 不少于 10% |" in page
    assert "| `reminder_days`（设置） | 第十九条（四） | 尽可能 | 限于 10、5、2、0 |" in page
    assert "| 应当 | 7 个工作日以内 |" in page
    assert "| 原则上…但 | 为 分管负责人 |" in page
    assert "post 岗位调整、clash 工作冲突" in page


def test_every_number_has_a_measure_word() -> None:
    for entry in parameters().values():
        if isinstance(entry.value, int):
            assert measure_word(entry.unit).strip(), entry.id


def test_the_digest_changes_with_gist_value_and_reading_and_with_nothing_else() -> None:
    sixth = articles()[5]
    entry = parameters()["sample_floor.C"]
    digest = reading_digest(sixth, [entry])
    assert len(digest) == 64
    assert digest == reading_digest(replace(sixth, status="已实现", waits_for=""), [entry])
    others = {
        reading_digest(replace(sixth, gist="别的话"), [entry]),
        reading_digest(sixth, [replace(entry, value=9)]),
        reading_digest(sixth, [replace(entry, value=("a", "b"))]),
        reading_digest(sixth, [replace(entry, value={"a": "b"})]),
        reading_digest(sixth, [replace(entry, reading="别的读法。")]),
        reading_digest(sixth, []),
    }
    assert len(others) == 6
    assert digest not in others


def test_nothing_is_unanswered_when_every_article_is_served_and_tested() -> None:
    assert unanswered(SOURCES) == ()


def test_an_article_neither_implemented_nor_reasoned_is_named() -> None:
    bare = SOURCES._replace(parameters={}, machines=[], implementations=[])
    complaints = unanswered(bare)
    assert "第三条 既没有实现，也没有写明理由" in complaints
    assert not any(complaint.startswith("第二十八条") for complaint in complaints)


def test_an_article_said_to_be_built_without_a_test_is_named() -> None:
    complaints = unanswered(SOURCES._replace(tests=[]))
    assert "第六条 写作“部分实现”，却没有测试" in complaints
    assert not any(complaint.startswith("第二十八条") for complaint in complaints)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_the_picture_shows_the_table_and_nothing_else(machine) -> None:
    page = lifecycle_page([machine])
    arrows = set()
    for line in page.splitlines():
        if "-->" in line and ": " in line:
            ends, _, labels = line.strip().partition(": ")
            source, target = ends.split(" --> ")
            arrows |= {(source, target, label) for label in labels.split("、")}
    assert arrows == {
        ("[*]" if state == BORN else state, row.target_from(state), row.label)
        for row in machine.rows
        for state in row.sources.split()
    }
    ends = {line.split()[0] for line in page.splitlines() if line.endswith("--> [*]")}
    assert ends == machine.terminal
    for row in machine.rows:
        assert f"| {row.label} `{row.act}` |" in page
