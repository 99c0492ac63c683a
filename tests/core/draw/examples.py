"""The example records of the design, turned back into what they were written from: a ceremony held again, rosters frozen again.

Takes: an auditor's record. Gives: `Proceedings`, from which the writer must write the very same record.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import parse_json
from shuangsuiji.core.draw.beacon import not_before
from shuangsuiji.core.draw.ceremony import ABORTED, VOID, Ceremony
from shuangsuiji.core.draw.freeze import (
    FrozenRosters,
    InspectorEntry,
    OpenedSubject,
    SubjectEntry,
    freeze_rosters,
)
from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.core.draw.record import Proceedings
from tests.core.draw.cases import STATES

Record = Mapping[str, Any]
_MARKS = ("context", "commits", "reveals", "beacon", "result_hash")


def read_record(folder: Path, name: str) -> Any:
    """One of the design's example documents."""
    return parse_json((folder / "design/records" / name).read_bytes())


def proceedings_of(record: Record) -> Proceedings:
    """What an auditor's record was written from."""
    keys = {
        kind: bytes.fromhex(record[f"{kind}_private"]["salt_key_hex"])
        for kind in ("subject", "inspector")
        if f"{kind}_private" in record
    }
    rosters = _frozen_again(record, keys) if "context" in record else None
    return Proceedings(
        ceremony=_held_again(record, rosters),
        reached=STATES[sum(mark in record for mark in _MARKS)],
        rosters=rosters,
        keys=keys,
        evidence={"beacon_signature": record["beacon_signature"]} if "beacon_signature" in record else {},
        replacements=record.get("replacements", ()),
        shadow_value=record["shadow"]["beacon"][2] if "shadow" in record else "",
        superseded_by=record.get("superseded_by", ""),
        version=record["version"],
        log=record["log"],
    )


# ------------------------------------------------------------------------------------------------------- the rosters


def _frozen_again(record: Record, keys: Mapping[str, bytes]) -> FrozenRosters:
    behind = _behind_subjects(record)
    entries = {
        library: [
            SubjectEntry(behind[row["handle"]].id, row["stratum"], row["elig"], behind[row["handle"]].row)
            for row in rows
        ]
        for library, rows in _subject_rosters(record).items()
    }
    received = [behind[handle] for handle in record["plan"].get("dispatched", {"handles": []})["handles"]]
    return freeze_rosters(record["plan"], entries, _people(record, behind), keys, received)


def _subject_rosters(record: Record) -> dict[str, Any]:
    if record["plan"].get("mode") == "inspectors":
        return {}
    rosters: dict[str, Any] = record.get("subject_rosters") or {"": record["subject_roster"]}
    return rosters


def _behind_subjects(record: Record) -> dict[str, OpenedSubject]:
    """Handle → what stands behind it, open or sealed, one library or several."""
    kept = record["subject_private"]["rows"] if "subject_private" in record else record["subject_rows"]
    rows = [row for library in kept.values() for row in library] if isinstance(kept, dict) else kept
    return {
        row["handle"]: OpenedSubject(row["handle"], row.get("id", row["handle"]), row.get("salt", ""), row["row"])
        for row in rows
    }


def _people(record: Record, behind: Mapping[str, OpenedSubject]) -> list[InspectorEntry]:
    private = {row["handle"]: row for row in record.get("inspector_private", {"rows": []})["rows"]}
    return [
        InspectorEntry(
            private[row["handle"]]["pid"],
            row["dept"],
            tuple(row["quals"]),
            row["elig"],
            row["cap"],
            tuple(behind[handle].id for handle in private[row["handle"]]["recusal"]),
        )
        for row in record["inspector_roster"]
    ]


# ------------------------------------------------------------------------------------------------------ the ceremony


def _held_again(record: Record, rosters: FrozenRosters | None) -> Ceremony:
    """Every act of the record, at a time at which it is allowed."""
    plan = record["plan"]
    held, told = Ceremony(plan), {**record, **record.get("shadow", {})}
    if rosters is not None:
        early = parse_time(plan["commit_by"]) - timedelta(hours=1)
        held = held.freeze(rosters.subject_commit, rosters.inspector_commit, at=early)
    if "commits" in told:
        held = _with_secrets(held, told)
    if "reveals" in record:
        held = held.close_reveals(at=parse_time(plan["reveal_by"]) + timedelta(seconds=1))
    if "beacon" in record:
        held = held.record_number(record["beacon"][2], at=not_before(plan["beacon"])).draw()
    return _ended(held, record)


def _with_secrets(held: Ceremony, told: Record) -> Ceremony:
    commit_by, reveal_by = parse_time(held.plan["commit_by"]), parse_time(held.plan["reveal_by"])
    for who, commitment in told["commits"].items():
        held = held.commit(who, commitment, at=commit_by)
    held = held.close_commits(at=commit_by + timedelta(seconds=1))
    for who, secret in told.get("committed_values", {}).items():
        held = held.reveal(who, secret, at=reveal_by)
    return held


def _ended(held: Ceremony, record: Record) -> Ceremony:
    """The end the record tells. Its ground `roster-error` is older than the list of 40-draw §5, so it is put in afterwards."""
    reason = record.get("reason", {})
    if record["state"] == ABORTED:
        before = not_before(held.plan["beacon"]) - timedelta(seconds=1)
        return replace(held.abort("roster", reason["text"], at=before), reason=reason)
    if record["state"] == VOID:
        return replace(held.void("roster", reason["text"]), reason=reason)
    return held
