"""The writer of the 对照表: what it collects from a tree of files, and what it answers."""

from pathlib import Path

import pytest

from shuangsuiji.core.rules.checks import checks
from shuangsuiji.core.rules.index import ArticleTest, Implementation, unanswered
from shuangsuiji.web.console.articles import collect, main

FILES = {
    "shuangsuiji/core/draw/select.py": '"""Selects.\n\nSource: 第十四条, 第二条;\n第六条（三）.\nTakes: 第五条.\n"""\n\n\ndef run():\n    """Run."""\n',
    "shuangsuiji/stages/draws/__init__.py": '"""Empty yet.\n\nSource: 第十二条.\n"""\n',
    "shuangsuiji/core/silent.py": "class Silent:\n    pass\n",
    "tests/articles/test_article_03.py": "LIMIT = 1\n\n\ndef helper(): ...\n\n\ndef test_it(): ...\n",
    "tests/test_marks.py": """
import pytest

pytestmark = [pytest.mark.article("第二十四条"), pytest.mark.slow]


@pytest.mark.article("第六条（三）")
class TestGroup:
    @pytest.mark.article("第十四条")
    @pytest.mark.parametrize("x", [1])
    def test_inside(self): ...


@pytest.mark.slow
async def test_outside(): ...
""",
    "tests/test_single.py": """
import pytest

pytestmark = pytest.mark.article("第三条")


@pytest.mark.article(7)
def test_single(): ...
""",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_modules_are_found_by_their_source_lines_and_empty_packages_are_not(tree: Path) -> None:
    found = [one for one in collect(tree).implementations if not one.path.startswith("shuangsuiji/core/rules/")]
    path = "shuangsuiji/core/draw/select.py"
    assert found == [Implementation(2, path, ""), Implementation(6, path, ""), Implementation(14, path, "")]


def test_marked_rules_are_found_and_only_those_of_the_rules(tree: Path) -> None:
    rules = {one for one in collect(tree).implementations if one.path.startswith("shuangsuiji/core/rules/")}
    assert Implementation(19, "shuangsuiji/core/rules/deadlines.py", "disclosure_due") in rules
    assert all("<locals>" not in one.name for one in rules)


def test_tests_are_found_by_file_name_and_by_mark_on_module_class_and_function(tree: Path) -> None:
    assert collect(tree).tests == [
        ArticleTest(3, "tests/articles/test_article_03.py", "test_it"),
        ArticleTest(3, "tests/test_single.py", "test_single"),
        ArticleTest(6, "tests/test_marks.py", "test_inside"),
        ArticleTest(14, "tests/test_marks.py", "test_inside"),
        ArticleTest(24, "tests/test_marks.py", "test_inside"),
        ArticleTest(24, "tests/test_marks.py", "test_outside"),
    ]


def test_pages_that_are_missing_or_changed_are_stale_and_written_ones_are_not(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = tree / "docs" / "rules" / "对照表.md"
    assert main(["--root", str(tree), "--check"]) == 1
    assert "docs/rules/对照表.md 已过时，请运行 make articles。" in capsys.readouterr().err
    assert not index.exists()
    main(["--root", str(tree)])
    assert "已写 docs/lifecycle.md" in capsys.readouterr().out
    main(["--root", str(tree), "--check"])
    assert "已过时" not in capsys.readouterr().err
    index.write_text(index.read_text(encoding="utf-8") + "手改\n", encoding="utf-8")
    assert main(["--root", str(tree), "--check"]) == 1
    assert "docs/rules/对照表.md 已过时" in capsys.readouterr().err


def test_an_article_without_tests_is_a_complaint(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tree)]) == 1
    assert "第十六条 写作“部分实现”，却没有测试" in capsys.readouterr().err


def test_where_every_article_is_tested_the_answer_is_nought(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(1, 30):
        (tree / "tests" / "articles" / f"test_article_{number:02d}.py").write_text(
            "def test_it(): ...\n", encoding="utf-8"
        )
    proving = "".join(f'@pytest.mark.check("{each.id}")\ndef test_{each.id[-1]}(): ...\n' for each in checks())
    (tree / "tests" / "test_checks.py").write_text(proving, encoding="utf-8")
    assert unanswered(collect(tree)) == ()
    assert main(["--root", str(tree)]) == 0
    assert main(["--root", str(tree), "--check"]) == 0
    assert capsys.readouterr().err == ""
