"""The fields of a record and of a firm's bundle, state by state, with their types.

Source: SSJ-DRAW/1 §9.
"""

import re

from shuangsuiji.core.canonical import SAFE_INTEGER
from shuangsuiji.core.draw.grammar import HEX64, ORDINAL, TASK_ID
from shuangsuiji.core.draw.roster import InspectorRow, SubjectRow
from shuangsuiji.core.draw.shape import (
    Shape,
    anything,
    boolean,
    either,
    fields,
    integer,
    list_of,
    mapping,
    one_of,
    row_of,
    text,
)

# Types only: how a value must be written is the business of the check that recomputes it, so that one defect fails one check.
_TEXT = text(empty=True)
_INTEGER = integer(1 - SAFE_INTEGER)
_TEXTS = list_of(_TEXT)
_ANY = re.compile(r"(?s).*")
_BY_TEXT = mapping(_ANY, _TEXT)
_FILE = fields(
    {
        "file": _TEXT,
        "format": one_of("jsonl", "csv"),
        "rows": integer(0),
        "bytes": integer(0),
        "sha256": _TEXT,
    }
)
_SUBJECTS = either(_FILE, list_of(fields(dict.fromkeys(SubjectRow._fields, _TEXT))))
_INSPECTORS = either(
    _FILE, list_of(fields({**dict.fromkeys(InspectorRow._fields, _TEXT), "quals": _TEXTS, "cap": _INTEGER}))
)
_ROW = mapping(_ANY, anything)
_OPENED = list_of(fields({"handle": _TEXT, "id": _TEXT, "salt": _TEXT, "row": _ROW}))
_OPENED_INSPECTOR = fields({"handle": _TEXT, "pid": _TEXT, "salt": _TEXT, "recusal": _TEXTS})
_IN_THE_OPEN = list_of(fields({"handle": _TEXT, "row": _ROW}))
_RANKED = list_of(fields({"rank": _INTEGER, "ticket": _TEXT, "handle": _TEXT}))
_STRATA = mapping(
    _ANY,
    fields(
        {
            "n_base": _INTEGER,
            "n_elig": _INTEGER,
            "k": _INTEGER,
            "shortfall": _INTEGER,
            "threshold": _TEXT,
            "selected": _RANKED,
            "next": _RANKED,
        }
    ),
)
_ASSIGNED = fields(
    {
        "team": _TEXT,
        "role": _TEXT,
        "dept": _TEXT,
        "handle": _TEXT,
        "generation": _INTEGER,
        "ticket": _TEXT,
        "skipped": _TEXTS,
        "alternates": _TEXTS,
    }
)
_REPLACED = fields(
    {
        "at": _TEXT,
        "slot": _INTEGER,
        "team": _TEXT,
        "role": _TEXT,
        "dept": _TEXT,
        "from": _TEXT,
        "to": _TEXT,
        "reason": _TEXT,
        "by_rank": boolean,
        "requested_by": _TEXT,
        "approved_by": _TEXT,
        "log": either(one_of(None), row_of(integer(0), _TEXT)),
    },
    {
        "text": _TEXT,
        "opening": fields({"pid": _TEXT, "salt": _TEXT, "dept": _TEXT, "quals": _TEXTS, "recusal": _TEXTS}),
    },
)
_LOG = either(
    one_of(None),
    fields({"origin": _TEXT, "entries": mapping(_ANY, list_of(row_of(integer(0), _TEXT))), "checkpoint": _TEXT}),
)

# The plan's rules are V03; here only what the other checks need in order to read it.
_RULES = mapping(_ANY, fields({}, {"ratio": _TEXT, "min": _INTEGER, "below": _BY_TEXT}))
_PLAN = fields(
    {"handles": fields({"subject": _TEXT, "inspector": _TEXT})},
    {
        **dict.fromkeys(
            [
                "v",
                "suite",
                "task_id",
                "draw_id",
                "title",
                "mode",
                "lead",
                "commit_by",
                "reveal_by",
                "announce",
                "openings_from",
                "result_link",
            ],
            _TEXT,
        ),
        "members": _TEXTS,
        "contributors": _TEXTS,
        "strata": _RULES,
        "libraries": mapping(_ANY, fields({"strata": _RULES})),
        "alternates": _INTEGER,
        "beacon": fields({}, {"source": _TEXT, "round": _TEXT, "not_before": _TEXT, "digits": _INTEGER}),
        "salt_key_commit": either(_TEXT, _BY_TEXT),
        "risk_classes": boolean,
        "exclusions": _BY_TEXT,
        "teams": fields({}, {"count": _INTEGER, "slots": list_of(row_of(_TEXT, _TEXT, _TEXTS))}),
        "cap_ladder": list_of(_INTEGER),
        "dispatched": fields({"draw_id": _TEXT, "result_hash": _TEXT, "handles": _TEXTS, "attrs": _TEXTS}),
        "supersedes": fields({}, {"draw_id": _TEXT}),
    },
)
_PLANNED: dict[str, Shape] = {
    "suite": one_of("SHA256", "SM3"),
    "task_id": _TEXT,
    "draw_id": _TEXT,
    "plan": _PLAN,
    "plan_hash": _TEXT,
}
_PLANNED_OPTIONAL: dict[str, Shape] = {"plan_jcs_hex": _TEXT}
_HEAD: dict[str, Shape] = {
    "format": one_of("ssj-draw-record/1"),
    "version": integer(1),
    "audience": one_of("public", "auditor"),
    "state": one_of("DRAWN", "VOID", "ABORTED"),
    "log": _LOG,
}
_HEAD_OPTIONAL: dict[str, Shape] = {
    "superseded_by": text(re.compile(f"(?:{TASK_ID.pattern})/(?:{ORDINAL.pattern})")),
    "replacements": either(fields({"count": integer(0)}), list_of(_REPLACED)),
    "shadow": _ROW,
}
HEAD = fields({**_HEAD, **_PLANNED}, {**_HEAD_OPTIONAL, **_PLANNED_OPTIONAL})
VECTOR_HEAD = fields(_PLANNED, _PLANNED_OPTIONAL)
REASON = fields({"reason": fields({"code": text(), "text": text()})})

_FROZEN = {
    "subject_commit": _TEXT,
    "inspector_roster": _INSPECTORS,
    "inspector_root": _TEXT,
    "inspector_commit": _TEXT,
    "context": _TEXT,
}
_INSPECTORS_BEHIND = {
    "inspector_private": fields({"salt_key_hex": _TEXT, "rows": list_of(_OPENED_INSPECTOR)}),
}
# What the lists are sealed with; a vector element may lack these (§14).
DIGESTS = ("selection_hash", "batches_root", "assignment_hash", "result_hash")

# State → fields a record holds once it has got there, with its optional ones; what depends on the libraries is in `libraries`.
STATES: dict[str, tuple[dict[str, Shape], dict[str, Shape]]] = {
    "FROZEN": (_FROZEN, _INSPECTORS_BEHIND),
    "COMMITTED": ({"commits": _BY_TEXT}, {}),
    "REVEALED": ({"reveals": list_of(row_of(_TEXT, _TEXT)), "committed_values": _BY_TEXT}, {}),
    "SEEDED": (
        {"beacon": row_of(_TEXT, _TEXT, _TEXT), "seed": _TEXT},
        {"beacon_signature": _TEXT, "beacon_evidence": _ROW},
    ),
    "DRAWN": (
        {
            **dict.fromkeys(DIGESTS, _TEXT),
            "ticket_key": _TEXT,
            "selection": _ROW,
            "team_order": _TEXTS,
            "slots": list_of(row_of(_TEXT, _TEXT, _TEXT, _TEXTS)),
            "assignment": either(one_of(None), list_of(_ASSIGNED)),
        },
        {
            "tickets": list_of(row_of(_TEXT, _TEXT)),
            "batches": mapping(_ANY, _TEXTS),
            "cap_step": _INTEGER,
            "blocking": list_of(integer(0)),
        },
    ),
}
_ONE_LIBRARY = {"subject_roster": _SUBJECTS, "subject_root": _TEXT}
_SEVERAL_LIBRARIES = {
    "subject_rosters": mapping(_ANY, _SUBJECTS),
    "subject_roots": _BY_TEXT,
    "subject_commits": _BY_TEXT,
}


def rosters(several: bool) -> Shape:
    """The subject rosters and what stands behind them: of one library, or of several."""
    opened = {True: mapping(_ANY, _OPENED), False: _OPENED}[several]
    return fields(
        _SEVERAL_LIBRARIES if several else _ONE_LIBRARY,
        {
            "subject_rows": mapping(_ANY, _IN_THE_OPEN) if several else _IN_THE_OPEN,
            "subject_private": fields({"salt_key_hex": _TEXT, "rows": opened}),
        },
    )


def selection(several: bool) -> Shape:
    """The drawn subjects: of one library, or of several."""
    return fields({"selection": mapping(_ANY, _STRATA) if several else _STRATA})


# Fields of the head and of the freeze, which a shadow never holds.
BEFORE_SHADOW = frozenset(
    {
        *_HEAD,
        *_HEAD_OPTIONAL,
        *_PLANNED,
        *_PLANNED_OPTIONAL,
        *_FROZEN,
        *_INSPECTORS_BEHIND,
        *_ONE_LIBRARY,
        *_SEVERAL_LIBRARIES,
        "reason",
        "subject_rows",
        "subject_private",
    }
)
# Fields of an aborted draw that only its shadow may hold.
ONLY_IN_SHADOW = frozenset(
    {"replacements", *(name for state in ("SEEDED", "DRAWN") for part in STATES[state] for name in part)}
)
KNOWN_FIELDS = BEFORE_SHADOW | {name for state in STATES.values() for part in state for name in part}

_PROOF = {"index": integer(0), "size": integer(1), "path": list_of(text(HEX64))}
BUNDLE = fields(
    {
        "format": one_of("ssj-opening/1"),
        "draw_id": _TEXT,
        "handle": _TEXT,
        "id": _TEXT,
        "salt": _TEXT,
        "row": _ROW,
        "stratum": either(one_of(None), _TEXT),
        "elig": either(one_of(None), _TEXT),
        "leaf": either(one_of(None), fields(_PROOF)),
        "place": either(one_of(None), fields({**_PROOF, "team": _TEXT})),
        "team": list_of(fields({"handle": _TEXT, "pid": _TEXT, "salt": _TEXT})),
    },
    {"library": _TEXT},
)
