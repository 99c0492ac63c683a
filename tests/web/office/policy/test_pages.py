"""Policies and measures through their pages: the coordinator drafts, the deputy head approves, the table says what holds on a day."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shuangsuiji.foundation.overrides.models import Override, OverrideDraft
from shuangsuiji.stages.plans.models import Policy, PolicyDraft
from tests.cast import LI, SUN, WANG
from tests.stages.cast import TANG, County, build_county
from tests.web.office.plans.test_pages import post, seen, text

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MEASURE = {
    "parameter": "sample_floor.C",
    "value": "5%",
    "origin": "SUPERIOR",
    "issuing_body": "某市人力资源和社会保障局",
    "document": "某市人社〔2026〕5号",
    "effective_from": "2027-07-01",
    "reason": "全市统一安排",
}


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """Two departments at work."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return build_county(NOW)


def fields(**changed: Any) -> dict[str, Any]:
    """A policy as the form sends it."""
    shares = {"A": ("1%", 1), "B": ("3%", 1), "C": ("10%", 2), "D": ("25%", 4)}
    classes = {f"{each}_ratio": share for each, (share, _) in shares.items()}
    classes |= {f"{each}_frequency": draws for each, (_, draws) in shares.items()}
    head = {"document": "平人社〔2026〕30号", "issuing_body": "平原县人社局", "effective_from": "2027-01-01"}
    return {**head, **classes, "D_measures": "列为重点对象", **changed}


def drafted(client: Client, **changed: Any) -> PolicyDraft:
    answer = post(client, "policy:write", **fields(**changed))
    assert answer.status_code == 302, answer.content.decode()
    return PolicyDraft.objects.get()


def test_a_policy_from_draft_to_the_table_of_the_day(county: County) -> None:
    tang, sun = county.client(TANG), county.client(SUN)
    assert "还没有本部门的分类监管规定" in text(tang, "policy:list")
    draft = drafted(tang)
    assert "列为重点对象" in text(tang, "policy:draft", draft.pk)
    assert post(tang, "policy:send", draft.pk, version=draft.version).status_code == 302
    assert "平人社〔2026〕30号" in sun.get(reverse("office:home")).content.decode()
    page = text(sun, "policy:approve", draft.pk)
    assert post(sun, "policy:approve", draft.pk, seen=seen(page)).status_code == 302
    assert Policy.objects.get().rows.count() == 4
    this_year, next_year = text(tang, "policy:list"), text(tang, "policy:list", query="?on=2027-03-01")
    assert re.search(r"20%</td><td>3</td><td>细则第六条（三）", this_year)
    assert re.search(r"25%</td><td>4</td><td>平人社〔2026〕30号", next_year)


def test_e06_3_a_policy_without_number_or_day_stays_a_draft(county: County) -> None:
    tang = county.client(TANG)
    draft = drafted(tang, document="")
    refused = post(tang, "policy:send", draft.pk, version=draft.version)
    assert refused.status_code == 422
    assert "缺少文号或生效日期" in refused.content.decode()
    assert post(tang, "policy:edit", draft.pk, version=draft.version, **fields()).status_code == 302
    draft.refresh_from_db()
    assert post(tang, "policy:send", draft.pk, version=draft.version).status_code == 302


def test_a_policy_below_the_rules_is_refused_with_the_way_out(county: County) -> None:
    tang, sun = county.client(TANG), county.client(SUN)
    draft = drafted(tang, C_ratio="5%")
    post(tang, "policy:send", draft.pk, version=draft.version)
    answer = post(sun, "policy:approve", draft.pk, seen=seen(text(sun, "policy:approve", draft.pk)))
    assert answer.status_code == 422
    assert "另行规定" in answer.content.decode()


def test_what_cannot_be_read_is_told_beside_its_field(county: County) -> None:
    page = post(county.client(TANG), "policy:write", **fields(A_ratio="百分之一", effective_to="2026-01-01"))
    assert "写法不对" in page.content.decode()
    assert "失效日期早于生效日期" in page.content.decode()
    assert not PolicyDraft.objects.exists()


def test_a_stale_draft_is_a_conflict_and_a_changed_one_is_not_approved(county: County) -> None:
    tang, sun = county.client(TANG), county.client(SUN)
    draft = drafted(tang)
    post(tang, "policy:send", draft.pk, version=draft.version)
    digest = seen(text(sun, "policy:approve", draft.pk))
    draft.refresh_from_db()
    assert post(tang, "policy:edit", draft.pk, version=1, **fields()).status_code == 409
    assert post(tang, "policy:edit", draft.pk, version=draft.version, **fields(D_frequency=5)).status_code == 302
    assert post(sun, "policy:approve", draft.pk, seen=digest).status_code in (409, 422)
    assert not Policy.objects.exists()


def test_a_measure_over_the_rules_shows_from_its_day_on(county: County) -> None:
    tang, sun = county.client(TANG), county.client(SUN)
    assert post(tang, "policy:measure", **{**MEASURE, "value": "五"}).status_code == 200
    assert post(tang, "policy:measure", **{**MEASURE, "parameter": "draws_per_year.D", "value": "x"}).status_code == 200
    assert post(tang, "policy:measure", **MEASURE).status_code == 302
    draft = OverrideDraft.objects.get()
    assert "某市人社〔2026〕5号" in text(sun, "policy:list")
    page = text(sun, "policy:approve_measure", draft.pk)
    assert post(sun, "policy:approve_measure", draft.pk, seen=seen(page)).status_code == 302
    assert Override.objects.count() == 1
    june, july = text(tang, "policy:list", query="?on=2027-06-15"), text(tang, "policy:list", query="?on=2027-07-15")
    assert re.search(r"10%</td><td>2</td><td>细则第六条（三）", june)
    assert re.search(r"5%</td><td>2</td><td>某市人社〔2026〕5号", july)


def test_a_count_is_a_whole_number(county: County) -> None:
    sent = {**MEASURE, "parameter": "draws_per_year.D", "value": "4"}
    assert post(county.client(TANG), "policy:measure", **sent).status_code == 302
    assert OverrideDraft.objects.get().denominator is None


def test_only_the_coordinator_writes_and_another_department_sees_nothing(county: County) -> None:
    draft = drafted(county.client(TANG))
    assert county.client(LI).get(reverse("policy:write")).status_code == 403
    assert county.client(WANG).get(reverse("policy:draft", args=(draft.pk,))).status_code == 404
