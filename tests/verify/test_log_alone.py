"""The log's checks on a bare Python: nothing of ours installed, no network module for a folder, and what a proof costs."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.bundles import write_bundle
from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.hashes import leaf_hash, node_hash
from shuangsuiji.core.tlog.proofs import tree_root, verify_inclusion
from shuangsuiji.core.tlog.tiles import Bundle, Tile
from shuangsuiji.verify.log.opened import Log
from shuangsuiji.verify.sources import Absent
from shuangsuiji.web.console.verifier_archive import build_archive
from tests.verify import ledgers
from tests.verify.logged_draws import published

ROOT = Path(__file__).resolve().parents[2]
MILLION = 1_000_000

_PROBE = """
import sys
sys.path.insert(0, sys.argv[1])
from shuangsuiji.verify.__main__ import main
code = main(sys.argv[2:])
tops = {name.partition(".")[0] for name in sys.modules}
print("foreign", sorted(tops - set(sys.stdlib_module_names) - {"__main__", "shuangsuiji"}), file=sys.stderr)
network = {"socket", "ssl", "http", "urllib.request", "sqlite3", "subprocess"}
print("reaching out", sorted(network & set(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


def _bare(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", *(f"{argument}" for argument in arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("carried")
    county = ledgers.county()
    county.serve(folder / "log")
    ledgers.write(folder / "draw", {})
    what = published("sealed-public")
    what.write(folder / "draw")
    receipt = {"paper.tlog-proof": county.receipt(258), "paper.leaf.json": county.bodies[258]}
    ledgers.write(folder, {"policy": ledgers.policy(), "kept": county.checkpoint(252), **receipt})
    return folder


def _calls(place: Path) -> Iterator[list[object]]:
    trust = ["--policy", place / "policy"]
    yield [place / "log", *trust, "--all", "--checkpoints", place / "kept"]
    yield [place / "log", *trust, "--entry", 258]
    yield [place / "paper.tlog-proof", *trust]
    yield ["diff", place / "kept", place / "log", *trust]
    yield [place / "draw/record.json", "--log", place / "draw/log", *trust]


@pytest.mark.parametrize("which", range(5), ids=["all", "entry", "receipt", "diff", "draw"])
def test_the_archive_verifies_a_carried_folder_on_a_bare_python(which: int, place: Path, tmp_path: Path) -> None:
    archive = build_archive(tmp_path / "ssj-verify.pyz")
    run = _bare(archive, *list(_calls(place))[which], cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert "核验通过。" in run.stdout


@pytest.mark.parametrize("which", range(5), ids=["all", "entry", "receipt", "diff", "draw"])
def test_a_folder_is_verified_without_any_network_module(which: int, place: Path, tmp_path: Path) -> None:
    run = _bare("-c", _PROBE, ROOT, *list(_calls(place))[which], cwd=tmp_path)
    assert run.stderr.splitlines() == ["foreign []", "reaching out []"]
    assert run.returncode == 0


def test_the_archive_tells_one_changed_byte_in_plain_words(place: Path, tmp_path: Path) -> None:
    archive = build_archive(tmp_path / "ssj-verify.pyz")
    county = ledgers.county()
    files = county.files()
    files["tile/entries/000"] = files["tile/entries/000"].replace(b"section_head", b"sectiom_head", 1)
    ledgers.write(tmp_path / "log", files)
    run = _bare(archive, tmp_path / "log", "--policy", place / "policy", cwd=tmp_path)
    assert run.returncode == 1
    assert "首个不同在第 1 条" in run.stdout
    assert "请重新拷贝一次" in run.stdout


# ------------------------------------------------------------------------------------------------------------------- cost


class Uniform:
    """A log of equal entries, so that any tile of any size is known without building it; counts what is read."""

    place = "uniform"

    def __init__(self, size: int) -> None:
        self.size, self.read_bytes, self.files = size, 0, 0
        self._levels = [leaf_hash(b"x" * 200)]
        while len(self._levels) < 64:
            self._levels.append(node_hash(self._levels[-1], self._levels[-1]))

    def read(self, path: str, most: int) -> bytes:
        raw = self._file(path)
        self.read_bytes += len(raw)
        self.files += 1
        return raw

    def widths(self, path: str) -> list[int]:
        return []

    def _file(self, path: str) -> bytes:
        head, _, width = path.partition(".p/")
        count = int(width or 256)
        if head.startswith("tile/entries/"):
            return write_bundle([b"x" * 200] * count)
        level = int(head.split("/")[1])
        if (self.size >> 8 * level) < count:
            raise Absent(path)
        return self._levels[8 * level] * count

    def log(self) -> Log:
        return Log(self, Checkpoint("uniform", self.size, tree_root(self.size, lambda level, _: self._levels[level])))


@pytest.mark.parametrize("index", [0, 123_456, 999_999])
def test_one_entry_of_a_million_needs_few_files_and_is_proven_in_milliseconds(index: int) -> None:
    """50-ledger §13: at most 8 files and 80 kB; 5 ms cold from tiles, 0.2 ms to verify. Here with twenty times the room."""
    seconds, checking = [], []
    for _ in range(5):
        source = Uniform(MILLION)
        log = source.log()
        begun = time.perf_counter()
        path = log.tree.inclusion(index)
        seconds.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        verify_inclusion(leaf_hash(b"x" * 200), index, MILLION, path, log.checkpoint.root)
        checking.append(time.perf_counter() - begun)
        log.proven_entry(index)
        assert source.files <= 8
        assert source.read_bytes <= 80_000
    print(f"证明 {statistics.median(seconds) * 1000:.2f} ms，核对 {statistics.median(checking) * 1000:.3f} ms")
    assert statistics.median(seconds) < 0.1
    assert statistics.median(checking) < 0.004


def test_the_pieces_of_a_uniform_log_are_those_of_a_real_one() -> None:
    """The model above against real tiles, so that the figure is not one of another tree."""
    real = ledgers.Ledger(bodies=[b"x" * 200] * 300)
    source = Uniform(300)
    assert source.log().checkpoint.root == real.tree(300).root()
    files = real.files()
    for piece in (Tile(0, 0), Tile(0, 1, 44), Tile(1, 0, 1), Bundle(1, 44)):
        assert source.read(piece.path, 10**6) == files[piece.path]
