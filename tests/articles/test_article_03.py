"""第三条：各单位把问题和建议告诉协调股室，由其答复；记录不删除。"""

from datetime import date, timedelta

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.parameters import number
from shuangsuiji.core.rules.slips import check_slip_written, slip_due
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.refusal import LedgerMisuse
from shuangsuiji.stages.plans.actions.answer_slip import answer_slip
from shuangsuiji.stages.plans.actions.close_slip import close_slip
from shuangsuiji.stages.plans.actions.raise_slip import raise_slip
from shuangsuiji.stages.plans.actions.reopen_slip import reopen_slip
from shuangsuiji.stages.plans.actions.withdraw_slip import withdraw_slip
from shuangsuiji.stages.plans.models import Slip
from shuangsuiji.stages.plans.queries.slips import messages_of, slip_for
from shuangsuiji.stages.plans.refusal import PlansRefused
from tests.cast import LI, QIAN, WANG, ZHAO
from tests.stages.cast import TANG, County

pytestmark = pytest.mark.django_db


def raised(county: County, *, private: bool = False, text: str = "抽取日期与专项行动冲突。") -> Slip:
    """The clerk's slip."""
    return raise_slip(
        kind="PROBLEM", title="抽取日期冲突", text=text, private=private, actor=county.actor(LI), at=county.at
    )


def answered(county: County) -> Slip:
    """The same with its answer."""
    slip = raised(county)
    return answer_slip(slip_id=slip.pk, text="可推迟一周。", actor=county.actor(TANG), at=county.at)


def test_c03_1_a_unit_raises_the_section_answers_the_unit_confirms_and_all_of_it_stays(county: County) -> None:
    slip = answered(county)
    later = county.at + timedelta(hours=1)
    close_slip(slip_id=slip.pk, text="同意。", actor=county.actor(LI, at=later), at=later)
    slip.refresh_from_db()
    assert slip.status == "CLOSED"
    assert [(label, message.text) for message, label, _ in messages_of(slip)] == [
        ("提出", "抽取日期与专项行动冲突。"), ("答复", "可推迟一周。"), ("办结", "同意。"),
    ]  # fmt: skip
    assert [message.at for message in slip.messages.order_by("ordinal")] == [county.at, county.at, later]
    told = LogEvent.objects.filter(type__startswith="slip.").order_by("seq").values_list("type", flat=True)
    assert list(told) == ["slip.raised", "slip.answered", "slip.closed"]


def test_c03_2_a_private_slip_is_read_by_the_section_and_by_whoever_raised_it(county: County) -> None:
    slip = raised(county, private=True)

    def seen(member: object, office: str) -> bool:
        person = county.person(member).pk  # type: ignore[arg-type]
        return slip_for(slip.pk, member.department, (office,), person) is not None  # type: ignore[attr-defined]

    assert seen(LI, "clerk")
    assert seen(TANG, "coordinator")
    assert not seen(ZHAO, ZHAO.office)
    assert not seen(QIAN, QIAN.office)
    assert not seen(WANG, WANG.office)


def test_an_open_slip_is_read_by_the_department_and_by_no_other(county: County) -> None:
    slip = raised(county)
    assert slip_for(slip.pk, county.lead.code, ("section_head",), county.person(QIAN).pk) == slip
    assert slip_for(slip.pk, county.joining.code, ("section_head",), county.person(QIAN).pk) is None
    assert slip_for(slip.pk, county.joining.code, ("auditor",), None) == slip


def test_e03_1_a_slip_is_not_closed_without_an_answer(county: County) -> None:
    slip = raised(county)
    with pytest.raises(RuleViolation, match="问题尚未答复，不能办结") as refused:
        close_slip(slip_id=slip.pk, text="", actor=county.actor(LI), at=county.at)
    assert [finding.code for finding in refused.value.findings] == ["E03-1"]


def test_e03_1_what_was_asked_again_needs_a_new_answer(county: County) -> None:
    slip = answered(county)
    later = county.at + timedelta(days=1)
    again = reopen_slip(slip_id=slip.pk, text="推迟后仍冲突。", actor=county.actor(LI, at=later), at=later)
    assert (again.status, again.asked_on) == ("RAISED", slip.asked_on + timedelta(days=1))
    with pytest.raises(RuleViolation, match="尚未答复"):
        close_slip(slip_id=slip.pk, text="", actor=county.actor(LI, at=later), at=later)


def test_e03_2_nothing_is_removed_and_a_withdrawal_says_why(county: County) -> None:
    slip = raised(county)
    with pytest.raises(RuleViolation, match="问题记录不可删除") as refused:
        withdraw_slip(slip_id=slip.pk, text=" ", actor=county.actor(LI), at=county.at)
    assert [finding.code for finding in refused.value.findings] == ["E03-2"]
    with pytest.raises(LedgerMisuse):
        slip.delete()
    withdraw_slip(slip_id=slip.pk, text="已自行解决。", actor=county.actor(LI), at=county.at)
    slip.refresh_from_db()
    assert slip.status == "WITHDRAWN"
    assert [label for _, label, _ in messages_of(slip)] == ["提出", "撤回"]


def test_e03_3_an_empty_slip_or_answer_is_refused(county: County) -> None:
    assert check_slip_written("有").satisfied
    assert not check_slip_written(" \n").satisfied
    with pytest.raises(RuleViolation, match="没有写明内容"):
        raised(county, text=" ")
    with pytest.raises(PlansRefused):
        raise_slip(kind="PROBLEM", title=" ", text="有", private=False, actor=county.actor(LI), at=county.at)
    slip = raised(county)
    with pytest.raises(RuleViolation, match="没有写明内容"):
        answer_slip(slip_id=slip.pk, text="", actor=county.actor(TANG), at=county.at)


def test_only_the_coordinating_section_answers(county: County) -> None:
    slip = raised(county)
    with pytest.raises(RuleViolation) as refused:
        answer_slip(slip_id=slip.pk, text="好。", actor=county.actor(LI), at=county.at)
    assert [finding.code for finding in refused.value.findings] == ["E13-2"]


def test_numbers_have_no_gaps_within_a_department_and_year(county: County) -> None:
    assert [raised(county).number for _ in range(3)] == [f"rsj-建议-2026-{n:03d}" for n in (1, 2, 3)]


def test_the_section_is_reminded_after_the_working_days_of_the_setting() -> None:
    friday = date(2026, 11, 20)
    assert number("slip_reminder_days") == 5
    assert slip_due(friday).on == date(2026, 11, 27)
