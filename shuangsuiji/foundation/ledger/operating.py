"""What operators did to the sealer, said in the log: a new signing key, a memory rebuilt. The sealer itself writes no event.

Source: 50-ledger §6 (`key.rotated` names the new key, under the signature of the old one), §10 (`ledger rebuild-state`: two persons, logged).
Names of persons are sealed under the bureau's own key. Never: the same key, or the same rebuilding, twice.
"""

from collections.abc import Sequence
from datetime import date, datetime

from shuangsuiji.core.tlog.keys import LOG_SIGNATURE, parse_vkey
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.foundation.ledger import keys, rows
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import Private, Token, command
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import read_leaf_or_none
from shuangsuiji.foundation.ledger.starting import department_of

_NAMING_A_KEY = ("log.started", "key.rotated")
_PERSONS_OF_A_REBUILDING = 2


class NotRecorded(Exception):
    """Nothing was written; the sentence says what to do."""


def keys_in_the_log() -> frozenset[str]:
    """Every public key of this log that an entry names."""
    bodies = LogEvent.objects.filter(type__in=_NAMING_A_KEY).values_list("body", flat=True)
    leaves = [read_leaf_or_none(rows.stored(body)) for body in bodies]
    return frozenset(leaf["pub"]["vkey"] for leaf in leaves if leaf is not None and "vkey" in leaf["pub"])


def record_rotation(*, vkey: str, origin: str, persons: Sequence[str], day: date, at: datetime) -> Token:
    """Log a new signing key of this log. Raises NotRecorded for a key of somebody else's, one named before, or nobody's act."""
    try:
        key = parse_vkey(vkey)
    except TlogRefused as error:
        raise NotRecorded(f"公钥不合规则：{error}。请照抄 rotate-key 打印的一行") from error
    if key.kind != LOG_SIGNATURE or key.name != origin:
        raise NotRecorded(f"这不是本日志 {origin} 的公钥。请照抄 rotate-key 打印的一行")
    if vkey in keys_in_the_log():
        raise NotRecorded("日志中已有这把公钥，不再登记")
    who = _named(persons, 1)
    with command(actor=Actor(department_of(origin), MACHINE), at=at) as cmd:
        house = keys.house_key(at=at)
        return cmd.emit(
            "key.rotated", pub={"vkey": vkey, "day": f"{day}"}, private={"who": Private("、".join(who), house.id)}
        )


def record_rebuilding(
    *, size: int, root: bytes, origin: str, persons: Sequence[str], reason: str, at: datetime
) -> Token:
    """Log that two persons rebuilt the sealer's memory at that checkpoint. Raises NotRecorded."""
    who = _named(persons, _PERSONS_OF_A_REBUILDING)
    if not reason.strip():
        raise NotRecorded("请写明重建的原因")
    with command(actor=Actor(department_of(origin), MACHINE), at=at) as cmd:
        house = keys.house_key(at=at)
        return cmd.emit(
            "state.rebuilt",
            pub={"to_size": size, "root": root.hex()},
            private={"who": Private("、".join(who), house.id), "reason": Private(reason.strip(), house.id)},
        )


def _named(persons: Sequence[str], count: int) -> list[str]:
    names = [" ".join(person.split()) for person in persons]
    if len(names) < count or "" in names or len(set(names)) != len(names):
        raise NotRecorded(f"请用 --by 写明办理人，{count} 个{'不同的' if count > 1 else ''}姓名")
    return names
