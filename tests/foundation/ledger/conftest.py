"""A log with a few entries, and plain SQL beside the application."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from tests.specimen.models import Footprint, Specimen

EVENT = "account.changed"
PUB = {"kind": "person", "count": 1}


@pytest.fixture
def history(actor_for, at) -> list[Any]:
    """Six acts: each writes a Specimen and a Footprint; the last changes the first Specimen. Gives the specimens."""
    actor = actor_for()
    house = house_key(at=at)
    rows = []
    for number in range(5):
        with command(actor=actor, at=at + timedelta(minutes=number), reason="登记") as cmd:
            row = Specimen(
                code=f"S{number}",
                text=f"文字{number}",
                count=number,
                on=at.date(),
                at=at,
                raw=b"\x00\xff",
                ground=cmd.new_id(),
            )
            row.facts = {"n": number}
            row.save()
            Footprint(text=f"足迹{number}").save()
            cmd.emit(EVENT, pub=PUB, private={"purpose": Private(f"用途{number}", house.id)})
            rows.append(row)
    with command(actor=actor, at=at + timedelta(minutes=9)) as cmd:
        rows[0].text = "改过"
        rows[0].save()
        cmd.emit(EVENT, pub=PUB)
    return rows


@pytest.fixture
def execute() -> Callable[..., None]:
    """One statement as somebody at the database would type it."""

    def run(sql: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values or None)

    return run


@pytest.fixture
def is_postgres() -> bool:
    """Which database this run is on."""
    return connection.vendor == "postgresql"
