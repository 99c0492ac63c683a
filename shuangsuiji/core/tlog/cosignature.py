"""A witness's signature: the time, and that this was the largest tree it had seen of the log.

Source: C2SP tlog-cosignature (`cosignature/v1`); 50-ledger §5 (type 0x04).
Shape: signature line payload = 8 bytes of unix seconds, big-endian ‖ 64 bytes Ed25519.
"""

from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.core.tlog.spelling import MAX_SIZE

_TIME_BYTES = 8
MAX_TIME = MAX_SIZE  # 2^63 − 1 as well


def cosigned_message(at: int, text: str) -> bytes:
    """What a witness signs at `at` (unix seconds) about a note's text."""
    return f"cosignature/v1\ntime {_checked(at)}\n{text}".encode()


def write_timestamped(at: int, signature: bytes) -> bytes:
    """Time and Ed25519 signature as a signature line carries them."""
    return _checked(at).to_bytes(_TIME_BYTES, "big") + signature


def read_timestamped(payload: bytes) -> tuple[int, bytes]:
    """Time in unix seconds and Ed25519 signature; a payload too short for the time is refused."""
    if len(payload) < _TIME_BYTES:
        raise Malformed(f"见证签名只有 {len(payload)} 字节")
    return _checked(int.from_bytes(payload[:_TIME_BYTES], "big")), payload[_TIME_BYTES:]


def _checked(at: int) -> int:
    if not 0 <= at <= MAX_TIME:
        raise Malformed(f"见证时间 {at} 超出范围")
    return at
