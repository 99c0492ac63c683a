"""A forger who knows the protocol: whatever follows from the forged place is computed anew, so that only one check can notice.

Takes: an auditor's record as JSON members (`whole`), because only it holds everything the lists depend on.
Gives: `reforge` for the values forward of a defect, `told_to_public` for the public record of the same draw.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from shuangsuiji.core.canonical import Suite, suite_named
from shuangsuiji.core.draw.assignment import assign
from shuangsuiji.core.draw.ceremony import commit_of, context_of, seed_of
from shuangsuiji.core.draw.outcome import drawn_subjects
from shuangsuiji.core.draw.plan import draws_subjects, draws_teams, plan_hash
from shuangsuiji.core.draw.result import assignment_hash, result_hash, selection_hash
from shuangsuiji.core.draw.roster import (
    combined_commit,
    inspector_root,
    inspector_row,
    roster_commit,
    subject_kind,
    subject_root,
    subject_row,
)
from shuangsuiji.core.draw.selection import select
from shuangsuiji.core.draw.teams import batches, place_leaves, slots, team_order
from shuangsuiji.core.draw.tickets import SUBJECTS, all_tickets, ticket_key
from shuangsuiji.core.tree import root
from tests.verify.specimens import secret_of

Members = dict[str, Any]


def suite_of(whole: Members) -> Suite:
    """The hash suite of a record."""
    return suite_named(whole["suite"])


def libraries(whole: Members) -> dict[str, list[Members]]:
    """Library (`""` when nameless) → subject rows."""
    if not draws_subjects(whole["plan"]):
        return {}
    return whole["subject_rosters"] if "subject_rosters" in whole else {"": whole["subject_roster"]}


def opened(whole: Members) -> list[Members]:
    """What stands behind all subject handles: entries with handle, row and, where sealed, id and salt."""
    rows = whole["subject_private"]["rows"] if "subject_private" in whole else whole["subject_rows"]
    return rows if isinstance(rows, list) else [entry for library in rows.values() for entry in library]


def _plan_hash(whole: Members) -> None:
    whole["plan_hash"] = plan_hash(suite_of(whole), whole["plan"])


def _subject_roots(whole: Members) -> None:
    suite, task_id = suite_of(whole), whole["task_id"]
    roots = {library: subject_root(suite, map(subject_row, rows)) for library, rows in libraries(whole).items()}
    commits = {
        library: roster_commit(suite, task_id, subject_kind(library), len(libraries(whole)[library]), roots[library])
        for library in roots
    }
    whole["subject_commit"] = combined_commit(suite, commits) if commits else ""
    if "subject_rosters" in whole:
        whole["subject_roots"], whole["subject_commits"] = roots, commits
    else:
        whole["subject_root"] = roots.get("", "")


def _inspector_root(whole: Members) -> None:
    if draws_teams(whole["plan"]):
        suite, rows = suite_of(whole), whole["inspector_roster"]
        whole["inspector_root"] = inspector_root(suite, map(inspector_row, rows))
        whole["inspector_commit"] = roster_commit(
            suite, whole["task_id"], "inspector", len(rows), whole["inspector_root"]
        )


def _context(whole: Members) -> None:
    commits = (whole["subject_commit"], whole["inspector_commit"])
    whole["context"] = context_of(suite_of(whole), whole["draw_id"], whole["plan_hash"], *commits)


def _commits(whole: Members) -> None:
    """Everybody commits anew: those who revealed to what they revealed, the silent ones to the number they kept."""
    revealed = {who: secret for who, secret in whole["reveals"] if secret}
    whole["commits"] = {
        who: commit_of(
            suite_of(whole), whole["draw_id"], whole["context"], who, revealed.get(who, secret_of(whole["plan"], who))
        )
        for who in whole["commits"]
    }


def _committed_values(whole: Members) -> None:
    whole["committed_values"] = {who: secret for who, secret in whole["reveals"] if secret}


def _seed(whole: Members) -> None:
    whole["seed"] = seed_of(suite_of(whole), whole["draw_id"], whole["context"], whole["reveals"], whole["beacon"])


def _ticket_key(whole: Members) -> None:
    whole["ticket_key"] = ticket_key(suite_of(whole), whole["seed"], SUBJECTS)


def _tickets(whole: Members) -> None:
    handles = [row["handle"] for rows in libraries(whole).values() for row in rows]
    if not draws_subjects(whole["plan"]):
        handles = whole["plan"]["dispatched"]["handles"]
    whole["tickets"] = all_tickets(suite_of(whole), whole["ticket_key"], handles)


def _selection(whole: Members) -> None:
    if draws_subjects(whole["plan"]):
        rows = {library: list(map(subject_row, rows)) for library, rows in libraries(whole).items()}
        whole["selection"] = select(suite_of(whole), whole["plan"], rows, whole["seed"])


def _team_order(whole: Members) -> None:
    if draws_teams(whole["plan"]):
        whole["team_order"] = team_order(suite_of(whole), whole["plan"], whole["seed"])


def _slots(whole: Members) -> None:
    if draws_teams(whole["plan"]):
        whole["slots"] = slots(whole["plan"], whole["team_order"])


def _batches(whole: Members) -> None:
    if draws_teams(whole["plan"]):
        towns = {entry["handle"]: entry["row"]["town"] for entry in opened(whole)}
        drawn = drawn_subjects(whole["plan"], whole["selection"])
        whole["batches"] = batches(suite_of(whole), whole["plan"], drawn, towns, whole["seed"])


def _batches_root(whole: Members) -> None:
    if draws_teams(whole["plan"]):
        salts = {entry["handle"]: entry.get("salt", "") for entry in opened(whole)}
        whole["batches_root"] = root(suite_of(whole), place_leaves(suite_of(whole), whole["batches"], salts)).hex()


def _assignment(whole: Members) -> None:
    if draws_teams(whole["plan"]):
        recusals = {entry["handle"]: entry["recusal"] for entry in whole["inspector_private"]["rows"]}
        people = assign(
            suite_of(whole),
            whole["seed"],
            whole["slots"],
            list(map(inspector_row, whole["inspector_roster"])),
            recusals,
            whole["batches"],
            whole["plan"].get("cap_ladder", [0]),
        )
        whole["assignment"] = people.entries
        for name, value in (("cap_step", people.cap_step), ("blocking", people.blocking)):
            whole.pop(name, None)
            if value:
                whole[name] = value


def _hashes(whole: Members) -> None:
    suite, draw_id, seed = suite_of(whole), whole["draw_id"], whole["seed"]
    if draws_subjects(whole["plan"]):
        whole["selection_hash"] = selection_hash(suite, draw_id, seed, whole["selection"])
    if draws_teams(whole["plan"]):
        parts = (whole["batches_root"], whole["assignment"], whole["slots"], whole["team_order"])
        whole["assignment_hash"] = assignment_hash(suite, draw_id, seed, *parts)
    whole["result_hash"] = result_hash(suite, draw_id, seed, whole["selection_hash"], whole["assignment_hash"])


_STEPS: Mapping[str, Callable[[Members], None]] = {
    "plan_hash": _plan_hash,
    "subject_roots": _subject_roots,
    "inspector_root": _inspector_root,
    "context": _context,
    "commits": _commits,
    "committed_values": _committed_values,
    "seed": _seed,
    "ticket_key": _ticket_key,
    "tickets": _tickets,
    "selection": _selection,
    "team_order": _team_order,
    "slots": _slots,
    "batches": _batches,
    "batches_root": _batches_root,
    "assignment": _assignment,
    "hashes": _hashes,
}


def reforge(whole: Members, *, keep: Collection[str] = ()) -> Members:
    """Compute everything anew but the values named in `keep`, in place; a value that follows from unchanged ones stays as it was."""
    for name, step in _STEPS.items():
        if name not in keep:
            step(whole)
    return whole


def told_to_public(whole: Members) -> Members:
    """The public record of the same draw: private parts gone, and where sealed also rows, batches and replacements."""
    hidden = {"subject_private", "inspector_private"}
    record = {name: value for name, value in whole.items() if name not in hidden}
    record["audience"] = "public"
    if whole["plan"]["handles"]["subject"] == "sealed":
        record.pop("batches", None)
        if "replacements" in whole:
            record["replacements"] = {"count": len(whole["replacements"])}
    else:
        record["replacements"] = [
            {name: value for name, value in entry.items() if name != "opening"} for entry in whole["replacements"]
        ]
    return record
