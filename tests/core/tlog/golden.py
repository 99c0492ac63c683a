"""The golden log: 300 invented entries as static files, signed, cosigned, with proofs and receipts, and what must be refused.

`python -m tests.core.tlog.golden [--check]` writes tests/vectors/tlog or says which files are stale.
Gives: `log/` as any web server would serve it · `checkpoints/<size>` · `receipts/<index>.tlog-proof` · `requests/<old>-<size>`
(what a witness is asked) · `policy` · `golden.json` (roots, proofs) · `negative.json` (bad ones and the kind of their refusal).
Every signature is deterministic; the seeds are those of `signing.Signer`.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from shuangsuiji.core.tlog.bundles import write_bundle
from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.leaves import Opening, write_leaf
from shuangsuiji.core.tlog.receipt import Receipt
from shuangsuiji.core.tlog.spelling import write_base64
from shuangsuiji.core.tlog.tiled import RightEdge, TiledTree
from shuangsuiji.core.tlog.tiles import bundles_of, tiles_of
from shuangsuiji.core.tlog.witnessing import Request
from tests.core.tlog.signing import Signer, witness

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path("tests/vectors/tlog")

LOG = Signer("log.example.gov.cn/410928/rsj")
UPPER, AUDIT, ARCHIVE = (witness(f"{name}.example.gov.cn") for name in ("upper", "audit", "archive"))
ENTRIES = 300
SIZES = (0, 1, 3, 255, 256, 257, 300)  # a checkpoint was signed at each
WITNESSED_AT = 1_790_000_000
INCLUSION = ((0, 1), (0, 3), (2, 3), (0, 256), (255, 256), (256, 257), (0, 300), (255, 300), (256, 300), (299, 300))
CONSISTENCY = ((1, 1), (1, 3), (3, 255), (1, 256), (255, 256), (256, 257), (3, 300), (256, 300), (257, 300), (300, 300))
RECEIPTS = (0, 255, 256, 299)

_ACTS = ("account.changed", "export.made")


def opening(number: int) -> Opening:
    """The private value of entry `number`."""
    return Opening(hashlib.sha256(b"salt %d" % number).hexdigest(), "actor", {"name": f"虚构承办人{number}"})


@cache
def body(number: int) -> bytes:
    """Entry `number`; it refers to the one before it."""
    seconds = 28_800 + number * 60
    day, rest = divmod(seconds, 86_400)
    return write_leaf(
        {
            "v": 1,
            "type": "log.started" if number == 0 else _ACTS[number % len(_ACTS)],
            "id": f"01936d2e-5b1c-7a2b-8c3d-{number:012x}",
            "at": f"2026-03-{day + 2:02}T{rest // 3600:02}:{rest // 60 % 60:02}:00Z",
            "org": "rsj",
            "actor": "machine",
            "rule": "第五条",
            "refs": [["follows", leaf_hash(body(number - 1)).hex()]] if number else [],
            "pub": {"kind": "person", "count": number} if number else {"day": "2026-03-02"},
            "sd": {"actor": opening(number).digest()},
            "files": [],
        }
    )


@cache
def leaves() -> tuple[bytes, ...]:
    """The leaf hashes."""
    return tuple(leaf_hash(body(number)) for number in range(ENTRIES))


@cache
def checkpoint(size: int) -> bytes:
    """The signed checkpoint at a size, cosigned by two of three witnesses; the very first ones by none."""
    text = Checkpoint(LOG.name, size, Frontier().extended(leaves()[:size]).root()).text()
    witnesses = () if size < 3 else (UPPER, AUDIT)
    return LOG.note(text, *(each.line(text, WITNESSED_AT + size) for each in witnesses))


@cache
def tree(size: int) -> TiledTree:
    """The log at a size, through its tiles."""
    _, tiles = RightEdge().grown(leaves()[:size])
    return TiledTree(size, dict(tiles).__getitem__)


def policy() -> bytes:
    """Two of the three witnesses."""
    lines = [f"log {LOG.key.vkey}", *(f"witness {each.name} {each.key.vkey}" for each in (UPPER, AUDIT, ARCHIVE))]
    group = f"group line 2 {UPPER.name} {AUDIT.name} {ARCHIVE.name}"
    return "\n".join(["# invented", *lines, group, "quorum line", ""]).encode()


def receipt(index: int) -> Receipt:
    """The receipt of an entry at the full size."""
    return Receipt(index, tuple(tree(ENTRIES).inclusion(index)), checkpoint(ENTRIES))


# ------------------------------------------------------------------------------------------------------------------ files


def files() -> dict[Path, bytes]:
    """Every file of the golden log, by its path below the project."""
    made = {
        "policy": policy(),
        "golden.json": _json(golden()),
        "negative.json": _json({"cases": [dict(case) for case in negative()]}),
        "log/checkpoint": checkpoint(ENTRIES),
        **{f"checkpoints/{size}": checkpoint(size) for size in SIZES},
        **{f"receipts/{index}.tlog-proof": receipt(index).to_bytes() for index in RECEIPTS},
        **{
            f"requests/{old}-{size}": Request(old, tuple(tree(size).consistency(old)), checkpoint(size)).to_bytes()
            for old, size in CONSISTENCY
        },
        **{f"log/{path}": raw for path, raw in served()},
    }
    return {FOLDER / name: raw for name, raw in made.items()}


def served() -> Iterator[tuple[str, bytes]]:
    """Tiles and bundles of each size that has a checkpoint, grown from one to the next as a sealer would."""
    edge = RightEdge()
    for size in SIZES:
        edge, tiles = edge.grown(leaves()[edge.size : size])
        yield from ((tile.path, raw) for tile, raw in tiles)
        for bundle in bundles_of(size):
            first = bundle.index * 256
            yield bundle.path, write_bundle(body(number) for number in range(first, first + bundle.width))


def golden() -> dict[str, Any]:
    """Names, keys, roots and proofs."""
    frontier, roots = Frontier(), []
    for leaf in (*leaves(), None):
        roots.append(frontier.root().hex())
        frontier = frontier.extended([leaf]) if leaf else frontier
    return {
        "origin": LOG.name,
        "vkey": LOG.key.vkey,
        "witnesses": [each.key.vkey for each in (UPPER, AUDIT, ARCHIVE)],
        "size": ENTRIES,
        "checkpoints": list(SIZES),
        "roots": roots,
        "inclusion": [
            {"index": index, "size": size, "path": [node.hex() for node in tree(size).inclusion(index)]}
            for index, size in INCLUSION
        ],
        "consistency": [
            {"old": old, "size": size, "path": [node.hex() for node in tree(size).consistency(old)]}
            for old, size in CONSISTENCY
        ],
        "openings": [{"index": 7, "salt": opening(7).salt, "name": opening(7).name, "value": opening(7).value}],
        "tiles": [tile.path for tile in tiles_of(ENTRIES)],
    }


def negative() -> Iterator[Mapping[str, str]]:
    """Bad ones: what is read, its text, and the kind of refusal (a class of `core.tlog.refusal`)."""
    good, text = checkpoint(ENTRIES).decode(), good_text()
    root = write_base64(tree(ENTRIES).root())
    for why, raw, refusal in (
        ("size with a leading zero", good.replace("\n300\n", "\n0300\n"), "Malformed"),
        ("an extension line", LOG.note(text + "extra\n").decode(), "Malformed"),
        ("a control character", good.replace("rsj\n", "rsj\t\n", 1), "Malformed"),
        ("no final line feed", good[:-1], "Malformed"),
        ("a root of 31 bytes", good.replace(root, write_base64(tree(ENTRIES).root()[:31])), "Malformed"),
        ("another size under the signature", good.replace("\n300\n", "\n301\n"), "BadSignature"),
        ("a witness's time changed", _witness_time_changed().decode(), "BadSignature"),
        ("signed by a stranger", Signer("stranger.example").note(text).decode(), "Unsigned"),
        ("the key name of another log", good.replace("— log.example", "— lag.example"), "Unsigned"),
        ("another origin, same key", LOG.note(text.replace("/rsj", "/scjg")).decode(), "Unsigned"),
        ("a witness alone", "\n".join([text, UPPER.line(text, 1).written()]), "Unsigned"),
    ):
        yield {"kind": "checkpoint", "why": why, "raw": raw, "refusal": refusal}
    given = receipt(256).to_bytes().decode()
    for why, raw, refusal in (
        ("index one lower", given.replace("index 256", "index 255"), "ProofFailed"),
        ("index one higher", given.replace("index 256", "index 257"), "ProofFailed"),
        ("an older checkpoint", given.replace(good, checkpoint(257).decode()), "ProofFailed"),
        ("one hash missing", "\n".join(line for at, line in enumerate(given.split("\n")) if at != 2), "ProofFailed"),
        ("another version", given.replace("@v1", "@v2"), "Malformed"),
        ("index with a leading zero", given.replace("index 256", "index 0256"), "Malformed"),
    ):
        yield {"kind": "receipt of entry 256", "why": why, "raw": raw, "refusal": refusal}
    lines = policy().decode()
    twin = LOG.key.vkey.replace("410928", "410927")
    for why, raw, refusal in (
        ("three of two", lines.replace("line 2", "line 4"), "Malformed"),
        ("no quorum", lines.replace("quorum line\n", ""), "Malformed"),
        ("a witness twice in the group", lines.replace(AUDIT.name + " " + ARCHIVE.name, UPPER.name), "Malformed"),
        ("one key under two names", lines.replace("# invented", f"log {_renamed(LOG).key.vkey}"), "Ambiguous"),
        ("a key id that is not the key's", lines.replace(LOG.key.vkey, twin), "Malformed"),
    ):
        yield {"kind": "policy", "why": why, "raw": raw, "refusal": refusal}
    for path in ("tile/0/0", "tile/0/000.p/256", "tile/0/x000/001", "tile/64/000", "tile/0/../checkpoint"):
        yield {"kind": "path", "why": path, "raw": path, "refusal": "Malformed"}


def good_text() -> str:
    """The signed text of the last checkpoint."""
    return checkpoint(ENTRIES).decode().partition("\n\n")[0] + "\n"


def _witness_time_changed() -> bytes:
    text = good_text()
    honest, later = UPPER.line(text, WITNESSED_AT), UPPER.line(text, WITNESSED_AT + 1)
    return LOG.note(text, type(honest)(honest.name, honest.key_id, later.payload[:8] + honest.payload[8:]))


class _Renamed(Signer):
    """The same private key under another name."""

    __slots__ = ()

    @property
    def seed(self) -> bytes:
        return LOG.seed


def _renamed(signer: Signer) -> Signer:
    return _Renamed(f"{signer.name}/2")


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def stale() -> list[str]:
    """Files of the folder that differ from what is made now, are missing, or are left over."""
    made = files()
    there = {path.relative_to(ROOT) for path in (ROOT / FOLDER).rglob("*") if path.is_file()}
    changed = {path for path in made if path in there and (ROOT / path).read_bytes() != made[path]}
    return sorted(path.as_posix() for path in changed | (made.keys() ^ there))


def main(arguments: Sequence[str]) -> int:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description="golden log of tests/vectors/tlog")
    parser.add_argument("--check", action="store_true", help="only compare")
    if not parser.parse_args(arguments).check:
        for path, raw in files().items():
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_bytes(raw)
    for name in stale():
        print(f"过期或多余：{name}")
    return 1 if stale() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
