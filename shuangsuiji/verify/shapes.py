"""The fields of a record and of a firm's bundle, state by state, with their types.

Source: SSJ-DRAW/1 §9.
"""

import re

from shuangsuiji.core.draw.grammar import CODE, HEX64, STRATUM
from shuangsuiji.core.draw.plan import PLAN_SHAPE
from shuangsuiji.core.draw.roster import INSPECTOR_ROW_SHAPE, SUBJECT_ROW_SHAPE
from shuangsuiji.core.draw.shape import (
    Shape,
    anything,
    either,
    fields,
    integer,
    list_of,
    mapping,
    one_of,
    row_of,
    text,
)

_ANY = re.compile(r"(?s).*")
_TEAM = re.compile(r"t[1-9][0-9]*")
_DIGEST = text(HEX64)
_DIGEST_OR_EMPTY = text(HEX64, empty=True)
_FILE = fields(
    {
        "file": text(re.compile(r"[A-Za-z0-9._-]{1,200}")),
        "format": one_of("jsonl", "csv"),
        "rows": integer(0),
        "bytes": integer(0),
        "sha256": _DIGEST,
    }
)
_SUBJECTS = either(_FILE, list_of(SUBJECT_ROW_SHAPE))
_INSPECTORS = either(_FILE, list_of(INSPECTOR_ROW_SHAPE))
_ROW = mapping(_ANY, anything)
_OPENED = list_of(fields({"handle": text(), "id": text(), "salt": text(HEX64), "row": _ROW}))
_OPENED_INSPECTOR = fields({"handle": text(), "pid": text(), "salt": text(HEX64), "recusal": list_of(text())})
_IN_THE_OPEN = list_of(fields({"handle": text(), "row": _ROW}))
_RANKED = list_of(fields({"rank": integer(1), "ticket": _DIGEST, "handle": text()}))
_STRATUM_RESULT = fields(
    {
        "n_base": integer(0),
        "n_elig": integer(0),
        "k": integer(0),
        "shortfall": integer(0),
        "threshold": _DIGEST_OR_EMPTY,
        "selected": _RANKED,
        "next": _RANKED,
    }
)
_STRATA = mapping(STRATUM, _STRATUM_RESULT)
_SLOT = row_of(text(_TEAM), text(CODE), text(CODE), list_of(text(CODE)))
_ASSIGNED = fields(
    {
        "team": text(_TEAM),
        "role": text(CODE),
        "dept": text(CODE),
        "handle": text(),
        "generation": integer(0),
        "ticket": _DIGEST,
        "skipped": list_of(text()),
        "alternates": list_of(text()),
    }
)
_REPLACED = fields(
    {
        "at": text(),
        "slot": integer(0),
        "team": text(_TEAM),
        "role": text(CODE),
        "dept": text(CODE),
        "from": text(),
        "to": text(),
        "reason": text(),
        "by_rank": one_of(True, False),
        "requested_by": text(),
        "approved_by": text(),
        "log": either(one_of(None), row_of(integer(0), _DIGEST)),
    },
    {
        "text": text(empty=True),
        "opening": fields(
            {
                "pid": text(),
                "salt": _DIGEST,
                "dept": text(CODE),
                "quals": list_of(text(CODE)),
                "recusal": list_of(text()),
            }
        ),
    },
)
_LOG = either(
    one_of(None),
    fields(
        {
            "origin": text(),
            "entries": mapping(re.compile(r"[a-z][a-z0-9._]*"), list_of(row_of(integer(0), _DIGEST))),
            "checkpoint": text(),
        }
    ),
)

_HEAD_FIELDS: dict[str, Shape] = {
    "format": one_of("ssj-draw-record/1"),
    "version": integer(1),
    "audience": one_of("public", "auditor"),
    "state": one_of("DRAWN", "VOID", "ABORTED"),
    "suite": one_of("SHA256", "SM3"),
    "task_id": text(),
    "draw_id": text(),
    "plan": PLAN_SHAPE,
    "plan_hash": _DIGEST,
    "log": _LOG,
}
_HEAD_OPTIONAL: dict[str, Shape] = {"plan_jcs_hex": text(re.compile(r"(?:[0-9a-f]{2})+")), "superseded_by": text()}
HEAD = fields(_HEAD_FIELDS, _HEAD_OPTIONAL)
REASON = fields({"reason": fields({"code": text(), "text": text()})})

_ONE_LIBRARY = {"subject_roster": _SUBJECTS, "subject_root": _DIGEST_OR_EMPTY}
_SEVERAL_LIBRARIES = {
    "subject_rosters": mapping(CODE, _SUBJECTS),
    "subject_roots": mapping(CODE, _DIGEST),
    "subject_commits": mapping(CODE, _DIGEST),
}
_FROZEN = {
    "subject_commit": _DIGEST_OR_EMPTY,
    "inspector_roster": _INSPECTORS,
    "inspector_root": _DIGEST_OR_EMPTY,
    "inspector_commit": _DIGEST_OR_EMPTY,
    "context": _DIGEST,
}
_BEHIND = {
    "subject_rows": either(mapping(CODE, _IN_THE_OPEN), _IN_THE_OPEN),
    "subject_private": fields({"salt_key_hex": _DIGEST, "rows": either(mapping(CODE, _OPENED), _OPENED)}),
    "inspector_private": fields({"salt_key_hex": _DIGEST, "rows": list_of(_OPENED_INSPECTOR)}),
}
_REVEALS = list_of(row_of(text(CODE), text(HEX64, empty=True)))

# State → fields a record holds once it has got there, with its optional ones. Frozen rosters come in two forms.
STATES: dict[str, tuple[dict[str, Shape], dict[str, Shape]]] = {
    "FROZEN": (_FROZEN, _BEHIND),
    "COMMITTED": ({"commits": mapping(CODE, _DIGEST)}, {}),
    "REVEALED": ({"reveals": _REVEALS, "committed_values": mapping(CODE, _DIGEST)}, {}),
    "SEEDED": ({"beacon": row_of(text(), text(), text()), "seed": _DIGEST}, {"beacon_signature": text()}),
    "DRAWN": (
        {
            "ticket_key": text(re.compile(r"[0-9a-f]{32}")),
            "selection": either(mapping(CODE, _STRATA), _STRATA),
            "selection_hash": _DIGEST_OR_EMPTY,
            "team_order": list_of(text(_TEAM)),
            "slots": list_of(_SLOT),
            "batches_root": _DIGEST_OR_EMPTY,
            "assignment": either(one_of(None), list_of(_ASSIGNED)),
            "assignment_hash": _DIGEST_OR_EMPTY,
            "result_hash": _DIGEST,
        },
        {
            "tickets": list_of(row_of(text(), _DIGEST)),
            "batches": mapping(_TEAM, list_of(text())),
            "cap_step": integer(0),
            "blocking": list_of(integer(0)),
            "replacements": either(fields({"count": integer(0)}), list_of(_REPLACED)),
        },
    ),
}


def roster_shape(several: bool) -> Shape:
    """The fields of the subject rosters: one, or several libraries."""
    return fields(_SEVERAL_LIBRARIES if several else _ONE_LIBRARY)


KNOWN_FIELDS = frozenset(
    {*_HEAD_FIELDS, *_HEAD_OPTIONAL, *_ONE_LIBRARY, *_SEVERAL_LIBRARIES, "reason", "shadow", "beacon_evidence"}
    | {name for required, optional in STATES.values() for name in (*required, *optional)}
)

_PROOF = {"index": integer(0), "size": integer(1), "path": list_of(_DIGEST)}
BUNDLE = fields(
    {
        "format": one_of("ssj-opening/1"),
        "draw_id": text(),
        "handle": text(),
        "id": text(),
        "salt": text(HEX64, empty=True),
        "row": _ROW,
        "stratum": either(one_of(None), text(STRATUM)),
        "elig": either(one_of(None), text()),
        "leaf": either(one_of(None), fields(_PROOF)),
        "place": either(one_of(None), fields({**_PROOF, "team": text(_TEAM)})),
        "team": list_of(fields({"handle": text(), "pid": text(), "salt": _DIGEST})),
    },
    {"library": text(CODE)},
)
