"""The ceremony in the database, from the announcement to the lists. 第十四条."""

import pytest

from shuangsuiji.stages.draws.records import auditor_record
from shuangsuiji.verify.engine import verify_document
from tests.stages.cast import County
from tests.stages.draws import drawing

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条")]


def test_c14_2_a_draw_from_the_announcement_to_the_lists_is_recomputed_by_the_verifier(ready: County) -> None:
    made = drawing.standing(ready, "DRAWN")
    assert made.state == "DRAWN"
    assert made.result.subjects == made.subjects.count() == 2 + 2 + 3 + 1
    assert made.result.teams == 2
    assert made.places.count() == 4
    said = drawing.verified(made)
    assert drawing.failed(said) == {}
    assert {name for name, text in said.items() if text.startswith("SKIP")} <= {
        "V07",
        "V08",
        "V09",
        "V13",
        "V19",
        "V21",
        "V23",
    }
    assert verify_document(auditor_record(made, None), no_log=True).failed() == []
