"""F1, F3: every change behind the application is named, no honest act is; every older backup is refused."""

import time

import pytest

from tests.harness import evidence, sabotage
from tests.harness.claims import every_change_is_named, every_older_backup_is_refused, no_false_alarm
from tests.harness.honest import live
from tests.harness.rollback import roll_back
from tests.harness.tamper import tamper

pytestmark = pytest.mark.heavy
ACTS = 10_000
BACKUPS = 20
FEWEST_CASES = 500


def test_every_change_behind_the_application_is_named_with_table_and_row(database: str) -> None:
    began = time.monotonic()
    tampered = tamper(database)
    bare = tamper(database, only="specimen.Footprint", hide="specimen.Footprint.text")
    evidence.write(
        f"F1-tamper-{database}",
        target="100 % of ≥ 500 cases named",
        measured={
            "cases": tampered.cases,
            "missed": tampered.missed,
            "models": tampered.models,
            "columns": tampered.columns,
            "uncovered": tampered.uncovered,
        },
        n=tampered.total,
        duration=time.monotonic() - began,
        saboteur=f"a column hidden from the digest: {len(bare.missed)} cases missed and reported",
    )
    assert tampered.total >= FEWEST_CASES
    every_change_is_named(tampered)
    assert bare.missed


def test_ten_thousand_honest_acts_raise_no_alarm(database: str) -> None:
    began = time.monotonic()
    lived = live(database, acts=ACTS)
    bare = tamper(database, only="specimen.Footprint")
    evidence.write(
        f"F1-honest-{database}",
        target="0 false alarms after 10 000 acts",
        measured={
            "false_alarms": len(lived.false_alarms),
            "acts": lived.acts,
            "reconcile_seconds": lived.reconcile_seconds,
        },
        n=sum(lived.acts.values()),
        seed=lived.seed,
        duration=time.monotonic() - began,
        saboteur=f"the same examination names {bare.total - len(bare.missed)} of {bare.total} changes of one table",
    )
    no_false_alarm(lived, ACTS)


def test_every_one_of_twenty_older_backups_is_refused_within_ten_seconds(database: str) -> None:
    began = time.monotonic()
    rolled = roll_back(database, backups=BACKUPS)
    bare = roll_back(database, backups=2, sabotage=sabotage.NO_GATE)
    evidence.write(
        f"F3-{database}",
        target="20 of 20 refused ≤ 10 s after start",
        measured={"refused": sum(rolled.refused), "longest_seconds": max(rolled.seconds)},
        n=BACKUPS,
        duration=time.monotonic() - began,
        saboteur=f"no examination: {bare.refused.count(False)} of 2 written to",
    )
    every_older_backup_is_refused(rolled, BACKUPS)
    assert not any(bare.refused)
