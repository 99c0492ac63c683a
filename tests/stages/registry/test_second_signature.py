"""What the second person signs: the rows kept out of the registry, too; and who signs where there is no section head. 第十条."""

from datetime import timedelta
from unittest.mock import patch

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.accounts import queries
from shuangsuiji.foundation.accounts.actions.end_post import end_post
from shuangsuiji.foundation.accounts.models import Post
from shuangsuiji.stages.registry import confirming
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.import_inspectors import InspectorRoll, import_inspectors
from shuangsuiji.stages.registry.actions.sign_confirmation import shown, sign_confirmation, signer_of
from shuangsuiji.stages.registry.models import ConfirmationDraft, RegistryChange
from shuangsuiji.stages.registry.queries import confirmation_current, delta_since
from tests.cast import SUN, WU, ZHENG, ZHOU
from tests.stages.cast import build_county
from tests.stages.registry.rolls import SOURCE, SOURCE_ON, inspector, read_roll, roll_of, take_roll

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十条")]
WHY = "证件编号待核对"


@pytest.fixture
def county(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return build_county(at)


@pytest.fixture
def four(county, at, tmp_path):
    return take_roll(roll_of(tmp_path, [inspector(which) for which in range(1, 5)]), county.actor(WU), at)


def take_without(county, at, folder, row, why=WHY, rows=5):
    """Take a roll of so many of which one row is kept out by its number."""
    path = roll_of(folder, [inspector(which) for which in range(1, rows + 1)])
    roll = InspectorRoll(read_roll(path, exclude_rows={row: why}), SOURCE, SOURCE_ON, full_list=False)
    return import_inspectors(roll=roll, actor=county.actor(WU), at=at)


def confirmed(county, at):
    seen = delta_since(county.lead, "INSPECTORS").digest
    return confirm_registry(kind="INSPECTORS", seen=seen, actor=county.actor(WU), at=at)


def vacate(county, at, member=ZHENG):
    """The section head leaves his post today."""
    post = Post.objects.get(person=county.person(member), office="section_head")
    security = queries.actor(queries.find_account("secadmin"), "secadmin", at)
    end_post(post=post.pk, to_on=at.date() - timedelta(days=1), reason="退休", actor=security, at=at)


def test_a_row_kept_out_is_told_with_its_reason_and_without_a_name(county, at, tmp_path):
    take_without(county, at, tmp_path, row=6)
    (row,) = delta_since(county.lead, "INSPECTORS").excluded
    assert (row.ordinal, row.row, row.name, row.code, row.reason) == (1, 6, "", "41-005", WHY)


def test_what_was_kept_out_and_why_is_part_of_what_is_signed(county, at, tmp_path):
    take_without(county, at, tmp_path, row=6)
    digest = delta_since(county.lead, "INSPECTORS").digest
    draft = confirmed(county, at)
    assert shown(draft)["delta"] == digest
    for column, other in (("reason", "已退休"), ("row", 7), ("code", "41-009")):
        row = {**RegistryChange.objects.get().excluded_rows[0], column: other}
        forged = RegistryChange(excluded_rows=[row])
        assert _digest_with(county, forged.excluded_rows) != digest
    assert _digest_with(county, []) != digest
    assert _digest_with(county, RegistryChange.objects.get().excluded_rows) == digest


def _digest_with(county, excluded):
    """The digest as if the change had kept these rows out."""
    sealed = confirming._sealed
    with patch.object(confirming, "_sealed", lambda ordinal, digest, _: sealed(ordinal, digest, excluded)):
        return delta_since(county.lead, "INSPECTORS").digest


def test_rows_kept_out_of_a_roll_that_changes_nothing_are_told_once(county, four, at, tmp_path):
    change = take_without(county, at, tmp_path, row=6)
    assert (change.added, change.changed, change.excluded) == (0, 0, 1)
    assert take_without(county, at, tmp_path, row=6) is None
    made = sign_confirmation(draft=confirmed(county, at).pk, actor=county.actor(ZHENG), at=at)
    assert delta_since(county.lead, "INSPECTORS").excluded == ()
    assert confirmation_current(made, at).satisfied


def test_a_section_head_signs_while_there_is_one_and_the_deputy_head_may_not(county, four, at):
    draft = confirmed(county, at)
    assert signer_of(draft, at.date()).office == "section_head"
    with pytest.raises(RuleViolation, match="有在任的股室负责人，第二签字由其办理，不能代签"):
        sign_confirmation(draft=draft.pk, standing_in="负责人出差", actor=county.actor(SUN), at=at)
    assert ConfirmationDraft.objects.exists()


def test_the_deputy_head_stands_in_for_a_vacant_post_and_the_reason_is_kept(county, four, at):
    draft = confirmed(county, at)
    vacate(county, at)
    decision = sign_confirmation(draft=draft.pk, actor=county.actor(SUN), at=at).decision
    assert (decision.office, decision.standing_in) == ("deputy_head", "股室负责人空缺，由上一级职务决定")


def test_the_deputy_head_stands_in_where_the_section_head_confirmed_himself(county, four, at):
    draft = confirmed(county, at)
    ConfirmationDraft.objects.filter(pk=draft.pk).update(drafter=county.person(ZHENG).pk)
    made = sign_confirmation(draft=draft.pk, standing_in="股室负责人自行确认", actor=county.actor(SUN), at=at)
    assert made.decision.standing_in == "股室负责人自行确认"


def test_nobody_further_up_signs(county, four, at):
    draft = confirmed(county, at)
    vacate(county, at)
    with pytest.raises(RuleViolation, match="不能代签"):
        sign_confirmation(draft=draft.pk, standing_in="空缺", actor=county.actor(ZHOU), at=at)
