"""Ed25519 for the sealer: sign with the log's key, verify notes it reads back.

Source: RFC 8032; 50-ledger §5. The mathematics is `cryptography`'s. `verify` has its own module: the two shelves share no code.
"""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shuangsuiji.core.tlog.keys import LOG_SIGNATURE, VerifierKey
from shuangsuiji.core.tlog.note import SignatureLine, signature_line


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is good; False for bytes of any other shape. Never raises."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A log's private key and the public name it signs under. Not shown when printed."""

    key: VerifierKey
    private: Ed25519PrivateKey = field(repr=False)

    @staticmethod
    def from_seed(name: str, seed: bytes) -> "SigningKey":
        """The key of a seed of 32 bytes, named as the log's origin."""
        private = Ed25519PrivateKey.from_private_bytes(seed)
        return SigningKey(VerifierKey(name, LOG_SIGNATURE, private.public_key().public_bytes_raw()), private)

    def line(self, text: str) -> SignatureLine:
        """The signature line for a note's text."""
        return signature_line(self.key, self.private.sign(text.encode()))
