"""What the monitor keeps between two runs, in one small JSON file: the last tree it proved, and every contradiction.

Source: 50-ledger §9 (`ledger monitor`). Shape: `{"v":1,"origin","size","rows","note","changed_at","alive_at","kept":[…]}`,
hashes in hex, notes as text, times in UTC. Never: kept contradictions are not removed.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.foundation.ledger.watching.copying import write_file

_MOST_KEPT = 1_000


class MemoryRefused(ValueError):
    """The monitor's state file is not one; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The tree proved last, its note, when the size last changed, the latest sign of life, contradicting notes."""

    origin: str
    edge: RightEdge
    note: str
    changed_at: datetime
    alive_at: datetime | None
    kept: tuple[str, ...] = field(default=())

    def keeping(self, *notes: bytes) -> "Memory":
        """With contradicting notes beside the one that is believed."""
        new = [text for raw in notes if (text := raw.decode(errors="replace")) != self.note]
        return replace(self, kept=tuple(dict.fromkeys([*self.kept, *new]))[:_MOST_KEPT])


def read_memory(path: Path) -> Memory | None:
    """What the last run wrote; None where there was none. Raises MemoryRefused."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        members = json.loads(raw)
        rows = tuple(tuple(bytes.fromhex(node) for node in row) for row in members["rows"])
        alive = members["alive_at"]
        return Memory(
            members["origin"],
            RightEdge(members["size"], rows),
            members["note"],
            datetime.fromisoformat(members["changed_at"]),
            None if alive is None else datetime.fromisoformat(alive),
            tuple(members["kept"]),
        )
    except (ValueError, TypeError, KeyError, TlogRefused) as error:
        raise MemoryRefused(
            f"{path} 不是监测的状态文件，或已损坏（{error}）。请找回原文件；找不回的，移走它重新开始，此前的改写将无从比较"
        ) from error


def write_memory(path: Path, memory: Memory) -> None:
    """Replace the state file."""
    members = {
        "v": 1,
        "origin": memory.origin,
        "size": memory.edge.size,
        "rows": [[node.hex() for node in row] for row in memory.edge.rows],
        "note": memory.note,
        "changed_at": memory.changed_at.isoformat(),
        "alive_at": None if memory.alive_at is None else memory.alive_at.isoformat(),
        "kept": list(memory.kept),
    }
    write_file(path, json.dumps(members, ensure_ascii=False, indent=1).encode() + b"\n")
