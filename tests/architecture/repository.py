"""The files of this repository as the architecture tests see them: what would be committed, nothing that was built or installed."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "shuangsuiji"

# The same folders as in .gitignore; git itself is not asked, so that a copied tree is tested like a clone.
NOT_OURS = frozenset(
    {
        ".git",
        ".venv",
        ".hypothesis",
        ".import_linter_cache",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        "__pycache__",
    }
)
NOT_OURS_AT_TOP = frozenset({"build", "demo", "dist", "evidence"})


def files(*, below: Path = ROOT) -> Iterator[Path]:
    """Every file of the repository below a folder, sorted by path."""
    for path in sorted(below.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and NOT_OURS.isdisjoint(parts) and parts[0] not in NOT_OURS_AT_TOP and not _is_trace(path):
            yield path


def texts(*, below: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Every file that is UTF-8 text, with its content; the rest (spreadsheets, pictures) is left out."""
    for path in files(below=below):
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def python_files(below: Path = PACKAGE) -> list[Path]:
    """Every Python file below a folder, sorted by path."""
    return [path for path in files(below=below) if path.suffix == ".py"]


def name(path: Path) -> str:
    """A path as it is written in a report: relative to the root, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def _is_trace(path: Path) -> bool:
    return path.suffix == ".pyc" or path.name.startswith(".coverage") or ".egg-info" in path.as_posix()
