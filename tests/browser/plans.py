"""Plans of the walk: one being drafted, one sent round, one public with an amendment under way, one that asks us, a former one, a policy.

Everything by the real acts; another department acts in the person of our clerk.
"""

import datetime
import io
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.foundation.accounts.actions.add_department import add_department
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.overrides.drafting import draft_override
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.items.models import RuleDocument
from shuangsuiji.stages.plans import drafting, policy_drafting
from shuangsuiji.stages.plans.actions.confirm_plan import confirm_plan
from shuangsuiji.stages.plans.actions.draft_plan import draft_plan
from shuangsuiji.stages.plans.actions.record_consent import Paper, confirm_consent, record_consent
from shuangsuiji.stages.plans.actions.record_paper_submission import SubmissionPaper, record_paper_submission
from shuangsuiji.stages.plans.actions.set_policy import set_policy
from shuangsuiji.stages.plans.models import DraftLine, Plan, PlanDraft
from shuangsuiji.stages.plans.queries.content import digest_of
from shuangsuiji.stages.plans.queries.policies import policy_digest
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.web.components.drafts import KEY_FIELD
from shuangsuiji.web.components.idempotency import new_key
from tests.browser.site import Site
from tests.foundation.evidence.files import pdf
from tests.foundation.overrides.measures import GOOD
from tests.stages.plans.planning import YEAR, line, quotas

TABLE = "计划编号,任务名称,抽查对象,抽查比例（数量）,起止时间,抽查事项\n001,劳动保障监察检查,用人单位,10%(20户),3月—12月,工资支付\n"


def build(site: Site) -> dict[str, Any]:
    """Keys of what the pages need; the item lists are there already."""
    bureau, at = site.bureau, site.at
    clerk, deputy = bureau.actor("li", "clerk"), bureau.actor("sun", "deputy_head")
    add_department(
        code="scjgj", name="平原县市场监督管理局", division="410999", from_on=datetime.date(2026, 1, 1),
        actor=bureau.actor("sysadmin"), at=at,
    )  # fmt: skip
    made = {
        "policy": _policies(site),
        "measure": draft_override(actor=bureau.actor("li", "coordinator"), at=at, **GOOD).pk,
    }
    below = quotas(C=(5, 100, 1))
    below["C"]["below"] = "本年度集中治理，检查力量不足"
    public = _plan(clerk, at, line())
    _send(public, clerk, at)
    confirm_plan(plan_id=public.pk, answer=Answer(digest_of(_paper(public))), actor=deputy, at=at)
    made["notice"] = publish_plan(plan=public.pk, place="政府网站", actor=clerk, at=at).index_no
    drafting.begin_amendment(plan_id=public.pk, reason="检查期缩短", actor=clerk, at=at)
    row = DraftLine.objects.get(draft=public.pk)
    terms = {"to_on": datetime.date(YEAR, 6, 30)}
    drafting.write_line(plan_id=public.pk, version=row.version, line_id=row.pk, terms=terms, actor=clerk, at=at)
    _send(public, clerk, at)
    drafted = _plan(
        clerk,
        at,
        line(task_name="有问题的一行", quotas=below, methods=["M2"]),
        line(item_codes=["rsj-o0002"]),
        kind="JOINT",
        participants=["scjgj"],
    )
    other = Actor("scjgj", "clerk", clerk.person, clerk.key)
    asking = _plan(other, at, line(participants=["rsj"]), kind="JOINT", participants=["rsj"])
    # Sent round in another person's name, so that our deputy head may answer; what refuses it was looked at elsewhere.
    PlanDraft.objects.filter(pk=asking.pk).update(
        sender=clerk.person, sender_office="clerk", sent_at=at, sent_digest=digest_of(_paper(asking))
    )
    former = draft_plan(kind="OWN", year=2026, title="2026年度计划", migrated=True, actor=clerk, at=at)
    old = line(from_on=datetime.date(2026, 3, 1), to_on=datetime.date(2026, 10, 31))
    drafting.write_lines(plan_id=former.pk, version=1, lines=[old], actor=clerk, at=at)
    _send(former, clerk, at)
    made["on_paper"], made["consent"] = _on_paper(clerk, deputy, at)
    made |= {"public": public.pk, "drafted": drafted.pk, "asking": asking.pk, "former": former.pk}
    made["line"] = DraftLine.objects.filter(draft=drafted.pk).order_by("ordinal")[0].pk
    return {**made, "upload": _upload(site, drafted.pk)}


def _on_paper(clerk: Actor, deputy: Actor, at: Any) -> tuple[Any, Any]:
    """A joint plan that was agreed to on paper and confirmed, the letter by which it went to the joint meeting recorded; and that consent."""
    said = {each: {**terms, "necessity": "与本部门计划的对象不同"} for each, terms in quotas().items()}
    row = line(task_name="联合用工检查", participants=["scjgj"], quotas=said)
    plan = _plan(clerk, at, row, kind="JOINT", participants=["scjgj"])
    _send(plan, clerk, at)
    consent = Paper(True, "平市监函〔2026〕7号", localdate(at), receive(io.BytesIO(pdf()), Kind.SCAN))
    answer = record_consent(plan_id=plan.pk, department="scjgj", paper=consent, actor=clerk, at=at)
    confirm_consent(plan_id=plan.pk, department="scjgj", actor=deputy, at=at)
    confirm_plan(plan_id=plan.pk, answer=Answer(digest_of(_paper(plan))), actor=deputy, at=at)
    letter = SubmissionPaper("平人社函〔2026〕12号", localdate(at), receive(io.BytesIO(pdf()), Kind.SCAN))
    record_paper_submission(plan_id=plan.pk, paper=letter, actor=clerk, at=at)
    return plan.pk, answer.pk


def _policies(site: Site) -> Any:
    """The policy of the year, and the draft of the next."""
    coordinator, at = site.bureau.actor("li", "coordinator"), site.at
    terms: dict[str, Any] = {
        "document": "平人社〔2026〕30号",
        "issuing_body": "平原县人力资源和社会保障局",
        "effective_from": datetime.date(YEAR, 1, 1),
        "rows": {each: {**said, "measures": "按规定"} for each, said in quotas().items()},
    }
    for number in (30, 31):
        draft = policy_drafting.write_policy(
            actor=coordinator, at=at, **{**terms, "document": f"平人社〔2026〕{number}号"}
        )
        policy_drafting.send_policy(draft_id=draft.pk, version=draft.version, actor=coordinator, at=at)
        draft.refresh_from_db()
        if number == 30:
            deputy = site.bureau.actor("sun", "deputy_head")
            set_policy(draft_id=draft.pk, seen=policy_digest(draft), actor=deputy, at=at)
    return draft.pk


def _plan(clerk: Actor, at: Any, *lines: Any, kind: str = "OWN", participants: Any = ()) -> Plan:
    plan = draft_plan(kind=kind, year=YEAR, title="年度双随机抽查计划", actor=clerk, at=at)
    basis = [str(each.pk) for each in RuleDocument.objects.all()]
    said = {"title": "年度双随机抽查计划", "participants": participants, "basis": basis}
    drafting.edit_plan(plan_id=plan.pk, version=1, actor=clerk, at=at, **said)
    drafting.write_lines(plan_id=plan.pk, version=2, lines=lines, actor=clerk, at=at)
    return plan


def _paper(plan: Plan) -> PlanDraft:
    found: PlanDraft = PlanDraft.objects.select_related("plan__department").get(pk=plan.pk)
    return found


def _send(plan: Plan, clerk: Actor, at: Any) -> None:
    drafting.send_plan(plan_id=plan.pk, version=_paper(plan).version, actor=clerk, at=at)


def _upload(site: Site, plan: Any) -> str:
    client = Client()
    client.force_login(site.bureau.account("li"))
    session = client.session
    session_times.begin(session, at=site.at, second_factor=True)
    session.save()
    table = io.BytesIO(TABLE.encode("utf-8-sig"))
    table.name = "计划.csv"
    fields = {KEY_FIELD: new_key(), "file": table, "into": str(plan), "year": YEAR}
    answer = client.post(reverse("plans:import", args=(plan,)), fields)
    return str(answer["Location"]).rstrip("/").rpartition("/")[2]
