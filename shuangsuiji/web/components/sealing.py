"""What a door keeps for some hours is unreadable in the database: sealed with a key made from the site's own secret.

Source: 第二十四条; 80-reliability §4 (剩余信息). The secret lies outside the database, so a copy of that alone opens nothing.
Takes: bytes and the place they belong to. Gives: nonce and AES-256-GCM text; moved to another place it does not open.
"""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac

_NONCE_BYTES = 12
_PURPOSE = "shuangsuiji.web.components.sealing"


def seal(plain: bytes, place: str) -> bytes:
    """Encrypt for one place."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, plain, place.encode())


def unseal(sealed: bytes, place: str) -> bytes:
    """Decrypt. Raises InvalidTag for other bytes, another place or another secret."""
    return _cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())


def _cipher() -> AESGCM:
    return AESGCM(salted_hmac(_PURPOSE, "", algorithm="sha256").digest())
