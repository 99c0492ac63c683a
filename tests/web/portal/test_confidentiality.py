"""Before anybody is notified nothing that an outsider or an unassigned clerk reaches tells drawn from not drawn. C14-7, 40-draw §2.1, §13.7."""

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from shuangsuiji.foundation.ledger import gate
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.disclosure.actions.publish_proof import publish_proof
from shuangsuiji.stages.disclosure.models import PublishedProof
from shuangsuiji.stages.inspections.actions.dispatch import dispatch
from shuangsuiji.web.components.addresses import addresses
from shuangsuiji.web.components.site_policy import site_policy
from tests.cast import LI, WANG
from tests.stages.cast import TANG, County, build_county
from tests.stages.draws import drawing
from tests.stages.inspections import dispatching
from tests.stages.plans.planning import prepare

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条")]
# Random by nature: digests, handles, keys, salts, signatures, the parts of a key that are no time, anti-forgery words.
OPAQUE = re.compile(
    r"[0-9a-f]{16,}…?|[0-9A-Za-z+/_=-]{40,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
FRESH = re.compile(r'name="idempotency_key" value="[^"]*"')
# The program itself; the picture of a new secret for one's own second factor.
LEFT_OUT = ("portal:draws_verifier", "accounts:enrol")


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch, at: Any) -> County:
    built = build_county(at)
    prepare(built)
    monkeypatch.setattr("django.utils.timezone.now", lambda: dispatching.at(built, 5))
    return built


def masked(text: str) -> str:
    return OPAQUE.sub("#", FRESH.sub("#", text))


def reached(client: Client) -> Iterator[tuple[str, str]]:
    """Every page without arguments that may be asked for, and what is public of the draw."""
    for view in addresses(get_resolver(settings.ROOT_URLCONF).url_patterns):
        if "<" not in view.route and site_policy().declared(view.name, "GET") and view.name not in LEFT_OUT:
            answer = client.get(f"/{view.route}")
            yield view.name, f"{answer.status_code} {masked(answer.content.decode(errors='replace'))}"
    proof = PublishedProof.objects.get()
    yield "proof", masked(client.get(reverse("portal:draws_proof", args=(proof.number,))).content.decode())
    for each in proof.files:
        address = reverse("portal:draws_file", args=(proof.number, proof.version, each["name"]))
        answer = client.get(address)
        # Rows lie in the order of handles made with new keys: the same rows in another order.
        yield each["name"], f"{len(answer.content)} {''.join(sorted(masked(answer.content.decode())))}"


def crawled(
    county: County, secrets: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> tuple[set[Any], dict[Any, str]]:
    """Who was drawn with these secret numbers, and everything an outsider, a clerk elsewhere and the coordinator reach."""
    monkeypatch.setattr(drawing, "SECRETS", secrets)
    monkeypatch.setattr(drawing, "ALL_SECRETS", secrets)
    monkeypatch.setattr("tests.remembered._KEPT", {})  # what is remembered was made with other numbers
    gate.forget()
    task = drawing.ready_task(county)
    dispatching.guided(county, task)
    made = drawing.whole(county, task)
    drawing.seal_log()
    publish_proof(draw_id=made.pk, actor=county.actor(LI), at=dispatching.at(county))
    dispatch(task_id=task.pk, actor=county.actor(LI), at=dispatching.at(county))
    drawing.seal_log()
    seen: dict[Any, str] = {}
    for who in ("", WANG, TANG):
        client = Client() if who == "" else County(timezone.now()).client(who)
        seen.update({(getattr(who, "name", ""), place): text for place, text in reached(client)})
    for entry in LogEvent.objects.order_by("seq"):
        seen["log", entry.seq] = masked(bytes(entry.body).decode())
    return {row.subject.identity for row in made.subjects.select_related("subject")}, seen


def rolled_back(
    county: County, secrets: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> tuple[set[Any], dict[Any, str]]:
    """The same county twice: what one run wrote is taken back before the other."""
    outer = transaction.atomic()
    outer._from_testcase = True  # acts open durable transactions, which only a test's own may surround
    with outer:
        found = crawled(county, secrets, monkeypatch)
        transaction.set_rollback(True)
    shutil.rmtree(settings.SHUANGSUIJI_LOG_FOLDER)
    return found


@pytest.mark.slow
def test_c14_7_what_others_reach_is_the_same_whoever_is_drawn(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, one = rolled_back(county, {"承办股室": "11" * 32, "机关纪检": "22" * 32}, monkeypatch)
    others, two = rolled_back(county, {"承办股室": "33" * 32, "机关纪检": "44" * 32}, monkeypatch)
    assert drawn != others
    assert one.keys() == two.keys()
    assert [place for place in one if one[place] != two[place]] == []
    canary = next(iter(drawn - others)).partition(":")[2]
    assert not [place for place, text in one.items() if canary in text]
    assert any(place[1] == "proof" for place in one)
