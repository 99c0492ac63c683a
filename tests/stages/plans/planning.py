"""A bureau ready to plan: a published list, a document, a policy, a few firms; and one own plan that nothing is wrong with."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.disclosure.actions.publish_items import publish_items
from shuangsuiji.stages.items.actions.approve_version import approve_version
from shuangsuiji.stages.items.actions.draft_version import draft_version
from shuangsuiji.stages.items.actions.edit_draft import import_items, send_version
from shuangsuiji.stages.items.actions.register_basis import register_basis
from shuangsuiji.stages.items.models import RuleDocument
from shuangsuiji.stages.items.queries import digest_of as list_digest
from shuangsuiji.stages.plans import drafting, policy_drafting
from shuangsuiji.stages.plans.actions.agree_plan import agree_plan
from shuangsuiji.stages.plans.actions.confirm_plan import confirm_plan
from shuangsuiji.stages.plans.actions.draft_plan import Source, draft_plan
from shuangsuiji.stages.plans.actions.set_policy import set_policy
from shuangsuiji.stages.plans.models import Plan, PlanDraft, Policy
from shuangsuiji.stages.plans.queries.content import digest_of
from shuangsuiji.stages.plans.queries.policies import policy_digest
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.stages.registry.models import Subject
from tests.cast import LI, SUN, WANG
from tests.remembered import remembered
from tests.stages.cast import HE, TANG, County
from tests.stages.items.conftest import terms as item_terms

YEAR = 2027
RULES = {"A": (1, 100, 1), "B": (3, 100, 1), "C": (10, 100, 2), "D": (20, 100, 3)}
ITEM = "rsj-o0001"


def quotas(**changed: Any) -> dict[str, dict[str, Any]]:
    """The four classes as the rules have them; `C=(5, 100, 2)` changes one, `C=None` leaves it out."""
    said = {each: changed.get(each, terms) for each, terms in RULES.items()}
    return {each: dict(zip(("num", "den", "frequency"), terms, strict=True)) for each, terms in said.items() if terms}


def line(**changed: Any) -> dict[str, Any]:
    """A line that nothing is wrong with."""
    return {
        "task_name": "劳动用工检查",
        "subject_range": "用人单位",
        "subject_types": ["ENTERPRISE"],
        "methods": ["M1"],
        "from_on": date(YEAR, 3, 1),
        "to_on": date(YEAR, 11, 30),
        "item_codes": [ITEM],
        "quotas": quotas(),
        **changed,
    }


def prepare(county: County) -> None:
    """A list of three items, a rule document, a policy for the year."""
    remembered(_prepare, county)


def _prepare(county: County) -> None:
    prepare_without_policy(county)
    policy(county)


def prepare_without_policy(county: County) -> None:
    """A list of three items and a rule document."""
    li, at = county.actor(LI), county.at
    version = draft_version(kind="OWN", actor=li, at=at)
    rows = [item_terms(number) for number in (1, 2, 3)]
    import_items(version=version.pk, rows=rows, owners={}, replace=True, actor=li, at=at)
    send_version(version=version.pk, reason="年度调整", actor=li, at=at)
    approve_version(version=version.pk, seen=list_digest(version), actor=county.actor(SUN), at=at)
    publish_items(version=version.pk, place="本局网站", actor=li, at=at)
    register_basis(
        number="平政〔2026〕9号", title="某县实施意见", level="COUNTY", issuing_body="某县人民政府",
        from_on=date(2026, 1, 1), actor=county.actor(TANG), at=at,
    )  # fmt: skip


def policy(county: County, **changed: Any) -> Policy:
    """The department's measures, in force from the first day of the year."""
    values = {
        "document": "平人社〔2026〕30号",
        "issuing_body": "平原县人力资源和社会保障局",
        "effective_from": date(YEAR, 1, 1),
        "rows": {each: {**said, "measures": "按规定"} for each, said in quotas().items()},
        **changed,
    }
    tang = county.actor(TANG)
    draft = policy_drafting.write_policy(actor=tang, at=county.at, **values)
    policy_drafting.send_policy(draft_id=draft.pk, version=draft.version, actor=tang, at=county.at)
    draft.refresh_from_db()
    return set_policy(draft_id=draft.pk, seen=policy_digest(draft), actor=county.actor(SUN), at=county.at)


def drafted(county: County, *lines: Mapping[str, Any], kind: str = "OWN", **head: Any) -> Plan:
    """A plan of the bureau with these lines (one good one where none is given), its basis and participants."""
    li, at = county.actor(LI), county.at
    plan = draft_plan(kind=kind, year=YEAR, title="年度抽查计划", actor=li, at=at)
    joining = ["scjgj"] if kind == "JOINT" else []
    basis = [str(each.pk) for each in RuleDocument.objects.all()]
    said = {"title": "年度抽查计划", "participants": joining, "basis": basis, **head}
    drafting.edit_plan(plan_id=plan.pk, version=1, actor=li, at=at, **said)
    drafting.write_lines(plan_id=plan.pk, version=2, lines=lines or [line()], actor=li, at=at)
    return plan


def paper(plan: Plan) -> PlanDraft:
    """The paper as it is now."""
    found: PlanDraft = PlanDraft.objects.select_related("plan__department").get(pk=plan.pk)
    return found


def send(county: County, plan: Plan) -> str:
    """Send the paper round; answers the digest that will be signed."""
    drafting.send_plan(plan_id=plan.pk, version=paper(plan).version, actor=county.actor(LI), at=county.at)
    return digest_of(paper(plan))


def agree(county: County, plan: Plan, *, agrees: bool = True, opinion: str = "") -> None:
    """The joining department answers."""
    answer = Answer(digest_of(paper(plan)), opinion)
    agree_plan(plan_id=plan.pk, agrees=agrees, answer=answer, actor=county.actor(HE), at=county.at)


def confirm(county: County, plan: Plan, actor: Actor | None = None) -> Plan:
    """The deputy head confirms what was sent."""
    answer = Answer(digest_of(paper(plan)))
    confirm_plan(plan_id=plan.pk, answer=answer, actor=actor or county.actor(SUN), at=county.at)
    plan.refresh_from_db()
    return plan


def confirmed(county: County, plan: Plan) -> Plan:
    """Sent, agreed where others take part, confirmed."""
    send(county, plan)
    if paper(plan).participants:
        agree(county, plan)
    return confirm(county, plan)


def firms(county: County, department: Department, first: int, **classes: int) -> None:
    """So many live firms of each class in a department's registry, numbered from `first`."""
    at = county.at - timedelta(days=1)
    number = first
    with command(actor=county.actor(LI), at=county.at) as cmd:
        for risk_class, count in classes.items():
            for _ in range(count):
                code = f"{number:015d}"
                number += 1
                Subject(
                    department=department, identity=f"reg:{code}", reg_no=code, name=f"某厂{code}", name_key=f"某厂{code}",
                    initials="mc", subject_type="ENTERPRISE", town="410999000000", risk_class=risk_class,
                    class_source="省共享" if risk_class else "",
                    class_on=at.date() if risk_class else None, source="测试", salt="00" * 16, row_digest="0" * 64,
                ).save(force_insert=True)  # fmt: skip
        cmd.emit("account.changed", pub={"kind": "person", "count": 1})


def confirmed_by_the_other(county: County) -> Plan:
    """An ad-hoc plan of the joining department for the same trade in the same season (it needs no policy), confirmed."""
    wang, at = county.actor(WANG), county.at
    source = Source("2", "某市人民政府", "某政办〔2026〕8号", at.date())
    plan = draft_plan(kind="AD_HOC", year=YEAR, title="市监临时抽查", source=source, actor=wang, at=at)
    basis = [str(each.pk) for each in RuleDocument.objects.all()]
    drafting.edit_plan(plan_id=plan.pk, version=1, title="市监临时抽查", basis=basis, actor=wang, at=at)
    drafting.write_lines(plan_id=plan.pk, version=2, lines=[line(task_name="市监联合检查")], actor=wang, at=at)
    drafting.send_plan(plan_id=plan.pk, version=3, actor=wang, at=at)
    confirm_plan(plan_id=plan.pk, answer=Answer(digest_of(paper(plan))), actor=county.actor(HE), at=at)
    plan.refresh_from_db()
    return plan
