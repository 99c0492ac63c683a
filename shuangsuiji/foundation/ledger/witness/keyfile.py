"""The witness's private key: one file of its own, readable by its user only, encrypted where a passphrase is given.

Source: 50-ledger §6 (keys: never in database, settings or repository), §7; 80-reliability §1 (mode 0600).
Shape: PKCS #8 in PEM; beside it `<file>.vkey`, one line, for the policies of those who trust this witness.
Never: a key that group or others may read; a key written over another.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from shuangsuiji.core.tlog.cosignature import cosigned_message
from shuangsuiji.core.tlog.keys import COSIGNATURE, VerifierKey, parse_vkey
from shuangsuiji.core.tlog.note import SignatureLine, cosignature_line
from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.foundation.ledger.witness.refusal import WitnessRefused

_OTHERS = 0o077
_MOST_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A witness's public key, and the function that signs with the private one: message → 64 bytes."""

    public: VerifierKey
    sign: Callable[[bytes], bytes]

    def line(self, text: str, at: int) -> SignatureLine:
        """The cosignature line for a note's text at `at` (unix seconds)."""
        return cosignature_line(self.public, at, self.sign(cosigned_message(at, text)))


def create_key(path: Path, name: str, passphrase: bytes = b"") -> WitnessKey:
    """Make a key for the witness `name` and write it; an empty passphrase leaves it unencrypted. Raises WitnessRefused."""
    private = Ed25519PrivateKey.generate()
    key = _named(name, private)
    how: KeySerializationEncryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    _write_new(path, private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how), 0o600)
    _write_new(vkey_path(path), f"{key.public.vkey}\n".encode(), 0o644)
    return key


def load_key(path: Path, passphrase: bytes = b"") -> WitnessKey:
    """Read a key that `create_key` wrote. Raises WitnessRefused where it is open to others or not the one of its vkey."""
    raw = _read_private(path)
    try:
        private = load_pem_private_key(raw, passphrase or None)
        public = parse_vkey(vkey_path(path).read_text("utf-8").strip())
    except (
        TypeError,
        ValueError,
    ) as error:  # cryptography tells a missing passphrase and a superfluous one as TypeError
        raise WitnessRefused(
            f"见证私钥 {path.name} 打不开，或同目录的公钥文件不合规则",
            "请核对口令和文件；私钥丢失只能另立见证人，公布新公钥",
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise WitnessRefused(f"{path.name} 不是 Ed25519 私钥", "请指定本程序生成的见证私钥")
    key = _named(public.name, private)
    if key.public != public:
        raise WitnessRefused(
            f"私钥 {path.name} 与公钥文件不是一对", "请放回与公钥同时生成的私钥，不要混用两个见证人的文件"
        )
    return key


def vkey_path(path: Path) -> Path:
    """Where the public key of the key file lies."""
    return path.with_name(f"{path.name}.vkey")


def _named(name: str, private: Ed25519PrivateKey) -> WitnessKey:
    try:
        public = VerifierKey(name, COSIGNATURE, private.public_key().public_bytes_raw())
    except Malformed as error:
        raise WitnessRefused(f"见证人名称不合规则：{error}", "名称如 witness.example.gov.cn，不含空白和加号") from error
    return WitnessKey(public, private.sign)


def _read_private(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            raw = stream.read(_MOST_BYTES)
    except FileNotFoundError as error:
        raise WitnessRefused(
            f"没有见证私钥 {path}", "请放回私钥文件；尚未建立的，先办 shuangsuiji ledger witness init"
        ) from error
    if mode & _OTHERS:
        raise WitnessRefused(
            f"见证私钥 {path.name} 的权限是 {mode & 0o777:03o}，别人也能读",
            f"请执行 chmod 600 {path.name}，并考虑更换密钥",
        )
    return raw


def _write_new(path: Path, raw: bytes, mode: int) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError as error:
        raise WitnessRefused(f"{path} 已存在，未覆盖", "见证密钥只建一次；要另立见证人请换一个目录") from error
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(raw)
        stream.flush()
        os.fsync(stream.fileno())
