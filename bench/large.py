"""1 000 000 subjects: what a province draws. Each part runs in a process of its own, so that its memory can be told.

`python -m bench.large draw` and `python -m bench.large freeze` print one JSON object each.
"""

import gc
import json
import subprocess
import sys

from bench.measure import medians, peak_megabytes, seconds
from bench.report import Result
from bench.rosters import KEYS, SEED, SHA256, frozen_rows, inspector_entries, plan, subject_entries
from bench.work import measures
from shuangsuiji.core.draw.freeze import freeze_rosters
from shuangsuiji.core.draw.selection import select
from shuangsuiji.web.console.main import COLLECT_SELDOM

SUBJECTS, INSPECTORS = 1_000_000, 200
DRAW, FREEZE = "抽取", "封存"
TARGETS = {DRAW: 5.0, FREEZE: 20.0}
MEMORY_TARGET_MEGABYTES = 1024
ROUNDS = 3
_PARTS = {DRAW: "draw", FREEZE: "freeze"}


def run() -> list[Result]:
    """Both results; memory is that of the whole process up to the end of the first run of the work itself."""
    return [_measured(name, target) for name, target in TARGETS.items()]


def _measured(name: str, target: float) -> Result:
    command = [sys.executable, "-m", "bench.large", _PARTS[name]]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)  # noqa: S603 - ourselves
    title = f"{SUBJECTS} 户"
    limit = MEMORY_TARGET_MEGABYTES if name == DRAW else 0
    return Result(title, name, told["seconds"], target, told["measures"], told["megabytes"], limit)


def draw_part() -> dict[str, object]:
    """Draw the subjects of one roster: quota, tickets, cut, rank, in all strata."""
    rules, rows = plan(), frozen_rows(SUBJECTS)
    wanted = sum(part["k"] for part in select(SHA256, rules, {"": rows}, SEED).values())
    megabytes = peak_megabytes()
    known = measures([row.handle for row in rows], wanted)
    times = medians({DRAW: lambda: select(SHA256, rules, {"": rows}, SEED), **known}, ROUNDS)
    return {
        "seconds": times[DRAW],
        "megabytes": megabytes,
        "measures": {measure: times[measure] for measure in known},
    }


def freeze_part() -> dict[str, object]:
    """Check, seal, sort and commit one roster of subjects and one of inspectors."""
    rules, entries, people = plan(), subject_entries(SUBJECTS), inspector_entries(INSPECTORS)
    taken = seconds(lambda: freeze_rosters(rules, {"": entries}, people, KEYS))
    megabytes = peak_megabytes()
    known = measures([entry.id for entry in entries], SUBJECTS // 40)
    return {"seconds": taken, "megabytes": megabytes, "measures": medians(known, ROUNDS)}


if __name__ == "__main__":
    gc.set_threshold(*COLLECT_SELDOM)  # as the command does
    parts = {"draw": draw_part, "freeze": freeze_part}
    sys.stdout.write(json.dumps(parts[sys.argv[1]]()))
