"""The records an act leaves behind: written only after the stand-alone verifier has agreed with each.

Source: SSJ-DRAW/1 §2.1, §9, §10; 第五条, 第十四条.
Never: a name, a code or a salt in what may be passed around; a fault that shows only after the public number is known, where
it can be seen before.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.plan import Plan, is_rehearsal
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
