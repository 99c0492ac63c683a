"""Published plan tables are read by their headers; texts of shares stay texts, periods become days where they can be read."""

from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.foundation.sheets.columns import PLANS
from shuangsuiji.foundation.sheets.plans import period_of, read_plans

COUNTY = (
    "计划编号", "任务名称", "抽查类型", "抽查对象", "发起部门", "参与部门", "抽查比例（数量）", "检查方式", "起止时间", "抽查事项",
    "信用风险分类要求", "抽查检查模式",
)  # fmt: skip
ROW = (
    "001", "劳动保障监察检查", "定向抽查", "各类用人单位", "人社局", "市场监管局", "10%(20户)", "实地核查", "3月—12月", "工资支付",
    "低/一般/较高/高分别递加", "市抽市查",
)  # fmt: skip
AT = date(2026, 11, 24)


def table(folder: Path, *rows: tuple[str, ...], header: tuple[str, ...] = COUNTY) -> Path:
    path = folder / "plan.csv"
    path.write_text("\n".join(",".join(row) for row in (header, *rows)), encoding="utf-8-sig")
    return path


def test_c07_3_all_twelve_columns_of_a_county_are_mapped(tmp_path: Path) -> None:
    reading = read_plans(table(tmp_path, ROW), year=2026, at=AT)
    (entry,) = reading.require()
    assert len(next(iter(reading.columns.values()))) == 12
    assert (entry.ratio_text, entry.class_text, entry.mode) == ("10%(20户)", "低/一般/较高/高分别递加", "市抽市查")
    assert (entry.from_on, entry.to_on) == (date(2026, 3, 1), date(2026, 12, 31))


def test_the_columns_of_elsewhere_are_known_too() -> None:
    known = PLANS.headers()
    for header in ("检查主体", "年度计划名称", "检查内容", "计划开展时间", "股室", "抽查比例", "抽查频次", "抽查数量"):
        assert header in known


@pytest.mark.external
def test_the_real_extracts_of_three_places_come_in_whole(shared: Path) -> None:
    reading = read_plans(shared / "data" / "published_plan_extracts.csv", year=2026, at=AT)
    assert len(reading.require()) == 12
    assert len(next(iter(reading.columns.values()))) >= 10
    assert all(entry.from_on for entry in reading.entries)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3月—12月", (date(2026, 3, 1), date(2026, 12, 31))),
        ("2026-02-24..2026-11-30", (date(2026, 2, 24), date(2026, 11, 30))),
        ("2026-01..2026-11", (date(2026, 1, 1), date(2026, 11, 30))),
        ("2026年3月1日至2026年6月30日", (date(2026, 3, 1), date(2026, 6, 30))),
        ("3月至13月", None),
        ("2月30日—3月1日", None),
        ("12月—3月", None),
        ("全年", None),
        ("上半年—下半年", None),
    ],
)
def test_a_period_is_read_or_left_open(text: str, days: object) -> None:
    assert period_of(text, 2026) == days


def test_a_period_that_cannot_be_read_is_remarked_and_a_row_without_name_refused(tmp_path: Path) -> None:
    odd = read_plans(table(tmp_path, (*ROW[:8], "全年", *ROW[9:])), year=2026, at=AT)
    assert (odd.counts["警告"], odd.require()[0].from_on) == (1, None)
    nameless = read_plans(table(tmp_path, ("001", "", *ROW[2:])), year=2026, at=AT)
    assert not nameless.usable
