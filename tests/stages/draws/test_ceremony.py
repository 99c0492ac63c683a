"""The ceremony in the database, from the announcement to the lists. 第十四条."""

import pytest
from django.conf import settings

from shuangsuiji.core.tlog.policy import parse_policy
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.records import auditor_record, public_record
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.log.drawn import DrawLog
from shuangsuiji.verify.log.growth import Kept
from shuangsuiji.verify.sources import FolderSource
from tests.stages.cast import County
from tests.stages.draws import drawing

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条")]


def verified(made: Draw) -> dict[str, str]:
    """What the stand-alone verifier says of the public record, held against the published log."""
    drawing.seal_log()
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    assert published is not None
    record = public_record(made, published)
    policy = parse_policy(f"log {drawing.KEY.key.vkey}\nquorum none\n".encode())
    kept = [Kept("commits.checkpoint", record.beside["commits.checkpoint"])]
    log = DrawLog.opened(FolderSource(settings.SHUANGSUIJI_LOG_FOLDER), policy, kept)
    report = verify_document(record.content, files=record.beside.get, draw_log=log)
    return {each.id: f"{each.status} {each.reason}" for each in report.results}


def test_a_draw_from_the_announcement_to_the_lists(ready: County) -> None:
    task = drawing.ready_task(ready)
    made = drawing.whole(ready, task)
    assert made.state == "DRAWN"
    assert made.result.subjects == made.subjects.count() == 2 + 2 + 3 + 1
    assert made.result.teams == 2
    assert made.places.count() == 4
    said = verified(made)
    print(said)
    report = verify_document(auditor_record(made, None), no_log=True)
    assert report.failed() == []
