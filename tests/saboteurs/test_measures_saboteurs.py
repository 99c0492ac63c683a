"""Takes the guards of the measures register away one at a time; the attack each one stops must then succeed, or meet the wall behind it.

Source: 第六条（四）; 80-reliability E3, E4.
"""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse

from shuangsuiji.core.rules.finding import RuleViolation, judge
from shuangsuiji.core.rules.measures import measures_of
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.stages.plans.actions import record_measure as recording
from shuangsuiji.stages.plans.actions.record_measure import Evidence
from shuangsuiji.stages.plans.models import MeasureRecord
from shuangsuiji.stages.plans.queries import measures
from shuangsuiji.stages.plans.refusal import PlansRefused
from tests.cast import LI, WANG, ZHENG
from tests.cast import Person as Member
from tests.stages.cast import County
from tests.stages.conftest import county

pytestmark = pytest.mark.django_db
__all__ = ["county"]
HOLDS = judge("E06-15", "第六条（四）", True, required="", actual="", refusal="", remedy="")


def record(county: County, by: Member = ZHENG, **changed: Any) -> MeasureRecord:
    """What a head of section may record, but for what is changed."""
    evidence = Evidence(**{"kind": "DOCUMENT", "reference": "平人社发〔2026〕12号", "on": date(2026, 3, 2), **changed})
    return recording.record_measure(
        risk_class="A", measure=measures_of(RiskClass.A)[0], evidence=evidence, actor=county.actor(by), at=county.at
    )


def test_without_the_office_anybody_records(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuleViolation, match="由股室负责人办理"):
        record(county, by=LI)
    monkeypatch.setattr(recording, "check_done_by", lambda *said, **more: HOLDS)
    assert record(county, by=LI)


def test_without_the_day_evidence_comes_from_the_future(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuleViolation, match="晚于今天"):
        record(county, on=date(2027, 3, 2))
    monkeypatch.setattr(recording, "check_evidence_day", lambda on, today: HOLDS)
    assert record(county, on=date(2027, 3, 2)).year == 2027


def test_without_the_rule_empty_evidence_meets_the_wall_of_the_database(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RuleViolation, match="没有写明落实的依据"):
        record(county, reference="")
    monkeypatch.setattr(recording, "check_evidence", lambda reference: HOLDS)
    with pytest.raises(IntegrityError, match="measure_record_has_evidence"):
        record(county, reference="")


def test_a_second_correction_meets_the_wall_of_the_database(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    first = record(county)
    terms: dict[str, Any] = {
        "risk_class": "A", "measure": first.measure, "evidence": Evidence("DOCUMENT", "另一文号", date(2026, 3, 3)),
        "replaces": first.pk, "reason": "文号写错", "actor": county.actor(ZHENG), "at": county.at,
    }  # fmt: skip
    recording.record_measure(**terms)
    with pytest.raises(PlansRefused, match="已经更正"):
        recording.record_measure(**terms)
    monkeypatch.setattr(recording, "_replaced", lambda *said: first)
    with pytest.raises(IntegrityError):
        recording.record_measure(**terms)


def test_without_the_department_a_neighbour_reads_a_record(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: county.at)
    address = reverse("measures:record", args=(record(county).pk,))
    assert county.client(WANG).get(address).status_code == 404
    monkeypatch.setattr(measures, "measure_record", lambda key, department: MeasureRecord.objects.get(pk=key))
    assert county.client(WANG).get(address).status_code == 200
