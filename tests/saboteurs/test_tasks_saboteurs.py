"""Takes the guards of tasks and schemes away one at a time; the test that proves the guard must then turn red.

Source: 第二条, 第七条, 第九条, 第十一条; 80-reliability E4.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.approvals.queries import Standing
from shuangsuiji.foundation.approvals.refusal import ContentChanged
from shuangsuiji.stages.plans import scheme_signing
from shuangsuiji.stages.plans.actions import (
    confirm_paper_confirmation,
    create_task,
    record_paper_confirmation,
    sign_scheme,
)
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.queries import confirmations, meeting, object_libraries, schemes, tasks
from shuangsuiji.stages.plans.signing import holds
from tests.cast import LI
from tests.stages.cast import County, build_county
from tests.stages.plans import test_paper_confirmations, test_tasks
from tests.stages.plans.planning import prepare

pytestmark = pytest.mark.django_db
HOLDS = holds("第十一条", "不看")


@pytest.fixture
def ready(at: datetime, db: None) -> County:
    """A bureau that can plan."""
    county = build_county(at)
    prepare(county)
    return county


def must_turn_red(body: Callable[..., Any], county: County) -> None:
    """The named test fails now."""
    with pytest.raises((AssertionError, pytest.fail.Exception, ContentChanged)):
        body(county)


def test_tasks_from_lines_that_are_not_public_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(create_task, "_line_fact", lambda line: HOLDS)
    must_turn_red(test_tasks.test_e07_3_no_task_from_a_plan_that_is_not_public, ready)


def test_items_of_no_published_list_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(create_task, "_items_fact", lambda line, items: HOLDS)
    must_turn_red(test_tasks.test_c02_1_an_item_that_stands_in_no_published_list_is_refused, ready)


def test_a_missing_signature_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_scheme, "countersignatures", lambda draft: [])
    must_turn_red(test_tasks.test_e11_1_a_joint_scheme_waits_for_every_participant, ready)


def test_a_signature_that_outlives_its_content_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemes, "standing", lambda request, digest: Standing.APPROVED)
    must_turn_red(test_tasks.test_c11_1_one_changed_date_makes_every_signature_void, ready)


def test_signing_what_was_not_seen_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheme_signing, "scheme_digest", lambda draft: draft.sent_digest)
    monkeypatch.setattr(scheme_signing, "require_sent", lambda draft, seen: seen)
    monkeypatch.setattr(sign_scheme, "require_sent", lambda draft, seen: seen)
    must_turn_red(test_tasks.test_e11_3_what_was_seen_before_a_change_cannot_be_signed, ready)


def test_overlaps_nobody_looked_for_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemes, "overlaps_of", lambda draft: [])
    must_turn_red(
        test_tasks.test_c04_2_open_tasks_that_share_firms_are_proposed_to_be_merged_and_keeping_them_apart_needs_a_reason,
        ready,
    )


def test_merges_that_no_visit_can_serve_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "check_merge", lambda task, **given: HOLDS)
    must_turn_red(test_tasks.test_e09_4_tasks_whose_windows_share_no_day_are_not_merged, ready)


def test_a_merge_against_the_other_scheme_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "check_merge", lambda task, **given: HOLDS)
    must_turn_red(test_tasks.test_e09_4_a_task_that_keeps_apart_is_not_merged_by_the_other, ready)


def test_libraries_of_the_initiator_alone_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = object_libraries.reaches_of
    monkeypatch.setattr(object_libraries, "reaches_of", lambda task: everybody(task)[:1])
    must_turn_red(
        test_tasks.test_every_department_of_a_joint_task_has_libraries_of_its_own_registry_under_its_own_name, ready
    )


def test_a_paper_of_another_content_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheme_signing, "require_sent", lambda draft, seen: draft.sent_digest)
    must_turn_red(test_tasks.test_e11_3_a_scheme_changed_after_it_was_signed_on_paper_voids_the_paper, ready)


def test_libraries_of_firms_without_a_class_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_scheme, "library_findings", lambda task: ())
    must_turn_red(test_tasks.test_e06_5_firms_without_a_class_keep_the_libraries_from_being_made, ready)


def test_tasks_shown_to_everybody_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = Task.objects.select_related("department")
    monkeypatch.setattr(tasks, "tasks_for", lambda department, offices: everybody.all())
    monkeypatch.setattr(test_tasks, "task_for", lambda key, department, offices: everybody.filter(pk=key).first())
    must_turn_red(test_tasks.test_participants_see_the_task_and_others_do_not, ready)


def test_a_task_without_anybody_to_lead_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirmations, "check_lead_has_inspectors", lambda name, live: HOLDS)
    must_turn_red(
        test_tasks.test_e10_8_the_initiating_department_cannot_do_without_inspectors_because_it_gives_the_leader, ready
    )


def test_a_paper_recorded_for_a_department_that_can_confirm_here_is_noticed(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_paper_confirmation, "check_without_account", lambda name, keepers: HOLDS)
    must_turn_red(
        test_paper_confirmations.test_e10_9_a_participant_whose_keeper_can_sign_in_confirms_here_himself, ready
    )


def test_a_paper_confirmation_of_an_impossible_day_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_paper_confirmation, "_whole", lambda *_: [])
    must_turn_red(test_paper_confirmations.test_a_paper_signed_before_the_task_or_on_a_day_to_come_is_refused, ready)


def test_a_paper_with_one_signature_where_two_are_asked_is_noticed(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_paper_confirmation, "_signed_twice", lambda *_: HOLDS)
    must_turn_red(test_paper_confirmations.test_where_much_changed_the_paper_needs_two_signatures, ready)


def test_a_paper_confirmation_vouched_for_by_who_recorded_it_is_held_by_the_rule_and_then_by_the_database(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = test_paper_confirmations.recorded(ready, test_paper_confirmations.waiting(ready))
    own = replace(ready.actor(LI), office="deputy_head")
    given = {"task_id": paper.task_id, "paper": paper.pk, "actor": own, "at": ready.at}
    with pytest.raises(RuleViolation):
        confirm_paper_confirmation.confirm_paper_confirmation(**given)
    monkeypatch.setattr(confirm_paper_confirmation, "vouched_by_another", lambda *_: HOLDS)
    with pytest.raises(IntegrityError):
        confirm_paper_confirmation.confirm_paper_confirmation(**given)
