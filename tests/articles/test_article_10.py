"""第十条：每次抽取前更新确认两库；证件无效的人不进抽取。"""

from datetime import date

from shuangsuiji.core.rules.deadlines import check_confirmation
from shuangsuiji.core.rules.lifecycle import TASK, next_state
from shuangsuiji.core.rules.parameters import labels, number
from shuangsuiji.core.rules.teams import Member, check_certificate


def test_registries_are_confirmed_before_every_freeze_and_again_after_a_void() -> None:
    assert TASK.row("SCHEME_SIGNED", "freeze") is None
    freeze = TASK.row("REGISTRIES_CONFIRMED", "freeze")
    assert freeze is not None
    assert {"confirmation_current", "rosters_valid", "recusals_declared"} <= set(freeze.guards.split())
    assert next_state(TASK, "REGISTRIES_CONFIRMED", "confirm_registries") == "REGISTRIES_CONFIRMED"


def test_e10_2_a_confirmation_from_before_the_national_holiday_is_too_old_after_it() -> None:
    assert check_confirmation(date(2026, 9, 23), date(2026, 9, 30)).satisfied
    assert check_confirmation(date(2026, 9, 23), date(2026, 10, 14)).satisfied
    assert not check_confirmation(date(2026, 9, 23), date(2026, 10, 15)).satisfied


def test_e10_4_somebody_whose_certificate_expired_is_not_drawn() -> None:
    finding = check_certificate(Member("钱", "市监局", "41-002", date(2026, 3, 1)), date(2026, 3, 2))
    assert not finding.satisfied
    assert "X2" in labels("inspector_exclusions")


def test_the_thresholds_of_the_second_signature_are_settings() -> None:
    assert (number("second_signature_percent"), number("confirmation_valid_days")) == (2, 10)
