"""Putting on the shelf what the program itself made: its form is known, nothing has to be looked at.

Source: 第五条; 50-ledger §3.5 (no file inside a command). Takes: bytes. Gives: a `Received`, to be entered by the act.
"""

from shuangsuiji.foundation.evidence.kinds import RULES, Kind
from shuangsuiji.foundation.evidence.receiving import Received, shelf
from shuangsuiji.foundation.evidence.store import FileStore
from shuangsuiji.foundation.ledger.current import OPEN
from shuangsuiji.foundation.ledger.refusal import LedgerMisuse


def shelve(content: bytes, kind: Kind, media_type: str, *, store: FileStore | None = None) -> Received:
    """Write one file. Raises LedgerMisuse inside a command, ValueError for a form this kind does not have, UploadRefused when too big."""
    if OPEN.get() is not None:
        raise LedgerMisuse("存放文件须在办理动作之前完成")
    if media_type not in RULES[kind].media_types:
        raise ValueError(f"{RULES[kind].label}没有这种格式：{media_type}")
    store = store or shelf()
    incoming = store.take([content], most_bytes=RULES[kind].most_bytes)
    store.keep(incoming)
    return Received(kind, incoming.digest, incoming.size, media_type)
