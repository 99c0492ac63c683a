"""One acceptable draw, from which every refusal changes one thing: its plan, registry rows, keys and the acts of its ceremony.

All names and codes are invented. Every function gives a fresh value, so that a test may change what it gets.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.ceremony import (
    COMMITTED,
    DRAWN,
    FROZEN,
    PLANNED,
    REVEALED,
    SEEDED,
    Ceremony,
    commit_of,
)
from shuangsuiji.core.draw.freeze import (
    FrozenRosters,
    InspectorEntry,
    OpenedSubject,
    SubjectEntry,
    freeze_rosters,
)
from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.core.draw.record import Proceedings
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal
from shuangsuiji.core.draw.sealing import attrs_digest, key_commitment_of
from tests.synthetic import certificate_number, valid_uscc

SHA256 = suite_named("SHA256")
SM3 = suite_named("SM3")
KEYS = {"subject": bytes(range(32)), "inspector": bytes(range(32, 64))}
FLOORS = {"A": "1%", "B": "3%", "C": "10%", "D": "20%"}
TASK = "410928/rsj/2026/yonggong"
COMMIT_BY = parse_time("2026-11-20T02:00:00Z")
REVEAL_BY = parse_time("2026-11-20T03:00:00Z")
NOT_BEFORE = parse_time("2026-11-20T03:30:00Z")
SECOND = timedelta(seconds=1)
NUMBER = "48291038475610293847"
SECRETS = {"rsj": "1" * 64, "jijian": "2" * 64, "gongzheng": "a" * 64}
STATES = (PLANNED, FROZEN, COMMITTED, REVEALED, SEEDED, DRAWN)
ABSENT = object()

Fields = dict[str, Any]

# ------------------------------------------------------------------------------------------------------------- plans


def _with(members: Fields, changes: Mapping[str, Any]) -> Fields:
    """`changes` laid over `members`; a change to ABSENT removes the field."""
    changed = {**members, **changes}
    return {name: value for name, value in changed.items() if value is not ABSENT}


def plan(**changes: Any) -> Fields:
    """The acceptable plan: mode `both`, one sealed library of risk classes, dice; `changes` replace fields, ABSENT removes."""
    suite = suite_named(changes.get("suite", "SHA256")) if changes.get("suite") in ("SHA256", "SM3") else SHA256
    members: Fields = {
        "v": "ssj-draw/1",
        "suite": "SHA256",
        "task_id": TASK,
        "draw_id": f"{TASK}/1",
        "title": "示例县2026年劳动用工第1次抽查",
        "lead": "rsj",
        "members": ["scjgj"],
        "strata": {
            "A": {"ratio": "1%", "min": 1},
            "B": {"ratio": "3%"},
            "C": {"ratio": "10%"},
            "D": {"ratio": "20%", "min": 2},
        },
        "risk_classes": True,
        "contributors": ["rsj", "jijian", "gongzheng"],
        "commit_by": "2026-11-20T02:00:00Z",
        "reveal_by": "2026-11-20T03:00:00Z",
        "beacon": {"source": "dice/d10", "round": "1", "digits": 20, "not_before": "2026-11-20T03:30:00Z"},
        "handles": {"subject": "sealed", "inspector": "sealed"},
        "salt_key_commit": {kind: key_commitment_of(suite, key) for kind, key in KEYS.items()},
        "openings_from": "2026-12-31T16:00:00Z",
        "result_link": "none",
        "exclusions": {"X11": "正在办理注销（示例文件1号）"},
        "teams": {"count": 2, "slots": [["leader", "rsj", ["law"]], ["member", "scjgj", []]]},
        "cap_ladder": [0, 1, 2],
    }
    return _with(members, changes)


def open_plan(**changes: Any) -> Fields:
    """An acceptable plan whose subjects are open: strata that say nothing about a firm."""
    members = plan(
        strata={"school": {"ratio": "20%", "min": 1}, "agency": {"ratio": "3.5%"}},
        handles={"subject": "open", "inspector": "sealed"},
        salt_key_commit=key_commitment_of(SHA256, KEYS["inspector"]),
        announce="at-draw",
        risk_classes=ABSENT,
        openings_from=ABSENT,
    )
    return _with(members, changes)


def joint_plan(**changes: Any) -> Fields:
    """An acceptable plan of two libraries drawn together (第九条)."""
    members = plan(
        strata=ABSENT,
        libraries={
            "laodong": {"strata": {"A": {"ratio": "10%"}, "B": {"ratio": "10%"}}},
            "xiaofang": {"strata": {"key": {"ratio": "50%"}}},
        },
    )
    return _with(members, changes)


def subjects_plan(**changes: Any) -> Fields:
    """An acceptable plan that draws subjects only (第十四条)."""
    members = plan(
        mode="subjects",
        teams=ABSENT,
        cap_ladder=ABSENT,
        salt_key_commit=key_commitment_of(SHA256, KEYS["subject"]),
    )
    return _with(members, changes)


def received_plan(**changes: Any) -> Fields:
    """An acceptable plan that draws inspectors for open subjects from an upper level (第十二条)."""
    received = received_subjects()
    members = plan(
        mode="inspectors",
        strata=ABSENT,
        risk_classes=ABSENT,
        openings_from=ABSENT,
        handles={"subject": "open", "inspector": "sealed"},
        salt_key_commit=key_commitment_of(SHA256, KEYS["inspector"]),
        dispatched={
            "draw_id": "",
            "result_hash": "",
            "handles": [opened.handle for opened in received],
            "attrs": [attrs_digest(SHA256, opened.row) for opened in received],
            "source": {"document": "示例市文件2号"},
        },
    )
    return _with(members, changes)


# ----------------------------------------------------------------------------------------------------- registry rows


def firm(number: int) -> str:
    """The canonical id of the firm with this number."""
    return f"uscc:{valid_uscc(number)}"


def subject(number: int, stratum: str = "A", elig: str = "E", town: str | None = None) -> SubjectEntry:
    """The registry row of the firm with this number."""
    row = {"name": f"示例企业{number:03d}", "town": town or f"41092810{number % 3}"}
    return SubjectEntry(firm(number), stratum, elig, row)


def subjects() -> list[SubjectEntry]:
    """Forty firms, ten of each class; one already inspected, one about to be struck off."""
    rows = [subject(number, "ABCD"[number // 10]) for number in range(40)]
    rows[4] = rows[4]._replace(elig="X1")
    rows[33] = rows[33]._replace(elig="X11")
    return rows


def school_subjects() -> list[SubjectEntry]:
    """Twelve open subjects of the open plan: firms, an old registration, an object."""
    rows = [subject(number, "school" if number % 2 else "agency") for number in range(100, 112)]
    rows[3] = rows[3]._replace(id="reg:410928100000017")
    rows[6] = rows[6]._replace(id="obj:peixun/2026-07")
    return rows


def person(number: int, dept: str, *recusals: str, elig: str = "E") -> InspectorEntry:
    """The registry row of an inspector."""
    return InspectorEntry(f"cert:{certificate_number(1, number)}", dept, ("law", "food"), elig, 1, recusals)


def people() -> list[InspectorEntry]:
    """Seven inspectors of two departments; one on leave, one recused from a firm."""
    return [
        person(1, "rsj"),
        person(2, "rsj", firm(30)),
        person(3, "rsj"),
        person(4, "rsj", elig="X3"),
        person(5, "scjgj"),
        person(6, "scjgj"),
        person(7, "scjgj"),
    ]


def received_subjects() -> list[OpenedSubject]:
    """Two open subjects received from an upper level, in handle order."""
    rows = sorted((subject(number) for number in (201, 202)), key=lambda entry: entry.id)
    return [OpenedSubject(entry.id, entry.id, "", entry.row) for entry in rows]


# ------------------------------------------------------------------------------------------------------ the ceremony


def freeze(rules: Mapping[str, Any] | None = None, rows: Sequence[SubjectEntry] | None = None) -> FrozenRosters:
    """The rosters of the acceptable draw, frozen."""
    return freeze_rosters(rules or plan(), {"": rows or subjects()}, people(), KEYS)


@cache
def _frozen() -> FrozenRosters:
    return freeze()


def ceremony(state: str = PLANNED, rules: Fields | None = None) -> Ceremony:
    """The acceptable ceremony at `state`, every act on time."""
    reached = STATES.index(state)
    held, rosters = Ceremony(rules or plan()), _frozen()
    if reached > 0:
        held = held.freeze(rosters.subject_commit, rosters.inspector_commit, at=COMMIT_BY - SECOND)
    if reached > 1:
        held = committed(held, SECRETS).close_commits(at=COMMIT_BY)
    if reached > 2:
        held = revealed(held, SECRETS).close_reveals(at=REVEAL_BY)
    if reached > 3:
        held = held.record_number(NUMBER, at=NOT_BEFORE)
    return held.draw() if reached > 4 else held


def committed(held: Ceremony, who: Iterable[str], at: datetime = COMMIT_BY) -> Ceremony:
    """The ceremony after these contributors have committed to their secrets."""
    for name in who:
        held = held.commit(name, commitment(held, name), at=at)
    return held


def commitment(held: Ceremony, who: str, secret: str = "") -> str:
    """What a contributor commits itself to in this ceremony."""
    return commit_of(held.suite, held.plan["draw_id"], held.context, who, secret or SECRETS[who])


def revealed(held: Ceremony, who: Iterable[str], at: datetime = REVEAL_BY) -> Ceremony:
    """The ceremony after these contributors have revealed."""
    for name in who:
        held = held.reveal(name, SECRETS[name], at=at)
    return held


def proceedings(state: str = DRAWN) -> Proceedings:
    """All there is to tell about the acceptable draw at `state`."""
    return Proceedings(ceremony(state), state, None if state == PLANNED else _frozen(), KEYS)


def held(rules: Fields, rosters: FrozenRosters, keys: Mapping[str, bytes] = KEYS) -> Proceedings:
    """A whole draw by another plan, every act on time."""
    acts = Ceremony(rules).freeze(rosters.subject_commit, rosters.inspector_commit, at=COMMIT_BY - SECOND)
    acts = committed(acts, SECRETS).close_commits(at=COMMIT_BY)
    acts = revealed(acts, SECRETS).close_reveals(at=REVEAL_BY)
    return Proceedings(acts.record_number(NUMBER, at=NOT_BEFORE).draw(), DRAWN, rosters, keys)


def joint() -> Proceedings:
    """A joint draw of two libraries that share five firms."""
    libraries = {
        "laodong": [subject(number, "AB"[number % 2]) for number in range(10)],
        "xiaofang": [subject(number, "key") for number in range(5, 15)],
    }
    return held(joint_plan(), freeze_rosters(joint_plan(), libraries, people(), KEYS))


def received() -> Proceedings:
    """A draw of inspectors for open subjects from an upper level."""
    rules, keys = received_plan(), {"inspector": KEYS["inspector"]}
    return held(rules, freeze_rosters(rules, {}, people(), keys, received_subjects()), keys)


# ---------------------------------------------------------------------------------------------------------- refusals


class Refused:
    """What an act was refused for, filled when the block ends."""

    refusals: tuple[Refusal, ...] = ()

    @property
    def codes(self) -> list[str]:
        """The codes in the order told."""
        return codes(self.refusals)

    @property
    def only(self) -> Refusal:
        """The one refusal; more or fewer is an error."""
        assert len(self.refusals) == 1, self.codes
        return self.refusals[0]


@contextmanager
def refused() -> Iterator[Refused]:
    """The block must be refused by the draw; what it says is kept."""
    told = Refused()
    with pytest.raises(DrawRefused) as caught:
        yield told
    told.refusals = caught.value.refusals


def codes(refusals: Iterable[Refusal]) -> list[str]:
    """The codes of refusals, in their order."""
    return [refusal.code for refusal in refusals]


# ----------------------------------------------------------------------------------------------------- known answers

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "draw-vectors.json"


@cache
def _vectors() -> Any:
    return json.loads(VECTORS.read_bytes())


def vectors(section: str) -> Any:
    """A section of the protocol's test vectors; read once, never changed (a copy is given)."""
    return deepcopy(_vectors()[section])
