"""The log's signing key in a file: encrypted under a passphrase, readable by nobody but its owner.

Source: 50-ledger §6 (key file encrypted with scrypt, or systemd credential; never in database, settings or repository); RFC 7914;
NIST SP 800-38D. Beside `<name>.key` lies `<name>.vkey`, the public key as policies carry it.
Shape: JSON `{v, vkey, kdf: {name, n, r, p, salt}, nonce, sealed}`; bytes in base64; `sealed` = AES-256-GCM of the 32-byte seed, with the
rest of the file as additional data, so that no member can be exchanged.
"""

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from shuangsuiji.core.canonical import CanonicalError, jcs, parse_json
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.spelling import read_base64, write_base64
from shuangsuiji.foundation.ledger.sealer import durable
from shuangsuiji.foundation.ledger.sealer.ed25519 import SigningKey
from shuangsuiji.foundation.ledger.sealer.refusal import HomeRefused

KEY_SUFFIX, VKEY_SUFFIX = ".key", ".vkey"
CREDENTIAL = "shuangsuiji-sealer"  # the name systemd's LoadCredential gives the passphrase
SHORTEST_PASSPHRASE = 12  # characters; it is typed seldom or never, and the file may be carried away

VERSION = 1
_N, _R, _P = 2**15, 8, 1  # 32 MiB, about a tenth of a second
_SCRYPT: dict[str, Any] = {"name": "scrypt", "n": _N, "r": _R, "p": _P}
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LONGEST = 4096


def create_key(path: Path, origin: str, passphrase: bytes) -> SigningKey:
    """A new key for the log `origin`, in `path` and its public part beside it. Raises HomeRefused where either exists."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise HomeRefused(f"口令至少 {SHORTEST_PASSPHRASE} 个字节，现在只有 {len(passphrase)} 个")
    seed = secrets.token_bytes(32)
    key = SigningKey.from_seed(origin, seed)
    try:
        durable.put_new(path, _sealed(key.key.vkey, seed, passphrase), durable.PRIVATE_FILE)
        durable.put_new(path.with_suffix(VKEY_SUFFIX), f"{key.key.vkey}\n".encode(), durable.PUBLIC_FILE)
    except FileExistsError as error:
        raise HomeRefused(f"{error.filename} 已存在，不覆盖密钥。请换一个文件名") from error
    return key


def load_key(path: Path, passphrase: bytes) -> SigningKey:
    """Open a key file. Raises HomeRefused where others may read it, it is spoiled, or the passphrase is another."""
    raw = read_private(path)
    try:
        envelope = parse_json(raw)
        vkey = str(envelope["vkey"])
        seed = _opened(envelope, passphrase)
        key = SigningKey.from_seed(vkey.partition("+")[0], seed)
    except InvalidTag as error:
        raise HomeRefused(f"密钥文件 {path.name} 打不开：口令不对，或文件被改动") from error
    except (CanonicalError, TlogRefused, ValueError, LookupError, TypeError) as error:
        raise HomeRefused(f"密钥文件 {path.name} 不合格式。请由密钥备份恢复，或轮换密钥") from error
    if key.key.vkey != vkey:
        raise HomeRefused(f"密钥文件 {path.name} 的公钥与私钥不配")
    return key


def read_private(path: Path, *, group: bool = False) -> bytes:
    """The bytes of a small file that nobody but its owner (and, where told, its group) may read. Raises HomeRefused."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise HomeRefused(f"不能读取 {path}：{error.strerror}") from error
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise HomeRefused(f"{path} 不是普通文件")
        if about.st_mode & (stat.S_IRWXO if group else _OTHERS):
            raise HomeRefused(
                f"{path} 可被其他账户读写（权限 {stat.S_IMODE(about.st_mode):04o}）。请执行 chmod 600 后再运行；若他人可能已读过，请轮换密钥"
            )
        return os.read(descriptor, _LONGEST)
    finally:
        os.close(descriptor)


def passphrase_from(file: Path | None, environment: Mapping[str, str]) -> bytes | None:
    """The passphrase from a file, else from the systemd credential; None where there is neither and a person must be asked.

    One line feed at the end does not count. A credential's group bits show its access list, so only other accounts are refused there.
    """
    if file is not None:
        return read_private(file).removesuffix(b"\n")
    folder = environment.get("CREDENTIALS_DIRECTORY", "")
    credential = Path(folder) / CREDENTIAL
    if not folder or not credential.exists():
        return None
    return read_private(credential, group=True).removesuffix(b"\n")


def _sealed(vkey: str, seed: bytes, passphrase: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    envelope = {
        "v": VERSION,
        "vkey": vkey,
        "kdf": {**_SCRYPT, "salt": write_base64(secrets.token_bytes(32))},
        "nonce": write_base64(nonce),
    }
    sealed = _cipher(envelope, passphrase).encrypt(nonce, seed, jcs(envelope))
    return jcs({**envelope, "sealed": write_base64(sealed)}) + b"\n"


def _opened(envelope: Mapping[str, Any], passphrase: bytes) -> bytes:
    open_members = {name: value for name, value in envelope.items() if name != "sealed"}
    nonce = read_base64(envelope["nonce"])
    return _cipher(envelope, passphrase).decrypt(nonce, read_base64(envelope["sealed"]), jcs(open_members))


def _cipher(envelope: Mapping[str, Any], passphrase: bytes) -> AESGCM:
    """The key of the passphrase. Other costs than ours are refused: a planted file could ask for all the memory there is."""
    kdf = dict(envelope["kdf"])
    salt = read_base64(kdf.pop("salt"))
    if envelope["v"] != VERSION or kdf != _SCRYPT:
        raise ValueError("unknown envelope")
    return AESGCM(Scrypt(salt, 32, _N, _R, _P).derive(passphrase))
