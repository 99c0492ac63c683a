"""A log opened at its checkpoint: who signed it, and its tiles, entries and proofs as the source serves them.

Source: 50-ledger §9 (L05, L09); C2SP tlog-checkpoint, tlog-policy, tlog-tiles (a partial tile MAY go once the full one exists).
Takes: a source, the reader's policy. Gives: `Log`, and the results of L05 and L09; no `Log` where the checkpoint is worth nothing.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from shuangsuiji.core.tlog.bundles import MAX_ENTRY_BYTES, read_bundle, write_bundle
from shuangsuiji.core.tlog.checkpoint import Checkpoint, parse_checkpoint
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.note import MAX_NOTE_BYTES, parse_note
from shuangsuiji.core.tlog.policy import NONE, Policy, Witnessed, open_witnessed
from shuangsuiji.core.tlog.proofs import verify_inclusion
from shuangsuiji.core.tlog.refusal import ProofFailed, TlogRefused
from shuangsuiji.core.tlog.tiled import TiledTree
from shuangsuiji.core.tlog.tiles import TILE_WIDTH, Bundle, Tile
from shuangsuiji.verify.signatures import verify_ed25519
from shuangsuiji.verify.sources import CHECKPOINT, Absent, LogSource, Unreachable
from shuangsuiji.verify.verdict import FAIL, PASS, SKIP, CheckResult

_LENGTH_BYTES = 2
_LAST_TIME = 253_402_300_799  # the year 9999; a calendar ends there
NO_POLICY = "没有给出信任名单，不能核对签名：请从日志主办单位以外的渠道取得，用 --policy 或 --vkey 指定"


@dataclass(frozen=True)
class Log:
    """A log of `checkpoint.size` entries; `witnessed` is None where the reader gave no policy."""

    source: LogSource
    checkpoint: Checkpoint
    witnessed: Witnessed | None = None

    @property
    def size(self) -> int:
        """Entries under the checkpoint."""
        return self.checkpoint.size

    def tile(self, tile: Tile) -> bytes:
        """Bytes of a tile; cut from the full one where the partial one is gone."""
        full = Tile(tile.level, tile.index)
        if tile == full:
            return self.source.read(tile.path, full.byte_count)
        try:
            return self.source.read(tile.path, full.byte_count)
        except Absent:
            raw = self.source.read(full.path, full.byte_count)
            full.hashes(raw)
            return raw[: tile.byte_count]

    def entries(self, bundle: Bundle) -> list[bytes]:
        """Entries of a bundle; cut from the full one where the partial one is gone."""
        full = Bundle(bundle.index)
        try:
            return read_bundle(bundle, self.source.read(bundle.path, _most(bundle)))
        except Absent:
            if bundle == full:
                raise
            return read_bundle(full, self.source.read(full.path, _most(full)))[: bundle.width]

    @cached_property
    def tree(self) -> TiledTree:
        """The tree as the tiles tell it; a proof from it is worth what the signed root makes of it."""
        return TiledTree(self.size, self.tile)

    def entry(self, index: int) -> bytes:
        """One entry as served; ProofFailed where the log is shorter."""
        if not 0 <= index < self.size:
            raise ProofFailed(f"日志有 {self.size} 条，没有第 {index} 条（从 0 起）")
        number, place = divmod(index, TILE_WIDTH)
        return self.entries(Bundle(number, min(TILE_WIDTH, self.size - number * TILE_WIDTH)))[place]

    def proven_entry(self, index: int) -> bytes:
        """One entry, its inclusion under the checkpoint proven (L07); ProofFailed where it is not."""
        body = self.entry(index)
        verify_inclusion(leaf_hash(body), index, self.size, self.tree.inclusion(index), self.checkpoint.root)
        return body


def _most(bundle: Bundle) -> int:
    return bundle.width * (_LENGTH_BYTES + MAX_ENTRY_BYTES)


def bundle_bytes(entries: list[bytes], width: int) -> bytes:
    """The bundle of the first `width` entries, as it must be served."""
    return write_bundle(entries[:width])


@dataclass(frozen=True, slots=True)
class Judged:
    """A checkpoint, None where it is worth nothing; what the policy says of it; the results of L05 and L09."""

    checkpoint: Checkpoint | None
    witnessed: Witnessed | None
    results: tuple[CheckResult, CheckResult]


def judge_checkpoint(raw: bytes, policy: Policy | None) -> Judged:
    """L05 and L09 for a checkpoint as served. Without a policy the form alone is checked, and both say what is missing."""
    try:
        checkpoint = parse_checkpoint(parse_note(raw).text)
        witnessed = None if policy is None else open_witnessed(raw, policy, verify_ed25519)
    except TlogRefused as error:
        return Judged(None, None, (CheckResult("L05", FAIL, f"{error}"), not_looked_at("L09", "L05")))
    if policy is None or witnessed is None:
        told = CheckResult("L05", SKIP, f"{describe(checkpoint)}；{NO_POLICY}", required=True)
        return Judged(checkpoint, None, (told, CheckResult("L09", SKIP, NO_POLICY, required=True)))
    return Judged(checkpoint, witnessed, (CheckResult("L05", PASS, describe(checkpoint)), _quorum(witnessed, policy)))


def open_log(source: LogSource, policy: Policy | None) -> tuple[Log | None, tuple[CheckResult, CheckResult]]:
    """The log at its served checkpoint, and L05 and L09."""
    try:
        judged = judge_checkpoint(source.read(CHECKPOINT, MAX_NOTE_BYTES), policy)
    except Unreachable as error:
        return None, (CheckResult("L05", SKIP, f"{error}", required=True), not_looked_at("L09", "L05"))
    except (Absent, TlogRefused) as error:
        return None, (CheckResult("L05", FAIL, f"{error}"), not_looked_at("L09", "L05"))
    if judged.checkpoint is None:
        return None, judged.results
    return Log(source, judged.checkpoint, judged.witnessed), judged.results


def not_looked_at(check_id: str, because: str) -> CheckResult:
    """A check that rests on another one, which did not pass."""
    return CheckResult(check_id, SKIP, f"{because} 未通过，无从核对", required=True)


def describe(checkpoint: Checkpoint) -> str:
    """A checkpoint in one phrase."""
    return f"日志 {checkpoint.origin}，{checkpoint.size} 条，树根 {checkpoint.root.hex()}"


def sizes_of(notes: Iterable[bytes]) -> list[int]:
    """The sizes that checkpoints tell, whoever signed them; those that cannot be read are passed over."""
    sizes = []
    for raw in notes:
        with suppress(TlogRefused):
            sizes.append(parse_checkpoint(parse_note(raw).text).size)
    return sizes


def _quorum(witnessed: Witnessed, policy: Policy) -> CheckResult:
    count, seen = len(policy.witnesses), witnessed.cosigned
    names = "、".join(f"{name}（{_time(at)}）" for name, at in sorted(seen.items()))
    told = f"{count} 个见证人中有 {len(seen)} 个签名{'：' + names if names else ''}"
    if policy.quorum == NONE:
        return CheckResult(
            "L09", PASS, f"信任名单不要求见证（quorum none），{told}：日志回退或整体改写，只有保存过检查点的人能发现"
        )
    if witnessed.is_enough:
        return CheckResult("L09", PASS, told)
    return CheckResult("L09", SKIP, f"{told}，未达到信任名单要求的 {policy.quorum}", required=True)


def _time(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}" if at <= _LAST_TIME else f"{at}"
