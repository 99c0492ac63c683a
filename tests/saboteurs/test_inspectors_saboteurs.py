"""Takes the guards of the registry of inspectors and of the confirmation away one at a time; the attack each stops must then succeed.

Source: 第十条, 第十五条; C10-1, C10-5; 80-reliability E3, E14. A guard whose removal changes nothing guards nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse

from shuangsuiji.core.rules.finding import RuleViolation, judge
from shuangsuiji.foundation.approvals import deciding
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.registry import arriving, confirmed, confirming
from shuangsuiji.stages.registry.actions import add_inspector as adding
from shuangsuiji.stages.registry.actions import confirm_registry as confirmation
from shuangsuiji.stages.registry.actions import edit_inspector as editing
from shuangsuiji.stages.registry.actions import import_inspectors as importing
from shuangsuiji.stages.registry.actions import sign_confirmation as signing
from shuangsuiji.stages.registry.actions import transfer_inspector as transferring
from shuangsuiji.stages.registry.models import Inspector, RegistryConfirmation
from shuangsuiji.stages.registry.queries import delta_since
from shuangsuiji.stages.registry.queries import inspectors as queries
from tests.cast import SUN, WU, ZHENG
from tests.stages.cast import LUO, County, build_county
from tests.stages.registry.rolls import SOURCE, SOURCE_ON, inspector, read_roll, roll_of, take_roll

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CELLS = {
    "name": "检查员新", "certificate": "41-001", "valid_until": "2027-06-30", "qualifications": "law", "state": "在岗", "cap": "2",
}  # fmt: skip


def holds(*_: Any, **__: Any) -> Any:
    """A rule that always finds it right."""
    return judge("E10-1", "第十条", True, required="", actual="", refusal="", remedy="")


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> County:
    """Two departments at work; the first has four inspectors."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    made = build_county(NOW)
    take(made, tmp_path, [inspector(which) for which in range(1, 5)])
    return made


def take(county: County, folder: Path, rows: list[Any], **more: Any) -> Any:
    """A roll of these rows goes in."""
    return take_roll(roll_of(folder, rows), county.actor(WU), county.at, **more)


def refused(act: Callable[[], Any], kind: type[Exception] = RuleViolation) -> None:
    """The guard stands."""
    with pytest.raises(kind):
        act()


def confirm(county: County, seen: str = "") -> Any:
    """The keeper confirms what is there, or what he says he saw."""
    digest = seen or delta_since(county.lead, "INSPECTORS").digest
    return confirmation.confirm_registry(kind="INSPECTORS", seen=digest, actor=county.actor(WU), at=county.at)


def edit(county: County, **changes: Any) -> Any:
    """One correction by hand."""
    given = {
        "inspector": one().pk, "version": 1, "section": "仲裁院", "cap": 3, "state": "E", "valid_to": date(2027, 6, 30),
        "qualifications": ["law"], "reason": "调岗",
    }  # fmt: skip
    return editing.edit_inspector(**{**given, **changes}, actor=county.actor(WU), at=county.at)


def one() -> Inspector:
    """The first of the roll."""
    found: Inspector = Inspector.objects.get(number="cert:41-001")
    return found


def test_a_roll_with_errors_taken_in_is_noticed(
    county: County, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reading = read_roll(roll_of(tmp_path, [inspector(5, department="scjgj")]))
    roll = importing.InspectorRoll(reading, SOURCE, SOURCE_ON)

    def attack() -> Any:
        return importing.import_inspectors(roll=roll, actor=county.actor(WU), at=county.at)

    refused(attack)
    monkeypatch.setattr(importing, "check_roll", lambda *_: [])
    assert attack().added == 1


def test_a_number_entered_twice_is_held_by_the_rule_and_elsewhere_by_the_database(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def attack(member: Any) -> Any:
        return adding.add_inspector(
            cells=CELLS, source="任命文件", source_on=SOURCE_ON, reason="新任", actor=county.actor(member), at=county.at
        )

    refused(lambda: attack(WU))
    refused(lambda: attack(LUO))
    monkeypatch.setattr(adding, "_not_there", holds)
    attack(WU)
    assert one().person.name == "检查员新"
    refused(lambda: attack(LUO))
    monkeypatch.setattr(adding, "arrival_findings", lambda *_, **__: [])
    with pytest.raises(IntegrityError):
        attack(LUO)


def let_go(county: County, **changes: Any) -> Any:
    """The first of the roll moves to the other department."""
    move = transferring.Move(**{"to_department": "scjgj", "on": date(2026, 11, 20), "document": "文件", **changes})
    return transferring.transfer_inspector(
        inspector=one().pk, version=one().version, move=move, reason="调动", actor=county.actor(WU), at=county.at
    )


def test_a_move_for_a_day_to_come_is_held_by_the_rule_and_then_by_the_database(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(lambda: let_go(county, on=date(2027, 1, 1)))
    monkeypatch.setattr(transferring, "_sound", lambda *_: [])
    refused(lambda: let_go(county, on=date(2027, 1, 1)), IntegrityError)


def test_a_certificate_taken_up_under_another_name_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go(county)

    def attack() -> Any:
        return adding.add_inspector(
            cells=CELLS, source="任命文件", source_on=SOURCE_ON, reason="新任", actor=county.actor(LUO), at=county.at
        )

    refused(attack)
    monkeypatch.setattr(arriving, "folded_name", lambda _: "")
    assert attack().added == 1


def test_an_edit_over_somebody_elses_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(county)
    refused(lambda: edit(county, section="旧内容"), StaleVersion)
    monkeypatch.setattr(editing, "require_version", lambda *_: None)
    edit(county, section="旧内容")
    assert one().section == "旧内容"


def test_an_edit_without_reason_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(lambda: edit(county, reason=" "))
    monkeypatch.setattr(editing, "well_said", lambda *_: [])
    assert edit(county, reason=" ").changed == 1


def test_another_departments_inspector_shown_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    address = reverse("inspectors:inspector", args=[one().pk])
    assert county.client(LUO).get(address).status_code == 404
    monkeypatch.setattr(queries, "inspector_page", lambda key, _: Inspector.objects.get(pk=key))
    assert county.client(LUO).get(address).status_code == 200


def test_a_confirmation_of_what_was_not_seen_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(lambda: confirm(county, "0" * 64))
    monkeypatch.setattr(confirmed, "seen_is_now", holds)
    assert confirm(county, "0" * 64).delta_digest == "0" * 64


def test_a_large_change_confirmed_by_the_keeper_alone_is_noticed(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(county)
    assert not RegistryConfirmation.objects.exists()
    monkeypatch.setattr(confirmation, "_require_alone", lambda _: None)
    assert not confirm(county).second_needed


def test_old_data_without_a_word_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    late = replace(county, at=NOW + timedelta(days=120))
    refused(lambda: confirm(late))
    monkeypatch.setattr(confirmed, "source_is_fresh", holds)
    confirm(late)


def test_an_empty_registry_confirmed_without_a_word_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def attack() -> Any:
        seen = delta_since(county.joining, "INSPECTORS").digest
        return confirmation.confirm_registry(kind="INSPECTORS", seen=seen, actor=county.actor(LUO), at=county.at)

    refused(attack)
    monkeypatch.setattr(confirmed, "empty_is_said", holds)
    assert attack().live == 0


def test_a_keeper_who_signs_for_himself_is_held_by_the_rule_and_then_by_the_database(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = confirm(county)
    himself = replace(county.actor(WU), office="section_head")

    def attack() -> Any:
        return signing.sign_confirmation(draft=draft.pk, actor=himself, at=county.at)

    refused(attack)
    monkeypatch.setattr(deciding, "may_decide", holds)
    with pytest.raises(IntegrityError):
        attack()


def test_a_deputy_head_who_signs_past_the_section_head_is_noticed(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = confirm(county)

    def attack() -> Any:
        return signing.sign_confirmation(draft=draft.pk, standing_in="出差", actor=county.actor(SUN), at=county.at)

    refused(attack)
    monkeypatch.setattr(signing, "_may_stand_in", holds)
    assert attack().decision.office == "deputy_head"


def test_rows_kept_out_that_nobody_signs_are_noticed(
    county: County, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def digest(why: str) -> str:
        rows = [{"sheet": "", "row": 6, "name": "", "code": "41-005", "reason": why}]
        return confirming._sealed(1, "a" * 64, rows)

    assert digest("证件遗失") != digest("已退休")
    monkeypatch.setattr(confirming, "_sealed", lambda ordinal, lines, _: f"{ordinal} {lines}")
    assert digest("证件遗失") == digest("已退休")


def test_a_registry_that_changed_after_its_confirmation_is_noticed(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = signing.sign_confirmation(draft=confirm(county).pk, actor=county.actor(ZHENG), at=county.at)
    edit(county)
    assert not queries.confirmation_current(made, county.at).satisfied
    nothing = queries.RegistryChange.objects.none()
    monkeypatch.setattr(queries.RegistryChange.objects, "filter", lambda **_: nothing)
    assert queries.confirmation_current(made, county.at).satisfied
