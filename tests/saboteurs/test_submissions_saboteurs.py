"""Takes the guards of the submission on paper away one at a time; the test that proves the guard must then turn red.

Source: 第七条; 80-reliability E4.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError

from shuangsuiji.foundation.approvals.models import PaperAnswer
from shuangsuiji.stages.disclosure.actions import publish_plan
from shuangsuiji.stages.plans.actions import confirm_paper_submission, record_paper_submission, return_plan
from shuangsuiji.stages.plans.models import PaperSubmission, Plan
from shuangsuiji.stages.plans.queries import plans, submissions
from shuangsuiji.stages.plans.signing import holds
from shuangsuiji.web.office.plans import submissions as pages
from tests.stages.cast import County, build_county
from tests.stages.plans import test_paper_submissions as proofs
from tests.stages.plans.planning import prepare
from tests.web.office.plans import test_submission_pages as page_proofs

pytestmark = pytest.mark.django_db
HOLDS = holds("第七条", "不看")
EVERYTHING = {"plan_is_joint": HOLDS, "participants_agree": HOLDS}


@pytest.fixture
def ready(at: datetime, db: None) -> County:
    """A bureau that can plan."""
    county = build_county(at)
    prepare(county)
    return county


def must_turn_red(body: Callable[..., Any], county: County) -> None:
    """The named test fails now."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        body(county)


def test_papers_confirmed_by_who_recorded_them_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirm_paper_submission, "vouched", lambda paper, actor: HOLDS)
    # The database says no where the rule does not.
    with pytest.raises(IntegrityError):
        proofs.test_who_recorded_a_paper_does_not_confirm_it(ready)


def test_papers_that_cannot_be_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_paper_submission, "require_credible", lambda version, number, submitted_on, at: None)
    with pytest.raises((pytest.fail.Exception, IntegrityError)):
        proofs.test_a_paper_without_number_or_of_an_impossible_day_is_refused(ready)


def test_papers_of_another_department_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = record_paper_submission.paper_of
    monkeypatch.setattr(record_paper_submission, "paper_of", lambda key, department: locked(key))
    must_turn_red(proofs.test_only_the_clerk_of_the_department_records_a_paper, ready)


def test_papers_of_plans_that_need_none_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_paper_submission, "submission_findings", lambda draft: EVERYTHING)
    must_turn_red(proofs.test_an_own_plan_and_one_not_yet_confirmed_have_no_paper, ready)


def test_papers_without_the_consents_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirm_paper_submission, "submission_findings", lambda draft: EVERYTHING)
    must_turn_red(proofs.test_consents_that_fell_away_keep_the_paper_from_counting, ready)


def test_papers_that_outlive_what_they_carried_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def any_paper(plan: Plan) -> PaperSubmission | None:
        found: PaperSubmission | None = PaperSubmission.objects.filter(version__plan=plan).first()
        return found

    monkeypatch.setattr(confirm_paper_submission, "paper_recorded", any_paper)
    must_turn_red(proofs.test_whatever_changes_the_plan_makes_its_paper_void, ready)


def test_plans_that_stay_on_paper_after_their_return_are_noticed(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submissions, "_counting", lambda: PaperSubmission.objects.filter(confirmer__isnull=False))
    must_turn_red(proofs.test_whatever_changes_the_plan_makes_its_paper_void, ready)


def test_plans_on_paper_published_by_anybody_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish_plan, "publisher_of", lambda plan, actor: HOLDS)
    must_turn_red(proofs.test_who_submitted_it_publishes_it_and_its_amendments, ready)
    must_turn_red(proofs.test_what_was_submitted_in_the_platform_stays_the_joint_offices, ready)


def test_plans_on_paper_sent_back_by_the_joint_office_are_noticed(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(return_plan, "paper_confirmed", lambda plan: None)
    must_turn_red(proofs.test_a_plan_on_paper_is_sent_back_by_its_department_alone, ready)


def test_plans_on_paper_put_before_the_joint_office_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "in_platform", lambda found: found)
    must_turn_red(proofs.test_what_waits_on_paper_is_told_to_the_department_and_not_to_the_joint_office, ready)


def test_scans_opened_by_whoever_knows_the_address_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: ready.at)
    monkeypatch.setattr(pages, "plan_of", lambda request, key: Plan.objects.get(pk=key))
    must_turn_red(page_proofs.test_the_scan_of_a_plan_that_is_not_seen_is_not_there, ready)


def test_scans_of_another_plan_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: ready.at)
    monkeypatch.setattr(pages, "consent_paper", lambda plan, key: PaperAnswer.objects.get(pk=key))
    must_turn_red(page_proofs.test_a_consent_on_paper_is_said_to_be_one_and_its_scan_is_opened, ready)
