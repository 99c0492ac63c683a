"""Receipts (`.tlog-proof`). Source: C2SP tlog-proof; 50-ledger §8, §9 L07."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.policy import parse_policy
from shuangsuiji.core.tlog.receipt import Receipt, parse_receipt, verify_receipt
from shuangsuiji.core.tlog.refusal import Malformed, ProofFailed, TlogRefused, Unsigned
from shuangsuiji.core.tlog.spelling import write_base64
from shuangsuiji.verify.signatures import verify_ed25519
from tests.core.tlog import naive
from tests.core.tlog.signing import Signer

LOG = Signer("log.example.gov.cn/410928/rsj")
SIZE, INDEX = 300, 259
SIGNED = LOG.note(Checkpoint(LOG.name, SIZE, naive.mth(0, SIZE)).text())
RECEIPT = Receipt(INDEX, tuple(naive.path(INDEX, 0, SIZE)), SIGNED)
POLICY = parse_policy(f"log {LOG.key.vkey}\nquorum none\n".encode())
LINE = write_base64(bytes(32)).encode() + b"\n"


def a_receipt_proves_its_own_entry_only() -> None:
    """Claim, also of the saboteurs (L07): the leaf, the index and every hash must be those of the tree."""
    answer = verify_receipt(RECEIPT, naive.body(INDEX), POLICY, verify_ed25519)
    assert (answer.checkpoint.size, answer.is_enough) == (SIZE, True)
    for index in (INDEX - 1, INDEX + 1, 0, SIZE, SIZE + INDEX):
        with pytest.raises(ProofFailed):
            verify_receipt(replace(RECEIPT, index=index), naive.body(INDEX), POLICY, verify_ed25519)
    for path in (RECEIPT.path[1:], (*RECEIPT.path, bytes(32)), RECEIPT.path[::-1]):
        with pytest.raises(ProofFailed):
            verify_receipt(replace(RECEIPT, path=path), naive.body(INDEX), POLICY, verify_ed25519)
    for body in (naive.body(INDEX + 1), b"", naive.body(INDEX) + b" "):
        with pytest.raises(ProofFailed):
            verify_receipt(RECEIPT, body, POLICY, verify_ed25519)


def test_a_receipt_proves_its_own_entry_only() -> None:
    a_receipt_proves_its_own_entry_only()


def test_a_receipt_is_written_as_the_specification_has_it() -> None:
    one = Receipt(0, (naive.leaf(1),), b"checkpoint")
    assert (
        one.to_bytes()
        == b"c2sp.org/tlog-proof@v1\nindex 0\n" + write_base64(naive.leaf(1)).encode() + b"\n\ncheckpoint"
    )


@pytest.mark.parametrize("extra", [None, b"", "附言".encode()])
@pytest.mark.parametrize("path", [(), RECEIPT.path, (bytes(32),) * 63])
def test_a_receipt_is_read_as_it_was_written(extra: bytes | None, path: tuple[bytes, ...]) -> None:
    receipt = Receipt(INDEX, path, SIGNED, extra)
    assert parse_receipt(receipt.to_bytes()) == receipt


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda raw: raw.replace(b"@v1", b"@v2"), "不是存证凭证"),
        (lambda raw: b"\n" + raw, "不是存证凭证"),
        (lambda raw: raw.partition(b"\n\n")[0], "不是存证凭证"),
        (lambda raw: raw.replace(b"index 259\n", b""), "缺少 index"),
        (lambda raw: b"c2sp.org/tlog-proof@v1\n\n" + SIGNED, "缺少 index"),
        (lambda raw: raw.replace(b"index 259\n", b"extra AA==\n"), "缺少 index"),
        (lambda raw: raw.replace(b"index", b"Index"), "缺少 index"),
        (lambda raw: raw.replace(b"index 259", b"index 0259"), "数字"),
        (lambda raw: raw.replace(b"index 259", b"index  259"), "数字"),
        (lambda raw: raw.replace(b"index 259", b"index -1"), "数字"),
        (lambda raw: raw.replace(b"index 259\n", b"index 259\nextra AA==\n"), "base64"),
        (lambda raw: raw.replace(b"index 259\n", b"extra AA==\nextra AA==\nindex 259\n"), "缺少 index"),
        (lambda raw: raw.replace(b"index 259\n", b"extra A\nindex 259\n"), "base64"),
        (lambda raw: raw.replace(b"index 259\n", b"index 259\nAA==\n"), "32 字节"),
        (lambda raw: raw.replace(b"index 259\n", b"index 259\n" + LINE * 64), "最多 63 行"),
        (lambda raw: raw.replace(b"\n", b"\r\n"), "控制字符"),
        (lambda raw: raw + b"\xff", "UTF-8"),
        (lambda raw: raw + b"x" * 1_000_000, "最多 1000000 字节"),
    ],
)
def test_a_receipt_with_one_thing_changed_is_refused(change: Callable[[bytes], bytes], why: str) -> None:
    raw = RECEIPT.to_bytes()
    assert parse_receipt(raw) == RECEIPT
    assert change(raw) != raw
    with pytest.raises(Malformed, match=why):
        parse_receipt(change(raw))


@pytest.mark.parametrize(
    ("index", "path", "why"),
    [(-1, (), "序号"), (2**63, (), "序号"), (0, (bytes(31),), "31 字节"), (0, (bytes(32),) * 64, "最多 63 行")],
)
def test_a_receipt_is_written_only_where_it_can_be_read(index: int, path: tuple[bytes, ...], why: str) -> None:
    with pytest.raises(Malformed, match=why):
        Receipt(index, path, SIGNED)


@pytest.mark.parametrize(
    ("checkpoint", "refusal"),
    [
        (LOG.note(Checkpoint(LOG.name, SIZE - 1, naive.mth(0, SIZE - 1)).text()), ProofFailed),
        (Signer("other.example").note(Checkpoint("other.example", SIZE, naive.mth(0, SIZE)).text()), Unsigned),
        (b"not a checkpoint", Malformed),
    ],
)
def test_a_receipt_for_another_tree_or_log_is_refused(checkpoint: bytes, refusal: type[TlogRefused]) -> None:
    with pytest.raises(refusal):
        verify_receipt(replace(RECEIPT, checkpoint=checkpoint), naive.body(INDEX), POLICY, verify_ed25519)
