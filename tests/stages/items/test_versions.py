"""A list version is drafted, sent, approved by another person, published and superseded; what was published stays."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.approvals.refusal import ContentChanged
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.disclosure.actions.publish_items import publish_items
from shuangsuiji.stages.items import queries
from shuangsuiji.stages.items.actions.approve_version import approve_version
from shuangsuiji.stages.items.actions.discard_version import discard_version
from shuangsuiji.stages.items.actions.draft_version import draft_version
from shuangsuiji.stages.items.actions.edit_draft import (
    import_items,
    remove_item,
    return_draft,
    send_version,
    write_item,
)
from shuangsuiji.stages.items.actions.retire_item import retire_item
from shuangsuiji.stages.items.models import DraftItem, Item, ItemListVersion
from tests.cast import LI, SUN, WANG, ZHENG
from tests.stages.cast import HE, County
from tests.stages.items.conftest import terms

pytestmark = pytest.mark.django_db


def refused(code: str, act: Any, /, **arguments: Any) -> str:
    """The act refuses with this code and leaves no event."""
    before = LogEvent.objects.count()
    with pytest.raises(RuleViolation) as raised:
        act(**arguments)
    assert code in {finding.code for finding in raised.value.findings}
    assert LogEvent.objects.count() == before
    return str(raised.value)


def test_a_draft_is_approved_by_the_deputy_head_and_published_by_the_clerk(
    published: ItemListVersion, county: County
) -> None:
    assert (published.status, published.item_count, published.place) == ("PUBLISHED", 3, "本局网站")
    assert [item.code for item in queries.published_items("rsj")] == ["rsj-o0001", "rsj-o0002", "rsj-o0003"]
    types = set(LogEvent.objects.values_list("type", flat=True))
    assert {"items.drafted", "items.approved", "items.published"} <= types
    assert [each for each in differences() if each.table != "account"] == []  # passwords were set by the fixture


def test_the_drafter_cannot_approve_what_he_sent_himself(drafted: ItemListVersion, county: County) -> None:
    sun = county.actor(SUN)
    send_version(version=drafted.pk, reason="", actor=sun, at=county.at)
    seen = queries.digest_of(drafted)
    told = refused("E13-2", approve_version, version=drafted.pk, seen=seen, actor=sun, at=county.at)
    assert "不能审批自己的申请" in told


@pytest.mark.parametrize("member", [LI, ZHENG, HE])
def test_no_other_office_approves(drafted: ItemListVersion, county: County, member: Any) -> None:
    send_version(version=drafted.pk, reason="", actor=county.actor(LI), at=county.at)
    seen = queries.digest_of(drafted)
    refused("E13-2", approve_version, version=drafted.pk, seen=seen, actor=county.actor(member), at=county.at)


def test_an_approval_binds_what_was_shown(drafted: ItemListVersion, county: County) -> None:
    seen = queries.digest_of(drafted)
    write_item(version=drafted.pk, terms=terms(4), owner="rsj", actor=county.actor(LI), at=county.at)
    send_version(version=drafted.pk, reason="", actor=county.actor(LI), at=county.at)
    with pytest.raises(ContentChanged):
        approve_version(version=drafted.pk, seen=seen, actor=county.actor(SUN), at=county.at)


@pytest.mark.parametrize("part", ["basis", "organ", "subject_range", "method"])
def test_e06_1_an_item_with_a_gap_is_not_approved(drafted: ItemListVersion, county: County, part: str) -> None:
    li = county.actor(LI)
    row = DraftItem.objects.get(draft=drafted.pk, ordinal=1)
    write_item(
        version=drafted.pk, code=row.code, read=1, terms=terms(1, **{part: ""}), owner="rsj", actor=li, at=county.at
    )
    send_version(version=drafted.pk, reason="", actor=li, at=county.at)
    told = refused(
        "E06-1",
        approve_version,
        version=drafted.pk,
        seen=queries.digest_of(drafted),
        actor=county.actor(SUN),
        at=county.at,
    )
    assert "缺少“" in told


def test_e06_2_what_was_sent_approved_or_published_is_not_edited(
    drafted: ItemListVersion, county: County, approve: Any
) -> None:
    li = county.actor(LI)
    change = {"version": drafted.pk, "terms": terms(9), "owner": "rsj", "actor": li, "at": county.at}
    send_version(version=drafted.pk, reason="", actor=li, at=county.at)
    assert "已送审" in refused("E06-2", write_item, **change)
    return_draft(version=drafted.pk, opinion="请补充", actor=county.actor(SUN), at=county.at)
    write_item(**change)
    approve(drafted)
    assert "请另建新版本" in refused("E06-2", write_item, **change)
    refused("E06-2", remove_item, version=drafted.pk, code="rsj-o0001", actor=li, at=county.at)
    assert Item.objects.filter(list_version=drafted).count() == 4


def test_only_what_was_approved_is_published_and_only_once(
    drafted: ItemListVersion, county: County, approve: Any
) -> None:
    li = county.actor(LI)
    publish = {"version": drafted.pk, "place": "网站", "actor": li, "at": county.at}
    refused("E13-1", publish_items, **publish)
    approve(drafted)
    refused("E13-2", publish_items, **{**publish, "actor": county.actor(SUN)})
    publish_items(**publish)
    refused("E13-1", publish_items, **publish)


def test_another_department_neither_edits_nor_publishes(drafted: ItemListVersion, county: County) -> None:
    wang = county.actor(WANG)
    with pytest.raises(ItemListVersion.DoesNotExist):
        write_item(version=drafted.pk, terms=terms(9), owner="rsj", actor=wang, at=county.at)
    with pytest.raises(ItemListVersion.DoesNotExist):
        publish_items(version=drafted.pk, place="", actor=wang, at=county.at)
    assert queries.version_for(drafted.pk, "scjgj", {"clerk"}) is None
    assert queries.version_for(drafted.pk, "rsj", {"clerk"}) is not None


def test_c06_2_the_second_version_differs_in_exactly_what_was_changed(
    published: ItemListVersion, county: County, approve: Any
) -> None:
    li = county.actor(LI)
    second = draft_version(kind="OWN", actor=li, at=county.at)
    row = DraftItem.objects.get(draft=second.pk, code="rsj-o0002")
    changed = terms(2, method="书面检查")
    write_item(version=second.pk, code=row.code, read=row.version, terms=changed, owner="rsj", actor=li, at=county.at)
    (found,) = queries.difference(published, second)
    assert (found.what, found.code, found.fields) == ("CHANGED", "rsj-o0002", (("检查方式", "实地检查", "书面检查"),))
    approve(second)
    publish_items(version=second.pk, place="网站", actor=li, at=county.at)
    published.refresh_from_db()
    assert published.status == "SUPERSEDED"
    assert [row.method for row in queries.rows_of(published)] == ["实地检查"] * 3


def test_only_one_version_is_under_way(published: ItemListVersion, county: County) -> None:
    draft_version(kind="OWN", actor=county.actor(LI), at=county.at)
    refused("E06-2", draft_version, kind="OWN", actor=county.actor(LI), at=county.at)


def test_a_retired_item_is_not_offered_and_the_next_version_leaves_it_out(
    published: ItemListVersion, county: County
) -> None:
    retire = {"item_list": published.item_list_id, "code": "rsj-o0002", "on": date(2026, 11, 24)}
    refused("E06-1", retire_item, **retire, reason=" ", actor=county.actor(LI), at=county.at)
    retire_item(**retire, reason="依据废止", actor=county.actor(LI), at=county.at)
    assert not queries.item_in_published("rsj-o0002")
    second = draft_version(kind="OWN", actor=county.actor(LI), at=county.at)
    assert [row.code for row in queries.rows_of(second)] == ["rsj-o0001", "rsj-o0003"]
    new = write_item(version=second.pk, terms=terms(5), owner="rsj", actor=county.actor(LI), at=county.at)
    assert new.code == "rsj-o0004"


def test_the_second_editor_is_told_both_sides(drafted: ItemListVersion, county: County) -> None:
    li = county.actor(LI)
    first = {"version": drafted.pk, "code": "rsj-o0001", "read": 1, "owner": "rsj", "actor": li, "at": county.at}
    write_item(**first, terms=terms(1, method="书面检查"))
    with pytest.raises(StaleVersion) as raised:
        write_item(**first, terms=terms(1, method="网络监测"))
    assert ("检查方式", "书面检查", "网络监测") in raised.value.differences  # type: ignore[attr-defined]


def test_a_sheet_brought_in_again_keeps_the_codes_of_what_is_the_same(drafted: ItemListVersion, county: County) -> None:
    rows = [terms(3), terms(7)]
    import_items(version=drafted.pk, rows=rows, owners={}, replace=True, actor=county.actor(LI), at=county.at)
    assert [(row.ordinal, row.code) for row in queries.rows_of(drafted)] == [(1, "rsj-o0003"), (2, "rsj-o0004")]


def test_an_approved_version_is_given_up_with_a_reason_and_the_next_takes_the_next_number(
    drafted: ItemListVersion, county: County, approve: Any
) -> None:
    approve(drafted)
    refused("E13-1", discard_version, version=drafted.pk, reason="", actor=county.actor(SUN), at=county.at)
    refused("E13-2", discard_version, version=drafted.pk, reason="有误", actor=county.actor(LI), at=county.at)
    discard_version(version=drafted.pk, reason="有误", actor=county.actor(SUN), at=county.at)
    assert draft_version(kind="OWN", actor=county.actor(LI), at=county.at).number == 2


def test_the_database_itself_refuses_a_second_published_version_and_a_changed_item(published: ItemListVersion) -> None:
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE item SET method = 'x'")
    columns = {field.attname: getattr(published, field.attname) for field in ItemListVersion._meta.concrete_fields}
    twin = ItemListVersion(**{**columns, "id": published.event_id, "number": 9})
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        twin.save_base(raw=True, force_insert=True)
