"""The log against the tables: which row says something else than its last event did.

Source: 50-ledger §9 (L01–L04, L11, L12), §13.10. Takes: the database alone. Gives: Differences with table, row and what to do.
Cost: one pass over the log and one over every consequential table; memory one line per row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from shuangsuiji.core.rules.events import event_type
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import SHA256, leaf_hash
from shuangsuiji.core.tlog.leaves import Opening, read_leaf
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.foundation.ledger import audit, rows
from shuangsuiji.foundation.ledger.evidential import evidential_models
from shuangsuiji.foundation.ledger.keys import KeyUnusable
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead, LogManifest, LogOpening, SubjectKey
from shuangsuiji.foundation.ledger.openings import opened
from shuangsuiji.foundation.ledger.snapshot import snapshot

EDITED = "被改写"
REMOVED = "被删除"
FORGED = "来历不明"
_CHUNK = 500
_ROWS = "rows"

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not what the log says. `seq` is the entry that last spoke for it, if any."""

    table: str
    key: str
    what: str
    seq: int | None
    detail: str

    def __str__(self) -> str:
        where = f"，以日志第 {self.seq} 条为准" if self.seq is not None else ""
        return f"{label_of(self.table)}行 {self.key} {self.what}{where}：{self.detail}"


@dataclass(slots=True)
class _Fold:
    """What the log says of every row: digest and number of the entry that last wrote it."""

    rows: dict[Row, tuple[str, int]]
    restored: list[range]
    # Private values that must be there, "seq/name"; what a destroyed key took with it is struck out again.
    openings: set[str] = field(default_factory=set)

    def lost(self, seq: int) -> bool:
        """Whether that entry came back from the tiles after a backup was restored: its private part is gone, and logged so."""
        return any(seq in each for each in self.restored)


def label_of(table: str) -> str:
    """What people call a table, with its name in the database."""
    names = {model._meta.db_table: model._meta.verbose_name for model in apps.get_models()}
    return f"{names.get(table, '未知的表')}（{table}）"


@dataclass(frozen=True, slots=True)
class Unaccounted:
    """An entry that came back from the public files without manifest and private values: what it wrote, nobody can tell any more."""

    seq: int
    type: str
    at: datetime


def unaccounted() -> list[Unaccounted]:
    """Every entry that a restored backup cost its rows, in order. Where there are some, agreement of the rest is not all of it."""
    found = []
    for each in _restored():
        events = LogEvent.objects.filter(seq__gte=each.start, seq__lt=each.stop, manifest__isnull=True).order_by("seq")
        for event in events.iterator(_CHUNK):
            leaf = read_leaf_or_none(rows.stored(event.body))
            if leaf is not None and leaf["sd"]:
                found.append(Unaccounted(event.seq, leaf["type"], datetime.fromisoformat(leaf["at"])))
    return found


def differences() -> Iterator[Difference]:
    """Everything in the database that the log does not bear out; nothing where all is as it was written."""
    with snapshot():
        fold = _Fold({}, list(_restored()))
        yield from _log_differences(fold)
        yield from _table_differences(fold)
        yield from _opening_differences(fold)
        for fault in audit.faults():
            yield Difference("audit_entry", "", EDITED, None, fault)


def _log_differences(fold: _Fold) -> Iterator[Difference]:
    """L01–L04, and the manifests on the way."""
    edge, expected = Frontier(), 0
    # Hashes are appended a chunk at a time: the edge is an immutable value.
    pending: list[bytes] = []
    for key, event in rows.every(LogEvent):
        if event is None or not isinstance(event.seq, int) or event.at is None:
            yield Difference("log_event", key, EDITED, None, "有的列里不是应有的类型，读不出来")
            continue
        if event.seq != expected:
            yield Difference(
                "log_event", f"{expected}", REMOVED, None, f"第 {expected} 至 {event.seq - 1} 条缺失，其后的条目还在"
            )
        expected = event.seq + 1
        pending.append(leaf_hash(rows.stored(event.body)))
        yield from _event_differences(event, pending[-1], fold)
        if len(pending) >= _CHUNK:
            edge, pending = edge.extended(pending), []
    yield from _head_differences(edge.extended(pending), expected)


def _event_differences(event: LogEvent, hashed: bytes, fold: _Fold) -> Iterator[Difference]:
    if hashed != rows.stored(event.leaf_hash):
        yield Difference("log_event", f"{event.seq}", EDITED, None, "条目原文与其哈希不符")
    try:
        leaf = read_leaf(rows.stored(event.body))
        event_type(leaf["type"])
    except (TlogRefused, ValueError) as error:
        yield Difference("log_event", f"{event.seq}", EDITED, None, f"条目原文不合格式：{error}")
        return
    columns = (leaf["type"], leaf["id"], leaf["at"])
    if columns != (event.type, str(event.event_id), f"{event.at:%Y-%m-%dT%H:%M:%SZ}"):
        yield Difference("log_event", f"{event.seq}", EDITED, None, "类型、编号或时间一列与条目原文不符")
    if not fold.lost(event.seq):
        fold.openings.update(f"{event.seq}/{name}" for name in leaf["sd"] if name != _ROWS)
    yield from _manifest_differences(event, leaf, fold)


def _manifest_differences(event: LogEvent, leaf: dict[str, Any], fold: _Fold) -> Iterator[Difference]:
    stored = LogManifest.objects.filter(event__event_id=event.event_id).first()
    stated = leaf["sd"].get(_ROWS)
    if stored is None:
        if stated is not None and not fold.lost(event.seq):
            yield Difference("log_manifest", f"{event.event_id}", REMOVED, event.seq, "该条目写过的记录清单不在了")
        return
    body = rows.stored(stored.body)
    try:
        agrees = Opening(stored.salt, _ROWS, SHA256.hash(body).hex()).digest() == stated
    except (TlogRefused, TypeError):
        agrees = False
    if not agrees:
        yield Difference("log_manifest", f"{event.event_id}", EDITED, event.seq, "记录清单与日志中的摘要不符")
        return
    for line in body.decode().splitlines():
        table, key, digest = line.split("\t")
        if digest == rows.GONE:
            fold.openings.discard(key)
        else:
            fold.rows[table, key] = (digest, event.seq)


def _head_differences(edge: Frontier, count: int) -> Iterator[Difference]:
    head = LogHead.objects.filter(id=1).first()
    if head is None:
        yield Difference("log_head", "1", REMOVED, None, "日志头不在了")
    elif (head.size, rows.stored(head.frontier)) != (count, edge.to_bytes()):
        yield Difference("log_head", "1", EDITED, None, f"记 {head.size} 条，日志实有 {count} 条，或边缘哈希不符")


def _table_differences(fold: _Fold) -> Iterator[Difference]:
    """L12: every consequential row, and every destroyed key, as its last event left it."""
    stated = dict(fold.rows)
    for model in evidential_models():
        for table, key, digest in rows.lines(model):
            yield from _row_difference((table, key), digest, stated.pop((table, key), None))
    for table, key, digest in _erased_keys():
        yield from _row_difference((table, key), digest, stated.pop((table, key), None))
    for (table, key), (_, seq) in stated.items():
        yield Difference(table, key, REMOVED, seq, "日志记有此行，表中没有（或密钥被恢复）")


def _erased_keys() -> Iterator[tuple[str, str, str]]:
    standing = {str(key) for key, row in rows.every(SubjectKey) if row is not None and row.erased_at is None}
    return (line for line in rows.lines(SubjectKey) if line[1] not in standing)


def _row_difference(row: Row, digest: str, stated: tuple[str, int] | None) -> Iterator[Difference]:
    if stated is None:
        yield Difference(*row, FORGED, None, "没有任何日志条目写过此行")
    elif stated[0] != digest:
        yield Difference(*row, EDITED, stated[1], "现在的内容与写入时的摘要不符")


def _opening_differences(fold: _Fold) -> Iterator[Difference]:
    """L11: private values say what the log holds of them; only those of a destroyed key are gone."""
    for stored in LogOpening.objects.select_related("entry", "subject_key").order_by("pk").iterator(_CHUNK):
        leaf = read_leaf_or_none(rows.stored(stored.entry.body))
        yield from _opening_difference(stored, leaf["sd"] if leaf else {})
        fold.openings.discard(f"{stored.entry_id}/{stored.name}")
    for key in sorted(fold.openings):
        yield Difference("log_opening", key, REMOVED, int(key.split("/")[0]), "日志中有此私密值的摘要，值不在了")


def _opening_difference(stored: LogOpening, stated: dict[str, str]) -> Iterator[Difference]:
    key = f"{stored.entry_id}/{stored.name}"
    try:
        opening = opened(stored, stored.entry.event_id)
        agrees = opening is not None and opening.digest() == stated.get(stored.name)
    except (KeyUnusable, TlogRefused, ValueError):
        agrees = False
    if not agrees:
        yield Difference("log_opening", key, EDITED, stored.entry_id, "私密值打不开，或与日志中的摘要不符")


def read_leaf_or_none(body: bytes) -> dict[str, Any] | None:
    """The leaf, or None where it cannot be read; another check says so."""
    try:
        return read_leaf(body)
    except TlogRefused:
        return None


def _restored() -> Iterator[range]:
    """Entries that came back from the public files after a backup was restored."""
    for body in LogEvent.objects.filter(type="db.restored").order_by("seq").values_list("body", flat=True):
        leaf = read_leaf_or_none(rows.stored(body))
        if leaf is not None and leaf["type"] == "db.restored":
            yield range(leaf["pub"]["from_size"], leaf["pub"]["to_size"])


def uncovered() -> dict[str, list[str]]:
    """Columns whose change no event tells, by table: published, so that nobody believes more than is true."""
    # As long as a key lives: what it opens is evidence, what it is called is not.
    found = {_table(SubjectKey): ["kind"]}
    for model in evidential_models():
        columns = rows.uncovered(model)
        if columns:
            found[_table(model)] = columns
    return found


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table
