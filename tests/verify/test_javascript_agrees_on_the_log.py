"""V14, V24 and V26 in JavaScript: the same answer as ours on every logged draw, good, incomplete and changed in one thing.

Takes: node 20 or newer, whose WebCrypto has Ed25519; skips visibly without it.
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.draw.ceremony import GROUNDS
from shuangsuiji.core.rules.events import event_type
from shuangsuiji.core.tlog.leaves import read_leaf, write_leaf
from shuangsuiji.verify.__main__ import main
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, EXIT_INCOMPLETE, EXIT_USAGE
from tests.core.tlog.signing import Signer
from tests.verify import ledgers, specimens
from tests.verify.ledgers import OTHER_LOG, Ledger
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
from tests.verify.test_javascript_agrees import SCRIPTS, STATIC, why_no_node

LOG_CHECKS = ("V14", "V24", "V26")
Screen = pytest.CaptureFixture[str]
needs_node = pytest.mark.skipif(why_no_node(20) is not None, reason=why_no_node(20) or "")


@dataclass
class Situation:
    """A logged draw in a reader's hands; `files` is the log as served, where it is not the ledger's own."""

    what: Published
    policy: bytes | None = None
    vkey: str | None = None
    untrusted: bool = False
    files: Mapping[str, bytes] | None = None
    kept: bytes | None = None

    def write(self, folder: Path) -> list[str]:
        """Write it; gives the options of the command line."""
        self.what.write(folder)
        given = ["--log", f"{folder / 'log'}"]
        if self.files is not None:
            ledgers.write(folder / "served", self.files)
            (folder / "served").mkdir(exist_ok=True)
            given[1] = f"{folder / 'served'}"
        if self.policy is not None:
            (folder / "policy").write_bytes(self.policy)
        if self.kept is not None:
            (folder / "kept").write_bytes(self.kept)
            given += ["--checkpoints", f"{folder / 'kept'}"]
        if self.vkey is not None:
            return [*given, "--vkey", self.vkey]
        return given if self.untrusted else [*given, "--policy", f"{folder / 'policy'}"]


def _with_files(what: Published, change: Callable[[dict[str, bytes]], Any]) -> Situation:
    files = what.ledger.files()
    change(files)
    return Situation(what, files=files)


def _replaced(path: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        assert old in files[path]
        files[path] = files[path].replace(old, new, 1)

    return change


def _cut(path: str, start: int, end: int) -> Callable[[dict[str, bytes]], None]:
    """Some bytes of a file are zero."""

    def change(files: dict[str, bytes]) -> None:
        raw = bytearray(files[path])
        raw[start : end or len(raw)] = bytes(len(raw[start : end or len(raw)]))
        files[path] = bytes(raw)

    return change


def _long_log(filler: int, more: int) -> Published:
    """A log of several tiles; the record's own checkpoint is older than the one served."""
    ledger, record = ledgers.ledger_with(ledgers.recorded("sealed-public"), filler=filler)
    commits = record["log"]["entries"]["draw.committed"]
    for _ in range(more):
        ledger.add("leave.recorded", {"office": "section_head"})
    return Published(ledger, record, [ledger.receipt(commits[-1][0], commits[-1][0] + 1)])


def _without_receipts(what: Published, *receipts: bytes) -> Published:
    what.receipts = list(receipts)
    return what


def _leaf_changed(what: Published, event: str, change: Callable[[dict[str, Any]], Any]) -> Published:
    number = next(n for n, body in enumerate(what.ledger.bodies) if f'"{event}"'.encode() in body)
    leaf = read_leaf(what.ledger.bodies[number])
    change(leaf)
    what.ledger.bodies[number] = write_leaf(leaf)
    return placed_again(what)


def _at_a_place(event: str, index: int, leaf_hash: str = "") -> Published:
    what = published("sealed-public")
    place = what.record["log"]["entries"][event][0]
    place[0], place[1] = index, leaf_hash or place[1]
    return what


def _incomplete() -> Iterator[tuple[str, Situation]]:
    what = published("sealed-public")
    last = what.record["log"]["entries"]["draw.committed"][-1][0]
    yield "no policy", Situation(what, untrusted=True)
    yield "every witness asked", Situation(what, policy=ledgers.policy("all"))
    yield "any witness asked", Situation(what, policy=ledgers.policy("any"))
    yield "no witness asked", Situation(what, policy=ledgers.policy("none"))
    yield "the log's key alone", Situation(what, vkey=ledgers.LOG.key.vkey)
    yield "a stranger's key", Situation(what, vkey=Signer("log.example.gov.cn/410928/rsk").key.vkey)
    other = changed_word(published("sealed-public"), "draw.result", "result_hash", HASH)
    yield "no policy, and another result", Situation(other, untrusted=True)
    folder = published("sealed-public")
    folder.record["log"] = None
    yield "made on a folder", Situation(folder)
    receipts = {
        "none": [],
        "of the commitment alone": [what.ledger.receipt(last)],
        "of another log": [what.ledger.receipt(last, last + 1).replace(b"rsj\n", b"rsk\n")],
        "of other entries": [Ledger(bodies=what.ledger.bodies[1:]).receipt(0, last + 1)],
        "by another log": [Ledger(log=OTHER_LOG, bodies=what.ledger.bodies).receipt(0, last + 1)],
        "that is none": [b"c2sp.org/tlog-proof@v1\nnot a receipt"],
    }
    for name, given in receipts.items():
        yield f"receipt {name}", Situation(_without_receipts(published("sealed-public"), *given))
    kept = _without_receipts(published("sealed-public"))
    yield "a kept checkpoint", Situation(kept, kept=kept.ledger.checkpoint(kept.ledger.sealed[0]))
    yield "no checkpoint", Situation(what, files={})


def _broken() -> Iterator[tuple[str, Situation]]:
    what = published("sealed-public")
    size = len(what.ledger.bodies)
    tile, bundle = f"tile/0/000.p/{size}", f"tile/entries/000.p/{size}"
    yield "a tile denies an entry", _with_files(what, _cut(tile, 0, 32))
    yield "a tile is too short", _with_files(what, lambda files: files.update({tile: files[tile][:-1]}))
    yield "a bundle is cut off", _with_files(what, lambda files: files.update({bundle: files[bundle][:-1]}))
    yield "a tile is gone", _with_files(what, lambda files: files.pop(tile))
    yield "a bundle is gone", _with_files(what, lambda files: files.pop(bundle))
    signature = ledgers.LOG.name.encode() + b" "
    yield "a signature changed", _with_files(what, _replaced("checkpoint", signature, signature[:-1] + b"x "))
    for old, new in ((b"\n\n", b"\n\n\n"), (b"=\n", b"\n"), (str(size).encode(), b"0%d" % size)):
        yield f"a checkpoint with {new!r}", _with_files(what, _replaced("checkpoint", old, new))
    # The signature lines: the log's, then two witnesses'. A letter in the middle of each is another.
    for number, raw in enumerate(what.ledger.checkpoint().split(b"\n")[4:7]):
        spoilt = raw[:-20] + (b"A" if raw[-20:-19] != b"A" else b"B") + raw[-19:]
        yield f"signature {number} does not hold", _with_files(what, _replaced("checkpoint", raw, spoilt))
    longer = published("sealed-public")
    longer.ledger.add("leave.recorded", {"office": "section_head"})
    yield "the last hash of a tile changed", _with_files(longer, _cut(f"tile/0/000.p/{size + 1}", -32, 0))
    hidden = appended("draw.planned", {"plan_hash": HASH}, ordinal=2)(published("sealed-public"))
    path = f"tile/entries/000.p/{size + 1}"
    yield "a second attempt hidden", _with_files(hidden, _replaced(path, b'yonggong/2"', b'yonggonx/2"'))
    for index, leaf_hash in ((15, HASH), (14, ""), (99, ""), (-1, ""), (0, what.ledger.hash(0))):
        yield f"a place {index} {leaf_hash[:4]}", Situation(_at_a_place("draw.result", index, leaf_hash))
    yield "a log behind the record", Situation(last_entry_dropped(published("sealed-public")))
    unknown = published("sealed-public")
    unknown.ledger = ledgers.started()
    yield "a log without the draw", Situation(unknown)
    twice = published("sealed-public")
    twice.record["log"]["checkpoint"] = Ledger(log=OTHER_LOG).checkpoint().decode()
    both = f"log {OTHER_LOG.key.vkey}\n".encode() + ledgers.policy()
    yield "two logs trusted, the other's checkpoint", Situation(twice, policy=both)


def _long() -> Iterator[tuple[str, Situation]]:
    for filler, more in ((240, 0), (240, 40), (245, 300), (600, 3)):
        yield f"a log of {filler} and {more}", Situation(_long_log(filler, more))
    what = _long_log(240, 40)
    partial = [path for path in what.ledger.files() if path.startswith("tile/entries/000.p") or "/0/000.p" in path]
    yield "partial files gone", _with_files(what, lambda files: [files.pop(path) for path in partial])
    yield "an old hash changed", _with_files(what, _cut("tile/0/000", 32, 64))
    yield "an old hash of other entries changed", _with_files(_long_log(600, 3), _cut("tile/0/001", 32, 64))
    yield "the upper tile changed", _with_files(_long_log(600, 3), _cut("tile/1/000.p/2", 32, 64))


def _attempts() -> Iterator[tuple[str, Situation]]:
    draw_id = ledgers.recorded("sealed-public")["draw_id"]
    yield "a second list", Situation(second_try({}))
    yield "people after subjects", Situation(second_try({}, mode="inspectors"))
    yield "in the place of a standing draw", Situation(second_try({}, mode="inspectors", supersedes=draw_id))
    dropped = published("void-public")
    dropped.ledger.bodies.pop()
    dropped.record["log"]["checkpoint"] = dropped.ledger.checkpoint().decode()
    yield "the next draw dropped", Situation(dropped)
    without = published("void-public")
    without.record["log"]["entries"].pop("draw.voided")
    yield "void without ground", Situation(_leaf_changed(without, "draw.voided", lambda leaf: leaf["pub"].pop("code")))
    ended = {"code": "other", "office": "principal_head", "ordinal": 1}
    yield "void without number", Situation(appended("draw.voided", ended)(published("aborted-frozen-public")))
    still = published("aborted-frozen-public")
    still.record["log"]["entries"].pop("draw.aborted")
    opened = _leaf_changed(still, "draw.aborted", lambda leaf: leaf.update(type="draw.opened"))
    yield "left open", Situation(appended("draw.planned", {"plan_hash": HASH}, ordinal=2)(opened))
    gap = appended("draw.planned", {"plan_hash": HASH}, ordinal=5)(published("sealed-public"))
    yield "a gap of several", Situation(gap)
    strange: list[dict[str, Any]] = [
        {"draw_id": [draw_id]},
        {"draw_id": None},
        {"draw_id": 7},
        {"contributor": {"x": 1}},
    ]
    for number, pub in enumerate(strange):
        yield f"strange words {number}", Situation(appended("draw.committed", pub)(published("sealed-public")))
    foreign = published("sealed-public")
    foreign.ledger.bodies.append(b'{"type":"draw.planned"}')
    yield "an entry that is none", Situation(foreign)


def _times() -> Iterator[tuple[str, Situation]]:
    record = ledgers.recorded("sealed-public")
    del record["commits"]["gongzheng"]
    early = retimed("draw.revealed", datetime(2023, 8, 23, 13, 30, tzinfo=UTC))
    yield "one never committed", Situation(_logged(record))
    yield "a reveal before the commitments were closed", Situation(early(_logged(record)))
    known = ledgers.recorded("open-auditor")
    known["plan"]["beacon"]["not_before"] = known["plan"]["reveal_by"]
    yield "a number known before the last reveal", Situation(_logged(known))
    said = changed_word(published("sealed-public"), "draw.planned", "commit_by", "2023-08-23T13:00:00Z")
    yield "an optional word said wrongly", Situation(said)


def _logged(record: ledgers.Members) -> Published:
    ledger, placed = ledgers.ledger_with(record)
    commits = placed["log"]["entries"]["draw.committed"]
    return Published(ledger, placed, [ledger.receipt(commits[-1][0], commits[-1][0] + 1)])


@cache
def situations() -> dict[str, Situation]:
    """All of them by name; none is changed after it was made."""
    found = {f"good {name}": Situation(published(name)) for name in specimens.records()}
    found |= {f"bad {name}": Situation(change(published("sealed-public"))) for name, (_, change) in CHANGES.items()}
    for more in (_incomplete(), _broken(), _long(), _attempts(), _times()):
        found |= dict(more)
    return found


def asked_of(folder: Path, options: list[str]) -> dict[str, Any]:
    """A request to `batch.mjs`."""
    words = {name[2:]: value for name, value in zip(options[::2], options[1::2], strict=True)}
    log = {**{name: words.get(name) for name in ("policy", "vkey", "checkpoints")}, "folder": words["log"]}
    return {"document": f"{folder / 'record.json'}", "record": None, "noLog": False, "folder": f"{folder}", "log": log}


@needs_node
def test_both_verifiers_hold_every_logged_draw_against_its_log_alike(tmp_path: Path, capsys: Screen) -> None:
    ours, asked = {}, []
    for number, (name, situation) in enumerate(situations().items()):
        folder = tmp_path / f"{number}"
        options = situation.write(folder)
        code = main([f"{folder / 'record.json'}", *options, "--json"])
        checks = json.loads(capsys.readouterr().out)["checks"]
        ours[name] = code, [[each["id"], each["status"]] for each in checks]
        asked.append(asked_of(folder, options))
    theirs = answers(asked)
    differing = {
        name: [(one, other, answer["reasons"][one[0]]) for one, other in zip(ours[name][1], answer["checks"], strict=True) if one != other]
        for name, answer in zip(ours, theirs, strict=True)
        if ours[name] != (answer["exit"], answer["checks"])
    }  # fmt: skip
    assert differing == {}
    failed = {name: [check_id for check_id, status in checks if status == "FAIL"] for name, (_, checks) in ours.items()}
    assert {name: failed[f"bad {name}"] for name in CHANGES} == {
        name: [check_id] for name, (check_id, _) in CHANGES.items()
    }
    assert {code for name, (code, _) in ours.items() if name.startswith("good ")} == {EXIT_GOOD}
    assert {code for code, _ in ours.values()} == {EXIT_GOOD, EXIT_BAD, EXIT_INCOMPLETE}


def answers(asked: list[dict[str, Any]], script: Path = SCRIPTS / "batch.mjs") -> list[dict[str, Any]]:
    """Exit code, statuses and reasons of the JavaScript for each request."""
    run = subprocess.run(["node", str(script)], input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    found: list[dict[str, Any]] = json.loads(run.stdout)
    return found


@needs_node
@pytest.mark.parametrize("platform", ["absent", "credulous"])
def test_a_platform_that_cannot_verify_ed25519_passes_none_of_the_three(platform: str, tmp_path: Path) -> None:
    asked = []
    for name in ("good sealed-public", "no policy", "bad another result_hash", "bad voided since", "a stranger's key"):
        folder = tmp_path / name
        asked.append(asked_of(folder, situations()[name].write(folder)))
        asked[-1]["log"]["platform"] = platform
    found = answers(asked)
    statuses = [tuple(status for check_id, status in each["checks"] if check_id in LOG_CHECKS) for each in found]
    assert statuses == [
        ("SKIP", "SKIP", "SKIP"),
        ("SKIP", "SKIP", "PASS"),  # nobody asked for a signature here, so nothing rests on one
        ("SKIP", "FAIL", "SKIP"),
        ("SKIP", "SKIP", "FAIL"),
        ("SKIP", "FAIL", "SKIP"),
    ]
    assert [each["exit"] for each in found] == [EXIT_INCOMPLETE, EXIT_INCOMPLETE, EXIT_BAD, EXIT_BAD, EXIT_BAD]
    assert all("不能核验 Ed25519 签名" in found[0]["reasons"][check_id] for check_id in LOG_CHECKS)


def _command(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    words = ["node", str(STATIC / "cli.mjs"), f"{folder / 'record.json'}", *options]
    return subprocess.run(words, capture_output=True, text=True, check=False)


@needs_node
def test_the_command_takes_log_and_policy_as_ours_does(tmp_path: Path) -> None:
    given = situations()["good sealed-public"].write(tmp_path)
    good = _command(tmp_path, *given)
    assert (good.returncode, good.stderr) == (EXIT_GOOD, "")
    assert len(re.findall(r"^V(?:14|24|26) PASS ", good.stdout, re.MULTILINE)) == 3
    assert _command(tmp_path, *given[:2]).returncode == EXIT_INCOMPLETE
    assert _command(tmp_path, *given[:2], "--vkey", ledgers.LOG.key.vkey).returncode == EXIT_GOOD
    assert _command(tmp_path).returncode == EXIT_INCOMPLETE
    assert _command(tmp_path, "--no-log").returncode == EXIT_GOOD
    assert _command(tmp_path, "--log", f"{tmp_path / 'nowhere'}", *given[2:]).returncode == EXIT_BAD


@needs_node
def test_what_the_command_cannot_use_is_wrong_usage(tmp_path: Path) -> None:
    log, policy = situations()["good sealed-public"].write(tmp_path)[:2], f"{tmp_path / 'policy'}"
    (tmp_path / "bad").write_bytes(b"quorum nobody\n")
    (tmp_path / "long").write_bytes(b"#" * 1_000_001)
    doubled = b"witness x " + ledgers.UPPER.key.vkey.encode() + b"\nquorum"
    (tmp_path / "doubled").write_bytes(ledgers.policy().replace(b"quorum", doubled))
    for options in (
        [*log, "--policy", f"{tmp_path / 'bad'}"],
        [*log, "--policy", f"{tmp_path / 'long'}"],
        [*log, "--policy", f"{tmp_path / 'doubled'}"],
        [*log, "--policy", f"{tmp_path / 'absent'}"],
        [*log, "--policy", policy, "--vkey", ledgers.LOG.key.vkey],
        [*log, "--vkey", ledgers.UPPER.key.vkey],
        [*log, "--policy", policy, "--checkpoints", f"{tmp_path / 'absent'}"],
        [*log, "--no-log"],
        ["--log"],
        ["--log", "https://log.example.gov.cn"],
    ):
        run = _command(tmp_path, *options)
        assert (run.returncode, run.stdout) == (EXIT_USAGE, ""), options
        assert "用法" in run.stderr


def test_the_words_the_javascript_asks_of_each_entry_are_those_of_the_register() -> None:
    source = (STATIC / "draw_events.js").read_text("utf-8")
    (table,) = re.findall(r"REQUIRED = Object\.freeze\(\{(.*?)\}\)", source, re.DOTALL)
    written = {event: re.findall(r'"(\w+)"', words) for event, words in re.findall(r'"([\w.]+)": \[(.*?)\]', table)}
    assert written == {event: list(event_type(event).pub.required) for event in written}
    assert len(written) == 10


def test_the_grounds_of_an_ended_draw_are_those_of_the_ceremony() -> None:
    source = (STATIC / "checks_attempts.js").read_text("utf-8")
    (listed,) = re.findall(r"const GROUNDS = \[(.*?)\];", source)
    assert tuple(re.findall(r'"(\w+)"', listed)) == GROUNDS
