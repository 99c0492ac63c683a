"""The digests that seal what was drawn.

Source: SSJ-DRAW/1 §8.4. A part that is not drawn has the empty text as its hash; an infeasible assignment is hashed as null.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from shuangsuiji.core.canonical import Suite, jcs, tag


def selection_hash(suite: Suite, draw_id: str, seed: str, selection: Mapping[str, Any]) -> str:
    """Digest of a drawn selection."""
    return tag(suite, "selection", draw_id, seed, jcs(selection))


def assignment_hash(
    suite: Suite,
    draw_id: str,
    seed: str,
    batches_root: str,
    assignment: Sequence[Any] | None,
    slots: Sequence[Any],
    team_order: Sequence[str],
) -> str:
    """Digest of teams and people together with the root of the batches."""
    people = {"assignment": assignment, "slots": slots, "team_order": team_order}
    return tag(suite, "assignment", draw_id, seed, batches_root, jcs(people))


def result_hash(suite: Suite, draw_id: str, seed: str, selection_digest: str, assignment_digest: str) -> str:
    """The one digest that stands for the whole result."""
    return tag(suite, "result", draw_id, seed, selection_digest, assignment_digest)
