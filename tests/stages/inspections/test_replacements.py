"""Replacing a drawn inspector: a listed ground, consent of the right office, a fit substitute; the drawn list stays. 第十五条."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.approvals.refusal import ApprovalRefused, ContentChanged
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.stages.draws.models import DrawReplacement
from shuangsuiji.stages.draws.records import auditor_record, public_record
from shuangsuiji.stages.inspections.actions.replace_inspector import Answer, refuse_replacement, replace_inspector
from shuangsuiji.stages.inspections.models import Inspection, InspectorReplacement
from shuangsuiji.stages.inspections.queries.teams import place_of, serving
from shuangsuiji.stages.registry.actions.declare_recusal import declare_recusal
from shuangsuiji.stages.registry.models import Inspector
from shuangsuiji.verify.engine import verify_document
from tests.cast import LI, SUN, WU, ZHOU
from tests.stages.cast import HE, County
from tests.stages.draws import drawing
from tests.stages.inspections import dispatching

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十五条")]


def codes(error: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [finding.code for finding in error.value.findings]


def agree(county: County, found: InspectorReplacement, who: Any = SUN, **changed: Any) -> InspectorReplacement:
    answer = Answer(**{"seen": found.request.content_digest, "opinion": "同意", **changed})
    return replace_inspector(
        replacement_id=found.pk, answer=answer, actor=county.actor(who), at=dispatching.at(county, 2)
    )


def test_agreed_the_substitute_serves_and_the_drawn_list_stays(ready: County) -> None:
    task = dispatching.dispatched(ready)
    found = dispatching.asked(ready, task)
    assert place_of(found.team, found.slot).inspector == found.outgoing
    agree(ready, found)
    now = place_of(found.team, found.slot)
    assert (now.inspector, now.ordinal, now.replacement) == (found.substitute, 1, found)
    assert task.draws.get().places.get(slot=found.slot).inspector == found.outgoing
    assert {each.slot for each in serving(found.team)} == {each.slot for each in found.team.members.filter(ordinal=0)}


def test_the_records_tell_of_it_the_public_one_by_count_alone(ready: County) -> None:
    task = dispatching.dispatched(ready)
    agree(ready, dispatching.asked(ready, task))
    drawing.seal_log()
    draw, published = task.draws.get(), read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    assert published is not None
    public = public_record(draw, published, version=2)
    assert b'"replacements": {"count":1}' in public.content
    report = verify_document(auditor_record(draw, published), no_log=True)
    assert report.failed() == []
    said = {each.id: each.status for each in report.results}
    assert said["V23"] == "PASS"
    assert DrawReplacement.objects.get().entry["reason"] == "health"


@pytest.mark.parametrize(("changed", "code"), [({"ground": ""}, "E15-1"), ({"text": "  "}, "E15-1")])
def test_e15_1_without_ground_or_words(ready: County, changed: dict[str, Any], code: str) -> None:
    task = dispatching.dispatched(ready)
    with pytest.raises(RuleViolation) as error:
        dispatching.asked(ready, task, **changed)
    assert codes(error) == [code]
    assert not InspectorReplacement.objects.exists()


@pytest.mark.parametrize(
    "who", [LI, HE, ZHOU], ids=["requester", "other department", "next office up without a reason"]
)
def test_e15_2_the_consent_is_that_of_the_own_deputy_head(ready: County, who: Any) -> None:
    found = dispatching.asked(ready, dispatching.dispatched(ready))
    with pytest.raises(RuleViolation):
        agree(ready, found, who)
    assert place_of(found.team, found.slot).inspector == found.outgoing
    assert InspectorReplacement.objects.get().status == "REQUESTED"


def test_e15_3_a_substitute_whose_certificate_ends_before_the_visit(ready: County) -> None:
    task = dispatching.dispatched(ready)
    _, wish = dispatching.wish(task)
    coming = Inspector.objects.get(pk=wish.substitute)
    with command(actor=ready.actor(WU), at=dispatching.at(ready)) as cmd:
        held = coming.person.certificates.get()
        held.revoked_on = date(2026, 12, 1)
        held.save(update_fields=["revoked_on"])
        cmd.emit("account.changed", pub={"kind": "person", "count": 1})
    with pytest.raises(RuleViolation) as error:
        dispatching.asked(ready, task)
    assert "E15-3" in codes(error)


def test_e15_4_a_substitute_who_must_not_visit_one_of_the_team(ready: County) -> None:
    task = dispatching.dispatched(ready)
    team, wish = dispatching.wish(task)
    visited = Inspection.objects.filter(team=team).first()
    assert visited is not None
    declare_recusal(
        inspector=wish.substitute,
        subjects=[visited.identity],
        ground="亲属任职",
        actor=ready.actor(WU),
        at=dispatching.at(ready),
    )
    with pytest.raises(RuleViolation) as error:
        dispatching.asked(ready, task)
    assert codes(error) == ["E15-4"]


def test_what_was_not_seen_is_not_agreed_to(ready: County) -> None:
    found = dispatching.asked(ready, dispatching.dispatched(ready))
    with pytest.raises(ContentChanged):
        agree(ready, found, seen="0" * 64)
    assert place_of(found.team, found.slot).inspector == found.outgoing


def test_refused_with_a_reason_nothing_changes(ready: County) -> None:
    found = dispatching.asked(ready, dispatching.dispatched(ready))
    seen, deputy, at = found.request.content_digest, ready.actor(SUN), dispatching.at(ready, 2)
    with pytest.raises(ApprovalRefused):
        refuse_replacement(replacement_id=found.pk, answer=Answer(seen), actor=deputy, at=at)
    refuse_replacement(replacement_id=found.pk, answer=Answer(seen, "人手紧张"), actor=deputy, at=at)
    assert InspectorReplacement.objects.get().status == "REFUSED"
    assert place_of(found.team, found.slot).inspector == found.outgoing


def test_c15_2_three_in_a_row_are_all_kept(ready: County) -> None:
    task = dispatching.dispatched(ready)
    for _ in range(3):
        agree(ready, dispatching.asked(ready, task))
    served = dispatching.place(task)
    kept = served.team.members.filter(slot=served.slot).order_by("ordinal")
    assert [each.ordinal for each in kept] == [0, 1, 2, 3]
    assert DrawReplacement.objects.count() == 3
    report = verify_document(auditor_record(task.draws.get(), None), no_log=True)
    assert report.failed() == []
