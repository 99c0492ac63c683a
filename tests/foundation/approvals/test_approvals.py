"""The office asked decides, another person than the requester, on exactly what was shown; everything else is refused."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.offices import OFFICES, Approval
from shuangsuiji.foundation.approvals.asking import give_opinion, withdraw
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.approvals.deciding import confirm_paper, may_decide
from shuangsuiji.foundation.approvals.models import ApprovalRequest, Decision, Opinion, PaperAnswer
from shuangsuiji.foundation.approvals.on_paper import record_paper
from shuangsuiji.foundation.approvals.queries import (
    Standing,
    answer_to,
    approval_of,
    effective,
    standing,
    stream,
    waiting_for,
)
from shuangsuiji.foundation.approvals.refusal import AlreadyAnswered, AlreadyAsked, ApprovalRefused, ContentChanged
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.refusal import LedgerMisuse
from tests.cast import LI, SUN, ZHENG, ZHOU
from tests.foundation.approvals.acts import OBJECT, OTHER, SHOWN, act, asked, decided

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十五条"), pytest.mark.article("第二十一条")]
SCAN = "ab" * 32


@pytest.fixture
def request_(actor_for, at):
    return asked(actor_for(LI), at)


def test_the_office_asked_agrees_and_the_core_is_told_who_when_and_for_whom(request_, actor_for, at):
    decided(actor_for(SUN), at, request_)
    approval = effective(request_, SHOWN)
    assert approval.counts_for("deputy_head", "rsj")
    assert (approval.office, approval.department, approval.on) == ("deputy_head", "rsj", date(2026, 11, 24))
    assert (approval.person, approval.requester) == (str(actor_for(SUN).person), str(actor_for(LI).person))
    assert approval_of(act="replace_inspector", object_id=OBJECT, content_digest=SHOWN) == approval


def test_the_day_of_an_approval_is_the_day_on_the_wall_in_china(request_, actor_for, at):
    decided(actor_for(SUN), at + timedelta(hours=8), request_)
    assert effective(request_, SHOWN).on == date(2026, 11, 25)


def test_without_request_or_answer_there_is_no_approval(actor_for, at):
    assert approval_of(act="replace_inspector", object_id=OBJECT, content_digest=SHOWN) is None
    asked(actor_for(LI), at)
    assert approval_of(act="replace_inspector", object_id=OBJECT, content_digest=SHOWN) is None


def test_a_decision_is_void_once_the_content_changed(request_, actor_for, at):
    decided(actor_for(SUN), at, request_)
    assert standing(request_, SHOWN) is Standing.APPROVED
    assert standing(request_, OTHER) is Standing.VOID
    assert effective(request_, OTHER) is None
    assert Standing.VOID.label == "内容已改动，作废"


def test_a_refusal_stays_a_refusal_whatever_the_content(request_, actor_for, at):
    decided(actor_for(SUN), at, request_, outcome="REFUSED", opinion="理由不充分")
    assert standing(request_, SHOWN) is Standing.REFUSED
    assert standing(request_, OTHER) is Standing.REFUSED
    assert effective(request_, SHOWN) is None


REFUSED = {
    "the requester himself": (LI, {}, RuleViolation, "本人不能审批"),
    "another office": (ZHENG, {}, RuleViolation, "由rsj的分管负责人审批"),
    "the next office up without a reason": (ZHOU, {}, RuleViolation, "代行"),
    "another department": (replace(SUN, name="许", department="scjgj"), {}, RuleViolation, "scjgj"),
    "other content than was shown": (SUN, {"content_digest": OTHER}, ContentChanged, "刷新核对"),
    "a refusal without opinion": (SUN, {"outcome": "REFUSED", "opinion": " "}, ApprovalRefused, "写明意见"),
    "a word that is no outcome": (SUN, {"outcome": "WITHDRAWN"}, ApprovalRefused, "同意或不同意"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_decision_is_refused_for(case, request_, actor_for, at):
    person, change, error, word = REFUSED[case]
    before = LogEvent.objects.count()
    with pytest.raises(error, match=word):
        decided(actor_for(person), at, request_, **change)
    assert (Decision.objects.count(), LogEvent.objects.count()) == (0, before)


def test_the_requester_in_the_deciding_office_is_told_who_decides_instead(actor_for, at):
    request = asked(actor_for(SUN), at)
    with pytest.raises(RuleViolation) as caught:
        decided(actor_for(SUN), at, request)
    (finding,) = caught.value.findings
    assert (finding.code, str(finding.provision)) == ("E13-2", "第十五条")
    assert "申请人本人不能审批" in finding.message
    assert "主要负责人写明代行理由" in finding.remedy


def test_where_the_usual_approver_asked_the_next_office_up_decides_with_its_reason(actor_for, at):
    request = asked(actor_for(SUN), at)
    decided(actor_for(ZHOU), at, request, standing_in="申请人即分管负责人")
    approval = effective(request, SHOWN)
    assert approval.counts_for("deputy_head", "rsj")
    assert approval.standing_in == "申请人即分管负责人"


def test_the_topmost_office_has_nobody_above(actor_for, at):
    request = asked(actor_for(ZHOU), at, office="principal_head")
    with pytest.raises(RuleViolation) as caught:
        decided(actor_for(ZHOU), at, request)
    assert "代行" not in caught.value.findings[0].remedy


def test_a_request_is_answered_once(request_, actor_for, at):
    decided(actor_for(SUN), at, request_)
    with pytest.raises(AlreadyAnswered, match="已有结论：同意"):
        decided(actor_for(SUN), at, request_, outcome="REFUSED", opinion="再想想")
    assert Decision.objects.count() == 1


def test_the_same_matter_is_not_asked_twice_while_it_waits(request_, actor_for, at):
    with pytest.raises(AlreadyAsked, match="尚未答复"):
        asked(actor_for(LI), at)
    assert asked(actor_for(LI), at, content_digest=OTHER).ordinal == 2


def test_after_an_answer_the_matter_may_be_asked_again_and_the_last_request_counts(request_, actor_for, at):
    decided(actor_for(SUN), at, request_, outcome="REFUSED", opinion="理由不充分")
    again = asked(actor_for(LI), at)
    assert (request_.ordinal, again.ordinal) == (1, 2)
    decided(actor_for(SUN), at, again)
    assert approval_of(act="replace_inspector", object_id=OBJECT, content_digest=SHOWN) is not None


def test_a_later_open_request_takes_the_place_of_an_earlier_approval(request_, actor_for, at):
    decided(actor_for(SUN), at, request_)
    asked(actor_for(LI), at, content_digest=OTHER)
    assert approval_of(act="replace_inspector", object_id=OBJECT, content_digest=SHOWN) is None


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_request_without_a_reason_is_refused(reason, actor_for, at):
    with pytest.raises(ApprovalRefused, match="写明理由"):
        asked(actor_for(LI), at, reason=reason)
    assert ApprovalRequest.objects.count() == 0


def test_the_program_itself_neither_asks_nor_decides(request_, at):
    with pytest.raises(ApprovalRefused, match="系统自身"):
        asked(Actor("rsj", MACHINE), at, content_digest=OTHER)
    with pytest.raises(ApprovalRefused, match="系统自身"):
        decided(Actor("rsj", MACHINE), at, request_)


def test_a_draft_is_recorded_with_the_person_who_wrote_it_as_requester(actor_for, at):
    request = asked(actor_for(SUN), at, requester=actor_for(LI).person)
    assert request.requester == actor_for(LI).person
    decided(actor_for(SUN), at, request)


def test_asking_needs_an_open_command(actor_for, at):
    with pytest.raises(LedgerMisuse):
        ApprovalRequest(act="x").save()


# ------------------------------------------------------------------------------------------------- opinions, withdrawal, stream


def test_the_stream_runs_from_top_to_bottom(request_, actor_for, at):
    with act(actor_for(ZHENG), at + timedelta(minutes=1)) as cmd:
        give_opinion(cmd, request_, text=" 情况属实 ")
    decided(actor_for(SUN), at + timedelta(minutes=2), request_, opinion="同意更换")
    assert f"{Opinion.objects.get()}" == "section_head 2026-11-24 09:01:00"
    lines = stream(request_)
    assert [(line.word, line.office_label, line.text) for line in lines] == [
        ("申请", "承办股室经办人", "健康状况"),
        ("意见", "股室负责人", "情况属实"),
        ("同意", "分管负责人", "同意更换"),
    ]


def test_the_stream_of_an_open_request_has_no_answer_yet(request_):
    assert [line.word for line in stream(request_)] == ["申请"]


def test_an_open_request_stands_in_the_list_of_its_office_only(request_, actor_for, at):
    assert list(waiting_for("deputy_head", "rsj")) == [request_]
    assert list(waiting_for("deputy_head", "scjgj")) == []
    assert list(waiting_for("principal_head", "rsj")) == []
    decided(actor_for(SUN), at, request_)
    assert list(waiting_for("deputy_head", "rsj")) == []


def test_an_opinion_is_not_empty_and_not_given_after_the_answer(request_, actor_for, at):
    with pytest.raises(ApprovalRefused, match="不能为空"), act(actor_for(ZHENG), at) as cmd:
        give_opinion(cmd, request_, text=" ")
    decided(actor_for(SUN), at, request_)
    with pytest.raises(AlreadyAnswered), act(actor_for(ZHENG), at) as cmd:
        give_opinion(cmd, request_, text="迟了")
    assert Opinion.objects.count() == 0


def test_who_asked_may_withdraw_and_then_nobody_decides(request_, actor_for, at):
    with act(actor_for(LI), at) as cmd:
        withdraw(cmd, request_, reason="已返岗")
    assert standing(request_, SHOWN) is Standing.WITHDRAWN
    with pytest.raises(AlreadyAnswered, match="申请人撤回"):
        decided(actor_for(SUN), at, request_)


@pytest.mark.parametrize(("person", "reason", "word"), [(SUN, "不办了", "申请人本人"), (LI, " ", "写明原因")])
def test_a_withdrawal_is_refused_for_others_and_without_reason(person, reason, word, request_, actor_for, at):
    with pytest.raises(ApprovalRefused, match=word), act(actor_for(person), at) as cmd:
        withdraw(cmd, request_, reason=reason)
    assert Decision.objects.count() == 0


# ------------------------------------------------------------------------------------------------------------------- on paper


def recorded(actor, at, request, **more):
    values = {
        "outcome": "APPROVED",
        "office": "deputy_head",
        "number": "濮县人社批〔2026〕3号",
        "signed_on": date(2026, 11, 24),
        "scan_digest": SCAN,
        **more,
    }
    with act(actor, at) as cmd:
        return record_paper(cmd, request, **values)


def confirmed(actor, at, answer, digest=SHOWN):
    with act(actor, at) as cmd:
        return confirm_paper(cmd, answer, content_digest=digest)


@pytest.fixture
def from_another_department(actor_for, at):
    """A participating department without accounts is asked; its paper comes to our clerk."""
    return asked(actor_for(ZHENG), at, department="scjgj")


def test_a_paper_counts_only_after_the_deputy_head_confirmed_it(from_another_department, actor_for, at):
    answer = recorded(actor_for(LI), at, from_another_department)
    assert effective(from_another_department, SHOWN) is None
    confirmed(actor_for(SUN), at, answer)
    approval = effective(from_another_department, SHOWN)
    assert approval.counts_for("deputy_head", "scjgj")
    assert approval.on == date(2026, 11, 24)
    assert [line.paper for line in stream(from_another_department)] == ["", answer.number, answer.number]


def test_a_refusal_on_paper_needs_no_second_text(from_another_department, actor_for, at):
    confirmed(actor_for(SUN), at, recorded(actor_for(LI), at, from_another_department, outcome="REFUSED"))
    assert standing(from_another_department, SHOWN) is Standing.REFUSED
    assert f"{answer_to(from_another_department)}" == "不同意 deputy_head"
    assert f"{PaperAnswer.objects.get()}" == "濮县人社批〔2026〕3号 不同意"
    assert f"{from_another_department}" == "replace_inspector plans.Task 1"


PAPERS_REFUSED = {
    "no number": ({"number": " "}, ApprovalRefused, "文号"),
    "a day before the request": ({"signed_on": date(2026, 11, 23)}, ApprovalRefused, "2026-11-23"),
    "a day to come": ({"signed_on": date(2026, 11, 25)}, ApprovalRefused, "2026-11-25"),
    "another office": ({"office": "section_head"}, RuleViolation, "股室负责人签批"),
    "the next office up without reason": ({"office": "principal_head"}, RuleViolation, "代行理由"),
}


@pytest.mark.parametrize("case", PAPERS_REFUSED)
def test_a_paper_is_refused_for(case, from_another_department, actor_for, at):
    change, error, word = PAPERS_REFUSED[case]
    with pytest.raises(error, match=word):
        recorded(actor_for(LI), at, from_another_department, **change)
    assert PaperAnswer.objects.count() == 0


def test_a_paper_of_the_next_office_up_counts_with_its_reason(from_another_department, actor_for, at):
    answer = recorded(actor_for(LI), at, from_another_department, office="principal_head", standing_in="分管岗位空缺")
    confirmed(actor_for(SUN), at, answer)
    assert effective(from_another_department, SHOWN).counts_for("deputy_head", "scjgj")


CONFIRMERS_REFUSED = {
    "the recorder": (LI, "登记人本人"),
    "the requester": (ZHENG, "申请人"),
    "a head of another department": (replace(SUN, name="许", department="scjgj"), "分管负责人"),
    "a clerk": (replace(LI, name="何"), "分管负责人"),
}


@pytest.mark.parametrize("case", CONFIRMERS_REFUSED)
def test_a_paper_is_not_confirmed_by(case, from_another_department, actor_for, at):
    person, word = CONFIRMERS_REFUSED[case]
    answer = recorded(actor_for(LI), at, from_another_department)
    with pytest.raises(RuleViolation, match=word):
        confirmed(actor_for(person), at, answer)
    assert Decision.objects.count() == 0


def test_a_paper_on_changed_content_is_not_confirmed(from_another_department, actor_for, at):
    answer = recorded(actor_for(LI), at, from_another_department)
    with pytest.raises(ContentChanged):
        confirmed(actor_for(SUN), at, answer, digest=OTHER)


# ------------------------------------------------------------------------------------- the database alone, guards in code aside


def bare_decision(request, at, **more):
    values = {
        "request": request,
        "outcome": "APPROVED",
        "requester": request.requester,
        "content_digest": request.content_digest,
        "person": OBJECT,
        "office": "deputy_head",
        "department": "rsj",
        "at": at,
        **more,
    }
    return Decision(**values)


DATABASE_REFUSES = {
    "the requester as approver": lambda request: {"person": request.requester},
    "another requester than asked": lambda request: {"requester": OBJECT, "person": request.requester},
    "another content than asked": lambda _: {"content_digest": OTHER},
    "a withdrawal by another": lambda _: {"outcome": "WITHDRAWN"},
    "an outcome it does not know": lambda _: {"outcome": "MAYBE"},
    "a recorder without paper": lambda request: {"recorder": request.requester},
}


@pytest.mark.parametrize("case", DATABASE_REFUSES)
def test_the_database_itself_refuses(case, request_, actor_for, at):
    with pytest.raises(IntegrityError), act(actor_for(SUN), at):
        bare_decision(request_, at, **DATABASE_REFUSES[case](request_)).save(force_insert=True)
    with act(actor_for(SUN), at):
        bare_decision(request_, at).save(force_insert=True)  # the one acceptable case, nothing changed


def test_the_database_keeps_a_second_decision_out(request_, actor_for, at):
    decided(actor_for(SUN), at, request_)
    with pytest.raises(IntegrityError), act(actor_for(SUN), at):
        bare_decision(request_, at, outcome="REFUSED").save(force_insert=True)


def copy_of(request, cmd, **more):
    """The same request under a new key, with one thing changed."""
    copy = ApprovalRequest.objects.get(pk=request.pk)
    copy.pk = cmd.new_id()
    for name, value in more.items():
        setattr(copy, name, value)
    copy.binding = f"{copy.pk.hex}/{request.requester.hex}/{request.content_digest}"
    return copy


@pytest.mark.parametrize("change", [{"requester": OBJECT}, {"content_digest": OTHER}, {}])
def test_the_database_ties_a_request_to_its_requester_and_content_and_its_ordinal(change, request_, actor_for, at):
    ordinal = {"ordinal": 2} if change else {}
    with pytest.raises(IntegrityError), act(actor_for(LI), at) as cmd:
        copy_of(request_, cmd, **change, **ordinal).save(force_insert=True)
    with act(actor_for(LI), at) as cmd:
        copy_of(request_, cmd, ordinal=2).save(force_insert=True)


@pytest.mark.parametrize("statement", ["UPDATE {} SET office = 'clerk'", "DELETE FROM {}"])
@pytest.mark.parametrize("model", [ApprovalRequest, Decision])
def test_the_database_changes_and_removes_nothing(model, statement, request_, actor_for, at):
    decided(actor_for(SUN), at, request_)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(model._meta.db_table))


def test_a_digest_is_of_the_content_whatever_the_order_of_its_keys():
    assert content_digest({"a": 1, "b": "二"}) == content_digest({"b": "二", "a": 1})
    assert content_digest({"a": 1}) != content_digest({"a": 2})


ABOVE = {"section_head": "deputy_head", "deputy_head": "principal_head"}


@pytest.mark.parametrize("asked_office", OFFICES)
def test_e14_of_all_combinations_only_the_office_asked_or_the_next_up_with_its_reason_decides(asked_office):
    request = ApprovalRequest(office=asked_office, department="rsj", citation="第十五条、第二十一条")
    accepted = []
    for office, department, person, reason in product(
        OFFICES, ("rsj", "scjgj"), ("requester", "another"), ("", "空缺")
    ):
        offered = Approval(office, department, person, "requester", date(2026, 11, 24), reason)
        finding = may_decide(request, offered)
        assert finding.satisfied or (finding.code == "E13-2" and finding.remedy)
        if finding.satisfied:
            accepted.append((office, department, person, reason))
    expected = [(asked_office, "rsj", "another", ""), (asked_office, "rsj", "another", "空缺")]
    if asked_office in ABOVE:
        expected.append((ABOVE[asked_office], "rsj", "another", "空缺"))
    assert sorted(accepted) == sorted(expected)
