"""From a clerk's settings to a complete plan: ids, floors, sealing commitments.

Source: SSJ-DRAW/1 §4; 第六条（三）, 第十三条, 第十六条. The floors come from the parameters of the rules.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, suite_named
from shuangsuiji.core.draw.grammar import REHEARSAL, write_time
from shuangsuiji.core.draw.plan import is_rehearsal, plan_refusals, sealed_kinds, shape_refusals
from shuangsuiji.core.draw.refusal import refuse_any
from shuangsuiji.core.draw.sealing import key_commitment_of
from shuangsuiji.verify.engine import floors
from shuangsuiji.web.console.ceremony.folder import refused


def example_settings() -> dict[str, Any]:
    """Settings to start from: one department, classes A–D at the floors of 第六条（三）, two teams, dice."""
    return {
        "task_id": "410928/hrss/2026/laodong-yonggong",
        "title": "濮阳县人力资源和社会保障局2026年劳动用工抽查（第1次）",
        "lead": "hrss",
        "members": [],
        "contributors": ["hrss", "jiwei"],
        "strata": {name: {"ratio": ratio, "min": 1} for name, ratio in floors().items()},
        "risk_classes": True,
        "handles": {"subject": "sealed", "inspector": "sealed"},
        "beacon": {"source": "dice/d10", "round": "1", "digits": 20},
        "exclusions": {
            "X1": "本年度已检查的主体不再抽取，D 类除外（第九条；随方案公布）",
            "X2": "主体已注销、吊销、迁出；人员执法证件在检查期内无效（第十条、第十五条）",
            "X3": "人员休假（第十五条）",
        },
        "teams": {"count": 2, "slots": [["leader", "hrss", []], ["member", "hrss", []]]},
        "cap_ladder": [0, 1, 2],
    }


def complete_plan(
    settings: Mapping[str, Any], keys: Mapping[str, bytes], ordinal: int, *, rehearsal: bool = False
) -> dict[str, Any]:
    """The plan for these settings: version, draw number and key commitments are added; every fault is told at once.

    `keys` maps `subject` and `inspector` to 32 bytes; only kinds the plan seals are committed to.
    """
    plan = {"v": "ssj-draw/1", "suite": "SHA256", **settings}
    task_id = f"{plan.get('task_id')}"
    if rehearsal and not task_id.startswith(REHEARSAL):
        task_id = REHEARSAL + task_id
    plan |= {"task_id": task_id, "draw_id": f"{task_id}/{ordinal}"}
    refuse_any(shape_refusals({**plan, "salt_key_commit": {}}))
    try:
        suite = suite_named(plan["suite"])
    except CanonicalError as error:
        raise refused("plan.suite", f"{error}", "请改用 SHA256") from error
    commitments = {kind: key_commitment_of(suite, keys[kind]) for kind in sealed_kinds(plan)}
    if commitments:
        plan["salt_key_commit"] = next(iter(commitments.values())) if len(commitments) == 1 else commitments
    refuse_any(plan_refusals(plan, floors()))
    if is_rehearsal(plan) and not rehearsal:
        raise refused("E14-6", "任务编号以 rehearsal/ 开头，是演练", "正式抽取请换编号；演练请加 --rehearsal")
    return plan


def with_times(
    settings: Mapping[str, Any],
    *,
    at: datetime,
    commit: timedelta,
    reveal: timedelta,
    number: timedelta,
    openings: timedelta,
) -> dict[str, Any]:
    """Settings with the times they leave open, counted from `at`; times already written stay."""
    timed = dict(settings)
    timed.setdefault("commit_by", write_time(at + commit))
    timed.setdefault("reveal_by", write_time(at + reveal))
    beacon = dict(timed.get("beacon", {}))
    if not f"{beacon.get('source')}".startswith("drand/"):
        beacon.setdefault("not_before", write_time(at + number))
    timed["beacon"] = beacon
    if timed.get("handles", {}).get("subject") == "sealed" and timed.get("mode") != "inspectors":
        timed.setdefault("openings_from", write_time(at + openings))
    return timed
