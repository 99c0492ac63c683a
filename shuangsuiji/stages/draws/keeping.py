"""What the freeze keeps: public rosters in the clear, what stands behind the handles encrypted, both on the shelf by digest.

Source: SSJ-DRAW/1 §2, §3.2; 第五条, 第十条. Before the command: `shelve`. In it: rows name the files. Afterwards: `rosters_of`.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shuangsuiji.core.draw.freeze import FrozenInspectors, FrozenRosters, FrozenSubjects, OpenedInspector, OpenedSubject
from shuangsuiji.core.draw.plan import draws_teams
from shuangsuiji.core.draw.roster import read_inspector_file, read_subject_file, write_csv, write_jsonl
from shuangsuiji.foundation.evidence.kinds import CSV, JSON_LINES, SEALED, Kind
from shuangsuiji.foundation.evidence.making import shelve
from shuangsuiji.foundation.evidence.receiving import Received, shelf
from shuangsuiji.foundation.ledger import keys
from shuangsuiji.stages.draws.models import Draw, DrawFreeze

INSPECTORS = "inspector"


@dataclass(frozen=True, slots=True)
class Shelved:
    """Files of a freeze on the shelf: kind of roster → public file, and the encrypted openings. An empty roster has no file."""

    rosters: dict[str, Received]
    opened: Received


def seal_keys(draw_keys: dict[str, bytes], number: str, *, at: datetime) -> bytes:
    """Encrypt the sealing keys with the bureau's own key."""
    told = {kind: key.hex() for kind, key in draw_keys.items()}
    return keys.seal(keys.house_key(at=at), keys.written(told), context=f"draw/{number}/keys")


def sealing_keys(draw: Draw) -> dict[str, bytes]:
    """The sealing keys of a draw. Raises KeyUnusable."""
    raw = keys.unseal(keys.house_key(at=draw.planned_at), bytes(draw.keys_sealed), context=f"draw/{draw.number}/keys")
    return {kind: bytes.fromhex(key) for kind, key in json.loads(raw or b"{}").items()}


def shelve_rosters(draw: Draw, rosters: FrozenRosters, *, at: datetime) -> Shelved:
    """Write every file. Outside of a command."""
    files = {
        kind: shelve(content, Kind.ROSTER, media)
        for kind, content, media in (
            *((_kind(library), write_csv(frozen.rows), CSV) for library, frozen in rosters.subjects.items()),
            (INSPECTORS, write_jsonl(rosters.inspectors.rows), JSON_LINES),
        )
        if content
    }
    sealed = keys.seal(keys.house_key(at=at), _written(rosters), context=f"draw/{draw.number}/opened")
    return Shelved(files, shelve(sealed, Kind.ROSTER, SEALED))


def _kind(library: str) -> str:
    return f"subject/{library}" if library else "subject"


def _written(rosters: FrozenRosters) -> bytes:
    opened: dict[str, Any] = {
        "subjects": {library: [list(row) for row in frozen.opened] for library, frozen in rosters.subjects.items()},
        "inspectors": [list(row) for row in rosters.inspectors.opened],
        "received": [list(row) for row in rosters.received],
    }
    return json.dumps(opened, ensure_ascii=False, separators=(",", ":")).encode()


def rosters_of(draw: Draw) -> FrozenRosters | None:
    """The frozen rosters from the shelf, every file held against its digest; None before the freeze. Raises FileDamaged, KeyUnusable."""
    freeze: DrawFreeze | None = DrawFreeze.objects.select_related("opened").filter(draw=draw).first()
    if freeze is None:
        return None
    store = shelf()
    raw = keys.unseal(
        keys.house_key(at=draw.planned_at), store.read(freeze.opened.digest), context=f"draw/{draw.number}/opened"
    )
    opened = json.loads(raw or b"")
    rows = {each.kind: each for each in draw.rosters.select_related("file")}
    files = {kind: store.read(each.file.digest) if each.file else b"" for kind, each in rows.items()}
    people = rows.get(INSPECTORS)
    subjects = {each.library: each for kind, each in rows.items() if kind != INSPECTORS}
    return FrozenRosters(
        subjects={
            library: FrozenSubjects(
                read_subject_file(files[each.kind], "csv"), [OpenedSubject(*row) for row in opened["subjects"][library]]
            )
            for library, each in sorted(subjects.items())
        },
        received=[OpenedSubject(*row) for row in opened["received"]],
        inspectors=FrozenInspectors(
            read_inspector_file(files[INSPECTORS]) if draws_teams(draw.plan) else [],
            [OpenedInspector(*row) for row in opened["inspectors"]],
        ),
        subject_roots={library: each.root for library, each in sorted(subjects.items())},
        subject_commits={library: each.commit for library, each in sorted(subjects.items())},
        subject_commit=freeze.subject_commit,
        inspector_root=people.root if people else "",
        inspector_commit=freeze.inspector_commit,
    )
