"""Rosters to draw from: synthetic, sealed, of any size, in the demo county's class mix.

Gives: entries before the freeze, or frozen rows made directly where sealing is not what is measured.
"""

import hashlib
from typing import Any

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.freeze import InspectorEntry, SubjectEntry
from shuangsuiji.core.draw.roster import SubjectRow
from shuangsuiji.core.draw.sealing import key_commitment_of
from shuangsuiji.core.rules.quotas import percent, ratio_floor
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.web.console.county.codes import certificate_number, valid_uscc
from shuangsuiji.web.console.county.towns import TOWNS

SHA256 = suite_named("SHA256")
KEYS = {"subject": bytes(range(32)), "inspector": bytes(range(32, 64))}
SEED = hashlib.sha256(b"bench").hexdigest()
# 13 : 5 : 1 : 1 is near the prefecture's 65 : 25 : 8 : 1.5; every twentieth row repeats it.
_CLASSES = "AAAAAAAAAAAAABBBBBCD"
FLOORS = {str(risk_class): percent(ratio_floor(risk_class).ratio) for risk_class in RiskClass}
_DEPARTMENTS = ("rsj", "scjgj", "xfjy")


def plan(teams: int = 40) -> dict[str, Any]:
    """A sealed plan at the floors, with `teams` teams of four."""
    members = [["member", department, []] for department in _DEPARTMENTS]
    return {
        "v": "ssj-draw/1",
        "suite": "SHA256",
        "task_id": "410928/rsj/2026/bench",
        "draw_id": "410928/rsj/2026/bench/1",
        "title": "性能测试",
        "lead": "rsj",
        "members": ["scjgj", "xfjy"],
        "contributors": ["rsj", "jiwei"],
        "commit_by": "2026-03-10T01:30:00Z",
        "reveal_by": "2026-03-10T02:00:00Z",
        "beacon": {"source": "dice/d10", "round": "1", "digits": 20, "not_before": "2026-03-10T02:15:00Z"},
        "handles": {"subject": "sealed", "inspector": "sealed"},
        "openings_from": "2026-09-10T00:00:00Z",
        "risk_classes": True,
        "strata": {name: {"ratio": ratio, "min": 1} for name, ratio in FLOORS.items()},
        "salt_key_commit": {kind: key_commitment_of(SHA256, key) for kind, key in KEYS.items()},
        "teams": {"count": teams, "slots": [["leader", "rsj", []], *members]},
        "cap_ladder": [0, 1, 2],
    }


def subject_entries(count: int) -> list[SubjectEntry]:
    """Firms before the freeze; every fiftieth was inspected this year."""
    return [
        SubjectEntry(
            f"uscc:{valid_uscc(number)}",
            _CLASSES[number % 20],
            "X1" if number % 50 == 49 else "E",
            {"name": f"示例企业{number:07d}", "town": TOWNS[number % len(TOWNS)].code},
        )
        for number in range(count)
    ]


def inspector_entries(count: int) -> list[InspectorEntry]:
    """Inspectors of three departments in turn."""
    return [
        InspectorEntry(f"cert:{certificate_number(1, number)}", _DEPARTMENTS[number % 3], (), "E", 2)
        for number in range(count)
    ]


def frozen_rows(count: int) -> list[SubjectRow]:
    """Rows of a frozen sealed roster, in handle order, made without sealing anything."""
    rows = [
        SubjectRow(
            "h:" + hashlib.sha256(b"handle %d" % number).hexdigest(),
            _CLASSES[number % 20],
            "X1" if number % 50 == 49 else "E",
            hashlib.sha256(b"attrs %d" % number).hexdigest(),
        )
        for number in range(count)
    ]
    rows.sort()
    return rows
