"""The tree by itself: appending, proving an entry of a large log from its tile files alone, verifying the proof."""

import hashlib
import os
import statistics
import time
from pathlib import Path
from typing import Any

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.proofs import verify_inclusion
from shuangsuiji.core.tlog.refusal import ProofFailed
from shuangsuiji.core.tlog.tiled import RightEdge, TiledTree
from shuangsuiji.core.tlog.tiles import Tile

SIZE = 1_000_000
_APPENDED = 50_000
_PROOFS = 50


def part() -> dict[str, Any]:
    """Tiles are written below the folder of this process."""
    folder = Path(os.environ["SHUANGSUIJI_HOME"])
    hashes = [hashlib.sha256(b"%d" % number).digest() for number in range(_APPENDED)]
    edge = Frontier()
    began = time.perf_counter()
    for each in hashes:
        edge = edge.extended((each,))
    appended = (time.perf_counter() - began) / _APPENDED
    root = _write_tiles(folder)
    proofs, verified, faults = [], [], []
    for number in range(_PROOFS):
        index = number * (SIZE // _PROOFS) + number
        began = time.perf_counter()
        path = TiledTree(SIZE, lambda tile: (folder / tile.path).read_bytes()).inclusion(index)
        middle = time.perf_counter()
        try:
            verify_inclusion(_leaf(index), index, SIZE, path, root)
        except ProofFailed as fault:
            faults.append(f"{fault}")
        proofs.append(middle - began)
        verified.append(time.perf_counter() - middle)
    if RightEdge().grown(hashes)[0].root() != edge.root():
        faults.append("逐个追加与成批追加的树根不同")
    return {
        "append_us": appended * 1e6,
        "proof_ms": statistics.median(proofs) * 1e3,
        "verify_ms": statistics.median(verified) * 1e3,
        "faults": faults,
    }


def _leaf(number: int) -> bytes:
    return hashlib.sha256(b"%d" % number).digest()


def _write_tiles(folder: Path) -> bytes:
    edge, tiles = RightEdge().grown(map(_leaf, range(SIZE)))
    for tile, raw in tiles:
        _write(folder, tile, raw)
    return edge.root()


def _write(folder: Path, tile: Tile, raw: bytes) -> None:
    path = folder / tile.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
