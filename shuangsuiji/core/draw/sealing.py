"""Salted handles: a public roster that names nobody, and openings that show one row and nothing else.

Source: SSJ-DRAW/1 §2, §3.1; 第十九条（二） (what must not be told before the visit), decision 8.
Takes: a 32-byte key per roster kind and draw. Never: the key in anything public.
"""

from shuangsuiji.core.canonical import Suite, jcs, ns, ns_text, tag


def salt_of(suite: Suite, key: bytes, task_id: str, canonical_id: str) -> str:
    """The salt of one row; 64 hexadecimal characters. Telling it reveals nothing about other rows."""
    return suite.hmac(key, ns("ssj.salt/1", task_id, canonical_id)).hex()


def sealed_handle(suite: Suite, task_id: str, salt: str, canonical_id: str) -> str:
    """The public name of a row: `h:` + 64 hexadecimal characters."""
    return "h:" + tag(suite, "handle", task_id, salt, canonical_id)


class Sealer:
    """Seals many rows of one roster: what all rows share is written once. Same bytes as `salt_of` and `sealed_handle`."""

    def __init__(self, suite: Suite, key: bytes, task_id: str) -> None:
        """`key` is the roster's 32-byte key."""
        self._suite, self._key = suite, key
        self._before_salt = ns("ssj.salt/1", task_id)
        self._before_handle = ns("ssj.handle/1", task_id)

    def seal(self, canonical_id: str) -> tuple[str, str]:
        """Salt and handle of a row."""
        tail = ns_text(canonical_id)
        salt = self._suite.hmac(self._key, self._before_salt + tail).hex()
        return salt, "h:" + self._suite.hash(self._before_handle + b"64:%b," % salt.encode() + tail).hex()


def recusal_salt(suite: Suite, key: bytes, task_id: str, canonical_id: str) -> str:
    """The separate salt of an inspector's recusal list, so that opening the row does not open the conflicts."""
    return suite.hmac(key, ns("ssj.recusal-salt/1", task_id, canonical_id)).hex()


def key_commitment_of(suite: Suite, key: bytes) -> str:
    """What the plan publishes about a key before anybody has used it."""
    return tag(suite, "saltkey", key.hex())


def attrs_digest(suite: Suite, row: dict[str, object], salt: str = "") -> str:
    """Digest of the attributes of a subject; salted where the roster is sealed (`salt` not empty)."""
    return tag(suite, "attrs", salt, jcs(row)) if salt else tag(suite, "attrs", jcs(row))


def recusal_digest(suite: Suite, salt: str, handles: list[str]) -> str:
    """Digest of an inspector's recusals: `handles` are subject handles in byte order, `[]` for no conflict."""
    return tag(suite, "recusal", salt, jcs(handles))
