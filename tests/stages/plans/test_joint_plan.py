"""A joint plan: the participants sign the same content, the office of the joint meeting publishes; ad-hoc and former plans beside it."""

import io
from datetime import date, timedelta

import pytest

from shuangsuiji.foundation.approvals.refusal import ApprovalRefused
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import Received, receive
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.stages.disclosure import public
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.agree_plan import agree_plan
from shuangsuiji.stages.plans.actions.close_plan import close_plan
from shuangsuiji.stages.plans.actions.confirm_plan import confirm_plan
from shuangsuiji.stages.plans.actions.draft_plan import Source, draft_plan
from shuangsuiji.stages.plans.actions.migrate_plan import FormerPublication, migrate_plan
from shuangsuiji.stages.plans.actions.record_consent import Paper, confirm_consent, record_consent
from shuangsuiji.stages.plans.actions.return_plan import return_plan
from shuangsuiji.stages.plans.actions.submit_plan import submit_plan
from shuangsuiji.stages.plans.models import Plan, PlanParticipant
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import Answer
from tests.cast import LI, SUN, WANG, ZHOU
from tests.foundation.evidence.files import pdf
from tests.stages.cast import SONG, TANG, County
from tests.stages.items.test_versions import refused
from tests.stages.plans.planning import YEAR, agree, confirm, confirmed, drafted, line, paper, quotas, send

pytestmark = pytest.mark.django_db


def scan() -> Received:
    """A paper that arrived."""
    return receive(io.BytesIO(pdf()), Kind.SCAN)


@pytest.fixture
def plan(ready: County) -> Plan:
    """One good joint plan."""
    return drafted(ready, line(participants=["scjgj"]), kind="JOINT")


def test_a_joint_plan_is_signed_submitted_and_published_by_the_joint_office(ready: County, plan: Plan) -> None:
    confirmed(ready, plan)
    (participant,) = PlanParticipant.objects.all()
    assert participant.decision is not None
    publishing = {"plan": plan.pk, "place": "政府网站", "actor": ready.actor(SONG), "at": ready.at}
    refused("E13-2", publish_plan, **publishing)
    refused("E13-2", publish_plan, **{**publishing, "actor": ready.actor(LI)})
    submit_plan(plan_id=plan.pk, actor=ready.actor(LI), at=ready.at)
    publish_plan(**publishing)
    plan.refresh_from_db()
    assert plan.status == "PUBLISHED"
    assert public.notices("plans")[0].content["rows"][0]["participants"] == "平原县市场监督管理局"
    assert [each for each in differences() if each.table != "account"] == []


def test_e07_1_without_a_participants_answer_nothing_is_confirmed(ready: County, plan: Plan) -> None:
    answer = Answer(send(ready, plan))
    told = refused("E07-1", confirm_plan, plan_id=plan.pk, answer=answer, actor=ready.actor(SUN), at=ready.at)
    assert "平原县市场监督管理局 尚未确认" in told


def test_e07_2_a_participants_no_stands_with_its_reason_until_the_plan_is_changed(ready: County, plan: Plan) -> None:
    answer = Answer(send(ready, plan))
    agree(ready, plan, agrees=False, opinion="人员不足")
    told = refused("E07-2", confirm_plan, plan_id=plan.pk, answer=answer, actor=ready.actor(SUN), at=ready.at)
    assert "人员不足" in told
    first = paper(plan).lines.get()
    terms = {"to_on": date(YEAR, 6, 30)}
    drafting.write_line(
        plan_id=plan.pk, version=first.version, line_id=first.pk, terms=terms, actor=ready.actor(LI), at=ready.at
    )
    assert confirmed(ready, plan).status == "CONFIRMED"


def test_only_a_participants_deputy_head_answers_for_it(ready: County, plan: Plan) -> None:
    answer = Answer(send(ready, plan))
    refused("E13-2", agree_plan, plan_id=plan.pk, agrees=True, answer=answer, actor=ready.actor(WANG), at=ready.at)
    with pytest.raises(PlansRefused, match="不是该计划的参与部门"):
        agree_plan(plan_id=plan.pk, agrees=True, answer=answer, actor=ready.actor(SUN), at=ready.at)


def test_a_consent_on_paper_counts_once_the_deputy_head_has_confirmed_it(ready: County, plan: Plan) -> None:
    answer = Answer(send(ready, plan))
    paper_ = Paper(True, "平市监函〔2026〕7号", ready.at.date(), scan())
    record_consent(plan_id=plan.pk, department="scjgj", paper=paper_, actor=ready.actor(LI), at=ready.at)
    refused("E07-1", confirm_plan, plan_id=plan.pk, answer=answer, actor=ready.actor(SUN), at=ready.at)
    with pytest.raises(Exception, match="核对确认"):
        confirm_consent(plan_id=plan.pk, department="scjgj", actor=ready.actor(LI), at=ready.at)
    confirm_consent(plan_id=plan.pk, department="scjgj", actor=ready.actor(SUN), at=ready.at)
    assert confirm(ready, plan).status == "CONFIRMED"


def test_a_consent_on_paper_is_recorded_days_later_and_is_never_older_than_what_was_sent(
    ready: County, plan: Plan
) -> None:
    send(ready, plan)
    given = {"plan_id": plan.pk, "department": "scjgj", "actor": ready.actor(LI), "at": ready.at + timedelta(days=4)}
    with pytest.raises(ApprovalRefused, match="不在申请日"):
        record_consent(paper=Paper(True, "7号", ready.at.date() - timedelta(days=1), scan()), **given)
    assert record_consent(paper=Paper(True, "7号", ready.at.date(), scan()), **given).signed_on == ready.at.date()


def test_the_joint_office_sends_a_submitted_plan_back(ready: County, plan: Plan) -> None:
    confirmed(ready, plan)
    back = {"plan_id": plan.pk, "reason": "与市场监管计划重叠", "actor": ready.actor(SONG), "at": ready.at}
    with pytest.raises(PlansRefused, match="没有报送"):
        return_plan(**back)
    submit_plan(plan_id=plan.pk, actor=ready.actor(LI), at=ready.at)
    return_plan(**back)
    plan.refresh_from_db()
    assert (plan.status, paper(plan).returned) == ("DRAFT", "与市场监管计划重叠")


def test_an_own_plan_has_no_participants_and_is_not_submitted(ready: County) -> None:
    own = drafted(ready)
    with pytest.raises(PlansRefused, match="没有参与部门"):
        drafting.edit_plan(
            plan_id=own.pk,
            version=paper(own).version,
            title="x",
            participants=["scjgj"],
            actor=ready.actor(LI),
            at=ready.at,
        )
    confirmed(ready, own)
    refused("E07-8", submit_plan, plan_id=own.pk, actor=ready.actor(LI), at=ready.at)


def test_e08_3_an_ad_hoc_plan_needs_a_superior_or_another_department_behind_it(ready: County) -> None:
    source = Source("2", "某市人民政府", "平政办〔2026〕5号", date(2026, 11, 1))
    good = {"kind": "AD_HOC", "year": YEAR, "title": "临时抽查", "actor": ready.actor(LI), "at": ready.at}
    for wrong in (None, Source("1", "本局", "无", date(2026, 11, 1)), Source("2", "", "", None)):
        refused("E08-3", draft_plan, source=wrong, **good)
    plan = draft_plan(source=source, **good)
    assert (plan.kind, plan.source_document) == ("AD_HOC", "平政办〔2026〕5号")


def test_a_former_plan_is_entered_once_and_marked(ready: County) -> None:
    li, at = ready.actor(LI), ready.at
    plan = draft_plan(kind="OWN", year=2026, title="2026年度计划", migrated=True, actor=li, at=at)
    old = line(from_on=date(2026, 3, 1), to_on=date(2026, 10, 31), item_codes=[], quotas={}, ratio_text="3%；2次/年")
    drafting.write_lines(plan_id=plan.pk, version=1, lines=[old], actor=li, at=at)
    answer = Answer(send(ready, plan))
    former = FormerPublication(date(2026, 1, 8), "本局网站", "平人社〔2026〕3号", scan())
    entering = {"plan_id": plan.pk, "answer": answer, "actor": ready.actor(SUN), "at": at}
    refused("E07-9", migrate_plan, former=FormerPublication(date(2026, 1, 8), "", "", None), **entering)
    migrate_plan(former=former, **entering)
    plan.refresh_from_db()
    assert (plan.status, plan.migrated, plan.published_on) == ("PUBLISHED", True, date(2026, 1, 8))
    publish_plan(plan=plan.pk, place="本局网站", actor=li, at=at)
    (notice,) = public.notices("plans")
    assert (notice.content["migrated"], notice.content["rows"][0]["ratio"]) == ("2026-01-08", "3%；2次/年")
    plan.refresh_from_db()
    assert plan.published_on == date(2026, 1, 8)
    with pytest.raises(PlansRefused, match="不是迁入"):
        other = drafted(ready)
        migrate_plan(former=former, **{**entering, "plan_id": other.pk, "answer": Answer(send(ready, other))})


def test_a_plan_is_closed_by_the_coordinator_after_its_year(ready: County) -> None:
    plan = confirmed(ready, drafted(ready))
    publish_plan(plan=plan.pk, place="网站", actor=ready.actor(LI), at=ready.at)
    refused("E07-6", close_plan, plan_id=plan.pk, actor=ready.actor(TANG), at=ready.at)
    later = ready.at.replace(year=YEAR + 1, month=1)
    refused("E13-2", close_plan, plan_id=plan.pk, actor=ready.actor(LI), at=later)
    close_plan(plan_id=plan.pk, actor=ready.actor(TANG), at=later)
    plan.refresh_from_db()
    assert plan.status == "CLOSED"


def test_a_plan_that_needs_the_next_office_up_says_why(ready: County) -> None:
    plan = drafted(ready)
    seen = send(ready, plan)
    acting = {"plan_id": plan.pk, "actor": ready.actor(ZHOU), "at": ready.at}
    refused("E13-2", confirm_plan, answer=Answer(seen), **acting)
    confirm_plan(answer=Answer(seen, standing_in="分管负责人空缺"), **acting)
    assert LogEvent.objects.filter(type="plan.approved").count() == 1


def test_quotas_of_a_line_that_serves_no_class_are_asked_for(ready: County) -> None:
    plan = drafted(ready, line(quotas=quotas(A=None, B=None, C=None, D=None)))
    refused(
        "E07-5", drafting.send_plan, plan_id=plan.pk, version=paper(plan).version, actor=ready.actor(LI), at=ready.at
    )
