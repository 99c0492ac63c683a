"""The examination before writing: is this the log that was published, are its guards in place, is the database set up to keep it?

Source: 50-ledger §9 (start-up checks), §10; 80-reliability §1, A5, F3. Gives: sentences in Chinese, each with its remedy.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.foundation.ledger import database_settings, rows, triggers
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.published import Published, read_tile

LAST_LEAVES = 256
_ASK = "请勿继续办理，保留现场，运行 shuangsuiji ledger verify 查看差异"


def reasons(database: BaseDatabaseWrapper, published: Published | None, *, as_owner: bool = False) -> tuple[str, ...]:
    """Why writing must stop; empty where everything is as it should be. `as_owner`: by the owner of the tables, who founds the log."""
    return (
        *database_settings.faults(database, as_owner=as_owner),
        *_trigger_faults(database),
        *_head_faults(),
        *(_published_faults(published) if published is not None else ()),
    )


def _trigger_faults(database: BaseDatabaseWrapper) -> Iterator[str]:
    names = triggers.faults(database)
    if names:
        yield f"数据库中防改写的触发器缺失、停用或被改动：{'、'.join(names)}。请由运维人员运行 shuangsuiji ledger install-triggers 恢复，并查明原因。"


class _Head(NamedTuple):
    """The head as stored, and the number of the last entry; of whatever kind somebody made them."""

    size: Any
    frontier: Any
    last: Any


def _head() -> _Head | None:
    """Both in one statement: others may write meanwhile."""
    last = "SELECT seq FROM log_event ORDER BY seq DESC LIMIT 1"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT size, frontier, ({last}) FROM log_head WHERE id = 1")
        found = cursor.fetchone()
    return None if found is None else _Head(*found)


def _head_faults() -> Iterator[str]:
    head = _head()
    if head is None:
        yield "日志头缺失。请先运行 shuangsuiji ledger init；已经启用过的日志请运行 shuangsuiji ledger recover。"
        return
    last = "没有条目" if head.last is None else f"最后一条是第 {head.last} 条"
    if not isinstance(head.size, int) or head.last != (head.size - 1 if head.size else None):
        yield f"日志头记 {head.size} 条，日志{last}（从 0 起）。{_ASK}。"
    if _frontier(head) is None:
        yield f"日志头的边缘哈希不成立。{_ASK}。"
    for seq, body, stored in LogEvent.objects.order_by("-seq").values_list("seq", "body", "leaf_hash")[:LAST_LEAVES]:
        if leaf_hash(rows.stored(body)) != rows.stored(stored):
            yield f"日志第 {seq} 条的内容与其哈希不符，内容被改动过。{_ASK}。"


def _frontier(head: _Head) -> Frontier | None:
    """The edge as stored; None where size and hashes do not fit, or are no number and no bytes at all."""
    try:
        return Frontier.from_bytes(head.size, rows.stored(head.frontier))
    except (TlogRefused, TypeError):
        return None


def _published_faults(published: Published) -> Iterator[str]:
    if published.fault:
        yield f"{published.fault}。请由运维人员检查公开目录 SHUANGSUIJI_LOG_FOLDER。"
        return
    if settings.SHUANGSUIJI_ORIGIN and published.origin != settings.SHUANGSUIJI_ORIGIN:
        yield f"公开目录中是日志 {published.origin} 的检查点，不是本日志 {settings.SHUANGSUIJI_ORIGIN} 的。请检查设置。"
        return
    head = _head()
    edge = _frontier(head) if head is not None else None
    if edge is None:  # told above
        return
    if edge.size < published.size:
        yield (
            f"数据库落后于已发布的检查点：已发布 {published.size} 条，数据库只有 {edge.size} 条，"
            "可能恢复了旧备份。现只能查看；请运行 shuangsuiji ledger recover，由两人办理恢复。"
        )
        return
    yield from _growth_faults(published, edge)


def _growth_faults(published: Published, head: Frontier) -> Iterator[str]:
    """The head must be the published tree and the events after it: O(new + log n)."""
    folder = Path(settings.SHUANGSUIJI_LOG_FOLDER)
    try:
        edge = RightEdge.read(published.size, lambda tile: read_tile(folder, tile))
    except (OSError, TlogRefused) as error:
        yield f"公开目录的树块不完整（{error}），不能核对数据库。请从镜像恢复公开目录，或运行 shuangsuiji ledger seal。"
        return
    new = (
        LogEvent.objects.filter(seq__gte=published.size, seq__lt=head.size)
        .order_by("seq")
        .values_list("leaf_hash", flat=True)
    )
    grown, _ = edge.grown(rows.stored(each) for each in new.iterator())
    if edge.root() != published.root or grown.root() != head.root():
        yield f"数据库中的日志与已发布的检查点（{published.size} 条）不一致，历史被改写。{_ASK}。"
