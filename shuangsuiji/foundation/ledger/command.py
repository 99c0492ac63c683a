"""One act, one transaction: the rows it writes and the events that say so, in gap-free order, or nothing at all.

Source: 50-ledger §3, §4; 第五条. Takes: who acts, when, why. Gives: an open transaction with `emit`.
Order at the end: the head is locked last, events are numbered and hashed, the head is written once, COMMIT.
Different from the page: leaves are encoded at that last step, not at `emit`, because only then their time can be held to the
log's (it never falls) without a lock for the whole act; references name tokens, so no hash is needed before (ADR 0014).
Never: mail, files or network inside; a number for an act that failed.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction

from shuangsuiji.core.rules.events import check_frame, check_pub, check_sd, event_type
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import SHA256, leaf_hash
from shuangsuiji.core.tlog.leaves import RELATIONS, VERSION, Opening, write_leaf
from shuangsuiji.foundation.ledger import gate, keys, rows
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.appending import Entry, Manifest, Sealed, append, locked_head
from shuangsuiji.foundation.ledger.current import OPEN
from shuangsuiji.foundation.ledger.published import Published
from shuangsuiji.foundation.ledger.refusal import ClockBehind, LedgerMisuse
from shuangsuiji.foundation.ledger.uuid7 import uuid7

# How far the application's clock may lie behind the last entry (80-reliability §1).
MAX_CLOCK_SKEW = timedelta(seconds=120)
_SALT_BYTES = 32
_ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Private:
    """A value that concerns one person or firm; `key` opens it and, destroyed, makes it noise."""

    value: Any
    key: UUID


@dataclass(slots=True)
class Token:
    """One event on its way into the log. `leaf_hash` and `seq` are there once the command has ended well."""

    event_id: UUID
    type: str
    leaf: dict[str, Any]
    refs: Sequence[tuple[str, "Token | bytes"]]
    openings: list[tuple[Opening, UUID]]
    manifest: Manifest | None = None
    body: bytes = b""
    leaf_hash: bytes | None = None
    seq: int | None = None


@dataclass(slots=True)
class Command:
    """An open act. Rows saved before an `emit` belong to that event."""

    actor: Actor
    at: datetime
    reason: str = ""
    published: Published | None = None
    tokens: list[Token] = field(default_factory=list)
    coming_event_id: UUID = field(init=False)
    _written: dict[tuple[str, Any], type[models.Model]] = field(default_factory=dict)
    _removed: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.coming_event_id = self.new_id()

    def new_id(self) -> UUID:
        """A key for a new row of this act."""
        return uuid7(self.at)

    def wrote(self, row: models.Model) -> None:
        """Remember a row; the next event speaks for it."""
        self._written[row._meta.db_table, row.pk] = type(row)

    def removed(self, table: str, key: str) -> None:
        """Remember a row that this act removed: an opening whose key it destroyed."""
        self._removed.append((table, key))

    def emit(
        self,
        type_: str,
        *,
        pub: Mapping[str, Any] | None = None,
        private: Mapping[str, Private] | None = None,
        refs: Iterable[tuple[str, "Token | bytes"]] = (),
        files: Iterable[Mapping[str, Any]] = (),
        rule: str = "",
    ) -> Token:
        """Say what happened. Checked now against the register; numbered and hashed when the act ends.

        `refs` pair a relation with a token of this act or the leaf hash of an earlier one. `rule` is the article relied on,
        the register's where it is not given. Raises ValueError for what the register does not know.
        """
        known = event_type(type_)
        openings = self._openings(private or {})
        manifest = self._manifest()
        if manifest is not None:
            rows_opening = Opening(manifest.salt, _ROWS, SHA256.hash(manifest.body).hex())
        check_pub(type_, pub or {})
        check_sd(type_, [opening.name for opening, _ in openings])
        leaf: dict[str, Any] = {
            "v": VERSION,
            "type": type_,
            "id": str(self.coming_event_id),
            "at": _written_time(self.at),
            "org": self.actor.org,
            "actor": self.actor.office,
            "rule": rule or known.citation,
            "refs": [],
            "pub": dict(pub or {}),
            "sd": {opening.name: opening.digest() for opening, _ in openings},
            "files": [dict(each) for each in files],
        }
        if manifest is not None:
            leaf["sd"][_ROWS] = rows_opening.digest()
        token = Token(self.coming_event_id, type_, leaf, list(refs), openings, manifest)
        for relation, _ in token.refs:
            if relation not in RELATIONS:
                raise ValueError(f"没有引用关系 {relation}")
        check_frame(leaf)
        token.body = write_leaf(leaf)  # what cannot be written is refused where it was said
        self.tokens.append(token)
        self.coming_event_id = self.new_id()
        return token

    def finish(self) -> None:
        """Number, hash and store the events; the last step before COMMIT."""
        if not self.tokens:
            raise LedgerMisuse("办理动作没有产生日志事件")
        if self._written:
            tables = "、".join(sorted({table for table, _ in self._written}))
            raise LedgerMisuse(f"有记录在最后一个事件之后写入：{tables}")
        size, frontier, last = locked_head()
        gate.require_grown(self.published, size)
        self._settle_times(last)
        self._hash()
        edge = Frontier.from_bytes(size, frontier).extended(_hashed(token) for token in self.tokens)
        entries = [
            Entry(
                seq,
                token.event_id,
                token.type,
                datetime.fromisoformat(token.leaf["at"]),
                token.body,
                _hashed(token),
            )
            for seq, token in enumerate(self.tokens, start=size)
        ]
        manifests = [token.manifest for token in self.tokens if token.manifest is not None]
        append(entries, self._sealed(size), manifests, size=edge.size, frontier=edge.to_bytes())
        for seq, token in enumerate(self.tokens, start=size):
            token.seq = seq

    def _openings(self, private: Mapping[str, Private]) -> list[tuple[Opening, UUID]]:
        """A new salt for every value. Who acted and why are sealed with the actor's own key."""
        values = dict(private)
        if self.actor.key is not None:
            values.setdefault("actor", Private(str(self.actor.person), self.actor.key))
            if self.reason:
                values.setdefault("reason", Private(self.reason, self.actor.key))
        return [(Opening(secrets.token_hex(_SALT_BYTES), name, each.value), each.key) for name, each in values.items()]

    def _manifest(self) -> Manifest | None:
        """The rows written since the last event, as the database now has them."""
        if not self._written and not self._removed:
            return None
        by_model: dict[type[models.Model], list[Any]] = {}
        for (_, key), model in self._written.items():
            by_model.setdefault(model, []).append(key)
        written = list(rows.written(by_model))
        written += [(table, key, rows.GONE) for table, key in self._removed]
        self._written.clear()
        self._removed.clear()
        body = "".join(f"{table}\t{key}\t{digest}\n" for table, key, digest in sorted(written)).encode()
        return Manifest(self.coming_event_id, secrets.token_hex(_SALT_BYTES), body)

    def _settle_times(self, last: datetime | None) -> None:
        """The log's time never falls: an act that waited for the lock takes the time of the entry before it."""
        if last is None or last <= self.at:
            return
        if last - self.at > MAX_CLOCK_SKEW:
            raise ClockBehind(
                f"办理时间 {_written_time(self.at)} 早于日志最后一条的时间 {_written_time(last)}；请校准服务器时钟后重新办理"
            )
        for token in self.tokens:
            token.leaf["at"] = _written_time(last)
            token.body = b""

    def _hash(self) -> None:
        """Fill in references; a token may name one that came before it in this act."""
        for token in self.tokens:
            if token.refs or not token.body:
                token.leaf["refs"] = [[relation, _reference(named).hex()] for relation, named in token.refs]
                token.body = write_leaf(token.leaf)
            token.leaf_hash = leaf_hash(token.body)

    def _sealed(self, size: int) -> list[Sealed]:
        """The private values, each encrypted with the key of whom it concerns; the first event's number is `size`."""
        wanted = {key for token in self.tokens for _, key in token.openings}
        if not wanted:
            return []
        ring, stored = keys.Keyring(at=self.at), []
        ring.load(wanted)
        for seq, token in enumerate(self.tokens, start=size):
            for opening, key in token.openings:
                context = f"{token.event_id}/{opening.name}"
                salt = ring.seal_with(key, bytes.fromhex(opening.salt), context=f"{context}/salt")
                value = ring.seal_with(key, keys.written(opening.value), context=f"{context}/value")
                stored.append(Sealed(seq, opening.name, salt, value, key))
        return stored


@contextmanager
def command(*, actor: Actor, at: datetime, reason: str = "") -> Iterator[Command]:
    """Open an act. Raises LedgerMisuse inside another command or transaction, WritesRefused when the log is not sound."""
    if OPEN.get() is not None:
        raise LedgerMisuse("一个办理动作之内不能再开另一个")
    published = gate.require_writable(at)
    with healing_command(actor=actor, at=at, reason=reason) as opened:
        opened.published = published
        yield opened


@contextmanager
def healing_command(*, actor: Actor, at: datetime, reason: str = "") -> Iterator[Command]:
    """An act that makes the log sound first and asks `gate.require_writable` itself, before it says anything: `recover` alone."""
    with transaction.atomic(durable=True):
        opened = Command(actor, at, reason)
        mark = OPEN.set(opened)
        try:
            yield opened
            opened.finish()
        finally:
            OPEN.reset(mark)


def _hashed(token: Token) -> bytes:
    assert token.leaf_hash is not None
    return token.leaf_hash


def _reference(named: "Token | bytes") -> bytes:
    if isinstance(named, bytes):
        return named
    if named.leaf_hash is None:
        raise LedgerMisuse("事件只能引用在它之前的事件")
    return named.leaf_hash


def _written_time(at: datetime) -> str:
    """RFC 3339, UTC, whole seconds, rounded down."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
