"""The sealer's memory, lost, is rebuilt by two persons from the highest checkpoint that witnesses have cosigned.

Source: 50-ledger §10 (never restored from a backup; `ledger rebuild-state`, two persons, logged), §6. Each act leaves a line in the journal.
Takes: checkpoints as files, from the public folder, mirrors, witnesses. The more are given, the surer: the highest counts, and two that
contradict each other are a fork.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shuangsuiji.core.tlog.note import Note, parse_note
from shuangsuiji.core.tlog.policy import Policy, Witnessed, open_witnessed
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.foundation.ledger.sealer.ed25519 import verify
from shuangsuiji.foundation.ledger.sealer.home import STATE, read_settings
from shuangsuiji.foundation.ledger.sealer.publishing import CHECKPOINT, PublicFolder
from shuangsuiji.foundation.ledger.sealer.refusal import HomeRefused
from shuangsuiji.foundation.ledger.sealer.store import Signed, Store

PERSONS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A checkpoint given, where it came from, and who has witnessed it."""

    name: str
    raw: bytes
    witnessed: Witnessed


def rebuild_state(home: Path, given: Sequence[Path], *, persons: Sequence[str], reason: str, at: datetime) -> Witnessed:
    """Write `signer-state` anew and say so in the journal. Gives the checkpoint it now remembers.

    Raises HomeRefused: a memory is there; not two different names; no reason; a checkpoint not of this log, not witnessed by the
    quorum, or contradicting another.
    """
    settings = read_settings(home)
    store = Store(home / STATE)
    if store.path.exists():
        raise HomeRefused(f"{STATE} 还在，不得重建。确已损坏或被换的，先把它移到别处留存")
    names = _two_names(persons)
    if not reason.strip():
        raise HomeRefused("请写明重建的原因")
    policy = settings.read_policy()
    public = PublicFolder(home / settings.public).read(CHECKPOINT)
    raws = [(path.name, path.read_bytes()) for path in given]
    found = [_opened(name, raw, policy, settings.origin) for name, raw in raws]
    found += [_opened("公开文件夹", public, policy, settings.origin)] if public is not None else []
    highest = _highest(found)
    checkpoint = highest.witnessed.checkpoint
    own = {key.key_id for key in policy.keys_for(settings.origin) if key.name == settings.origin}
    note = parse_note(highest.raw)
    kept = Note(
        note.text, tuple(line for line in note.signatures if line.name == settings.origin and line.key_id in own)
    )
    with store.locked():
        settings.journal(
            f"{at.astimezone(UTC).isoformat(timespec='seconds')} 重建记忆：{checkpoint.size} 条，树根 {checkpoint.root.hex()}，"
            f"依据 {highest.name}，见证 {len(highest.witnessed.cosigned)} 方，办理人 {'、'.join(names)}，原因：{_one_line(reason)}"
        )
        store.create(Signed(checkpoint.origin, checkpoint.size, checkpoint.root, kept.to_bytes(), at))
    return highest.witnessed


def _two_names(persons: Sequence[str]) -> list[str]:
    names = [_one_line(person) for person in persons]
    if len(names) != PERSONS or len({*names, ""}) != PERSONS + 1:
        raise HomeRefused("重建须两人在场，请写明两个不同的姓名")
    return names


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _opened(name: str, raw: bytes, policy: Policy, origin: str) -> Found:
    try:
        witnessed = open_witnessed(raw, policy, verify)
    except TlogRefused as error:
        raise HomeRefused(f"{name} 不能作为依据：{error}") from error
    if witnessed.checkpoint.origin != origin:
        raise HomeRefused(f"{name} 是另一个日志的检查点")
    return Found(name, raw, witnessed)


def _highest(found: Sequence[Found]) -> Found:
    """The highest with a quorum. One that is higher without a quorum is refused too: it was signed, and must not be forgotten."""
    roots: dict[int, tuple[bytes, str]] = {}
    for each in found:
        checkpoint = each.witnessed.checkpoint
        root, name = roots.setdefault(checkpoint.size, (checkpoint.root, each.name))
        if root != checkpoint.root:
            raise HomeRefused(
                f"{name} 与 {each.name} 同为 {checkpoint.size} 条而树根不同（分叉）。两份都要留存，不得重建"
            )
    enough = [each for each in found if each.witnessed.is_enough]
    if not enough:
        raise HomeRefused("没有一个检查点有足够的见证签名。请向见证人索取其见过的最高检查点")
    highest = max(found, key=lambda each: each.witnessed.checkpoint.size)
    if not highest.witnessed.is_enough:
        raise HomeRefused(
            f"{highest.name} 的 {highest.witnessed.checkpoint.size} 条已由本日志签名，但见证不足。请先补齐见证，再以它为依据"
        )
    return highest
