"""From a task's signed scheme to the plan of a draw: every number of SSJ-DRAW/1 §4, fixed before anything is frozen.

Source: 第六条（三）, 第九条, 第十三条（二）, 第十四条, 第十六条; SSJ-DRAW/1 §2.1, §4.
Takes: the task, the scheme, what the clerk chooses (times, round, teams, persons). Never: a ratio, a source or a contributor of its own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import get_current_timezone

from shuangsuiji.core.canonical import CanonicalError, suite_named
from shuangsuiji.core.draw.beacon import DICE, DRAND
from shuangsuiji.core.draw.grammar import CODE, write_time
from shuangsuiji.core.draw.plan import Plan, plan_hash, plan_refusals, sealed_kinds, shape_refusals
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal, refuse_any
from shuangsuiji.core.draw.sealing import key_commitment_of
from shuangsuiji.core.draw.teams import LEADER
from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import text
from shuangsuiji.core.rules.quotas import percent
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.plans.models import Scheme, Task
from shuangsuiji.stages.plans.queries.parties import departments_of
from shuangsuiji.stages.registry.names import initials
from shuangsuiji.verify.engine import floors
from shuangsuiji.verify.foreseen import leak_refusals, openness_refusals

SUITE = "SHA256"
MEMBER = "member"
TOGETHER = "1"  # inspector_draw_modes: the initiating department draws for all
CAP_LADDER = [0, 1, 2]
EXCLUSIONS = {
    "X1": "本年度同类任务已检查满次的不再抽取（第九条；次数和例外类别以抽查方案为准）",
    "X2": "对象已注销、吊销、撤销、迁出；人员执法证件在检查期内无效（第十条、第十五条）",
    "X3": "人员在检查期内请假、休假（第十条）",
    "X4": "人员因其他原因不参加（第十条）",
}


@dataclass(frozen=True, slots=True)
class DrawTerms:
    """What the clerk chooses within the scheme. `people`: label of a contributor → the person who speaks for it.

    `not_before` and `digits` count for the sources that need them; times are aware.
    """

    commit_by: datetime
    reveal_by: datetime
    round: str
    teams: int
    people: Mapping[str, UUID] = field(default_factory=dict)
    not_before: datetime | None = None
    digits: int = 0


def contributor_codes(task: Task, labels: Sequence[str]) -> dict[str, str]:
    """Label of a contributor → its code: a participating department's own, else the initiating one's with pinyin initials."""
    names = {each.department.name: each.department.code for each in departments_of(task)}
    codes: dict[str, str] = {}
    for label in labels:
        code = names.get(label, f"{task.department.code}.{initials(label)}"[:60])
        if not CODE.fullmatch(code) or code in codes.values():
            code = f"{task.department.code}.{len(codes) + 1}"
        codes[label] = code
    return codes


def draw_plan(
    task: Task,
    scheme: Scheme,
    terms: DrawTerms,
    keys: Mapping[str, bytes],
    ordinal: int,
    eligible: Mapping[str, Counter[str]],
) -> dict[str, Any]:
    """The whole plan, complete and lawful. Raises DrawRefused with every fault (第六条（三）, 第十四条, 第十六条)."""
    content = scheme.content
    codes = contributor_codes(task, content["contributors"])
    others = [each.department.code for each in departments_of(task) if each.department_id != task.department_id]
    number = f"{task.number}/{ordinal}"
    plan: dict[str, Any] = {
        "v": "ssj-draw/1",
        "suite": SUITE,
        "task_id": task.number,
        "draw_id": number,
        "title": f"{task.department.name}{task.name}（第{ordinal}次抽取）",
        "mode": "both" if content["inspector_draw_mode"] == TOGETHER or not others else "subjects",
        "lead": task.department.code,
        "members": others,
        "contributors": list(codes.values()),
        "contributor_names": {code: label for label, code in codes.items()},
        "commit_by": write_time(terms.commit_by),
        "reveal_by": write_time(terms.reveal_by),
        "beacon": _beacon(content["public_number"], terms),
        "handles": {"subject": "sealed", "inspector": "sealed"},
        "risk_classes": True,
        "openings_from": write_time(_day_after(scheme)),
        "exclusions": EXCLUSIONS,
        "salt_key_commit": {},
        **_strata(content, [task.department.code, *others]),
        **_linkable(eligible),
        **_superseded(task),
    }
    if plan["mode"] == "both":
        plan |= {"teams": _teams(content, terms, task.department.code, others), "cap_ladder": CAP_LADDER}
    return _completed(plan, keys)


def _beacon(source: str, terms: DrawTerms) -> dict[str, Any]:
    beacon: dict[str, Any] = {"source": source, "round": terms.round.strip()}
    if source != DRAND and terms.not_before is not None:
        beacon["not_before"] = write_time(terms.not_before)
    if source == DICE:
        beacon["digits"] = terms.digits
    return beacon


def _day_after(scheme: Scheme) -> datetime:
    """Own openings come after the last planned visit, so that asking tells nothing (§2.1)."""
    last = datetime.fromisoformat(scheme.content["to_on"]).date()
    return datetime.combine(last + timedelta(days=1), time(), tzinfo=get_current_timezone())


def _strata(content: Mapping[str, Any], departments: Sequence[str]) -> dict[str, Any]:
    strata = {each: _quota(said) for each, said in sorted(content["quotas"].items())}
    if len(departments) == 1:
        return {"strata": strata}
    return {"libraries": {code: {"strata": strata} for code in sorted(departments)}}


def _quota(said: Mapping[str, Any]) -> dict[str, Any]:
    quota: dict[str, Any] = {"ratio": percent(Ratio(said["num"], said["den"])), "min": 1}
    if said.get("below", "").strip():
        approver = OFFICES[text("sample_floor_approver")]
        quota["below"] = {"reason": said["below"].strip(), "approved_by": approver}
    return quota


def _teams(content: Mapping[str, Any], terms: DrawTerms, lead: str, others: Sequence[str]) -> dict[str, Any]:
    """Each team: a leader of the initiating department, one of each other one, and its own people up to the scheme's size."""
    slots: list[list[Any]] = [[LEADER, lead, []], *([MEMBER, code, []] for code in others)]
    slots += [[MEMBER, lead, []] for _ in range(int(content["team_size"]) - len(slots))]
    return {"count": terms.teams, "slots": slots}


def _linkable(eligible: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Where the draw as a whole would tell a class, results must not lead back to it (§2.1)."""
    telling = any(len(strata) == 1 or (strata and set(strata) <= {"C", "D"}) for strata in eligible.values())
    return {"result_link": "none"} if telling else {}


def _superseded(task: Task) -> dict[str, Any]:
    former = Draw.objects.filter(series=task.number).order_by("-ordinal").first()
    if former is None or not former.ended:
        return {}
    return {"supersedes": {"draw_id": former.number, "reason": former.ending.code}}


def _completed(plan: dict[str, Any], keys: Mapping[str, bytes]) -> dict[str, Any]:
    refuse_any(shape_refusals(plan))
    del plan["salt_key_commit"]
    suite = suite_named(plan["suite"])
    commitments = {kind: key_commitment_of(suite, keys[kind]) for kind in sealed_kinds(plan)}
    plan["salt_key_commit"] = next(iter(commitments.values())) if len(commitments) == 1 else commitments
    try:
        plan_hash(suite, plan)
    except CanonicalError as error:
        raise DrawRefused(
            [Refusal("plan.form", "第十四条", f"方案不能采用：{error}", "请改正后重新公告", "plan")]
        ) from error
    faults = list(plan_refusals(plan, floors()))
    refuse_any([*faults, *leak_refusals(plan)])
    return plan


def open_faults(plan: Plan, rosters: Any) -> None:
    """Refuse rosters that would tell a class under this plan (V28)."""
    refuse_any(openness_refusals(plan, rosters))


def new_persons(terms: DrawTerms, task: Task, labels: Sequence[str]) -> list[tuple[str, str, UUID]]:
    """(code, label, person) of each contributor. Raises DrawRefused where one is missing or speaks for two."""
    codes = contributor_codes(task, labels)
    missing = [label for label in labels if label not in terms.people]
    if missing:
        raise _refused("contributors", f"尚未指定代表“{'、'.join(missing)}”提交随机数的人员", "请逐方选定一人")
    chosen = [terms.people[label] for label in labels]
    if len(set(chosen)) < len(chosen):
        raise _refused("contributors", "同一人不能代表两方提交随机数", "请为每一方选定不同的人员")
    return [(codes[label], label, terms.people[label]) for label in labels]


def joined_department(task: Task, label: str) -> Department | None:
    """The participating department a contributor's label names, None for a section of the initiating one."""
    found = departments_of(task).filter(department__name=label).first()
    return None if found is None else found.department


def _refused(code: str, message: str, remedy: str) -> DrawRefused:
    return DrawRefused([Refusal(f"plan.{code}", "第十四条", message, remedy)])
