"""Keys of persons and firms: made, wrapped, used, destroyed. What they sealed is noise afterwards.

Source: 50-ledger §4.1; 个人信息保护法 第四十七条; NIST SP 800-38D (AES-GCM, 96-bit nonces).
Shape of a sealed value: nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes); the context is authenticated, so that a value moved to
another row or name does not open.
"""

import os
import secrets
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection

from shuangsuiji.core.canonical import jcs
from shuangsuiji.foundation.ledger.models import SubjectKey
from shuangsuiji.foundation.ledger.uuid7 import uuid7

_KEY_BYTES = 32
_NONCE_BYTES = 12
_OWNER_ONLY = 0o600
# SQLite takes at most 999 parameters in one statement.
_BATCH = 900


class KeyUnusable(Exception):
    """The wrapping key is missing or is not the one that wrapped this key."""


def create_wrapping_key(path: Path) -> None:
    """Make the wrapping key; never over an existing one, whose loss is the loss of every private value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())


def create_subject_key(kind: str, *, at: datetime) -> SubjectKey:
    """A new key for a person or firm, wrapped."""
    key = SubjectKey(id=uuid7(at), kind=kind)
    key.dek_wrapped = _seal(_wrapping_key(), secrets.token_bytes(_KEY_BYTES), key.id.bytes)
    key.save(force_insert=True)
    return key


def house_key(*, at: datetime) -> SubjectKey:
    """The bureau's own key, for private values that concern nobody in particular; made when first needed."""
    found = SubjectKey.objects.filter(kind=SubjectKey.Kind.HOUSE).first()
    return found or create_subject_key(SubjectKey.Kind.HOUSE, at=at)


def seal(key: SubjectKey, value: bytes, *, context: str) -> bytes:
    """Encrypt for one person or firm. Raises KeyUnusable when the key was destroyed."""
    return _seal(_data_key(key), value, context.encode())


def unseal(key: SubjectKey, sealed: bytes, *, context: str) -> bytes | None:
    """Decrypt; None when the key was destroyed (第二十四条). Raises KeyUnusable for a value moved here from elsewhere."""
    if key.dek_wrapped is None:
        return None
    return _unseal(_data_key(key), sealed, context.encode())


class Keyring:
    """Makes and uses the keys of many firms or persons in one act: the wrapping key is read once, not once per value."""

    def __init__(self, *, at: datetime) -> None:
        """`at` is the time of the act. Raises KeyUnusable where the wrapping key cannot be read."""
        self._at = at
        self._wrapping = _wrapping_key()
        self._data: dict[UUID, bytes] = {}
        self._made: list[SubjectKey] = []

    def make(self, kind: str) -> SubjectKey:
        """A new key, wrapped, not yet stored: see `store`."""
        key, data = SubjectKey(id=uuid7(self._at), kind=kind), secrets.token_bytes(_KEY_BYTES)
        key.dek_wrapped = _seal(self._wrapping, data, key.id.bytes)
        self._data[key.id] = data
        self._made.append(key)
        return key

    def store(self) -> None:
        """Write the keys made since the last time, before the rows that name them; what they sealed stays, they are forgotten."""
        SubjectKey.objects.bulk_create(self._made)
        self._made.clear()
        self._data.clear()

    def seal(self, key: SubjectKey, value: bytes, *, context: str) -> bytes:
        """As the function of that name."""
        return _seal(self._opened(key), value, context.encode())

    def load(self, wanted: Collection[UUID]) -> None:
        """Read these keys for `seal_with`, as they are stored now. Raises KeyUnusable for one that is missing or was destroyed."""
        for key, wrapped in _stored(wanted):
            self._data[key] = _unwrapped(self._wrapping, key, wrapped)
        missing = [key for key in wanted if key not in self._data]
        if missing:
            raise KeyUnusable(f"没有数据密钥 {missing[0]}")

    def seal_with(self, key: UUID, value: bytes, *, context: str) -> bytes:
        """As `seal`, with a key that `load` has read. Raises KeyError for another."""
        return _seal(self._data[key], value, context.encode())

    def unseal(self, key: SubjectKey, sealed: bytes, *, context: str) -> bytes | None:
        """As the function of that name."""
        return None if key.dek_wrapped is None else _unseal(self._opened(key), sealed, context.encode())

    def _opened(self, key: SubjectKey) -> bytes:
        known = self._data.get(key.id)
        if known is None:
            known = self._data[key.id] = _unwrapped(self._wrapping, _uuid(key.id), key.dek_wrapped)
        return known


def written(value: Any) -> bytes:
    """A JSON value as the bytes that are sealed."""
    return jcs(value)


def _stored(wanted: Collection[UUID]) -> Iterator[tuple[UUID, "bytes | memoryview | None"]]:
    """(id, wrapped key) of those that are there. Without the ORM: every act of a person asks."""
    prepare = SubjectKey._meta.pk.get_db_prep_value
    values = [prepare(key, connection) for key in wanted]
    with connection.cursor() as cursor:
        for start in range(0, len(values), _BATCH):
            some = values[start : start + _BATCH]
            places = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT id, dek_wrapped FROM subject_key WHERE id IN ({places})", some)  # noqa: S608 - places only
            yield from ((_uuid(key), wrapped) for key, wrapped in cursor.fetchall())


def _data_key(key: SubjectKey) -> bytes:
    return _unwrapped(_wrapping_key(), _uuid(key.id), key.dek_wrapped)


def _unwrapped(wrapping: bytes, key: UUID, wrapped: "bytes | memoryview | None") -> bytes:
    if wrapped is None:
        raise KeyUnusable(f"数据密钥 {key} 已销毁，不能再加密")
    return _unseal(wrapping, bytes(wrapped), key.bytes)


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _wrapping_key() -> bytes:
    path = settings.SHUANGSUIJI_WRAPPING_KEY_FILE
    try:
        key = path.read_bytes()
    except OSError as error:
        raise KeyUnusable(f"读不到加密主密钥文件（SHUANGSUIJI_WRAPPING_KEY_FILE）：{error.strerror}") from error
    if len(key) != _KEY_BYTES:
        raise KeyUnusable("加密主密钥文件的长度不对，可能不是原来的文件；请从单独保存的备份取回")
    return key


def _seal(key: bytes, value: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, value, context)


def _unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(bytes(sealed[:_NONCE_BYTES]), bytes(sealed[_NONCE_BYTES:]), context)
    except InvalidTag as error:
        raise KeyUnusable("密文与密钥或所在位置不符：主密钥不是原来的，或内容被移动、改动过") from error
