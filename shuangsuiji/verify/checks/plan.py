"""V02, V03, V10: the plan is the one that was fixed, may be drawn by, and is bound to these rosters.

Source: SSJ-DRAW/1 §4, §5; 第六条（三）, 第十六条.
"""

from collections.abc import Iterator

from shuangsuiji.core.canonical import CanonicalError, jcs
from shuangsuiji.core.draw.ceremony import context_of
from shuangsuiji.core.draw.plan import is_rehearsal, plan_hash, plan_refusals, shape_refusals
from shuangsuiji.verify.case import Case
from shuangsuiji.verify.verdict import differs


def check_plan_hash(case: Case) -> Iterator[str]:
    """V02: digest of the canonical plan, under the suite that the record and the plan name alike."""
    yield from differs("suite", case.members["suite"], case.plan["suite"])
    try:
        written = jcs(case.plan).hex()
    except CanonicalError as error:
        yield f"方案不能写成规范形式：{error}"
        return
    if "plan_jcs_hex" in case.members:
        yield from differs("方案规范字节", case.members["plan_jcs_hex"], written)
    yield from differs("plan_hash", case.members["plan_hash"], plan_hash(case.suite, case.plan))


def check_plan(case: Case) -> Iterator[str]:
    """V03: the plan's rules, its ids, and that it is no rehearsal."""
    plan = case.plan
    for name in ("task_id", "draw_id"):
        yield from differs(name, case.members[name], plan[name])
    if is_rehearsal(plan):
        yield "这是演练抽取，不能作为正式抽取派发或公示（E14-6，第十四条）"
    misshapen = list(shape_refusals(plan))
    refusals = misshapen or plan_refusals(plan, case.floors)
    yield from (refusal.sentence() for refusal in refusals)


def check_context(case: Case) -> Iterator[str]:
    """V10: the context binds plan and rosters."""
    case.need("context")
    members = case.members
    computed = context_of(
        case.suite,
        members["draw_id"],
        members["plan_hash"],
        members["subject_commit"],
        members["inspector_commit"],
    )
    yield from differs("context", members["context"], computed)
