"""第十七条：每个事项有一份工作指引，公布后不改，新版只管以后开始的检查。"""

from typing import Any

import pytest

from shuangsuiji.core.rules.finding import RuleViolation, require
from shuangsuiji.core.rules.item_lists import check_guides
from shuangsuiji.stages.items import queries
from shuangsuiji.stages.items.actions.write_guide import publish_guide, write_guide
from shuangsuiji.stages.items.models import GuideVersion
from tests.cast import LI, ZHENG
from tests.stages.cast import County

pytestmark = pytest.mark.django_db
CODE = "rsj-o0001"
CONTENTS = {"basis": "《某法》第一条", "procedure": "先告知", "content": "劳动合同", "method": "查阅材料"}


def written(county: County, *points: str, **changed: Any) -> GuideVersion:
    """A guide written by the clerk and published by the section head."""
    draft = queries.guide_draft(CODE)
    write_guide(
        item_code=CODE, contents={**CONTENTS, **changed}, points=[(each, "") for each in points],
        read=draft.version if draft else 0, actor=county.actor(LI), at=county.at,
    )  # fmt: skip
    draft = queries.guide_draft(CODE)
    assert draft is not None
    return publish_guide(item_code=CODE, read=draft.version, actor=county.actor(ZHENG), at=county.at)


def test_c17_2_an_inspection_that_began_with_the_first_version_keeps_it(ready: County) -> None:
    first = written(ready, "是否签订合同")
    second = written(ready, "是否签订书面合同", "是否交付本人")
    found = queries.guide_of(CODE)
    assert found is not None
    assert (found.pk, found.number) == (second.pk, 2)
    kept = queries.guide_version(first.pk)
    assert kept is not None
    assert [point.text for point in kept.points.all()] == ["是否签订合同"]


def test_e17_1_items_without_a_guide_are_named_until_there_is_one_or_a_reason(ready: County) -> None:
    def missing() -> list[str]:
        return [item.name for item in queries.items_without_guide(queries.published_items("rsj"))]

    before = missing()
    with pytest.raises(RuleViolation, match="尚无抽查工作指引，请补充或说明（第十七条）") as raised:
        require(*check_guides(before))
    assert len(raised.value.findings) == len(before)
    require(*check_guides(before, explained="指引正在修订"))
    written(ready, "是否签订合同")
    assert len(missing()) == len(before) - 1


@pytest.mark.parametrize("part", sorted(CONTENTS))
def test_e17_1_a_guide_with_a_gap_is_not_published(ready: County, part: str) -> None:
    assert written(ready, "是否签订合同")
    with pytest.raises(RuleViolation, match="抽查工作指引缺少"):
        written(ready, "是否签订合同", **{part: " "})
    assert GuideVersion.objects.count() == 1
