"""The shape of every file of a draw's folder, so that a stranger's edit is a refusal and never a surprise.

Source: SSJ-DRAW/1 §5, §9; the files are named in `folder`.
"""

import re
from collections.abc import Iterator

from shuangsuiji.core.draw.ceremony import GROUNDS
from shuangsuiji.core.draw.grammar import CODE, HEX64, is_time
from shuangsuiji.core.draw.shape import Shape, anything, boolean, fields, integer, list_of, mapping, one_of, text

_LIBRARY = re.compile(rf"|{CODE.pattern}")  # the nameless library is ""
_DIGEST = text(HEX64)
_DIGEST_OR_NONE = text(HEX64, empty=True)
_WORDS = text(empty=True)
_ROW = fields({"name": text()}, {"town": text()})


def _moment(value: object, place: str) -> Iterator[str]:
    if not is_time(value):
        yield f"{place} 不是协议写法的时间"


PLAN: Shape = anything  # core says what is wrong with a plan, field by field
FREEZE = fields(
    {
        "at": _moment,
        "by": text(),
        "plan_hash": _DIGEST,
        "subject_roots": mapping(_LIBRARY, _DIGEST),
        "subject_commits": mapping(_LIBRARY, _DIGEST),
        "subject_commit": _DIGEST_OR_NONE,
        "inspector_root": _DIGEST_OR_NONE,
        "inspector_commit": _DIGEST_OR_NONE,
        "context": _DIGEST,
        "counts": anything,
    }
)
COMMIT = fields({"at": _moment, "contributor": text(CODE), "commit": _DIGEST})
REVEAL = fields({"at": _moment, "contributor": text(CODE), "secret": _DIGEST})
NUMBER = fields(
    {"at": _moment, "value": text()},
    {"beacon_signature": text(), "beacon_evidence": mapping(re.compile(".*"), anything)},
)
RUN = fields({"at": _moment, "result_hash": _DIGEST, "record": text()})
END = fields(
    {
        "act": one_of("abort", "void"),
        "at": _moment,
        "ground": one_of(*GROUNDS),
        "text": text(),
        "approved_by": text(),
    }
)
REPLACEMENT = fields(
    {
        "entry": fields(
            {
                "at": _moment,
                "slot": integer(0),
                "team": text(),
                "role": text(),
                "dept": text(),
                "from": text(),
                "to": text(),
                "reason": text(),
                "text": _WORDS,
                "by_rank": boolean,
                "requested_by": text(),
                "approved_by": text(),
                "log": one_of(None),
            }
        )
    }
)
KEYS = fields({}, {"subject": _DIGEST, "inspector": _DIGEST})
_OPENED_SUBJECTS = list_of(fields({"handle": text(), "id": text(), "salt": _DIGEST_OR_NONE, "row": _ROW}))
OPENED = fields(
    {
        "subjects": mapping(_LIBRARY, _OPENED_SUBJECTS),
        "received": _OPENED_SUBJECTS,
        "inspectors": list_of(fields({"handle": text(), "pid": text(), "salt": _DIGEST, "recusal": list_of(text())})),
    }
)
RECEIVED = fields({"received": _OPENED_SUBJECTS})
SECRET = fields({"draw_id": text(), "context": _DIGEST, "contributor": text(), "secret": _DIGEST})
