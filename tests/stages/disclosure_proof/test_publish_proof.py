"""Publishing the proof of a draw: accepted once per state of things, each refusal by one change. 第四条, 第十四条."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.evidence.receiving import shelf
from shuangsuiji.foundation.evidence.refusal import FileDamaged
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.disclosure.actions import publish_proof as act
from shuangsuiji.stages.disclosure.actions.publish_proof import publish_proof
from shuangsuiji.stages.disclosure.models import PublishedProof
from shuangsuiji.stages.disclosure.public import proofs
from shuangsuiji.stages.draws.actions.abort_draw import abort_draw
from shuangsuiji.stages.draws.actions.void_draw import void_draw
from shuangsuiji.stages.draws.ending import Ground
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.records import public_record
from shuangsuiji.stages.draws.stepping import locked
from shuangsuiji.verify.engine import verify_document
from tests.cast import LI, SUN, WANG, ZHOU
from tests.stages.cast import County
from tests.stages.draws import drawing

pytestmark = [pytest.mark.django_db, pytest.mark.article("第四条"), pytest.mark.article("第十四条")]

WHY = Ground("roster", "名录有误")


def minutes(county: County, count: int) -> Any:
    return county.at + timedelta(minutes=count)


def drawn(county: County) -> Draw:
    """Drawn, its result in a signed checkpoint."""
    made = drawing.standing(county, "DRAWN")
    drawing.seal_log()
    return made


def published(county: County, made: Draw, at: int = 90) -> PublishedProof:
    return publish_proof(draw_id=made.pk, actor=county.actor(LI), at=minutes(county, at))


def test_the_clerk_publishes_the_proof_of_a_draw(ready: County) -> None:
    made = drawn(ready)
    proof = published(ready, made)
    assert (proof.number, proof.version, proof.state) == (made.number, 1, "DRAWN")
    assert proof.facts["result_hash"] == made.result.result_hash
    assert [each["count"] for each in proof.facts["rosters"]] == [185, 6]
    assert proof.files[0]["name"] == f"draw-{made.number.replace('/', '_')}.v1.json"
    event = LogEvent.objects.get(event_id=proof.event_id)
    pub = json.loads(bytes(event.body))["pub"]
    assert pub == {"office": "clerk", "task_id": made.task.number, "count": len(proof.files), "draw_id": made.number}


def test_the_published_record_verifies_and_every_file_is_what_it_is_said_to_be(ready: County) -> None:
    found = proofs.proof(published(ready, drawn(ready)).number)
    assert found is not None
    kept = {each.name: proofs.file_bytes(each) for each in found.files}
    assert {name: len(raw) for name, raw in kept.items()} == {each.name: each.size for each in found.files}
    assert verify_document(kept[found.record.name], files=kept.get, no_log=True).failed() == []


def test_no_identity_no_salt_no_row_is_in_any_file_or_fact(ready: County) -> None:
    proof = published(ready, drawn(ready))
    found = proofs.proof(proof.number)
    assert found is not None
    public = b"".join(map(proofs.file_bytes, found.files)) + json.dumps([proof.facts, proof.files]).encode()
    for secret in (b"uscc:", b"reg:", b"obj:", b"cert:", b'"salt"', b"salt_key_hex", b'"row"'):
        assert secret not in public


@pytest.mark.parametrize("state", drawing.STATES[:-1])
def test_e13_1_a_draw_that_is_not_finished(ready: County, state: str) -> None:
    made = drawing.standing(ready, state)
    drawing.seal_log()
    with pytest.raises(DrawRefused, match=r"E13-1|尚未完成.*请先办完抽取"):
        published(ready, made)


def test_e13_1_a_result_that_is_in_no_checkpoint_yet(ready: County) -> None:
    made = drawing.standing(ready, "REVEALED")
    drawing.seal_log()
    made = drawing.drawn(ready, drawing.numbered(ready, made))
    with pytest.raises(DrawRefused, match=r"尚未进入签名检查点.*约一分钟"):
        published(ready, made)


def test_e13_1_no_checkpoint_at_all(ready: County) -> None:
    made = drawn(ready)
    (Path(settings.SHUANGSUIJI_LOG_FOLDER) / "checkpoint").unlink()
    with pytest.raises(DrawRefused, match="尚未进入签名检查点"):
        published(ready, made)


@pytest.mark.parametrize("who", [SUN, ZHOU])
def test_e13_2_another_office(ready: County, who: Any) -> None:
    with pytest.raises(RuleViolation, match="承办股室经办人"):
        publish_proof(draw_id=drawn(ready).pk, actor=ready.actor(who), at=minutes(ready, 90))


def test_another_departments_draw_is_not_there(ready: County) -> None:
    with pytest.raises(Draw.DoesNotExist):
        publish_proof(draw_id=drawn(ready).pk, actor=ready.actor(WANG), at=minutes(ready, 90))


def test_e13_1_the_same_state_a_second_time(ready: County) -> None:
    made = drawn(ready)
    published(ready, made)
    drawing.seal_log()
    with pytest.raises(DrawRefused, match=r"第 1 版.*没有新的事实"):
        published(ready, made, at=91)
    assert PublishedProof.objects.count() == 1


def test_a_void_is_a_revision_and_the_first_one_stays_public(ready: County) -> None:
    made = drawn(ready)
    published(ready, made)
    void_draw(draw_id=made.pk, ground=WHY, actor=ready.actor(ZHOU), at=minutes(ready, 92))
    drawing.seal_log()
    second = published(ready, made, at=95)
    assert (second.version, second.state, second.facts["ending"]["text"]) == (2, "VOID", "名录有误")
    first = proofs.proof(made.number, 1)
    assert first is not None
    assert (first.state, first.newest) == ("DRAWN", 2)
    assert proofs.file_bytes(first.record) != proofs.file_bytes(proofs.proof(made.number).record)  # type: ignore[union-attr]


@pytest.mark.parametrize("state", ["PLANNED", "FROZEN"])
def test_an_aborted_draw_is_published_too(ready: County, state: str) -> None:
    made = drawing.standing(ready, state)
    abort_draw(draw_id=made.pk, ground=WHY, actor=ready.actor(ZHOU), at=minutes(ready, 6))
    drawing.seal_log()
    proof = published(ready, made)
    assert proof.state == "ABORTED"
    assert len(proof.facts["rosters"]) == (0 if state == "PLANNED" else 2)


def test_a_frozen_roster_with_one_changed_byte_stops_everything(ready: County) -> None:
    made = drawn(ready)
    digest = made.rosters.select_related("file").get(kind="subject").file.digest
    with damaged(digest), pytest.raises(FileDamaged):
        published(ready, made)
    assert not PublishedProof.objects.exists()


def test_a_record_with_one_changed_byte_on_the_shelf_is_not_given_out(ready: County) -> None:
    found = proofs.proof(published(ready, drawn(ready)).number)
    assert found is not None
    with damaged(found.record.digest), pytest.raises(FileDamaged):
        proofs.file_bytes(found.record)


def test_e14_8_a_record_that_the_verifier_faults_is_not_published(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = public_record

    def wrong(*given: Any, **named: Any) -> Any:
        made = right(*given, **named)
        changed = made.content.replace(b'"k":2', b'"k":3', 1)
        assert changed != made.content
        return type(made)(made.name, changed, made.beside)

    made = drawn(ready)
    monkeypatch.setattr(act, "public_record", wrong)
    with pytest.raises(RuleViolation, match="未通过独立核验"):
        published(ready, made)


class damaged:  # noqa: N801 - reads as a word
    """One byte of a file on the shelf is another one, for a while."""

    def __init__(self, digest: str) -> None:
        self.path = shelf().path_of(digest)

    def __enter__(self) -> None:
        self.mode, self.raw = self.path.stat().st_mode, self.path.read_bytes()
        self.path.chmod(0o600)
        self.path.write_bytes(bytes([self.raw[0] ^ 1]) + self.raw[1:])

    def __exit__(self, *_: object) -> None:
        self.path.write_bytes(self.raw)
        self.path.chmod(self.mode)


def test_two_at_once_make_one_revision(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second finds the first one's revision under the lock."""
    made = drawn(ready)
    right = locked

    def overtaken(*given: Any) -> Any:
        monkeypatch.setattr(act, "latest_proof", lambda number: PublishedProof(number=number, version=1))
        return right(*given)

    monkeypatch.setattr(act, "locked", overtaken)
    with pytest.raises(StaleVersion):
        published(ready, made)
    assert not transaction.get_connection().needs_rollback
