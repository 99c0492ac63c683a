"""The record of a draw for its audiences, with its place in the log: what anybody recomputes from, and what auditors open.

Source: SSJ-DRAW/1 §9; 第五条, 第十四条. Takes: a draw, what the sealer published. Never: in a public record an id, a salt, a row or a batch.
"""

from dataclasses import dataclass
from typing import Any

from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.record import (
    AUDITOR,
    PUBLIC,
    TICKETS_LISTED_UP_TO,
    file_reference,
    record_file_name,
    write_document,
    write_record,
)
from shuangsuiji.foundation.evidence.receiving import shelf
from shuangsuiji.foundation.ledger.models import CheckpointSeen
from shuangsuiji.foundation.ledger.published import Published
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.proving import log_places, proceedings_of


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """The record's file name and bytes, and the files that lie beside it: name → bytes."""

    name: str
    content: bytes
    beside: dict[str, bytes]


def public_record(draw: Draw, published: Published, *, version: int = 1) -> PublicRecord:
    """The public record under a published checkpoint. Raises FileDamaged, KeyUnusable."""
    proceedings = proceedings_of(draw, log=_log(draw, published), version=version)
    record = write_record(proceedings, PUBLIC, proceedings.outcome())
    record, beside = _by_reference(draw, record)
    return PublicRecord(
        record_file_name(draw.number, version), write_document(record), {**beside, **_sealed_between(draw)}
    )


def auditor_record(draw: Draw, published: Published | None) -> bytes:
    """The record with keys and rows, for auditors alone."""
    log = _log(draw, published) if published is not None else None
    proceedings = proceedings_of(draw, log=log)
    return write_document(write_record(proceedings, AUDITOR, proceedings.outcome()))


def outcome_of(draw: Draw) -> Outcome | None:
    """The drawn lists, computed anew from what was frozen."""
    return proceedings_of(draw).outcome()


def _log(draw: Draw, published: Published) -> dict[str, Any]:
    return {"origin": published.origin, "entries": log_places(draw), "checkpoint": published.note}


def _by_reference(draw: Draw, record: dict[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A long roster is not repeated in the record: it names its file, which lies beside it."""
    rows = record.get("subject_roster", [])
    if len(rows) <= TICKETS_LISTED_UP_TO:
        return record, {}
    kept = draw.rosters.select_related("file").get(kind="subject")
    raw, name = shelf().read(kept.file.digest), "roster-subject.csv"
    return {**record, "subject_roster": file_reference(name, "csv", raw, len(rows))}, {name: raw}


def _sealed_between(draw: Draw) -> dict[str, bytes]:
    """A signed checkpoint that holds every commitment and no reveal yet, where one was kept (V14)."""
    places = log_places(draw)
    commits, reveals = places.get("draw.committed", []), places.get("draw.revealed", [])
    if not commits or not reveals:
        return {}
    seen = CheckpointSeen.objects.filter(size__gt=commits[-1][0], size__lte=reveals[0][0]).order_by("size").first()
    return {} if seen is None else {"commits.checkpoint": seen.note.encode()}
