"""A seal that fails anywhere leaves the old or the new state, finishes next time, and nothing is signed twice differently.

Source: 50-ledger §6 (order of one seal), §13.2. Every step of the operating system fails before and after it is done; a write also
half-way; and the process is killed at each.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.bundles import read_bundle
from shuangsuiji.core.tlog.checkpoint import Checkpoint, parse_checkpoint
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.note import Note, parse_note
from shuangsuiji.core.tlog.proofs import verify_consistency
from shuangsuiji.core.tlog.refusal import ProofFailed
from shuangsuiji.core.tlog.tiled import TiledTree
from shuangsuiji.core.tlog.tiles import Tile, bundles_of, tile_holding
from shuangsuiji.foundation.ledger.sealer.refusal import Halted, Retry, SourceUnavailable, TileAltered
from shuangsuiji.foundation.ledger.sealer.sealing import Answers, Collect, Prove
from tests.core.tlog import golden
from tests.foundation.ledger.sealer.counties import County
from tests.foundation.ledger.sealer.faults import (
    KEPT,
    KILLED_AFTER,
    KILLED_BEFORE,
    LOST,
    TORN,
    Broken,
    failing,
    in_a_child,
)

NEVER = 1_000_000


@dataclass(frozen=True)
class Scene:
    """A seal from one size to another; `hours` after the last, for the heartbeat."""

    old: int
    new: int
    hours: float = 0

    def set_up(self, folder: Path) -> County:
        """The county before the seal."""
        folder.mkdir(parents=True)
        county = County(folder, size=self.old)
        county.database.grow(self.new)
        return county

    def __str__(self) -> str:
        return f"{self.old} to {self.new}"


SCENES = [Scene(0, 3), Scene(3, 5), Scene(255, 258), Scene(500, 513), Scene(3, 3, 25)]


class Rehearsal:
    """One scene, played again and again from the same beginning."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        self.scene = scene
        self.folder = folder
        self.before = scene.set_up(folder / "before")
        shutil.copytree(folder / "before", folder / "after")
        after = self._at(folder / "after")
        with failing(NEVER, LOST) as steps:
            after.seal(hours=scene.hours)
        self.steps = list(steps)
        self.after = after
        self._number = 0

    def again(self) -> County:
        """A fresh copy of the beginning."""
        self._number += 1
        folder = self.folder / f"{self._number}"
        shutil.copytree(self.folder / "before", folder)
        return self._at(folder)

    def _at(self, folder: Path) -> County:
        return County.at(folder)

    def satisfied(self, county: County) -> None:
        """What is public is the old state or the new one, whole, and no more than the memory knows."""
        checkpoint = a_reader_is_satisfied(county)
        assert checkpoint.size in (self.scene.old, self.scene.new)
        signed = county.sealer.store.read()
        assert signed.size >= checkpoint.size
        assert signed.root == golden_root(signed.size)

    def finished(self, county: County) -> None:
        """The next run brings what the run without a fault brought, and leaves no litter."""
        county.seal(hours=self.scene.hours)
        assert {name: raw for name, raw in county.served().items() if ".p/" not in name} == {
            name: raw for name, raw in self.after.served().items() if ".p/" not in name
        }
        assert county.sealer.store.read() == self.after.sealer.store.read()
        a_reader_is_satisfied(county)
        assert not list(county.folder.rglob(".*"))


def golden_root(size: int) -> bytes:
    """The root that a size has; there is never another."""
    return root_of(golden.body, size)


@cache
def root_of(body: Callable[[int], bytes], size: int) -> bytes:
    """The root of a history at a size."""
    return Frontier().extended(leaf_hash(body(number)) for number in range(size)).root()


def a_reader_is_satisfied(county: County) -> Checkpoint:
    """Everything the published checkpoint speaks of is there and agrees with it."""
    if not (county.public.path / "checkpoint").exists():
        return Checkpoint("none", 0, golden_root(0))
    checkpoint = parse_checkpoint(parse_note(county.checkpoint()).text)

    def served(tile: Tile) -> bytes:
        try:
            return county.public.read_tile(tile)
        except TileAltered as error:
            pytest.fail(f"a reader misses {error}")

    assert TiledTree(checkpoint.size, served).root() == checkpoint.root
    for bundle in bundles_of(checkpoint.size):
        raw = county.public.read(bundle.path)
        assert raw is not None, bundle.path
        first = bundle.index * 256
        hashes = served(tile_holding(0, first, checkpoint.size))
        assert b"".join(map(leaf_hash, read_bundle(bundle, raw))) == hashes
    return checkpoint


@pytest.fixture(scope="module", params=SCENES, ids=str)
def rehearsal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    return Rehearsal(request.param, tmp_path_factory.mktemp("rehearsal"))


def every_fault_leaves_old_or_new(rehearsal: Rehearsal, how: str) -> None:
    """Each step fails once; between the fault and the next run any reader is satisfied."""
    for at, name in enumerate(rehearsal.steps):
        if how == TORN and name != "write":
            continue
        county = rehearsal.again()
        with failing(at, how), pytest.raises(Broken):
            county.seal(hours=rehearsal.scene.hours)
        rehearsal.satisfied(county)
        rehearsal.finished(county)
        shutil.rmtree(county.folder)


@pytest.mark.parametrize("how", [LOST, KEPT, TORN])
def test_every_fault_of_the_disk_leaves_the_old_or_the_new_state(rehearsal: Rehearsal, how: str) -> None:
    assert len(rehearsal.steps) > 15
    every_fault_leaves_old_or_new(rehearsal, how)


@pytest.mark.parametrize("how", [KILLED_BEFORE, KILLED_AFTER])
def test_a_process_killed_at_any_step_leaves_the_old_or_the_new_state(rehearsal: Rehearsal, how: str) -> None:
    for at in range(len(rehearsal.steps)):
        county = rehearsal.again()

        def act(at: int = at, county: County = county) -> None:
            with failing(at, how):
                county.seal(hours=rehearsal.scene.hours)

        assert os.WTERMSIG(in_a_child(act)) == signal.SIGKILL
        rehearsal.satisfied(county)
        rehearsal.finished(county)
        shutil.rmtree(county.folder)


@pytest.mark.slow
def test_two_faults_one_after_the_other_leave_the_old_or_the_new_state(rehearsal: Rehearsal) -> None:
    for at in range(0, len(rehearsal.steps), 4):
        for then in range(at % 7, len(rehearsal.steps), 7):
            county = rehearsal.again()
            for step in (at, then):
                with failing(step, LOST):
                    _ = _try(county, rehearsal.scene.hours)
                rehearsal.satisfied(county)
            rehearsal.finished(county)
            shutil.rmtree(county.folder)


def _try(county: County, hours: float) -> bool:
    try:
        county.seal(hours=hours)
    except Broken:
        return False
    return True


def nothing_is_signed_twice_differently(folder: Path) -> None:
    """A fault at each step, and before the next run the log has grown, or a thief has rewritten it: one history is signed, ever.

    Counted is every signature that ever left the process: to the memory, to a witness, to the public folder.
    """
    rehearsal = Rehearsal(Scene(3, 5), folder)
    for at in range(len(rehearsal.steps)):
        for how in (LOST, KEPT):
            for change in (_grow, _rewrite, _rewrite_and_grow):
                county, signed = rehearsal.again(), set[Checkpoint]()
                county.sealer = county.sealer.asking(_noting(signed))
                with failing(at, how):
                    _try(county, 0)
                _left_the_process(county, signed)
                change(county)
                _halts_or_seals(county)
                _left_the_process(county, signed)
                assert any(
                    all(checkpoint.root == root_of(history, checkpoint.size) for checkpoint in signed)
                    for history in (golden.body, _rewritten)
                ), signed
                a_reader_is_satisfied(county)
                shutil.rmtree(county.folder)


def _grow(county: County) -> None:
    county.database.grow(8)


def _rewrite(county: County) -> None:
    county.database.rewrite({4: _rewritten(4)})


def _rewrite_and_grow(county: County) -> None:
    _rewrite(county)
    _grow(county)


def _rewritten(number: int) -> bytes:
    return golden.body(9 if number == 4 else number)


def _noted(signed: set[Checkpoint], note: Note) -> Answers:
    signed.add(parse_checkpoint(note.text))
    return Answers(note)


def _noting(signed: set[Checkpoint]) -> Collect:
    return lambda note, prove: _noted(signed, note)


def _left_the_process(county: County, signed: set[Checkpoint]) -> None:
    for raw in (county.sealer.store.read().note, county.checkpoint()):
        _noted(signed, parse_note(raw))


def _halts_or_seals(county: County) -> None:
    try:
        county.seal()
    except Halted:
        return


def test_nothing_is_signed_twice_differently_whatever_happens_in_between(tmp_path: Path) -> None:
    nothing_is_signed_twice_differently(tmp_path)


# ------------------------------------------------------------------------------------------------------- order of the steps


def nothing_is_visible_before_it_is_safe(folder: Path) -> None:
    """The memory is written before anything public; each file is flushed before it gets its name, each folder before the checkpoint."""
    county = Scene(255, 258).set_up(folder / "county")
    trace = _traced(county)
    renamed = [name for act, name in trace if act == "replace"]
    assert renamed[0] == "signer-state"
    assert renamed[-2:] == ["checkpoint", "status.json"]
    assert renamed.count("checkpoint") == 1
    assert {"entries/000", "entries/001.p/2", "0/000", "0/001.p/2", "1/000.p/1"} < {
        name.removeprefix("tile/") for name in renamed
    }
    for place, (act, name) in enumerate(trace):
        if act == "replace" and name != "status.json":  # what pages show decides nothing, and the next run says it anew
            assert trace[place - 1] == ("fsync", name), "renamed before it was flushed"
    last = trace.index(("replace", "checkpoint"))
    for place, (act, name) in enumerate(trace[:last]):
        if act == "replace" and name != "signer-state":
            assert ("fsync", f"{Path(name).parent}/") in trace[place:last], f"{name} may vanish"
    first_public = next(place for place, (act, name) in enumerate(trace) if act == "replace" and name != "signer-state")
    assert ("fsync", "home/") in trace[:first_public], "the memory may vanish"


def _traced(county: County) -> list[tuple[str, str]]:
    """Flushes and renames of one seal by file: public files by their path, folders with a slash."""
    trace: list[tuple[str, str]] = []
    opened: dict[int, str] = {}
    honest = {name: getattr(os, name) for name in ("open", "fsync", "replace")}

    def named(path: object) -> str:
        given = Path(str(path))
        below = county.public.path if given.is_relative_to(county.public.path) else county.folder
        name = given.relative_to(below).as_posix()
        plain = name.rpartition("/")[2].removeprefix(".").removesuffix(".unfinished")
        whole = f"{name.rpartition('/')[0]}/{plain}".lstrip("/") if below != county.folder else plain
        return f"{name}/" if given.is_dir() else whole

    def opens(path: object, *arguments: int) -> int:
        descriptor: int = honest["open"](path, *arguments)
        opened[descriptor] = named(path)
        return descriptor

    def flushes(descriptor: int) -> None:
        honest["fsync"](descriptor)
        trace.append(("fsync", opened[descriptor]))

    def renames(source: object, target: object) -> None:
        honest["replace"](source, target)
        trace.append(("replace", named(target)))

    with pytest.MonkeyPatch.context() as patch:
        for name, function in {"open": opens, "fsync": flushes, "replace": renames}.items():
            patch.setattr(os, name, function)
        county.seal()
    return trace


def test_nothing_is_visible_before_it_is_safe(tmp_path: Path) -> None:
    nothing_is_visible_before_it_is_safe(tmp_path)


# ------------------------------------------------------------------------------------------- database, witnesses, processes


@pytest.mark.parametrize("at", range(5))
def test_a_database_that_goes_away_at_any_read_leaves_the_old_state(tmp_path: Path, at: int) -> None:
    county = Scene(3, 5).set_up(tmp_path / "county")
    honest, reads = county.sealer.source, [0]

    class Failing:
        def snapshot(self):  # type: ignore[no-untyped-def]
            @contextmanager
            def opened():  # type: ignore[no-untyped-def]
                with honest.snapshot() as snapshot:
                    yield Reading(snapshot)

            return opened()

    class Reading:
        def __init__(self, snapshot):  # type: ignore[no-untyped-def]
            self.snapshot = snapshot

        def head(self):  # type: ignore[no-untyped-def]
            _count()
            return self.snapshot.head()

        def rows(self, start, stop):  # type: ignore[no-untyped-def]
            for row in self.snapshot.rows(start, stop):
                _count()
                yield row

    def _count() -> None:
        reads[0] += 1
        if reads[0] == at * 2 + 1:
            raise SourceUnavailable("gone")

    sealer = county.sealer
    county.sealer = replace(sealer, source=Failing())
    with pytest.raises(Retry):
        county.seal()
    assert a_reader_is_satisfied(county).size == 3
    county.sealer = sealer
    county.seal()
    assert a_reader_is_satisfied(county).size == 5


@pytest.mark.parametrize(
    "collect",
    [
        lambda note, prove: (_ for _ in ()).throw(TimeoutError("slow")),
        lambda note, prove: Answers(Note(note.text.replace("\n5\n", "\n6\n"), note.signatures)),
        lambda note, prove: Answers(Note(note.text, (golden.UPPER.line(note.text, 1),))),
        lambda note, prove: Answers(Note(note.text, (*note.signatures, _spoiled(note.text)))),
        lambda note, prove: Answers(note, tuple(map(str, prove(9)))),
    ],
    ids=["timeout", "another text", "without our signature", "a false cosignature", "a proof to a size never had"],
)
def test_whatever_the_witnesses_answer_the_checkpoint_is_published(
    tmp_path: Path, collect: Callable[..., Answers]
) -> None:
    county = Scene(3, 5).set_up(tmp_path / "county")
    county.witnessed_by_all()
    county.sealer = county.sealer.asking(collect)
    outcome = county.seal()
    assert outcome.alarms
    assert outcome.witnessed is not None
    assert not outcome.witnessed.is_enough
    assert a_reader_is_satisfied(county).size == 5


def _spoiled(text: str):  # type: ignore[no-untyped-def]
    return golden.UPPER.line(f"{text} ", 1)


def test_what_a_witness_proved_before_stays_when_it_is_silent_later(tmp_path: Path) -> None:
    county = Scene(0, 5).set_up(tmp_path / "county")
    county.witnessed_by_all()
    county.seal()
    before = county.checkpoint()
    county.sealer = county.sealer.asking(lambda note, prove: Answers(note, ("上级 不在",)))
    outcome = county.seal(hours=25)
    assert county.checkpoint() == before
    assert outcome.witnessed is not None
    assert outcome.witnessed.is_enough
    assert outcome.alarms == ("上级 不在",)


def test_a_witness_can_be_proven_growth_from_any_size_it_has_seen(tmp_path: Path) -> None:
    county = Scene(257, 300).set_up(tmp_path / "county")
    asked: list[int] = []

    def collect(note: Note, prove: Callable[[int], list[bytes]]) -> Answers:
        for old in (1, 255, 256, 257, 300):
            verify_consistency(old, 300, prove(old), golden_root(old), golden_root(300))
            asked.append(old)
        assert list(prove(0)) == []
        return Answers(note)

    county.sealer = county.sealer.asking(collect)
    assert county.seal().alarms == ()
    assert len(asked) == 5


def test_a_damaged_old_tile_that_a_witness_needs_is_told_and_the_checkpoint_is_published(tmp_path: Path) -> None:
    county = Scene(600, 601).set_up(tmp_path / "county")
    (county.public.path / "tile/0/000").unlink()

    def collect(note: Note, prove: Prove) -> Answers:
        with pytest.raises(ProofFailed, match="tile/0/000"):
            prove(3)
        return Answers(note)

    county.sealer = county.sealer.asking(collect)
    outcome = county.seal()
    assert "tile/0/000" in outcome.alarms[0]
    assert outcome.checkpoint.size == 601


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_real_process_killed_in_the_middle_leaves_the_old_or_the_new_state(
    tmp_path: Path, share: float, root: Path
) -> None:
    rehearsal = Rehearsal(Scene(255, 258), tmp_path)
    county = rehearsal.again()
    script = (
        "import sys; from pathlib import Path; from tests.foundation.ledger.sealer import counties, faults\n"
        "county = counties.County.at(Path(sys.argv[1]))\n"
        "with faults.failing(int(sys.argv[2]), faults.KILLED_AFTER): county.seal()\n"
    )
    at = int(len(rehearsal.steps) * share)
    done = subprocess.run(
        [sys.executable, "-c", script, str(county.folder), str(at)], cwd=root, check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    rehearsal.satisfied(county)
    rehearsal.finished(county)
