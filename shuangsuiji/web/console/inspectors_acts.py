"""What `shuangsuiji inspectors` and `shuangsuiji registries` do. Imported once Django is ready; the clock is read here.

Source: 第十条, 第十五条; 20-house §7 (console: same acts, same rules). Exit codes: 0 done, 1 refused.
"""

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from shuangsuiji.foundation.sheets import report as sheet_report
from shuangsuiji.foundation.sheets.inspectors import read_inspectors
from shuangsuiji.stages.plans.queries.tasks import tasks_to_confirm
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.import_inspectors import InspectorRoll, import_inspectors
from shuangsuiji.stages.registry.actions.sign_confirmation import sign_confirmation
from shuangsuiji.stages.registry.actions.transfer_inspector import Move, transfer_inspector
from shuangsuiji.stages.registry.queries import delta_since, moves
from shuangsuiji.stages.registry.queries import inspectors as queries
from shuangsuiji.stages.registry.queries.subjects import department_of
from shuangsuiji.web.console.business import NotActing, office_holder, told
from shuangsuiji.web.console.clock import local_day
from shuangsuiji.web.console.inspectors import KINDS
from shuangsuiji.web.console.roster import show
from shuangsuiji.web.console.words import Printer

GOOD, BAD = 0, 1
KEEPER, HEAD, DEPUTY = "registry_keeper", "section_head", "deputy_head"
_READERS = (KEEPER, HEAD, DEPUTY, "clerk", "principal_head", "auditor")
_LINES_SHOWN = 40
_SHORTEST_DIGEST = 16

Told = tuple[int, Mapping[str, Any]]


def run(name: str, options: Namespace) -> int:
    """Run one of them; every refusal is told in sentences."""
    return told(_COMMANDS[name], options, datetime.now(UTC))


def _import(options: Namespace, printer: Printer, at: datetime) -> Told:
    actor = office_holder(options.acting, KEEPER, at=at)
    reading = read_inspectors(
        options.file, at=local_day(at), source=options.source, source_on=options.source_date, source_required=True,
        departments=queries.department_words(), registered=moves.registered_numbers(), encoding=options.encoding, exclude_rows=options.exclude,
    )  # fmt: skip
    if options.report:
        sheet_report.write_workbook(reading, options.report, source=options.file)
    if not printer.as_json:
        show(reading, printer.console)
    if options.dry_run or not reading.usable:
        return (GOOD if reading.usable else BAD), {"usable": reading.usable, "counts": dict(reading.counts)}
    roll = InspectorRoll(reading, options.source, options.source_date, options.full)
    change = import_inspectors(roll=roll, actor=actor, at=at, reason=options.reason)
    if change is None:
        printer.say("无变化：名录库没有改动。")
        return GOOD, {"changed": False}
    counts = {name: getattr(change, name) for name in ("added", "changed", "removed", "unchanged", "excluded")}
    printer.say(
        f"已导入，第 {change.ordinal} 次变更：新增 {change.added}，变更 {change.changed}，移出 {change.removed}，"
        f"未变 {change.unchanged}，未入库 {change.excluded}。"
    )
    return GOOD, {"changed": True, "ordinal": change.ordinal, "root": change.root_after, **counts}


def _list(options: Namespace, printer: Printer, at: datetime) -> Told:
    """Numbers, sections and last days; a name is read on the page, where the reading is written down."""
    actor = office_holder(options.acting, *_READERS, at=at)
    rows: Any = queries.inspectors_of(actor.org)
    if options.until:
        rows = rows.filter(valid_to__lte=options.until)
    today, found = local_day(at), []
    for row in rows.order_by("valid_to", "number"):
        number, last = row.number.removeprefix("cert:"), row.valid_to
        ended = last is None or last < today
        found.append({"number": number, "section": row.section, "valid_to": f"{last or ''}", "state": row.state})
        word = (
            f"有效期至 {last}{'，已到期，不列入可抽取人员' if ended else ''}"
            if last
            else "没有有效证件，不列入可抽取人员"
        )
        printer.say(f"{number}  {row.section or '—'}  {row.get_state_display()}  {word}")
    printer.say(f"在库 {len(found)} 人。" if not options.until else f"{len(found)} 人。")
    return GOOD, {"inspectors": found}


def _transfer(options: Namespace, printer: Printer, at: datetime) -> Told:
    actor = office_holder(options.acting, KEEPER, at=at)
    row = queries.inspectors_of(actor.org).filter(number=f"cert:{options.number}").first()
    if row is None:
        raise NotActing(f"本部门名录库中没有证件编号“{options.number}”。查看全部：shuangsuiji inspectors list")
    move = Move(options.to, options.on, options.document)
    change = transfer_inspector(
        inspector=row.pk, version=row.version, move=move, reason=options.reason, actor=actor, at=at
    )
    printer.say(f"已调出，第 {change.ordinal} 次变更；对方名录库管理员登记或导入后，列入其名录库。")
    return GOOD, {"ordinal": change.ordinal, "root": change.root_after}


def _show(options: Namespace, printer: Printer, at: datetime) -> Told:
    actor = office_holder(options.acting, *_READERS, at=at)
    delta = delta_since(department_of(actor.org), KINDS[options.registry])
    printer.say(
        f"在库 {delta.live}，新增 {delta.added}，变更 {delta.changed}，移出 {delta.removed}，未入库 {len(delta.excluded)}。"
        + ("须第二人签字（第十条）。" if delta.needs_second else "")
    )
    for line in delta.lines[:_LINES_SHOWN]:
        printer.say(f"  {line.get_what_display()} {line.title or line.code} {line.change.reason or line.change.source}")
    if delta.count > _LINES_SHOWN:
        printer.say(f"  另有 {delta.count - _LINES_SHOWN} 行，请在更新确认页核对全部后再确认。")
    for row in delta.excluded:
        printer.say(f"  未入库：第 {row.ordinal} 次变更，第 {row.row} 行 {row.name} {row.code} {row.reason}")
    printer.say(f"变动摘要：{delta.digest}")
    figures = {name: getattr(delta, name) for name in ("live", "added", "changed", "removed", "digest", "needs_second")}
    return GOOD, {**figures, "excluded": [{"row": each.row, "reason": each.reason} for each in delta.excluded]}


def _confirm(options: Namespace, printer: Printer, at: datetime) -> Told:
    actor, kind = office_holder(options.acting, KEEPER, at=at), KINDS[options.registry]
    of_task = _task(options.task, actor.org) if options.task else {}
    seen = _seen(options, actor.org)
    made = confirm_registry(kind=kind, seen=seen, reason=options.reason, **of_task, actor=actor, at=at)
    waits = not hasattr(made, "live")
    printer.say(queries.outcome_of(made))
    return GOOD, {"waits_for_second": waits, "digest": made.delta_digest}


def _task(number: str, org: str) -> dict[str, Any]:
    found = next((each for each in tasks_to_confirm(org) if each.number == number), None)
    if found is None:
        raise NotActing(f"没有等待本部门更新确认的任务“{number}”。查看全部：shuangsuiji tasks list")
    return {"task_id": found.pk, "task_number": found.number}


def _sign(options: Namespace, printer: Printer, at: datetime) -> Told:
    actor, kind = office_holder(options.acting, HEAD, DEPUTY, at=at), KINDS[options.registry]
    draft = queries.drafts_of(actor.org).filter(kind=kind).order_by("-at", "-id").first()
    if draft is None:
        raise NotActing("没有等待第二人签字的更新确认。请由名录库管理员先确认：shuangsuiji registries confirm")
    if not _same(draft.delta_digest, options.seen):
        raise NotActing("等待签字的变动与您看到的摘要不一致。请用 shuangsuiji registries show 重新核对。")
    given = {"opinion": options.opinion, "standing_in": options.standing_in}
    made = sign_confirmation(draft=draft.pk, **given, actor=actor, at=at)
    printer.say(f"已签字，更新确认生效：在库 {made.live} 行。")
    return GOOD, {"live": made.live, "root": made.root, "digest": made.delta_digest}


def _seen(options: Namespace, org: str) -> str:
    """The whole digest where its beginning was typed; what is not that beginning goes to the act as it is, and is refused there."""
    digest = delta_since(department_of(org), KINDS[options.registry]).digest
    return digest if _same(digest, options.seen) else options.seen


def _same(digest: str, seen: str) -> bool:
    return len(seen) >= _SHORTEST_DIGEST and digest.startswith(seen.lower())


_COMMANDS: Mapping[str, Callable[[Namespace, Printer, datetime], Told]] = MappingProxyType(
    {"import": _import, "list": _list, "transfer": _transfer, "show": _show, "confirm": _confirm, "sign": _sign}
)
