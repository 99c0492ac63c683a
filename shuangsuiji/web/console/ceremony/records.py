"""The records an act leaves behind: written only after the stand-alone verifier has agreed with each.

Source: SSJ-DRAW/1 §2.1, §9, §10; 第五条, 第十四条.
Never: a name, a code or a salt in what may be passed around; a fault that shows only after the public number is known, where
it can be seen before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuangsuiji.core.draw.freeze import FrozenRosters
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.plan import Plan, is_rehearsal, libraries_of
from shuangsuiji.core.draw.record import (
    AUDITOR,
    PUBLIC,
    TICKETS_LISTED_UP_TO,
    Proceedings,
    file_reference,
    record_file_name,
    write_document,
    write_record,
)
from shuangsuiji.core.draw.refusal import Refusal
from shuangsuiji.core.draw.roster import ELIGIBLE, SubjectRow, row_object
from shuangsuiji.verify.case import RECORD, Case
from shuangsuiji.verify.checks.form import check_leaks, check_openness
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import FAIL, Report
from shuangsuiji.web.console.ceremony.files import refused
from shuangsuiji.web.console.ceremony.folder import DrawFolder, subject_file
from shuangsuiji.web.console.ceremony.lists import write_lists

_FALSE_CONTENT = "0" * 64


@dataclass(frozen=True, slots=True)
class Written:
    """What an act left behind: the records, the office's lists (None where nothing is drawn), what the verifier said."""

    outcome: Outcome | None
    public: Path
    auditor: Path
    lists: Path | None
    report: Report


def write_records(folder: DrawFolder, proceedings: Proceedings) -> Written:
    """Write both records and the office's lists after the stand-alone verifier has agreed; nothing is written otherwise."""
    outcome = proceedings.outcome()
    documents, reports = {}, {}
    for audience in (PUBLIC, AUDITOR):
        record = write_record(proceedings, audience, outcome)
        if audience == PUBLIC:
            record = _by_reference(folder, record)
        documents[audience] = write_document(record)
        reports[audience] = verify_document(documents[audience], no_log=True, files=folder.file)
        _refuse_mismatch(reports[audience], proceedings.ceremony.plan)
    name = record_file_name(proceedings.ceremony.plan["draw_id"], proceedings.version)
    lists = None
    if outcome and proceedings.rosters:
        workbook = write_lists(proceedings, outcome, proceedings.rosters)
        lists = folder.prepare(f"list-{name.removesuffix('.json')}.xlsx", workbook, private=True)
    auditor = folder.prepare(f"auditor-{name}", documents[AUDITOR], private=True)
    # The public record comes last: an interruption before it leaves nothing that could be taken for a result.
    public = folder.prepare(name, documents[PUBLIC])
    return Written(outcome, public, auditor, lists, reports[AUDITOR])


def _refuse_mismatch(report: Report, plan: Plan) -> None:
    expected = ["V03"] if is_rehearsal(plan) else []  # a rehearsal fails V03 by design
    if report.failed() == expected:
        return
    faults = "；".join(f"{result.id} {result.reason}" for result in report.results if result.status == FAIL)
    raise refused("run.mismatch", f"结果与独立重算不一致，未写出：{faults}", "请保留文件夹并联系维护人员")


def _by_reference(folder: DrawFolder, record: dict[str, Any]) -> dict[str, Any]:
    """A long roster is not repeated in the public record: the record names its file, which lies beside it."""
    rows = record.get("subject_roster", [])
    if len(rows) <= TICKETS_LISTED_UP_TO:
        return record
    name = subject_file("")
    raw = (folder.path / name).read_bytes()
    return {**record, "subject_roster": file_reference(name, "csv", raw, len(rows))}


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
