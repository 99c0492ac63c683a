"""Why teams could not be filled: the places that block each other, and each department's people against what is needed.

Source: 第十六条; SSJ-DRAW/1 §8.3 (blocking). Counts from the frozen roster; recusals are not public, so they are counted here only.
"""

from collections import Counter
from collections.abc import Iterable

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.roster import ELIGIBLE, InspectorRow
from shuangsuiji.core.draw.teams import LEADER, slots, team_order
from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.teams import Staffing, check_staffing
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.draws.keeping import rosters_of
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.rostering import AWAY, GONE


def blocked(draw: Draw) -> tuple[list[str], list[Finding]]:
    """(places that cannot be filled together, E16-4 for each department they ask people of); both empty where all are filled.

    Cost: the rosters are read once from the shelf.
    """
    result = getattr(draw, "result", None)
    rosters = rosters_of(draw) if result is not None and result.blocking else None
    if result is None or rosters is None:
        return [], []
    suite = suite_named(draw.plan["suite"])
    places = slots(draw.plan, team_order(suite, draw.plan, draw.public_number.seed))
    names = dict(Department.objects.values_list("code", "name"))
    asked = [places[each] for each in result.blocking]
    told = [f"{team} {'组长' if role == LEADER else '组员'}（{names[dept]}）" for team, role, dept, _ in asked]
    recused = sum(bool(opened.recusal) for opened in rosters.inspectors.opened)
    found = [
        check_staffing(
            _staffing(names[dept], dept, rosters.inspectors.rows, sum(place[2] == dept for place in places), recused)
        )
        for dept in sorted({dept for _, _, dept, _ in asked})
    ]
    return told, [each for each in found if not each.satisfied]


def _staffing(name: str, code: str, rows: Iterable[InspectorRow], needed: int, recused: int) -> Staffing:
    """A department's people: those who may be drawn, each as often as the roster lets him serve."""
    own = [row for row in rows if row.dept == code]
    by_elig = Counter(row.elig for row in own)
    able = sum(row.cap for row in own if row.elig == ELIGIBLE)
    return Staffing(name, able, needed, recused=recused, uncertified=by_elig[GONE], on_leave=by_elig[AWAY])
