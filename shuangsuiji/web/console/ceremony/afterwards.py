"""What may still happen to a draw: it ends by 中止 or 作废, a person is replaced, a firm is given its own proof.

Source: SSJ-DRAW/1 §5, §8.5, §9; 第十四条, 第十五条, 第十九条（二）, decision 5.
Never: a change of what was drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from shuangsuiji.core.draw.ceremony import DRAWN, STATE_LABELS, VOID
from shuangsuiji.core.draw.freeze import FrozenRosters
from shuangsuiji.core.draw.grammar import write_time
from shuangsuiji.core.draw.opening import openings_of
from shuangsuiji.core.draw.plan import draws_subjects
from shuangsuiji.core.draw.record import write_document
from shuangsuiji.core.draw.refusal import refuse_any
from shuangsuiji.core.draw.replacement import Substitute, TeamsNow, replace_inspector
from shuangsuiji.core.rules import parameters
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.foreseen import leak_refusals
from shuangsuiji.web.console.ceremony.files import edited, refused
from shuangsuiji.web.console.ceremony.folder import END, DrawFolder
from shuangsuiji.web.console.ceremony.lists import strata_drawn
from shuangsuiji.web.console.ceremony.records import Written, write_records

PRINCIPAL_HEAD = OFFICES[parameters.text("void_approver")]


def end(folder: DrawFolder, ground: str, text: str, approved_by: str, *, at: datetime) -> Written:
    """中止 before the public number is entered, 作废 afterwards; stays public with its ground (decision 5)."""
    if approved_by != PRINCIPAL_HEAD:
        raise refused(
            "E14-4",
            f"作废须选择原因并经{PRINCIPAL_HEAD}批准",
            f"请报{PRINCIPAL_HEAD}，并用 --approved-by {PRINCIPAL_HEAD}",
        )
    with folder.alone():
        ceremony, _ = folder.replay()
        act = "void" if ceremony.value else "abort"
        ended = ceremony.void(ground, text) if ceremony.value else ceremony.abort(ground, text, at=at)
        refuse_any(leak_refusals(ceremony.plan, reason=ended.reason))
        proceedings = replace(folder.proceedings(), ceremony=ended, reached=ceremony.state)
        written = write_records(folder, proceedings)
        folder.add(END, {"act": act, "at": write_time(at), "ground": ground, "text": text, "approved_by": approved_by})
    return written


@dataclass(frozen=True, slots=True)
class Request:
    """A replacement asked for (第十五条). `certificate` is the substitute's `cert:…` id."""

    slot: int
    certificate: str
    reason: str
    requested_by: str
    approved_by: str
    text: str = ""


def replace_person(folder: DrawFolder, request: Request, *, at: datetime) -> Written:
    """调整更换: append a replacement by somebody of the frozen roster; the drawn list stays."""
    with folder.alone():
        proceedings, outcome = folder.finished("更换人员", "E15-1", "第十五条")
        if not outcome.assignment or proceedings.rosters is None:
            raise refused("E15-1", "本次抽取没有产生检查小组", "请先另行抽取执法检查人员", "第十五条")
        now = TeamsNow(outcome.slots, outcome.assignment, outcome.batches, proceedings.replacements)
        handle, person = _substitute(proceedings.rosters, request.certificate)
        entry = replace_inspector(
            now,
            request.slot,
            handle,
            person,
            at=write_time(at),
            reason=request.reason,
            text=request.text,
            requested_by=request.requested_by,
            approved_by=request.approved_by,
        )
        entries = [*proceedings.replacements, entry]
        written = write_records(folder, replace(proceedings, replacements=entries))
        folder.add(f"replacement-{len(entries):03d}.json", {"act": "replace_inspector", "entry": entry})
    return written


def _substitute(rosters: FrozenRosters, certificate: str) -> tuple[str, Substitute]:
    for row, opened in zip(rosters.inspectors.rows, rosters.inspectors.opened, strict=True):
        if opened.pid == certificate:
            return row.handle, Substitute(row.dept, row.quals, row.elig, opened.recusal)
    person = certificate.removeprefix("cert:")
    raise refused("E15-3", f"{person} 不在本次冻结的执法检查人员名录中", "请从名录中选派", "第十五条")


@dataclass(frozen=True, slots=True)
class Opening:
    """One bundle of a firm: where it lies, what it holds, and whether the firm was drawn (and of which library, where several)."""

    file: Path
    bundle: Mapping[str, Any]
    drawn_from: str
    drawn: bool


def open_firm(folder: DrawFolder, firm: str) -> list[Opening]:
    """出具凭证: write the firm's own bundles into the private folder, each verified first, to be handed to that firm alone."""
    with folder.alone():
        proceedings = folder.proceedings()
        outcome, plan = proceedings.outcome(), proceedings.ceremony.plan
        if proceedings.ceremony.state not in (DRAWN, VOID) or outcome is None:
            state = STATE_LABELS[proceedings.ceremony.state]
            raise refused("opening", f"本次抽取{state}，没有可出具的凭证", "请在抽取完成后办理")
        bundles = openings_of(proceedings, firm, outcome)
        chosen = {
            (library, entry["handle"]) for library, _, part in strata_drawn(plan, outcome) for entry in part["selected"]
        }
        record = folder.newest_record.read_bytes()
        openings = []
        for bundle in bundles:
            raw, library = write_document(bundle), bundle.get("library", "")
            if verify_document(raw, record=record, files=folder.file).failed():
                raise edited(folder.newest_record.name)
            file = folder.prepare(_file_name(bundle), raw, private=True)
            drawn = not draws_subjects(plan) or (library, bundle["handle"]) in chosen
            openings.append(Opening(file, bundle, library, drawn))
        return openings


def _file_name(bundle: Mapping[str, Any]) -> str:
    firm = f"{bundle['id']}".replace(":", "-").replace("/", "_")
    library = f"-{bundle['library']}" if "library" in bundle else ""
    return f"opening-{firm}{library}.json"
