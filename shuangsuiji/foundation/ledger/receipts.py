"""Receipts: one entry, its proof under the published checkpoint, and the private values its reader is entitled to.

Source: 50-ledger §8; C2SP tlog-proof. Takes: an entry of the database, the public folder. Gives: the files of the bundle, which
`shuangsuiji.verify` reads without us, for ever. A receipt exists only after its checkpoint; until then: 待封存.
Who is entitled to which values is the caller's to decide before, and to note down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from shuangsuiji.core.canonical import jcs
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.leaves import Opening, read_leaf
from shuangsuiji.core.tlog.proofs import verify_inclusion
from shuangsuiji.core.tlog.receipt import Receipt
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.tiled import TiledTree
from shuangsuiji.foundation.ledger import rows
from shuangsuiji.foundation.ledger.models import LogEvent, LogOpening
from shuangsuiji.foundation.ledger.openings import opened
from shuangsuiji.foundation.ledger.published import Published, read_published, read_tile

PROOF, LEAF, OPENINGS = ".tlog-proof", ".leaf.json", ".openings.json"
_HASH_DIGITS = 64


class Unsealed(Exception):
    """待封存: the entry is in the log and in no published checkpoint yet."""


class NoReceipt(Exception):
    """No receipt can be given; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A receipt. `size` is that of its checkpoint; `openings` the private values that go with it."""

    seq: int
    size: int
    proof: bytes
    leaf: bytes
    openings: tuple[Opening, ...]

    def files(self) -> Mapping[str, bytes]:
        """The bundle by the ending of each file's name, as the verifier looks for them."""
        told = [{"name": each.name, "salt": each.salt, "value": each.value} for each in self.openings]
        return {PROOF: self.proof, LEAF: self.leaf} | ({OPENINGS: jcs(told)} if told else {})


def entry_named(text: str) -> LogEvent:
    """The entry with that number (from 0), event id or leaf hash. Raises NoReceipt where there is none."""
    if text.isascii() and text.isdecimal() and len(text) < _HASH_DIGITS:
        found = LogEvent.objects.filter(seq=int(text)).first()
    elif len(text) == _HASH_DIGITS and set(text) <= set("0123456789abcdef"):
        found = LogEvent.objects.filter(leaf_hash=bytes.fromhex(text)).first()
    else:
        event_id = _event_id(text)
        found = LogEvent.objects.filter(event_id=event_id).first() if event_id else None
    if found is None:
        raise NoReceipt(f"日志中没有条目 {text}。请写条目序号（从 0 起）、事件编号或 64 位条目哈希")
    return found


def is_sealed(event: LogEvent, folder: Path | None = None) -> bool:
    """Whether a published checkpoint covers the entry: a page offers the receipt, or says 待封存."""
    published = read_published(folder or settings.SHUANGSUIJI_LOG_FOLDER)
    return published is not None and not published.fault and event.seq < published.size


def issue(event: LogEvent, *, names: Iterable[str] = (), folder: Path | None = None) -> Issued:
    """The receipt of an entry with the private values named. Raises Unsealed, NoReceipt.

    The proof is checked against the published root before it is given away. Cost: O(log n) tiles.
    """
    folder = folder or Path(settings.SHUANGSUIJI_LOG_FOLDER)
    published = read_published(folder)
    if published is None or (not published.fault and event.seq >= published.size):
        raise Unsealed(f"第 {event.seq} 条待封存：还没有包含它的检查点。封存之后再出具，通常在一分钟之内")
    if published.fault:
        raise NoReceipt(f"{published.fault}，不能出具凭证。请由运维人员检查公开目录")
    leaf = rows.stored(event.body)
    receipt = Receipt(event.seq, _path(event.seq, leaf, published, folder), published.note.encode())
    return Issued(event.seq, published.size, receipt.to_bytes(), leaf, tuple(_openings(event, leaf, names)))


def _path(seq: int, leaf: bytes, published: Published, folder: Path) -> tuple[bytes, ...]:
    try:
        path = tuple(TiledTree(published.size, lambda tile: read_tile(folder, tile)).inclusion(seq))
        verify_inclusion(leaf_hash(leaf), seq, published.size, path, published.root)
    except (OSError, TlogRefused) as error:
        raise NoReceipt(
            f"第 {seq} 条与已公布的检查点对不上（{error}），不能出具凭证。请运行 shuangsuiji ledger verify 查看差异"
        ) from error
    return path


def _openings(event: LogEvent, leaf: bytes, names: Iterable[str]) -> Iterable[Opening]:
    stated = read_leaf(leaf)["sd"]
    for name in dict.fromkeys(names):
        stored = LogOpening.objects.select_related("subject_key").filter(entry=event, name=name).first()
        opening = None if stored is None else opened(stored, event.event_id)
        if opening is None:
            why = "已删除或随恢复丢失，不能再打开" if name in stated else "不在此条目中"
            known = "、".join(sorted(set(stated) - {"rows"})) or "无"
            raise NoReceipt(f"第 {event.seq} 条的私密值 {name} {why}。此条目的私密值：{known}")
        yield opening


def _event_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
