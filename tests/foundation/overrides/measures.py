"""One measure that may be laid over a parameter; tests change one thing of it."""

from datetime import date

from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.overrides.drafting import draft_override
from shuangsuiji.foundation.overrides.set_override import set_override, shown
from tests.cast import LEAD_DEPARTMENT, Person

COORDINATOR = Person("冯协", "coordinator", LEAD_DEPARTMENT, "协调股室")
GOOD = {
    "parameter": "sample_floor.C",
    "value": 5,
    "origin": "OWN",
    "issuing_body": "县人力资源和社会保障局",
    "document": "濮县人社〔2026〕12号",
    "effective_from": date(2027, 7, 1),
    "reason": "本年度集中治理",
}


def drafted(actor, at, **more):
    return draft_override(actor=actor, at=at, **{**GOOD, **more})


def set_(actor, at, draft, **more):
    return set_override(
        **{"draft_id": draft.pk, "seen": content_digest(shown(draft)), "actor": actor, "at": at, **more}
    )
