"""Policies: who is trusted, and how many witnesses are enough. Source: C2SP tlog-policy; 50-ledger §7, §9 L09."""

from collections.abc import Callable
from itertools import combinations

import pytest

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.keys import COSIGNATURE, LOG_SIGNATURE, VerifierKey
from shuangsuiji.core.tlog.policy import Group, Party, Policy, open_witnessed, parse_policy
from shuangsuiji.core.tlog.refusal import Ambiguous, BadSignature, Malformed, TlogRefused, Unsigned
from shuangsuiji.verify.signatures import verify_ed25519
from tests.core.tlog import naive
from tests.core.tlog.signing import Signer, witness

LOG = Signer("log.example.gov.cn/410928/rsj")
WITNESSES = {name: witness(f"{name}.example") for name in ("upper", "audit", "archive", "press", "school")}
CHECKPOINT = Checkpoint(LOG.name, 13, naive.mth(0, 13))
TEXT = CHECKPOINT.text()
LINES = "".join(f"witness {name} {each.key.vkey}\n" for name, each in WITNESSES.items())
TWO_OF_THREE = f"log {LOG.key.vkey}\n{LINES}group line 2 upper audit archive\nquorum line\n"
NESTED = (
    f"log {LOG.key.vkey}\n{LINES}group a any upper audit\ngroup b all archive press\ngroup c 2 a b school\nquorum c\n"
)


def policy(text: str) -> Policy:
    """A policy from its text."""
    return parse_policy(text.encode())


def cosigned(*names: str, at: int = 1_790_000_000) -> bytes:
    """The checkpoint with the cosignatures of these witnesses."""
    return LOG.note(TEXT, *(WITNESSES[name].line(TEXT, at) for name in names))


def fewer_than_the_quorum_are_not_enough() -> None:
    """Claim, also of the saboteurs (L09): two of three; one, or one twice, or strangers, are too few."""
    two = policy(TWO_OF_THREE)
    enough = {
        names: open_witnessed(cosigned(*names), two, verify_ed25519).is_enough
        for names in ((), ("upper",), ("upper", "upper"), ("press", "school"), ("upper", "press"), ("upper", "audit"))
    }
    assert [names for names, is_enough in enough.items() if is_enough] == [("upper", "audit")]


def one_key_under_two_names_is_refused() -> None:
    """Claim, also of the saboteurs (L09): one body must not count twice."""
    twin = VerifierKey("twin.example", COSIGNATURE, WITNESSES["upper"].key.public_key)
    with pytest.raises(Ambiguous, match="同一把公钥"):
        policy(f"{LINES}witness twin {twin.vkey}\nquorum none\n")
    successor = VerifierKey("log.example/2", LOG_SIGNATURE, LOG.key.public_key)
    with pytest.raises(Ambiguous, match="同一把公钥"):
        policy(f"log {LOG.key.vkey}\nlog {successor.vkey}\nquorum none\n")


def test_fewer_than_the_quorum_are_not_enough() -> None:
    fewer_than_the_quorum_are_not_enough()


def test_one_key_under_two_names_is_refused() -> None:
    one_key_under_two_names_is_refused()


def test_a_policy_is_read() -> None:
    text = (
        f"# 濮阳县\n\n \t log\t{LOG.key.vkey}  https://log.example \n"
        f"witness 市局 {WITNESSES['upper'].key.vkey} https://w.example\n"
        f"witness audit {WITNESSES['audit'].key.vkey}\ngroup g 1 市局 audit\nquorum g"
    )
    assert policy(text) == Policy(
        logs=(Party(LOG.name, LOG.key, "https://log.example"),),
        witnesses=(
            Party("市局", WITNESSES["upper"].key, "https://w.example"),
            Party("audit", WITNESSES["audit"].key),
        ),
        groups=(Group("g", 1, ("市局", "audit")),),
        quorum="g",
    )


def test_comments_may_be_in_any_encoding() -> None:
    assert parse_policy(b"# \xb2\xce\xd1\xf4\xcf\xd8\nquorum none\n").quorum == "none"


def test_groups_of_groups_count_like_their_definition() -> None:
    """Every subset of five witnesses against the formula written by hand."""
    nested = policy(NESTED)
    for count in range(6):
        for names in combinations(WITNESSES, count):
            have = set(names)
            a, b, c = bool(have & {"upper", "audit"}), have >= {"archive", "press"}, "school" in have
            assert nested.is_met_by(have) == (a + b + c >= 2)


def test_a_single_witness_may_be_the_quorum_and_none_asks_for_nobody() -> None:
    assert policy(f"{LINES}quorum upper\n").is_met_by({"upper"})
    assert not policy(f"{LINES}quorum upper\n").is_met_by({"audit"})
    assert policy("quorum none\n").is_met_by(set())


def test_a_name_outside_the_witnesses_does_not_count() -> None:
    assert not policy(TWO_OF_THREE).is_met_by({"line", "none", "c"})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace("quorum line", ""), "实有 0 行"),
        (lambda text: text + "quorum line\n", "实有 2 行"),
        (lambda text: text.replace("quorum line", "quorum nobody"), "第 8 行：名称 'nobody' 尚未定义"),
        (lambda text: text.replace("quorum line", "quorum line upper"), "看不懂"),
        (lambda text: text.replace("quorum line", "quorum"), "看不懂"),
        (lambda text: "quorum line\n" + text.replace("quorum line\n", ""), "第 1 行：名称 'line' 尚未定义"),
        (lambda text: text.replace("group line 2", "group line 4"), "不能要求 4 个"),
        (lambda text: text.replace("group line 2", "group line 0"), "不能要求 0 个"),
        (lambda text: text.replace("group line 2", "group line 02"), "数字"),
        (lambda text: text.replace("group line 2", "group line ANY"), "数字"),
        (lambda text: text.replace("group line 2 upper audit archive", "group line 2"), "看不懂"),
        (lambda text: text.replace("upper audit archive", "upper upper archive"), "成员 'upper'"),
        (lambda text: text.replace("upper audit archive", "upper none archive"), "成员 'none'"),
        (lambda text: text.replace("upper audit archive", "upper line archive"), "成员 'line'"),
        (lambda text: text.replace("upper audit archive", "upper nobody archive"), "成员 'nobody'"),
        (lambda text: text.replace("quorum line", "group other any upper\nquorum line"), "成员 'upper'"),
        (lambda text: text.replace("group line", "group press"), "'press' 已经用过"),
        (lambda text: text.replace("group line", "group none"), "'none' 已经用过"),
        (lambda text: text.replace("witness audit", "witness upper"), "'upper' 已经用过"),
        (lambda text: text.replace("witness audit", "Witness audit"), "看不懂"),
        (lambda text: text.replace(LOG.key.vkey, LOG.key.vkey[:-1]), "第 1 行：.*base64"),
        (lambda text: text.replace(LOG.key.vkey, f"{LOG.key.vkey} url more"), "看不懂"),
        (lambda text: text.replace(LOG.key.vkey, WITNESSES["upper"].key.vkey), "应为 0x01"),
        (lambda text: text.replace(WITNESSES["upper"].key.vkey, LOG.key.vkey), "应为 0x04"),
        (lambda text: text.replace("quorum line", "quorum\u00a0line"), "看不懂"),
        (lambda text: text.replace("\n", "\r\n"), "第 1 行含有控制字符"),
        (lambda text: text + "\x7f", "控制字符"),
        (lambda text: text + "#" * 1_000_000, "最多 1000000 字节"),
    ],
)
def test_a_policy_with_one_thing_changed_is_refused(change: Callable[[str], str], why: str) -> None:
    assert policy(TWO_OF_THREE).quorum == "line"
    assert change(TWO_OF_THREE) != TWO_OF_THREE
    with pytest.raises(Malformed, match=why):
        policy(change(TWO_OF_THREE))


def test_a_name_that_is_not_utf_8_is_refused_with_its_line() -> None:
    with pytest.raises(Malformed, match="第 2 行不是 UTF-8"):
        parse_policy(b"# \xff\ngroup \xff any a\n")


# ------------------------------------------------------------------------------------------------------------ judging


def test_the_answer_names_who_cosigned_and_when() -> None:
    answer = open_witnessed(cosigned("upper", "archive", at=77), policy(TWO_OF_THREE), verify_ed25519)
    assert (answer.checkpoint, answer.cosigned, answer.is_enough) == (CHECKPOINT, {"upper": 77, "archive": 77}, True)


def test_a_witness_that_cosigned_twice_counts_once_with_its_latest_time() -> None:
    upper = WITNESSES["upper"]
    raw = LOG.note(TEXT, upper.line(TEXT, 9), upper.line(TEXT, 12), upper.line(TEXT, 5))
    answer = open_witnessed(raw, policy(TWO_OF_THREE), verify_ed25519)
    assert (answer.cosigned, answer.is_enough) == ({"upper": 12}, False)


def test_without_witnesses_the_logs_signature_is_enough_where_the_policy_says_none() -> None:
    answer = open_witnessed(cosigned(), policy(f"log {LOG.key.vkey}\nquorum none\n"), verify_ed25519)
    assert (answer.cosigned, answer.is_enough) == ({}, True)


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (cosigned("upper", "audit").replace(b"\n13\n", b"\n14\n"), BadSignature),
        (LOG.note(TEXT, WITNESSES["upper"].line(TEXT + "x\n", 5)), BadSignature),
        (Signer("other.example").note(TEXT), Unsigned),
        (Signer("other.example").note(Checkpoint("other.example", 1, bytes(32)).text()), Unsigned),
        (LOG.note("a\nb\n"), Malformed),
        (TEXT.encode(), Malformed),
    ],
)
def test_a_checkpoint_that_is_not_the_logs_is_an_error_and_no_answer(raw: bytes, refusal: type[TlogRefused]) -> None:
    with pytest.raises(refusal):
        open_witnessed(raw, policy(TWO_OF_THREE), verify_ed25519)
