"""Tickets by hand: a key, a handle, one digest; what decides a ranking and what does not.

Source: 40-draw §7, §13 (cut, then rank).
"""

import hashlib

import pytest

from shuangsuiji.core.canonical import Suite
from shuangsuiji.core.draw.tickets import (
    SUBJECTS,
    TEAMS,
    _candidates,
    _cut,
    all_tickets,
    inspector_scope,
    lowest,
    ticket,
    ticket_key,
)
from tests.core.draw.cases import SHA256, SM3, firm

SEED = "5" * 64


def test_a_ticket_can_be_computed_by_hand() -> None:
    key = hashlib.sha256(f"16:ssj.ticket-key/1,64:{SEED},7:subject,".encode()).hexdigest()[:32]
    assert ticket_key(SHA256, SEED, SUBJECTS) == key
    assert ticket(SHA256, key, firm(1)) == hashlib.sha256((key + firm(1)).encode()).hexdigest()
    assert len(key + firm(1)) == 55, "one block of the hash"


def test_scopes_do_not_share_keys() -> None:
    scopes = [SUBJECTS, TEAMS, *(inspector_scope(load) for load in range(12))]
    assert inspector_scope(10) == "inspector/10"
    keys = {ticket_key(suite, SEED, scope) for suite in (SHA256, SM3) for scope in scopes}
    assert len(keys) == 2 * len(scopes)


class _High:
    """A digest in the highest part of the range, where no cut would look; the handle decides the order."""

    def __init__(self, message: bytes) -> None:
        self._message = message

    def digest(self) -> bytes:
        return b"\xff" * 14 + self._message[-18:]

    def hexdigest(self) -> str:
        return self.digest().hex()


def test_where_the_cut_leaves_too_few_everything_is_ranked_again() -> None:
    handles = [firm(number) for number in range(200)]
    assert _candidates(Suite("high", "none", _High), "k" * 32, handles, _cut(57, 200)) == []
    ranked = lowest(Suite("high", "none", _High), "k" * 32, handles, 3)
    assert [handle for _, handle in ranked] == sorted(handles, key=lambda handle: handle[-18:])[:3]


def test_equal_tickets_are_ordered_by_handle() -> None:
    flat = Suite("flat", "none", lambda message: hashlib.sha256(b"the same for everybody"))
    handles = [f"obj:{number}" for number in range(20)]
    assert [handle for _, handle in lowest(flat, "k" * 32, handles[::-1], 5)] == sorted(handles)[:5]


@pytest.mark.parametrize("count", [0, 1, 7, 8, 100])
def test_as_many_are_ranked_as_there_are(count: int) -> None:
    handles = [firm(number) for number in range(7)]
    ranked = lowest(SHA256, "k" * 32, handles, count)
    assert len(ranked) == min(count, 7)
    assert ranked == sorted(ranked)
    assert lowest(SHA256, "k" * 32, [], count) == []


def test_the_cut_is_a_share_of_the_range_and_none_where_everything_is_kept() -> None:
    assert _cut(50, 50) is None
    assert _cut(51, 50) is None
    assert _cut(1, 2) == b"\x80" + bytes(31)
    assert _cut(49, 50) == (49 * 2**256 // 50).to_bytes(32, "big")


def test_the_cut_drops_exactly_the_tickets_that_do_not_lie_below_it() -> None:
    handles = [firm(number) for number in range(300)]
    key, cut = "k" * 32, b"\x40" + bytes(31)
    kept = _candidates(SHA256, key, handles, cut)
    assert kept == [row for row in _candidates(SHA256, key, handles, None) if row[0] < cut.hex()]
    assert 0 < len(kept) < 300


def test_all_tickets_are_listed_once_per_handle_in_byte_order() -> None:
    handles = ["obj:b", "obj:a", "obj:b", "obj:B", "obj:10", "obj:9"]
    listed = all_tickets(SM3, "k" * 32, handles)
    assert [handle for handle, _ in listed] == ["obj:10", "obj:9", "obj:B", "obj:a", "obj:b"]
    assert all(value == ticket(SM3, "k" * 32, handle) for handle, value in listed)
