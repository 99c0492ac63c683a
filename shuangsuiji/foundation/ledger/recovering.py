"""After yesterday's backup came back: the missing entries are taken from the public files, and the log says so.

Source: 50-ledger §10; 80-reliability F3. Takes: an older database and the published tiles. Gives: the database at the published
size, then `db.restored`. What was private in those entries is lost and marked so; rows that the missing acts wrote are as old
as the backup and must be entered again.
Never: writes over an entry; goes on where the older database is not a beginning of the published log.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.tlog.bundles import read_bundle
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.tiles import TILE_WIDTH, bundles_of
from shuangsuiji.foundation.ledger import gate, keys
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import Private, Token, healing_command
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead
from shuangsuiji.foundation.ledger.published import read_published


class CannotRecover(Exception):
    """Nothing was written; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """Which entries came back, from 0, both ends included, and the event that says so."""

    first: int
    last: int
    token: Token


def recover(folder: Path, *, org: str, persons: tuple[str, str], at: datetime) -> Recovered:
    """Bring the database up to the published log. Two different persons answer for it.

    Raises CannotRecover where there is nothing to do, the files are incomplete, or the histories differ.
    """
    if persons[0].strip() == persons[1].strip() or not all(name.strip() for name in persons):
        raise CannotRecover("恢复须由两名不同的人员共同办理，请分别填写姓名")
    published = read_published(folder)
    if published is None or published.fault:
        raise CannotRecover(published.fault if published else f"公开目录 {folder} 中没有检查点，无从恢复")
    gate.forget()
    # One transaction: entries without the event that explains them would be a difference for ever.
    with healing_command(actor=Actor(org, MACHINE), at=at) as cmd:
        first = _import_missing(folder, published.size, published.root)
        gate.require_writable(at)
        house = keys.house_key(at=at)
        token = cmd.emit(
            "db.restored",
            pub={"from_size": first, "to_size": published.size},
            private={"who": Private("、".join(persons), house.id)},
        )
    return Recovered(first, published.size - 1, token)


def _import_missing(folder: Path, size: int, root: bytes) -> int:
    """Append entries `head … size − 1`; the result must be the published root."""
    head = LogHead.objects.select_for_update().get(id=1)
    if head.size >= size:
        raise CannotRecover(f"数据库有 {head.size} 条，已发布 {size} 条，没有缺少的条目")
    bodies = list(_bodies(folder, head.size, size))
    edge = Frontier.from_bytes(head.size, bytes(head.frontier)).extended(map(leaf_hash, bodies))
    if edge.root() != root:
        raise CannotRecover("数据库中的旧条目与已发布的日志不是同一历史，不能自动恢复。请保留现场，换用更早的备份再试")
    for seq, body in enumerate(bodies, start=head.size):
        _event(seq, body).save(force_insert=True)
    LogHead.objects.filter(id=1).update(size=edge.size, frontier=edge.to_bytes())
    return head.size


def _event(seq: int, body: bytes) -> LogEvent:
    leaf = read_leaf(body)
    at = datetime.fromisoformat(leaf["at"])
    return LogEvent(seq=seq, event_id=leaf["id"], type=leaf["type"], at=at, body=body, leaf_hash=leaf_hash(body))


def _bodies(folder: Path, start: int, stop: int) -> Iterator[bytes]:
    """Entries `start … stop − 1` out of the public bundles."""
    for bundle in bundles_of(stop, start):
        try:
            entries = read_bundle(bundle, (folder / bundle.path).read_bytes())
        except (OSError, TlogRefused) as error:
            raise CannotRecover(f"公开目录中的 {bundle.path} 读不出来：{error}。请从镜像补齐后重试") from error
        first = bundle.index * TILE_WIDTH
        yield from entries[max(start - first, 0) : stop - first]
