"""One seal: new events become a signed checkpoint, in an order in which a crash anywhere leaves what the next run finishes or refuses.

Source: 50-ledger §6 (seven steps), §10 (table of states), §1 (levels 2 and 3).
1 read head and new rows · 2 grow the tree, its root must be the head's · 3 compare with the store · 4 sign, write the store ·
5 write tiles and bundles · 6 ask witnesses · 7 replace the checkpoint.
What is signed and not yet published is published as it was signed, before anything new is decided. Cost: O(new + log n).
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from shuangsuiji.core.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.keys import COSIGNATURE, KeyRing
from shuangsuiji.core.tlog.note import Note, parse_note
from shuangsuiji.core.tlog.policy import Policy, Witnessed, open_witnessed
from shuangsuiji.core.tlog.proofs import verify_consistency
from shuangsuiji.core.tlog.refusal import Malformed, ProofFailed, TlogRefused
from shuangsuiji.core.tlog.tiled import RightEdge, TiledTree
from shuangsuiji.core.tlog.tiles import Tile, tiles_of
from shuangsuiji.foundation.ledger.sealer.checking import entries, grown, of_a_proof, refuse_beyond
from shuangsuiji.foundation.ledger.sealer.ed25519 import SigningKey, verify
from shuangsuiji.foundation.ledger.sealer.publishing import CHECKPOINT, PublicFolder, bundles
from shuangsuiji.foundation.ledger.sealer.refusal import (
    Fork,
    Halted,
    HeadBroken,
    PublishedForeign,
    Rollback,
    StoreDamaged,
    StoreReplaced,
    TileAltered,
)
from shuangsuiji.foundation.ledger.sealer.source import EventSource, Snapshot
from shuangsuiji.foundation.ledger.sealer.standing import Standing
from shuangsuiji.foundation.ledger.sealer.store import Memory, Signed, Store

Prove = Callable[[int], Sequence[bytes]]
"""Consistency path from an older size (0: empty) to the checkpoint's; raises ProofFailed for a size the log never had."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the witnesses said: the note with their cosignatures, and a Chinese sentence for each one that contradicted us."""

    note: Note
    alarms: tuple[str, ...] = ()


Collect = Callable[[Note, Prove], Answers]
"""Asks the witnesses: the log's note, and how to prove growth to them. May take its time; is asked again at the next seal."""
Seen = Callable[[Checkpoint, bytes], None]
"""Told of every checkpoint after it was published, with the note as served: for the application's own copy, never trusted."""

HEARTBEAT = timedelta(days=1)  # 50-ledger §6: a log that is quiet says daily that it is alive

SEALED, REPUBLISHED, ALIVE, COSIGNED = "sealed", "republished", "heartbeat", "cosigned"


def alone(note: Note, _prove: Prove) -> Answers:
    """Where the policy has no witness (`quorum none`)."""
    return Answers(note)


def nobody(_checkpoint: Checkpoint, _note: bytes) -> None:
    """Where nobody keeps a copy."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: `did` in order (empty: nothing new), the checkpoint that stands, and who has witnessed it.

    `alarms` are Chinese sentences on witnesses that contradict us or whose answer was of no use.
    """

    did: tuple[str, ...]
    checkpoint: Checkpoint
    witnessed: Witnessed | None = None
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sealer:
    """Everything one log's sealer works with. `signers`: one key, two during a rotation."""

    origin: str
    source: EventSource
    store: Store
    public: PublicFolder
    standing: Standing
    signers: Sequence[SigningKey]
    policy: Policy
    collect: Collect = alone
    seen: Seen = nobody
    keep_partial: bool = False

    @property
    def ring(self) -> KeyRing:
        """The keys this log's checkpoints are verified with, witnesses' among them."""
        return self.policy.keys_for(self.origin)

    def asking(self, collect: Collect) -> "Sealer":
        """The same sealer, which asks its witnesses this way."""
        return replace(self, collect=collect)


@dataclass(slots=True)
class _Run:
    """One run while it goes on."""

    sealer: Sealer
    memory: Memory
    at: datetime
    did: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)


def seal(sealer: Sealer, *, at: datetime) -> Outcome:
    """Seal what is new. Raises Halted (and shows it) where history does not agree, Retry and OSError where it may later."""
    with sealer.store.locked() as memory:
        run = _Run(sealer, memory, at)
        try:
            signed = _sealed(run)
        except Halted as halted:
            with suppress(OSError):  # what cannot be shown is still told to whoever started us
                sealer.standing.halt(halted, at)
            raise
        witnessed = _witnessed(sealer, sealer.public.read(CHECKPOINT))
        sealer.standing.good(witnessed, sealer.policy, at)
        return Outcome(tuple(run.did), signed.checkpoint(), witnessed, tuple(run.alarms))


def _sealed(run: _Run) -> Signed:
    signed = remembered(run.sealer, run.memory)
    published = _published(run.sealer, signed)
    if published.size < signed.size:
        _finish(run, signed, published)
    new = _decided(run, signed)
    if new.size > signed.size:
        _publish(run, new, since=signed.size)
        run.did.append(SEALED)
    elif new.size and run.at - signed.at >= HEARTBEAT:
        new = _alive(run, signed)
    elif _lacks_witnesses(run.sealer):
        _ask_again(run, new)
    return new


# ------------------------------------------------------------------------------------------- what we and the public know


def remembered(sealer: Sealer, memory: Memory) -> Signed:
    """What was signed last, by our own signature. Raises StoreMissing, StoreDamaged."""
    signed = memory.read()
    if signed.origin != sealer.origin:
        raise StoreDamaged("记忆文件属于另一个日志")
    if signed.size:
        try:
            checkpoint, _ = open_checkpoint(parse_note(signed.note), sealer.origin, sealer.ring, verify)
        except TlogRefused as error:
            raise StoreDamaged(f"记住的检查点不成立：{error}") from error
        if checkpoint != signed.checkpoint():
            raise StoreDamaged("记住的大小和树根与记住的检查点不同")
    return signed


def _published(sealer: Sealer, signed: Signed) -> Checkpoint:
    """The checkpoint that is public now; the empty log where there is none."""
    raw = sealer.public.read(CHECKPOINT)
    if raw is None:
        return Checkpoint(sealer.origin, 0, RightEdge().root())
    try:
        checkpoint, _ = open_checkpoint(parse_note(raw), sealer.origin, sealer.ring, verify)
    except TlogRefused as error:
        raise PublishedForeign(f"{error}") from error
    if checkpoint.size > signed.size:
        raise StoreReplaced(f"已公布到 {checkpoint.size} 条，封存机只记得签到 {signed.size} 条")
    if checkpoint.size == signed.size and checkpoint.root != signed.root:
        raise StoreReplaced(f"同为 {signed.size} 条，已公布的树根与封存机记住的不同")
    return checkpoint


def _head(snapshot: Snapshot, signed: Signed, public: PublicFolder) -> Checkpoint:
    """The head of the database, which neither goes back behind what was signed nor contradicts it at its size."""
    size, raw = snapshot.head()
    try:
        head = Checkpoint(signed.origin, size, Frontier.from_bytes(size, raw).root())
    except Malformed as error:
        raise HeadBroken(f"{error}") from error
    if head.size < signed.size:
        raise Rollback(f"已签名 {signed.size} 条，数据库只有 {head.size} 条")
    if head.size == signed.size and head.root != signed.root:
        raise _fork(snapshot, signed, public, f"同为 {signed.size} 条，数据库的树根与签过的不同")
    return head


def _fork(snapshot: Snapshot, signed: Signed, public: PublicFolder, differed: str) -> Fork:
    """The fork, with the first sealed entry that is another one now where it can be found. Cost: O(n), and only here."""
    seq = _first_difference(snapshot, signed.size, public)
    where = (
        "各条与公开分片相同（被改的是日志头），或分片不全，指不出是哪一条"
        if seq is None
        else f"第一个不同的是第 {seq} 条"
    )
    return Fork(f"{differed}；{where}", seq)


def _first_difference(snapshot: Snapshot, size: int, public: PublicFolder) -> int | None:
    tiles = (tile for tile in tiles_of(size) if tile.level == 0)
    sealed = (one for tile in tiles for one in tile.hashes(public.read_tile(tile)))
    rows = zip(count(), sealed, snapshot.rows(0, size), strict=False)
    try:
        return next((number for number, one, (seq, body, _) in rows if seq != number or leaf_hash(body) != one), None)
    except TileAltered:
        return None


# ----------------------------------------------------------------------------------------------------------- steps 1 to 4


def _decided(run: _Run, signed: Signed) -> Signed:
    """Steps 1 to 5: check what is new, sign it, remember it, write its tiles. Gives what is signed now."""
    sealer = run.sealer
    with sealer.source.snapshot() as snapshot:
        head = _head(snapshot, signed, sealer.public)
        refuse_beyond(snapshot, head.size)
        if head.size == signed.size:
            return signed
        base = _edge(sealer, signed.checkpoint())
        _refuse_other_history(sealer, snapshot, base, signed, head)
        new = _signed(sealer, head, run.at)
        run.memory.replace(signed, new)
        _write_tiles(sealer, snapshot, base, new)
    return new


def _edge(sealer: Sealer, checkpoint: Checkpoint) -> RightEdge:
    """The right edge of a published tree, from its tiles. Raises TileAltered where they do not give its root."""
    edge = RightEdge.read(checkpoint.size, sealer.public.read_tile)
    if edge.root() != checkpoint.root:
        raise TileAltered(f"{checkpoint.size} 条处的公开分片得不出已签名的树根")
    return edge


def _refuse_other_history(
    sealer: Sealer, snapshot: Snapshot, base: RightEdge, signed: Signed, head: Checkpoint
) -> None:
    """Steps 1 to 3 on the new rows. Raises Gap, EditedEntry, BadEntry, Fork."""
    edge, kept = base, dict[Tile, bytes]()  # never more than the two right edges
    new = (leaf for seq, _, leaf in entries(snapshot, base, head.size, form=True) if seq >= base.size)
    for grew, tiles in grown(base, new):
        edge = grew
        kept |= {tile: raw for tile, raw in tiles if of_a_proof(signed.size, head.size, tile)}
    if edge.root() != head.root:
        raise _fork(
            snapshot, signed, sealer.public, f"由已签名的 {signed.size} 条追加到 {head.size} 条，树根与日志头不同"
        )
    if signed.size:
        tree = TiledTree(head.size, lambda tile: kept.get(tile) or sealer.public.read_tile(tile))
        try:
            verify_consistency(signed.size, head.size, tree.consistency(signed.size), signed.root, head.root)
        except ProofFailed as error:
            raise Fork(f"{error}") from error


def _signed(sealer: Sealer, head: Checkpoint, at: datetime) -> Signed:
    return Signed(sealer.origin, head.size, head.root, signed_note(sealer, head).to_bytes(), at)


def signed_note(sealer: Sealer, checkpoint: Checkpoint) -> Note:
    """Step 4: the checkpoint with the signature of every key in use, read back before it leaves."""
    text = checkpoint.text()
    note = Note(text, tuple(signer.line(text) for signer in sealer.signers))
    open_checkpoint(note, sealer.origin, sealer.ring, verify)
    return note


# ----------------------------------------------------------------------------------------------------------- steps 5 to 7


def _finish(run: _Run, signed: Signed, published: Checkpoint) -> None:
    """Publish what was signed before the last run ended, as it was signed."""
    sealer = run.sealer
    with sealer.source.snapshot() as snapshot:
        _head(snapshot, signed, sealer.public)
        base = _edge(sealer, published)
        new = (leaf for seq, _, leaf in entries(snapshot, base, signed.size, form=False) if seq >= base.size)
        for edge, _ in grown(base, new):
            last = edge
        if last.root() != signed.root:
            raise _fork(snapshot, signed, sealer.public, f"{signed.size} 条的树根与签过的不同")
        _write_tiles(sealer, snapshot, base, signed)
    _publish(run, signed, since=published.size)
    run.did.append(REPUBLISHED)


def _write_tiles(sealer: Sealer, snapshot: Snapshot, base: RightEdge, signed: Signed) -> None:
    """Step 5, reading the rows a second time: they were checked and are of the same snapshot, and no body was kept."""
    public = sealer.public
    rows = entries(snapshot, base, signed.size, form=False)
    leaves = _while_bundling(public, rows, base.size, signed.size)
    for _, tiles in grown(base, leaves):
        for tile, raw in tiles:
            public.put_tile(tile, raw)
    public.settle()


def _while_bundling(
    public: PublicFolder, rows: Iterable[tuple[int, bytes, bytes]], since: int, stop: int
) -> Iterable[bytes]:
    """The new leaf hashes, bundle by bundle, each bundle written as it is complete."""
    waiting: list[bytes] = []

    def bodies() -> Iterable[tuple[int, bytes]]:
        for seq, body, leaf in rows:
            if seq >= since:
                waiting.append(leaf)
            yield seq, body

    for bundle, raw in bundles(bodies(), stop):
        public.put_bundle(bundle, raw)
        yield from waiting
        waiting.clear()


def _publish(run: _Run, signed: Signed, *, since: int) -> None:
    """Steps 6 and 7."""
    sealer = run.sealer
    note = _cosigned(run, parse_note(signed.note)).to_bytes()
    sealer.public.put_last(CHECKPOINT, note)
    sealer.seen(signed.checkpoint(), note)
    if not sealer.keep_partial:
        sealer.public.sweep(since)


def _alive(run: _Run, signed: Signed) -> Signed:
    """The heartbeat: the same checkpoint, signed with the keys of today and with new times of the witnesses."""
    new = replace(signed, note=signed_note(run.sealer, signed.checkpoint()).to_bytes(), at=run.at)
    _publish(run, new, since=signed.size)
    run.memory.replace(signed, new)
    run.did.append(ALIVE)
    return new


def _lacks_witnesses(sealer: Sealer) -> bool:
    """Whether the policy asks for more cosignatures than the published checkpoint has."""
    witnessed = _witnessed(sealer, sealer.public.read(CHECKPOINT))
    return witnessed is not None and not witnessed.is_enough


def _ask_again(run: _Run, signed: Signed) -> None:
    """Step 6 for a checkpoint that is public already: whoever was silent may answer now. Published anew where somebody did."""
    public = run.sealer.public
    note = _cosigned(run, parse_note(signed.note)).to_bytes()
    if set(parse_note(note).signatures) != set(parse_note(public.read(CHECKPOINT) or note).signatures):
        public.put_last(CHECKPOINT, note)
        run.sealer.seen(signed.checkpoint(), note)
        run.did.append(COSIGNED)


def _cosigned(run: _Run, note: Note) -> Note:
    """The note with what the witnesses say; without it where their answer is of no use. What stood before is kept."""
    sealer = run.sealer
    try:
        answers = sealer.collect(note, _prover(run, parse_checkpoint(note.text).size))
        run.alarms += answers.alarms
        answered = answers.note
        if answered.text != note.text or not set(note.signatures) <= set(answered.signatures):
            raise Malformed("见证答复换掉了检查点的正文或本日志的签名")
        open_witnessed(answered.to_bytes(), sealer.policy, verify)
    except (TlogRefused, OSError) as error:
        run.alarms.append(f"见证没有取得：{error}。检查点已照常公布，下次再请见证")
        answered = note
    return _carried(sealer, answered)


def _prover(run: _Run, size: int) -> Prove:
    """What proves growth to the witnesses, from the tiles as they are served; a damaged one is told, and proves nothing."""
    tree = TiledTree(size, run.sealer.public.read_tile)

    def prove(old: int) -> Sequence[bytes]:
        try:
            return tree.consistency(old) if old else []
        except TileAltered as altered:
            run.alarms.append(altered.paragraph())
            raise ProofFailed(f"{altered}") from altered

    return prove


def _carried(sealer: Sealer, note: Note) -> Note:
    """The note, and the cosignatures that the published one of the same text has from witnesses silent now."""
    raw = sealer.public.read(CHECKPOINT)
    before = parse_note(raw) if raw is not None else note
    if before.text != note.text:
        return note
    names = {(line.name, line.key_id) for line in note.signatures}
    witnesses = {(key.name, key.key_id) for key in sealer.ring if key.kind == COSIGNATURE}
    kept = [line for line in before.signatures if (line.name, line.key_id) in witnesses - names]
    return replace(note, signatures=(*note.signatures, *kept))


def _witnessed(sealer: Sealer, raw: bytes | None) -> Witnessed | None:
    return None if raw is None else open_witnessed(raw, sealer.policy, verify)
