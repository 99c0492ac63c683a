"""An own plan: drafted, judged, sent, confirmed by the deputy head, published by its department, amended."""

from typing import Any

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.approvals.refusal import ContentChanged
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.disclosure import public
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.amend_plan import amend_plan
from shuangsuiji.stages.plans.actions.confirm_plan import confirm_plan
from shuangsuiji.stages.plans.actions.refuse_plan import refuse_plan
from shuangsuiji.stages.plans.actions.return_plan import return_plan
from shuangsuiji.stages.plans.models import Plan, PlanDraft, PlanLine, PlanLineQuota, PlanVersion
from shuangsuiji.stages.plans.queries.content import digest_of
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import Answer
from tests.cast import LI, SUN, WANG
from tests.stages.cast import HE, County
from tests.stages.items.test_versions import refused
from tests.stages.plans.planning import confirm, confirmed, drafted, line, paper, quotas, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(ready: County) -> Plan:
    """One good own plan."""
    return drafted(ready)


def codes(county: County, plan: Plan) -> set[str]:
    """What refuses the plan when it is sent."""
    with pytest.raises(RuleViolation) as raised:
        send(county, plan)
    return {finding.code for finding in raised.value.findings}


def publish(county: County, plan: Plan) -> None:
    publish_plan(plan=plan.pk, place="本局网站", actor=county.actor(LI), at=county.at)
    plan.refresh_from_db()


def test_an_own_plan_goes_from_draft_to_the_portal(ready: County, plan: Plan) -> None:
    assert (plan.status, plan.number) == ("DRAFT", "rsj-2027-01")
    confirmed(ready, plan)
    assert plan.status == "CONFIRMED"
    (fixed,) = PlanLine.objects.all()
    assert fixed.number == "rsj-2027-01-01"
    assert [each.item.code for each in fixed.items.all()] == ["rsj-o0001"]
    assert PlanLineQuota.objects.get(risk_class="D").policy is not None
    publish(ready, plan)
    assert (plan.status, plan.published_number, plan.place) == ("PUBLISHED", 1, "本局网站")
    (notice,) = public.notices("plans")
    assert notice.content["rows"][0]["ratio"].startswith("A类 1%，全年 1 次")
    assert [each for each in differences() if each.table != "account"] == []
    types = list(LogEvent.objects.values_list("type", flat=True))
    assert types[-3:] == ["plan.drafted", "plan.approved", "plan.published"]


def test_everything_wrong_is_told_at_once(ready: County) -> None:
    bad = line(
        item_codes=["gone"], methods=[], to_on=line()["from_on"].replace(year=2028), quotas=quotas(C=(5, 100, 1))
    )
    plan = drafted(ready, bad, basis=[])
    assert codes(ready, plan) == {"E01-1", "E02-1", "E07-5", "E11-2", "E06-8", "E06-9"}


def test_a_changed_paper_has_to_be_sent_again(ready: County, plan: Plan) -> None:
    seen = send(ready, plan)
    drafting.write_line(
        plan_id=plan.pk, version=paper(plan).version, terms=line(task_name="又一行", quotas=quotas(A=None, B=None)),
        actor=ready.actor(LI), at=ready.at,
    )  # fmt: skip
    with pytest.raises(PlansRefused, match="没有送会签"):
        confirm(ready, plan)
    send(ready, plan)
    with pytest.raises(ContentChanged):
        confirm_plan(plan_id=plan.pk, answer=Answer(seen), actor=ready.actor(SUN), at=ready.at)


def test_nobody_confirms_what_he_sent_and_no_other_office_does(ready: County, plan: Plan) -> None:
    seen = Answer(send(ready, plan))
    refused("E13-2", confirm_plan, plan_id=plan.pk, answer=seen, actor=ready.actor(LI), at=ready.at)
    PlanDraft.objects.filter(pk=plan.pk).update(sender=ready.actor(SUN).person)
    refused("E13-2", confirm_plan, plan_id=plan.pk, answer=seen, actor=ready.actor(SUN), at=ready.at)


def test_another_department_neither_edits_nor_confirms_nor_publishes(ready: County, plan: Plan) -> None:
    seen = Answer(send(ready, plan))
    for act, member, more in (
        (drafting.edit_plan, WANG, {"version": 4, "title": "x"}),
        (confirm_plan, HE, {"answer": seen}),
    ):
        with pytest.raises(Plan.DoesNotExist):
            act(plan_id=plan.pk, actor=ready.actor(member), at=ready.at, **more)
    with pytest.raises(Plan.DoesNotExist):
        publish_plan(plan=plan.pk, place="", actor=ready.actor(WANG), at=ready.at)


def test_the_second_of_two_clerks_is_told(ready: County, plan: Plan) -> None:
    change: dict[str, Any] = {"plan_id": plan.pk, "version": 3, "title": "甲", "actor": ready.actor(LI), "at": ready.at}
    drafting.edit_plan(**change)
    with pytest.raises(StaleVersion):
        drafting.edit_plan(**change)


def test_a_plan_is_confirmed_and_published_once(ready: County, plan: Plan) -> None:
    publishing = {"plan": plan.pk, "place": "", "actor": ready.actor(LI), "at": ready.at}
    refused("E13-1", publish_plan, **publishing)
    confirmed(ready, plan)
    refused("E13-2", publish_plan, **{**publishing, "actor": ready.actor(SUN)})
    publish(ready, plan)
    refused("E07-7", publish_plan, **publishing)
    assert PlanVersion.objects.count() == 1


def test_the_deputy_head_sends_a_plan_back_with_an_opinion(ready: County, plan: Plan) -> None:
    answer = Answer(send(ready, plan), "缺少高风险安排")
    refuse_plan(plan_id=plan.pk, answer=answer, actor=ready.actor(SUN), at=ready.at)
    assert (paper(plan).returned, paper(plan).sent_digest) == ("缺少高风险安排", "")
    assert confirmed(ready, plan).status == "CONFIRMED"


def test_a_returned_plan_starts_without_signatures(ready: County, plan: Plan) -> None:
    before = send(ready, plan)
    confirm(ready, plan)
    refused("E07-7", return_plan, plan_id=plan.pk, reason=" ", actor=ready.actor(SUN), at=ready.at)
    return_plan(plan_id=plan.pk, reason="调整事项", actor=ready.actor(SUN), at=ready.at)
    plan.refresh_from_db()
    assert plan.status == "DRAFT"
    assert send(ready, plan) != before
    assert confirm(ready, plan).status == "CONFIRMED"
    assert [each.number for each in plan.versions.all()] == [1, 2]


def test_e07_4_a_published_plan_is_changed_only_by_a_numbered_amendment(ready: County, plan: Plan) -> None:
    confirmed(ready, plan)
    publish(ready, plan)
    li = ready.actor(LI)
    edit = {"plan_id": plan.pk, "version": paper(plan).version, "title": "改", "actor": li, "at": ready.at}
    told = refused("E07-4", drafting.edit_plan, **edit)
    assert "只能提出变更" in told
    drafting.begin_amendment(plan_id=plan.pk, reason="增加一项", actor=li, at=ready.at)
    more = line(task_name="第二行", quotas=quotas(A=None, B=None, C=(10, 100, 2)))
    drafting.write_line(plan_id=plan.pk, version=paper(plan).version, terms=more, actor=li, at=ready.at)
    answer = Answer(send(ready, plan))
    refused("E13-1", confirm_plan, plan_id=plan.pk, answer=answer, actor=ready.actor(SUN), at=ready.at)
    amend_plan(plan_id=plan.pk, answer=answer, actor=ready.actor(SUN), at=ready.at)
    assert len(public.notices("plans")[0].content["rows"]) == 1
    publish(ready, plan)
    (notice,) = public.notices("plans")
    assert (notice.version_no, notice.reason, len(notice.content["rows"])) == (2, "增加一项", 2)
    (change,) = public.changes("plans", notice.index_no)
    assert (change.what, change.name) == ("ADDED", "第二行")
    assert [each for each in differences() if each.table != "account"] == []


def test_an_amendment_given_up_leaves_the_paper_as_published(ready: County, plan: Plan) -> None:
    confirmed(ready, plan)
    publish(ready, plan)
    li, before = ready.actor(LI), plan.versions.get().content["lines"]
    drafting.begin_amendment(plan_id=plan.pk, reason="试改", actor=li, at=ready.at)
    first = paper(plan).lines.get()
    drafting.remove_line(plan_id=plan.pk, version=paper(plan).version, line_id=first.pk, actor=li, at=ready.at)
    drafting.drop_amendment(plan_id=plan.pk, actor=li, at=ready.at)
    kept = paper(plan).lines.get()
    assert [(kept.task_name, kept.item_codes)] == [(each["task_name"], each["items"]) for each in before]
    assert digest_of(paper(plan)) != plan.versions.get().content_digest, "an old signature does not fit"
