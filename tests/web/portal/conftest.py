"""A county whose draw is done and published, and its log sealed."""

from datetime import datetime, timedelta

import pytest

from shuangsuiji.stages.disclosure.actions.publish_proof import publish_proof
from shuangsuiji.stages.disclosure.models import PublishedProof
from shuangsuiji.stages.draws.models import Draw
from tests.cast import LI
from tests.stages.cast import County, build_county
from tests.stages.draws import drawing
from tests.stages.plans.planning import prepare


@pytest.fixture
def ready(at: datetime, db: None) -> County:
    """Two departments at work."""
    county = build_county(at)
    prepare(county)
    return county


@pytest.fixture
def drawn(ready: County) -> Draw:
    """Drawn and sealed."""
    made = drawing.standing(ready, "DRAWN")
    drawing.seal_log()
    return made


@pytest.fixture
def proof(ready: County, drawn: Draw) -> PublishedProof:
    """Its proof, and a log that goes on."""
    made = publish_proof(draw_id=drawn.pk, actor=ready.actor(LI), at=ready.at + timedelta(minutes=90))
    drawing.seal_log()
    return made
