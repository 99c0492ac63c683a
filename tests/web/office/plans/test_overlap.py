"""Deciding on lines that meet, through the pages: from the plan, from the consolidation; who sees what."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.plans.models import OverlapDecision, Plan
from shuangsuiji.stages.plans.queries import overlaps
from shuangsuiji.stages.plans.queries.plans import plan_with_paper
from shuangsuiji.web.components.drafts import KEY_FIELD
from shuangsuiji.web.components.idempotency import new_key
from tests.cast import LI, SUN, WANG
from tests.stages.cast import SONG, County, build_county
from tests.stages.plans.planning import (
    YEAR,
    confirmed,
    confirmed_by_the_other,
    drafted,
    firms,
    line,
    prepare,
    quotas,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """A county that can plan, with firms in both registries."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    county = build_county(NOW)
    prepare(county)
    firms(county, county.lead, 1, C=31)
    firms(county, county.joining, 11, C=40)
    return county


def own_pair(county: County) -> tuple[Plan, Plan]:
    """A draft and a confirmed plan of the bureau that reach the same firms."""
    first = confirmed(county, drafted(county))
    other = line(task_name="社会保险检查", item_codes=["rsj-o0002"], quotas=quotas(A=None, B=None, D=None))
    return drafted(county, other), first


def address(first: Plan, second: Plan) -> str:
    return reverse("plans:overlap", args=(first.pk, 1, second.pk, 1))


def decided(client: Client, first: Plan, second: Plan, **fields: Any) -> Any:
    """Answer the page as it is shown now."""
    one, other = plan_with_paper(first.pk), plan_with_paper(second.pk)
    assert one is not None
    assert other is not None
    found = overlaps.overlap_between(one, 1, other, 1)
    assert found is not None
    sent = {KEY_FIELD: new_key(), "seen": overlaps.lines_digest(found), **fields}
    return client.post(address(first, second), sent)


def test_the_clerk_decides_from_the_plans_page_and_the_plan_stops_asking(county: County) -> None:
    plan, first = own_pair(county)
    clerk = county.client(LI)
    page = clerk.get(reverse("plans:plan", args=(plan.pk,))).content.decode()
    assert address(plan, first) in page
    assert "有 31 户重复，尚未决定合并还是分开" in page
    events = LogEvent.objects.count()
    assert "还没有决定" in clerk.get(address(plan, first)).content.decode()
    assert LogEvent.objects.count() == events
    refused = decided(clerk, plan, first, choice="KEEP")
    assert refused.status_code == 422
    assert "分开检查须写明理由" in refused.content.decode()
    assert not OverlapDecision.objects.exists()
    assert decided(clerk, plan, first, choice="KEEP", reason="分季进行").status_code == 302
    assert decided(county.client(SUN), plan, first, choice="MERGE").status_code == 302
    page = clerk.get(address(plan, first)).content.decode()
    assert page.index("合并检查") < page.index("分季进行"), "the newest first, nothing lost"
    page = clerk.get(reverse("plans:plan", args=(plan.pk,))).content.decode()
    assert "尚未决定合并还是分开" not in page
    assert "合并检查" in page


def test_the_joint_office_decides_between_departments_from_the_consolidation(county: County) -> None:
    own = confirmed(county, drafted(county))
    other = confirmed_by_the_other(county)
    office = county.client(SONG)
    listed = reverse("joint:list") + f"?year={YEAR}"
    assert "尚未决定" in office.get(listed).content.decode()
    assert address(own, other) in office.get(listed).content.decode()
    assert decided(office, own, other, choice="MERGE").status_code == 302
    page = office.get(listed).content.decode()
    assert "<span>尚未决定</span><strong>0</strong>" in page
    exported = b"".join(office.get(listed + "&export=csv")).decode()
    assert "合并检查" in exported


def test_a_department_reads_but_does_not_decide_what_meets_another_department(county: County) -> None:
    own = confirmed(county, drafted(county))
    other = confirmed_by_the_other(county)
    for member in (LI, WANG):
        client = county.client(member)
        assert client.get(address(own, other)).status_code == 200
        answer = decided(client, own, other, choice="MERGE")
        assert answer.status_code == 422
        assert "由联席会议办公室决定" in answer.content.decode()
    assert not OverlapDecision.objects.exists()


def test_what_is_none_of_ones_business_is_not_there(county: County) -> None:
    plan, first = own_pair(county)
    for member in (WANG, SONG):
        assert county.client(member).get(address(plan, first)).status_code == 404, "a draft of another department"
    clerk = county.client(LI)
    assert clerk.get(reverse("plans:overlap", args=(plan.pk, 9, first.pk, 1))).status_code == 404
    assert clerk.get(address(plan, plan)).status_code == 404
    assert clerk.get(reverse("plans:overlap", args=(plan.pk, 1, county.lead.pk, 1))).status_code == 404


def test_a_decision_on_what_was_changed_meanwhile_is_not_taken(county: County) -> None:
    plan, first = own_pair(county)
    answer = decided(county.client(LI), plan, first, choice="MERGE", seen="0" * 64)
    assert answer.status_code == 409
    assert not OverlapDecision.objects.exists()
