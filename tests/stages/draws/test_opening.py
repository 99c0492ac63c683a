"""A firm's own proof: the same answer for every firm until the plan's day, then its own row and nothing else. 第五条, 第十九条（二）."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from shuangsuiji.core.draw.record import write_document
from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.stages.draws.actions.open_row import open_all, open_row
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.records import public_record
from shuangsuiji.stages.registry.models import Subject
from shuangsuiji.verify.engine import verify_document
from tests.cast import FENG, LI, SUN
from tests.stages.cast import County
from tests.stages.draws import drawing
from tests.stages.inspections import dispatching

pytestmark = [pytest.mark.django_db, pytest.mark.article("第五条")]
DUE = datetime(2027, 12, 1, 1, 0, tzinfo=UTC)


def firms(made: Draw) -> tuple[Subject, Subject]:
    """One that was drawn, one of the same class that was not."""
    drawn = made.subjects.filter(stratum="C").first()
    assert drawn is not None
    chosen = made.subjects.values("subject")
    spared = Subject.objects.filter(department=made.task.department, risk_class="C").exclude(pk__in=chosen).first()
    assert spared is not None
    return drawn.subject, spared


def opened(county: County, made: Draw, code: str, **changed: object) -> list[dict[str, object]]:
    said = {"purpose": "持营业执照到窗口查询", "actor": county.actor(LI), "at": DUE, **changed}
    return open_row(draw_id=made.pk, code=code, **said)  # type: ignore[arg-type]


def test_from_the_plans_day_on_a_firm_proves_whether_it_was_drawn(ready: County) -> None:
    made = dispatching.drawn(ready)
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    assert published is not None
    record = public_record(made, published).content
    for firm, is_drawn in zip(firms(made), (True, False), strict=True):
        (bundle,) = opened(ready, made, firm.reg_no)
        assert (bundle["place"] is not None) is is_drawn
        assert bundle["stratum"] == "C"
        report = verify_document(write_document(bundle), record=record)
        assert report.failed() == []
    assert LogEvent.objects.filter(type="draw.opened").count() == 2


def test_before_that_day_every_firm_gets_the_same_answer(ready: County) -> None:
    made = dispatching.drawn(ready)
    answers = []
    for code in (*(each.reg_no for each in firms(made)), "999999999999999"):
        with pytest.raises(DrawRefused) as error:
            opened(ready, made, code, at=DUE - timedelta(days=2))
        answers.append(str(error.value))
    assert len(set(answers)) == 1
    assert "一律不作答复" in answers[0]
    assert not LogEvent.objects.filter(type="draw.opened").exists()


def test_the_auditor_opens_any_row_with_a_purpose_that_is_logged(ready: County) -> None:
    made = dispatching.drawn(ready)
    drawn, _ = firms(made)
    at = dispatching.at(ready)
    (bundle,) = opened(ready, made, drawn.reg_no, actor=ready.actor(FENG), at=at)
    assert bundle["id"] == drawn.identity
    with pytest.raises(DrawRefused) as error:
        opened(ready, made, drawn.reg_no, actor=ready.actor(FENG), at=at, purpose=" ")
    assert [each.code for each in error.value.refusals] == ["opening.purpose"]
    (event,) = LogEvent.objects.filter(type="draw.opened")
    assert drawn.identity.encode() not in bytes(event.body)


def test_nobody_else_opens_a_row_and_none_before_the_draw(ready: County) -> None:
    made = dispatching.drawn(ready)
    with pytest.raises(RuleViolation):
        opened(ready, made, firms(made)[0].reg_no, actor=ready.actor(SUN))
    with pytest.raises(DrawRefused) as error:
        opened(ready, made, "999999999999999")
    assert "不在本次抽取的名录中" in str(error.value)


def test_none_while_nothing_is_drawn(ready: County) -> None:
    task = drawing.ready_task(ready)
    made = drawing.frozen(ready, drawing.planned(ready, task))
    with pytest.raises(DrawRefused) as error:
        opened(ready, made, "999999999999999")
    assert [each.code for each in error.value.refusals] == ["opening.state"]


def test_the_auditors_whole_record_verifies_to_the_last_row_and_its_opening_is_logged(ready: County) -> None:
    made = dispatching.drawn(ready)
    said = {"draw_id": made.pk, "at": dispatching.at(ready)}
    content = open_all(**said, purpose="年度审计复算", actor=ready.actor(FENG))  # type: ignore[arg-type]
    report = verify_document(content, no_log=True)
    assert report.failed() == []
    assert {each.id: each.status for each in report.results}["V07"] == "PASS"
    assert LogEvent.objects.filter(type="draw.opened").count() == 1
    with pytest.raises(RuleViolation):
        open_all(**said, purpose="年度审计复算", actor=ready.actor(LI))  # type: ignore[arg-type]
    with pytest.raises(DrawRefused):
        open_all(**said, purpose="", actor=ready.actor(FENG))  # type: ignore[arg-type]
    assert LogEvent.objects.filter(type="draw.opened").count() == 1
