"""Witnessing by hand: a file each way, or pieces for QR codes. Source: 50-ledger §7 (air gap)."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.note import Note
from shuangsuiji.core.tlog.refusal import Unsigned
from shuangsuiji.core.tlog.witnessing import parse_request
from shuangsuiji.foundation.ledger.witness.carrying import (
    MOST_PIECE_BYTES,
    answered,
    joined_pieces,
    merge,
    pack,
    pieces,
    read_answer,
    rebased,
    unwrapped,
)
from shuangsuiji.foundation.ledger.witness.client import AHEAD, BAD_ANSWER, COSIGNED, NO_ADDRESS, REFUSED, UNREACHABLE
from shuangsuiji.foundation.ledger.witness.refusal import WitnessRefused
from shuangsuiji.foundation.ledger.witness.server import Witness
from shuangsuiji.verify.signatures import verify_ed25519
from tests.foundation.ledger.witness.invented import START, Log, cosigned, new_witness, policy

LOG = Log.of(13)
ONE = policy("a.example", "b.example", quorum=1, url="")


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    """A witness that has cosigned the log at 5."""
    made = new_witness(tmp_path, "a.example")
    made.answer(LOG.cut_to(5).request(0))
    return made


def test_a_file_there_and_a_file_back_make_a_cosignature(witness: Witness) -> None:
    request = pack(LOG.note(), 5, LOG.prove)
    assert parse_request(request).old == 5
    assert len(request) < 1000
    back = answered(request, witness.answer)
    answer = merge(request, {"a.example": back}, ONE, verify_ed25519)
    assert [(each.witness, each.kind) for each in answer.verdicts] == [
        ("a.example", COSIGNED),
        ("b.example", NO_ADDRESS),
    ]
    assert answer.cosigners == ("a.example",)
    assert answer.is_enough
    assert witness.store.all_remembered()[0].known.size == 13


def test_the_first_request_carries_no_proof(tmp_path: Path) -> None:
    request = pack(LOG.note(), 0, lambda old: pytest.fail(f"asked from {old}"))
    assert read_answer(answered(request, new_witness(tmp_path).answer)).status == 200


@pytest.mark.parametrize(
    ("log", "old", "kind", "known"),
    [
        (LOG, 0, UNREACHABLE, 5),
        (LOG.cut_to(3), 0, AHEAD, 5),
        (LOG.rewritten(2), 5, REFUSED, None),
    ],
)
def test_what_the_witness_objects_to_comes_back_in_the_file(
    witness: Witness, log: Log, old: int, kind: str, known: int | None
) -> None:
    request = pack(log.note(), old, log.prove)
    answer = merge(request, {"a.example": answered(request, witness.answer)}, ONE, verify_ed25519)
    assert (answer.verdicts[0].kind, answer.verdicts[0].known, answer.cosigners) == (kind, known, ())


def test_an_answer_is_joined_only_to_the_request_it_answers(witness: Witness) -> None:
    one, two = pack(LOG.note(), 5, LOG.prove), pack(LOG.grown_to(14).note(), 5, LOG.grown_to(14).prove)
    back = answered(one, witness.answer)
    with pytest.raises(WitnessRefused, match="另一份请求"):
        merge(two, {"a.example": back}, ONE, verify_ed25519)
    with pytest.raises(WitnessRefused, match="没有见证人"):
        merge(one, {"c.example": back}, ONE, verify_ed25519)
    assert merge(one, {"b.example": back}, ONE, verify_ed25519).verdicts[1].kind == BAD_ANSWER
    with pytest.raises(Unsigned):
        stranger = Log([b"x"], "other.example", "other.example")
        merge(pack(stranger.note(), 0, stranger.prove), {}, ONE, verify_ed25519)


def test_a_changed_answer_is_seen(witness: Witness) -> None:
    request = pack(LOG.note(), 5, LOG.prove)
    back = answered(request, witness.answer)
    place = back.rindex(b"= ") if b"= " in back else len(back) - 20
    bent = back[:place] + bytes([back[place] ^ 1]) + back[place + 1 :]
    assert merge(request, {"a.example": bent}, ONE, verify_ed25519).verdicts[0].kind == BAD_ANSWER


@pytest.mark.parametrize(
    "raw", [b"", b"ssj-witness-answer/1\nstatus 200\n\n", b"ssj-witness-answer/2\n", b"\xff" * 100]
)
def test_a_file_that_is_no_answer_is_refused(raw: bytes) -> None:
    with pytest.raises(WitnessRefused, match="不是见证人的答复"):
        read_answer(raw)


def test_cosignatures_join_a_note_of_the_same_text_only() -> None:
    text = LOG.checkpoint().text()
    a, b = cosigned("a.example", text, START), cosigned("b.example", text, START)
    both = rebased(LOG.note(a), LOG.note(b))
    assert both == Note(text, (*LOG.note().signatures, a, b))
    with pytest.raises(WitnessRefused, match="内容不同"):
        rebased(LOG.note(), LOG.cut_to(12).note())


# ------------------------------------------------------------------------------------------------------------------ pieces


@pytest.mark.parametrize("length", [1, 854, 855, 856, 1710, 5000, 60_000])
def test_pieces_are_short_ascii_lines_and_join_in_any_order(length: int) -> None:
    raw = hashlib.shake_256(b"file").digest(length)
    lines = pieces(raw)
    assert all(line.isascii() and len(line) <= MOST_PIECE_BYTES and "\n" not in line for line in lines)
    assert len(lines) == -(-length // 855)
    assert joined_pieces([*reversed(lines), "", lines[0] + "\r"]) == raw
    assert unwrapped("\n".join(lines).encode()) == raw


def test_a_file_in_one_part_is_taken_as_it_is() -> None:
    assert unwrapped(b"old 0\n") == b"old 0\n"


def test_an_honest_request_fits_into_two_codes() -> None:
    log = Log.of(300)
    note = log.note(*(cosigned(f"{letter}.example.gov.cn", log.checkpoint().text(), START) for letter in "abc"))
    assert len(pieces(pack(note, 257, log.prove))) <= 2


def damaged_pieces_are_told_by_their_number() -> None:
    """Claim, also of the saboteurs: nothing but all pieces of one file, each whole, joins."""
    raw = hashlib.shake_256(b"file").digest(3000)
    one, two, three, four = pieces(raw)
    other = pieces(raw[::-1])
    bent = two[:-9] + ("A" if two[-9] != "A" else "B") + two[-8:]
    cases: dict[str, tuple[list[str], str]] = {
        "missing": ([one, four], "还缺第 2、3 段"),
        "bent": ([one, bent, three, four], "第 2/4 段不是完好的分段"),
        "of two files": ([one, two, three, other[3]], "不同文件"),
        "renumbered": ([one, two, three.replace(" 3/4 ", " 4/4 "), four.replace(" 4/4 ", " 3/4 ")], "校验不符"),
        "beyond": ([one, two, three, four.replace(" 4/4 ", " 5/4 ")], "不是完好的分段"),
        "not a piece": ([one, "x"], "有一行不是完好的分段"),
        "not base64": ([one, two[:-1] + "*"], "第 2/4 段"),
        "nothing": ([], "没有读到"),
    }
    for name, (lines, why) in cases.items():
        with pytest.raises(WitnessRefused) as refused:
            joined_pieces(lines)
        assert why in f"{refused.value}", name


def test_damaged_pieces_are_told_by_their_number() -> None:
    damaged_pieces_are_told_by_their_number()


def test_many_missing_pieces_are_not_all_listed() -> None:
    raw = bytes(20_000)
    with pytest.raises(WitnessRefused, match="……"):
        joined_pieces(pieces(raw)[:1])


@pytest.mark.parametrize("make", [lambda: b"", lambda: bytes(855 * 9_999 + 1)])
def test_a_file_too_small_or_too_large_is_not_cut(make: Callable[[], bytes]) -> None:
    with pytest.raises(WitnessRefused, match="不能分成"):
        pieces(make())
