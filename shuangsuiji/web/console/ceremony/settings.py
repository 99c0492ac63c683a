"""From a clerk's settings to a complete plan: ids, floors, sealing commitments, times.

Source: SSJ-DRAW/1 §4; 第六条（三）, 第十三条, 第十六条. The floors come from the parameters of the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, parse_json, suite_named
from shuangsuiji.core.draw.grammar import REHEARSAL, write_time
from shuangsuiji.core.draw.plan import (
    is_rehearsal,
    plan_hash,
    plan_refusals,
    sealed_kinds,
    shape_refusals,
)
from shuangsuiji.core.draw.refusal import refuse_any
from shuangsuiji.core.draw.sealing import key_commitment_of
from shuangsuiji.verify.engine import floors
from shuangsuiji.verify.foreseen import leak_refusals, openness_refusals
from shuangsuiji.web.console.ceremony.files import plain, refused
from shuangsuiji.web.console.ceremony.folder import DrawFolder

_SAMPLE = "样例：shuangsuiji draw plan 抽取一 --example > settings.json"
_BOM = b"\xef\xbb\xbf"


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


def read_settings(path: Path | None) -> dict[str, Any]:
    """A clerk's settings from a JSON file; a mark that editors put in front of UTF-8 does not matter."""
    if path is None:
        raise refused("settings", "缺少方案设置", f"请用 --settings 文件。{_SAMPLE}", "第十三条")
    try:
        settings = parse_json(path.read_bytes().removeprefix(_BOM))
    except OSError as error:
        raise refused(
            "settings", f"方案设置 {path} 不能读取：{plain(error)}", f"请核对路径。{_SAMPLE}", "第十三条"
        ) from error
    except CanonicalError as error:
        raise refused(
            "settings", f"方案设置 {path} 不能读取：{error}", f"应为 UTF-8 的 JSON 文件。{_SAMPLE}", "第十三条"
        ) from error
    if not isinstance(settings, dict):
        raise refused("settings", f"方案设置 {path} 不是 JSON 对象", f"请照样例填写。{_SAMPLE}", "第十三条")
    return settings


def superseding(settings: Mapping[str, Any], former: DrawFolder) -> tuple[dict[str, Any], int]:
    """Settings and ordinal of the attempt after one that was aborted or voided. Refused where it was neither (E14-1)."""
    ceremony, _ = former.replay()
    if not ceremony.reason:
        raise refused(
            "E14-1", "原抽取未作废也未中止，名单一经产生不得更改", "确有错误的，请先办理 shuangsuiji draw void"
        )
    task_id, _, ordinal = ceremony.plan["draw_id"].rpartition("/")
    supersedes = {"draw_id": ceremony.plan["draw_id"], "reason": ceremony.reason["code"]}
    return {**settings, "task_id": task_id, "supersedes": supersedes}, int(ordinal) + 1


@dataclass(frozen=True, slots=True)
class Spans:
    """How long after the announcement each part ends, where the settings name no times."""

    commit: timedelta
    reveal: timedelta
    number: timedelta
    openings: timedelta


def with_times(settings: Mapping[str, Any], spans: Spans, *, at: datetime) -> dict[str, Any]:
    """Settings with the times they leave open, counted from `at`; times already written stay."""
    timed, handles, beacon = dict(settings), settings.get("handles"), settings.get("beacon")
    try:
        timed.setdefault("commit_by", write_time(at + spans.commit))
        timed.setdefault("reveal_by", write_time(at + spans.reveal))
        if isinstance(beacon, dict) and not f"{beacon.get('source')}".startswith("drand/"):
            timed["beacon"] = {"not_before": write_time(at + spans.number), **beacon}
        sealed = isinstance(handles, dict) and handles.get("subject") == "sealed"
        if sealed and settings.get("mode") != "inspectors":
            timed.setdefault("openings_from", write_time(at + spans.openings))
    except OverflowError as error:
        raise refused("plan.times", "截止时间超出日历", "请缩短 --commit-in 等间隔", "第十三条") from error
    return timed


def as_rehearsal(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The same settings for a rehearsal: its task is another one, so its handles and hashes are too."""
    task_id = f"{settings.get('task_id')}"
    return {**settings, "task_id": task_id if task_id.startswith(REHEARSAL) else REHEARSAL + task_id}


def complete_plan(
    settings: Mapping[str, Any], keys: Mapping[str, bytes], ordinal: int, *, rehearsal: bool = False
) -> dict[str, Any]:
    """The plan for these settings: version, draw number and key commitments are added; every fault is told at once.

    `keys` maps `subject` and `inspector` to 32 bytes; only kinds the plan seals are committed to.
    """
    plan = {"v": "ssj-draw/1", "suite": "SHA256", **settings}
    plan |= {"draw_id": f"{plan.get('task_id')}/{ordinal}", "salt_key_commit": {}}
    refuse_any(shape_refusals(plan))
    del plan["salt_key_commit"]
    try:
        suite = suite_named(plan["suite"])
        commitments = {kind: key_commitment_of(suite, keys[kind]) for kind in sealed_kinds(plan)}
        if commitments:
            plan["salt_key_commit"] = next(iter(commitments.values())) if len(commitments) == 1 else commitments
        plan_hash(suite, plan)
    except CanonicalError as error:
        raise refused("plan.form", f"方案不能采用：{error}", "请改正方案设置") from error
    _refuse_unlawful(plan)
    if is_rehearsal(plan) and not rehearsal:
        raise refused("E14-6", "任务编号以 rehearsal/ 开头，是演练", "正式抽取请换编号；演练请加 --rehearsal")
    return plan


def _refuse_unlawful(plan: Mapping[str, Any]) -> None:
    """Everything that can be wrong with a plan, also what a verifier would say of the finished record."""
    faults = list(plan_refusals(plan, floors()))
    if not faults:
        faults += openness_refusals(plan)
    refuse_any([*faults, *leak_refusals(plan)])
