"""Salted handles: a public roster that names nobody, and openings that show one row and nothing else.

Source: SSJ-DRAW/1 §2, §3.1; 第十九条（二） (what must not be told before the visit), decision 8.
Takes: a 32-byte key per roster kind and draw. Never: the key in anything public.
"""

from shuangsuiji.core.canonical import Suite, jcs, ns, tag


def salt_of(suite: Suite, key: bytes, task_id: str, canonical_id: str) -> str:
    """The salt of one row; 64 hexadecimal characters. Telling it reveals nothing about other rows."""
    return suite.hmac(key, ns("ssj.salt/1", task_id, canonical_id)).hex()


def sealed_handle(suite: Suite, task_id: str, salt: str, canonical_id: str) -> str:
    """The public name of a row: `h:` + 64 hexadecimal characters."""
    return "h:" + tag(suite, "handle", task_id, salt, canonical_id)


class Sealer:
    """Seals many rows of one roster: what all rows share is written once. Same bytes as `salt_of`, `sealed_handle` and
    `attrs_digest`.
    """

    def __init__(self, suite: Suite, key: bytes, task_id: str) -> None:
        """`key` is the roster's 32-byte key."""
        self._mac, self._key, self._digest = suite.hmac, key, suite.constructor
        self._before_salt = ns("ssj.salt/1", task_id)
        self._before_handle = ns("ssj.handle/1", task_id) + b"64:"
        self._before_attrs = ns("ssj.attrs/1") + b"64:"

    def seal(self, canonical_id: str, row: dict[str, object]) -> tuple[str, str, str]:
        """Handle, salt and digest of the attributes of a row."""
        identity = canonical_id.encode()
        tail = b"%d:%b," % (len(identity), identity)
        salt = self._mac(self._key, self._before_salt + tail).hex()
        salted, written = salt.encode() + b",", jcs(row)
        handle = self._digest(self._before_handle + salted + tail).hexdigest()
        attrs = self._digest(self._before_attrs + salted + b"%d:%b," % (len(written), written)).hexdigest()
        return "h:" + handle, salt, attrs


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
