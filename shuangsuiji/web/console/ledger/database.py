"""What the commands beside the database do. Imported once Django is ready.

Source: 50-ledger §1, §6, §9, §10. Exit codes: 0 good, 1 refused or not as the log says, 2 wrong use, 3 what
came back after a restored backup cannot be held against rows. The clock is read here.
"""

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from django.conf import settings
from django.db import DatabaseError, connection

from shuangsuiji.core.rules.events import label_of as label_of_type
from shuangsuiji.foundation.ledger import audit, gate, soundness, triggers
from shuangsuiji.foundation.ledger.models import LogHead
from shuangsuiji.foundation.ledger.published import Published, read_published
from shuangsuiji.foundation.ledger.reconcile import (
    Difference,
    Unaccounted,
    differences,
    label_of,
    unaccounted,
    uncovered,
)
from shuangsuiji.foundation.ledger.recovering import CannotRecover, recover
from shuangsuiji.foundation.ledger.refusal import ClockBehind, WritesRefused
from shuangsuiji.foundation.ledger.starting import department_of
from shuangsuiji.web.components.protection import protection, witnessed
from shuangsuiji.web.components.standing import standing
from shuangsuiji.web.console.clock import local
from shuangsuiji.web.console.ledger.founding import init
from shuangsuiji.web.console.ledger.recording import keys_not_in_the_log, origin
from shuangsuiji.web.console.usage import WrongUse
from shuangsuiji.web.console.words import Printer

GOOD, BAD, INCOMPLETE = 0, 1, 3
_INSUFFICIENT_PRIVILEGE = "42501"


def status(options: Namespace) -> int:
    """How long the log is, what of it is published, whether acts may be written, and what is therefore not protected."""
    printer = Printer(as_json=options.json)
    head = LogHead.objects.filter(id=1).first()
    seen = standing(datetime.now(UTC))
    reasons = (*soundness.reasons(connection, seen.published), *gate.not_started())
    printer.facts(
        {
            "条目": head.size if head else "日志尚未启用",
            "已发布": _published_words(seen.published),
            "见证": witnessed(seen),
            "可以办理": "否" if reasons else "是",
        }
    )
    for reason in reasons:
        printer.say(f"  · {reason}")
    unrecorded = keys_not_in_the_log()
    for vkey in unrecorded:
        printer.say(
            f"  · 信任名单里的公钥没有入日志：{vkey}。请运行 shuangsuiji ledger record-rotation '公钥' --by 办理人"
        )
    printer.say(protection(seen))
    return BAD if reasons else GOOD


def reconcile(options: Namespace) -> int:
    """The tree, then every row: what differs from the log, by table and row, and what to do about it."""
    printer = Printer(as_json=options.json)
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    reasons = soundness.reasons(connection, published)
    found = list(differences())
    for reason in reasons:
        printer.say(f"不符：{reason}")
    for difference in found:
        printer.say(f"不符：{difference}")
    lost = unaccounted()
    if lost:
        _tell_lost(printer, lost)
    printer.say(_conclusion(reasons, found, lost))
    for table, columns in uncovered().items():
        printer.say(f"说明：{label_of(table)} 的 {'、'.join(columns)} 只是使用痕迹或推算值，不作证据，不在核对之列。")
    if reasons or found:
        return BAD
    return INCOMPLETE if lost else GOOD


def recover_database(options: Namespace) -> int:
    """Bring an older database up to the published log; two persons answer for it."""
    printer = Printer(as_json=options.json)
    if len(options.by) != len(set(options.by)) or len(options.by) != 2:
        raise WrongUse("恢复须由两名不同的人员办理，请写两次 --by", "shuangsuiji ledger recover")
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    org = department_of(published.origin if published else settings.SHUANGSUIJI_ORIGIN)
    try:
        recovered = recover(
            settings.SHUANGSUIJI_LOG_FOLDER, org=org, persons=(options.by[0], options.by[1]), at=datetime.now(UTC)
        )
    except (CannotRecover, ClockBehind, WritesRefused) as refusal:
        return _refuse(printer, f"{refusal}")
    printer.say(
        f"已从公开目录补回第 {recovered.first}–{recovered.last} 条，并记入日志第 {recovered.token.seq} 条。"
        "这些条目写过的业务记录和私密值不在公开目录中，须按原始材料重新登记。"
    )
    _tell_lost(printer, [each for each in unaccounted() if recovered.first <= each.seq <= recovered.last])
    return GOOD


def _tell_lost(printer: Printer, lost: list[Unaccounted]) -> None:
    """Which acts have to be entered again from their papers."""
    rows = [(f"{each.seq}", local(each.at), label_of_type(each.type), each.type) for each in lost]
    printer.table("恢复旧备份后补回、无从逐行核对的条目", ("条目", "时间", "事项", "类型"), rows)


def install_triggers(options: Namespace) -> int:
    """Put the triggers back and say which had been missing."""
    printer = Printer(as_json=options.json)
    missing = triggers.faults(connection)
    try:
        triggers.install(connection)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) != _INSUFFICIENT_PRIVILEGE:
            raise
        return _not_the_owner(printer, missing)
    gate.forget()
    printer.say(f"已恢复：{'、'.join(missing)}。请查明它们为何缺失。" if missing else "触发器完好，没有需要恢复的。")
    return GOOD


def _not_the_owner(printer: Printer, missing: list[str]) -> int:
    """The application's role cannot: that is what protects the triggers from the application."""
    user = connection.settings_dict["USER"]
    if not missing:
        printer.say(f"触发器完好，没有需要恢复的（以应用的角色 {user} 查看，没有重装）。")
        return GOOD
    return _refuse(
        printer,
        f"触发器缺失、停用或被改动：{'、'.join(missing)}。应用的角色 {user} 不是表的所有者，不能安装触发器，本应如此。请以表的所有者运行："
        "SHUANGSUIJI_DATABASE=所有者的数据库地址 shuangsuiji ledger install-triggers",
    )


def seal_audit(options: Namespace) -> int:
    """Seal the new lines of the access log."""
    printer = Printer(as_json=options.json)
    org = department_of(origin())
    token = audit.seal_audit(org=org, at=datetime.now(UTC))
    printer.say(
        f"访问日志 {token.leaf['pub']['count']} 行已封入日志第 {token.seq} 条。" if token else "没有需要封存的新行。"
    )
    return GOOD


def run(name: str, options: Namespace) -> int:
    """Run one of them."""
    return COMMANDS[name](options)


COMMANDS: Mapping[str, Callable[[Namespace], int]] = MappingProxyType(
    {
        "init": init,
        "status": status,
        "reconcile": reconcile,
        "recover": recover_database,
        "install-triggers": install_triggers,
        "seal-audit": seal_audit,
    }
)


def _refuse(printer: Printer, text: str) -> int:
    printer.errors.print(f"不予办理：{text}", markup=False, soft_wrap=True)
    return BAD


def _published_words(published: Published | None) -> str:
    if published is None:
        return "尚未封存"
    return published.fault or f"{published.size} 条，树根 {published.root.hex()[:16]}…"


def _conclusion(reasons: tuple[str, ...], found: list[Difference], lost: list[Unaccounted]) -> str:
    head = LogHead.objects.filter(id=1).first()
    size = head.size if head else 0
    if not reasons and not found and lost:
        return (
            f"没有发现不符，但不完整：日志 {size} 条连续、哈希与树根相符，现有的行逐行与日志一致；上列 {len(lost)} 条是恢复旧备份后从公开目录补回的，"
            f"没有清单，它们写过的行是否齐全无从核对，须按原始材料逐件重新登记（{local(datetime.now(UTC))}）。"
        )
    if not reasons and not found:
        return (
            f"通过：日志 {size} 条连续、哈希与树根相符；所有须入日志的表逐行与日志一致（{local(datetime.now(UTC))}）。"
        )
    return (
        f"核对了日志 {size} 条和所有须入日志的表，有 {len(reasons) + len(found)} 处不符。"
        "被改写的行以日志所指那一条为准。处置：停止办理，保留数据库文件和公开目录的现场，"
        "从备份取出同一行比对，查明是谁、何时、从哪里改动；更正须作为新的办理动作入日志，不在原行上改回。"
    )
