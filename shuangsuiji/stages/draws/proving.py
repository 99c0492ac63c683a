"""The record of a draw from its rows, and the verifier's word on it before anything counts.

Source: SSJ-DRAW/1 §9, §10; 第五条, 第十四条. Gives: `Proceedings`; a Finding that the lists are the ones anybody recomputes.
"""

from typing import Any

from shuangsuiji.core.draw.ceremony import ABORTED, COMMITTED, DRAWN, REVEALED, SEEDED, STATE_LABELS, VOID
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.record import AUDITOR, Proceedings, write_document, write_record
from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.draws.keeping import rosters_of, sealing_keys
from shuangsuiji.stages.draws.models import Draw, DrawReplacement, PublicNumber
from shuangsuiji.stages.draws.stepping import ceremony_of
from shuangsuiji.stages.draws.telling import evidence_of
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import FAIL


def proceedings_of(draw: Draw, *, log: dict[str, Any] | None = None, version: int = 1) -> Proceedings:
    """Everything there is to tell about a draw. Reads the rosters from the shelf. Raises FileDamaged, KeyUnusable."""
    number = PublicNumber.objects.filter(draw=draw).first()
    passed = set(draw.steps.values_list("to_state", flat=True)) - {ABORTED, VOID}
    later = Draw.objects.filter(series=draw.series, ordinal=draw.ordinal + 1).values_list("number", flat=True).first()
    return Proceedings(
        ceremony=ceremony_of(draw),
        reached=max(passed, key=list(STATE_LABELS).index) if draw.ended else draw.state,
        rosters=rosters_of(draw),
        keys=sealing_keys(draw),
        evidence=evidence_of(number) if number else {},
        shadow_value=number.value if number and draw.state == ABORTED else "",
        superseded_by=later or "" if draw.ended else "",
        replacements=replacements_of(draw),
        log=log,
        version=version,
    )


def replacements_of(draw: Draw) -> list[dict[str, Any]]:
    """The replacements as the record has them, each with its place in the log. 2 queries."""
    rows = list(DrawReplacement.objects.filter(draw=draw).order_by("ordinal"))
    places = {
        each.event_id: [each.seq, bytes(each.leaf_hash).hex()]
        for each in LogEvent.objects.filter(event_id__in=[row.event_id for row in rows])
    }
    return [{**row.entry, "log": places.get(row.event_id)} for row in rows]


def recomputed(proceedings: Proceedings, outcome: Outcome) -> Finding:
    """Whether the separate verifier comes to the same lists from the auditor's record."""
    ceremony = proceedings.ceremony
    done = ceremony.draw() if ceremony.state == SEEDED else ceremony
    record = write_record(
        Proceedings(
            ceremony=done,
            reached=DRAWN,
            rosters=proceedings.rosters,
            keys=proceedings.keys,
            evidence=proceedings.evidence,
        ),
        AUDITOR,
        outcome,
    )
    report = verify_document(write_document(record), no_log=True)
    faults = [f"{each.id} {each.reason}" for each in report.results if each.status == FAIL]
    return judge(
        "E14-8", "第十四条", not faults, required="与独立重算一致", actual="；".join(faults) or "一致",
        refusal=f"结果与独立重算不一致，未予采用（第十四条）：{'；'.join(faults)}。", remedy="请保留现状并联系运维人员。",
    )  # fmt: skip


def log_places(draw: Draw) -> dict[str, list[list[Any]]]:
    """Event → [number, leaf hash] of the entries the draw's record tells of, in the log's order. Cost: 9 queries."""
    events = {each.event_id for rows in _rows(draw) for each in rows}
    found: dict[str, list[list[Any]]] = {}
    for each in LogEvent.objects.filter(event_id__in=events).order_by("seq"):
        found.setdefault(each.type, []).append([each.seq, bytes(each.leaf_hash).hex()])
    return found


def _told(draw: Draw) -> list[str]:
    """What of the contributors a record has: an aborted one holds the fields of the states it reached, and no others (§9)."""
    if draw.state != ABORTED:
        return ["commitment", "reveal"]
    passed = set(draw.steps.values_list("to_state", flat=True))
    return [name for name, state in (("commitment", COMMITTED), ("reveal", REVEALED)) if state in passed]


def _rows(draw: Draw) -> list[Any]:
    one = [getattr(draw, name, None) for name in ("freeze", "public_number", "result", "ending")]
    contributors = list(draw.contributors.select_related("commitment", "reveal"))
    given = [getattr(each, name, None) for each in contributors for name in _told(draw)]
    return [draw.steps.filter(act="plan"), draw.rosters.all(), [each for each in (*one, *given) if each is not None]]
