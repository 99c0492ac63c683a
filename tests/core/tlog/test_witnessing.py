"""What a witness is asked and answers. Source: C2SP tlog-witness; 50-ledger §7."""

from collections.abc import Callable

import pytest

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.hashes import EMPTY_ROOT
from shuangsuiji.core.tlog.keys import KeyRing
from shuangsuiji.core.tlog.note import Note, parse_note
from shuangsuiji.core.tlog.refusal import BadSignature, Malformed, Unsigned
from shuangsuiji.core.tlog.spelling import write_base64
from shuangsuiji.core.tlog.witnessing import (
    Judgment,
    Known,
    Request,
    judge,
    parse_request,
    read_size,
    with_cosignatures,
)
from shuangsuiji.verify.signatures import verify_ed25519
from tests.core.tlog import naive
from tests.core.tlog.signing import Signer, witness

LOG, OTHER, WITNESS = Signer("log.example/rsj"), Signer("other.example"), witness("w.example")
LINE = write_base64(bytes(32)).encode() + b"\n"


def checkpoint(size: int, root: bytes | None = None) -> Checkpoint:
    """A checkpoint of the log; its true root unless another is given."""
    return Checkpoint(LOG.name, size, naive.mth(0, size) if root is None else root)


def request(old: int, size: int, path: list[bytes] | None = None, root: bytes | None = None) -> bytes:
    """An honest request from `old` to `size`, or one with another proof or root."""
    honest = naive.proof(old, size) if 0 < old <= size else []
    return Request(old, tuple(honest if path is None else path), LOG.note(checkpoint(size, root).text())).to_bytes()


def answer(body: bytes, known_size: int, known_root: bytes | None = None) -> Judgment:
    """What a witness says that has cosigned the log at `known_size`."""
    known = Known(known_size, naive.mth(0, known_size) if known_root is None else known_root)
    return judge(body, {LOG.name: KeyRing([LOG.key])}, lambda origin: known, verify_ed25519)


def no_contradiction_is_cosigned() -> None:
    """Claim, also of the saboteurs: fork, rewrite, rollback and jump are refused; honest growth is not."""
    fork = naive.mth(1000, 1013)
    assert [answer(request(old, 13), old).status for old in (0, 1, 8, 12, 13)] == [200] * 5
    refused = {
        "another root at the same size": answer(request(13, 13, root=fork), 13),
        "a rewritten log": answer(request(8, 13, root=fork), 8),
        "no proof": answer(request(8, 13, path=[]), 8),
        "the proof of another growth": answer(request(8, 13, path=naive.proof(7, 13)), 8),
        "a proof from nothing": answer(request(0, 13, path=naive.proof(8, 13)), 0),
        "a proof at the same size": answer(request(13, 13, path=[bytes(32)]), 13),
    }
    assert {name: each.status for name, each in refused.items()} == dict.fromkeys(refused, 422)
    assert all(each.note is not None and each.checkpoint is not None for each in refused.values())
    assert answer(request(5, 13), 8).status == answer(request(8, 8), 13).status == 409


def test_no_contradiction_is_cosigned() -> None:
    no_contradiction_is_cosigned()


def test_what_is_accepted_is_what_is_to_be_recorded_and_cosigned() -> None:
    judged = answer(request(8, 13), 8)
    assert judged.checkpoint == checkpoint(13)
    assert judged.note == parse_note(LOG.note(checkpoint(13).text()))


def test_a_conflict_tells_the_size_that_is_known() -> None:
    judged = answer(request(5, 13), 8)
    assert (judged.status, judged.body, judged.media_type) == (409, "8\n", "text/x.tlog.size")
    assert read_size(judged.body.encode()) == 8


@pytest.mark.parametrize("body", [b"", b"8", b"8\n8\n", b"08\n", b"x\n", b"\xff\n"])
def test_a_size_that_is_not_one_clean_line_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        read_size(body)


def test_a_log_nobody_told_the_witness_about_is_404() -> None:
    body = Request(0, (), OTHER.note(Checkpoint(OTHER.name, 1, naive.mth(0, 1)).text())).to_bytes()
    assert answer(body, 0).status == 404


def test_a_checkpoint_without_a_good_signature_of_the_log_is_403() -> None:
    unsigned = Request(0, (), OTHER.note(checkpoint(13).text())).to_bytes()
    forged = request(0, 13).replace(b"\n13\n", b"\n14\n")
    assert [answer(body, 0).status for body in (unsigned, forged)] == [403, 403]


def test_nothing_is_asked_of_the_store_before_the_signature_is_good() -> None:
    def never(origin: str) -> Known:
        raise AssertionError(origin)

    forged = request(0, 13).replace(b"\n13\n", b"\n14\n")
    assert judge(forged, {LOG.name: KeyRing([LOG.key])}, never, verify_ed25519).status == 403


def test_an_old_size_beyond_the_checkpoint_is_400_even_where_it_is_the_known_one() -> None:
    assert answer(request(14, 13), 14).status == 400


def test_an_empty_log_may_be_witnessed() -> None:
    assert answer(request(0, 0), 0).status == 200
    assert Known() == Known(0, EMPTY_ROOT)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"old 8", b"Old 8"),
        lambda raw: raw.replace(b"old 8", b"old 08"),
        lambda raw: raw.replace(b"old 8", b"old -8"),
        lambda raw: raw.replace(b"old 8", b"old 8 "),
        lambda raw: raw.replace(b"old 8\n", b""),
        lambda raw: raw.partition(b"\n\n")[0] + b"\n",
        lambda raw: raw.replace(b"old 8\n", b"old 8\nAA==\n"),
        lambda raw: raw.replace(b"old 8\n", b"old 8\n\n"),
        lambda raw: raw.replace(b"old 8\n", b"old 8\n" + LINE * 63),
        lambda raw: raw.replace(b"\n13\n", b"\n013\n"),
        lambda raw: raw[:-1],
        lambda raw: raw + b"\xff",
        lambda raw: raw + b"x" * 1_000_000,
    ],
)
def test_a_request_with_one_thing_changed_is_400(change: Callable[[bytes], bytes]) -> None:
    raw = request(8, 13)
    assert answer(raw, 8).status == 200
    assert change(raw) != raw
    assert answer(change(raw), 8).status == 400


@pytest.mark.parametrize("path", [(), tuple(naive.proof(8, 13)), (bytes(32),) * 63])
def test_a_request_is_read_as_it_was_written(path: tuple[bytes, ...]) -> None:
    given = Request(8, path, LOG.note(checkpoint(13).text()))
    assert parse_request(given.to_bytes()) == given


@pytest.mark.parametrize(
    ("old", "path", "why"),
    [(-1, (), "原大小"), (2**63, (), "原大小"), (0, (bytes(31),), "31 字节"), (0, (bytes(32),) * 64, "最多 63 行")],
)
def test_a_request_is_written_only_where_it_can_be_read(old: int, path: tuple[bytes, ...], why: str) -> None:
    with pytest.raises(Malformed, match=why):
        Request(old, path, b"")


# ------------------------------------------------------------------------------------------------- the log's own side


def test_the_witnesss_line_joins_the_note_once() -> None:
    text = checkpoint(13).text()
    note = parse_note(LOG.note(text))
    line, stranger = WITNESS.line(text, 5), witness("stranger.example").line(text, 5)
    body = (stranger.written() + line.written()).encode()
    joined = with_cosignatures(note, body, WITNESS.key, verify_ed25519)
    assert joined == Note(text, (LOG.line(text), line))
    assert with_cosignatures(joined, body, WITNESS.key, verify_ed25519) == joined


def test_an_answer_that_does_not_hold_is_refused() -> None:
    text = checkpoint(13).text()
    note = parse_note(LOG.note(text))
    for body, refusal in (
        (WITNESS.line(checkpoint(12).text(), 5).written().encode(), BadSignature),
        (witness("stranger.example").line(text, 5).written().encode(), Unsigned),
        (b"", Unsigned),
        (b"no signature line\n", Malformed),
        (WITNESS.line(text, 5).written().encode()[:-1], Malformed),
    ):
        with pytest.raises(refusal):
            with_cosignatures(note, body, WITNESS.key, verify_ed25519)
