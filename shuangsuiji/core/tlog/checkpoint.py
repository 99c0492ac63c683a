"""Checkpoints: the log's name, its size and its root, signed.

Source: C2SP tlog-checkpoint; 50-ledger §5. Three lines; extension lines are neither written nor accepted, because nobody
who replays the log could tell whether they are true.
"""

from dataclasses import dataclass

from shuangsuiji.core.tlog.hashes import EMPTY_ROOT, checked
from shuangsuiji.core.tlog.keys import LOG_SIGNATURE, KeyRing, Verify
from shuangsuiji.core.tlog.note import Note, Signed, open_note
from shuangsuiji.core.tlog.refusal import Malformed, Unsigned
from shuangsuiji.core.tlog.spelling import (
    MAX_SIZE,
    is_controlled,
    is_utf8,
    read_decimal,
    read_hash,
    shown,
    write_base64,
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: `origin`, the number of its entries, the tree hash over them."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or is_controlled(self.origin) or not is_utf8(self.origin):
            raise Malformed(f"检查点的日志名称 {shown(self.origin)} 不合规则")
        if not 0 <= self.size <= MAX_SIZE:
            raise Malformed(f"检查点的大小 {self.size} 超出范围")
        if checked(self.root) != EMPTY_ROOT and self.size == 0:
            raise Malformed("空日志的树根只能是空串的哈希")

    def text(self) -> str:
        """The text that the log signs."""
        return f"{self.origin}\n{self.size}\n{write_base64(self.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a note as a checkpoint."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise Malformed("检查点应恰为三行：日志名称、大小、树根")
    return Checkpoint(lines[0], read_decimal(lines[1]), read_hash(lines[2]))


def open_checkpoint(note: Note, origin: str, keys: KeyRing, verify: Verify) -> tuple[Checkpoint, tuple[Signed, ...]]:
    """The checkpoint of the log `origin` and its signatures by known keys, a log's own among them.

    Raises Malformed for a checkpoint of another log, BadSignature and Unsigned as `open_note`.
    """
    signed = open_note(note, keys, verify)
    if not any(each.key.kind == LOG_SIGNATURE for each in signed):
        raise Unsigned("检查点没有日志自己的签名")
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != origin:
        raise Malformed(f"这是日志 {shown(checkpoint.origin)} 的检查点，不是 {shown(origin)} 的")
    return checkpoint, signed
