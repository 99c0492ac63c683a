"""What `shuangsuiji nightly` does, job by job. Imported once Django is ready; the clock is read here.

Source: 50-ledger §9, §11; 80-reliability A3 (evidence, messages), B5 (keys of forms), E11 (throttles). Each job stands alone: an error
in one is told and the next is done. Never: a job that decides; everything here can be done twice.
"""

from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection

from shuangsuiji.foundation.accounts import throttle
from shuangsuiji.foundation.evidence.refusal import UploadRefused
from shuangsuiji.foundation.evidence.sweeping import sweep
from shuangsuiji.foundation.ledger import audit, soundness
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.attempt import attempt
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.foundation.ledger.reconcile import differences, unaccounted
from shuangsuiji.foundation.ledger.refusal import Busy, ClockBehind, WritesRefused
from shuangsuiji.foundation.ledger.starting import department_of
from shuangsuiji.foundation.outbox.delivering import Round, deliver_due
from shuangsuiji.foundation.outbox.transports import senders_of
from shuangsuiji.stages.registry import staging
from shuangsuiji.stages.registry.actions.apply_due_classes import apply_due_classes
from shuangsuiji.stages.registry.queries.subjects import departments_with_subjects
from shuangsuiji.web.components import idempotency, uploading
from shuangsuiji.web.console.ledger.recording import keys_not_in_the_log, origin
from shuangsuiji.web.console.nightly import NAMES
from shuangsuiji.web.console.words import Printer

GOOD, BAD, INCOMPLETE = 0, 1, 3
_MOST_ROUNDS = 100


class Told(NamedTuple):
    """What a job did or found, as sentences, and whether that is good."""

    code: int
    sentences: list[str]


class Job(NamedTuple):
    """One job of the night."""

    name: str
    label: str
    do: Callable[[datetime], Told]


def run(_name: str, options: Namespace) -> int:
    """Do all jobs, or those named."""
    printer = Printer(as_json=options.json)
    at = datetime.now(UTC)
    done = {job.name: _done(job, at) for job in JOBS if job.name in (options.only or NAMES)}
    for job in JOBS:
        for sentence in done[job.name].sentences if job.name in done else ():
            printer.say(f"{job.label}：{sentence}")
    codes = [told.code for told in done.values()]
    code = BAD if BAD in codes else INCOMPLETE if INCOMPLETE in codes else GOOD
    printer.result(
        {"jobs": {name: {"code": each.code, "told": each.sentences} for name, each in done.items()}, "exit": code}
    )
    return code


def _done(job: Job, at: datetime) -> Told:
    try:
        return job.do(at)
    except WritesRefused as refused:
        return Told(BAD, [f"不能办理：{reason}" for reason in refused.reasons])
    except (Busy, ClockBehind, DatabaseError, OSError, ValueError, UploadRefused) as error:
        return Told(INCOMPLETE, [f"没有办成：{error}"])


def seal_audit(at: datetime) -> Told:
    """The access log's new lines into the log, where the hourly timer has left some."""
    token = audit.seal_audit(org=department_of(origin()), at=at)
    return Told(GOOD, [f"{token.leaf['pub']['count']} 行已封入日志第 {token.seq} 条" if token else "没有新行"])


def deliver(at: datetime) -> Told:
    """Whatever is due, as often as something went out."""
    senders = senders_of(settings.SHUANGSUIJI_OUTBOX)
    total = Round()
    for _ in range(_MOST_ROUNDS):
        each = deliver_due(at, senders)
        for name in ("sent", "postponed", "dead", "uncertain"):
            setattr(total, name, getattr(total, name) + getattr(each, name))
        total.unserved = each.unserved
        if not each.sent:
            break
    told = [
        f"送出 {total.sent} 件，推迟 {total.postponed} 件，不再发送 {total.dead} 件，不知是否送出 {total.uncertain} 件"
    ]
    if total.unserved:
        told.append(f"{total.unserved} 件到期而没有设置送出方式（SHUANGSUIJI_OUTBOX={settings.SHUANGSUIJI_OUTBOX}）")
    return Told(GOOD, told)


def forget_expired(at: datetime) -> Told:
    """Sessions that are over, counters of failed log-ins, keys of forms sent long ago, sheets that nobody confirmed."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    before = store.get_model_class().objects.count()
    store.clear_expired()
    sessions = before - store.get_model_class().objects.count()
    keys = idempotency.forget_before(at)
    drafts, staged = uploading.forget_before(at), staging.forget_before(at)
    told = (
        f"会话 {sessions} 个，登录限制 {throttle.forget_before(at)} 个，表单号 {keys} 个，"
        f"未确认的上传 {drafts} 个，中断的导入 {staged} 个已清理"
    )
    return Told(GOOD, [told])


def look_at_evidence(at: datetime) -> Told:
    """Every file against its row."""
    found = sweep(at=at)
    told = [f"{found.counted} 个文件，无主 {len(found.orphans)} 个，未传完 {len(found.unfinished)} 个"]
    told += [f"缺失：{digest}" for digest in found.missing] + [f"损坏：{digest}" for digest in found.damaged]
    if not found.clean:
        told.append("请从备份取回所列文件（文件名即内容的哈希），查明缺失或损坏的原因")
    return Told(GOOD if found.clean else BAD, told)


def look_at_keys(_at: datetime) -> Told:
    """Signing keys that nobody recorded."""
    found = keys_not_in_the_log()
    told = [f"信任名单里的公钥没有入日志：{vkey}。请运行 shuangsuiji ledger record-rotation" for vkey in found]
    return Told(BAD if found else GOOD, told or ["都已入日志"])


def reconcile(_at: datetime) -> Told:
    """The tree, then every row."""
    reasons = soundness.reasons(connection, read_published(settings.SHUANGSUIJI_LOG_FOLDER))
    told = [f"不符：{each}" for each in (*reasons, *differences())]
    lost = unaccounted()
    if lost:
        seqs = "、".join(f"{each.seq}" for each in lost)
        told.append(f"恢复旧备份后补回的第 {seqs} 条没有清单，写过的行无从核对，须按原始材料重新登记")
    bad = len(told) - bool(lost)
    told.append("处置见 shuangsuiji ledger verify" if bad else "日志连续，树根相符，现有的行逐行一致")
    return Told(BAD if bad else GOOD, told)


def let_classes_count(at: datetime) -> Told:
    """Statements whose day has come, and fusion rules that now hold, in every registry of subjects (第六条（一）)."""
    moved = []
    for code in departments_with_subjects():
        change = attempt(apply_due_classes, actor=Actor(code, MACHINE), at=at)
        if change is not None:
            moved.append(f"{code} 名录库第 {change.ordinal} 次变更：{change.changed} 户的类别到期变动")
    return Told(GOOD, moved or ["没有到期的分类"])


JOBS = (
    Job("audit", "访问日志", seal_audit),
    Job("outbox", "消息", deliver),
    Job("expired", "清理", forget_expired),
    Job("evidence", "存证文件", look_at_evidence),
    Job("keys", "签名密钥", look_at_keys),
    Job("classes", "风险分类", let_classes_count),
    Job("reconcile", "逐行核对", reconcile),
)
