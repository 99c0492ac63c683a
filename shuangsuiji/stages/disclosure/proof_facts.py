"""What the page of a proof tells, taken from a draw's rows: only what its public record says in the open as well.

Source: 第四条, 第十四条; SSJ-DRAW/1 §9. Takes: a draw that has ended. Gives: plain values, times in words.
Never: a firm, a person, a handle, a class.
"""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from shuangsuiji.core.draw.beacon import DICE, DRAND, SSQ
from shuangsuiji.core.draw.ceremony import ABORTED, VOID
from shuangsuiji.stages.draws.keeping import INSPECTORS
from shuangsuiji.stages.draws.models import Draw, FrozenRoster, PublicNumber

SOURCES = {
    DRAND: "drand 公开随机数信标（quicknet）",
    SSQ: "中国福利彩票双色球开奖号码",
    DICE: "现场掷十面骰，两人先后录入",
}
GROUND_WORDS = {
    "plan": "方案有误",
    "roster": "名录有误",
    "commits": "承诺或揭示不足",
    "beacon": "公开随机数不能取得",
    "technical": "技术故障",
    "other": "其他原因",
}
_SUBJECT_CODES = {"E": "参加抽取", "X1": "本年度已检查", "X2": "已注销、迁出或吊销", "X3": "其他原因，见方案"}
_INSPECTOR_CODES = {"E": "参加抽取", "X2": "检查期间证件无效", "X3": "请假", "X4": "其他原因，见方案"}
_STEP_WORDS = {
    "plan": "公告",
    "freeze": "冻结名录",
    "close_commits": "承诺收齐",
    "close_reveals": "揭示收齐",
    "record_number": "公开随机数",
    "draw": "抽取",
    "abort": "中止",
    "void": "作废",
}
_HASHES = (
    ("selection_hash", "对象名单摘要"),
    ("batches_root", "分组根"),
    ("assignment_hash", "人员名单摘要"),
)


def facts_of(draw: Draw, record: dict[str, Any]) -> dict[str, Any]:
    """Everything the page tells of a draw and its `record`. Cost: 8 queries."""
    number = PublicNumber.objects.filter(draw=draw).first()
    result = getattr(draw, "result", None)
    freeze = getattr(draw, "freeze", None)
    return {
        "plan_hash": draw.plan_hash,
        "context": freeze.context if freeze else "",
        "rosters": [_roster(each, draw.plan) for each in draw.rosters.order_by("-kind")],
        "contributors": _contributors(draw),
        "beacon": {
            "source": SOURCES.get(draw.plan["beacon"]["source"], draw.plan["beacon"]["source"]),
            "round": draw.plan["beacon"]["round"],
            "value": number.value if number else "",
            "at": _written(number.at) if number else "",
        },
        "seed": number.seed if number else "",
        "ticket_key": record.get("ticket_key", ""),
        "counts": _counts(result),
        "hashes": [[label, getattr(result, name)] for name, label in _HASHES if result and getattr(result, name)],
        "result_hash": result.result_hash if result else "",
        "times": [[_STEP_WORDS[each.act], _written(each.at)] for each in draw.steps.order_by("at", "id")],
        "ending": _ending(draw),
        "superseded_by": record.get("superseded_by", ""),
        "former": _former(draw),
        "checkpoint_size": _size(record),
    }


def texts_of(facts: dict[str, Any]) -> dict[str, Any]:
    """Of the facts what somebody wrote in words."""
    return {
        "contributors": [each["label"] for each in facts["contributors"]],
        "ending": facts["ending"].get("text", ""),
        "excluded": [label for each in facts["rosters"] for _, label, _ in each["by_elig"]],
    }


def _roster(row: FrozenRoster, plan: dict[str, Any]) -> dict[str, Any]:
    inspectors = row.kind == INSPECTORS
    words = _INSPECTOR_CODES if inspectors else _SUBJECT_CODES
    return {
        "label": "执法检查人员" if inspectors else "检查对象",
        "library": row.library,
        "count": row.count,
        "eligible": row.by_elig.get("E", 0),
        "by_elig": [[code, words.get(code, "其他原因，见方案"), count] for code, count in sorted(row.by_elig.items())],
        "root": row.root,
        "commit": row.commit,
    }


def _contributors(draw: Draw) -> list[dict[str, Any]]:
    """In the plan's order; what did not come in time is empty, and `missing` says so once its time is over."""
    rows = draw.contributors.select_related("commitment", "reveal").order_by("ordinal")
    return [
        {
            "label": row.label,
            "commit": row.commitment.value if hasattr(row, "commitment") else "",
            "committed_at": _written(row.commitment.at) if hasattr(row, "commitment") else "",
            "secret": row.reveal.secret if hasattr(row, "reveal") else "",
            "revealed_at": _written(row.reveal.at) if hasattr(row, "reveal") and row.reveal.secret else "",
        }
        for row in rows
    ]


def _counts(result: Any) -> list[list[Any]]:
    if result is None:
        return []
    return [
        ["抽取检查对象", result.subjects, "户"],
        ["检查小组", result.teams, "个"],
        ["执法检查人员", result.inspectors, "人"],
    ]


def _ending(draw: Draw) -> dict[str, str]:
    ending = getattr(draw, "ending", None)
    if ending is None:
        return {}
    return {"ground": GROUND_WORDS[ending.code], "text": ending.text, "at": _written(ending.at)}


def _former(draw: Draw) -> dict[str, int]:
    """How many earlier attempts of the same task were aborted, how many voided."""
    earlier = Draw.objects.filter(series=draw.series, ordinal__lt=draw.ordinal).values_list("state", flat=True)
    states = list(earlier)
    return {"aborted": states.count(ABORTED), "voided": states.count(VOID)}


def _size(record: dict[str, Any]) -> int:
    """How many entries the checkpoint in the record speaks for."""
    return int(record["log"]["checkpoint"].split("\n")[1])


def _written(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"
