"""`shuangsuiji ledger record-rotation`, `record-rebuild`: the sealer's acts, said in the log by the application's account.

Source: 50-ledger §6, §10. `rotate-key` and `rebuild-state` call them at once where they may write; elsewhere they print the command.
Imported once Django is ready; the clock is read here. Exit codes: 0 logged, 1 refused.
"""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from shuangsuiji.core.tlog.policy import parse_policy
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.foundation.ledger.command import Token
from shuangsuiji.foundation.ledger.keys import KeyUnusable
from shuangsuiji.foundation.ledger.operating import NotRecorded, keys_in_the_log, record_rebuilding, record_rotation
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.foundation.ledger.refusal import Busy, ClockBehind, WritesRefused
from shuangsuiji.web.console.clock import local_day
from shuangsuiji.web.console.words import Printer

GOOD, BAD = 0, 1
_REFUSALS = (NotRecorded, WritesRefused, ClockBehind, Busy, KeyUnusable)


def run(name: str, options: Namespace) -> int:
    """Record one of the two."""
    printer = Printer(as_json=options.json)
    try:
        token = _record(name, options)
    except _REFUSALS as refusal:
        printer.result({"refused": f"{refusal}"})
        printer.errors.print(f"没有登记：{refusal}。", markup=False, soft_wrap=True)
        return BAD
    printer.result({"seq": token.seq})
    printer.say(f"已登记入日志第 {token.seq} 条。")
    return GOOD


def record_now(name: str, options: Namespace) -> int | None:
    """The number of the entry; None where this process cannot write it now: another account, no database, a log that is not sound."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return None
    try:
        return _record(name, options).seq
    except (*_REFUSALS, DatabaseError, OSError):
        return None


def keys_not_in_the_log() -> list[str]:
    """Public keys of this log that its policy trusts and no entry names: a rotation that nobody recorded."""
    try:
        policy = parse_policy((Path(settings.SHUANGSUIJI_SEALER_HOME) / "policy").read_bytes())
    except (OSError, TlogRefused):
        return []
    named = keys_in_the_log()
    return [log.key.vkey for log in policy.logs if log.key.vkey not in named] if named else []


def origin() -> str:
    """The log's name, as the settings or the published checkpoint have it."""
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    return settings.SHUANGSUIJI_ORIGIN or (published.origin if published else "")


def _record(name: str, options: Namespace) -> Token:
    at = datetime.now(UTC)
    if name == "record-rotation":
        return record_rotation(vkey=options.vkey, origin=origin(), persons=options.by, day=local_day(at), at=at)
    return record_rebuilding(
        size=options.size,
        root=bytes.fromhex(options.root),
        origin=origin(),
        persons=options.by,
        reason=options.reason,
        at=at,
    )
