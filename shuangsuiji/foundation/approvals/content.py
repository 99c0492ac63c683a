"""What was shown becomes one digest; a decision is bound to it.

Source: 80-reliability E14; 70-interface §5; 第二十一条. Takes: a JSON value. Gives: 64 lower-case hexadecimal characters.
"""

from shuangsuiji.core.canonical import jcs
from shuangsuiji.core.tlog.hashes import SHA256


def content_digest(content: object) -> str:
    """Digest of what the deciding office sees. Raises CanonicalError for a value without canonical form (floats)."""
    return SHA256.hash(jcs(content)).hex()
