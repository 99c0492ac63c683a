"""What is timed: the draw itself, and the three measures it is compared with.

Each factory prepares its input outside the clock and gives a function without arguments.
"""

import hashlib
import random  # noqa: TID251 - the measure everybody knows; no firm is drawn with it
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bench.measure import Work
from bench.rosters import KEYS, SEED, SHA256
from shuangsuiji.core.draw.ceremony import DRAWN, Ceremony, commit_of
from shuangsuiji.core.draw.freeze import FrozenRosters, InspectorEntry, SubjectEntry, freeze_rosters
from shuangsuiji.core.draw.outcome import draw
from shuangsuiji.core.draw.plan import Plan
from shuangsuiji.core.draw.record import AUDITOR, Proceedings, write_document, write_record
from shuangsuiji.core.draw.tickets import SUBJECTS, ticket_key

SAMPLE, SORT, HASH = "random.sample", "散列后全排序", "逐行 SHA-256"


def draw_frozen(plan: Plan, rosters: FrozenRosters) -> Work:
    """Draw subjects, teams and inspectors from rosters that are frozen already."""
    rows = {library: frozen.rows for library, frozen in rosters.subjects.items()}
    towns, salts, recusals = rosters.towns, rosters.salts, rosters.recusals
    people = rosters.inspectors.rows
    return lambda: draw(plan, SEED, rows, people, towns=towns, salts=salts, recusals=recusals)


def seal_draw_and_record(plan: Plan, entries: Sequence[SubjectEntry], people: Sequence[InspectorEntry]) -> Work:
    """From registry rows to the bytes of the auditor's record: check, seal, roots, ceremony, draw, record."""

    def work() -> bytes:
        rosters = freeze_rosters(plan, {"": entries}, people, KEYS)
        ceremony = _seeded(plan, rosters)
        proceedings = Proceedings(ceremony, DRAWN, rosters, KEYS)
        return write_document(write_record(proceedings, AUDITOR))

    return work


def _seeded(plan: Plan, rosters: FrozenRosters) -> Ceremony:
    """The ceremony at its end, without the waiting."""
    frozen = Ceremony(plan).freeze(
        rosters.subject_commit, rosters.inspector_commit, at=datetime.min.replace(tzinfo=UTC)
    )
    secrets = {who: hashlib.sha256(who.encode()).hexdigest() for who in plan["contributors"]}
    commits = {who: commit_of(SHA256, plan["draw_id"], frozen.context, who, secret) for who, secret in secrets.items()}
    return replace(frozen, state=DRAWN, commits=commits, secrets=secrets, value="0" * 20)


def measures(handles: Sequence[str], wanted: int) -> dict[str, Work]:
    """Three measures over the same handles: sample `wanted` of them, hash and sort all, hash all and nothing else."""
    key = ticket_key(SHA256, SEED, SUBJECTS)
    messages = [(key + handle).encode() for handle in handles]
    sha256 = hashlib.sha256

    def sample() -> object:
        return random.Random(1).sample(handles, wanted)  # noqa: S311 - see the import

    def sort() -> object:
        return sorted((sha256((key + handle).encode()).hexdigest(), handle) for handle in handles)[:wanted]

    def bare() -> None:
        for message in messages:
            sha256(message).digest()

    return {SAMPLE: sample, SORT: sort, HASH: bare}
