"""A measure takes precedence from its day on, with its document; what is laxer, undocumented or in the past does not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from shuangsuiji.core.canonical import jcs, parse_json
from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.parameters import ParameterError, parameters
from shuangsuiji.core.rules.quotas import ratio_floor
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.foundation.approvals.models import ApprovalRequest, Decision
from shuangsuiji.foundation.approvals.refusal import ApprovalRefused, ContentChanged
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.openings import opening_of
from shuangsuiji.foundation.overrides import measures as measures_module
from shuangsuiji.foundation.overrides.models import Override, OverrideDraft
from shuangsuiji.foundation.overrides.queries import overrides_on, parameters_on
from shuangsuiji.foundation.overrides.snapshots import born, snapshot
from tests.cast import LI, SUN, ZHOU
from tests.foundation.approvals.acts import act
from tests.foundation.overrides.measures import COORDINATOR, GOOD, drafted, set_

pytestmark = [pytest.mark.django_db, pytest.mark.article("第六条（四）"), pytest.mark.article("第二十九条")]
JUNE, JULY = date(2027, 6, 30), date(2027, 7, 1)


@pytest.fixture
def draft(actor_for, at):
    return drafted(actor_for(COORDINATOR), at)


def floor(day):
    return ratio_floor(RiskClass.C, on=day, overrides=overrides_on(day, "rsj"))


def test_c06_3_june_keeps_the_ten_percent_of_the_rules_and_july_shows_five_with_its_document(draft, actor_for, at):
    set_(actor_for(SUN), at, draft)
    assert f"{draft}" == f"sample_floor.C {GOOD['document']}"
    assert f"{Override.objects.get()}" == f"sample_floor.C {GOOD['document']} 2027-07-01"
    assert (floor(JUNE).ratio, floor(JUNE).document) == (Ratio(10, 100), "")
    assert (floor(JULY).ratio, floor(JULY).document) == (Ratio(5, 100), GOOD["document"])
    assert parameters_on(JUNE, "rsj")["sample_floor.C"].value == 10
    standing = parameters_on(JULY, "rsj")["sample_floor.C"]
    assert (standing.value, standing.document) == (5, GOOD["document"])


def test_the_log_says_what_was_set_with_which_document_and_keeps_the_terms_sealed(draft, actor_for, at):
    override = set_(actor_for(SUN), at, draft)
    event = LogEvent.objects.get()
    leaf = read_leaf(bytes(event.body))
    assert (event.type, leaf["pub"]) == (
        "plan.override",
        {"what": "sample_floor.c", "office": "deputy_head", "document": GOOD["document"]},
    )
    terms = opening_of(event.event_id, "terms").value
    assert (terms["old"], terms["new"], terms["reason"]) == ("10%", "5%", GOOD["reason"])
    assert override.event_id == event.event_id
    assert Decision.objects.get().event_id == event.event_id


def test_a_parameter_outside_article_6_is_changed_with_old_and_new_value_in_the_open(actor_for, at):
    draft = drafted(actor_for(COORDINATOR), at, parameter="referral_days", value=5)
    set_(actor_for(SUN), at, draft)
    leaf = read_leaf(bytes(LogEvent.objects.get().body))
    assert (leaf["type"], leaf["pub"]) == ("params.changed", {"parameter": "referral_days", "old": "7", "new": "5"})


def test_a_share_finer_than_a_percent_stays_exact(actor_for, at):
    draft = drafted(actor_for(COORDINATOR), at, value=35, denominator=1000)
    set_(actor_for(SUN), at, draft)
    assert floor(JULY).ratio == Ratio(35, 1000)
    event = LogEvent.objects.get()
    assert opening_of(event.event_id, "terms").value["new"] == "3.5%"


def test_a_measure_ends_with_its_last_day_and_applies_to_its_department_only(actor_for, at):
    draft = drafted(actor_for(COORDINATOR), at, effective_to=date(2027, 7, 31), department="scjgj")
    set_(actor_for(SUN), at, draft)
    assert overrides_on(JULY, "rsj") == ()
    assert [m.document for m in overrides_on(date(2027, 7, 31), "scjgj")] == [GOOD["document"]]
    assert overrides_on(date(2027, 8, 1), "scjgj") == ()


def test_the_later_of_two_measures_comes_first_and_the_log_names_the_value_it_follows(draft, actor_for, at):
    set_(actor_for(SUN), at, draft)
    again = drafted(actor_for(COORDINATOR), at, value=8, effective_from=date(2027, 9, 1))
    set_(actor_for(SUN), at, again)
    assert floor(date(2027, 9, 1)).ratio == Ratio(8, 100)
    event = LogEvent.objects.get(seq=1)
    assert opening_of(event.event_id, "terms").value["old"] == "5%"


REFUSED = {
    "no document": ({"document": " "}, RuleViolation, "缺少文号"),
    "a day that has begun": ({"effective_from": date(2026, 11, 24)}, RuleViolation, "未来日期"),
    "an own measure laxer than the rules": ({"parameter": "referral_days", "value": 8}, RuleViolation, "比规则宽"),
    "an own share laxer than the rules": (
        {"parameter": "second_signature_percent", "value": 201, "denominator": 10000},
        RuleViolation,
        "比规则宽",
    ),
    "an own measure where the rules say exactly": (
        {"parameter": "draws_per_task", "value": 2},
        RuleViolation,
        "比规则宽",
    ),
    "a share where the rules count": ({"parameter": "referral_days", "denominator": 10}, ParameterError, "整数"),
    "a list": ({"parameter": "check_methods"}, ParameterError, "不是数值"),
    "a rule without direction": ({"parameter": "reminder_days"}, ParameterError, "不是数值"),
    "an unknown parameter": ({"parameter": "no_such"}, ParameterError, "没有名为"),
    "no reason": ({"reason": " "}, ApprovalRefused, "理由"),
    "a reason as long as a book": ({"reason": "因" * 501}, ApprovalRefused, "500"),
    "no issuing body": ({"issuing_body": ""}, ApprovalRefused, "制定机关"),
    "nothing": ({"value": 0}, ApprovalRefused, "正数"),
    "more than all": ({"value": 11, "denominator": 10}, ApprovalRefused, "100%"),
    "a last day before the first": ({"effective_to": JUNE}, ApprovalRefused, "失效日期"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_draft_is_refused_for(case, actor_for, at):
    change, error, word = REFUSED[case]
    with pytest.raises(error, match=word):
        drafted(actor_for(COORDINATOR), at, **change)
    assert OverrideDraft.objects.count() == 0


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("referral_days", 7), ("team_minimum", 3), ("notice_days", 2), ("confirmation_valid_days", 5)],
)
def test_an_own_measure_may_be_stricter(parameter, value, actor_for, at):
    assert drafted(actor_for(COORDINATOR), at, parameter=parameter, value=value).parameter == parameter


def test_a_superiors_measure_may_go_either_way(actor_for, at):
    draft = drafted(actor_for(COORDINATOR), at, parameter="referral_days", value=10, origin="SUPERIOR")
    assert set_(actor_for(SUN), at, draft).origin == "SUPERIOR"


def test_every_rule_a_measure_breaks_is_told_at_once(actor_for, at):
    with pytest.raises(RuleViolation) as caught:
        drafted(
            actor_for(COORDINATOR),
            at,
            parameter="referral_days",
            value=9,
            document="",
            effective_from=date(2026, 11, 24),
        )
    assert [finding.code for finding in caught.value.findings] == ["E06-3", "E29-1", "E06-3"]


def test_only_the_coordinator_drafts(actor_for, at):
    with pytest.raises(ApprovalRefused, match="劳动监察股"):
        drafted(actor_for(LI), at)


def test_a_draft_is_rewritten_until_it_counts_and_never_after(draft, actor_for, at):
    from shuangsuiji.foundation.overrides.drafting import draft_override

    draft_override(actor=actor_for(COORDINATOR), at=at, draft=draft, value=6)
    set_(actor_for(SUN), at, draft)
    with pytest.raises(ApprovalRefused, match="另行起草"):
        draft_override(actor=actor_for(COORDINATOR), at=at, draft=draft, value=7)
    with pytest.raises(ApprovalRefused, match="不能重复"):
        set_(actor_for(SUN), at, draft)
    assert Override.objects.get().value == 6


def test_a_draft_rewritten_after_it_was_seen_does_not_count(draft, actor_for, at):
    from shuangsuiji.foundation.approvals.content import content_digest
    from shuangsuiji.foundation.overrides.drafting import draft_override
    from shuangsuiji.foundation.overrides.set_override import shown

    seen = content_digest(shown(draft))
    draft_override(actor=actor_for(COORDINATOR), at=at, draft=draft, value=6)
    with pytest.raises(ContentChanged):
        set_(actor_for(SUN), at, draft, seen=seen)
    assert ApprovalRequest.objects.count() == Override.objects.count() == 0


def test_the_drafter_does_not_decide_and_other_offices_do_not_either(draft, actor_for, at):
    for person in (COORDINATOR, LI, ZHOU):
        with pytest.raises(RuleViolation):
            set_(actor_for(person), at, draft)
    set_(actor_for(ZHOU), at, draft, standing_in="分管岗位空缺")
    request = ApprovalRequest.objects.get()
    assert (request.requester, request.requester_office) == (actor_for(COORDINATOR).person, "coordinator")


def test_a_day_that_passed_while_the_draft_lay_is_refused_at_the_decision(draft, actor_for, at):
    with pytest.raises(RuleViolation, match="未来日期"):
        set_(actor_for(SUN), datetime(2027, 7, 1, 1, tzinfo=UTC), draft)


DATABASE_REFUSES = {
    "a measure of today": {"effective_from": date(2026, 11, 24)},
    "an end before the start": {"effective_to": JUNE},
    "no document": {"document": ""},
    "more than all": {"value": 11, "denominator": 10},
    "nothing": {"value": 0},
    "an origin it does not know": {"origin": "FRIEND"},
}


@pytest.mark.parametrize("case", DATABASE_REFUSES)
def test_the_database_itself_refuses(case, draft, actor_for, at):
    override = set_(actor_for(SUN), at, draft)
    from tests.foundation.approvals.acts import asked, decided

    decision = decided(actor_for(SUN), at, asked(actor_for(LI), at))
    values = {**GOOD, "decided_on": at.date(), "draft_id": decision.pk, "decision": decision}
    with pytest.raises(IntegrityError), act(actor_for(SUN), at):
        Override(**{**values, **DATABASE_REFUSES[case]}).save(force_insert=True)
    with act(actor_for(SUN), at):
        Override(**values).save(force_insert=True)
    assert Override.objects.exclude(pk=override.pk).count() == 1


def test_the_database_lets_a_draft_count_once(draft, actor_for, at):
    override = set_(actor_for(SUN), at, draft)
    from tests.foundation.approvals.acts import asked, decided

    decision = decided(actor_for(SUN), at, asked(actor_for(LI), at))
    values = {**GOOD, "decided_on": at.date(), "draft_id": override.draft_id, "decision": decision}
    with pytest.raises(IntegrityError), act(actor_for(SUN), at):
        Override(**values).save(force_insert=True)


# ------------------------------------------------------------------------------------------------------- what a Task keeps


def test_c29_1_a_running_task_keeps_its_rules_and_the_next_one_takes_the_new(actor_for, at):
    kept = snapshot(JUNE, "rsj")
    set_(actor_for(SUN), at, drafted(actor_for(COORDINATOR), at, parameter="sample_floor.B", value=5))
    running, coming = born(kept), born(snapshot(JULY, "rsj"))
    assert (running.ratio("sample_floor.B"), coming.ratio("sample_floor.B")) == (Ratio(3, 100), Ratio(5, 100))
    assert coming.overrides[0].document == GOOD["document"]


def test_a_snapshot_survives_being_written_and_read(actor_for, at):
    set_(actor_for(SUN), at, drafted(actor_for(COORDINATOR), at, value=35, denominator=1000))
    set_(actor_for(SUN), at, drafted(actor_for(COORDINATOR), at, effective_to=date(2027, 8, 1)))
    kept = snapshot(JULY, "rsj")
    again = parse_json(jcs(kept))
    assert again == kept
    assert born(again) == born(kept)
    assert born(again).ratio("sample_floor.C") == Ratio(5, 100)
    assert set(kept["parameters"]) == set(parameters())


def test_a_kept_share_is_read_as_a_share_and_a_count_as_a_count(actor_for, at):
    set_(actor_for(SUN), at, drafted(actor_for(COORDINATOR), at, value=35, denominator=1000))
    task = born(snapshot(JULY, "rsj"))
    assert task.ratio("sample_floor.C") == Ratio(35, 1000)
    assert task.number("referral_days") == 7
    assert task.value("reminder_days") == [10, 5, 2, 0]
    with pytest.raises(ParameterError, match="不是整数"):
        task.number("reminder_days")
    with pytest.raises(ParameterError, match="没有参数"):
        task.value("no_such")


def test_a_snapshot_of_an_unknown_version_is_refused(db):
    with pytest.raises(ParameterError, match="版本"):
        born({**snapshot(JULY), "version": 2})


@pytest.mark.parametrize(
    ("value", "text"), [(10, "10%"), (Ratio(35, 1000), "3.5%"), (Ratio(1, 4), "25%"), (Ratio(1, 3), "33.333333%")]
)
def test_a_share_is_spelt_as_people_read_it(value, text):
    assert measures_module.spelt(parameters()["sample_floor.C"], value) == text
    assert measures_module.spelt(parameters()["referral_days"], 7) == "7"


def test_the_day_of_decision_is_the_day_on_the_wall_in_china(draft, actor_for, at):
    assert set_(actor_for(SUN), at + timedelta(hours=8), draft).decided_on == date(2026, 11, 25)
