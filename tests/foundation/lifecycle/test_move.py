"""A status moves one step at a time, by the right office, when everything holds, and never twice from one version."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from shuangsuiji.core.rules.finding import RuleViolation, judge
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.lifecycle.models import Transition
from shuangsuiji.foundation.lifecycle.move import MissingFact, StaleVersion, move
from tests.cast import LI, SUN, ZHOU
from tests.specimen.models import Journey

pytestmark = pytest.mark.django_db(transaction=True)
EVENT, PUB = "account.changed", {"kind": "person", "count": 1}
GROUNDS = ("ground_listed", "consent_given", "substitute_certified", "substitute_not_recused", "team_still_valid")


def fact(satisfied=True):
    return judge(
        "E15-1", "第十五条", satisfied, required="有", actual="无", refusal="没有所列情形。", remedy="请选择。"
    )


FACTS = dict.fromkeys((*GROUNDS, "reason_given"), fact())


@pytest.fixture
def step(actor_for, at):
    """One move as one act."""

    def run(record, act, by=LI, *, facts=FACTS, minutes=0, standing_in=""):
        actor = actor_for(by)
        with command(actor=actor, at=at + timedelta(minutes=minutes)) as cmd:
            move(record, act, actor=actor, at=at, facts=facts, standing_in=standing_in)
            cmd.emit(EVENT, pub=PUB)
        return record

    return run


@pytest.fixture
def requested(step):
    return step(Journey(), "request_replacement")


def test_a_record_is_born_and_moves_and_leaves_its_footprints(requested, step):
    assert (requested.status, requested.version, requested.status_label) == ("REQUESTED", 1, "已申请")
    step(requested, "replace_inspector", SUN, minutes=1)
    requested.refresh_from_db()
    assert (requested.status, requested.version) == ("APPROVED", 2)
    steps = [
        (each.act, each.from_status, each.to_status, each.office, each.version) for each in Transition.objects.all()
    ]
    assert steps == [
        ("request_replacement", "–", "REQUESTED", "clerk", 1),
        ("replace_inspector", "REQUESTED", "APPROVED", "deputy_head", 2),
    ]
    assert list(differences()) == []


def refused(step, record, *arguments, **more):
    before = Transition.objects.count()
    with pytest.raises(RuleViolation) as caught:
        step(record, *arguments, **more)
    assert Transition.objects.count() == before
    return caught.value.findings


def test_an_act_the_table_does_not_know_in_this_state_is_refused(requested, step):
    assert refused(step, requested, "request_replacement")[0].code == "E13-1"


def test_another_office_is_refused_and_told_which_one_decides(requested, step):
    (finding,) = refused(step, requested, "replace_inspector", LI)
    assert finding.code == "E13-2"
    assert "分管负责人" in finding.message


def test_the_next_office_up_decides_where_it_says_why(requested, step):
    refused(step, requested, "replace_inspector", ZHOU)
    assert step(requested, "replace_inspector", ZHOU, standing_in="分管负责人空缺").status == "APPROVED"


def test_every_fact_that_fails_is_told_at_once(requested, step):
    facts = FACTS | {"ground_listed": fact(False), "consent_given": fact(False)}
    assert len(refused(step, requested, "replace_inspector", SUN, facts=facts)) == 2


def test_a_fact_that_nobody_established_is_our_own_mistake(requested, step):
    facts = {name: finding for name, finding in FACTS.items() if name != "consent_given"}
    with pytest.raises(MissingFact, match="consent_given"):
        step(requested, "replace_inspector", SUN, facts=facts)


def test_who_read_an_older_version_is_told_so(requested, step):
    stale = Journey.objects.get(pk=requested.pk)
    step(requested, "replace_inspector", SUN, minutes=1)
    with pytest.raises(StaleVersion, match="刷新"):
        step(stale, "refuse_replacement", SUN, minutes=2)
    assert Transition.objects.count() == 2


def test_a_terminal_state_goes_nowhere(requested, step):
    step(requested, "replace_inspector", SUN, minutes=1)
    assert refused(step, requested, "refuse_replacement", SUN)[0].code == "E13-1"


def test_the_database_knows_the_states_and_one_step_per_version(requested):
    columns = "machine, record_id, act, from_status, to_status, version, department, office, at"
    for sql in (
        "UPDATE specimen_journey SET status = 'LIKED'",
        f"INSERT INTO transition (id, {columns}, event_id) SELECT event_id, {columns}, event_id FROM transition",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
