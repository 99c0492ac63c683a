"""Writes the good and the bad example documents, or says with `--check` which files on disk are stale.

`python -m tests.verify.write_bundles [--check]`. Gives: tests/vectors/records (good ones, read by every implementation of the
verifier) and examples/bundles (one good per audience, and forgeries each caught by one check, with a page that explains them).
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.verify import specimens

ROOT = Path(__file__).resolve().parent.parent.parent
VECTORS = Path("tests/vectors/records")


def vectors() -> dict[Path, bytes]:
    """Path → content of every good specimen, bundles and roster files included."""
    documents = {**specimens.records(), **specimens.bundles()}
    made = {VECTORS / f"{name}.json": document.raw for name, document in documents.items()}
    for document in documents.values():
        made |= {VECTORS / name: raw for name, raw in (document.files or {}).items()}
    return made


def stale(root: Path, wanted: Mapping[Path, bytes]) -> list[str]:
    """What differs between the disk and what would be written: changed, missing and left-over files."""
    faults = [
        f"{path} 已过时"
        for path, raw in wanted.items()
        if not (root / path).is_file() or (root / path).read_bytes() != raw
    ]
    for folder in sorted({path.parent for path in wanted}):
        present = {path.relative_to(root) for path in (root / folder).glob("*")}
        faults += [f"{path} 不应存在" for path in sorted(present - set(wanted))]
    return faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Write everything; with `--check` write nothing and answer 1 when something is stale."""
    parser = argparse.ArgumentParser(description="生成核验程序的正反示例。")
    parser.add_argument("--check", action="store_true", help="只检查是否过时，不写文件")
    options = parser.parse_args(arguments)
    wanted = vectors()
    if options.check:
        faults = stale(ROOT, wanted)
        print("".join(f"{fault}，请运行 make bundles\n" for fault in faults), end="", file=sys.stderr)
        return 1 if faults else 0
    for path, raw in wanted.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(raw)
    print(f"已写 {len(wanted)} 个文件")
    return 0


if __name__ == "__main__":
    sys.exit(main())
