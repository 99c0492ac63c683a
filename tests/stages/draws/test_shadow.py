"""After an abort the public number comes to exist: what it would have given stands beside the abort, for everybody. 第十四条."""

import io
from datetime import timedelta

import pytest

from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.draws.actions.abort_draw import abort_draw
from shuangsuiji.stages.draws.actions.record_public_number import note_public_number
from shuangsuiji.stages.draws.actions.record_shadow import record_shadow
from shuangsuiji.stages.draws.ending import Ground
from shuangsuiji.stages.draws.models import Draw, PublicNumber
from shuangsuiji.stages.draws.numbering import Entry
from tests.cast import LI, ZHENG, ZHOU
from tests.foundation.evidence.files import pdf
from tests.stages.cast import County
from tests.stages.draws import drawing

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条")]
THROWN = 76


def aborted(county: County, state: str = "REVEALED", minute: int = 70) -> Draw:
    made = drawing.standing(county, state)
    head, at = county.actor(ZHOU), county.at + timedelta(minutes=minute)
    abort_draw(draw_id=made.pk, ground=Ground("technical", "网络中断"), actor=head, at=at)
    return Draw.objects.get(pk=made.pk)


def shadowed(county: County, made: Draw, *, minute: int = THROWN, second: str = drawing.NUMBER) -> PublicNumber:
    at = county.at + timedelta(minutes=minute)
    note_public_number(draw_id=made.pk, entry=Entry(drawing.NUMBER), actor=county.actor(LI), at=at)
    entry = Entry(second, file=receive(io.BytesIO(pdf()), Kind.SCAN))
    return record_shadow(draw_id=made.pk, entry=entry, actor=county.actor(ZHENG), at=at)


def codes(error: pytest.ExceptionInfo[DrawRefused]) -> list[str]:
    return [each.code for each in error.value.refusals]


def test_the_record_of_the_abort_then_holds_what_would_have_been_and_verifies(ready: County) -> None:
    made = aborted(ready)
    number = shadowed(ready, made)
    assert Draw.objects.get(pk=made.pk).state == "ABORTED"
    assert (number.value, made.subjects.count()) == (drawing.NUMBER, 0)
    assert LogEvent.objects.filter(type="draw.shadow").count() == 1
    said = drawing.verified(Draw.objects.get(pk=made.pk))
    assert drawing.failed(said) == {}
    assert said["V15"].startswith("PASS")


@pytest.mark.parametrize(("minute", "code"), [(74, "beacon.early")])
def test_not_before_the_number_can_exist(ready: County, minute: int, code: str) -> None:
    made = aborted(ready)
    with pytest.raises(DrawRefused) as error:
        shadowed(ready, made, minute=minute)
    assert codes(error) == [code]
    assert not PublicNumber.objects.exists()


def test_not_twice_and_not_by_one_person_alone(ready: County) -> None:
    made = aborted(ready)
    with pytest.raises(DrawRefused) as error:
        shadowed(ready, made, second=drawing.NUMBER[::-1])
    assert codes(error) == ["beacon.two-persons"]
    shadowed(ready, made)
    with pytest.raises(DrawRefused) as error:
        shadowed(ready, made)
    assert codes(error) == ["beacon.shadow"]
    assert PublicNumber.objects.count() == 1


def test_not_for_a_draw_aborted_before_its_rosters_were_frozen(ready: County) -> None:
    made = aborted(ready, "PLANNED", 4)
    with pytest.raises(DrawRefused) as error:
        shadowed(ready, made)
    assert codes(error) == ["beacon.shadow"]


def test_not_for_a_draw_that_goes_on(ready: County) -> None:
    made = drawing.standing(ready, "REVEALED")
    with pytest.raises(DrawRefused) as error:
        shadowed(ready, made)
    assert codes(error) == ["beacon.shadow"]
    assert not PublicNumber.objects.exists()
