"""Pack the verifier into one file that any Python ≥ 3.11 runs: `python3 ssj-verify.pyz RECORD`.

Source: SSJ-DRAW/1 §11 (never require our server). Gives: the same bytes for the same sources.
"""

import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import shuangsuiji

_PARTS = ("core", "verify")
_KEPT = {".py", ".toml"}
_MOMENT = (1980, 1, 1, 0, 0, 0)
_MAIN = b"import sys\nfrom shuangsuiji.verify.__main__ import main\nsys.exit(main())\n"


def build_archive(target: Path) -> Path:
    """Write the archive to `target` and return it; what stood there before is replaced."""
    package = Path(shuangsuiji.__file__).parent
    sources = [package / "__init__.py", *(path for part in _PARTS for path in (package / part).rglob("*"))]
    members = {f"shuangsuiji/{path.relative_to(package).as_posix()}": path for path in sources if path.suffix in _KEPT}
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, "__main__.py", _MAIN)
            for name in sorted(members):
                _put(archive, name, members[name].read_bytes())
    target.chmod(0o755)
    return target


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m shuangsuiji.web.console.verifier_archive OUT.pyz`."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    print(build_archive(Path(given[0] if given else "dist/ssj-verify.pyz")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
