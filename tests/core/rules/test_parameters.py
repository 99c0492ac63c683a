"""The parameter file is complete and typed, and a bad entry is refused before anybody uses it."""

from datetime import date

import pytest

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.articles import articles
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import (
    COMPARES,
    Modal,
    Override,
    ParameterError,
    check_effective,
    check_override,
    in_force,
    labels,
    load_parameters,
    number,
    numbers,
    parameter,
    parameters,
    ratio,
    text,
    texts,
)

GOOD = {
    "id": '"sample_floor.C"',
    "article": '"第六条（三）"',
    "modal": '"GENERALLY"',
    "compare": '"at_least"',
    "value": "10",
    "unit": '"percent of the class library, per draw"',
    "effective_from": '"rule-set"',
    "reading": '"向上取整。"',
    "decided": '"00-decisions, reading 1"',
}


def entry(**changed: str | None) -> str:
    """The one acceptable entry with some fields changed; None leaves a field out."""
    fields = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    return "[[parameter]]\n" + "\n".join(f"{name} = {value}" for name, value in fields.items()) + "\n"


def test_the_acceptable_entry_is_read() -> None:
    (read,) = load_parameters(entry()).values()
    assert (read.id, str(read.provision), read.modal, read.value) == (
        "sample_floor.C",
        "第六条（三）",
        Modal.GENERALLY,
        10,
    )
    assert not read.is_setting
    assert read.effective_from is None


def test_a_setting_says_so_and_a_change_carries_its_date() -> None:
    (read,) = load_parameters(entry(kind='"setting"', effective_from="2027-01-01")).values()
    assert read.is_setting
    assert read.effective_from == date(2027, 1, 1)


@pytest.mark.parametrize("field", GOOD)
def test_a_missing_field_is_refused(field: str) -> None:
    with pytest.raises(ParameterError, match="缺少字段"):
        load_parameters(entry(**{field: None}))


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"reading": '""'}, "缺少字段"),
        ({"value": "[]"}, "缺少字段"),
        ({"note": '"x"'}, "多余字段"),
        ({"id": '"Sample floor"'}, "写法不对"),
        ({"modal": '"SHOULD"'}, "用语“SHOULD”不认识"),
        ({"compare": '"roughly"'}, "比较方式“roughly”不认识"),
        ({"kind": '"wish"'}, "种类“wish”不认识"),
        ({"article": '"第6条"'}, "应如 第十九条（四）"),
        ({"value": "10.0"}, "不能是小数"),
        ({"value": "true"}, "不能是小数"),
        ({"value": "[1, 2.5]"}, "不能是小数"),
        ({"value": '[1, "a"]'}, "不能是小数"),
        ({"value": "{ a = 1 }"}, "不能是小数"),
        ({"effective_from": '"soon"'}, "应为 rule-set 或日期"),
        ({"effective_from": "2027-01-01T00:00:00"}, "应为 rule-set 或日期"),
    ],
)
def test_one_wrong_thing_is_refused(changed: dict[str, str], complaint: str) -> None:
    with pytest.raises(ParameterError, match=complaint):
        load_parameters(entry(**changed))


def test_an_id_given_twice_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"sample_floor\.C 重复"):
        load_parameters(entry() + entry())


def test_the_packaged_file_has_every_number_of_the_rules() -> None:
    assert [number(f"sample_floor.{letter}") for letter in "ABCD"] == [1, 3, 10, 20]
    assert [number(f"draws_per_year.{letter}") for letter in "ABCD"] == [1, 1, 2, 3]
    assert (number("referral_days"), number("disclosure_days"), number("team_minimum")) == (7, 20, 2)
    assert ratio("sample_floor.C") == Ratio(10, 100)
    assert numbers("reminder_days") == (10, 5, 2, 0)
    assert text("plan_submit_by") == "01-10"
    assert len(texts("subject_types")) == 8
    assert list(labels("replacement_grounds")) == ["post", "clash", "health", "recusal", "other"]


def test_asking_for_what_an_entry_is_not_is_refused() -> None:
    for ask, name, complaint in (
        (number, "pool_name.pattern", "不是整数"),
        (text, "referral_days", "不是文字"),
        (numbers, "referral_days", "不是列表"),
        (labels, "subject_types", "不是代码表"),
        (ratio, "referral_days", "不是百分比"),
        (parameter, "nothing", "没有名为 nothing 的参数"),
    ):
        with pytest.raises(ParameterError, match=complaint):
            ask(name)


def test_every_entry_names_an_article_of_the_rules_and_words_for_the_table() -> None:
    known = {article.provision.article for article in articles()}
    for read in parameters().values():
        assert read.provision.article in known
        assert read.modal.label
        assert read.compare in COMPARES


def test_every_article_has_a_parameter() -> None:
    assert {read.provision.number for read in parameters().values()} == set(range(1, 30))


def test_every_approver_is_an_office() -> None:
    offices = {read.value for read in parameters().values() if read.unit == "office"}
    assert offices <= set(OFFICES)


def test_a_measure_on_an_unknown_parameter_or_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(ParameterError, match="没有名为"):
        Override("sample_floor.E", Ratio(5, 100), "某办〔2026〕1号", date(2026, 7, 1))
    with pytest.raises(ParameterError, match="应为整数"):
        Override("draws_per_year.C", Ratio(5, 100), "某办〔2026〕1号", date(2026, 7, 1))


MEASURE = Override("draws_per_year.C", 4, "某办〔2026〕1号", date(2026, 7, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("on", "applies"),
    [(date(2026, 6, 30), False), (date(2026, 7, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_a_measure_counts_from_its_first_to_its_last_day(on: date, applies: bool) -> None:
    assert (in_force("draws_per_year.C", on, [MEASURE]) is MEASURE) is applies


def test_a_measure_speaks_only_of_its_own_parameter_and_only_where_a_day_is_given() -> None:
    assert in_force("draws_per_year.D", date(2026, 8, 1), [MEASURE]) is None
    assert in_force("draws_per_year.C", None, [MEASURE]) is None


def test_the_measure_that_started_last_counts_and_of_two_the_larger() -> None:
    later = Override("draws_per_year.C", 1, "某办〔2026〕2号", date(2026, 8, 1))
    larger = Override("draws_per_year.C", 5, "某办〔2026〕3号", date(2026, 8, 1))
    on = date(2026, 9, 1)
    assert in_force("draws_per_year.C", on, [MEASURE, later]) is later
    assert in_force("draws_per_year.C", on, [later, larger, MEASURE]) is larger
    small, large = (
        Override("sample_floor.C", share, "某办〔2026〕4号", on) for share in (Ratio(5, 1000), Ratio(1, 100))
    )
    assert in_force("sample_floor.C", on, [large, small]) is large


@pytest.mark.parametrize(
    ("document", "starts", "actual"),
    [("", date(2026, 7, 1), "生效日期"), ("某办〔2026〕1号", None, "文号"), (" ", None, "无")],
)
def test_e06_3_a_measure_without_document_or_date_never_counts(document: str, starts: date | None, actual: str) -> None:
    measure = Override("draws_per_year.C", 4, document, starts)
    finding = check_override(measure)
    assert (finding.code, finding.satisfied, finding.actual) == ("E06-3", False, actual)
    assert in_force("draws_per_year.C", date(2026, 8, 1), [measure]) is None
    assert check_override(MEASURE).satisfied


def test_e29_1_a_parameter_changes_only_from_a_future_day() -> None:
    today = date(2026, 3, 1)
    assert check_effective(date(2026, 3, 2), today).satisfied
    for late in (today, date(2026, 2, 1)):
        finding = check_effective(late, today)
        assert (finding.code, finding.satisfied) == ("E29-1", False)
        assert "规则参数只能自未来日期生效（第二十九条）" in str(finding)
