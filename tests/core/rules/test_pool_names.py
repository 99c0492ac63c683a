"""The statutory name of a library: exact, and nobody's to type."""

import pytest

from shuangsuiji.core.rules.pool_names import ItemName, check_pool_name, pool_name, subject_matter
from shuangsuiji.core.rules.risk import RiskClass

NAME = "濮阳县人力资源和社会保障局2026年劳动合同及招用工管理信用风险较高(C类)第2次抽查检查对象库"


def test_the_name_is_exact() -> None:
    assert pool_name("濮阳县人力资源和社会保障局", 2026, "劳动合同及招用工管理", RiskClass.C, 2) == NAME


@pytest.mark.parametrize(
    ("department", "matter", "ordinal"), [(" ", "劳务派遣", 1), ("某局", "", 1), ("某局", "劳务派遣", 0)]
)
def test_a_name_with_an_empty_part_cannot_be_made(department: str, matter: str, ordinal: int) -> None:
    with pytest.raises(ValueError, match="缺少部门、事项或次号"):
        pool_name(department, 2026, matter, RiskClass.A, ordinal)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([ItemName("劳动合同订立", "劳动合同")], "劳动合同订立"),
        ([ItemName("劳动合同订立", "劳动合同"), ItemName("招用工备案", "劳动合同")], "劳动合同"),
        ([ItemName("劳动合同订立", "劳动合同"), ItemName("许可资质", "劳务派遣")], "春季联合抽查"),
        ([], "春季联合抽查"),
    ],
)
def test_the_matter_is_the_item_else_its_category_else_the_task(items: list[ItemName], expected: str) -> None:
    assert subject_matter(items, "春季联合抽查") == expected


def test_e06_7_a_typed_or_taken_name_is_refused() -> None:
    assert check_pool_name(NAME, NAME).satisfied
    for given, taken in ((NAME.replace("(C类)", "（C类）"), ()), (NAME, [NAME])):
        finding = check_pool_name(given, NAME, taken)
        assert (finding.code, finding.satisfied, finding.required) == ("E06-7", False, NAME)
        assert "对象库名称由系统按规则生成，不能改写（第六条（二））" in str(finding)
