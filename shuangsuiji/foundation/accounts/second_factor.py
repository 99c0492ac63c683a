"""Six digits that change every half minute, and codes for the day the phone is lost.

Source: RFC 6238 (SHA-1, 30 seconds, 6 digits: what authenticator programs know), RFC 4226; 80-reliability E13.
The arithmetic is `cryptography`'s; the moment is given. A code opens once: its time step must be later than the last one used.
Never: the secret in clear in the database or in a session.
"""

import base64
import binascii
import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from shuangsuiji.foundation.accounts.models import Account, RecoveryCode, SecondFactor
from shuangsuiji.foundation.ledger import keys

DIGITS = 6
STEP_SECONDS = 30
# A phone's clock may lie one step off, either way.
TOLERANCE_STEPS = 1
SECRET_BYTES = 20
RECOVERY_CODES = 10
_RECOVERY_BYTES = 10
_GROUP = 4


def new_secret() -> bytes:
    """A secret to share with an authenticator."""
    return secrets.token_bytes(SECRET_BYTES)


def written(secret: bytes) -> str:
    """A secret in groups of four letters, as a person types it."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def address(secret: bytes, *, username: str, issuer: str) -> str:
    """What the QR code says to an authenticator program (`otpauth://`)."""
    return _totp(secret).get_provisioning_uri(username, issuer)


def matching_step(secret: bytes, code: str, *, at: datetime) -> int | None:
    """The time step in which this code is right, near `at`; None where it is wrong."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    for step in range(now - TOLERANCE_STEPS, now + TOLERANCE_STEPS + 1):
        try:
            _totp(secret).verify(digits.encode(), step * STEP_SECONDS)
        except InvalidToken:
            continue
        return step
    return None


def factor_of(account: Account) -> SecondFactor | None:
    """The authenticator in use, if any."""
    found: SecondFactor | None = SecondFactor.objects.filter(account=account, removed_at__isnull=True).first()
    return found


def sealed_secret(factor: UUID, account: Account, secret: bytes) -> bytes:
    """The secret under the person's key, bound to one row."""
    return keys.seal(account.person.key, secret, context=f"second_factor/{factor}")


def carried(account: Account, secret: bytes) -> str:
    """The secret while it is being enrolled, sealed, as text for the session."""
    return keys.seal(account.person.key, secret, context=f"enrolling/{account.pk}").hex()


def uncarried(account: Account, text: str) -> bytes | None:
    """The secret out of the session again; None for what was never put there."""
    try:
        return keys.unseal(account.person.key, bytes.fromhex(text), context=f"enrolling/{account.pk}")
    except (ValueError, keys.KeyUnusable):
        return None


def accept(account: Account, code: str, *, at: datetime) -> str:
    """Take a code: `totp` or `recovery` where it opens, empty where it does not. What opened once does not open again."""
    factor = factor_of(account)
    if factor is None:
        return ""
    secret = keys.unseal(account.person.key, bytes(factor.secret_sealed), context=f"second_factor/{factor.pk}")
    step = None if secret is None else matching_step(secret, code, at=at)
    if step is not None:
        later = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
        return "totp" if later.update_unproven(last_step=step) else ""
    unused = RecoveryCode.objects.filter(factor=factor, digest=digest_of(code), used_at__isnull=True)
    return "recovery" if unused.update_unproven(used_at=at) else ""


def new_recovery_codes() -> list[str]:
    """Ten codes, shown once."""
    raw = (base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower() for _ in range(RECOVERY_CODES))
    return [f"{each[:4]}-{each[4:8]}-{each[8:12]}-{each[12:]}" for each in raw]


def digest_of(code: str) -> str:
    """What is kept of a recovery code, however it is typed."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    try:
        return hashlib.sha256(base64.b32decode(plain)).hexdigest()
    except (binascii.Error, ValueError):
        return ""


def codes_left(factor: SecondFactor) -> int:
    """How many recovery codes have not been used."""
    return int(RecoveryCode.objects.filter(factor=factor, used_at__isnull=True).count())


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - what authenticator programs know
