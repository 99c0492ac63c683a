"""Packs the verifier into one file that any Python from 3.11 on runs: `python ssj-verify.pyz RECORD`.

Source: SSJ-DRAW/1 §11 (never require our server). Gives: the same bytes on every machine: sorted names, one fixed time, nothing
compressed. Never: anything but core and verify. At the terminal: `web.console.verifier_archive`; on the portal a download.
"""

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
_PACKED = ("__init__.py", "core", "verify")
_SUFFIXES = (".py", ".toml")
_SHEBANG = b"#!/usr/bin/env python3\n"
_MAIN = b"""import sys

from shuangsuiji.verify.__main__ import main

sys.exit(main())
"""
# The earliest time a zip file can hold; a real one would make every build differ.
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE_BY_ALL = 0o644 << 16


def build_archive(target: Path) -> Path:
    """Write the archive to `target`, making its folder where there is none; returns `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(archive_bytes())
    target.chmod(0o755)
    return target


@cache
def archive_bytes() -> bytes:
    """The archive, made once per process."""
    stream = io.BytesIO()
    stream.write(_SHEBANG)
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in [("__main__.py", _MAIN), *_members()]:
            member = zipfile.ZipInfo(name, _FIXED_TIME)
            member.create_system, member.external_attr = 3, _READABLE_BY_ALL
            archive.writestr(member, content)
    return stream.getvalue()


def _members() -> Iterator[tuple[str, bytes]]:
    """Name inside the archive and content of every file packed, in byte order of the names."""
    files = [path for name in _PACKED for path in (PACKAGE / name, *(PACKAGE / name).rglob("*"))]
    named = {f"{PACKAGE.name}/{path.relative_to(PACKAGE).as_posix()}": path for path in files}
    for name in sorted(named):
        if named[name].is_file() and named[name].suffix in _SUFFIXES:
            yield name, named[name].read_bytes()
