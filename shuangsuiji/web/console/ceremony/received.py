"""Subjects that this draw does not draw: selected by an earlier draw, or sent down by an upper level.

Source: 第十二条, 第十四条 (departments draw their own people); SSJ-DRAW/1 §4 `dispatched`, §2 (whose key seals).
Takes: a finished draw with its private folder, or a list with the number of the document it came with.
Never: a subject left out, added or drawn again.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.freeze import OpenedSubject
from shuangsuiji.core.draw.plan import Plan, draws_subjects
from shuangsuiji.core.draw.sealing import attrs_digest, salt_of, sealed_handle
from shuangsuiji.core.draw.selection import selected_handles
from shuangsuiji.foundation.sheets.readings import RosterReading, SubjectEntry
from shuangsuiji.verify.case import file_digest
from shuangsuiji.web.console.ceremony.files import refused
from shuangsuiji.web.console.ceremony.folder import KEYS, DrawFolder

# A plan for people alone holds none of these; settings made for the whole draw may be given again as they are.
_OF_SUBJECTS = ("strata", "libraries", "risk_classes", "openings_from", "result_link", "announce")


@dataclass(frozen=True, slots=True)
class Received:
    """The subjects a plan receives, with the key that sealed them (None: made anew, or open)."""

    settings: Mapping[str, Any]
    opened: list[OpenedSubject]
    key: bytes | None


def subjects_of(settings: Mapping[str, Any], source: DrawFolder) -> Received:
    """Settings for drawing people for the subjects of a finished draw; the subjects keep key and handles."""
    proceedings, outcome = source.finished("抽取执法检查人员", "E14-1", "第十四条")
    plan, rosters = proceedings.ceremony.plan, proceedings.rosters
    if rosters is None or not draws_subjects(plan):
        raise refused("received.source", f"{source.path} 没有抽取检查对象", "请指明抽取检查对象的那次抽取", "第十二条")
    chosen = set(selected_handles(plan, outcome.selection))
    # A firm of several libraries stands in each; one row tells its name and town.
    opened = {entry.handle: entry for entry in rosters.opened_subjects if entry.handle in chosen}
    record = source.newest_record
    origin = {
        "draw_id": plan["draw_id"],
        "result_hash": outcome.result_hash,
        "source": {"record": record.name, "sha256": file_digest(record.read_bytes())},
    }
    inherited = {name: plan[name] for name in ("suite", "handles", "announce") if name in plan}
    return Received(
        _people_only(settings, inherited, _own_task(settings, plan), origin, list(opened.values())),
        _ordered(opened.values()),
        bytes.fromhex(source.read_private(KEYS)["subject"]) if plan["handles"]["subject"] == "sealed" else None,
    )


def _own_task(settings: Mapping[str, Any], plan: Plan) -> str:
    """The task of the department's own draw: beside the subjects' task, so that 第n次 counts subject draws only."""
    wanted = settings.get("task_id")
    if isinstance(wanted, str) and wanted.startswith(f"{plan['task_id']}/"):
        return wanted
    return f"{plan['task_id']}/{settings.get('lead')}"


def list_from_above(
    settings: Mapping[str, Any], reading: RosterReading[SubjectEntry], document: str, key: bytes
) -> Received:
    """Settings for drawing people for a list an upper level sent down; sealed with a new key under this task.

    Raises DrawRefused (E12-2) for settings that would draw subjects again, (E12-3) for rows that name nobody for certain.
    """
    if settings.get("mode", "inspectors") != "inspectors":
        raise refused("E12-2", "检查对象已由上级抽取，本级只抽取执法检查人员", "请从方案设置中删去 mode", "第十二条")
    if not document.strip():
        raise refused("received.document", "上级派发名单须写明来源文件", "请用 --document 填写文号", "第十二条")
    first = next(iter(reading.errors()), None)
    if first:
        raise refused(
            "E12-3",
            f"名单中有 {reading.counts['有错误的行']} 行待匹配，如 {first.place}：{first.reason}",
            "请与派发机关逐行核对后改正名单；不得删除",
            "第十二条、第十四条",
        )
    task_id, suite = f"{settings.get('task_id')}", suite_named(settings.get("suite", "SHA256"))
    opened = []
    for row in reading.entries:
        salt = salt_of(suite, key, task_id, row.id)
        content = {"name": row.name, "town": row.town}
        opened.append(OpenedSubject(sealed_handle(suite, task_id, salt, row.id), row.id, salt, content))
    origin = {
        "draw_id": "",
        "result_hash": "",
        "source": {"document": document.strip(), "file": reading.source.name, "sha256": reading.digest},
    }
    inherited = {"handles": {"subject": "sealed", "inspector": "sealed"}}
    return Received(_people_only(settings, inherited, task_id, origin, opened), _ordered(opened), key)


def _people_only(
    settings: Mapping[str, Any],
    inherited: Mapping[str, Any],
    task_id: str,
    origin: Mapping[str, Any],
    opened: list[OpenedSubject],
) -> dict[str, Any]:
    suite = suite_named(inherited.get("suite", settings.get("suite", "SHA256")))
    kept = {name: value for name, value in settings.items() if name not in _OF_SUBJECTS}
    ordered = _ordered(opened)
    dispatched = {
        **origin,
        "handles": [entry.handle for entry in ordered],
        "attrs": [attrs_digest(suite, entry.row, entry.salt) for entry in ordered],
    }
    return {**kept, **inherited, "mode": "inspectors", "task_id": task_id, "dispatched": dispatched}


def new_key() -> bytes:
    """A sealing key for a list received from above."""
    return secrets.token_bytes(32)


def _ordered(opened: Iterable[OpenedSubject]) -> list[OpenedSubject]:
    return sorted(opened, key=lambda entry: entry.handle)


def refuse_drawing_again(plan: Plan, files: list[Path]) -> None:
    """Refuse registries given to a draw whose subjects are fixed already (E12-2, E14-1)."""
    if draws_subjects(plan) or not files:
        return
    if plan["dispatched"]["draw_id"]:
        raise refused("E14-1", "检查对象已经抽取，名单一经产生不得更改", "只需用 --inspectors 给出执法检查人员名录")
    raise refused(
        "E12-2",
        "检查对象已由上级抽取，本级只抽取执法检查人员",
        "只需用 --inspectors 给出执法检查人员名录；名单以方案所列为准",
        "第十二条",
    )
