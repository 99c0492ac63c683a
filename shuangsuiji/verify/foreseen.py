"""What a verifier would find wrong later, said while it can still be put right: V25 and V28 at the announcement and at the freeze.

Source: SSJ-DRAW/1 §2.1, §9, §10; 第六条（二）, 第十九条（二）. Takes: a plan, the rosters once there are some, words for the public record.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from shuangsuiji.core.draw.freeze import FrozenRosters
from shuangsuiji.core.draw.plan import Plan, libraries_of
from shuangsuiji.core.draw.record import PUBLIC
from shuangsuiji.core.draw.refusal import Refusal
from shuangsuiji.core.draw.roster import ELIGIBLE, SubjectRow, row_object
from shuangsuiji.verify.case import RECORD, Case
from shuangsuiji.verify.checks.form import check_leaks, check_openness

_FALSE_CONTENT = "0" * 64


def openness_refusals(plan: Plan, rosters: FrozenRosters | None = None) -> Iterator[Refusal]:
    """V28 before it is too late: at the announcement as if every stratum had rows, at the freeze with the rows themselves."""
    rows = {
        library: rosters.subjects[library].rows
        if rosters
        else [SubjectRow(_FALSE_CONTENT, stratum, ELIGIBLE, _FALSE_CONTENT) for stratum in strata]
        for library, strata in libraries_of(plan).items()
    }
    told = {library: [row_object(row) for row in part] for library, part in rows.items()}
    members = {"plan": plan, "context": _FALSE_CONTENT, "subject_roster": told.get("", []), "subject_rosters": told}
    remedy = "请在方案中改正（封存：handles.subject 为 sealed；公开：announce 为 at-draw；result_link 为 none）"
    if rosters:
        remedy += "；本次抽取请先中止，再以新的编号公告"
    for fault in check_openness(Case(members, RECORD)):
        yield Refusal("plan.openness", "第六条（二）", fault, remedy)


def leak_refusals(plan: Plan, **members: Any) -> Iterator[Refusal]:
    """V25 before it is too late: codes of firms or persons in words that will stand in the public record."""
    told: Mapping[str, Any] = {"plan": plan, "state": "", "audience": PUBLIC, **members}
    for fault in check_leaks(Case(told, RECORD)):
        yield Refusal(
            "leak", "第十九条（二）", f"公开件会泄露名录：{fault}", "请改写其中的代码、证号（标题、说明、文件名均公开）"
        )
