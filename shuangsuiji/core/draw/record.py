"""The draw record: one JSON object from which anybody recomputes a draw, written for three audiences.

Source: SSJ-DRAW/1 §9; 第五条, decision 8 (what a public record must not hold).
Takes: a ceremony with its frozen rosters. Gives: the object; `write_document` its bytes.
Never: in a public sealed record an id, a salt, a row or a batch.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from shuangsuiji.core.draw.ceremony import (
    ABORTED,
    COMMITTED,
    DRAWN,
    FROZEN,
    PLANNED,
    REVEALED,
    SEEDED,
    VOID,
    Ceremony,
)
from shuangsuiji.core.draw.freeze import FrozenRosters, OpenedInspector, OpenedSubject
from shuangsuiji.core.draw.outcome import Outcome, draw
from shuangsuiji.core.draw.plan import draws_subjects, draws_teams, plan_hash
from shuangsuiji.core.draw.roster import row_object
from shuangsuiji.core.draw.tickets import all_tickets

RECORD_FORMAT = "ssj-draw-record/1"
PUBLIC, AUDITOR = "public", "auditor"
TICKETS_LISTED_UP_TO = 10_000
_REACHED = (PLANNED, FROZEN, COMMITTED, REVEALED, SEEDED, DRAWN)

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Proceedings:
    """All there is to tell about one draw.

    `reached` is the last state before an abort or void, else the ceremony's own; `rosters` is None before the freeze;
    `evidence` holds `beacon_signature` and `beacon_evidence` where there are any; `shadow_value` is the public number of an
    aborted draw once it exists; `log` the place in the ledger, None for a draw on a folder; `keys` the sealing keys.
    """

    ceremony: Ceremony
    reached: str
    rosters: FrozenRosters | None = None
    keys: Mapping[str, bytes] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)
    replacements: Sequence[Mapping[str, Any]] = ()
    shadow_value: str = ""
    superseded_by: str = ""
    version: int = 1
    log: Mapping[str, Any] | None = None

    def outcome(self) -> Outcome | None:
        """The drawn lists, computed anew; for an aborted draw those that would have been; None before a number exists."""
        ceremony = self.ceremony
        if self.rosters is None or not (ceremony.value or self.shadow_value):
            return None
        seed = _with_value(ceremony, self.shadow_value).seed
        rosters = self.rosters
        subjects = {library: frozen.rows for library, frozen in rosters.subjects.items()}
        return draw(
            ceremony.plan,
            seed,
            subjects,
            rosters.inspectors.rows,
            towns=rosters.towns,
            salts=rosters.salts,
            recusals=rosters.recusals,
        )


def write_record(proceedings: Proceedings, audience: str, outcome: Outcome | None = None) -> Fields:
    """The record for `public` or `auditor`; whether the public one is open or sealed follows from the plan.

    `outcome` may be given to spare computing it again.
    """
    ceremony = proceedings.ceremony
    outcome = outcome or proceedings.outcome()
    record = _head(proceedings, audience)
    shadow: Fields = {}
    for state, write in _PARTS.items():
        target = record if _REACHED.index(state) <= _REACHED.index(proceedings.reached) else shadow
        target.update(write(proceedings, audience, outcome))
    if ceremony.state == ABORTED:
        if outcome is not None:
            record["shadow"] = shadow
    elif outcome is not None:
        record.update(shadow)
    return record


def _head(proceedings: Proceedings, audience: str) -> Fields:
    ceremony, plan = proceedings.ceremony, proceedings.ceremony.plan
    head: Fields = {
        "format": RECORD_FORMAT,
        "version": proceedings.version,
        "audience": audience,
        "state": ceremony.state,
        "suite": plan["suite"],
        "task_id": plan["task_id"],
        "draw_id": plan["draw_id"],
        "plan": plan,
        "plan_hash": plan_hash(ceremony.suite, plan),
        "log": proceedings.log,
    }
    if ceremony.state in (ABORTED, VOID):
        head["reason"] = ceremony.reason
    if proceedings.superseded_by:
        head["superseded_by"] = proceedings.superseded_by
    return head


def _frozen(proceedings: Proceedings, audience: str, outcome: Outcome | None) -> Fields:
    rosters, plan = proceedings.rosters, proceedings.ceremony.plan
    if rosters is None:
        return {}
    part: Fields = {
        **_subject_rosters(rosters),
        "subject_commit": rosters.subject_commit,
        "inspector_roster": [row_object(row) for row in rosters.inspectors.rows],
        "inspector_root": rosters.inspector_root,
        "inspector_commit": rosters.inspector_commit,
        "context": proceedings.ceremony.context,
    }
    is_open = plan["handles"]["subject"] == "open"
    if is_open:
        part["subject_rows"] = _by_library(rosters, _row_in_the_open)
    elif audience == AUDITOR and "subject" in proceedings.keys:
        part["subject_private"] = {
            "salt_key_hex": proceedings.keys["subject"].hex(),
            "rows": _by_library(rosters, OpenedSubject._asdict),
        }
    if audience == AUDITOR and draws_teams(plan):
        part["inspector_private"] = {
            "salt_key_hex": proceedings.keys["inspector"].hex(),
            "rows": [OpenedInspector._asdict(opened) for opened in rosters.inspectors.opened],
        }
    return part


def _subject_rosters(rosters: FrozenRosters) -> Fields:
    rows = {library: [row_object(row) for row in frozen.rows] for library, frozen in rosters.subjects.items()}
    if not rows:
        return {"subject_roster": [], "subject_root": ""}
    if "" in rows:
        return {"subject_roster": rows[""], "subject_root": rosters.subject_roots[""]}
    return {
        "subject_rosters": rows,
        "subject_roots": dict(rosters.subject_roots),
        "subject_commits": dict(rosters.subject_commits),
    }


def _by_library(rosters: FrozenRosters, write: Any) -> Any:
    """Rows behind the handles: a list, or library → list where there are several; received rows where none is drawn."""
    if not rosters.subjects:
        return [write(opened) for opened in rosters.received]
    rows = {library: [write(opened) for opened in frozen.opened] for library, frozen in rosters.subjects.items()}
    return rows.get("", rows)


def _row_in_the_open(opened: OpenedSubject) -> Fields:
    return {"handle": opened.handle, "row": opened.row}


def _committed(proceedings: Proceedings, audience: str, outcome: Outcome | None) -> Fields:
    return {"commits": dict(proceedings.ceremony.commits)}


def _revealed(proceedings: Proceedings, audience: str, outcome: Outcome | None) -> Fields:
    ceremony = proceedings.ceremony
    return {"reveals": ceremony.reveals, "committed_values": dict(ceremony.secrets)}


def _seeded(proceedings: Proceedings, audience: str, outcome: Outcome | None) -> Fields:
    ceremony = _with_value(proceedings.ceremony, proceedings.shadow_value)
    return {"beacon": ceremony.beacon, **proceedings.evidence}


def _drawn(proceedings: Proceedings, audience: str, outcome: Outcome | None) -> Fields:
    if outcome is None or proceedings.rosters is None:
        return {}
    plan, part = proceedings.ceremony.plan, asdict(outcome)
    if plan["handles"]["subject"] == "sealed" and audience == PUBLIC:
        del part["batches"]
    for name in ("cap_step", "blocking"):
        if not part[name]:
            del part[name]
    handles = [row.handle for frozen in proceedings.rosters.subjects.values() for row in frozen.rows]
    if not draws_subjects(plan):
        handles = plan["dispatched"]["handles"]
    if len(set(handles)) <= TICKETS_LISTED_UP_TO:
        part["tickets"] = all_tickets(proceedings.ceremony.suite, outcome.ticket_key, handles)
    if proceedings.ceremony.state != ABORTED:
        part["replacements"] = _replacements(proceedings, audience)
    return part


def _replacements(proceedings: Proceedings, audience: str) -> Any:
    if audience == PUBLIC and proceedings.ceremony.plan["handles"]["subject"] == "sealed":
        return {"count": len(proceedings.replacements)}
    hidden = () if audience == AUDITOR else ("opening",)
    return [{key: value for key, value in entry.items() if key not in hidden} for entry in proceedings.replacements]


_PARTS = {FROZEN: _frozen, COMMITTED: _committed, REVEALED: _revealed, SEEDED: _seeded, DRAWN: _drawn}


def _with_value(ceremony: Ceremony, shadow_value: str) -> Ceremony:
    return Ceremony(
        plan=ceremony.plan,
        state=ceremony.state,
        context=ceremony.context,
        commits=ceremony.commits,
        secrets=ceremony.secrets,
        value=ceremony.value or shadow_value,
    )


def file_reference(name: str, form: str, raw: bytes, rows: int) -> Fields:
    """What a record holds instead of a roster that lies beside it as a transport file (§9)."""
    digest = hashlib.sha256(raw).hexdigest()
    return {"file": name, "format": form, "rows": rows, "bytes": len(raw), "sha256": digest}


def record_file_name(draw_id: str, version: int) -> str:
    """`draw-<draw_id with / as _>.v<version>.json`: no class and no firm in it."""
    return f"draw-{draw_id.replace('/', '_')}.v{version}.json"


def write_document(members: Mapping[str, Any]) -> bytes:
    """JSON of a record or bundle that a person can page through: a line per field, and a line per row of long lists."""
    lines = ",\n".join(f"{_compact(name)}: {_spread(value)}" for name, value in members.items())
    return f"{{\n{lines}\n}}\n".encode()


def _spread(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], (dict, list)):
        return "[\n  " + ",\n  ".join(_compact(entry) for entry in value) + "\n]"
    return _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
