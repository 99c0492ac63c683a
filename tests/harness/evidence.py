"""What a heavy run measured, as `evidence/<goal>.json` beside the project (not in the repository).

Source: 80-reliability, "the rule above all": a goal without a saboteur's result is unproven.
"""

import json
import os
import subprocess
from typing import Any

from tests.harness.stage import ROOT

FOLDER = ROOT / "evidence"
UNPROVEN = "unproven"


def write(
    goal: str, *, target: str, measured: Any, n: int, duration: float, saboteur: str = UNPROVEN, seed: int = 0
) -> None:
    """Write one file, over an older one of the same goal."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    told = {
        "goal": goal,
        "target": target,
        "measured": measured,
        "n": n,
        "seed": seed,
        "commit": commit.strip(),
        "load": [round(each, 2) for each in os.getloadavg()],
        "duration": round(duration, 1),
        "saboteur": saboteur,
    }
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{goal}.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
