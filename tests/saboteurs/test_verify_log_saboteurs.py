"""Take one guard out of the log's verifier and the attack it is there for goes through: nothing else stands in for it.

Each attack is caught while its guard is in place, and the verifier calls the log (or the draw) good once that guard does nothing.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult

import pytest

from shuangsuiji.verify import engine, fetching
from shuangsuiji.verify.__main__ import main
from shuangsuiji.verify.checks import logged
from shuangsuiji.verify.log import content, growth, opened, receipts, walking
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, EXIT_INCOMPLETE
from tests.core.tlog.signing import Signer
from tests.verify import ledgers
from tests.verify.ledgers import LOG, UPPER, Ledger
from tests.verify.logged_draws import CHANGES as DRAW_CHANGES
from tests.verify.logged_draws import published
from tests.verify.test_log_checks import CHANGES

Screen = pytest.CaptureFixture[str]
Sabotage = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(scope="module")
def county() -> Ledger:
    return ledgers.county()


@pytest.fixture
def place(county: Ledger, tmp_path: Path) -> Path:
    county.serve(tmp_path / "log")
    ledgers.write(
        tmp_path, {"policy": ledgers.policy(), **{f"kept/{size}": county.checkpoint(size) for size in (1, 252, 258)}}
    )
    return tmp_path


def _quiet(*_: Any, **__: Any) -> None:
    """A guard that guards nothing."""


def _nothing(*_: Any, **__: Any) -> Iterator[Any]:
    return iter(())


def _set(owner: object, name: str, value: object) -> Sabotage:
    return lambda patch: patch.setattr(owner, name, value)


def _trusting(patch: pytest.MonkeyPatch) -> None:
    """Whatever the signature says, it is believed."""
    patch.setattr(opened, "verify_ed25519", lambda *_: True)


def _blind_to_tiles(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(walking.Walk, "_compare_tile", _quiet)


LOG_GUARDS: dict[str, tuple[str, Sabotage]] = {
    "signature": ("a byte of the signature changed", _trusting),
    "consistency with what was kept": (
        "an old leaf rewritten consistently",
        _set(growth, "contradiction", lambda *_: ""),
    ),
    "rollback": ("the log rolled back", _set(growth, "contradiction", lambda *_: "")),
    "two versions": ("two versions of one size", _set(growth, "contradiction", lambda *_: "")),
    "tiles against entries": ("a hash in a tile changed", _blind_to_tiles),
    "older partial files": ("an older partial tile changed", _set(walking.Walk, "_compare_narrow", _quiet)),
    "register": ("a public word nobody registered", _set(content, "_register_faults", _nothing)),
    "order": ("a result before its dispatch", _set(content.Trail, "add", lambda *_: ())),
    "references": ("a reference to nothing", _set(content.Trail, "add", lambda *_: ())),
    "leaks": ("a planted phone number", _set(content, "leaks", lambda _: ())),
}


def _code(place: Path) -> int:
    kept = ["--checkpoints", f"{place / 'kept'}"]
    return main([f"{place / 'log'}", "--policy", f"{place / 'policy'}", "--all", *kept])


@pytest.mark.parametrize(("change", "sabotage"), LOG_GUARDS.values(), ids=LOG_GUARDS)
def test_a_tampered_log_goes_through_without_its_guard(
    change: str, sabotage: Sabotage, county: Ledger, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    CHANGES[change][1](county, place)
    if CHANGES[change][0] == "L08":  # with broken tiles nothing kept can be judged, which is no matter of this guard
        shutil.rmtree(place / "kept")
        (place / "kept").mkdir()
    assert _code(place) == EXIT_BAD
    sabotage(monkeypatch)
    assert _code(place) == EXIT_GOOD
    capsys.readouterr()


def test_an_edited_entry_goes_through_without_root_and_tiles(
    county: Ledger, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """Two guards see it: the tile of its bundle, and the signed root. Each alone is enough."""
    CHANGES["an entry edited"][1](county, place)
    for path in (place / "log/tile/entries").rglob("252"):
        path.unlink()
    assert _code(place) == EXIT_BAD
    _blind_to_tiles(monkeypatch)
    assert _code(place) == EXIT_BAD
    monkeypatch.setattr(walking.RightEdge, "root", lambda _: county.tree(300).root())
    assert _code(place) == EXIT_GOOD
    capsys.readouterr()


def test_one_witness_is_enough_without_the_quorum(
    county: Ledger, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    (place / "log/checkpoint").write_bytes(county.checkpoint(by=[UPPER]))
    assert _code(place) == EXIT_INCOMPLETE
    monkeypatch.setattr(opened.Policy, "is_met_by", lambda *_: True)
    assert _code(place) == EXIT_GOOD
    capsys.readouterr()


def test_a_receipt_for_another_place_goes_through_without_its_proof(
    county: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    files = {"a.tlog-proof": county.receipt(258), "a.leaf.json": county.bodies[257], "policy": ledgers.policy()}
    ledgers.write(tmp_path, files)
    arguments = [f"{tmp_path / 'a.tlog-proof'}", "--policy", f"{tmp_path / 'policy'}"]
    assert main(arguments) == EXIT_BAD
    monkeypatch.setattr(receipts, "verify_inclusion", _quiet)
    assert main(arguments) == EXIT_GOOD
    capsys.readouterr()


def test_an_edited_entry_is_believed_without_its_inclusion(
    county: Ledger, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    CHANGES["an entry edited"][1](county, place)
    arguments = [f"{place / 'log'}", "--policy", f"{place / 'policy'}", "--entry", "7"]
    assert main(arguments) == EXIT_BAD
    monkeypatch.setattr(opened, "verify_inclusion", _quiet)
    assert main(arguments) == EXIT_GOOD
    capsys.readouterr()


def test_another_value_goes_through_without_the_digest(
    county: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    value = json.dumps({"salt": ledgers.opening(258).salt, "name": "actor", "value": "别人"}).encode()
    files = {
        "a.tlog-proof": county.receipt(258),
        "a.leaf.json": county.bodies[258],
        "policy": ledgers.policy(),
        "o": value,
    }
    ledgers.write(tmp_path, files)
    arguments = [f"{tmp_path / 'a.tlog-proof'}", "--policy", f"{tmp_path / 'policy'}", "--opening", f"{tmp_path / 'o'}"]
    assert main(arguments) == EXIT_BAD
    monkeypatch.setattr(receipts, "verify_opening", _quiet)
    assert main(arguments) == EXIT_GOOD
    capsys.readouterr()


def test_broken_tiles_would_accuse_an_honest_log_without_their_own_proof(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    path = place / "log/tile/0/000"
    path.write_bytes(path.read_bytes()[:-32] + bytes(32))
    arguments = ["diff", f"{place / 'kept/252'}", f"{place / 'log'}", "--policy", f"{place / 'policy'}"]
    shutil.rmtree(place / "log/tile/0/000.p")
    assert main(arguments) in (EXIT_GOOD, EXIT_INCOMPLETE)
    path.write_bytes(bytes(32) + path.read_bytes()[32:])
    assert main(arguments) == EXIT_INCOMPLETE
    monkeypatch.setattr(growth, "verify_consistency", _quiet)
    assert main(arguments) == EXIT_BAD
    assert "已被改写" in capsys.readouterr().out


def test_another_host_would_be_asked_without_the_redirect_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = fetching.Request("http://log.example/checkpoint")
    follow = fetching._SameHost().redirect_request
    told = fetching.HTTPMessage()
    with pytest.raises(fetching.URLError):
        follow(asked, None, 302, "moved", told, "http://evil.example/checkpoint")  # type: ignore[arg-type]
    monkeypatch.setattr(fetching, "urlsplit", lambda _: SplitResult("http", "same", "", "", ""))
    led = follow(asked, None, 302, "moved", told, "http://evil.example/checkpoint")  # type: ignore[arg-type]
    assert led is not None
    assert led.host == "evil.example"


# ------------------------------------------------------------------------------------------------------------------ draws

DRAW_GUARDS = {
    "V14": "a commitment after its time",
    "V24": "another result_hash",
    "V26": "an ordinal left out",
}


def _verify_draw(folder: Path) -> int:
    given = ["--log", f"{folder / 'log'}", "--policy", f"{folder / 'policy'}"]
    return main([f"{folder / 'record.json'}", *given])


@pytest.mark.parametrize(("check_id", "change"), DRAW_GUARDS.items(), ids=DRAW_GUARDS)
def test_a_draw_that_is_not_the_logged_one_goes_through_without_its_check(
    check_id: str, change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    DRAW_CHANGES[change][1](published("sealed-public")).write(tmp_path)
    assert _verify_draw(tmp_path) == EXIT_BAD
    monkeypatch.setitem(engine._LOG_CHECKS, check_id, _nothing)  # type: ignore[arg-type]
    assert _verify_draw(tmp_path) == EXIT_GOOD
    capsys.readouterr()


SMALLER_GUARDS: dict[str, tuple[str, Sabotage]] = {
    "late commitments": ("a commitment after its time", _set(logged, "_late", _nothing)),
    "gaps": ("an ordinal left out", _set(logged, "_gaps", _nothing)),
    "what was said": ("another context", _set(logged, "_word_faults", _nothing)),
    "the record's checkpoint": ("a checkpoint of a fork", _set(logged, "_checkpoint_faults", _nothing)),
    "one of each": ("a second commitment of one contributor", _set(logged, "_attempt_faults", _nothing)),
    "how it ended": ("voided since", _set(logged, "_own_faults", _nothing)),
}


@pytest.mark.parametrize(("change", "sabotage"), SMALLER_GUARDS.values(), ids=SMALLER_GUARDS)
def test_each_part_of_a_check_guards_something_of_its_own(
    change: str, sabotage: Sabotage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    DRAW_CHANGES[change][1](published("sealed-public")).write(tmp_path)
    assert _verify_draw(tmp_path) == EXIT_BAD
    sabotage(monkeypatch)
    assert _verify_draw(tmp_path) == EXIT_GOOD
    capsys.readouterr()


def test_commitments_never_sealed_go_through_without_the_asked_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    what = published("sealed-public")
    what.receipts = []
    what.write(tmp_path)
    assert _verify_draw(tmp_path) == EXIT_INCOMPLETE
    monkeypatch.setattr(logged, "_need_checkpoint_between", _quiet)
    assert _verify_draw(tmp_path) == EXIT_GOOD
    capsys.readouterr()


def test_a_fault_found_before_a_check_had_to_stop_is_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """Without a policy V24 ends in "not checked"; what it found wrong before must win, or forgers would leave the policy out."""
    what = DRAW_CHANGES["another result_hash"][1](published("sealed-public"))
    what.write(tmp_path)
    arguments = [f"{tmp_path / 'record.json'}", "--log", f"{tmp_path / 'log'}"]
    assert main(arguments) == EXIT_BAD
    monkeypatch.setattr(engine, "run", _forgetful)
    assert main(arguments) == EXIT_INCOMPLETE
    capsys.readouterr()


def _forgetful(check_id: str, check: Callable[[], Iterator[str]], note: str = "") -> Any:
    """All or nothing: what was found before the check stopped is lost with it."""
    return engine_run(check_id, lambda: iter(list(check())), note)


engine_run = engine.run


def test_every_trusted_key_is_needed_for_something(tmp_path: Path, capsys: Screen) -> None:
    """The log's key under a stranger's name does not pass for the log."""
    ledgers.started().serve(tmp_path / "log")
    assert main([f"{tmp_path / 'log'}", "--vkey", LOG.key.vkey]) == EXIT_GOOD
    assert main([f"{tmp_path / 'log'}", "--vkey", Signer("log.example.gov.cn/410928/rsk").key.vkey]) == EXIT_BAD
    capsys.readouterr()
