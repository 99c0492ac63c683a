"""What the log must say about a draw: for every step a record tells of, the entry's type and its public words.

Source: SSJ-DRAW/1 §5 (what is published at each step), §9; 50-ledger §4.2 (row draw). Words are those of the event register.
Takes: the members of a record. Gives: event → the entries expected, one per roster and per contributor where there are several.
One `draw.revealed` stands for every contributor of the plan once the reveals are closed, `r` = MISSING for each empty one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from shuangsuiji.core.canonical import jcs
from shuangsuiji.core.draw.ceremony import ABORTED, VOID
from shuangsuiji.core.draw.plan import draws_subjects, draws_teams
from shuangsuiji.core.draw.roster import subject_kind
from shuangsuiji.verify.case import file_digest, subject_rosters

Members = Mapping[str, Any]
Words = dict[str, Any]

PLANNED, ROSTER, FROZEN = "draw.planned", "roster.frozen", "draw.frozen"
COMMITTED, REVEALED, SEEDED, RESULT = "draw.committed", "draw.revealed", "draw.seeded", "draw.result"
ABORT, VOIDED, SHADOW = "draw.aborted", "draw.voided", "draw.shadow"
MISSING = "MISSING"

# In the order they must stand in the log; abort, void and shadow come after whatever was reached.
STEPS = (PLANNED, ROSTER, FROZEN, COMMITTED, REVEALED, SEEDED, RESULT)
ENDS = (ABORT, VOIDED)

# event → what tells several of its entries apart; the entry of any other event stands alone.
TOLD_APART = {ROSTER: "kind", COMMITTED: "contributor", REVEALED: "contributor"}


def expected_events(record: Members) -> dict[str, list[Words]]:
    """The entries a record asks for. Fields of a shadow are no steps: they were never taken (§5)."""
    shadow = record.get("shadow", {})
    own = {name: value for name, value in record.items() if name not in shadow}
    found: dict[str, list[Words]] = {}
    for event, words in [*_steps(own), *_ends(own)]:
        found.setdefault(event, []).append({"draw_id": record["draw_id"], **words})
    return found


def _steps(record: Members) -> Iterator[tuple[str, Words]]:
    yield PLANNED, _announced(record)
    if "context" in record:
        yield from ((ROSTER, words) for words in _rosters(record))
        commits = {name: record[name] for name in ("subject_commit", "inspector_commit")}
        yield FROZEN, {"context": record["context"], "plan_hash": record["plan_hash"], **commits}
    for contributor, commit in record.get("commits", {}).items():
        yield COMMITTED, {"contributor": contributor, "commit": commit}
    for contributor, secret in record.get("reveals", []):
        yield REVEALED, {"contributor": contributor, "r": secret or MISSING}
    if "seed" in record:
        yield SEEDED, _number(record)
    if "result_hash" in record:
        yield RESULT, _hashes(record)


def _announced(record: Members) -> Words:
    plan, beacon = record["plan"], record["plan"].get("beacon", {})
    told = {name: plan[name] for name in ("suite", "mode", "contributors", "commit_by", "reveal_by") if name in plan}
    told |= {name: beacon[name] for name in ("source", "round", "not_before") if name in beacon}
    if "supersedes" in plan:
        told["supersedes"] = plan["supersedes"].get("draw_id")
    return {"plan_hash": record["plan_hash"], "ordinal": _ordinal(record), **told}


def _number(record: Members) -> Words:
    source, number, value = record["beacon"]
    told = {"source": source, "round": number, "value": value, "seed": record["seed"]}
    return {**told, "evidence": evidence_digest(record)}


def _hashes(record: Members) -> Words:
    return {name: record[name] for name in ("selection_hash", "batches_root", "assignment_hash", "result_hash")}


def _ordinal(record: Members) -> int:
    return int(record["draw_id"].rpartition("/")[2])


def _rosters(record: Members) -> Iterator[Words]:
    if draws_subjects(record["plan"]):
        roots = record.get("subject_roots", {"": record.get("subject_root")})
        commits = record.get("subject_commits", {"": record["subject_commit"]})
        for library, rows in subject_rosters(record).items():
            told = {"kind": subject_kind(library), "n": _count(rows), "root": roots[library]}
            yield {**told, "roster_commit": commits[library]}
    if draws_teams(record["plan"]):
        told = {"kind": "inspector", "n": _count(record["inspector_roster"]), "root": record["inspector_root"]}
        yield {**told, "roster_commit": record["inspector_commit"]}


def _count(rows: Any) -> int:
    """Rows of a roster; a file says how many it has."""
    return len(rows) if isinstance(rows, list) else int(rows["rows"])


def _ends(record: Members) -> Iterator[tuple[str, Words]]:
    if record["state"] in (ABORTED, VOID):
        ground = {"code": record["reason"]["code"], "ordinal": _ordinal(record)}
        yield ABORT if record["state"] == ABORTED else VOIDED, ground
    if "shadow" in record:
        yield SHADOW, {**_number(record["shadow"]), **_hashes(record["shadow"])}


def evidence_digest(record: Members) -> str:
    """Digest of what stands behind the public number: SHA-256 of jcs of the record's `beacon_signature` and `beacon_evidence`.

    Those of them that are there; `bls` is left out, because a later check of the same signature changes it.
    """
    fields = {name: record[name] for name in ("beacon_signature", "beacon_evidence") if name in record}
    if "beacon_evidence" in fields:
        fields["beacon_evidence"] = {
            name: fields["beacon_evidence"][name] for name in fields["beacon_evidence"] if name != "bls"
        }
    return file_digest(jcs(fields))
