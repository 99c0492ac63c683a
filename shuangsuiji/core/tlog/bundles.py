"""Entry bundles: up to 256 entries in one file, each after its length.

Source: C2SP tlog-tiles (log entries). Shape: big-endian uint16 length, then the entry, again and again; nothing after the last.
"""

from collections.abc import Iterable

from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.core.tlog.tiles import Bundle

MAX_ENTRY_BYTES = 65_535
_LENGTH_BYTES = 2


def write_bundle(entries: Iterable[bytes]) -> bytes:
    """The entries as one file."""
    written = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise Malformed(f"条目有 {len(entry)} 字节，最多 {MAX_ENTRY_BYTES} 字节")
        written += [len(entry).to_bytes(_LENGTH_BYTES, "big"), entry]
    return b"".join(written)


def read_bundle(bundle: Bundle, raw: bytes) -> list[bytes]:
    """The entries of the file `raw`, exactly as many as the bundle is wide."""
    entries: list[bytes] = []
    place = 0
    while place < len(raw):
        start = place + _LENGTH_BYTES
        place = start + int.from_bytes(raw[place:start], "big")
        if start > len(raw) or place > len(raw):
            raise Malformed(f"{bundle.path} 在第 {len(entries)} 条处截断")
        entries.append(raw[start:place])
    if len(entries) != bundle.width:
        raise Malformed(f"{bundle.path} 应有 {bundle.width} 条，实有 {len(entries)} 条")
    return entries
