"""The log's side of witnessing: many at once, one retry, alarms, and a count. Source: 50-ledger §6, §7."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.policy import Policy
from shuangsuiji.core.tlog.refusal import ProofFailed, Unsigned
from shuangsuiji.foundation.ledger.witness.client import (
    AHEAD,
    BAD_ANSWER,
    COSIGNED,
    NO_ADDRESS,
    REFUSED,
    UNREACHABLE,
    Collected,
    Post,
    collect,
)
from shuangsuiji.foundation.ledger.witness.server import Witness
from shuangsuiji.foundation.ledger.witness.transport import Reply, Unreachable
from shuangsuiji.verify.signatures import verify_ed25519
from tests.foundation.ledger.witness.invented import START, Log, cosigned, network, new_witness, policy

LOG = Log.of(13)
NAMES = ("a.example", "b.example", "c.example")
TWO_OF_THREE = policy(*NAMES, quorum=2)


@pytest.fixture
def three(tmp_path: Path) -> list[Witness]:
    """Three witnesses that have cosigned the log at 0, 5 and 13 entries."""
    made = [new_witness(tmp_path, name) for name in NAMES]
    for witness, size in zip(made, (0, 5, 13), strict=True):
        if size:
            assert witness.answer(LOG.cut_to(size).request(0)).status == 200
    return made


def ask(transport: Post, whom: Policy = TWO_OF_THREE, log: Log = LOG, **options: object) -> Collected:
    """Collect, with a timeout that a test can wait for."""
    given = {"timeout": 5.0, "grace": 5.0, **options}
    return collect(log.note(), log.prove, whom, verify=verify_ed25519, transport=transport, **given)  # type: ignore[arg-type]


def verdicts(answer: Collected) -> dict[str, str]:
    return {verdict.witness: verdict.kind for verdict in answer.verdicts}


def constant(status: int, body: bytes = b"said\n") -> Post:
    """A network where everybody answers the same."""
    return lambda url, asked, timeout: Reply(status, body)


def test_every_witness_cosigns_wherever_it_stood(three: list[Witness]) -> None:
    answer = ask(network(*three))
    assert verdicts(answer) == dict.fromkeys(NAMES, COSIGNED)
    assert answer.cosigners == NAMES
    assert answer.is_enough
    assert answer.alarms == ()
    assert answer.sentence() == "3 个见证人中 3 个已见证，已达到信任名单的要求"
    assert {line.name for line in answer.note.signatures[1:]} == set(NAMES)
    assert {verdict.known for verdict in answer.verdicts} == {13}


def test_a_known_size_saves_the_first_request(three: list[Witness]) -> None:
    asked: list[str] = []
    through = network(*three)

    def counting(url: str, body: bytes, timeout: float) -> Reply:
        asked.append(url)
        return through(url, body, timeout)

    assert ask(counting, known={"b.example": 5, "c.example": 13}).is_enough
    assert len(asked) == 3
    assert ask(counting, known={"b.example": 900}).is_enough
    assert len(asked) == 3 + 5


def test_one_of_three_is_told_as_such(three: list[Witness]) -> None:
    answer = ask(network(three[0]))
    assert verdicts(answer) == {"a.example": COSIGNED, "b.example": UNREACHABLE, "c.example": UNREACHABLE}
    assert not answer.is_enough
    assert answer.alarms == ()
    assert answer.sentence() == "3 个见证人中 1 个已见证，尚未达到信任名单的要求"


def test_without_a_quorum_the_sentence_says_what_cannot_be_found_out(three: list[Witness]) -> None:
    answer = ask(network(*three), policy("a.example"))
    assert answer.is_enough
    assert answer.sentence() == "信任名单不要求见证（quorum none）：1 个见证人中 1 个已见证；日志回退无从发现"


def test_cosignatures_that_stand_on_the_note_already_count(three: list[Witness]) -> None:
    note = LOG.note(cosigned("b.example", LOG.checkpoint().text(), START))
    answer = collect(note, LOG.prove, TWO_OF_THREE, verify=verify_ed25519, transport=network(three[0]), timeout=5)
    assert answer.cosigners == ("a.example", "b.example")
    assert answer.is_enough


def test_a_witness_that_is_ahead_of_us_is_an_alarm(three: list[Witness]) -> None:
    three[0].answer(LOG.grown_to(20).request(0))
    answer = ask(network(three[0]))
    assert verdicts(answer)["a.example"] == AHEAD
    assert [alarm.known for alarm in answer.alarms] == [20]
    assert "20 条" in answer.alarms[0].told


def every_refusal_is_an_alarm() -> None:
    """Claim, also of the saboteurs: 400, 403, 404, 422 and answers that do not hold are alarms; absence is not."""
    other = Log.of(14)
    expected = {
        400: REFUSED,
        403: REFUSED,
        404: REFUSED,
        422: REFUSED,
        500: UNREACHABLE,
        503: UNREACHABLE,
        301: UNREACHABLE,
    }
    for status, kind in expected.items():
        answer = ask(constant(status))
        assert verdicts(answer) == dict.fromkeys(NAMES, kind), status
        assert bool(answer.alarms) == (kind == REFUSED), status
    for body in (
        b"",
        b"nonsense\n",
        cosigned("a.example", other.checkpoint().text(), START).written().encode(),
        cosigned("x.example", LOG.checkpoint().text(), START).written().encode(),
    ):
        answer = ask(constant(200, body), policy("a.example", quorum=1))
        assert (verdicts(answer), answer.is_enough) == ({"a.example": BAD_ANSWER}, False)
        assert len(answer.alarms) == 1
    assert verdicts(ask(constant(409, b"05\n"))) == dict.fromkeys(NAMES, BAD_ANSWER)


def test_every_refusal_is_an_alarm() -> None:
    every_refusal_is_an_alarm()


def test_a_refusal_says_what_the_witness_said_escaped_and_short(three: list[Witness]) -> None:
    told = ask(constant(422, b"\x1b[31m" + b"x" * 1000)).alarms[0].told
    assert "422" in told
    assert "\x1b" not in told
    assert len(told) < 200


def test_a_second_conflict_is_a_delay_and_not_an_endless_game() -> None:
    asked: list[bytes] = []

    def moving(url: str, body: bytes, timeout: float) -> Reply:
        asked.append(body)
        return Reply(409, b"%d\n" % len(asked))

    answer = ask(moving, policy("a.example", quorum=1))
    assert verdicts(answer) == {"a.example": UNREACHABLE}
    assert [body.split(b"\n")[0] for body in asked] == [b"old 0", b"old 1"]


def test_a_witness_without_an_address_is_left_to_be_carried() -> None:
    answer = ask(constant(200), policy("a.example", quorum=1, url=""))
    assert verdicts(answer) == {"a.example": NO_ADDRESS}
    assert answer.alarms == ()


def test_a_network_that_fails_is_told_with_its_reason() -> None:
    def down(url: str, body: bytes, timeout: float) -> Reply:
        raise Unreachable("没有这台主机")

    answer = ask(down)
    assert verdicts(answer) == dict.fromkeys(NAMES, UNREACHABLE)
    assert "没有这台主机" in answer.verdicts[0].told


def test_a_proof_that_cannot_be_made_is_told_and_hurts_nobody_else(three: list[Witness]) -> None:
    def prove(old: int) -> Sequence[bytes]:
        if old == 5:
            raise ProofFailed("分片缺失")
        return LOG.prove(old)

    answer = collect(LOG.note(), prove, TWO_OF_THREE, verify=verify_ed25519, transport=network(*three), timeout=5)
    assert verdicts(answer) == {"a.example": COSIGNED, "b.example": UNREACHABLE, "c.example": COSIGNED}
    assert answer.is_enough


def nobody_is_waited_for_longer_than_the_timeout(three: list[Witness]) -> None:
    """Claim, also of the saboteurs: a witness that hangs costs the timeout, or the grace once the quorum is met."""
    through, gone = network(*three), threading.Event()

    def hanging(url: str, body: bytes, timeout: float) -> Reply:
        if "c.example" in url:
            gone.wait(20)
        return through(url, body, timeout)

    try:
        for whom, timeout, grace, is_enough in (
            (TWO_OF_THREE, 10.0, 0.2, True),
            (policy(*NAMES, quorum=3), 0.5, 9, False),
        ):
            began = time.monotonic()
            answer = ask(hanging, whom, timeout=timeout, grace=grace)
            assert time.monotonic() - began < 5
            assert answer.is_enough == is_enough
            assert verdicts(answer) == {"a.example": COSIGNED, "b.example": COSIGNED, "c.example": UNREACHABLE}
            assert "没有答复" in answer.verdicts[2].told
    finally:
        gone.set()


def test_nobody_is_waited_for_longer_than_the_timeout(three: list[Witness]) -> None:
    nobody_is_waited_for_longer_than_the_timeout(three)


def test_the_witnesses_are_asked_at_once(three: list[Witness]) -> None:
    through, together = network(*three), threading.Barrier(3)

    def meeting(url: str, body: bytes, timeout: float) -> Reply:
        if body.startswith(b"old 0"):
            together.wait(10)
        return through(url, body, timeout)

    assert ask(meeting, timeout=10.0).is_enough


def test_a_note_of_a_log_the_policy_does_not_know_is_not_sent_anywhere() -> None:
    stranger = Log([b"x"], "other.example", "other.example")
    with pytest.raises(Unsigned):
        ask(constant(200), log=stranger)


def test_two_sealers_from_one_backup_cannot_both_be_witnessed(tmp_path: Path) -> None:
    """80-reliability F4: both go on from the same log with the same key; 100 of 100, one is cosigned and one is an alarm."""
    witness, one = new_witness(tmp_path, "a.example"), policy("a.example", quorum=1)
    base = Log.of(3)
    for number in range(100):
        first, second = (Log([*base.bodies, b"%d %d" % (side, number)]) for side in (1, 2))
        here, there = (ask(network(witness), one, log) for log in (first, second))
        assert (here.is_enough, there.is_enough, len(there.alarms)) == (True, False, 1)
        base = first
    assert len(witness.store.evidence()) == 100
