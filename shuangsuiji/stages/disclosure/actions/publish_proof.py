"""The act: the clerk publishes the proof of a draw, so that anybody can recompute it; drawn, voided or aborted, once per state of things.

Source: 第四条, 第五条, 第十四条; SSJ-DRAW/1 §9, §10. The record is made, verified and put on the shelf before the command. A revision is a
row of its own; what was published before stays public.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from shuangsuiji.core.draw.ceremony import ABORTED, DRAWN, VOID
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal
from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.core.rules.offices import check_done_by
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.kinds import CSV, JSON, JSON_LINES, TEXT, Kind
from shuangsuiji.foundation.evidence.making import shelve
from shuangsuiji.foundation.evidence.receiving import Received, shelf
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.published import Published, read_published
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.disclosure.models import PublishedProof
from shuangsuiji.stages.disclosure.proof_facts import facts_of, texts_of
from shuangsuiji.stages.disclosure.queries import check_public, latest_proof
from shuangsuiji.stages.draws.keeping import INSPECTORS
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.proving import log_places
from shuangsuiji.stages.draws.queries.draws import own_draw
from shuangsuiji.stages.draws.records import PublicRecord, public_record
from shuangsuiji.stages.draws.stepping import locked
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.log.drawn import DrawLog
from shuangsuiji.verify.sources import FolderSource
from shuangsuiji.verify.verdict import FAIL

FINISHED = (DRAWN, VOID, ABORTED)
_MEDIA = {".json": JSON, ".csv": CSV, ".jsonl": JSON_LINES, ".checkpoint": TEXT}
_WHAT = {
    ".json": "抽取记录",
    ".csv": "检查对象名录",
    ".jsonl": "执法检查人员名录",
    ".checkpoint": "承诺入日志的签名检查点",
}


def publish_proof(*, draw_id: UUID, actor: Actor, at: datetime) -> PublishedProof:
    """Publish it. Raises DrawRefused (E13-1: not finished, not sealed, nothing new), RuleViolation (E13-2, E14-8, E19-13), DoesNotExist.

    Raises FileDamaged where a frozen roster is not what was frozen, StaleVersion where somebody was quicker.
    Cost: the rosters are read once from the shelf; the record is recomputed once.
    """
    require(check_done_by(actor.office, "clerk", matter="公示抽取证明", citation="第四条"))
    draw = own_draw(draw_id, actor.org)
    _require_finished(draw)
    published = _sealed(draw)
    former = latest_proof(draw.number)
    made = public_record(draw, published, version=former.version + 1 if former else 1)
    record = json.loads(made.content)
    _require_new(former, record)
    facts = facts_of(draw, record)
    require(_recomputed(made), check_public({**texts_of(facts), "title": draw.plan["title"], "task": draw.task.name}))
    rosters = _roster_files(draw)
    kept = {name: shelve(raw, Kind.ROSTER, _MEDIA[Path(name).suffix]) for name, raw in _contents(made, rosters).items()}
    with command(actor=actor, at=at) as cmd:
        _require_unchanged(locked(draw_id, actor.org), draw, former)
        rows = {name: enter(cmd, received) for name, received in kept.items()}
        proof = PublishedProof(
            number=draw.number, series=draw.series, ordinal=draw.ordinal, version=record["version"],
            department=draw.task.department, source=draw.task.department.name, task_name=draw.task.name,
            title=draw.plan["title"], state=draw.state, facts=facts, record=rows[made.name],
            files=[_file(name, each) for name, each in {**kept, **rosters}.items()], published_on=localdate(at),
        )  # fmt: skip
        proof.save(force_insert=True)
        pub = {"office": actor.office, "task_id": draw.task.number, "count": len(proof.files), "draw_id": draw.number}
        cmd.emit("proof.published", pub=pub, files=[named(row) for row in rows.values()])
    return proof


def _contents(made: PublicRecord, rosters: dict[str, Received]) -> dict[str, bytes]:
    """Name → bytes of what is new on the shelf; the record first. A roster file lies there since the freeze."""
    beside = {name: raw for name, raw in made.beside.items() if name not in rosters}
    return {made.name: made.content, **beside}


def _roster_files(draw: Draw) -> dict[str, Received]:
    """The frozen rosters as the freeze shelved them, each held against its digest. Raises FileDamaged."""
    found = {}
    for each in draw.rosters.select_related("file").order_by("-kind"):
        if each.file is None:
            continue
        shelf().read(each.file.digest)
        suffix = ".jsonl" if each.kind == INSPECTORS else ".csv"
        name = f"roster-{each.kind.replace('/', '-')}{suffix}"
        found[name] = Received(Kind.ROSTER, each.file.digest, each.file.size, each.file.media_type)
    return found


def _file(name: str, received: Received) -> dict[str, Any]:
    told = {"name": name, "digest": received.digest, "size": received.size, "media_type": received.media_type}
    return {**told, "what": _WHAT[Path(name).suffix]}


def _require_finished(draw: Draw) -> None:
    if draw.state not in FINISHED:
        _refuse(
            f"第 {draw.ordinal} 次抽取尚未完成（{draw.state_label}），不能公示抽取证明",
            "请先办完抽取；不再进行的由主要负责人中止或作废，之后照样公示",
        )


def _sealed(draw: Draw) -> Published:
    """The published checkpoint that speaks for the draw's last entry. Raises DrawRefused while there is none."""
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    last = max(index for places in log_places(draw).values() for index, _ in places)
    if published is None or last >= published.size:
        _refuse(
            "抽取的最后一步尚未进入签名检查点，现在公示的证明无法核验",
            "日志封存程序约每分钟签发一次检查点，请约一分钟后再办；久等不到的请告知运维人员",
        )
    assert published is not None
    return published


def _require_new(former: PublishedProof | None, record: dict[str, Any]) -> None:
    """Refuse a revision that says what the last one said."""
    if former is None:
        return
    before = json.loads(shelf().read(former.record.digest))
    if _said(before) == _said(record):
        _refuse(
            f"本次抽取的证明已于 {former.published_on:%Y-%m-%d} 公示（第 {former.version} 版），其后没有新的事实",
            "无须再次公示；作废、中止或者又有更换以后再公示新版",
        )


def _said(record: dict[str, Any]) -> dict[str, Any]:
    """What a record says, the number of its revision and the age of its checkpoint apart."""
    log = {name: value for name, value in record["log"].items() if name != "checkpoint"}
    return {**{name: value for name, value in record.items() if name != "version"}, "log": log}


def _recomputed(made: PublicRecord) -> Finding:
    """Whether the separate verifier finds no fault in the record, held against the published log; signatures are the reader's matter."""
    log = DrawLog.opened(FolderSource(settings.SHUANGSUIJI_LOG_FOLDER), None, ())
    report = verify_document(made.content, files=made.beside.get, draw_log=log)
    faults = [f"{each.id} {each.reason}" for each in report.results if each.status == FAIL]
    return judge(
        "E14-8", "第十四条", not faults, required="经独立核验无误", actual="；".join(faults) or "无误",
        refusal=f"抽取记录未通过独立核验，未予公示（第十四条）：{'；'.join(faults)}。", remedy="请保留现状并联系运维人员。",
    )  # fmt: skip


def _require_unchanged(now: Draw, before: Draw, former: PublishedProof | None) -> None:
    latest = latest_proof(now.number)
    if now.version != before.version or (latest and latest.version) != (former and former.version):
        raise StaleVersion("抽取或其证明的状态已变，请刷新后核对再办理")


def _refuse(message: str, remedy: str) -> None:
    raise DrawRefused([Refusal("E13-1", "第十四条", message, remedy)])
