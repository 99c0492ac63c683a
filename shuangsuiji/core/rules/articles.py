"""The twenty-nine articles: our own one-line gist of each, what kind of thing it asks of software, and how far it is built.

Source: `articles.toml`; 20-house §9. Never: the text of an article.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from shuangsuiji.core.rules.provision import Provision, ProvisionError, numeral

ARTICLE_COUNT = 29
NOT_A_SYSTEM_MATTER = "不作系统实现"
KINDS = ("参数", "公式", "流程", "权限", NOT_A_SYSTEM_MATTER)
STATUSES = ("已实现", "部分实现", "尚未实现")
_FIELDS = ("number", "title", "gist", "kinds", "stages", "pages", "status")


class ArticleError(ValueError):
    """The list of articles cannot be used; the text says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `reason` says why it is no system matter, `waits_for` what is missing and which issue brings it.

    `pages_to_come`: those of `pages` that nobody can open yet.
    """

    provision: Provision
    title: str
    gist: str
    kinds: tuple[str, ...]
    stages: tuple[str, ...]
    pages: tuple[str, ...]
    pages_to_come: tuple[str, ...]
    status: str
    waits_for: str
    reason: str


def load_articles(text: str) -> tuple[Article, ...]:
    """Read the list from TOML text.

    Raises ArticleError unless it holds 第一条 to 第二十九条 in order, each complete, of known kind and status, with a
    reason where it is no system matter and with what it waits for where it is not all built.
    """
    articles = tuple(_read(raw) for raw in tomllib.loads(text).get("article", []))
    expected = [f"第{numeral(number)}条" for number in range(1, ARTICLE_COUNT + 1)]
    if [str(article.provision) for article in articles] != expected:
        raise ArticleError(f"条文清单应依次为第一条至第{numeral(ARTICLE_COUNT)}条，各一项")
    return articles


def _read(raw: Mapping[str, Any]) -> Article:
    number = raw.get("number", "（无条号）")
    missing = [field for field in _FIELDS if not raw.get(field)]
    foreign = sorted(set(raw) - {*_FIELDS, "pages_to_come", "waits_for", "reason"})
    if missing or foreign:
        raise ArticleError(f"{number} 缺少字段 {missing} 或有多余字段 {foreign}")
    if not set(raw["kinds"]) <= set(KINDS) or raw["status"] not in STATUSES:
        raise ArticleError(f"{number} 的类型或进度不认识")
    if NOT_A_SYSTEM_MATTER in raw["kinds"] and not raw.get("reason"):
        raise ArticleError(f"{number} 不作系统实现，须写理由")
    if (raw["status"] == STATUSES[0]) == bool(raw.get("waits_for")):
        raise ArticleError(f"{number} 没有全部实现的须写还缺什么，已实现的不写")
    to_come = raw.get("pages_to_come", [])
    if not set(to_come) <= set(raw["pages"]) or (to_come and raw["status"] == STATUSES[0]):
        raise ArticleError(f"{number} 尚未实现的页面须是所列页面之一，已实现的不写")
    try:
        provision = Provision.parse(number)
    except ProvisionError as error:
        raise ArticleError(str(error)) from error
    return Article(
        provision,
        raw["title"],
        raw["gist"],
        tuple(raw["kinds"]),
        tuple(raw["stages"]),
        tuple(raw["pages"]),
        tuple(to_come),
        raw["status"],
        raw.get("waits_for", ""),
        raw.get("reason", ""),
    )


@cache
def articles() -> tuple[Article, ...]:
    """All articles of the packaged file, in order. Read once; works inside a zip archive too."""
    return load_articles(resources.files(__package__).joinpath("articles.toml").read_text("utf-8"))
