"""The examination before writing: is this the log that was published, are its guards in place, is the database set up to keep it?

Source: 50-ledger §9 (start-up checks), §10; 80-reliability §1, A5, F3. Gives: sentences in Chinese, each with its remedy.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.core.tlog.tiles import Tile
from shuangsuiji.foundation.ledger import database_settings, rows, triggers
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead
from shuangsuiji.foundation.ledger.published import Published

LAST_LEAVES = 256
_ASK = "请勿继续办理，保留现场，运行 shuangsuiji ledger verify 查看差异"


def reasons(connection: BaseDatabaseWrapper, published: Published | None) -> tuple[str, ...]:
    """Why writing must stop; empty where everything is as it should be."""
    return (
        *database_settings.faults(connection),
        *_trigger_faults(connection),
        *_head_faults(),
        *(_published_faults(published) if published is not None else ()),
    )


def _trigger_faults(connection: BaseDatabaseWrapper) -> Iterator[str]:
    names = triggers.faults(connection)
    if names:
        yield f"数据库中防改写的触发器缺失、停用或被改动：{'、'.join(names)}。请由运维人员运行 shuangsuiji ledger install-triggers 恢复，并查明原因。"


def _head_faults() -> Iterator[str]:
    head = LogHead.objects.filter(id=1).first()
    if head is None:
        yield "日志头缺失。请先运行 shuangsuiji ledger init；已经启用过的日志请运行 shuangsuiji ledger recover。"
        return
    count = LogEvent.objects.count()
    last = LogEvent.objects.order_by("-seq").values_list("seq", flat=True).first()
    if (head.size, count - 1 if count else None) != (count, last):
        yield f"日志头记 {head.size} 条，日志实有 {count} 条，最后一条是第 {last} 条。{_ASK}。"
    try:
        Frontier.from_bytes(head.size, rows.raw(head.frontier))
    except (TlogRefused, TypeError) as error:
        yield f"日志头的边缘哈希不成立：{error}。{_ASK}。"
    for seq, body, stored in LogEvent.objects.order_by("-seq").values_list("seq", "body", "leaf_hash")[:LAST_LEAVES]:
        if leaf_hash(rows.raw(body)) != rows.raw(stored):
            yield f"日志第 {seq} 条的内容与其哈希不符，内容被改动过。{_ASK}。"


def _published_faults(published: Published) -> Iterator[str]:
    if published.fault:
        yield f"{published.fault}。请由运维人员检查公开目录 SHUANGSUIJI_LOG_FOLDER。"
        return
    if settings.SHUANGSUIJI_ORIGIN and published.origin != settings.SHUANGSUIJI_ORIGIN:
        yield f"公开目录中是日志 {published.origin} 的检查点，不是本日志 {settings.SHUANGSUIJI_ORIGIN} 的。请检查设置。"
        return
    head = LogHead.objects.filter(id=1).first()
    if head is None:
        return
    if not isinstance(head.size, int):
        return  # told above
    if head.size < published.size:
        yield (
            f"数据库落后于已发布的检查点：已发布 {published.size} 条，数据库只有 {head.size} 条，"
            "可能恢复了旧备份。现只能查看；请运行 shuangsuiji ledger recover，由两人办理恢复。"
        )
        return
    yield from _growth_faults(published, Frontier.from_bytes(head.size, rows.raw(head.frontier)))


def _growth_faults(published: Published, head: Frontier) -> Iterator[str]:
    """The head must be the published tree and the events after it: O(new + log n)."""
    folder = Path(settings.SHUANGSUIJI_LOG_FOLDER)
    try:
        edge = RightEdge.read(published.size, lambda tile: _tile(folder, tile))
    except (OSError, TlogRefused) as error:
        yield f"公开目录的树块不完整（{error}），不能核对数据库。请从镜像恢复公开目录，或运行 shuangsuiji ledger seal。"
        return
    new = LogEvent.objects.filter(seq__gte=published.size).order_by("seq").values_list("leaf_hash", flat=True)
    grown, _ = edge.grown(rows.raw(each) for each in new.iterator())
    if edge.root() != published.root or grown.root() != head.root():
        yield f"数据库中的日志与已发布的检查点（{published.size} 条）不一致，历史被改写。{_ASK}。"


def _tile(folder: Path, tile: Tile) -> bytes:
    """A tile; where its partial was cleared away the beginning of the full one."""
    path = folder / tile.path
    if not path.exists():
        path = folder / Tile(tile.level, tile.index).path
    return path.read_bytes()[: tile.width * 32]
