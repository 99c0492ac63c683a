"""A firm's own proof: its row, its place in the batches, the openings of its team, and nothing else.

Source: SSJ-DRAW/1 §2.1, §9 (`ssj-opening/1`); 第十四条.
"""

from typing import Any

from shuangsuiji.core.draw.freeze import FrozenSubjects, OpenedSubject
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.record import Proceedings
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal
from shuangsuiji.core.draw.roster import subject_leaf
from shuangsuiji.core.draw.teams import place_leaves
from shuangsuiji.core.tree import Tree

OPENING_FORMAT = "ssj-opening/1"


def openings_of(proceedings: Proceedings, firm: str, outcome: Outcome | None = None) -> list[dict[str, Any]]:
    """The firm's bundles: one per library that holds it. `firm` is a canonical id.

    Raises DrawRefused where the firm is in no roster of this draw. Bundles name no other firm and no salt but this firm's
    and its team's.
    """
    outcome = outcome or proceedings.outcome()
    if outcome is None or proceedings.rosters is None:
        raise _refused("尚未抽取，没有可出具的凭证", "请在抽取完成后办理")
    rosters = proceedings.rosters
    bundles = []
    for library, frozen in rosters.subjects.items():
        for index, opened in enumerate(frozen.opened):
            if opened.id == firm:
                bundle = _bundle(proceedings, outcome, opened, _row_part(proceedings, frozen, index))
                bundles.append({**bundle, "library": library} if library else bundle)
    no_row = {"stratum": None, "elig": None, "leaf": None}
    bundles += [_bundle(proceedings, outcome, opened, no_row) for opened in rosters.received if opened.id == firm]
    if not bundles:
        raise _refused(f"{firm} 不在本次抽取的名录中", "请核对统一社会信用代码，或向名录库管理员查询")
    return bundles


def _row_part(proceedings: Proceedings, frozen: FrozenSubjects, index: int) -> dict[str, Any]:
    row = frozen.rows[index]
    tree = Tree(proceedings.ceremony.suite, map(subject_leaf, frozen.rows))
    return {"stratum": row.stratum, "elig": row.elig, "leaf": _proof(tree, index, len(frozen.rows))}


def _bundle(
    proceedings: Proceedings, outcome: Outcome, opened: OpenedSubject, row_part: dict[str, Any]
) -> dict[str, Any]:
    place, team = _place(proceedings, outcome, opened)
    return {
        "format": OPENING_FORMAT,
        "draw_id": proceedings.ceremony.plan["draw_id"],
        "handle": opened.handle,
        "id": opened.id,
        "salt": opened.salt,
        "row": opened.row,
        **row_part,
        "place": place,
        "team": _members(proceedings, outcome, team),
    }


def _place(proceedings: Proceedings, outcome: Outcome, opened: OpenedSubject) -> tuple[dict[str, Any] | None, str]:
    order = [(handle, team) for team in sorted(outcome.batches, key=_number) for handle in outcome.batches[team]]
    found = [(index, team) for index, (handle, team) in enumerate(order) if handle == opened.handle]
    if not found or proceedings.rosters is None:
        return None, ""
    index, team = found[0]
    leaves = place_leaves(proceedings.ceremony.suite, outcome.batches, proceedings.rosters.salts)
    return {**_proof(Tree(proceedings.ceremony.suite, leaves), index, len(order)), "team": team}, team


def _number(team: str) -> int:
    return int(team[1:])


def _members(proceedings: Proceedings, outcome: Outcome, team: str) -> list[dict[str, str]]:
    known = {opened.handle: opened for opened in proceedings.rosters.inspectors.opened} if proceedings.rosters else {}
    return [
        {"handle": entry["handle"], "pid": known[entry["handle"]].pid, "salt": known[entry["handle"]].salt}
        for entry in outcome.assignment or []
        if entry["team"] == team
    ]


def _proof(tree: Tree, index: int, size: int) -> dict[str, Any]:
    return {"index": index, "size": size, "path": [sibling.hex() for sibling in tree.path(index)]}


def _refused(message: str, remedy: str) -> DrawRefused:
    return DrawRefused([Refusal("opening", "第十四条", message, remedy)])
