"""The second, private tier: who signed in, was refused, read personal data, took an export. Sealed by count and root.

Source: 50-ledger §11; 第五条, 第二十四条; 20-house §10 (every refusal leaves a line). Each line in its own transaction: it must
stay when the act it speaks of is rolled back.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import DatabaseError
from django.db.models import QuerySet

from shuangsuiji.core.canonical import jcs
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.foundation.ledger import rows
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import Token, command
from shuangsuiji.foundation.ledger.models import AuditEntry, LogEvent

SEALED = "audit.sealed"
_LOWEST = -(2**63)
# A line written beside another may get its number first and be there later; after this long all are there.
_SETTLED_AFTER = timedelta(seconds=60)


def note(
    action: str,
    *,
    at: datetime,
    actor: str,
    object: str = "",  # noqa: A002 - the column's name
    detail: Mapping[str, Any] | None = None,
    ip: str | None = None,
) -> AuditEntry:
    """Write one line. `actor` is an account's name or where the request came from."""
    return AuditEntry.objects.create(
        at=at, actor=actor[:128], action=action, object=object[:256], detail=dict(detail or {}), ip=ip
    )


def entries() -> QuerySet[AuditEntry]:
    """All lines, for the audit administrator."""
    return AuditEntry.objects.all()


def seal_audit(*, org: str, at: datetime) -> Token | None:
    """Put count and root of the new lines into the log; None where there are none. Run hourly."""
    lines = list(AuditEntry.objects.filter(id__gt=last_sealed(), at__lt=at - _SETTLED_AFTER).order_by("id"))
    if not lines:
        return None
    with command(actor=Actor(org, MACHINE), at=at) as cmd:
        return cmd.emit(SEALED, pub={"count": len(lines), "last": lines[-1].id, "root": _root(lines)})


def last_sealed() -> int:
    """The number of the last line that a seal covers; 0 where there is no seal yet."""
    return max((pub["last"] for _, pub in _seals()), default=0)


def faults() -> Iterator[str]:
    """Sealed lines that were changed, removed or slipped in, named by the range of their seal."""
    before = 0
    for seq, pub in _seals():
        # Numbers begin at 1; one below was slipped in, and counts against the first seal.
        now = AuditEntry.objects.filter(id__gt=before or _LOWEST, id__lte=pub["last"]).order_by("id")
        if now.count() != pub["count"] or _root_or_none(now) != pub["root"]:
            yield (
                f"第 {before + 1}–{pub['last']} 行（应有 {pub['count']} 行，封于日志第 {seq} 条）被增删或改动，"
                f"现有 {now.count()} 行；请从备份取出同一范围逐行比对"
            )
        before = pub["last"]


def _seals() -> Iterator[tuple[int, dict[str, Any]]]:
    for seq, body in LogEvent.objects.filter(type=SEALED).order_by("seq").values_list("seq", "body"):
        try:
            leaf = read_leaf(rows.stored(body))
        except TlogRefused:  # reconcile says so
            continue
        if leaf["type"] == SEALED:
            yield seq, leaf["pub"]


def _root(lines: Iterable[AuditEntry]) -> str:
    return Frontier().extended(leaf_hash(_canonical(line)) for line in lines).root().hex()


def _root_or_none(lines: Iterable[AuditEntry]) -> str | None:
    """None where a cell cannot be read."""
    try:
        return _root(lines)
    except (AttributeError, TypeError, ValueError, DatabaseError):
        return None


def _canonical(line: AuditEntry) -> bytes:
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    return jcs([line.id, at, line.actor, line.action, line.object, line.detail, line.ip])
