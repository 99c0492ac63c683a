"""Where a file lies and who may read it: what checks of keys and of the SQLite folder ask the system.

Source: 80-reliability §1 (keys outside database and settings, mode 0600; local disk only).
"""

import os
import stat
from pathlib import Path

# Locks and shared memory of SQLite do not hold on these.
NETWORK_FILE_SYSTEMS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "fuse.sshfs",
        "fuse.glusterfs",
        "davfs",
    }
)
MOUNTS = Path("/proc/mounts")


def is_open_to_others(path: Path) -> bool:
    """Whether group or others may do anything with the file. False where there is none."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return bool(stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO))


def is_readable_here(path: Path) -> bool:
    """Whether this process may read the file."""
    return path.is_file() and os.access(path, os.R_OK)


def file_system_of(folder: Path, mounts: Path = MOUNTS) -> str:
    """The kind of file system below a folder, as the kernel names it; empty where it does not say."""
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    found = ("", "")
    for line in lines:
        point, kind = line.split()[1:3]
        point = point.replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= len(found[0]):
            found = (point, kind)
    return found[1]
