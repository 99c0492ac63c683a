"""The open words of a draw's events, as the register has them and the verifier expects them.

Source: 50-ledger §4.2 (row draw); SSJ-DRAW/1 §5. Written apart from the verifier's own list: two hands, so that a slip shows.
"""

import hashlib
from typing import Any

from shuangsuiji.core.canonical import jcs
from shuangsuiji.core.draw.freeze import FrozenRosters
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.stages.draws.models import Draw, DrawResult, FrozenRoster, PublicNumber

Words = dict[str, Any]


def announced(draw: Draw) -> Words:
    """Of `draw.planned`."""
    plan, beacon = draw.plan, draw.plan["beacon"]
    told = {name: plan[name] for name in ("suite", "mode", "contributors", "commit_by", "reveal_by")}
    told |= {name: beacon[name] for name in ("source", "round", "not_before") if name in beacon}
    if "supersedes" in plan:
        told["supersedes"] = plan["supersedes"]["draw_id"]
    return {"draw_id": draw.number, "plan_hash": draw.plan_hash, "ordinal": draw.ordinal, **told}


def roster_frozen(row: FrozenRoster) -> Words:
    """Of `roster.frozen`."""
    return {"draw_id": row.draw.number, "kind": row.kind, "n": row.count, "root": row.root, "roster_commit": row.commit}


def frozen(draw: Draw, context: str, rosters: FrozenRosters) -> Words:
    """Of `draw.frozen`."""
    commits = {"subject_commit": rosters.subject_commit, "inspector_commit": rosters.inspector_commit}
    return {"draw_id": draw.number, "context": context, "plan_hash": draw.plan_hash, **commits}


def seeded(draw: Draw, number: PublicNumber) -> Words:
    """Of `draw.seeded`."""
    beacon = draw.plan["beacon"]
    told = {"source": beacon["source"], "round": beacon["round"], "value": number.value, "seed": number.seed}
    return {"draw_id": draw.number, **told, "evidence": evidence_digest(number)}


def shadow_told(draw: Draw, number: PublicNumber, outcome: Outcome) -> Words:
    """Of `draw.shadow`: what the number would have given."""
    names = ("selection_hash", "batches_root", "assignment_hash", "result_hash")
    return {**seeded(draw, number), **{name: getattr(outcome, name) for name in names}}


def evidence_of(number: PublicNumber) -> Words:
    """What the record says of the number's evidence."""
    signature = {"beacon_signature": number.signature} if number.signature else {}
    return {**signature, "beacon_evidence": number.evidence}


def evidence_digest(number: PublicNumber) -> str:
    """Digest of that; a later check of the signature does not change it."""
    told = evidence_of(number)
    told["beacon_evidence"] = {name: value for name, value in number.evidence.items() if name != "bls"}
    return hashlib.sha256(jcs(told)).hexdigest()


def result_told(draw: Draw, result: DrawResult) -> Words:
    """Of `draw.result`."""
    hashes = {
        name: getattr(result, name) for name in ("selection_hash", "batches_root", "assignment_hash", "result_hash")
    }
    counts = {"subjects": result.subjects, "teams": result.teams, "inspectors": result.inspectors}
    return {"draw_id": draw.number, **hashes, **counts}
