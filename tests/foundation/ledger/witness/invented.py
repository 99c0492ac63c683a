"""An invented log that can grow, be rewritten and be rolled back, its witnesses, and a network that is a dictionary.

The signers are those of `tests.core.tlog.signing`; the signatures are made by `cryptography`, a few hundred times faster.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shuangsuiji.core.tlog.bundles import write_bundle
from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.cosignature import cosigned_message
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.keys import COSIGNATURE, LOG_SIGNATURE, VerifierKey
from shuangsuiji.core.tlog.leaves import write_leaf
from shuangsuiji.core.tlog.note import Note, SignatureLine, cosignature_line, signature_line
from shuangsuiji.core.tlog.policy import Policy, parse_policy
from shuangsuiji.core.tlog.tiled import RightEdge, TiledTree
from shuangsuiji.core.tlog.tiles import bundles_of
from shuangsuiji.core.tlog.witnessing import Request
from shuangsuiji.foundation.ledger.witness.client import Post
from shuangsuiji.foundation.ledger.witness.keyfile import WitnessKey
from shuangsuiji.foundation.ledger.witness.server import Application, Witness
from shuangsuiji.foundation.ledger.witness.store import Store
from shuangsuiji.foundation.ledger.witness.transport import Reply, Unreachable
from shuangsuiji.verify.signatures import verify_ed25519

ORIGIN = "log.example.gov.cn/410928/rsj"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@cache
def private_key(name: str) -> Ed25519PrivateKey:
    """A key derived from a name; it protects nothing."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"test signer {name}".encode()).digest())


def public(name: str, kind: int = LOG_SIGNATURE) -> VerifierKey:
    """The public key of a name."""
    return VerifierKey(name, kind, private_key(name).public_key().public_bytes_raw())


def witness_key(name: str) -> WitnessKey:
    """The key of a witness."""
    return WitnessKey(public(name, COSIGNATURE), private_key(name).sign)


class Clock:
    """A clock that goes on only when told."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def tick(self, **passed: float) -> None:
        self.at += timedelta(**passed)


@dataclass
class Log:
    """Entries, and everything a log makes of them. `fork()` is another history signed with the same key."""

    bodies: list[bytes] = field(default_factory=list)
    origin: str = ORIGIN
    signer: str = ORIGIN

    @staticmethod
    def of(count: int) -> "Log":
        return Log([body(number) for number in range(count)])

    @property
    def size(self) -> int:
        return len(self.bodies)

    def grown_to(self, count: int) -> "Log":
        return Log([*self.bodies, *(body(number) for number in range(self.size, count))], self.origin, self.signer)

    def cut_to(self, count: int) -> "Log":
        return Log(self.bodies[:count], self.origin, self.signer)

    def rewritten(self, index: int, replaced: bytes = b"rewritten") -> "Log":
        changed = list(self.bodies)
        changed[index] = replaced
        return Log(changed, self.origin, self.signer)

    def edge(self) -> tuple[RightEdge, dict[Any, bytes]]:
        edge, tiles = RightEdge().grown(map(leaf_hash, self.bodies))
        return edge, dict(tiles)

    def tree(self) -> TiledTree:
        return TiledTree(self.size, self.edge()[1].__getitem__)

    def checkpoint(self) -> Checkpoint:
        return Checkpoint(self.origin, self.size, self.edge()[0].root())

    def note(self, *others: SignatureLine) -> Note:
        text = self.checkpoint().text()
        return Note(text, (signature_line(public(self.signer), private_key(self.signer).sign(text.encode())), *others))

    def prove(self, old: int) -> Sequence[bytes]:
        return self.tree().consistency(old)

    def request(self, old: int, *, path: Iterable[bytes] | None = None) -> bytes:
        given = (self.prove(old) if 0 < old <= self.size else []) if path is None else path
        return Request(old, tuple(given), self.note().to_bytes()).to_bytes()

    def publish(self, folder: Path, *others: SignatureLine, sizes: Iterable[int] = ()) -> Path:
        """The files of the log, as after seals at `sizes` and now."""
        edge = RightEdge()
        for size in [*sizes, self.size]:
            edge, tiles = edge.grown(map(leaf_hash, self.bodies[edge.size : size]))
            for tile, raw in tiles:
                write(folder / tile.path, raw)
            for bundle in bundles_of(size):
                first = bundle.index * 256
                write(folder / bundle.path, write_bundle(self.bodies[first : first + bundle.width]))
        write(folder / "checkpoint", self.note(*others).to_bytes())
        return folder


def write(path: Path, raw: bytes) -> None:
    """Write a file, its folders with it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def body(number: int) -> bytes:
    """Entry `number`."""
    return f"entry {number}".encode()


def leaf(number: int, at: datetime) -> bytes:
    """An entry as our own log writes it."""
    return write_leaf(
        {
            "v": 1,
            "type": "task.created",
            "id": f"01936d2e-5b1c-7a2b-8c3d-{number:012x}",
            "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "org": "410928/rsj",
            "actor": "clerk",
            "rule": "第十一条",
            "refs": [],
            "pub": {},
            "sd": {},
            "files": [],
        }
    )


def cosigned(name: str, text: str, at: datetime) -> SignatureLine:
    """The line of a witness for a text."""
    seconds = int(at.timestamp())
    return cosignature_line(public(name, COSIGNATURE), seconds, private_key(name).sign(cosigned_message(seconds, text)))


def policy(*witnesses: str, quorum: int | None = None, url: str = "https://{}/prefix") -> Policy:
    """A policy of the invented log; `quorum` of the witnesses, or none."""
    return parse_policy(policy_text(*witnesses, quorum=quorum, url=url).encode())


def policy_text(*witnesses: str, quorum: int | None = None, url: str = "https://{}/prefix") -> str:
    """The same as a file."""
    lines = [f"log {public(ORIGIN).vkey}"]
    lines += [f"witness {name} {public(name, COSIGNATURE).vkey} {url.format(name)}".strip() for name in witnesses]
    if quorum is None:
        return "\n".join([*lines, "quorum none", ""])
    return "\n".join([*lines, f"group line {quorum} {' '.join(witnesses)}", "quorum line", ""])


def new_witness(folder: Path, name: str = "w.example", clock: Callable[[], datetime] | None = None) -> Witness:
    """A witness that knows the invented log and has seen nothing of it."""
    store = Store.create(folder / f"{name}.sqlite")
    store.add_log(ORIGIN, public(ORIGIN), START)
    return Witness(store, witness_key(name), verify_ed25519, clock or Clock())


def call(
    application: Application, method: str, path: str, body: bytes = b"", **environ: str
) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers of one WSGI call."""
    given: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "wsgi.input": BytesIO(body),
        **({"CONTENT_LENGTH": f"{len(body)}"} if method == "POST" else {}),
        **environ,
    }
    started: list[Any] = []
    raw = b"".join(application(given, lambda status, headers: started.append((int(status[:3]), dict(headers)))))
    return started[0][0], raw, started[0][1]


def network(*witnesses: Witness) -> Post:
    """A transport to these witnesses at `https://<name>/prefix`; nobody else is there."""
    applications = {witness.key.public.name: Application(witness, "/prefix") for witness in witnesses}

    def post(url: str, body: bytes, timeout: float) -> Reply:
        host, _, path = url.removeprefix("https://").partition("/")
        if host not in applications:
            raise Unreachable("没有这台主机")
        status, raw, _ = call(applications[host], "POST", f"/{path}", body)
        return Reply(status, raw)

    return post
