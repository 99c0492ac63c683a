"""The only errors that leave `core.tlog`: what was read is not in order, or does not prove what it claims.

Source: 50-ledger §5. Messages are Chinese sentences for the person at the terminal; callers tell the kinds apart by class.
"""


class TlogRefused(ValueError):
    """Something read from a log, a witness or a policy is refused; the text says what and why."""


class Malformed(TlogRefused):
    """The bytes are not of the format, or a value is outside its range."""


class Ambiguous(TlogRefused):
    """A list of keys holds two that a signature line could not tell apart."""


class BadSignature(TlogRefused):
    """A signature by a key we know does not verify: the whole note is worthless."""


class Unsigned(TlogRefused):
    """No signature on the note is by a key we know."""


class ProofFailed(TlogRefused):
    """A proof does not lead to the root it claims."""
