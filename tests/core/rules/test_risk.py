"""Risk classes: spellings, sources, scales and fusion."""

from datetime import date

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.risk import (
    ClassRecord,
    RiskClass,
    ScaleMapping,
    check_classified,
    fuse,
    parse_risk_class,
    prevailing,
)

A, B, C, D = RiskClass


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("A", A),
        ("ｂ", B),
        (" C类 ", C),
        ("d级", D),
        ("信用风险较高(C类)", C),
        ("信用风险较高（C类）", C),
        ("A类企业", A),
    ],
)
def test_a_class_is_read_as_registries_write_it(raw: str, expected: RiskClass) -> None:
    assert parse_risk_class(raw) is expected


@pytest.mark.parametrize("raw", ["", "E", "AA", "较高", None, 1, "A B"])
def test_e06_6_anything_else_is_refused(raw: object) -> None:
    with pytest.raises(RuleViolation, match="无效，应为 A、B、C、D（第六条（一））") as caught:
        parse_risk_class(raw)
    assert caught.value.findings[0].code == "E06-6"


def test_e06_5_subjects_without_class_hold_up_the_library() -> None:
    assert check_classified(0).satisfied
    finding = check_classified(3)
    assert (finding.code, finding.satisfied) == ("E06-5", False)
    assert "有 3 户尚无信用风险分类" in str(finding)


def test_the_departments_own_class_wins_over_the_provinces() -> None:
    province, own = ClassRecord(B, "省共享", date(2026, 3, 1)), ClassRecord(D, "本系统", date(2026, 1, 1))
    assert prevailing([province, own], date(2026, 4, 1)) is own
    assert prevailing([own, province], date(2026, 4, 1)) is own


def test_of_one_source_the_latest_counts_and_a_later_change_waits_for_the_next_freeze() -> None:
    old, new = ClassRecord(A, "省共享", date(2026, 1, 1)), ClassRecord(C, "省共享", date(2026, 5, 1))
    assert prevailing([old, new], date(2026, 5, 1)) is new
    assert prevailing([new, old], date(2026, 4, 30)) is old
    assert prevailing([new], date(2026, 4, 30)) is None


def test_a_recorded_decision_stands_only_where_no_source_speaks() -> None:
    decided, shared = ClassRecord(B, "认定", date(2026, 5, 1)), ClassRecord(C, "省共享", date(2026, 1, 1))
    assert prevailing([decided], date(2026, 6, 1)) is decided
    assert prevailing([decided, shared], date(2026, 6, 1)) is shared


def test_a_sectors_own_scale_is_laid_onto_the_four_classes() -> None:
    scale = ScaleMapping("某办〔2026〕3号", date(2026, 1, 1), {"三级": D, "二级": C, "一级": A})
    assert [scale.classify(level) for level in ("三级", "二级", "一级", "B")] == [D, C, A, B]
    with pytest.raises(RuleViolation, match="风险分类“四级”无效"):
        scale.classify("四级")


@pytest.mark.parametrize(("general", "sector", "expected"), [(A, C, C), (D, A, D), (B, B, B), (C, None, C)])
def test_fusion_takes_the_worse(general: RiskClass, sector: RiskClass | None, expected: RiskClass) -> None:
    assert fuse(general, sector) is expected
