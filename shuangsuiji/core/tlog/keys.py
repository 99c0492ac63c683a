"""Public keys of logs and witnesses: their names, their short ids, and lists of them without doubles.

Source: C2SP signed-note (key ids, verifier keys), tlog-cosignature; 50-ledger §5.
Shape: `name+hex(key id)+base64(type ‖ public key)`; key id = first 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from shuangsuiji.core.tlog.hashes import SHA256
from shuangsuiji.core.tlog.refusal import Ambiguous, Malformed
from shuangsuiji.core.tlog.spelling import is_controlled, is_utf8, read_base64, shown, write_base64

Verify = Callable[[bytes, bytes, bytes], bool]
"""Ed25519: (public key, message, signature) → whether it verifies. Never raises, whatever the bytes."""

LOG_SIGNATURE = 0x01  # Ed25519 over the note's text
COSIGNATURE = 0x04  # Ed25519 over a time and the note's text
KEY_ID_SIZE = 4
_KINDS = {LOG_SIGNATURE: "日志签名", COSIGNATURE: "见证签名"}
_PUBLIC_KEY_SIZE = 32


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """One public key: whose it is, what it signs (`LOG_SIGNATURE` or `COSIGNATURE`), its 32 bytes."""

    name: str
    kind: int
    public_key: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise Malformed(f"公钥名称 {shown(self.name)} 不能为空，不能含空白、控制字符或加号")
        if self.kind not in _KINDS:
            raise Malformed(f"不支持的签名类型 0x{self.kind:02x}")
        if len(self.public_key) != _PUBLIC_KEY_SIZE:
            raise Malformed(f"Ed25519 公钥应为 32 字节，实为 {len(self.public_key)} 字节")

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a signature line names the key; an attacker can make them collide, a signature not."""
        return SHA256.hash(self.name.encode() + b"\n" + self._typed())[:KEY_ID_SIZE]

    @property
    def vkey(self) -> str:
        """The key as one line of text."""
        return f"{self.name}+{self.key_id.hex()}+{write_base64(self._typed())}"

    def _typed(self) -> bytes:
        return bytes([self.kind]) + self.public_key


def parse_vkey(text: str) -> VerifierKey:
    """Read a verifier key; its id must be that of its name and bytes."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    typed = read_base64(encoded)
    if not typed:
        raise Malformed(f"{shown(text)} 不是验证公钥")
    key = VerifierKey(name, typed[0], typed[1:])
    if key.key_id.hex() != key_id:
        raise Malformed(f"验证公钥 {shown(name)} 的编号应为 {key.key_id.hex()}，写的是 {shown(key_id)}")
    return key


def is_key_name(name: str) -> bool:
    """Whether a signature line could carry this name."""
    return (
        name != ""
        and "+" not in name
        and not is_controlled(name)
        and not any(letter.isspace() for letter in name)
        and is_utf8(name)
    )


class KeyRing:
    """Keys that one reader trusts. Raises Ambiguous where two have the same name and id."""

    def __init__(self, keys: Iterable[VerifierKey]) -> None:
        self._keys: dict[tuple[str, bytes], VerifierKey] = {}
        for key in keys:
            if self._keys.setdefault((key.name, key.key_id), key) is not key:
                raise Ambiguous(f"公钥列表中 {shown(key.name)} 编号 {key.key_id.hex()} 出现两次")

    def __iter__(self) -> Iterator[VerifierKey]:
        return iter(self._keys.values())

    def find(self, name: str, key_id: bytes) -> VerifierKey | None:
        """The key that a signature line names, or None where it is unknown."""
        return self._keys.get((name, key_id))
