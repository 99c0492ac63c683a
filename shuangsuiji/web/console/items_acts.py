"""What `shuangsuiji items` does. Imported once Django is ready; the clock is read here.

Source: 第六条; 20-house §7 (console: same acts, same rules). Exit codes: 0 done, 1 refused.
"""

import csv
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from shuangsuiji.foundation.accounts.queries import choosable_departments
from shuangsuiji.foundation.ledger.attempt import attempt
from shuangsuiji.foundation.sheets.cells import neutral
from shuangsuiji.foundation.sheets.items import read_items
from shuangsuiji.stages.disclosure.actions.publish_items import publish_items
from shuangsuiji.stages.items import queries
from shuangsuiji.stages.items.actions.approve_version import approve_version
from shuangsuiji.stages.items.actions.draft_version import draft_version
from shuangsuiji.stages.items.actions.edit_draft import import_items, send_version
from shuangsuiji.stages.items.tables import TABLES, likely, rows_of
from shuangsuiji.web.console.business import NotActing, office_holder, told
from shuangsuiji.web.console.clock import local_day
from shuangsuiji.web.console.roster import show
from shuangsuiji.web.console.words import Printer

GOOD, BAD = 0, 1
DRAFTING = ("clerk", "joint_office")
APPROVING = ("deputy_head", "principal_head")
_SHORTEST_DIGEST = 12
Told = tuple[int, Mapping[str, Any]]


def run(name: str, options: Namespace) -> int:
    """Run one of them; every refusal is told in sentences."""
    return told(_COMMANDS[name], options, datetime.now(UTC))


def _import(options: Namespace, printer: Printer, at: datetime) -> Told:
    actor = office_holder(options.acting, *DRAFTING, at=at)
    reading = read_items(options.file, at=local_day(at), encoding=options.encoding, exclude_rows=options.exclude)
    if not printer.as_json:
        show(reading, printer.console)
    if options.dry_run or not reading.usable:
        return (GOOD if reading.usable else BAD), {"usable": reading.usable, "counts": dict(reading.counts)}
    rows = [_filled(row, options) for row in rows_of(reading.require())]
    owners = _owners(rows, dict(options.owner))
    version = queries.under_way_of(actor.org, options.kind.upper())
    if version is None:
        version = attempt(draft_version, kind=options.kind.upper(), actor=actor, at=at)
        printer.say(f"已起草{version}。")
    count = import_items(
        version=version.pk, rows=rows, owners=owners, replace=not options.append, actor=actor, at=at
    )  # fmt: skip
    printer.say(f"已导入 {count} 项到{version}的草稿。")
    for words, code in owners.items():
        printer.say(f"  责任部门：{words} → {code}")
    return GOOD, {"usable": True, "version": version.number, "items": count, "owners": owners}


def _filled(row: dict[str, Any], options: Namespace) -> dict[str, Any]:
    given = {"basis": options.basis, "method": options.method}
    return {**row, **{name: text for name, text in given.items() if text and not row.get(name)}}


def _owners(rows: list[dict[str, Any]], said: Mapping[str, str]) -> dict[str, str]:
    """Words → code: as said, else the one department that bears the name. Raises NotActing for a code there is not."""
    departments = choosable_departments()
    unknown = sorted(set(said.values()) - {code for code, _ in departments})
    if unknown:
        raise NotActing(f"没有部门“{unknown[0]}”。查看全部：shuangsuiji accounts list")
    words = dict.fromkeys(row["owner_words"] for row in rows if row.get("owner_words"))
    found = {each: said.get(each) or likely(each, departments) for each in words}
    return {each: code for each, code in found.items() if code}


def _send(options: Namespace, printer: Printer, at: datetime) -> Told:
    actor = office_holder(options.acting, *DRAFTING, at=at)
    version = _under_way(actor.org, options)
    send_version(version=version.pk, reason=options.reason, actor=actor, at=at)
    digest = queries.digest_of(version)
    printer.say(f"{version}已送分管负责人审批，内容摘要 {digest}。")
    return GOOD, {"version": version.number, "digest": digest}


def _approve(options: Namespace, printer: Printer, at: datetime) -> Told:
    actor = office_holder(options.acting, *APPROVING, at=at)
    version = _under_way(actor.org, options)
    digest = queries.digest_of(version)
    if len(options.digest) < _SHORTEST_DIGEST or not digest.startswith(options.digest.lower()):
        raise NotActing(f"所写摘要与{version}的内容不符。请用 shuangsuiji items list 核对内容后，照所示摘要办理。")
    made = attempt(approve_version, version=version.pk, seen=digest, opinion=options.opinion, actor=actor, at=at)
    printer.say(f"已批准{made}，共 {made.item_count} 项，可以公布。")
    return GOOD, {"version": made.number, "items": made.item_count, "digest": digest}


def _publish(options: Namespace, printer: Printer, at: datetime) -> Told:
    actor = office_holder(options.acting, *DRAFTING, at=at)
    version = _under_way(actor.org, options)
    notice = attempt(publish_items, version=version.pk, place=options.place, actor=actor, at=at)
    printer.say(f"已公布{version}，索引号 {notice.index_no}。")
    return GOOD, {"version": version.number, "index_no": notice.index_no}


def _list(options: Namespace, printer: Printer, at: datetime) -> Told:
    versions = [
        {
            "department": each.item_list.department.code,
            "list": each.item_list.title,
            "number": each.number,
            "state": each.status_label,
            "items": queries.rows_of(each).count(),
            "published_on": f"{each.published_on or ''}",
            "digest": each.content_digest or queries.digest_of(each),
        }
        for each in queries.versions_of(queries.lists_for("", queries.READERS))
    ]
    printer.table(
        "", ("部门", "清单", "版本", "状态", "事项", "公布日期", "内容摘要"), [tuple(v.values()) for v in versions]
    )
    return GOOD, {"versions": versions}


def _export(options: Namespace, printer: Printer, at: datetime) -> Told:
    version = queries.version_numbered(options.department, options.kind.upper(), options.number)
    if version is None:
        raise NotActing("没有这个版本的清单。查看全部：shuangsuiji items list")
    columns = TABLES[options.table]
    rows = queries.rows_of(version)
    try:
        with options.file.open("x", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([title for title, _ in columns])
            for row in rows:
                writer.writerow([neutral(f"{value(row)}") for _, value in columns])
    except FileExistsError:
        raise NotActing(f"已有文件“{options.file}”，不覆盖。请换一个文件名。") from None
    count = rows.count()
    printer.say(f"已导出{version}的 {count} 项到 {options.file}。")
    return GOOD, {"rows": count, "file": f"{options.file}"}


def _under_way(department: str, options: Namespace) -> Any:
    found = queries.under_way_of(department, options.kind.upper())
    if found is None:
        raise NotActing("没有正在起草或待公布的版本。请先导入清单：shuangsuiji items import")
    return found


_COMMANDS: Mapping[str, Callable[[Namespace, Printer, datetime], Told]] = MappingProxyType(
    {"import": _import, "send": _send, "approve": _approve, "publish": _publish, "list": _list, "export": _export}
)
