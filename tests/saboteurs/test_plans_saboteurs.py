"""Takes the guards of plans away one at a time; the attack each one stops must then succeed.

Source: 第六条（三）, 第七条, 第八条; 80-reliability E3, E14. A guard whose removal changes nothing guards nothing.
"""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Q

from shuangsuiji.core.rules import plan_lint
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.approvals import deciding
from shuangsuiji.foundation.approvals.refusal import ApprovalRefused, ContentChanged
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.disclosure.actions import publish_plan as publishing
from shuangsuiji.stages.plans import drafting, signing
from shuangsuiji.stages.plans.actions import confirm_plan as confirming
from shuangsuiji.stages.plans.actions import decide_overlap as settling
from shuangsuiji.stages.plans.actions import draft_plan as beginning
from shuangsuiji.stages.plans.actions import set_policy as setting
from shuangsuiji.stages.plans.actions.return_plan import return_plan
from shuangsuiji.stages.plans.models import Plan, PlanDraft, Policy
from shuangsuiji.stages.plans.queries import overlaps, overview, plans
from shuangsuiji.stages.plans.queries.content import content_of
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.web.office.plans import papers
from tests.cast import LI, SUN, WANG
from tests.stages.cast import County, build_county
from tests.stages.plans.planning import YEAR, confirmed, drafted, firms, line, paper, policy, prepare, quotas, send

pytestmark = pytest.mark.django_db
AGREED = SimpleNamespace(satisfied=True)


@pytest.fixture
def county(at: datetime) -> County:
    """Two departments at work."""
    return build_county(at)


@pytest.fixture
def ready(county: County) -> County:
    """The bureau can plan."""
    prepare(county)
    return county


def confirm(county: County, plan: Plan, seen: str) -> Any:
    return confirming.confirm_plan(plan_id=plan.pk, answer=Answer(seen), actor=county.actor(SUN), at=county.at)


def test_without_the_lint_a_plan_under_every_floor_is_sent(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = drafted(ready, line(quotas=quotas(C=(1, 100, 1))))
    with pytest.raises(RuleViolation):
        send(ready, plan)
    monkeypatch.setattr(drafting, "refusing", lambda remarks: ())
    assert send(ready, plan)


def test_without_the_lint_at_confirmation_what_was_sent_under_other_rules_stands(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = drafted(ready, line(quotas=quotas(C=(1, 100, 1))))
    with monkeypatch.context() as patch:
        patch.setattr(drafting, "refusing", lambda remarks: ())
        seen = send(ready, plan)
    with pytest.raises(RuleViolation):
        confirm(ready, plan, seen)
    monkeypatch.setattr(confirming, "refusing", lambda remarks: ())
    monkeypatch.setattr(confirming, "worst", lambda findings, otherwise: otherwise)
    assert confirm(ready, plan, seen)


def test_without_the_consents_a_joint_plan_stands_alone(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = drafted(ready, line(participants=["scjgj"]), kind="JOINT")
    seen = send(ready, plan)
    with pytest.raises(RuleViolation, match="尚未确认"):
        confirm(ready, plan, seen)
    monkeypatch.setattr(confirming, "check_participants", lambda consents: ())
    assert confirm(ready, plan, seen)


def test_without_the_bond_to_what_was_shown_another_text_is_confirmed(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = drafted(ready)
    seen = send(ready, plan)
    PlanDraft.objects.filter(pk=plan.pk).update(title="改过的计划")
    with pytest.raises(ContentChanged):
        confirm(ready, plan, seen)
    monkeypatch.setattr(signing, "digest_of", lambda draft: draft.sent_digest)
    assert confirm(ready, plan, seen).title == "改过的计划"


def test_without_the_rule_of_two_persons_who_sent_confirms(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = drafted(ready)
    seen = send(ready, plan)
    PlanDraft.objects.filter(pk=plan.pk).update(sender=ready.actor(SUN).person)
    with pytest.raises(RuleViolation, match="申请人本人"):
        confirm(ready, plan, seen)
    monkeypatch.setattr(deciding, "may_decide", lambda request, asked: AGREED)
    monkeypatch.setattr(deciding, "require", lambda *findings: None)
    with pytest.raises(Exception, match=r"(?i)constraint|check"):  # the database still says no
        confirm(ready, plan, seen)


def test_without_the_state_of_the_paper_a_public_plan_is_rewritten(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = confirmed(ready, drafted(ready))
    publishing.publish_plan(plan=plan.pk, place="网站", actor=ready.actor(LI), at=ready.at)
    edit = {"plan_id": plan.pk, "version": paper(plan).version, "title": "改", "actor": ready.actor(LI), "at": ready.at}
    with pytest.raises(RuleViolation, match="只能提出变更"):
        drafting.edit_plan(**edit)
    monkeypatch.setattr(drafting, "check_plan_editable", lambda *given, **more: AGREED)
    assert drafting.edit_plan(**edit).title == "改"


def test_without_the_count_of_changes_the_second_clerk_wins(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = drafted(ready)
    edit = {"plan_id": plan.pk, "version": 1, "title": "晚到的", "actor": ready.actor(LI), "at": ready.at}
    with pytest.raises(StaleVersion):
        drafting.edit_plan(**edit)
    monkeypatch.setattr(drafting, "require_fresh", lambda draft, version: None)
    assert drafting.edit_plan(**edit).title == "晚到的"


def test_without_the_source_an_own_wish_becomes_an_ad_hoc_plan_only_for_the_database_to_refuse(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = {"kind": "AD_HOC", "year": YEAR, "title": "x", "actor": ready.actor(LI), "at": ready.at}
    with pytest.raises(RuleViolation, match="来源须为上级"):
        beginning.draft_plan(**wish)
    monkeypatch.setattr(beginning, "_source_fact", lambda kind, source: AGREED)
    with pytest.raises(Exception, match=r"plan_ad_hoc_has_its_source|CHECK"):
        beginning.draft_plan(**wish)


def test_without_the_publisher_a_clerk_publishes_a_joint_plan(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = confirmed(ready, drafted(ready))
    Plan.objects.all().move_row(plan.pk, {}, {"version": plan.version})
    publish = {"plan": plan.pk, "place": "网站", "at": ready.at}
    with pytest.raises(RuleViolation, match="由承办股室经办人办理"):
        publishing.publish_plan(**publish, actor=ready.actor(SUN))
    monkeypatch.setattr(publishing, "publisher_of", lambda plan, actor: AGREED)
    with pytest.raises(RuleViolation):  # the table of the machine still says who
        publishing.publish_plan(**publish, actor=ready.actor(SUN))


def test_without_the_look_at_its_rows_a_policy_goes_below_the_rules(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {each: {**said, "measures": ""} for each, said in quotas(C=(5, 100, 2)).items()}
    with pytest.raises(RuleViolation):
        policy(county, rows=rows)
    monkeypatch.setattr(setting, "_rows_hold", lambda draft: ())
    assert policy(county, rows=rows)
    assert Policy.objects.count() == 1


def test_without_its_circle_another_department_reads_a_plan(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = drafted(ready)
    assert plans.plan_for(plan.pk, "scjgj", ("clerk",)) is None
    monkeypatch.setattr(plans, "Q", lambda *given, **more: Q())
    assert plans.plan_for(plan.pk, "scjgj", ("clerk",)) == plan


def test_without_its_weight_a_share_below_the_floor_only_warns(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = drafted(ready, line(quotas=quotas(C=(5, 100, 2))))
    with pytest.raises(RuleViolation):
        send(ready, plan)
    monkeypatch.setattr(plan_lint, "check_ratio", lambda *given, **more: AGREED)
    assert send(ready, plan)


def test_without_the_paper_being_sent_a_draft_is_confirmed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = drafted(ready)
    seen = signing.digest_of(paper(plan))
    with pytest.raises(ApprovalRefused, match="没有送会签"):
        confirm(ready, plan, seen)
    PlanDraft.objects.filter(pk=plan.pk).update(sender=ready.actor(LI).person, sender_office="clerk")
    monkeypatch.setattr(signing, "require_sent", lambda draft, seen="": signing.digest_of(draft))
    monkeypatch.setattr(confirming, "require_sent", lambda draft, seen="": seen)
    assert confirm(ready, plan, seen)


def test_without_the_look_for_the_last_version_one_that_was_sent_back_is_printed_as_public(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = confirmed(ready, drafted(ready))
    back = plan.versions.get()
    return_plan(plan_id=plan.pk, reason="改期", actor=ready.actor(SUN), at=ready.at)
    confirmed(ready, plan)
    notice = publishing.publish_plan(plan=plan.pk, place="网站", actor=ready.actor(LI), at=ready.at)
    assert papers.plan_table(plan, back, ready.at).values["mark"] == papers.UNPUBLISHED
    monkeypatch.setattr(papers, "_index_no", lambda plan, version: notice.index_no)
    assert papers.plan_table(plan, back, ready.at).values["mark"] == ""


def meeting(county: County) -> tuple[Plan, dict[str, Any]]:
    """A draft that meets a confirmed plan of the same department, and a decision on it that is accepted."""
    firms(county, county.lead, 1, C=5)
    first = confirmed(county, drafted(county))
    second = drafted(county, line(item_codes=["rsj-o0002"], quotas=quotas(A=None, B=None, D=None)))
    found = overlaps.overlap_between(first, 1, second, 1)
    assert found is not None
    lines = settling.Lines(first.pk, 1, second.pk, 1, overlaps.lines_digest(found))
    return second, {"lines": lines, "choice": "MERGE", "reason": "", "actor": county.actor(LI), "at": county.at}


def test_without_the_question_who_decides_another_department_merges_ones_lines(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, good = meeting(ready)
    stranger = {**good, "actor": ready.actor(WANG)}
    with pytest.raises(RuleViolation, match="由计划所属部门的"):
        settling.decide_overlap(**stranger)
    monkeypatch.setattr(settling, "check_overlap_decider", lambda *given, **more: AGREED)
    assert settling.decide_overlap(**stranger)


def test_without_the_digest_a_decision_outlives_the_lines_it_was_made_on(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, good = meeting(ready)
    settling.decide_overlap(**good)
    first = paper(plan).lines.get()
    change = {"plan_id": plan.pk, "actor": ready.actor(LI), "at": ready.at}
    drafting.write_line(version=first.version, line_id=first.pk, terms={"to_on": date(YEAR, 6, 30)}, **change)

    def decided() -> Any:
        lines = content_of(paper(plan))["lines"]
        return overlaps.settled(overview.overlaps_of(plan, lines))[0].decision

    assert decided() is None
    monkeypatch.setattr(overlaps, "lines_digest", lambda overlap: good["lines"].seen)
    assert decided() is not None
