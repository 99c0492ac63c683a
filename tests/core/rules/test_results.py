"""Result codes: ten, a state, status findings, what may stand together, and the worst of several."""

import itertools

import pytest

from shuangsuiji.core.rules.parameters import texts
from shuangsuiji.core.rules.results import (
    NOT_INSPECTED,
    RESULTS,
    STATUS_FINDINGS,
    ResultCode,
    check_all_concluded,
    check_code,
    check_direct,
    check_qualified,
    check_results,
    judged_as_qualified,
    overall,
)

ADDED = ResultCode("R11", "sampled", "已抽样待检", "–", "–", "某办〔2026〕7号", "principal_head")


def test_the_table_is_the_parameters_list() -> None:
    assert tuple(RESULTS) == texts("result_codes")
    assert sorted(texts("result_severity")) == sorted(RESULTS)
    for name in ("qualified_results", "problem_results", "open_problem_results", "direct_results"):
        assert set(texts(name)) <= set(RESULTS)


def test_codes_identifiers_and_labels_are_unique_and_disjoint() -> None:
    rows = [*RESULTS.values(), NOT_INSPECTED, *STATUS_FINDINGS.values()]
    for field in ("code", "identifier", "label"):
        values = [getattr(row, field) for row in rows]
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("code", [f"R{number:02d}" for number in range(1, 11)])
def test_each_of_the_ten_is_a_result(code: str) -> None:
    assert check_code(code).satisfied


@pytest.mark.parametrize("code", ["S00", "S09", "R11", "", "r01"])
def test_e19_11_a_code_outside_the_table_is_refused(code: str) -> None:
    finding = check_code(code)
    assert (finding.code, finding.satisfied, finding.actual) == ("E19-11", False, code)
    assert "结果类型不在规定范围；增加类型须有依据并经批准（第十九条（四））" in str(finding)
    assert ("未检查是状态，不是结果" in str(finding)) is (code == "S00")


def test_an_added_code_needs_basis_and_approver_and_cannot_be_the_state() -> None:
    assert check_code("R11", [ADDED]).satisfied
    for basis, approver in (("", "principal_head"), ("某办〔2026〕7号", " ")):
        row = ResultCode("R11", "sampled", "已抽样待检", "–", "–", basis, approver)
        assert not check_code("R11", [row]).satisfied
    state = ResultCode("S00", "not_inspected", "未检查", "–", "–", "某办〔2026〕7号", "principal_head")
    assert not check_code("S00", [state]).satisfied


@pytest.mark.parametrize(
    ("subject_type", "listed", "expected"),
    [("产品", None, True), ("项目", None, True), ("企业", None, False), ("企业", True, True), ("产品", False, False)],
)
def test_the_list_says_what_is_judged_so_else_products_and_projects_are(
    subject_type: str, listed: bool | None, expected: bool
) -> None:
    assert judged_as_qualified(subject_type, listed) is expected


@pytest.mark.parametrize(
    ("codes", "by_qualification", "accepted"),
    [
        (["R09"], True, True),
        (["R10", "R08"], True, True),
        (["R09", "R05"], True, True),
        (["R01"], False, True),
        (["R09"], False, False),
        (["R10"], False, False),
        (["R09", "R08"], True, False),
        (["R09", "R10"], True, False),
    ],
)
def test_e19_12_qualified_stands_only_where_it_may(codes: list[str], by_qualification: bool, accepted: bool) -> None:
    finding = check_qualified(codes, by_qualification)
    assert (finding.code, finding.satisfied) == ("E19-12", accepted)


def test_an_item_needs_a_code_and_each_is_checked() -> None:
    assert [finding.satisfied for finding in check_results([], by_qualification=False)] == [False, True]
    answers = check_results(["R01", "R77", "R09"], by_qualification=False)
    assert [(finding.code, finding.satisfied) for finding in answers] == [
        ("E19-11", True),
        ("E19-11", False),
        ("E19-11", True),
        ("E19-12", False),
    ]
    assert all(finding.satisfied for finding in check_results(["R11"], by_qualification=False, added=[ADDED]))


def test_the_overall_result_is_the_worst_in_any_order() -> None:
    order = ["R06", "R03", "R08", "R10", "R02", "R04", "R05", "R07", "R01"]
    for worse, milder in itertools.combinations(order, 2):
        assert overall([worse, milder]) == overall([milder, worse]) == worse
    assert overall(["R09"]) == "R09"
    assert overall(["R11", "R09"]) == "R09"


def test_without_a_code_there_is_no_overall_result() -> None:
    with pytest.raises(ValueError, match="empty"):
        overall([])


@pytest.mark.parametrize("code", ["R04", "R06"])
def test_e20_1_a_direct_result_needs_two_kinds_of_evidence(code: str) -> None:
    assert check_direct(code, ["photo", "mail"]).satisfied
    for evidence in ([], ["photo"], ["photo", "photo"], ["photo", "rumour"]):
        finding = check_direct(code, evidence)
        assert (finding.code, finding.satisfied, finding.required) == ("E20-1", False, 2)
        assert "缺少无法联系（不配合）的证据，不能直接形成结果（第二十条）" in str(finding)
        assert "场所照片" in finding.remedy


@pytest.mark.parametrize("code", STATUS_FINDINGS)
def test_a_status_finding_needs_one_register_extract(code: str) -> None:
    assert check_direct(code, ["register_extract"]).satisfied
    assert not check_direct(code, ["photo", "mail"]).satisfied


def test_no_other_result_is_formed_without_a_visit() -> None:
    finding = check_direct("R01", ["photo", "mail"])
    assert not finding.satisfied
    assert "请安排现场检查" in finding.remedy


def test_e20_3_a_task_with_open_subjects_cannot_close_and_names_them() -> None:
    assert check_all_concluded([]).satisfied
    finding = check_all_concluded(["某建材店"])
    assert (finding.code, finding.satisfied, finding.actual) == ("E20-3", False, 1)
    assert "还有 1 户没有检查结果（某建材店），任务不能办结（第二十条）" in str(finding)
    many = str(check_all_concluded([f"第{number}户" for number in range(12)]))
    assert "第9户等）" in many
    assert "第10户" not in many
