"""A ceremony as its pages have it.

Source: 第十四条; 70-interface §4 (抽取大厅: who is awaited, big type, handles only). Never: a drawn name before dispatch.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.stages.disclosure.queries import latest_proof, proof_is_current
from shuangsuiji.stages.draws.queries.ceremony import STEPS, Standing, former_of, in_its_order, standing_of
from shuangsuiji.stages.draws.queries.draws import draw_of
from shuangsuiji.stages.draws.queries.staffing import blocked
from shuangsuiji.web.components.acting import offices_held, own_department, own_person
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.office.draws.words import CODES, KINDS, SOURCES

_FINISHED = ("DRAWN", "VOID", "ABORTED")
_MAY_END = ("REGISTRIES_CONFIRMED", "FROZEN", "DRAWN")
_BEFORE_NUMBER = ("PLANNED", "FROZEN", "COMMITTED", "REVEALED")


def hall(request: HttpRequest, task: Any) -> dict[str, Any]:
    """Everything the hall shows, and what this person may do in it now."""
    draw = draw_of(task)
    told: dict[str, Any] = {
        "task": task,
        "draw": draw,
        "steps": STEPS,
        "step": 1,
        "acts": [],
        "own": _own(request, task),
    }
    told["may_plan"] = (
        told["own"]
        and "clerk" in offices_held(request)
        and task.status == "REGISTRIES_CONFIRMED"
        and (draw is None or draw.ended)
    )
    if draw is None:
        return told
    standing = standing_of(draw, read_published(settings.SHUANGSUIJI_LOG_FOLDER))
    aborted, voided = former_of(draw)
    return {
        **told,
        "standing": standing,
        "step": standing.step,
        "blocked": blocked(draw) if getattr(draw, "result", None) and draw.result.blocking else ([], []),
        "proof": latest_proof(draw.number),
        "may_open": draw.state in ("DRAWN", "VOID")
        and told["own"]
        and bool({"clerk", "auditor"} & offices_held(request)),
        "over": draw.state == "DRAWN",
        "rosters": [_roster(each) for each in draw.rosters.order_by("-kind")],
        "number_rows": number_rows(draw, standing),
        "result": getattr(draw, "result", None),
        "order": in_its_order(draw) if draw.state == "DRAWN" else [],
        "aborted": aborted,
        "voided": voided,
        "acts": acts(request, task, standing),
    }


def _own(request: HttpRequest, task: Any) -> bool:
    return bool(task.department.code == own_department(request))


def acts(request: HttpRequest, task: Any, standing: Standing) -> list[tuple[str, str, bool]]:
    """(address name, words, whether it is the next thing) that this person may do now."""
    own, held = _own(request, task), offices_held(request)
    found = _contributing(standing, own_person(request), now(request), own=own)
    if own and "clerk" in held:
        found += _of_clerk(task, standing)
    if task.status == "DISPATCHED":
        found.append(("inspections:teams", "检查小组", False))
    if own and "principal_head" in held and not standing.draw.ended and task.status in _MAY_END:
        found.append(("draws:end", "中止抽取" if standing.draw.state in _BEFORE_NUMBER else "作废抽取", False))
    return found


def _contributing(standing: Standing, person: Any, late: Any, *, own: bool) -> list[tuple[str, str, bool]]:
    """What a contributor may do, and who stands by when the number is typed."""
    draw, mine = standing.draw, next((each for each in standing.parties if each.person == person), None)
    found = []
    if draw.state == "FROZEN" and mine and not mine.commit and late <= standing.commit_by:
        found.append(("draws:commit", "提交承诺", True))
    if mine and mine.commit and not mine.revealed and not mine.missing and _revealing(standing, late):
        found.append(("draws:reveal", "揭示", True))
    if _numbering(standing, late) and (own or mine):
        found.append(("draws:number", "核对录入公开随机数" if standing.number_draft else "录入公开随机数", True))
    return found


def _of_clerk(task: Any, standing: Standing) -> list[tuple[str, str, bool]]:
    draw = standing.draw
    found = []
    if draw.state == "PLANNED":
        found.append(("draws:freeze", "冻结名录", True))
    if draw.state == "SEEDED":
        found.append(("draws:run", "抽取", True))
    if draw.state in _FINISHED and not proof_is_current(draw):
        found.append(("draws:publish", "公示抽取证明", True))
    if draw.state == "DRAWN" and task.status == "DRAWN" and standing.result_sealed:
        found.append(("inspections:dispatch", "派发", True))
    return found


def _numbering(standing: Standing, late: Any) -> bool:
    """Whether the public number is to be entered: it exists, and the draw waits for it or was aborted without it."""
    draw = standing.draw
    waits = draw.state in ("FROZEN", "COMMITTED", "REVEALED")
    shadow = draw.state == "ABORTED" and hasattr(draw, "freeze") and not hasattr(draw, "public_number")
    return (waits or shadow) and late >= standing.number_from


def _revealing(standing: Standing, late: Any) -> bool:
    """Whether a reveal may be given: everybody has committed or the time for it is over, all of it sealed; before its own end."""
    state = standing.draw.state
    closed = state == "COMMITTED" or (state == "FROZEN" and late > standing.commit_by)
    return closed and standing.sealed and late <= standing.reveal_by


def number_rows(draw: Any, standing: Standing) -> list[tuple[str, Any]]:
    """Source, round, when it may first be known, and the number once it is there."""
    beacon = draw.plan["beacon"]
    rows = [
        ("来源", SOURCES.get(beacon["source"], beacon["source"])),
        ("期号或轮次", beacon["round"]),
        ("最早产生", f"{standing.number_from.astimezone():%Y-%m-%d %H:%M:%S}"),
    ]
    number = getattr(draw, "public_number", None)
    return [*rows, ("号码", number.value), ("种子", number.seed)] if number else rows


def _roster(row: Any) -> dict[str, Any]:
    kind, _, library = row.kind.partition("/")
    return {
        "label": KINDS.get(kind, kind) + (f"（{library}）" if library else ""),
        "count": row.count,
        "codes": [(CODES.get(code, code), number) for code, number in sorted(row.by_elig.items())],
        "root": row.root,
    }


def plan_rows(draw: Any) -> list[tuple[str, Any]]:
    """What was announced, for the confirmations and the printed record."""
    plan = draw.plan
    teams = plan.get("teams")
    return [
        ("抽取编号", draw.number),
        ("名称", plan["title"]),
        ("抽取内容", draw.get_mode_display()),
        ("参与方", "、".join(plan["contributor_names"][code] for code in plan["contributors"])),
        ("检查小组", f"{teams['count']} 组，每组 {len(teams['slots'])} 人" if teams else "由各部门另行抽取"),
        ("方案摘要", draw.plan_hash),
    ]
