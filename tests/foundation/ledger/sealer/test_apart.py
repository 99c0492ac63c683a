"""The sealer is a program of its own: no Django, every write safe, and the application writes on while it seals. Source: 50-ledger §6."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from shuangsuiji.foundation.ledger import sealer
from shuangsuiji.foundation.ledger.sealer.sealing import SEALED
from tests.core.tlog import golden
from tests.foundation.ledger.sealer.counties import County
from tests.foundation.ledger.sealer.faults import in_a_child
from tests.foundation.ledger.sealer.test_faults import a_reader_is_satisfied, golden_root

PACKAGE = Path(str(sealer.__file__)).parent
WRITING = {"write_bytes", "write_text", "touch", "rename", "rmtree", "truncate"}


def test_the_sealer_runs_without_django(root: Path) -> None:
    names = sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__")
    assert "sealing" in names
    imports = "; ".join(f"import shuangsuiji.foundation.ledger.sealer.{name}" for name in names)
    script = f"import sys; {imports}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 0


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.stem)
def test_every_write_is_one_of_the_durable_ones(path: Path) -> None:
    """The fault matrix sees only what goes through `durable`; the lock file is opened in `store` and never written."""
    if path.stem == "durable":
        return
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    assert not named & WRITING
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "open"]


def test_the_application_writes_on_while_the_log_is_sealed(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.database.run("PRAGMA journal_mode = WAL")

    def write() -> None:
        for size in range(3, 700, 3):
            county.database.grow(size)

    child = os.fork()
    if child == 0:
        try:
            write()
        finally:
            os._exit(0)
    sizes = set()
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        sizes.add(county.seal().checkpoint.size)
        checkpoint = a_reader_is_satisfied(county)
        assert checkpoint.root == golden_root(checkpoint.size)
    county.seal()
    assert a_reader_is_satisfied(county).size == 699
    assert len(sizes) > 3


def test_two_processes_never_seal_at_once(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.database.grow(3)
    with county.sealer.store.locked():
        assert in_a_child(lambda: os._exit(_seals(county))) == 7 << 8
    assert county.seal().did == (SEALED,)


def _seals(county: County) -> int:
    from shuangsuiji.foundation.ledger.sealer.refusal import AlreadyRunning

    try:
        county.seal()
    except AlreadyRunning:
        return 7
    return 0


def test_an_entry_of_the_largest_size_is_sealed(tmp_path: Path) -> None:
    county = County(tmp_path)
    start, end = golden.body(0).split(b'2026-03-02"')
    room = 16_384 - len(start) - len(end) - 1
    county.database.append([start + b"x" * room + b'"' + end] * 2)
    assert county.seal().checkpoint.size == 2
