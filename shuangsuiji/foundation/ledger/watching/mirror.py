"""A mirror: a verified copy of a whole log that keeps every checkpoint it has ever seen.

Source: 50-ledger §7 (mirror), §9 L05 L06 L08 L09 L14.
Takes: a source, a folder, the time. Gives: the log's own files in the folder, every checkpoint seen under `checkpoints/`, findings.
The folder is served and verified like the log itself; its `checkpoint` is replaced last, and never by one that does not continue it.
Never: removes or changes a checkpoint it kept; copies what no signed root covers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.tlog.bundles import write_bundle
from shuangsuiji.core.tlog.checkpoint import Checkpoint, parse_checkpoint
from shuangsuiji.core.tlog.note import parse_note
from shuangsuiji.core.tlog.refusal import Malformed, TlogRefused
from shuangsuiji.core.tlog.tiles import TILE_HEIGHT, Bundle, Tile, parse_path
from shuangsuiji.foundation.ledger.watching.copying import Copying, write_file
from shuangsuiji.foundation.ledger.watching.elsewhere import (
    KEPT,
    Elsewhere,
    fork,
    mirrored,
    relate,
    rollback,
    unreachable,
)
from shuangsuiji.foundation.ledger.watching.findings import Faulty, Finding
from shuangsuiji.foundation.ledger.watching.opened import (
    CHECKPOINT,
    Opened,
    Trust,
    open_served,
    read_checkpoint,
    trust_findings,
)
from shuangsuiji.foundation.ledger.watching.proven import ProvenTree
from shuangsuiji.foundation.ledger.watching.served import ServedLog, wrong_file
from shuangsuiji.foundation.ledger.watching.source import FolderSource, Source
from shuangsuiji.foundation.ledger.witness.transport import Unreachable

_HEX = 16
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Mirrored:
    """One run: the checkpoint served (None where none could be read), the size copied before and now, files fetched, findings."""

    served: Checkpoint | None = None
    before: int = 0
    size: int = 0
    fetched: int = 0
    kept: int = 0
    compared: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Run:
    before: int = 0
    size: int = 0
    fetched: int = 0
    compared: int = 0
    findings: list[Finding] = field(default_factory=list)


class Mirror:
    """The mirror of the log at `source` in `folder`, which is made where it is missing."""

    def __init__(self, source: Source, folder: Path, trust: Trust) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._source = source
        self._folder = folder
        self._trust = trust
        self._served = ServedLog(source)
        self._own = ServedLog(FolderSource(folder))

    def run(self, at: datetime, others: Sequence[Source] = ()) -> Mirrored:
        """Copy what is new, check all of it, compare with other copies."""
        run = _Run()
        own = self._own_checkpoint()
        run.before = run.size = own.size if own else 0
        opened: Opened | None = None
        try:
            opened, _ = read_checkpoint(self._source, self._trust)
            run.findings += trust_findings(opened, self._trust)
            self._keep(opened)
            self._follow(run, own, opened)
        except (Faulty, Unreachable) as error:
            run.findings.append(_told(error, self._source.name))
        self._compare(run, at, others)
        served = opened.checkpoint if opened else None
        kept = sum(1 for _ in self._kept())
        return Mirrored(served, run.before, run.size, run.fetched, kept, run.compared, tuple(run.findings))

    # ------------------------------------------------------------------------------------------------------------- own

    def _own_checkpoint(self) -> Checkpoint | None:
        """What the folder holds whole."""
        path = self._folder / CHECKPOINT
        return parse_checkpoint(parse_note(path.read_bytes()).text) if path.is_file() else None

    def _keep(self, opened: Opened) -> None:
        checkpoint = opened.checkpoint
        path = self._folder / KEPT / f"{checkpoint.size}-{checkpoint.root.hex()[:_HEX]}"
        if not path.exists():
            write_file(path, opened.raw)

    def _kept(self) -> Iterator[tuple[str, Checkpoint]]:
        for path in sorted((self._folder / KEPT).glob("[0-9]*-*")):
            try:
                yield path.name, open_served(path.read_bytes(), self._trust).checkpoint
            except TlogRefused:  # a key that the policy no longer names, or a file somebody changed: it proves nothing
                continue

    # ----------------------------------------------------------------------------------------------------------- follow

    def _follow(self, run: _Run, own: Checkpoint | None, opened: Opened) -> None:
        """Go on from what the folder holds, or say why not."""
        served, keep = opened.checkpoint, f"两份检查点都已留存在 {KEPT}/"
        if own is not None:
            self._refuse_break(own, served, keep)
        copying = Copying(self._served, self._folder, served, run.before)
        run.fetched = copying.run()
        tree = ProvenTree(self._own, served)
        run.findings += [
            finding for name, kept in self._kept() if (finding := _against_kept(name, kept, tree, keep)) is not None
        ]
        run.findings += self._partial_findings(served)
        write_file(self._folder / CHECKPOINT, opened.raw)
        run.size = served.size

    def _refuse_break(self, own: Checkpoint, served: Checkpoint, keep: str) -> None:
        """Raise Faulty unless the served tree continues the copied one."""
        whose = "本镜像上次复制的"
        if served.origin != own.origin:
            raise Faulty(
                Finding(
                    "ORIGIN",
                    f"{self._source.name} 的日志名称",
                    f"上次是 {own.origin}，现在是 {served.origin}",
                    "核对地址；换了日志的，另用一个目录",
                )
            )
        if served.size < own.size:
            same = ProvenTree(self._own, own).continues(served)
            raise Faulty((rollback if same else fork)(whose, served, own, keep))
        if not ProvenTree(self._served, served).continues(own):
            raise Faulty(fork(whose, served, own, keep))

    def _partial_findings(self, served: Checkpoint) -> Iterator[Finding]:
        """Every partial file the source can list must be the beginning of what was copied."""
        told = 0
        for path in self._source.listed("tile"):
            try:
                differs = self._differs(path, served.size)
            except Malformed:  # a stray or unfinished file is none of the log's
                continue
            except Faulty as faulty:
                differs = faulty.finding.differed
            if differs and told < _MOST_TOLD:
                told += 1
                yield wrong_file(path, self._source, differs).finding

    def _differs(self, path: str, size: int) -> str:
        """What is wrong with a listed file that the copied tree covers; nothing where all is well."""
        piece = parse_path(path)
        if isinstance(piece, Tile):
            height = TILE_HEIGHT * piece.level
            if piece.index * 256 + piece.width > size >> height:
                return ""
            whole = self._own.tile(_as_copied(piece, size >> height))
            return "" if self._served.tile(piece) == whole[: piece.byte_count] else "内容与检查点之下的哈希不同"
        if piece.index * 256 + piece.width > size:
            return ""
        entries = self._own.entries(Bundle(piece.index, min(256, size - piece.index * 256)))[: piece.width]
        return (
            "" if write_bundle(self._served.entries(piece)) == write_bundle(entries) else "内容与检查点之下的条目不同"
        )

    # ---------------------------------------------------------------------------------------------------------- compare

    def _compare(self, run: _Run, at: datetime, others: Sequence[Source]) -> None:
        own = self._own_checkpoint()
        for other in others:
            if own is None:
                break
            try:
                for each in mirrored(other, self._trust):
                    self._relate(run, ProvenTree(self._own, own), each, at)
            except (Faulty, Unreachable) as error:
                run.findings.append(_told(error, other.name))

    def _relate(self, run: _Run, own: ProvenTree, other: Elsewhere, at: datetime) -> None:
        """A mirror may be ahead of this copy; only another history is a finding."""
        finding = relate(own, other, at, f"对方的检查点已抄入 {KEPT}/")
        run.compared += 1
        if finding is not None and finding.kind != "ROLLBACK":
            self._keep(other.opened)
            run.findings.append(finding)


def _against_kept(name: str, kept: Checkpoint, tree: ProvenTree, keep: str) -> Finding | None:
    whose, served = f"曾见到的检查点 {name}", tree.checkpoint
    if kept.size > served.size:
        return rollback(whose, served, kept, keep)
    return None if tree.continues(kept) else fork(whose, served, kept, keep)


def _as_copied(tile: Tile, count: int) -> Tile:
    return Tile(tile.level, tile.index, min(256, count - tile.index * 256))


def _told(error: Faulty | Unreachable, whose: str) -> Finding:
    return error.finding if isinstance(error, Faulty) else unreachable(whose, f"{error}")
