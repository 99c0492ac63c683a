"""Invented logs that hold everything the register and the trail ask for: what an honest bureau would publish.

Takes: steps of an office, one call per entry. Gives: the folder a web server would serve, checkpoints at each sealing, receipts.
What the log says of a draw is written down here from the design, not by the verifier's own table.
"""

import copy
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import jcs
from shuangsuiji.core.draw.beacon import not_before
from shuangsuiji.core.tlog.bundles import write_bundle
from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.leaves import Opening, write_leaf
from shuangsuiji.core.tlog.receipt import Receipt
from shuangsuiji.core.tlog.tiled import RightEdge, TiledTree
from shuangsuiji.core.tlog.tiles import bundles_of
from tests.core.tlog.signing import Signer, witness
from tests.verify import specimens

Members = dict[str, Any]
LOG = Signer("log.example.gov.cn/410928/rsj")
OTHER_LOG = Signer("log.example.gov.cn/410928/scjgj")
UPPER, AUDIT, ARCHIVE = (witness(f"{name}.example.gov.cn") for name in ("upper", "audit", "archive"))
PHONE = "13812345678"


def policy(quorum: str = "2", log: Signer = LOG) -> bytes:
    """A policy that trusts the log and, of three witnesses, asks for some; `none` asks for no one."""
    lines = [f"log {log.key.vkey}", *(f"witness {each.name} {each.key.vkey}" for each in (UPPER, AUDIT, ARCHIVE))]
    if quorum != "none":
        lines.append(f"group three {quorum} {UPPER.name} {AUDIT.name} {ARCHIVE.name}")
    return "\n".join([*lines, f"quorum {'none' if quorum == 'none' else 'three'}", ""]).encode()


def opening(number: int) -> Opening:
    """The private value every entry has: who acted."""
    return Opening(hashlib.sha256(b"salt %d" % number).hexdigest(), "actor", {"name": f"虚构承办人{number}"})


@dataclass
class Ledger:
    """A log while it grows. Every entry is later than the one before it by a second, or at the time told."""

    log: Signer = LOG
    bodies: list[bytes] = field(default_factory=list)
    sealed: list[int] = field(default_factory=list)
    at: datetime = datetime(2023, 1, 2, tzinfo=UTC)

    def add(
        self,
        kind: str,
        pub: Mapping[str, Any],
        at: datetime | None = None,
        refs: Sequence[tuple[str, int]] = (),
        **members: Any,
    ) -> int:
        """Append an entry; `refs` are (relation, number). Returns its number."""
        number = len(self.bodies)
        self.at = at or self.at + timedelta(seconds=1)
        leaf = {
            "v": 1,
            "type": kind,
            "id": f"01936d2e-5b1c-7a2b-8c3d-{number:012x}",
            "at": f"{self.at:%Y-%m-%dT%H:%M:%SZ}",
            "org": "rsj",
            "actor": "clerk",
            "rule": "第十四条",
            "refs": [[relation, self.hash(to)] for relation, to in refs],
            "pub": dict(pub),
            "sd": {"actor": opening(number).digest()},
            "files": [],
            **members,
        }
        self.bodies.append(write_leaf(leaf))
        return number

    def hash(self, number: int) -> str:
        """Leaf hash of an entry."""
        return leaf_hash(self.bodies[number]).hex()

    def seal(self) -> None:
        """Sign a checkpoint here."""
        self.sealed.append(len(self.bodies))

    def tree(self, size: int) -> TiledTree:
        """The tree at a size."""
        _, tiles = RightEdge().grown(map(leaf_hash, self.bodies[:size]))
        return TiledTree(size, dict(tiles).__getitem__)

    def checkpoint(self, size: int | None = None, by: Iterable[Signer] = (UPPER, AUDIT)) -> bytes:
        """The signed, cosigned checkpoint at a size; the last one where none is told."""
        size = len(self.bodies) if size is None else size
        text = Checkpoint(self.log.name, size, Frontier().extended(map(leaf_hash, self.bodies[:size])).root()).text()
        return self.log.note(text, *(each.line(text, 1_790_000_000 + size) for each in by))

    def receipt(self, number: int, size: int | None = None) -> bytes:
        """The receipt of an entry."""
        size = len(self.bodies) if size is None else size
        return Receipt(number, tuple(self.tree(size).inclusion(number)), self.checkpoint(size)).to_bytes()

    def files(self) -> dict[str, bytes]:
        """Path → bytes of everything served, grown from sealing to sealing; partial tiles stay."""
        served = {"checkpoint": self.checkpoint()}
        edge = RightEdge()
        for size in sorted({*self.sealed, len(self.bodies)}):
            edge, tiles = edge.grown(map(leaf_hash, self.bodies[edge.size : size]))
            served |= {tile.path: raw for tile, raw in tiles}
            for bundle in bundles_of(size):
                first = bundle.index * 256
                served[bundle.path] = write_bundle(self.bodies[first : first + bundle.width])
        return served

    def serve(self, folder: Path) -> Path:
        """Write the folder; returns it."""
        return write(folder, self.files())


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Files below a folder."""
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return folder


def started(log: Signer = LOG) -> Ledger:
    """A log just begun."""
    ledger = Ledger(log)
    ledger.add("log.started", {"day": "2023-01-02"})
    return ledger


def prepare(ledger: Ledger, task_id: str) -> None:
    """A task up to the draw."""
    window = {"window_from": "2023-09-01", "window_to": "2023-12-31"}
    ledger.add("task.created", {"task_id": task_id, "departments": ["rsj", "scjgj"], **window})
    for office in ("section_head", "deputy_head"):
        ledger.add("scheme.signed", {"office": office, "task_id": task_id})
    ledger.add("roster.confirmed", {"kind": "both", "task_id": task_id, "count": 55, "office": "deputy_head"})


def announce_next(ledger: Ledger, record: Members) -> None:
    """The next draw of the task, in the place of the one that ended."""
    task_id, _, ordinal = record["draw_id"].rpartition("/")
    if record["state"] == "VOID":
        ledger.add("roster.confirmed", {"kind": "both", "task_id": task_id, "count": 55, "office": "deputy_head"})
    following = {"draw_id": f"{task_id}/{int(ordinal) + 1}", "plan_hash": "7" * 64, "supersedes": record["draw_id"]}
    ledger.add("draw.planned", following)


# ------------------------------------------------------------------------------------------------------------------ draws


def log_draw(ledger: Ledger, record: Members, between: int = 0) -> dict[str, list[list[Any]]]:
    """Write every step of a draw as 50-ledger §4.2 lists them; gives `log.entries` of the record.

    `between`: how many entries about something else come between commitment and reveal.
    """
    plan, draw_id, shadow = record["plan"], record["draw_id"], record.get("shadow", {})
    own = {name: value for name, value in record.items() if name not in shadow}
    entries: dict[str, list[list[Any]]] = {}

    def add(kind: str, pub: Members, at: datetime | None = None) -> None:
        number = ledger.add(kind, {"draw_id": draw_id, **pub}, at)
        entries.setdefault(kind, []).append([number, ledger.hash(number)])

    commit_by, reveal_by = (datetime.fromisoformat(plan[name]) for name in ("commit_by", "reveal_by"))
    mode = {"mode": plan["mode"]} if "mode" in plan else {}
    add(
        "draw.planned",
        {"plan_hash": own["plan_hash"], "contributors": plan["contributors"], **mode},
        commit_by - timedelta(days=2),
    )
    if "context" in own:
        for pub in _rosters(own):
            add("roster.frozen", pub)
        add("draw.frozen", {"context": own["context"]})
        ledger.at = commit_by - timedelta(hours=1)
    for who, commit in own.get("commits", {}).items():
        add("draw.committed", {"contributor": who, "commit": commit})
    ledger.seal()
    for _ in range(between):
        ledger.add("leave.recorded", {"office": "section_head"})
    ledger.at = max(ledger.at, reveal_by - timedelta(minutes=5)) if "reveals" in own else ledger.at
    for who, secret in sorted(own.get("reveals", []), key=lambda reveal: reveal[1] == ""):
        add("draw.revealed", {"contributor": who, "r": secret or "MISSING"})
    if "seed" in own:
        add("draw.seeded", _seeded(own), not_before(plan["beacon"]))
    if "result_hash" in own:
        add("draw.result", {name: own[name] for name in _HASHES})
    if record["state"] != "DRAWN":
        kind = {"ABORTED": "draw.aborted", "VOID": "draw.voided"}[record["state"]]
        add(
            kind,
            {"code": record["reason"]["code"], "office": "principal_head", "ordinal": int(draw_id.rpartition("/")[2])},
        )
    if shadow:
        add("draw.shadow", {"result_hash": shadow["result_hash"]}, not_before(plan["beacon"]) + timedelta(hours=1))
    ledger.seal()
    return entries


_HASHES = ("selection_hash", "batches_root", "assignment_hash", "result_hash")


def _seeded(record: Members) -> Members:
    source, number, value = record["beacon"]
    behind = {name: record[name] for name in ("beacon_signature", "beacon_evidence") if name in record}
    evidence = hashlib.sha256(jcs(behind)).hexdigest()
    return {"source": source, "round": number, "value": value, "seed": record["seed"], "evidence": evidence}


def _rosters(record: Members) -> list[Members]:
    def rows(roster: Any) -> int:
        return len(roster) if isinstance(roster, list) else roster["rows"]

    found = []
    for library, roster in record.get("subject_rosters", {}).items():
        commit, root = record["subject_commits"][library], record["subject_roots"][library]
        found.append({"kind": f"subject/{library}", "n": rows(roster), "root": root, "roster_commit": commit})
    if record.get("subject_root"):
        commit, root = record["subject_commit"], record["subject_root"]
        found.append({"kind": "subject", "n": rows(record["subject_roster"]), "root": root, "roster_commit": commit})
    if record["inspector_root"]:
        commit, root = record["inspector_commit"], record["inspector_root"]
        found.append(
            {"kind": "inspector", "n": rows(record["inspector_roster"]), "root": root, "roster_commit": commit}
        )
    return found


def recorded(name: str) -> Members:
    """A specimen as members that may be changed."""
    found: Members = json.loads(specimens.records()[name].raw)
    return copy.deepcopy(found)


def placed(ledger: Ledger, record: Members, entries: Mapping[str, Any]) -> Members:
    """The record with its place in the log."""
    log = {"origin": ledger.log.name, "entries": dict(entries), "checkpoint": ledger.checkpoint().decode()}
    return {**record, "log": log}


def ledger_with(record: Members, *, filler: int = 0) -> tuple[Ledger, Members]:
    """A log that holds one draw, and the draw's record with its place; `filler` entries about something else come first."""
    ledger = started()
    for _ in range(filler):
        ledger.add("leave.recorded", {"office": "section_head"})
    if record["task_id"].endswith("/scjgj"):  # a department's own draw, after the subjects were drawn (第十四条)
        prepare(ledger, record["task_id"].rpartition("/")[0])
        log_draw(ledger, recorded("subjects-auditor"))
        ledger.at = datetime.fromisoformat(record["plan"]["commit_by"]) - timedelta(days=3)
    else:
        prepare(ledger, record["task_id"])
    entries = log_draw(ledger, record)
    if "superseded_by" in record:
        announce_next(ledger, record)
    return ledger, placed(ledger, record, entries)


def county() -> Ledger:
    """A whole log of some 300 entries: one task from its plan to a published result, and the leave of many people."""
    record = recorded("sealed-public")
    ledger, _ = ledger_with(record, filler=240)
    drawn = len(ledger.bodies) - 1
    task = {"task_id": record["task_id"]}
    sent = ledger.add("dispatch.sent", {**task, "department": "rsj", "count": 1}, refs=[("follows", drawn)])
    ledger.seal()
    result = ledger.add("result.recorded", {**task, "department": "rsj"}, refs=[("follows", sent)])
    published = {"code": "R01", "digest": "5" * 64, "organ": "rsj", "day": "2023-10-09"}
    ledger.add("result.published", published, refs=[("follows", result)])
    for _ in range(40):
        ledger.add("leave.recorded", {"office": "section_head"})
    return ledger
