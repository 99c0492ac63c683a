"""20 000 subjects and 200 inspectors: what a large county draws while people wait."""

from bench.measure import medians
from bench.report import Result
from bench.rosters import KEYS, SEED, SHA256, inspector_entries, plan, subject_entries
from bench.work import draw_frozen, measures, seal_draw_and_record
from shuangsuiji.core.draw.freeze import freeze_rosters
from shuangsuiji.core.draw.selection import select

SUBJECTS, INSPECTORS = 20_000, 200
DRAW, WHOLE = "抽取", "封存至记录"
TARGETS = {DRAW: 0.5, WHOLE: 1.5}
ROUNDS = 7


def run() -> list[Result]:
    """Both results, each beside the same three measures of the same run."""
    rules = plan()
    entries, people = subject_entries(SUBJECTS), inspector_entries(INSPECTORS)
    rosters = freeze_rosters(rules, {"": entries}, people, KEYS)
    once = draw_frozen(rules, rosters)
    selection = select(SHA256, rules, {"": rosters.subjects[""].rows}, SEED)
    wanted = sum(part["k"] for part in selection.values())
    handles = [row.handle for row in rosters.subjects[""].rows]
    known = measures(handles, wanted)
    contestants = {DRAW: once, WHOLE: seal_draw_and_record(rules, entries, people), **known}
    times = medians(contestants, ROUNDS)
    title = f"{SUBJECTS} 户\n{INSPECTORS} 人"
    return [
        Result(title, name, times[name], target, {measure: times[measure] for measure in known})
        for name, target in TARGETS.items()
    ]
