"""Every parser against arbitrary and slightly damaged input: it answers, or refuses with its own error; nothing else gets out.

Source: 80-reliability D; 50-ledger §5 (readers). What is read and written again reads the same.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core.tlog.bundles import read_bundle, write_bundle
from shuangsuiji.core.tlog.checkpoint import parse_checkpoint
from shuangsuiji.core.tlog.cosignature import read_timestamped
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.keys import KeyRing, parse_vkey
from shuangsuiji.core.tlog.leaves import Opening, read_leaf, write_leaf
from shuangsuiji.core.tlog.note import Note, open_note, parse_note, parse_signature_lines
from shuangsuiji.core.tlog.policy import open_witnessed, parse_policy
from shuangsuiji.core.tlog.proofs import verify_consistency, verify_inclusion
from shuangsuiji.core.tlog.receipt import parse_receipt, verify_receipt
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.spelling import read_base64, read_decimal, read_hash, shown
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.core.tlog.tiles import Bundle, Tile, parse_path
from shuangsuiji.core.tlog.witnessing import Known, judge, parse_request, read_size, with_cosignatures
from shuangsuiji.verify.signatures import verify_ed25519
from tests.core.tlog import golden

POLICY = parse_policy(golden.policy())
CHECKPOINT = golden.checkpoint(3)
NOTE = parse_note(CHECKPOINT)
REQUEST = (golden.ROOT / golden.FOLDER / "requests/3-255").read_bytes()
LOGS = {golden.LOG.name: KeyRing([golden.LOG.key])}


def as_text(read: Callable[[str], Any]) -> Callable[[bytes], Any]:
    """A reader of text that is given bytes: whatever they are, as some text."""
    return lambda raw: read(raw.decode("utf-8", "surrogateescape"))


# Reader → (what it reads, a good example to damage).
READERS: dict[str, tuple[Callable[[bytes], Any], bytes]] = {
    "checkpoint": (as_text(parse_checkpoint), golden.good_text().encode()),
    "note": (lambda raw: parse_note(parse_note(raw).to_bytes()) == parse_note(raw) or pytest.fail("reads differently"), CHECKPOINT),
    "signed note": (lambda raw: open_note(parse_note(raw), LOGS[golden.LOG.name], verify_ed25519), CHECKPOINT),
    "signature lines": (as_text(parse_signature_lines), CHECKPOINT.partition(b"\n\n")[2]),
    "witnessed checkpoint": (lambda raw: open_witnessed(raw, POLICY, verify_ed25519), CHECKPOINT),
    "vkey": (as_text(parse_vkey), golden.LOG.key.vkey.encode()),
    "cosignature": (read_timestamped, golden.UPPER.line("x\n", 5).payload),
    "witness's answer": (
        lambda raw: with_cosignatures(NOTE, raw, golden.UPPER.key, verify_ed25519),
        golden.UPPER.line(NOTE.text, 5).written().encode(),
    ),
    "witness's size": (read_size, b"300\n"),
    "request": (lambda raw: parse_request(parse_request(raw).to_bytes()) == parse_request(raw) or pytest.fail("differs"), REQUEST),
    "judged request": (lambda raw: judge(raw, LOGS, lambda _: Known(), verify_ed25519), REQUEST),
    "policy": (parse_policy, golden.policy()),
    "receipt": (lambda raw: parse_receipt(parse_receipt(raw).to_bytes()) == parse_receipt(raw) or pytest.fail("differs"), golden.receipt(256).to_bytes()),
    "verified receipt": (lambda raw: verify_receipt(parse_receipt(raw), b"", POLICY, verify_ed25519), golden.receipt(256).to_bytes()),
    "tile path": (as_text(lambda path: parse_path(path).path == path or pytest.fail(path)), b"tile/0/x001/x234/067.p/17"),
    "tile": (Tile(0, 0, 2).hashes, bytes(64)),
    "bundle": (lambda raw: write_bundle(read_bundle(Bundle(0, 3), raw)) == raw or pytest.fail("differs"), write_bundle([b"a", b"", b"ccc"])),
    "frontier": (lambda raw: Frontier.from_bytes(3, raw), bytes(64)),
    "edge": (lambda raw: RightEdge.read(2, lambda tile: raw), bytes(64)),
    "leaf": (lambda raw: write_leaf(read_leaf(raw)) == raw or pytest.fail("differs"), golden.body(7)),
    "number": (as_text(read_decimal), b"300"),
    "base64": (as_text(read_base64), b"AAA="),
    "hash": (as_text(read_hash), b"A" * 43 + b"="),
}  # fmt: skip


def reads_or_refuses(name: str, raw: bytes) -> None:
    """Claim, also of the saboteurs: the reader returns or raises TlogRefused, whose message stays on its line."""
    assert refusal_of(name, raw).isprintable()


def refusal_of(name: str, raw: bytes) -> str:
    """Why a reader refuses, or nothing."""
    read, _ = READERS[name]
    try:
        read(raw)
    except TlogRefused as refused:
        return f"{refused}"
    return ""


def damaged(good: bytes) -> st.SearchStrategy[bytes]:
    """A good example with a few bytes changed, cut, doubled, or put elsewhere."""
    places = st.integers(0, len(good))

    def cut(places_and_middle: tuple[int, int, bytes]) -> bytes:
        first, second, middle = places_and_middle
        return good[: min(first, second)] + middle + good[max(first, second) :]

    def move(places: tuple[int, int, int]) -> bytes:
        first, second, third = sorted(places)
        return good[:first] + good[second:third] + good[first:second] + good[third:]

    pieces = st.one_of(
        st.binary(max_size=4), st.sampled_from([b"\n", b"\n\n", b" ", b"0", b"+", b"=", b"\x00", "— ".encode()])
    )
    near = places.flatmap(
        lambda place: st.tuples(st.just(place), st.integers(place, min(len(good), place + 3)), pieces)
    )
    return st.one_of(
        near.map(cut), st.tuples(places, places, pieces).map(cut), st.tuples(places, places, places).map(move)
    )


@pytest.mark.parametrize("name", READERS)
def test_the_good_example_is_read(name: str) -> None:
    read, good = READERS[name]
    if name == "verified receipt":
        with pytest.raises(TlogRefused, match="包含证明"):  # it is given the empty entry
            read(good)
    else:
        read(good)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=80))
def test_arbitrary_bytes_are_read_or_refused(name: str, raw: bytes) -> None:
    reads_or_refuses(name, raw)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_example_is_read_or_refused(name: str, data: st.DataObject) -> None:
    reads_or_refuses(name, data.draw(damaged(READERS[name][1])))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_to_a_signed_checkpoint_yields_another_checkpoint(data: st.DataObject) -> None:
    """Whatever still opens says exactly what was signed."""
    raw = data.draw(damaged(CHECKPOINT))
    try:
        opened = open_witnessed(raw, POLICY, verify_ed25519)
    except TlogRefused:
        return
    assert opened.checkpoint == parse_checkpoint(NOTE.text)


@given(
    st.integers(-2, 2**70),
    st.integers(-2, 2**70),
    st.lists(st.binary(min_size=32, max_size=32), max_size=70),
    st.binary(max_size=33),
)
def test_arbitrary_proofs_are_refused(index: int, size: int, path: list[bytes], node: bytes) -> None:
    for check in (
        lambda: verify_inclusion(node, index, size, path, bytes(32)),
        lambda: verify_consistency(index, size, path, node, bytes(32)),
    ):
        with pytest.raises(TlogRefused):
            check()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_arbitrary_private_values_are_digested_or_refused(value: Any) -> None:
    try:
        digest = Opening("5" * 64, "value", value).digest()
    except TlogRefused:
        return
    assert len(digest) == 64


@given(st.text())
def test_hostile_text_is_shown_on_one_printable_line(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown(text)) <= 10 * 63


@given(st.text(), st.integers(0, 2))
def test_a_note_can_be_written_with_any_text_or_is_refused(text: str, count: int) -> None:
    try:
        note = Note(text, NOTE.signatures[:count])
    except TlogRefused:
        return
    assert parse_note(note.to_bytes()).to_bytes() == note.to_bytes()
