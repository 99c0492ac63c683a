"""Files that are whole or not there: written under another name, flushed to disk, renamed. Every write of the sealer is one of these;
only what pages show is not waited for.

Source: 50-ledger §5 (temporary name, fsync, rename), §6. Modes are set whatever the umask: a key holder runs with a narrow one.
There is one writer at a time (the lock of `store`), so the unfinished name is fixed and an interrupted write leaves no litter.
"""

import os
from collections.abc import Iterable
from pathlib import Path

PUBLIC_FILE, PUBLIC_FOLDER = 0o644, 0o755
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


def put(path: Path, raw: bytes, mode: int) -> None:
    """Put a file in place of whatever stands there; on return it survives a power cut."""
    write(path, raw, mode)
    sync_folders([path.parent])


def put_new(path: Path, raw: bytes, mode: int) -> None:
    """Put a file where none may stand. Raises FileExistsError."""
    if path.exists():
        raise FileExistsError(17, "已存在", str(path))
    put(path, raw, mode)


def write(path: Path, raw: bytes, mode: int) -> None:
    """As `put`, but the folder is the caller's to flush (`sync_folders`)."""
    _write(path, raw, mode, flushed=True)


def show(path: Path, raw: bytes, mode: int) -> None:
    """As `put`, but never waited for: after a power cut the file may be the old one, or spoiled. For what the next run says anew."""
    _write(path, raw, mode, flushed=False)


def _write(path: Path, raw: bytes, mode: int, *, flushed: bool) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        os.fchmod(descriptor, mode)
        left = memoryview(raw)
        while left:
            left = left[os.write(descriptor, left) :]
        if flushed:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
    unfinished.replace(path)


def remove(path: Path) -> None:
    """Take a file away; one that is not there is no fault."""
    try:
        path.unlink()
    except FileNotFoundError:
        return
    sync_folders([path.parent])


def discard_folder(path: Path) -> None:
    """Take a folder and its files away; nothing is lost where a power cut brings them back."""
    for file in list(path.iterdir()):
        file.unlink()
    path.rmdir()


def make_folders(path: Path, mode: int) -> None:
    """Make a folder and its missing parents, each flushed into the one above; one that is there keeps its mode."""
    if path.is_dir():
        return
    make_folders(path.parent, mode)
    path.mkdir(mode)
    path.chmod(mode)
    sync_folders([path.parent])


def sync_folders(folders: Iterable[Path]) -> None:
    """Flush the names in these folders to disk."""
    for folder in sorted(set(folders)):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
