"""What `shuangsuiji documents` does. Imported once Django is ready; the clock is read here.

Source: 第一条; 20-house §7 (console: same acts, same rules). Exit codes: 0 done, 1 refused.
"""

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.ledger.attempt import attempt
from shuangsuiji.stages.items import queries
from shuangsuiji.stages.items.actions.register_basis import register_basis
from shuangsuiji.web.console.business import office_holder, told
from shuangsuiji.web.console.on_paper import file_at
from shuangsuiji.web.console.words import Printer

GOOD = 0
ENTERING = ("coordinator", "clerk")
Told = tuple[int, Mapping[str, Any]]


def run(name: str, options: Namespace) -> int:
    """Run one of them; every refusal is told in sentences."""
    return told(_COMMANDS[name], options, datetime.now(UTC))


def _add(options: Namespace, printer: Printer, at: datetime) -> Told:
    actor = office_holder(options.acting, *ENTERING, at=at)
    made = attempt(
        register_basis,
        number=options.number,
        title=options.title,
        level=options.level.upper(),
        issuing_body=options.body,
        from_on=options.from_on,
        to_on=options.to_on,
        original=file_at(options.file, Kind.DOCUMENT) if options.file else None,
        actor=actor,
        at=at,
    )
    printer.say(f"已登记{made}。")
    return GOOD, {"number": made.number, "title": made.title}


def _list(options: Namespace, printer: Printer, at: datetime) -> Told:
    found = queries.documents_in_force(options.on) if options.on else queries.documents()
    rows = [
        (each.number, each.title, each.get_level_display(), f"{each.from_on}", f"{each.to_on or ''}") for each in found
    ]
    printer.table("", ("文号", "文件名称", "效力级别", "施行日期", "失效日期"), rows)
    names = ("number", "title", "level", "from_on", "to_on")
    return GOOD, {"documents": [dict(zip(names, row, strict=True)) for row in rows]}


_COMMANDS: Mapping[str, Callable[[Namespace, Printer, datetime], Told]] = MappingProxyType({"add": _add, "list": _list})
