"""Naming a received file in an open command: from now on it counts.

Source: 第五条, 第十九条（二）; 50-ledger §4 (`files` of an event: digest, size, kind, never a name).
"""

from typing import Any

from shuangsuiji.foundation.evidence.kinds import Retention
from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.evidence.receiving import Received, shelf
from shuangsuiji.foundation.evidence.refusal import FileDamaged
from shuangsuiji.foundation.evidence.store import FileStore
from shuangsuiji.foundation.ledger.command import Command


def enter(
    cmd: Command, received: Received, *, retention: Retention = Retention.YEARS_30, store: FileStore | None = None
) -> EvidenceFile:
    """Write the row. Raises FileDamaged when a file is not on the shelf: a row never comes before its file."""
    store = store or shelf()
    for digest in filter(None, (received.digest, received.display_digest)):
        if not store.has(digest):
            raise FileDamaged(f"文件 {digest[:16]}… 不在存放目录中；请重新上传。")
    row = EvidenceFile(
        digest=received.digest,
        size=received.size,
        media_type=received.media_type,
        kind=received.kind.value,
        retention=retention.value,
        department=cmd.actor.org,
        uploader=cmd.actor.person,
        received_at=cmd.at,
        display_digest=received.display_digest,
        look=received.look,
    )
    row.save(force_insert=True)
    return row


def named(row: EvidenceFile) -> dict[str, Any]:
    """The file as an event's `files` names it."""
    return {"sha256": row.digest, "size": row.size, "kind": row.kind.lower()}
