"""The plan of a draw: every number is fixed here, before any roster is frozen, and nowhere else.

Source: SSJ-DRAW/1 §4; 第六条（三）（四）, 第九条, 第十四条, 第十六条. The floors of 第六条（三） are given in by the caller,
because the rules stand on a shelf of their own.
Takes: the plan as read from JSON. Gives: its hash, its libraries, and everything that is wrong with it at once.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from shuangsuiji.core.canonical import Suite, jcs, tag
from shuangsuiji.core.draw.beacon import beacon_refusals
from shuangsuiji.core.draw.grammar import (
    CODE,
    ELIG,
    HEX64,
    REHEARSAL,
    STRATUM,
    TASK_ID,
    is_time,
    ordinal_of,
    parse_time,
)
from shuangsuiji.core.draw.refusal import Refusal
from shuangsuiji.core.draw.shape import (
    anything,
    boolean,
    either,
    fields,
    integer,
    list_of,
    mapping,
    one_of,
    row_of,
    text,
)
from shuangsuiji.core.ratios import RatioError, parse_ratio

Plan = Mapping[str, Any]
RISK_CLASSES = ("A", "B", "C", "D")
DEFAULT_ALTERNATES = 2
LEAST_CONTRIBUTORS = 2  # SSJ-DRAW/1 §4
LEAST_PERSONS = 2  # SSJ-DRAW/1 §4; a test holds it to the parameter team_minimum
MOST_TEAMS = 10_000  # far beyond any county; a hostile plan may name any number

_STRATA = mapping(
    STRATUM,
    fields(
        {"ratio": text()},
        {"min": integer(0), "below": fields({}, {"reason": text(), "approved_by": text(), "document": text()})},
    ),
)
_COMMITMENT = text(HEX64)
_SLOT = row_of(text(CODE), text(CODE), list_of(text(CODE)))

PLAN_SHAPE = fields(
    {
        "v": one_of("ssj-draw/1"),
        "suite": one_of("SHA256", "SM3"),
        "task_id": text(),
        "draw_id": text(),
        "title": text(),
        "lead": text(CODE),
        "members": list_of(text(CODE)),
        "contributors": list_of(text(CODE)),
        "commit_by": text(),
        "reveal_by": text(),
        "beacon": fields({"source": text(), "round": text()}),
        "handles": fields({"subject": one_of("open", "sealed"), "inspector": one_of("sealed")}),
    },
    {
        "mode": one_of("both", "subjects", "inspectors"),
        "strata": _STRATA,
        "libraries": mapping(CODE, fields({"strata": _STRATA})),
        "alternates": integer(0),
        "salt_key_commit": either(_COMMITMENT, fields({}, {"subject": _COMMITMENT, "inspector": _COMMITMENT})),
        "risk_classes": boolean,
        "announce": text(),
        "openings_from": text(),
        "result_link": text(),
        "exclusions": mapping(ELIG, text()),
        "teams": fields({"count": integer(1), "slots": list_of(_SLOT)}),
        "cap_ladder": list_of(integer(0), 1),
        "dispatched": fields(
            {
                "draw_id": text(empty=True),
                "result_hash": text(HEX64, empty=True),
                "handles": list_of(text()),
                "attrs": list_of(text(HEX64)),
            },
            {"source": anything},
        ),
        "supersedes": fields({"draw_id": text(), "reason": anything}),
    },
)


def plan_hash(suite: Suite, plan: Plan) -> str:
    """Digest of the canonical plan; unknown keys count too."""
    return tag(suite, "plan", jcs(plan))


def mode_of(plan: Plan) -> str:
    """`both` (the default), `subjects` or `inspectors`."""
    mode: str = plan.get("mode", "both")
    return mode


def draws_subjects(plan: Plan) -> bool:
    """Whether this draw draws subjects."""
    return mode_of(plan) != "inspectors"


def draws_teams(plan: Plan) -> bool:
    """Whether this draw draws inspectors."""
    return mode_of(plan) != "subjects"


def libraries_of(plan: Plan) -> dict[str, dict[str, Any]]:
    """Library → strata, in byte order; one nameless library `""` where the plan has `strata` itself."""
    if not draws_subjects(plan):
        return {}
    if "libraries" in plan:
        return {library: plan["libraries"][library]["strata"] for library in sorted(plan["libraries"])}
    return {"": plan["strata"]}


def sealed_kinds(plan: Plan) -> list[str]:
    """Which roster kinds have a sealing key: `subject`, `inspector`. Dispatched sealed handles count as `subject`."""
    kinds = []
    if plan["handles"]["subject"] == "sealed" and (draws_subjects(plan) or "dispatched" in plan):
        kinds.append("subject")
    if draws_teams(plan):
        kinds.append("inspector")
    return kinds


def key_commitment(plan: Plan, kind: str) -> str | None:
    """The plan's commitment to the sealing key of `kind`, or None where the plan does not hold one in its right form."""
    commitment = plan.get("salt_key_commit")
    if len(sealed_kinds(plan)) == 1:
        return commitment if isinstance(commitment, str) else None
    return commitment.get(kind) if isinstance(commitment, dict) else None


def shape_refusals(plan: object) -> Iterator[Refusal]:
    """Say where the plan has not the fields and types of §4; the other checks need these to hold."""
    for fault in PLAN_SHAPE(plan, ""):
        yield Refusal("plan.shape", "", fault, "请按抽取方案模板填写", "plan")


def plan_refusals(plan: Plan, floors: Mapping[str, str]) -> Iterator[Refusal]:
    """Say everything §4 refuses in a plan of the right shape.

    `floors` maps a risk class to the lowest ratio of 第六条（三）, e.g. `{"C": "10%"}`.
    """
    yield from _identity(plan)
    yield from _people(plan)
    yield from _times(plan)
    yield from _strata(plan, floors)
    yield from _sealing(plan)
    yield from _teams(plan)
    yield from _dispatched(plan)
    yield from _superseded(plan)


def _identity(plan: Plan) -> Iterator[Refusal]:
    if not TASK_ID.fullmatch(plan["task_id"]):
        yield _refusal(
            "task-id",
            f"任务编号“{plan['task_id']}”写法不对",
            "应为 区划代码/部门/年度/任务，如 410928/rsj/2026/yonggong",
        )
    elif ordinal_of(plan["draw_id"], plan["task_id"]) is None:
        yield _refusal("draw-id", f"抽取编号“{plan['draw_id']}”应为任务编号加 /次数", "请从 1 起连续编号")
    if "E" in plan.get("exclusions", {}):
        yield _refusal("exclusions", "E 是可抽的标记，不是排除代码", "请删去 exclusions 中的 E", "第九条")
    if any(letter + word in plan["title"] for letter in RISK_CLASSES for word in ("类", "级")):
        yield _refusal("title", "抽取名称公开，不能出现信用风险类别", "请删去名称中的类别", "第六条（二）")


def _people(plan: Plan) -> Iterator[Refusal]:
    contributors = plan["contributors"]
    if len(set(contributors)) < len(contributors) or len(contributors) < LEAST_CONTRIBUTORS:
        yield _refusal(
            "contributors",
            f"随机数贡献方须至少两方且互不相同，现为 {len(set(contributors))} 方",
            "请加入机关纪检、办公室等另一方",
        )
    departments = [plan["lead"], *plan["members"]]
    if len(set(departments)) < len(departments):
        yield _refusal("members", "参与部门重复，或与发起部门相同", "请核对 lead 与 members", "第十一条")


def _times(plan: Plan) -> Iterator[Refusal]:
    commit_by, reveal_by = plan["commit_by"], plan["reveal_by"]
    if not (is_time(commit_by) and is_time(reveal_by)):
        yield _refusal("times", "承诺截止、揭示截止时间写法不对", "应如 2026-11-20T02:00:00Z")
        return
    if parse_time(commit_by) >= parse_time(reveal_by):
        yield _refusal("times", "承诺截止须早于揭示截止", "请调整 commit_by 与 reveal_by")
    yield from beacon_refusals(plan["beacon"], parse_time(reveal_by))


def _strata(plan: Plan, floors: Mapping[str, str]) -> Iterator[Refusal]:
    if not draws_subjects(plan):
        if "strata" in plan or "libraries" in plan:
            yield _refusal("strata", "只抽执法检查人员时不设对象库", "请删去 strata、libraries")
        return
    if ("strata" in plan) == ("libraries" in plan):
        yield _refusal("strata", "strata 与 libraries 须有且只有一个", "单一对象库用 strata，联合抽查多库用 libraries")
        return
    libraries = libraries_of(plan)
    if "libraries" in plan and len(libraries) < 2:
        yield _refusal("libraries", "libraries 至少应有两个对象库", "只有一个对象库时请用 strata", "第九条")
    for library, strata in libraries.items():
        if not strata:
            yield _refusal("strata", f"对象库 {library} 没有分层", "请写明各层比例", "第六条（三）")
        elif set(strata) <= set(RISK_CLASSES) and plan.get("risk_classes") is not True:
            yield _refusal(
                "risk-classes",
                "分层即信用风险类别，方案须写明 risk_classes 为 true",
                "请补充 risk_classes",
                "第六条（二）",
            )
        for name, rule in strata.items():
            yield from _ratio(f"{library}/{name}".lstrip("/"), rule, floors.get(name))


def _ratio(place: str, rule: Mapping[str, Any], floor: str | None) -> Iterator[Refusal]:
    try:
        ratio = parse_ratio(rule["ratio"])
    except RatioError as error:
        yield Refusal("plan.ratio", "第六条（三）", f"{error}", "请填写大于 0、不超过 100% 的比例", place)
        return
    below = rule.get("below", {})
    if floor and ratio.below(parse_ratio(floor)) and not (below.get("reason") and below.get("approved_by")):
        yield Refusal(
            "plan.floor",
            "第六条（三）",
            f"比例 {rule['ratio']} 低于 {floor}",
            "须写明理由并经分管负责人批准（below.reason、below.approved_by）",
            place,
        )


def _sealing(plan: Plan) -> Iterator[Refusal]:
    for kind in sealed_kinds(plan):
        if key_commitment(plan, kind) is None:
            yield _refusal(
                "salt-key",
                f"缺少 {kind} 封存密钥的承诺值",
                "只有一类封存时为一个值，两类时按 subject、inspector 分列",
                "第十条",
            )
    if draws_subjects(plan) and plan["handles"]["subject"] == "sealed" and not is_time(plan.get("openings_from")):
        yield _refusal(
            "openings", "封存抽取须写明窗口查询起始时间 openings_from", "应晚于最后一次计划检查日期", "第十九条（二）"
        )


def _teams(plan: Plan) -> Iterator[Refusal]:
    ladder = plan.get("cap_ladder", [0])
    if ladder[0] != 0 or any(left >= right for left, right in pairwise(ladder)):
        yield _refusal("cap-ladder", "cap_ladder 须从 0 起严格递增", "如 [0,1,2]", "第十六条")
    if not draws_teams(plan):
        return
    if "teams" not in plan:
        yield _refusal("teams", "缺少检查小组设置 teams", "请写明组数和各组岗位", "第十六条")
        return
    if plan["teams"]["count"] > MOST_TEAMS:
        yield _refusal("teams", f"小组数 {plan['teams']['count']} 过多", f"一次抽取至多 {MOST_TEAMS} 组", "第十六条")
    departments, slots = [plan["lead"], *plan["members"]], plan["teams"]["slots"]
    for role, department, _ in slots:
        if department not in departments:
            yield _refusal("slots", f"岗位部门 {department} 不是发起部门或参与部门", "请核对 teams.slots", "第十六条")
        if role == "leader" and department != plan["lead"]:
            yield _refusal(
                "leader", f"组长岗位部门为 {department}", f"组长须为发起部门 {plan['lead']} 的执法检查人员", "第十六条"
            )
    leaders = [role for role, _, _ in slots].count("leader")
    if is_departmental(plan):
        if leaders > 1 or not slots:
            yield _refusal(
                "leader",
                f"每组组长岗位 {leaders} 个，岗位 {len(slots)} 个",
                "每组至少一个岗位，组长至多一个",
                "第十六条",
            )
        return
    if leaders != 1:
        yield _refusal("leader", f"每组须有且只有一个组长岗位，现为 {leaders} 个", "请核对 teams.slots", "第十六条")
    if len(slots) < LEAST_PERSONS:
        yield _refusal(
            "slots",
            f"每组岗位不得少于 {LEAST_PERSONS} 个，现为 {len(slots)} 个",
            "请增加岗位（《行政处罚法》《劳动保障监察条例》）",
            "第十六条",
        )


def is_departmental(plan: Plan) -> bool:
    """Whether one department among several draws its own people (第十四条): task_id is `<task>/<department>`.

    The rules on leaders and on two persons then hold over the union of the departments' draws.
    """
    department = plan["task_id"].rpartition("/")[2]
    return (
        mode_of(plan) == "inspectors"
        and department in [plan["lead"], *plan["members"]]
        and all(slot[1] == department for slot in plan.get("teams", {"slots": []})["slots"])
    )


def _dispatched(plan: Plan) -> Iterator[Refusal]:
    if draws_subjects(plan):
        return
    if "dispatched" not in plan:
        yield _refusal(
            "dispatched",
            "只抽执法检查人员时须写明已派发的检查对象 dispatched",
            "请从已抽取的任务或上级名单生成",
            "第十二条",
        )
        return
    received = plan["dispatched"]
    handles = received["handles"]
    if handles != sorted(set(handles)) or len(handles) != len(received["attrs"]):
        yield _refusal(
            "dispatched", "已派发名单须按编码排序、不重复，且与 attrs 一一对应", "请重新生成方案", "第十二条"
        )
    if bool(received["draw_id"]) != bool(received["result_hash"]):
        yield _refusal("dispatched", "draw_id 与 result_hash 须同时填写或同时为空", "上级名单两项均为空", "第十二条")
    if not received["draw_id"] and not received.get("source"):
        yield _refusal(
            "dispatched", "上级派发名单须写明来源文件和文件摘要 source", "请补充 dispatched.source", "第十二条"
        )


def _superseded(plan: Plan) -> Iterator[Refusal]:
    if "supersedes" not in plan:
        return
    former = ordinal_of(plan["supersedes"]["draw_id"], plan["task_id"])
    present = ordinal_of(plan["draw_id"], plan["task_id"])
    if former is None or present is None or former >= present:
        yield _refusal("supersedes", "supersedes 须是同一任务较早的抽取编号", "请核对作废或中止的抽取编号")


def is_rehearsal(plan: Plan) -> bool:
    """Whether this plan is of a rehearsal, which can never be dispatched or published."""
    task_id: str = plan["task_id"]
    return task_id.startswith(REHEARSAL)


def _refusal(code: str, message: str, remedy: str, article: str = "第十四条") -> Refusal:
    return Refusal(f"plan.{code}", article, message, remedy, "plan")
