"""The generated pages are current, and no article is without an answer."""

from pathlib import Path

import pytest

from shuangsuiji.core.rules.checks import checks, unproven
from shuangsuiji.core.rules.index import unanswered
from shuangsuiji.web.console.articles import collect, pages, proofs


def test_no_article_is_left_unanswered(root: Path) -> None:
    assert unanswered(collect(root)) == ()


def test_no_check_is_neither_tested_nor_waiting(root: Path) -> None:
    assert unproven(checks(), proofs(root)) == ()


@pytest.mark.parametrize("page", ["docs/rules/对照表.md", "docs/lifecycle.md"])
def test_the_generated_page_is_current(root: Path, page: str) -> None:
    fresh = pages(root, collect(root))[root / page]
    assert (root / page).read_text(encoding="utf-8") == fresh, "run make articles"
