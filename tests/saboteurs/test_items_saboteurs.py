"""Takes the guards of item lists away one at a time; the attack each one stops must then succeed.

Source: 第二条, 第四条, 第六条, 第十七条; 80-reliability E3, E14. A guard whose removal changes nothing guards nothing.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse

from shuangsuiji.core.rules.finding import RuleViolation, judge
from shuangsuiji.stages.disclosure import queries as notices
from shuangsuiji.stages.disclosure.actions.publish_items import publish_items
from shuangsuiji.stages.items import matching, queries
from shuangsuiji.stages.items.actions import approve_version as approving
from shuangsuiji.stages.items.actions import edit_draft as editing
from shuangsuiji.stages.items.actions import mark_special as marking
from shuangsuiji.stages.items.actions import write_guide as guiding
from shuangsuiji.stages.items.actions.draft_version import draft_version
from shuangsuiji.stages.items.models import DraftItem, GuideVersion, Item, ItemListVersion
from tests.cast import LI, SUN, WANG
from tests.stages.cast import County, build_county
from tests.stages.items.conftest import terms

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """Two departments at work."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return build_county(NOW)


def holds(*_: Any, **__: Any) -> Any:
    """A rule that always finds it right."""
    return judge("E06-1", "第六条", True, required="", actual="", refusal="", remedy="")


def drafted(county: County, **changed: Any) -> ItemListVersion:
    """A draft of two items."""
    li = county.actor(LI)
    version = draft_version(kind="OWN", actor=li, at=county.at)
    rows = [terms(1, **changed), terms(2)]
    editing.import_items(version=version.pk, rows=rows, owners={}, replace=True, actor=li, at=county.at)
    return version


def approve(county: County, version: ItemListVersion) -> None:
    """Sent and approved."""
    editing.send_version(version=version.pk, reason="年度调整", actor=county.actor(LI), at=county.at)
    seen = queries.digest_of(version)
    approving.approve_version(version=version.pk, seen=seen, actor=county.actor(SUN), at=county.at)


def publish(county: County, version: ItemListVersion) -> Any:
    """Approved and published."""
    approve(county, version)
    return publish_items(version=version.pk, place="网站", actor=county.actor(LI), at=county.at)


def refused(act: Callable[[], Any]) -> None:
    """The guard stands."""
    with pytest.raises(RuleViolation):
        act()


def test_a_draft_edited_while_it_waits_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    version = drafted(county)
    editing.send_version(version=version.pk, reason="年度调整", actor=county.actor(LI), at=county.at)

    def attack() -> None:
        editing.write_item(version=version.pk, terms=terms(9), owner="rsj", actor=county.actor(LI), at=county.at)

    refused(attack)
    monkeypatch.setattr(editing, "check_still_draft", holds)
    attack()
    assert DraftItem.objects.filter(name=terms(9)["name"]).exists()


def test_a_version_approved_without_being_sent_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    version = drafted(county)

    def attack() -> None:
        seen = queries.digest_of(version)
        approving.approve_version(version=version.pk, seen=seen, actor=county.actor(SUN), at=county.at)

    refused(attack)
    monkeypatch.setattr(approving, "_sent", holds)
    attack()
    assert Item.objects.count() == 2


def test_a_gap_is_held_by_the_rule_and_then_by_the_database(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    version = drafted(county, basis="")
    refused(lambda: approve(county, version))
    monkeypatch.setattr(approving, "findings_of", lambda _: ())
    seen, sun = queries.digest_of(version), county.actor(SUN)
    with pytest.raises(IntegrityError):
        approving.approve_version(version=version.pk, seen=seen, actor=sun, at=county.at)


def test_a_telephone_number_in_a_public_list_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    version = drafted(county, remark="联系人 13800138000")
    approve(county, version)

    def attack() -> Any:
        return publish_items(version=version.pk, place="网站", actor=county.actor(LI), at=county.at)

    refused(attack)
    monkeypatch.setattr(notices, "check_public", holds)
    assert "13800138000" in f"{attack().content}"


def test_another_departments_draft_shown_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    version = drafted(county)
    address = reverse("items:version", args=(version.pk,))
    assert county.client(WANG).get(address).status_code == 404
    monkeypatch.setattr(queries, "version_for", lambda key, *_: ItemListVersion.objects.get(pk=key))
    assert county.client(WANG).get(address).status_code == 200


def test_a_mark_without_basis_is_held_by_the_rule(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    version = drafted(county)
    publish(county, version)

    def attack() -> None:
        marking.mark_special(
            item_list=version.item_list_id, code="rsj-o0001", kind="FIELD", reason="风险高", basis="某文",
            actor=county.actor(LI), at=county.at,
        )  # fmt: skip

    monkeypatch.setattr(
        marking,
        "check_special",
        lambda *_: judge("E04-1", "第四条", False, required="理由", actual="缺", refusal="须写明理由", remedy=""),
    )
    refused(attack)
    monkeypatch.setattr(marking, "check_special", holds)
    attack()


@pytest.mark.parametrize("guard", ["_may_publish", "check_guide_contents"])
def test_a_guide_published_by_the_clerk_or_without_points_is_noticed(
    county: County, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    publish(county, drafted(county))
    contents = dict.fromkeys(guiding.CONTENTS, "写明")
    points = [("是否签订合同", "")] if guard == "_may_publish" else []
    guiding.write_guide(item_code="rsj-o0001", contents=contents, points=points, actor=county.actor(LI), at=county.at)
    other = {"_may_publish": "check_guide_contents", "check_guide_contents": "_may_publish"}[guard]
    monkeypatch.setattr(guiding, other, holds)

    def attack() -> None:
        guiding.publish_guide(item_code="rsj-o0001", read=1, actor=county.actor(LI), at=county.at)

    refused(attack)
    monkeypatch.setattr(guiding, guard, holds)
    attack()
    assert GuideVersion.objects.count() == 1


def test_two_rows_that_continue_one_item_are_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    version = drafted(county)

    def attack() -> None:
        rows = [terms(1), terms(1)]
        editing.import_items(
            version=version.pk, rows=rows, owners={}, replace=True, actor=county.actor(LI), at=county.at
        )

    attack()
    assert len(set(DraftItem.objects.values_list("code", flat=True))) == 2
    first = DraftItem.objects.select_related("owner").order_by("ordinal")[0]
    monkeypatch.setattr(editing, "FormerRows", lambda _: SimpleNamespace(take=lambda _: first))
    with pytest.raises(IntegrityError):
        attack()
    assert matching.FormerRows([first]).take(terms(1)) is first
