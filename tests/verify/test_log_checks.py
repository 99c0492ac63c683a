"""Every check of the log on an honest one, and on one with a single change: exactly the right check fails."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.tlog.bundles import read_bundle, write_bundle
from shuangsuiji.core.tlog.leaves import Opening
from shuangsuiji.core.tlog.tiles import Bundle
from shuangsuiji.verify.__main__ import main
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, EXIT_INCOMPLETE
from tests.core.tlog.signing import Signer
from tests.verify import ledgers
from tests.verify.ledgers import ARCHIVE, AUDIT, LOG, UPPER, Ledger

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/vectors/tlog"
Screen = pytest.CaptureFixture[str]
Verdict = Callable[..., tuple[int, dict[str, str], dict[str, str]]]


@pytest.fixture(scope="module")
def county() -> Ledger:
    return ledgers.county()


@pytest.fixture(scope="module")
def honest(county: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`log/`, `policy`, `kept/` with the checkpoints somebody kept."""
    place = tmp_path_factory.mktemp("honest")
    county.serve(place / "log")
    (place / "policy").write_bytes(ledgers.policy())
    ledgers.write(place / "kept", {f"{size}": county.checkpoint(size) for size in (0, 1, *county.sealed)})
    return place


@pytest.fixture
def place(honest: Path, tmp_path: Path) -> Path:
    """A copy that may be tampered with."""
    return shutil.copytree(honest, tmp_path / "copy")


@pytest.fixture
def verdict(capsys: Screen) -> Verdict:
    """Run the verifier; gives exit code, id → status, id → reason."""

    def run(*arguments: object) -> tuple[int, dict[str, str], dict[str, str]]:
        code = main([*(f"{argument}" for argument in arguments), "--json"])
        checks = json.loads(capsys.readouterr().out)["checks"]
        return code, {each["id"]: each["status"] for each in checks}, {each["id"]: each["reason"] for each in checks}

    return run


def only(status: str, found: dict[str, str]) -> list[str]:
    return [check_id for check_id, each in found.items() if each == status]


def all_of(place: Path) -> tuple[object, ...]:
    return place / "log", "--policy", place / "policy", "--all", "--checkpoints", place / "kept"


# ------------------------------------------------------------------------------------------------------------------- good


def test_an_honest_log_passes_every_check(honest: Path, verdict: Verdict) -> None:
    code, found, told = verdict(*all_of(honest))
    assert code == EXIT_GOOD
    assert found == dict.fromkeys(("L03", "L05", "L06", "L08", "L09", "L10", "L13"), "PASS")
    assert told["L03"] == "300 条"
    assert "5 个较早的检查点" in told["L06"]


def test_the_golden_log_passes_against_all_its_checkpoints(verdict: Verdict) -> None:
    policy = ("--policy", GOLDEN / "policy")
    code, found, told = verdict(GOLDEN / "log", *policy, "--checkpoints", GOLDEN / "checkpoints")
    assert (code, set(found.values())) == (EXIT_GOOD, {"PASS"})
    assert "300 条与 13 个文件" in told["L08"]
    for index in (0, 255, 256, 299):
        assert verdict(GOLDEN / "log", *policy, "--entry", index)[0] == EXIT_GOOD
        receipt = GOLDEN / f"receipts/{index}.tlog-proof"
        assert verdict(GOLDEN / "log", *policy, "--proof", receipt)[0] == EXIT_GOOD


def test_the_golden_log_is_good_entry_by_entry(verdict: Verdict) -> None:
    code, found, _ = verdict(GOLDEN / "log", "--policy", GOLDEN / "policy", "--all")
    assert (code, only("FAIL", found), found["L03"]) == (EXIT_GOOD, [], "PASS")


def test_an_empty_log_is_good(tmp_path: Path, verdict: Verdict) -> None:
    Ledger().serve(tmp_path / "log")
    (tmp_path / "policy").write_bytes(ledgers.policy())
    code, _, _ = verdict(tmp_path / "log", "--policy", tmp_path / "policy", "--all")
    assert code == EXIT_GOOD


def test_a_log_key_alone_is_enough_to_check_the_signature(honest: Path, verdict: Verdict) -> None:
    code, found, told = verdict(honest / "log", "--vkey", LOG.key.vkey)
    assert (code, found["L05"], found["L09"]) == (EXIT_GOOD, "PASS", "PASS")
    assert "quorum none" in told["L09"]


def test_without_a_policy_the_verdict_is_incomplete_and_says_where_to_get_one(honest: Path, verdict: Verdict) -> None:
    code, found, told = verdict(honest / "log")
    assert (code, only("SKIP", found), found["L08"]) == (EXIT_INCOMPLETE, ["L05", "L09"], "PASS")
    assert "--policy" in told["L05"]


def test_partial_files_may_be_gone_once_the_full_one_is_there(place: Path, verdict: Verdict) -> None:
    shutil.rmtree(place / "log/tile/0/000.p")
    shutil.rmtree(place / "log/tile/entries/000.p")
    assert verdict(*all_of(place))[0] == EXIT_GOOD


def test_a_log_that_has_grown_past_its_checkpoint_is_read_from_its_full_files(
    county: Ledger, place: Path, verdict: Verdict
) -> None:
    """A reader holds the checkpoint of 252 entries while the first tile is full and its partial one gone."""
    (place / "log/checkpoint").write_bytes(county.checkpoint(252))
    shutil.rmtree(place / "log/tile/0/000.p")
    shutil.rmtree(place / "log/tile/entries/000.p")
    code, _, told = verdict(place / "log", "--policy", place / "policy", "--all")
    assert (code, told["L03"]) == (EXIT_GOOD, "252 条")


# --------------------------------------------------------------------------------------------------------- one thing changed

Change = Callable[[Ledger, Path], None]


def _checkpoint(change: Callable[[bytes], bytes]) -> Change:
    def apply(_: Ledger, place: Path) -> None:
        path = place / "log/checkpoint"
        path.write_bytes(change(path.read_bytes()))

    return apply


def _replaced(old: str, new: str) -> Change:
    def change(raw: bytes) -> bytes:
        assert old.encode() in raw
        return raw.replace(old.encode(), new.encode(), 1)

    return _checkpoint(change)


def _file(path: str, change: Callable[[bytes], bytes]) -> Change:
    def apply(_: Ledger, place: Path) -> None:
        target = place / "log" / path
        target.write_bytes(change(target.read_bytes()))

    return apply


def _flipped(place: int) -> Callable[[bytes], bytes]:
    return lambda raw: raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def _gone(path: str) -> Change:
    return lambda _, place: (place / "log" / path).unlink()


def _entry_edited(_: Ledger, place: Path) -> None:
    path = place / "log" / Bundle(0).path
    bodies = read_bundle(Bundle(0), path.read_bytes())
    bodies[7] = bodies[7].replace(b"section_head", b"deputy_head")
    path.write_bytes(write_bundle(bodies))


def _sealed_anew(change: Callable[[Ledger], None]) -> Change:
    """The whole log is written again with one entry that is not in order, and signed by its key and both witnesses."""

    def apply(county: Ledger, place: Path) -> None:
        again = Ledger(bodies=list(county.bodies), sealed=list(county.sealed), at=county.at)
        change(again)
        shutil.rmtree(place / "log")
        shutil.rmtree(place / "kept")
        (place / "kept").mkdir()
        again.serve(place / "log")

    return apply


def _appended(kind: str, pub: dict[str, Any], **members: Any) -> Change:
    return _sealed_anew(lambda again: again.add(kind, pub, **members) and None)


def _body_appended(change: Callable[[bytes], bytes]) -> Change:
    def append(again: Ledger) -> None:
        again.add("leave.recorded", {"office": "section_head"})
        again.bodies[-1] = change(again.bodies[-1])

    return _sealed_anew(append)


def _history_rewritten(county: Ledger, place: Path) -> None:
    """Consistent recomputation: an old leaf edited, all tiles and the checkpoint made anew with the key and the witnesses."""
    again = Ledger(bodies=list(county.bodies), sealed=list(county.sealed))
    again.bodies[7] = again.bodies[7].replace(b"section_head", b"deputy_head")
    again.serve(place / "log")


def _rolled_back(county: Ledger, place: Path) -> None:
    shutil.rmtree(place / "log")
    Ledger(bodies=county.bodies[:256]).serve(place / "log")


def _two_versions(county: Ledger, place: Path) -> None:
    fork = Ledger(bodies=[*county.bodies[:257], county.bodies[0]])
    (place / "kept/258").write_bytes(fork.checkpoint())


def _other_names(signer: Signer) -> Change:
    return lambda county, place: (place / "log/checkpoint").write_bytes(county.checkpoint(by=[UPPER, signer])) and None


def _refer_to_nothing(again: Ledger) -> None:
    again.add("leave.recorded", {"office": "section_head"})
    again.bodies[-1] = again.bodies[-1].replace(b'"refs":[]', b'"refs":[["follows","' + b"0" * 64 + b'"]]')


def _result_before_dispatch(again: Ledger) -> None:
    task = {"task_id": "410928/rsj/2024/other"}
    ledgers.prepare(again, task["task_id"])
    again.add("result.recorded", {**task, "department": "rsj"}, refs=[("follows", 258)])


CHANGES = {
    # L03
    "keys in another order": ("L03", _body_appended(lambda body: b'{"v":1,' + body[1:].replace(b',"v":1', b""))),
    "a blank between": ("L03", _body_appended(lambda body: body.replace(b'"v":1', b'"v": 1'))),
    "a type nobody registered": ("L03", _body_appended(lambda body: body.replace(b"leave.recorded", b"leave.forgotten"))),
    "a public word nobody registered": ("L03", _body_appended(lambda body: body.replace(b'"office"', b'"desk"'))),
    "a private name nobody registered": ("L03", _body_appended(lambda body: body.replace(b'"sd":{"actor"', b'"sd":{"other"'))),
    "no JSON at all": ("L03", _body_appended(lambda body: b"\xff")),
    # L05
    "a byte of the signature changed": ("L05", _checkpoint(lambda raw: raw[:-20] + b"AAAA" + raw[-16:])),
    "the wrong key name": ("L05", _replaced("— log.example", "— lag.example")),
    "a leading zero": ("L05", _replaced("\n300\n", "\n0300\n")),
    "a control character": ("L05", _replaced("rsj\n", "rsj\t\n")),
    "another origin": ("L05", _replaced("410928/rsj\n", "410928/scjg\n")),
    "another size": ("L05", _replaced("\n300\n", "\n299\n")),
    "no checkpoint": ("L05", _gone("checkpoint")),
    "signed by a stranger": (
        "L05",
        lambda county, place: (place / "log/checkpoint").write_bytes(
            Signer("stranger.example").note(county.checkpoint().decode().partition("\n\n")[0] + "\n")
        )
        and None,
    ),
    # L06
    "an old leaf rewritten consistently": ("L06", _history_rewritten),
    "the log rolled back": ("L06", _rolled_back),
    "two versions of one size": ("L06", _two_versions),
    # L08
    "a tile truncated": ("L08", _file("tile/0/000", lambda raw: raw[:-32])),
    "a hash in a tile changed": ("L08", _file("tile/0/000", _flipped(40))),
    "a hash in an upper tile changed": ("L08", _file("tile/1/000.p/1", _flipped(0))),
    "an older partial tile changed": ("L08", _file("tile/0/000.p/252", _flipped(3))),
    "an older partial tile truncated": ("L08", _file("tile/0/000.p/252", lambda raw: raw[:-1])),
    "an older partial tile too long": ("L08", _file("tile/0/000.p/252", lambda raw: raw + b"0")),
    "an older partial bundle changed": ("L08", _file("tile/entries/001.p/1", _flipped(30))),
    "a bundle truncated": ("L08", _file("tile/entries/000", lambda raw: raw[:-1])),
    "a bundle with one entry more": ("L08", _file("tile/entries/001.p/44", lambda raw: raw + raw[: 2 + raw[0] * 256 + raw[1]])),
    "a tile gone": ("L08", _gone("tile/0/000")),
    "a bundle gone": ("L08", _gone("tile/entries/001.p/44")),
    "a full bundle gone": ("L08", _gone("tile/entries/000")),
    "an entry edited": ("L08", _entry_edited),
    # L10
    "a reference to nothing": ("L10", _sealed_anew(_refer_to_nothing)),
    "a result before its dispatch": ("L10", _sealed_anew(_result_before_dispatch)),
    # L13
    "a planted phone number": ("L13", _appended("params.changed", {"parameter": "contact", "new": ledgers.PHONE})),
}  # fmt: skip


@pytest.mark.parametrize(("check_id", "change"), CHANGES.values(), ids=CHANGES)
def test_one_change_fails_exactly_its_check(
    check_id: str, change: Change, county: Ledger, place: Path, verdict: Verdict
) -> None:
    change(county, place)
    code, found, told = verdict(*all_of(place))
    assert only("FAIL", found) == [check_id], told
    assert code == EXIT_BAD


def test_every_check_of_a_whole_log_has_its_negative_case() -> None:
    assert {check_id for check_id, _ in CHANGES.values()} == {"L03", "L05", "L06", "L08", "L10", "L13"}


def test_a_changed_tile_is_told_with_the_first_entry_it_disagrees_with(place: Path, verdict: Verdict) -> None:
    path = place / "log/tile/0/000"
    path.write_bytes(_flipped(7 * 32)(path.read_bytes()))
    assert "tile/0/000 与条目不符，首个不同在第 7 条" in verdict(*all_of(place))[2]["L08"]
    shutil.copy(place / "log/tile/1/000.p/1", place / "upper")
    (place / "log/tile/1/000.p/1").write_bytes(_flipped(0)((place / "upper").read_bytes()))
    assert "首个不同在第 0 至 255 条之上" in verdict(*all_of(place))[2]["L08"]


def test_entries_that_do_not_lead_to_the_root_are_not_judged_further(
    county: Ledger, place: Path, verdict: Verdict
) -> None:
    _entry_edited(county, place)
    _, found, told = verdict(*all_of(place))
    assert only("SKIP", found) == ["L03", "L10", "L13"]
    assert "tile/0/000 与条目不符，首个不同在第 7 条" in told["L08"]
    assert "由条目算出的树根" in told["L08"]


def test_what_was_rewritten_is_told_with_both_roots(county: Ledger, place: Path, verdict: Verdict) -> None:
    _history_rewritten(county, place)
    told = verdict(*all_of(place))[2]["L06"]
    assert "前 252 条已被改写" in told
    assert Ledger(bodies=county.bodies[:252]).tree(252).root().hex() in told


def test_broken_tiles_accuse_nobody_of_rewriting(place: Path, verdict: Verdict) -> None:
    """The proof from the tiles does not hold: that is L08's matter, the kept checkpoint is neither confirmed nor contradicted."""
    path = place / "log/tile/0/000"
    path.write_bytes(_flipped(40)(path.read_bytes()))
    _, found, _ = verdict(*all_of(place))
    assert (found["L06"], found["L08"]) == ("SKIP", "FAIL")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "不是签名文书"),
        (Ledger(log=ledgers.OTHER_LOG).checkpoint(), "信任名单里没有日志"),
        (Signer("stranger.example").note("log.example.gov.cn/410928/rsj\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"), "没有一个已知公钥的签名"),
    ],
    ids=["empty", "another log", "a stranger"],
)  # fmt: skip
def test_a_kept_file_that_is_no_checkpoint_of_the_log_accuses_nobody(
    raw: bytes, why: str, place: Path, verdict: Verdict
) -> None:
    (place / "kept/strange").write_bytes(raw)
    code, found, told = verdict(*all_of(place))
    assert (code, found["L06"]) == (EXIT_INCOMPLETE, "SKIP")
    assert why in told["L06"]


def test_without_a_policy_a_checkpoint_of_another_log_is_told_apart_by_its_name(place: Path, verdict: Verdict) -> None:
    (place / "kept/strange").write_bytes(Ledger(log=ledgers.OTHER_LOG).checkpoint())
    _, found, told = verdict(place / "log", "--checkpoints", place / "kept/strange")
    assert found["L06"] == "SKIP"
    assert "另一日志" in told["L06"]


# ------------------------------------------------------------------------------------------------------------------- L09


@pytest.mark.parametrize(
    ("by", "status", "code"),
    [
        ([UPPER, AUDIT], "PASS", EXIT_GOOD),
        ([UPPER, ARCHIVE], "PASS", EXIT_GOOD),
        ([UPPER], "SKIP", EXIT_INCOMPLETE),
        ([UPPER, UPPER], "SKIP", EXIT_INCOMPLETE),
        ([], "SKIP", EXIT_INCOMPLETE),
        ([UPPER, Signer("unknown.example.gov.cn", AUDIT.kind)], "SKIP", EXIT_INCOMPLETE),
    ],
    ids=["two", "two others", "one", "one twice", "none", "one and a stranger"],
)
def test_a_quorum_of_two_needs_two_witnesses(
    by: list[Signer], status: str, code: int, county: Ledger, place: Path, verdict: Verdict
) -> None:
    (place / "log/checkpoint").write_bytes(county.checkpoint(by=by))
    given, found, told = verdict(place / "log", "--policy", place / "policy")
    assert (given, found["L09"], found["L05"], found["L08"]) == (code, status, "PASS", "PASS")
    assert (
        f"3 个见证人中有 {len({each.name for each in by} & {UPPER.name, AUDIT.name, ARCHIVE.name})} 个签名"
        in told["L09"]
    )


def test_no_quorum_is_shown_as_such(county: Ledger, place: Path, verdict: Verdict) -> None:
    (place / "log/checkpoint").write_bytes(county.checkpoint(by=[]))
    (place / "policy").write_bytes(ledgers.policy("none"))
    code, found, told = verdict(place / "log", "--policy", place / "policy")
    assert (code, found["L09"]) == (EXIT_GOOD, "PASS")
    assert "只有保存过检查点的人能发现" in told["L09"]


def test_a_key_that_counts_twice_fails_the_policy_alone(place: Path, verdict: Verdict) -> None:
    again = f"witness again {UPPER.key.vkey}\nquorum"
    (place / "policy").write_text((place / "policy").read_text("utf-8").replace("quorum", again), "utf-8")
    code, found, told = verdict(*all_of(place))
    assert (code, only("FAIL", found)) == (EXIT_BAD, ["L09"])
    assert "同一把公钥" in told["L09"]


def test_a_witness_signature_that_fails_spoils_the_checkpoint(county: Ledger, place: Path, verdict: Verdict) -> None:
    lines = county.checkpoint().decode().splitlines(keepends=True)
    fork = Ledger(bodies=county.bodies[:299]).checkpoint().decode().splitlines(keepends=True)
    (place / "log/checkpoint").write_text("".join([*lines[:-1], fork[-1]]), "utf-8")
    code, found, _ = verdict(place / "log", "--policy", place / "policy")
    assert (code, only("FAIL", found), found["L09"]) == (EXIT_BAD, ["L05"], "SKIP")


def test_a_witness_time_beyond_all_calendars_is_told_as_its_number(
    county: Ledger, place: Path, verdict: Verdict
) -> None:
    text = county.checkpoint().decode().partition("\n\n")[0] + "\n"
    note = LOG.note(text, *(each.line(text, 2**62) for each in (UPPER, AUDIT)))
    (place / "log/checkpoint").write_bytes(note)
    assert f"{2**62}" in verdict(place / "log", "--policy", place / "policy")[2]["L09"]


# ------------------------------------------------------------------------------------------------------------- L07, L11


def test_an_entry_is_proven_and_described(honest: Path, verdict: Verdict) -> None:
    code, found, told = verdict(honest / "log", "--policy", honest / "policy", "--entry", 258)
    assert (code, list(found)) == (EXIT_GOOD, ["L05", "L07", "L09"])
    assert told["L07"].startswith("result.recorded，2023-")


@pytest.mark.parametrize("entry", [300, 10**18])
def test_an_entry_that_is_not_there_fails(entry: int, honest: Path, verdict: Verdict) -> None:
    code, found, told = verdict(honest / "log", "--policy", honest / "policy", "--entry", entry)
    assert (code, only("FAIL", found)) == (EXIT_BAD, ["L07"])
    assert "日志有 300 条" in told["L07"]


def test_an_edited_entry_is_not_proven_and_its_neighbors_are(county: Ledger, place: Path, verdict: Verdict) -> None:
    _entry_edited(county, place)
    for entry, code in ((6, EXIT_GOOD), (7, EXIT_BAD), (8, EXIT_GOOD)):
        assert verdict(place / "log", "--policy", place / "policy", "--entry", entry)[0] == code


@pytest.fixture
def receipt(county: Ledger, place: Path) -> Path:
    """The receipt of entry 258 with its leaf and the opening of who acted, as a firm is handed them."""
    files = {
        "paper.tlog-proof": county.receipt(258),
        "paper.leaf.json": county.bodies[258],
        "opening.json": _opening(ledgers.opening(258)),
    }
    return ledgers.write(place, files) / "paper.tlog-proof"


def _opening(opening: Opening) -> bytes:
    return json.dumps({"salt": opening.salt, "name": opening.name, "value": opening.value}).encode()


def test_a_receipt_is_proven_offline_with_its_leaf_and_opening(receipt: Path, place: Path, verdict: Verdict) -> None:
    code, found, told = verdict(receipt, "--policy", place / "policy", "--opening", place / "opening.json")
    assert (code, found) == (EXIT_GOOD, dict.fromkeys(("L05", "L07", "L09", "L11"), "PASS"))
    assert told["L07"].startswith("第 258 条（从 0 起），result.recorded")
    assert told["L11"] == "actor 与摘要相符"


def test_a_receipt_named_as_proof_with_the_leaf_named_says_the_same(
    receipt: Path, place: Path, verdict: Verdict
) -> None:
    (place / "paper.leaf.json").rename(place / "elsewhere")
    assert verdict("--proof", receipt, "--leaf", place / "elsewhere", "--policy", place / "policy")[0] == EXIT_GOOD
    assert verdict("--proof", receipt, "--policy", place / "policy")[0] == EXIT_INCOMPLETE
    assert verdict(place / "log", "--proof", receipt, "--policy", place / "policy")[0] == EXIT_GOOD


@pytest.mark.parametrize(
    ("old", "new"), [(b"index 258", b"index 257"), (b"index 258", b"index 259"), (b"index 258", b"index 9258")]
)
def test_a_receipt_for_another_place_fails_inclusion_alone(
    old: bytes, new: bytes, receipt: Path, place: Path, verdict: Verdict
) -> None:
    receipt.write_bytes(receipt.read_bytes().replace(old, new))
    code, found, _ = verdict(receipt, "--policy", place / "policy", "--opening", place / "opening.json")
    assert (code, only("FAIL", found), found["L11"]) == (EXIT_BAD, ["L07"], "SKIP")


def test_a_receipt_with_another_leaf_fails_inclusion_alone(
    county: Ledger, receipt: Path, place: Path, verdict: Verdict
) -> None:
    (place / "paper.leaf.json").write_bytes(county.bodies[257])
    code, found, _ = verdict(receipt, "--policy", place / "policy")
    assert (code, only("FAIL", found)) == (EXIT_BAD, ["L07"])


def test_a_receipt_whose_checkpoint_is_forged_fails_the_signature_alone(
    receipt: Path, place: Path, verdict: Verdict
) -> None:
    receipt.write_bytes(receipt.read_bytes().replace(b"\n300\n", b"\n301\n"))
    code, found, _ = verdict(receipt, "--policy", place / "policy")
    assert (code, only("FAIL", found), only("SKIP", found)) == (EXIT_BAD, ["L05"], ["L07", "L09"])


def test_a_receipt_that_is_cut_off_is_told_and_its_openings_are_not_judged(
    receipt: Path, place: Path, verdict: Verdict
) -> None:
    receipt.write_bytes(receipt.read_bytes()[:60])
    code, found, _ = verdict(receipt, "--policy", place / "policy", "--opening", place / "opening.json")
    assert (code, found) == (EXIT_BAD, {"L07": "FAIL", "L11": "SKIP"})
    assert verdict(receipt, "--policy", place / "policy")[1] == {"L07": "FAIL"}


OPENINGS = {
    "another salt": _opening(Opening("0" * 64, "actor", ledgers.opening(258).value)),
    "another value": _opening(Opening(ledgers.opening(258).salt, "actor", {"name": "别人"})),
    "another name": _opening(Opening(ledgers.opening(258).salt, "rows", ledgers.opening(258).value)),
    "a salt too short": _opening(Opening("0", "actor", 1)),
    "a member too many": b'{"salt":"0","name":"actor","value":1,"x":1}',
    "a list of a number": b"[1]",
    "a salt that is no text": b'{"salt":0,"name":"actor","value":1}',
    "a name that is no text": b'{"salt":"0","name":1,"value":1}',
    "no JSON": b"{",
}


@pytest.mark.parametrize("raw", OPENINGS.values(), ids=OPENINGS)
def test_an_opening_that_is_not_the_logged_one_fails_alone(
    raw: bytes, receipt: Path, place: Path, verdict: Verdict
) -> None:
    (place / "opening.json").write_bytes(raw)
    code, found, _ = verdict(receipt, "--policy", place / "policy", "--opening", place / "opening.json")
    assert (code, only("FAIL", found)) == (EXIT_BAD, ["L11"])


def test_openings_may_come_as_a_list(receipt: Path, place: Path, verdict: Verdict) -> None:
    (place / "opening.json").write_bytes(b"[" + _opening(ledgers.opening(258)) + b"]")
    assert verdict(receipt, "--policy", place / "policy", "--opening", place / "opening.json")[0] == EXIT_GOOD


def test_a_foreign_entry_is_proven_and_described_by_its_length(tmp_path: Path, verdict: Verdict) -> None:
    foreign = Ledger(bodies=[b"hello", b"world"])
    files = {"a.tlog-proof": foreign.receipt(1), "a.leaf.json": b"world", "policy": ledgers.policy(), "o": b"[]"}
    ledgers.write(tmp_path, files)
    code, _, told = verdict(tmp_path / "a.tlog-proof", "--policy", tmp_path / "policy")
    assert (code, told["L07"]) == (EXIT_GOOD, "第 1 条（从 0 起），5 字节，不是本平台的条目")
    code, found, _ = verdict(tmp_path / "a.tlog-proof", "--policy", tmp_path / "policy", "--opening", tmp_path / "o")
    assert only("FAIL", found) == ["L11"]


def test_a_receipt_of_a_fork_contradicts_the_log(county: Ledger, place: Path, verdict: Verdict) -> None:
    fork = Ledger(bodies=[county.bodies[1], *county.bodies[1:]])
    ledgers.write(place, {"f.tlog-proof": fork.receipt(258, 299), "f.leaf.json": county.bodies[258]})
    code, found, _ = verdict(place / "log", "--proof", place / "f.tlog-proof", "--policy", place / "policy")
    assert (code, only("FAIL", found)) == (EXIT_BAD, ["L06"])


def test_a_receipt_beside_a_log_without_checkpoint_is_judged_alone(
    receipt: Path, place: Path, verdict: Verdict
) -> None:
    (place / "log/checkpoint").unlink()
    code, found, told = verdict(place / "log", "--proof", receipt, "--policy", place / "policy")
    assert (code, found["L07"], found["L06"]) == (EXIT_INCOMPLETE, "PASS", "SKIP")
    assert "缺少文件 checkpoint" in told["L06"]


def test_a_receipt_whose_leaf_the_log_does_not_serve_is_incomplete(
    receipt: Path, place: Path, verdict: Verdict
) -> None:
    (place / "paper.leaf.json").unlink()
    (place / "log/tile/entries/001.p/44").unlink()
    code, found, _ = verdict(place / "log", "--proof", receipt, "--policy", place / "policy")
    assert (code, found["L07"]) == (EXIT_INCOMPLETE, "SKIP")
