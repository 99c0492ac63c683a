"""Item lists for the tests: one well filled-in draft, sent, approved, published on demand."""

from collections.abc import Callable
from typing import Any

import pytest

from shuangsuiji.stages.disclosure.actions.publish_items import publish_items
from shuangsuiji.stages.items.actions.approve_version import approve_version
from shuangsuiji.stages.items.actions.draft_version import draft_version
from shuangsuiji.stages.items.actions.edit_draft import import_items, send_version
from shuangsuiji.stages.items.models import ItemListVersion
from shuangsuiji.stages.items.queries import digest_of
from tests.cast import LI, SUN
from tests.stages.cast import County

COMPLETE = {
    "category": "劳动合同及招用工管理",
    "name": "对用人单位订立劳动合同情况的检查",
    "basis": "《某法》第一条",
    "organ": "平原县人力资源和社会保障局",
    "subject_range": "用人单位",
    "method": "实地检查",
}


def terms(number: int = 1, **changed: Any) -> dict[str, Any]:
    """An item nothing is missing from."""
    return {**COMPLETE, "name": f"{COMPLETE['name']}之{number}", **changed}


@pytest.fixture
def drafted(county: County) -> ItemListVersion:
    """A draft of three items."""
    version = draft_version(kind="OWN", actor=county.actor(LI), at=county.at)
    rows = [terms(number) for number in (1, 2, 3)]
    import_items(version=version.pk, rows=rows, owners={}, replace=True, actor=county.actor(LI), at=county.at)
    return version


@pytest.fixture
def approve(county: County) -> Callable[[ItemListVersion], ItemListVersion]:
    """Sends and approves a draft."""

    def run(version: ItemListVersion) -> ItemListVersion:
        send_version(version=version.pk, reason="年度调整", actor=county.actor(LI), at=county.at)
        return approve_version(version=version.pk, seen=digest_of(version), actor=county.actor(SUN), at=county.at)

    return run


@pytest.fixture
def published(
    county: County, drafted: ItemListVersion, approve: Callable[[ItemListVersion], ItemListVersion]
) -> ItemListVersion:
    """The first version, published."""
    approve(drafted)
    publish_items(version=drafted.pk, place="本局网站", actor=county.actor(LI), at=county.at)
    drafted.refresh_from_db()
    return drafted
