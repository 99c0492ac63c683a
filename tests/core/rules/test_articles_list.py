"""The list of articles is whole, and a gap in it is refused."""

import pytest

from shuangsuiji.core.rules.articles import ARTICLE_COUNT, ArticleError, articles, load_articles
from shuangsuiji.core.rules.provision import numeral

GOOD = {
    "title": '"标题"',
    "gist": '"要点"',
    "kinds": '["流程"]',
    "stages": '["plans"]',
    "pages": '["页面"]',
    "status": '"尚未实现"',
    "waits_for": '"第4号议题"',
}


def listing(first: dict[str, str | None] | None = None, count: int = ARTICLE_COUNT) -> str:
    """The acceptable list, with fields of the first article changed; None leaves a field out."""
    parts = []
    for position in range(1, count + 1):
        fields = {"number": f'"第{numeral(position)}条"', **GOOD, **((first or {}) if position == 1 else {})}
        parts.append("[[article]]\n" + "\n".join(f"{key} = {value}" for key, value in fields.items() if value))
    return "\n".join(parts)


def test_the_acceptable_list_is_read() -> None:
    assert len(load_articles(listing())) == ARTICLE_COUNT


def test_the_packaged_list_has_every_article() -> None:
    assert [article.provision.number for article in articles()] == list(range(1, 30))


def test_an_article_that_is_all_built_waits_for_nothing() -> None:
    (first, *_) = load_articles(listing({"status": '"已实现"', "waits_for": None}))
    assert first.waits_for == ""


@pytest.mark.parametrize(
    ("first", "complaint"),
    [
        ({"gist": None}, "缺少字段"),
        ({"text": '"x"'}, "多余字段"),
        ({"kinds": '["愿望"]'}, "类型或进度不认识"),
        ({"status": '"快了"'}, "类型或进度不认识"),
        ({"kinds": '["不作系统实现"]'}, "须写理由"),
        ({"waits_for": None}, "须写还缺什么"),
        ({"status": '"已实现"'}, "须写还缺什么"),
        ({"pages_to_come": '["别的页面"]'}, "须是所列页面之一"),
        ({"status": '"已实现"', "waits_for": None, "pages_to_come": '["页面"]'}, "须是所列页面之一"),
        ({"number": '"第1条"'}, "应如 第十九条（四）"),
        ({"number": '"第二条"'}, "依次为第一条至第二十九条"),
    ],
)
def test_one_wrong_thing_is_refused(first: dict[str, str | None], complaint: str) -> None:
    with pytest.raises(ArticleError, match=complaint):
        load_articles(listing(first))


def test_a_missing_article_is_refused() -> None:
    with pytest.raises(ArticleError, match="依次为第一条至第二十九条"):
        load_articles(listing(count=28))
