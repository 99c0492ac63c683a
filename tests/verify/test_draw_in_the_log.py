"""A draw record held against the log (V14, V24, V26; L15): good ones of every kind, and one change that fails exactly its check."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.tlog.leaves import read_leaf, write_leaf
from shuangsuiji.verify.__main__ import main
from shuangsuiji.verify.draw_events import evidence_digest, expected_events
from shuangsuiji.verify.log import drawn
from shuangsuiji.verify.sources import Unreachable
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, EXIT_INCOMPLETE, EXIT_USAGE
from tests.verify import ledgers, specimens
from tests.verify.ledgers import Ledger
from tests.verify.logged_draws import (
    CHANGES,
    HASH,
    Published,
    appended,
    changed_word,
    last_entry_dropped,
    placed_again,
    published,
    retimed,
    second_try,
)

Screen = pytest.CaptureFixture[str]
LOG_CHECKS = ("V14", "V24", "V26")


@cache
def _good(name: str) -> Published:
    return published(name)


Verdict = Callable[..., tuple[int, dict[str, str], dict[str, str]]]


@pytest.fixture
def verdict(tmp_path: Path, capsys: Screen) -> Verdict:
    """Publish and verify; gives exit code, id → status, id → reason of the three checks and of whatever failed."""

    def run(what: Published, *options: object) -> tuple[int, dict[str, str], dict[str, str]]:
        what.write(tmp_path)
        log = ("--log", tmp_path / "log") if "--log" not in options else ()
        trust = ("--policy", tmp_path / "policy") if "--vkey" not in options and "--untrusted" not in options else ()
        given = [each for each in (*log, *trust, *options) if each != "--untrusted"]
        code = main([f"{tmp_path / 'record.json'}", *(f"{each}" for each in given), "--json"])
        checks = json.loads(capsys.readouterr().out)["checks"]
        kept = [each for each in checks if each["id"] in LOG_CHECKS or each["status"] == "FAIL"]
        return code, {each["id"]: each["status"] for each in kept}, {each["id"]: each["reason"] for each in kept}

    return run


def only(status: str, found: dict[str, str]) -> list[str]:
    return [check_id for check_id, each in found.items() if each == status]


# ------------------------------------------------------------------------------------------------------------------- good


@pytest.mark.parametrize("name", specimens.records())
def test_a_record_of_every_kind_is_found_in_the_log_word_for_word(name: str, verdict: Verdict) -> None:
    code, found, told = verdict(_good(name))
    assert found == dict.fromkeys(LOG_CHECKS, "PASS"), told
    assert code == EXIT_GOOD


def test_such_a_log_is_in_order_itself(verdict: Verdict, tmp_path: Path, capsys: Screen) -> None:
    for name in ("sealed-public", "joint-public", "void-public", "aborted-shadow-public", "inspectors-open-public"):
        folder = tmp_path / name
        _good(name).write(folder)
        assert main([f"{folder / 'log'}", "--policy", f"{folder / 'policy'}", "--all"]) == EXIT_GOOD, name
        capsys.readouterr()


def test_checkpoints_that_somebody_kept_serve_as_well_as_receipts(verdict: Verdict, tmp_path: Path) -> None:
    what = published("sealed-public")
    sealed = what.ledger.checkpoint(what.ledger.sealed[0])
    (tmp_path / "kept").write_bytes(sealed)
    what.receipts = []
    assert verdict(what, "--checkpoints", tmp_path / "kept")[0] == EXIT_GOOD


def test_more_about_the_draw_and_other_tasks_in_the_log_disturb_nothing(verdict: Verdict) -> None:
    what = published("sealed-public")
    task = {"task_id": what.record["task_id"]}
    what.ledger.add("draw.opened", {"draw_id": what.record["draw_id"], "kind": "counter", "count": 1})
    what.ledger.add("draw.planned", {"draw_id": f"{task['task_id']}/rsj/7", "plan_hash": "0" * 64})
    what.ledger.add("proof.published", {"office": "section_head", **task})
    assert verdict(what)[0] == EXIT_GOOD


def test_an_optional_word_that_is_said_must_be_right(verdict: Verdict) -> None:
    what = published("sealed-public")
    assert verdict(changed_word(what, "draw.planned", "commit_by", "2023-08-23T14:00:00Z"))[0] == EXIT_GOOD
    _, found, told = verdict(
        changed_word(published("sealed-public"), "draw.planned", "commit_by", "2023-08-23T13:00:00Z")
    )
    assert only("FAIL", found) == ["V24"]
    assert "commit_by" in told["V24"]


# ------------------------------------------------------------------------------------------------------------ incomplete


def test_without_log_or_no_log_the_verdict_stays_incomplete(tmp_path: Path, capsys: Screen) -> None:
    _good("sealed-public").write(tmp_path)
    assert main([f"{tmp_path / 'record.json'}"]) == EXIT_INCOMPLETE
    assert "--log" in capsys.readouterr().out
    assert main([f"{tmp_path / 'record.json'}", "--no-log"]) == EXIT_GOOD
    assert capsys.readouterr().out.count("未入日志") == len(LOG_CHECKS)


def test_a_record_made_on_a_folder_cannot_be_looked_up(verdict: Verdict) -> None:
    what = published("sealed-public")
    what.record["log"] = None
    code, found, told = verdict(what)
    assert (code, only("SKIP", found)) == (EXIT_INCOMPLETE, ["V14", "V24"])
    assert "没有写明入日志的位置" in told["V24"]


def test_without_a_policy_the_entries_are_compared_and_the_signature_is_not(verdict: Verdict) -> None:
    code, found, told = verdict(_good("sealed-public"), "--untrusted")
    assert (code, found) == (EXIT_INCOMPLETE, {"V14": "SKIP", "V24": "SKIP", "V26": "PASS"})
    assert "各条均在日志中，但没有给出信任名单" in told["V24"]
    assert "先后与时间均相符，但没有给出信任名单" in told["V14"]


def test_without_a_policy_what_differs_is_bad_all_the_same(verdict: Verdict) -> None:
    what = changed_word(published("sealed-public"), "draw.result", "result_hash", HASH)
    code, found, _ = verdict(what, "--untrusted")
    assert (code, found) == (EXIT_BAD, {"V14": "SKIP", "V24": "FAIL", "V26": "PASS"})


def test_too_few_witnesses_leave_inclusion_incomplete(verdict: Verdict, tmp_path: Path) -> None:
    what = _good("sealed-public")
    (tmp_path / "strict").write_bytes(ledgers.policy("all"))
    what.write(tmp_path)
    code, found, told = verdict(what, "--policy", tmp_path / "strict")
    assert (code, found["V24"]) == (EXIT_INCOMPLETE, "SKIP")
    assert "未达到信任名单要求" in told["V24"]


def test_without_a_checkpoint_between_commitment_and_reveal_the_order_is_unproven(verdict: Verdict) -> None:
    what = published("sealed-public")
    commits = what.record["log"]["entries"]["draw.committed"]
    for receipts in (
        [],
        [what.ledger.receipt(commits[-1][0])],
        [what.ledger.receipt(commits[0][0], commits[0][0] + 1)],
        [what.ledger.receipt(commits[-1][0], commits[-1][0] + 1).replace(b"rsj\n", b"rsk\n")],
        [Ledger(bodies=what.ledger.bodies[1:]).receipt(0, commits[-1][0] + 1)],
        [Ledger(log=ledgers.OTHER_LOG, bodies=what.ledger.bodies).receipt(0, commits[-1][0] + 1)],
        [b"c2sp.org/tlog-proof@v1\nnot a receipt"],
    ):
        what.receipts = receipts
        code, found, told = verdict(what)
        assert (code, only("SKIP", found)) == (EXIT_INCOMPLETE, ["V14"])
        assert f"大小为 {commits[-1][0] + 1} 的已签检查点" in told["V14"]


def test_a_wider_gap_between_commitment_and_reveal_is_told_as_a_range(verdict: Verdict) -> None:
    what = published("sealed-public")
    ledger, record = ledgers.started(), ledgers.recorded("sealed-public")
    ledgers.prepare(ledger, record["task_id"])
    entries = ledgers.log_draw(ledger, record, between=3)
    what = Published(ledger, ledgers.placed(ledger, record, entries), [])
    assert "大小在 12 至 15 的已签检查点" in verdict(what)[2]["V14"]


def test_a_log_that_cannot_be_reached_is_no_bad_draw(verdict: Verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def locked(self: Path, *arguments: Any, **options: Any) -> Any:
        if "entries" in self.parts:
            raise PermissionError(13, "Permission denied", f"{self}")
        return opened(self, *arguments, **options)

    what = _good("sealed-public")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", Path.read_bytes)
        original = Published.write

        def write_then_lock(self: Published, folder: Path) -> None:
            original(self, folder)
            patched.setattr(Path, "open", locked)

        patched.setattr(Published, "write", write_then_lock)
        code, found, _ = verdict(what)
    assert (code, found) == (EXIT_INCOMPLETE, dict.fromkeys(LOG_CHECKS, "SKIP"))


@pytest.mark.enable_socket
def test_an_address_where_nobody_answers_is_no_bad_draw(verdict: Verdict) -> None:
    code, found, _ = verdict(_good("sealed-public"), "--log", "http://127.0.0.1:1")
    assert (code, found) == (EXIT_INCOMPLETE, dict.fromkeys(LOG_CHECKS, "SKIP"))


def test_tiles_that_do_not_fit_prove_no_checkpoint_and_no_step(verdict: Verdict, tmp_path: Path) -> None:
    what = published("sealed-public")
    what.ledger.add("leave.recorded", {"office": "section_head"})
    files = what.ledger.files()
    path = f"tile/0/000.p/{len(what.ledger.bodies)}"
    files[path] = files[path][:-32] + bytes(32)
    ledgers.write(tmp_path / "broken", files)
    _, found, told = verdict(what, "--log", tmp_path / "broken")
    assert found == {"V14": "SKIP", "V24": "FAIL", "V26": "PASS"}
    assert "记录所附的检查点与日志不合：一致性证明不成立" in told["V24"]


def test_a_kept_checkpoint_that_the_tiles_cannot_be_held_against_is_no_evidence(
    verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object) -> str:
        raise Unreachable("断网")

    monkeypatch.setattr(drawn, "contradiction", unreachable)
    assert verdict(_good("sealed-public"))[1] == {"V14": "SKIP", "V24": "PASS", "V26": "PASS"}


def test_a_log_without_checkpoint_is_bad_and_nothing_rests_on_it(verdict: Verdict, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    code, found, told = verdict(_good("sealed-public"), "--log", tmp_path / "elsewhere")
    assert (code, found) == (EXIT_BAD, {"V14": "SKIP", "V24": "FAIL", "V26": "SKIP"})
    assert "缺少文件 checkpoint" in told["V24"]


def test_an_unusable_policy_or_address_is_wrong_usage(tmp_path: Path, capsys: Screen) -> None:
    _good("sealed-public").write(tmp_path)
    record = f"{tmp_path / 'record.json'}"
    (tmp_path / "bad").write_bytes(b"quorum nobody\n")
    (tmp_path / "doubled").write_bytes(
        ledgers.policy().replace(b"quorum", b"witness x " + ledgers.UPPER.key.vkey.encode() + b"\nquorum")
    )
    for options in (
        ["--log", f"{tmp_path / 'log'}", "--policy", f"{tmp_path / 'bad'}"],
        ["--log", f"{tmp_path / 'log'}", "--policy", f"{tmp_path / 'doubled'}"],
        ["--log", "ftp://x/y"],
    ):
        assert main([record, *options]) == EXIT_USAGE
        assert capsys.readouterr().err


# --------------------------------------------------------------------------------------------------------- one thing changed


@pytest.mark.parametrize(("check_id", "change"), CHANGES.values(), ids=CHANGES)
def test_one_change_fails_exactly_its_check(
    check_id: str, change: Callable[[Published], Published], verdict: Verdict
) -> None:
    code, found, told = verdict(change(published("sealed-public")))
    assert only("FAIL", found) == [check_id], told
    assert code == EXIT_BAD


@pytest.mark.parametrize(
    ("event", "index", "leaf_hash", "why"),
    [
        ("draw.result", 15, "0" * 64, "不是记录所写的那一条"),
        ("draw.result", 14, "", "不是记录所写的那一条"),
        ("draw.result", 99, "", "没有第 99 条"),
        ("draw.result", 0, "started", "日志中这一条是 log.started"),
    ],
)
def test_a_place_that_is_not_right_fails_inclusion_and_leaves_the_order_open(
    event: str, index: int, leaf_hash: str, why: str, verdict: Verdict
) -> None:
    what = published("sealed-public")
    place = what.record["log"]["entries"][event][0]
    place[0], place[1] = index, what.ledger.hash(0) if leaf_hash == "started" else leaf_hash or place[1]
    _, found, told = verdict(what)
    assert found == {"V14": "SKIP", "V24": "FAIL", "V26": "PASS"}
    assert why in told["V24"]


def test_an_entry_that_a_tile_denies_is_not_included(verdict: Verdict, tmp_path: Path) -> None:
    what = published("sealed-public")
    files = what.ledger.files()
    path = f"tile/0/000.p/{len(what.ledger.bodies)}"
    files[path] = bytes(32) + files[path][32:]
    ledgers.write(tmp_path / "broken", files)
    _, found, _ = verdict(what, "--log", tmp_path / "broken")
    assert found == {"V14": "SKIP", "V24": "FAIL", "V26": "PASS"}


def test_a_log_whose_entries_do_not_lead_to_its_root_cannot_be_counted(verdict: Verdict, tmp_path: Path) -> None:
    """Somebody serves a log from whose entries the second draw was taken out; the tiles were left."""
    what = published("sealed-public")
    what.ledger.add("draw.planned", {"draw_id": f"{what.record['task_id']}/2", "plan_hash": HASH})
    size = len(what.ledger.bodies)
    files = what.ledger.files()
    bundle = f"tile/entries/000.p/{size}"
    files[bundle] = files[bundle].replace(b'yonggong/2"', b'yonggonx/2"')
    ledgers.write(tmp_path / "hidden", files)
    _, found, told = verdict(what, "--log", tmp_path / "hidden")
    assert only("FAIL", found) == ["V26"]
    assert "条目推不出检查点的树根" in told["V26"]


def test_a_record_of_a_log_that_is_behind_it_fails_inclusion(verdict: Verdict) -> None:
    _, found, told = verdict(last_entry_dropped(published("sealed-public")))
    assert found["V24"] == "FAIL"
    assert "没有第" in told["V24"]


def test_a_draw_that_the_log_does_not_know_is_missing_there(verdict: Verdict) -> None:
    what = published("sealed-public")
    what.ledger = ledgers.started()
    _, found, told = verdict(what)
    assert found["V26"] == "FAIL"
    assert "日志中没有第 1 次抽取的公告" in told["V26"]


def test_a_reveal_before_the_commitments_were_closed_is_told(verdict: Verdict) -> None:
    """One of three never committed; then nobody may reveal before `commit_by`."""
    record = ledgers.recorded("sealed-public")
    del record["commits"]["gongzheng"]
    ledger, placed = ledgers.ledger_with(record)
    commits = placed["log"]["entries"]["draw.committed"]
    what = Published(ledger, placed, [ledger.receipt(commits[-1][0], commits[-1][0] + 1)])
    assert verdict(what)[1]["V14"] == "PASS"
    early = retimed("draw.revealed", datetime(2023, 8, 23, 13, 30, tzinfo=UTC))(what)
    assert "当时承诺既未收齐也未截止" in verdict(early)[2]["V14"]


def test_a_number_that_could_be_known_before_the_last_reveal_is_told(verdict: Verdict) -> None:
    record = ledgers.recorded("open-auditor")
    record["plan"]["beacon"]["not_before"] = record["plan"]["reveal_by"]
    ledger, placed = ledgers.ledger_with(record)
    commits = placed["log"]["entries"]["draw.committed"]
    what = Published(ledger, placed, [ledger.receipt(commits[-1][0], commits[-1][0] + 1)])
    assert "不晚于揭示截止" in verdict(what)[2]["V14"]


def test_with_two_logs_trusted_the_record_still_needs_a_checkpoint_of_its_own(verdict: Verdict, tmp_path: Path) -> None:
    what = published("sealed-public")
    what.record["log"]["checkpoint"] = Ledger(log=ledgers.OTHER_LOG).checkpoint().decode()
    both = f"log {ledgers.OTHER_LOG.key.vkey}\n".encode() + ledgers.policy()
    (tmp_path / "both").write_bytes(both)
    _, found, told = verdict(what, "--policy", tmp_path / "both")
    assert only("FAIL", found) == ["V24"]
    assert "记录所附检查点的日志名称不符" in told["V24"]


def test_what_a_later_check_of_the_same_number_adds_leaves_the_evidence_as_it_was() -> None:
    given = {"beacon_signature": "00", "beacon_evidence": {"sheet": "1" * 64}}
    later = {"beacon_signature": "00", "beacon_evidence": {"sheet": "1" * 64, "bls": "verified"}}
    other = {"beacon_signature": "00", "beacon_evidence": {"sheet": "2" * 64}}
    assert evidence_digest(given) == evidence_digest(later) != evidence_digest(other)
    assert evidence_digest({}) == hashlib.sha256(b"{}").hexdigest()


def test_a_draw_in_the_place_of_another_says_so_in_its_announcement() -> None:
    record = ledgers.recorded("void-public")
    record["plan"]["supersedes"] = {"draw_id": "410928/rsj/2026/zuofei/1", "reason": "x"}
    assert expected_events(record)["draw.planned"][0]["supersedes"] == "410928/rsj/2026/zuofei/1"


# ---------------------------------------------------------------------------------------------------------------- attempts


def test_a_second_list_beside_a_standing_one_is_told(verdict: Verdict) -> None:
    _, found, told = verdict(second_try({}))
    assert only("FAIL", found) == ["V26"]
    assert "第 1 次与第 2 次抽取的结果同时有效" in told["V26"]


def test_people_drawn_after_the_subjects_are_no_second_list(verdict: Verdict) -> None:
    assert verdict(second_try({}, mode="inspectors"))[0] == EXIT_GOOD


def test_a_plan_that_takes_the_place_of_a_standing_draw_is_told(verdict: Verdict) -> None:
    draw_id = ledgers.recorded("sealed-public")["draw_id"]
    _, found, told = verdict(second_try({}, mode="inspectors", supersedes=draw_id))
    assert only("FAIL", found) == ["V26"]
    assert "在日志中没有中止或作废" in told["V26"]


def test_a_voided_draw_may_be_followed_by_the_next(verdict: Verdict) -> None:
    what = published("void-public")
    assert verdict(what)[0] == EXIT_GOOD
    without = published("void-public")
    without.ledger.bodies.pop()
    without.record["log"]["checkpoint"] = without.ledger.checkpoint().decode()
    _, found, told = verdict(without)
    assert only("FAIL", found) == ["V26"]
    assert "记录称已由 410928/rsj/2026/zuofei/2 接替，日志中没有" in told["V26"]


def test_a_void_without_ground_is_told(verdict: Verdict) -> None:
    what = published("void-public")
    what.record["log"]["entries"].pop("draw.voided")
    number = next(n for n, body in enumerate(what.ledger.bodies) if b'"draw.voided"' in body)
    leaf = read_leaf(what.ledger.bodies[number])
    del leaf["pub"]["code"]
    what.ledger.bodies[number] = write_leaf(leaf)
    _, found, told = verdict(placed_again(what))
    assert found["V26"] == "FAIL"
    assert "没有写明事由" in told["V26"]


def test_a_void_of_a_draw_without_number_is_told(verdict: Verdict) -> None:
    what = published("aborted-frozen-public")
    what.ledger.add(
        "draw.voided", {"draw_id": what.record["draw_id"], "code": "other", "office": "principal_head", "ordinal": 1}
    )
    assert "尚无公开随机数，却记为作废" in verdict(what)[2]["V26"]


def test_an_attempt_left_open_before_the_next_is_told(verdict: Verdict) -> None:
    what = published("aborted-frozen-public")
    ended = next(n for n, body in enumerate(what.ledger.bodies) if b'"draw.aborted"' in body)
    leaf = read_leaf(what.ledger.bodies[ended])
    what.ledger.bodies[ended] = write_leaf({**leaf, "type": "draw.opened"})
    what.ledger.add("draw.planned", {"draw_id": what.record["draw_id"][:-1] + "2", "plan_hash": HASH})
    told = verdict(what)[2]["V26"]
    assert "没有结果，也没有中止或作废，却另作抽取" in told
    assert "抽取的状态" in told


def test_a_gap_of_several_attempts_is_told_as_one(verdict: Verdict) -> None:
    what = appended("draw.planned", {"plan_hash": HASH}, ordinal=5)(published("sealed-public"))
    assert "日志中没有第 2 次抽取的公告（至第 4 次）" in verdict(what)[2]["V26"]
