"""How the log stands, as pages tell it: sealed, behind, halted; and what protects it here.

Source: 50-ledger §1 (what a single host cannot show), §6 step 3 (日志暂停), §10; 80-reliability F3, F7, F9. Takes: the public
folder, the head of the database, the moment. Gives: sentences. Read, not trusted: verifiers check signatures.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from shuangsuiji.core.tlog.policy import NONE
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead
from shuangsuiji.foundation.ledger.published import CHECKPOINT, Published, read_published

STATUS = "status.json"
# An act is in a signed checkpoint within a minute (80-reliability F7); red a little later.
SEALED_WITHIN = timedelta(seconds=90)
# The sealer signs anew every day (50-ledger §6); two hours of patience.
FRESH_FOR = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Standing:
    """`published` None: nothing was ever sealed. `age` of the published checkpoint. `cosigned` of `witnesses`, where known.

    `quorum`: the name in the policy that must have witnessed; empty or `none`: nobody must.
    """

    published: Published | None
    age: timedelta | None
    halted: str
    halted_since: str
    cosigned: int
    witnesses: int
    is_enough: bool
    quorum: str

    @property
    def requires_witnesses(self) -> bool:
        """Whether the log's policy asks for cosignatures; what is not told counts as no, the weaker statement."""
        return self.quorum not in {"", NONE}

    @property
    def is_unreadable(self) -> bool:
        """Whether there is a checkpoint that cannot be read."""
        return self.published is not None and bool(self.published.fault)

    @property
    def is_stale(self) -> bool:
        """Whether the sealer has not spoken for more than a day."""
        return self.age is not None and self.age > FRESH_FOR


def standing(at: datetime, folder: Path | None = None) -> Standing:
    """The state of the public folder at `at`; no database is asked."""
    folder = folder or Path(settings.SHUANGSUIJI_LOG_FOLDER)
    status = _status(folder)
    halted = status.get("state") == "halted"
    published = read_published(folder)
    return Standing(
        published=published,
        age=None if published is None else _age(folder, at),
        halted=_text(status, "reason") or "原因待查" if halted else "",
        halted_since=_text(status, "since") if halted else "",
        cosigned=_count(status, "witnessed"),
        witnesses=_count(status, "of"),
        is_enough=status.get("enough") is True,
        quorum=_text(status, "quorum"),
    )


def warnings(at: datetime) -> list[str]:
    """Sentences for the banner of every office page; none where all is well. Cost: two rows and two small files."""
    seen = standing(at)
    told = []
    if seen.halted:
        told.append(f"日志暂停：{seen.halted}。封存程序已停止签发检查点，请告诉运维人员；现有记录可以查看。")
    if seen.is_unreadable:
        told.append("日志暂停：已发布的检查点无法读取，请告诉运维人员。")
    elif seen.is_stale:
        told.append("日志落后：超过一天没有新的检查点，请运维人员检查封存程序是否在运行。")
    return told + _behind(seen, at)


def _behind(seen: Standing, at: datetime) -> list[str]:
    """The head against what is published: fallen back is grave, unsealed for long is slow."""
    size = seen.published.size if seen.published else 0
    try:
        head = LogHead.objects.filter(id=1).values_list("size", flat=True).first()
        waiting = LogEvent.objects.filter(seq=size).values_list("at", flat=True).first()
    except DatabaseError:
        return ["数据库暂时读不到，请稍后再试。"]
    if head is not None and head < size:
        return [f"数据库落后于已发布的检查点：已发布 {size} 条，数据库只有 {head} 条。现只能查看，请告诉运维人员。"]
    if waiting is not None and at - waiting > SEALED_WITHIN and not seen.halted:
        return ["日志落后：有办理尚未封存，请运维人员检查封存程序是否在运行。"]
    return []


def _age(folder: Path, at: datetime) -> timedelta:
    """How long ago the checkpoint was put there; it is renamed into place at every seal and every day."""
    try:
        put = datetime.fromtimestamp((folder / CHECKPOINT).stat().st_mtime, UTC)
    except OSError:
        return timedelta(0)
    return max(at - put, timedelta(0))


def _status(folder: Path) -> Mapping[str, Any]:
    """What the sealer says of itself; nothing where the file is absent or spoiled."""
    try:
        members = json.loads((folder / STATUS).read_bytes())
    except (OSError, ValueError):
        return {}
    return members if isinstance(members, dict) else {}


def _text(status: Mapping[str, Any], name: str) -> str:
    value = status.get(name)
    return value if isinstance(value, str) else ""


def _count(status: Mapping[str, Any], name: str) -> int:
    value = status.get(name)
    return value if isinstance(value, int) and value > 0 else 0
