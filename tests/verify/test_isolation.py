"""The verifier needs Python and nothing else: run as a module, and as one file carried to a machine that has nothing of ours."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from shuangsuiji.verify.__main__ import main as verify
from shuangsuiji.web.console.verifier_archive import build_archive
from shuangsuiji.web.console.verifier_archive import main as pack
from tests.verify import specimens
from tests.verify.forgeries import forgeries

ROOT = Path(__file__).resolve().parents[2]

# Run in a bare interpreter: verify, then tell what was imported from where.
_PROBE = """
import sys
sys.path.insert(0, sys.argv[1])
from shuangsuiji.verify.__main__ import main
code = main(sys.argv[2:])
tops = {name.partition(".")[0] for name in sys.modules}
print("foreign", sorted(tops - set(sys.stdlib_module_names) - {"__main__", "shuangsuiji"}), file=sys.stderr)
ours = {name.split(".")[1] for name in sys.modules if name.startswith("shuangsuiji.")}
print("ours", sorted(ours), file=sys.stderr)
network = {"socket", "ssl", "http", "urllib.request", "sqlite3", "subprocess"}
print("reaching out", sorted(network & set(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


def _bare(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run Python without environment, site packages or current folder on its path."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", *(f"{argument}" for argument in arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_archive(tmp_path_factory.mktemp("dist") / "ssj-verify.pyz")


@pytest.fixture
def documents(tmp_path: Path) -> dict[str, Path]:
    """A good record, a bad one, a bundle with its record, a record with its files, and something that is none."""
    files = specimens.records()["files-public"]
    contents = {
        "good.json": specimens.records()["sealed-auditor"].raw,
        "bad.json": forgeries()["bad-V18-ranks-two-and-three-swapped"].raw,
        "bundle.json": specimens.bundles()["firm-drawn"].raw,
        "draw-1.json": specimens.records()["sealed-public"].raw,
        "sm3.json": specimens.records()["sm3-auditor"].raw,
        "files.json": files.raw,
        "nothing.json": b"{",
        **(files.files or {}),
    }
    for name, raw in contents.items():
        (tmp_path / name).write_bytes(raw)
    return {name: tmp_path / name for name in contents}


@pytest.mark.parametrize("name", ["good.json", "bad.json", "bundle.json", "sm3.json", "files.json"])
def test_nothing_but_the_standard_library_and_our_own_core_is_imported(
    name: str, documents: dict[str, Path], tmp_path: Path
) -> None:
    run = _bare("-c", _PROBE, ROOT, documents[name], "--no-log", cwd=tmp_path)
    assert run.stderr.splitlines() == ["foreign []", "ours ['core', 'verify']", "reaching out []"]
    assert run.returncode == (1 if name == "bad.json" else 0)


@pytest.mark.parametrize("options", [[], ["--no-log"], ["--no-log", "--json"]])
@pytest.mark.parametrize("name", ["good.json", "bad.json", "bundle.json", "files.json", "nothing.json"])
def test_the_archive_run_from_an_empty_folder_says_the_same(
    name: str,
    options: list[str],
    archive: Path,
    documents: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = _bare(archive, documents[name], *options, cwd=tmp_path_factory.mktemp("empty"))
    code = verify([f"{documents[name]}", *options])
    assert (run.returncode, run.stdout, run.stderr) == (code, capsys.readouterr().out, "")


def test_the_archive_complains_about_wrong_usage(archive: Path, tmp_path: Path) -> None:
    assert _bare(archive, cwd=tmp_path).returncode == 2
    assert _bare(archive, "nowhere.json", cwd=tmp_path).returncode == 2


def test_the_archive_holds_core_and_verify_and_nothing_else(archive: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
    assert names[0] == "__main__.py"
    assert names[1:] == sorted(names[1:])
    assert all(
        name == "shuangsuiji/__init__.py" or name.startswith(("shuangsuiji/core/", "shuangsuiji/verify/"))
        for name in names[1:]
    )
    assert {"shuangsuiji/core/rules/parameters.toml", "shuangsuiji/verify/__main__.py"} <= set(names)
    assert not any("__pycache__" in name or name.endswith(".pyc") for name in names)


def test_the_archive_is_the_same_whenever_and_wherever_it_is_built(archive: Path, tmp_path: Path) -> None:
    again = build_archive(tmp_path / "new" / "folder" / "verify.pyz")
    assert again.read_bytes() == archive.read_bytes()
    with zipfile.ZipFile(again) as packed:
        assert {(member.date_time, member.create_system) for member in packed.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 3)
        }


def test_the_command_says_where_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pack([f"{tmp_path / 'ssj-verify.pyz'}"]) == 0
    assert "ssj-verify.pyz" in capsys.readouterr().out
    assert (tmp_path / "ssj-verify.pyz").stat().st_mode & 0o111


def test_the_module_runs_by_its_name(documents: dict[str, Path]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "shuangsuiji.verify", documents["good.json"], "--no-log", "--json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0
    assert json.loads(run.stdout)["exit_code"] == 0
