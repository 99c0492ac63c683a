"""Checkpoints. Source: C2SP tlog-checkpoint; 50-ledger §5, §9 L05."""

import pytest

from shuangsuiji.core.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from shuangsuiji.core.tlog.hashes import EMPTY_ROOT
from shuangsuiji.core.tlog.keys import KeyRing
from shuangsuiji.core.tlog.note import Note, Signed, parse_note
from shuangsuiji.core.tlog.refusal import BadSignature, Malformed, Unsigned
from shuangsuiji.core.tlog.spelling import write_base64
from shuangsuiji.verify.signatures import verify_ed25519
from tests.core.tlog import naive
from tests.core.tlog.signing import Signer, witness

ORIGIN = "log.example.gov.cn/410928/rsj"
LOG, WITNESS, OTHER = Signer(ORIGIN), witness("w.example"), Signer("other.example/log")
CHECKPOINT = Checkpoint(ORIGIN, 13, naive.mth(0, 13))
ROOT = write_base64(naive.mth(0, 13))
GOOD = f"{ORIGIN}\n13\n{ROOT}\n"


def only_three_clean_lines_are_a_checkpoint() -> None:
    """Claim, also of the saboteurs (L05: leading zero, extension line, blank, root of another length)."""
    assert parse_checkpoint(GOOD) == CHECKPOINT
    for text in (
        f"{ORIGIN}\n013\n{ROOT}\n",
        f"{ORIGIN}\n13 \n{ROOT}\n",
        f"{ORIGIN}\n\n{ROOT}\n",
        f"{ORIGIN}\n-1\n{ROOT}\n",
        f"{ORIGIN}\n9223372036854775808\n{ROOT}\n",
        f"{ORIGIN}\n13\n{ROOT[:-4]}\n",
        f"{ORIGIN}\n13\n{ROOT}",
        f"{ORIGIN}\n13\n{ROOT}\nextension\n",
        f"{ORIGIN}\n13\n{ROOT}\n\n",
        f"{ORIGIN}\n13\n",
        f"\n13\n{ROOT}\n",
        f"{ORIGIN}\n0\n{ROOT}\n",
        "",
    ):
        with pytest.raises(Malformed):
            parse_checkpoint(text)


def test_only_three_clean_lines_are_a_checkpoint() -> None:
    only_three_clean_lines_are_a_checkpoint()


def test_a_checkpoint_is_read_as_it_was_written() -> None:
    assert CHECKPOINT.text() == GOOD
    for checkpoint in (
        CHECKPOINT,
        Checkpoint("go.sum database tree", 0, EMPTY_ROOT),
        Checkpoint("名", 2**63 - 1, bytes(32)),
    ):
        assert parse_checkpoint(checkpoint.text()) == checkpoint


@pytest.mark.parametrize(
    ("origin", "size", "root", "why"),
    [
        ("", 13, bytes(32), "日志名称"),
        ("a\nb", 13, bytes(32), "日志名称"),
        ("a\x00", 13, bytes(32), "日志名称"),
        ("a\udc80", 13, bytes(32), "日志名称"),
        (ORIGIN, -1, bytes(32), "大小"),
        (ORIGIN, 2**63, bytes(32), "大小"),
        (ORIGIN, 13, bytes(31), "31 字节"),
        (ORIGIN, 0, bytes(32), "空日志"),
    ],
)
def test_a_checkpoint_is_written_only_where_it_can_be_read(origin: str, size: int, root: bytes, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        Checkpoint(origin, size, root)


def test_a_signed_checkpoint_is_opened_with_the_keys_of_its_log() -> None:
    note = parse_note(LOG.note(GOOD, WITNESS.line(GOOD, 5)))
    opened = open_checkpoint(note, ORIGIN, KeyRing([LOG.key, WITNESS.key]), verify_ed25519)
    assert opened == (CHECKPOINT, (Signed(LOG.key, None), Signed(WITNESS.key, 5)))


def test_a_checkpoint_of_another_log_is_refused_though_the_key_is_known() -> None:
    """One key may serve two logs; then the text alone tells them apart."""
    text = Checkpoint("other.example/log", 13, naive.mth(0, 13)).text()
    with pytest.raises(Malformed, match=r"other\.example/log"):
        open_checkpoint(parse_note(LOG.note(text)), ORIGIN, KeyRing([LOG.key]), verify_ed25519)


def test_a_witness_alone_does_not_make_a_checkpoint() -> None:
    note = Note(GOOD, (WITNESS.line(GOOD, 5),))
    with pytest.raises(Unsigned, match="日志自己"):
        open_checkpoint(note, ORIGIN, KeyRing([LOG.key, WITNESS.key]), verify_ed25519)


def test_a_forged_or_foreign_signature_is_refused() -> None:
    forged = parse_note(LOG.note(GOOD).replace(b"\n13\n", b"\n14\n"))
    with pytest.raises(BadSignature):
        open_checkpoint(forged, ORIGIN, KeyRing([LOG.key]), verify_ed25519)
    with pytest.raises(Unsigned):
        open_checkpoint(parse_note(OTHER.note(GOOD)), ORIGIN, KeyRing([LOG.key]), verify_ed25519)


def test_during_a_change_of_keys_either_key_opens_what_both_signed() -> None:
    """50-ledger §6: both keys sign for an overlap; who knows only one of them passes over the other."""
    successor = Signer(f"{ORIGIN}/2")
    raw = LOG.note(GOOD, successor.line(GOOD))
    for keys in ([LOG.key], [successor.key], [LOG.key, successor.key]):
        assert open_checkpoint(parse_note(raw), ORIGIN, KeyRing(keys), verify_ed25519)[0] == CHECKPOINT
