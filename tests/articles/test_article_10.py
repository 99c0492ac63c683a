"""第十条：每次抽取前更新确认两库；证件无效的人不进抽取。"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from shuangsuiji.core.rules.deadlines import check_confirmation
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import TASK, next_state
from shuangsuiji.core.rules.parameters import labels, number
from shuangsuiji.core.rules.teams import Member, check_certificate
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead
from shuangsuiji.stages.registry.models import ChangeLine, ClassRecord, RegistryChange, Subject
from tests.cast import WU, ZHENG
from tests.foundation.sheets.makers import digits_uscc
from tests.stages.cast import County
from tests.stages.registry.rosters import file_of, firm, firms, take_in


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


# ------------------------------------------------------------------------------------------- the registry of subjects

database = pytest.mark.django_db(transaction=True)


def everything() -> tuple[object, ...]:
    """All that an import could touch."""
    return (
        list(Subject.objects.order_by("pk").values_list()),
        list(ClassRecord.objects.order_by("pk").values_list()),
        list(ChangeLine.objects.order_by("pk").values_list()),
        RegistryChange.objects.count(),
        LogHead.objects.get().size,
    )


@database
def test_c10_2_the_record_lists_exactly_the_rows_changed(county: County, tmp_path: Path) -> None:
    take_in(file_of(tmp_path, firms(20)), county.actor(WU), county.at)
    rows = [firm(1, area="柳屯镇"), *firms(20)[1:4], firm(5, **{"class": "A"}), *firms(20)[5:19], firm(21)]
    change = take_in(file_of(tmp_path, rows), county.actor(WU), county.at + timedelta(hours=1))
    assert change is not None
    told = {(line.what, line.title) for line in change.lines.all()}
    assert told == {
        ("CHANGED", "示例县第1服装厂"),
        ("CLASS", "示例县第5服装厂"),
        ("ADDED", "示例县第21服装厂"),
        ("REMOVED", "示例县第20服装厂"),
    }
    assert (change.added, change.changed, change.removed, change.unchanged) == (1, 2, 1, 17)


@database
@pytest.mark.slow
def test_c10_3_a_class_d_firm_that_leaves_a_list_of_five_thousand_is_named_inside_and_counted_outside(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: county.at)
    take_in(file_of(tmp_path, firms(5000)), county.actor(WU), county.at)
    change = take_in(file_of(tmp_path, [*firms(2), *firms(5000)[3:]]), county.actor(WU), county.at + timedelta(hours=1))
    assert change is not None
    page = county.client(ZHENG).get(reverse("subjects:change", args=[change.ordinal])).content.decode()
    assert "示例县第3服装厂" in page
    assert "信用风险分类：D" in page
    leaf = read_leaf(bytes(LogEvent.objects.order_by("-seq")[0].body))
    assert (leaf["pub"]["added"], leaf["pub"]["changed"], leaf["pub"]["removed"]) == (0, 0, 1)
    assert set(leaf["pub"]) == {"kind", "added", "changed", "removed", "root_before", "root_after"}


@database
def test_c10_4_a_column_of_codes_that_went_through_numbers_is_refused_with_every_damaged_row_named(
    county: County, tmp_path: Path
) -> None:
    damaged = [firm(number, uscc=digits_uscc(number, rounded=True)) for number in range(1, 4)]
    before = everything()
    with pytest.raises(RuleViolation, match="整批未导入，共 3 处错误") as refusal:
        take_in(file_of(tmp_path, damaged), county.actor(WU), county.at)
    assert refusal.value.findings[0].code == "E10-3"
    assert "代码疑被电子表格改成数字，末几位已失真" in f"{refusal.value}"
    assert everything() == before


@database
@pytest.mark.external
def test_c10_4_the_real_list_with_damaged_codes_is_refused_and_leaves_nothing(county: County, shared: Path) -> None:
    path = shared / "data" / "wanning2021_subject_library_enterprises_nopersonal.csv"
    before = everything()
    with pytest.raises(RuleViolation, match="整批未导入"):
        take_in(path, county.actor(WU), county.at)
    assert everything() == before


@database
@pytest.mark.parametrize(
    ("rows", "more", "code", "words"),
    [
        pytest.param([firm(1), firm(2, state="不详的词")], {}, "E10-3", "第 3 行“状态”", id="e10_3 one bad row"),
        pytest.param([firm(1), firm(1)], {}, "E10-5", "第 3 行：与第 2 行为同一主体。请确认后保留其一", id="e10_5 the same firm"),
        pytest.param([firm(1)], {"source": ""}, "E10-6", "没有说明数据来源", id="e10_6 no source"),
    ],
)  # fmt: skip
def test_e10_3_e10_5_e10_6_one_bad_row_refuses_the_whole_list_and_the_database_stays_as_it_was(
    county: County, tmp_path: Path, rows: list[list[object]], more: dict[str, object], code: str, words: str
) -> None:
    take_in(file_of(tmp_path, firms(3)), county.actor(WU), county.at)
    before = everything()
    with pytest.raises(RuleViolation) as refusal:
        take_in(file_of(tmp_path, rows), county.actor(WU), county.at + timedelta(hours=1), **more)
    assert refusal.value.findings[0].code == code
    assert words in f"{refusal.value}"
    assert "整批未导入" in f"{refusal.value}"
    assert everything() == before
