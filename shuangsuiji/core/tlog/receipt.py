"""A receipt: one entry's place in the log, its proof and the checkpoint, in one file that can be checked offline for ever.

Source: C2SP tlog-proof (`.tlog-proof`); 50-ledger §8. The leaf and the openings a reader is entitled to travel beside it.
Shape: `c2sp.org/tlog-proof@v1` · [`extra <base64>`] · `index <n>` · one hash per line · empty line · the checkpoint.
Never: believe `extra`; no signature covers it.
"""

from dataclasses import dataclass

from shuangsuiji.core.tlog.hashes import all_checked, leaf_hash
from shuangsuiji.core.tlog.keys import Verify
from shuangsuiji.core.tlog.note import MAX_NOTE_BYTES
from shuangsuiji.core.tlog.policy import Policy, Witnessed, open_witnessed
from shuangsuiji.core.tlog.proofs import verify_inclusion
from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.core.tlog.spelling import (
    MAX_PATH,
    MAX_SIZE,
    read_base64,
    read_decimal,
    read_path,
    read_text,
    write_base64,
)

_HEADER = "c2sp.org/tlog-proof@v1"
_EXTRA = "extra "
_INDEX = "index "


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where an entry stands, from 0; its inclusion path; the signed checkpoint as served; what the issuer adds, if anything."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.index <= MAX_SIZE:
            raise Malformed(f"序号 {self.index} 超出范围")
        if len(all_checked(self.path)) > MAX_PATH:
            raise Malformed(f"证明有 {len(self.path)} 行，最多 {MAX_PATH} 行")

    def to_bytes(self) -> bytes:
        """The file."""
        extra = [] if self.extra is None else [_EXTRA + write_base64(self.extra)]
        lines = [_HEADER, *extra, f"{_INDEX}{self.index}", *map(write_base64, self.path), "", ""]
        return "\n".join(lines).encode() + self.checkpoint


def parse_receipt(raw: bytes) -> Receipt:
    """Read a `.tlog-proof` file; nothing in it is to be believed before `verify_receipt`."""
    head, gap, checkpoint = read_text(raw, MAX_NOTE_BYTES).partition("\n\n")
    header, *lines = head.split("\n")
    if header != _HEADER or not gap:
        raise Malformed(f"不是存证凭证：第一行应为 {_HEADER}，证明之后应有空行和检查点")
    extra = None
    if lines and lines[0].startswith(_EXTRA):
        extra = read_base64(lines.pop(0).removeprefix(_EXTRA))
    if not lines or not lines[0].startswith(_INDEX):
        raise Malformed("存证凭证缺少 index 一行")
    index = read_decimal(lines[0].removeprefix(_INDEX))
    return Receipt(index, read_path(lines[1:]), checkpoint.encode(), extra)


def verify_receipt(receipt: Receipt, leaf: bytes, policy: Policy, verify: Verify) -> Witnessed:
    """Check that the entry `leaf` stands in a checkpoint of a log that the policy trusts.

    Raises a TlogRefused where it does not; whether enough witnesses saw the checkpoint is in the answer.
    """
    answer = open_witnessed(receipt.checkpoint, policy, verify)
    checkpoint = answer.checkpoint
    verify_inclusion(leaf_hash(leaf), receipt.index, checkpoint.size, receipt.path, checkpoint.root)
    return answer
