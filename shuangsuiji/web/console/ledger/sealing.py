"""`shuangsuiji ledger seal`, `rebuild-state`, `rotate-key`: the sealer at the terminal, in its own process. No Django.

Source: 50-ledger §6, §10. Exit codes: 0 sealed or nothing new, 1 halted, refused, or contradicted by a witness, 2 wrong use, 3 not done now (database, disk, another
sealer at work) or published with too few witnesses. The clock is read here. Never: a passphrase on the command line or in the output.
"""

import argparse
import getpass
import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from shuangsuiji.core.tlog.note import Note
from shuangsuiji.core.tlog.policy import Policy, Witnessed
from shuangsuiji.foundation.ledger.sealer.ed25519 import verify
from shuangsuiji.foundation.ledger.sealer.home import open_home
from shuangsuiji.foundation.ledger.sealer.keyfile import passphrase_from
from shuangsuiji.foundation.ledger.sealer.rebuilding import rebuild_state
from shuangsuiji.foundation.ledger.sealer.refusal import Halted, HomeRefused, Retry
from shuangsuiji.foundation.ledger.sealer.rotation import OVERLAP_CALENDAR_DAYS, begin_rotation, end_rotation
from shuangsuiji.foundation.ledger.sealer.sealing import (
    ALIVE,
    COSIGNED,
    REPUBLISHED,
    SEALED,
    Answers,
    Collect,
    Outcome,
    Prove,
    seal,
)
from shuangsuiji.foundation.ledger.sealer.watch import Told, watch
from shuangsuiji.foundation.ledger.witness import client
from shuangsuiji.web.console.words import Printer

GOOD, BAD, INCOMPLETE = 0, 1, 3

Witnesses = Callable[[Policy], Collect]
"""How the witnesses of a policy are asked."""
Record = Callable[[str, argparse.Namespace], int | None]
"""How an act is said in the log: `record-rotation` or `record-rebuild` and its options → the entry's number, None where not now."""

_DID = {
    SEALED: "已封存",
    REPUBLISHED: "已补公布上次签名的检查点",
    ALIVE: "已重新公布（每日一次）",
    COSIGNED: "已补上见证",
}
_SEAL_EXAMPLE = """例：
  shuangsuiji ledger seal --home /var/lib/shuangsuiji-sealer
  shuangsuiji ledger seal --home /var/lib/shuangsuiji-sealer --watch --passphrase-file /etc/shuangsuiji/口令
口令依次取自 --passphrase-file、systemd 凭据 shuangsuiji-sealer、键盘。
退出码：0 已封存或没有新条目  1 日志暂停、不予办理或见证人提出异议  2 命令写错
        3 这次没有办成，可以重试；或已公布而见证不足，每次封存时再请见证人"""
_REBUILD_EXAMPLE = """例：
  shuangsuiji ledger rebuild-state --home 封存机 --checkpoint 镜像/checkpoint --by 张三 --by 李四 --reason 换机
只在记忆文件 signer-state 丢失后使用；不得从备份恢复该文件。"""
_ROTATE_EXAMPLE = f"""例：
  shuangsuiji ledger rotate-key --home 封存机 --by 张三    # 生成新密钥，新旧同时签名
  shuangsuiji ledger rotate-key --home 封存机 --retire     # 满 {OVERLAP_CALENDAR_DAYS} 天后停用旧密钥"""


def ask_witnesses(policy: Policy) -> Collect:
    """Ask all witnesses of the policy at once, remembering what each is known to have cosigned."""
    known: dict[str, int] = {}

    def collect(note: Note, prove: Prove) -> Answers:
        collected = client.collect(note, prove, policy, verify=verify, known=known)
        known.update({each.witness: each.known for each in collected.verdicts if each.known is not None})
        return Answers(collected.note, tuple(f"{each.witness}：{each.told}" for each in collected.alarms))

    return collect


def nowhere(_name: str, _options: argparse.Namespace) -> int | None:
    """Where the sealer has no application beside it."""
    return None


def add_parsers(commands: Any, *, witnesses: Witnesses = ask_witnesses, record: Record = nowhere) -> None:
    """Hang the sealer's commands under `shuangsuiji ledger`. `witnesses` makes, of a policy, what asks its witnesses."""
    command = _command(commands, "seal", "封存：签名并公布新的日志条目", _SEAL_EXAMPLE, partial(_seal, witnesses))
    way = command.add_mutually_exclusive_group()
    way.add_argument("--once", action="store_true", help="只封存一次（默认）")
    way.add_argument("--watch", action="store_true", help="一直运行：每 10 秒看一次，有新条目即封存，每日至少公布一次")
    _ask_passphrase(command)
    command = _command(commands, "rebuild-state", "两人重建封存机的记忆", _REBUILD_EXAMPLE, partial(_rebuild, record))
    command.add_argument(
        "--checkpoint",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="见证人签过的检查点，可重复；另看公开文件夹的",
    )
    command.add_argument("--by", action="append", default=[], metavar="姓名", help="在场办理的人，写两次")
    command.add_argument("--reason", required=True, metavar="原因", help="为什么要重建")
    command = _command(commands, "rotate-key", "更换签名密钥", _ROTATE_EXAMPLE, partial(_rotate, record))
    command.add_argument("--retire", action="store_true", help="停用旧密钥，只留新密钥")
    command.add_argument("--by", action="append", default=[], metavar="姓名", help="办理人，生成新密钥时必填，记入日志")
    _ask_passphrase(command)


def _command(
    commands: Any, name: str, summary: str, epilog: str, run: Callable[[argparse.Namespace, Printer], int]
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=f"{summary}。", epilog=epilog
    )
    command.add_argument("--home", type=Path, required=True, metavar="DIR", help="封存机的文件夹")
    command.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    command.set_defaults(run=partial(_told, run))
    return command


def _ask_passphrase(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="口令所在文件，只许本账户可读（chmod 600）"
    )


def _told(run: Callable[[argparse.Namespace, Printer], int], options: argparse.Namespace) -> int:
    """Run a command; what it raises becomes a paragraph and an exit code."""
    printer = Printer(as_json=options.json)
    try:
        return run(options, printer)
    except (Halted, HomeRefused, Retry, OSError) as error:
        return _fault(printer, error)


def _fault(printer: Printer, error: Exception) -> int:
    if isinstance(error, Halted):
        printer.result({"halted": {"kind": error.kind, "seq": error.seq, "paragraph": error.paragraph()}})
        _say_fault(printer, f"日志暂停：{error.paragraph()}没有签名，已公布的不受影响。")
        return BAD
    if isinstance(error, HomeRefused):
        printer.result({"refused": f"{error}"})
        _say_fault(printer, f"{error}。未作任何改动。")
        return BAD
    why = f"读写 {error.filename or '文件'} 出错：{error.strerror}" if isinstance(error, OSError) else f"{error}"
    printer.result({"retry": why})
    _say_fault(printer, f"这次没有办成：{why.rstrip('。')}。已签名的不会丢失，排除原因后再运行即可，会从中断处接着办。")
    return INCOMPLETE


def _say_fault(printer: Printer, text: str) -> None:
    if not printer.as_json:
        printer.errors.print(text, style="red", markup=False, soft_wrap=True)


def ask_passphrase(file: Path | None) -> bytes:
    """The passphrase, from wherever it lies, else from the person at the keyboard. Raises HomeRefused where there is nobody."""
    found = passphrase_from(file, os.environ)
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise HomeRefused("没有口令：请用 --passphrase-file 指定文件，或由 systemd 以凭据 shuangsuiji-sealer 提供")
    return getpass.getpass("封存密钥的口令：").encode()


def _now() -> datetime:
    return datetime.now(UTC)


# ------------------------------------------------------------------------------------------------------------------- seal


def _seal(witnesses: Witnesses, options: argparse.Namespace, printer: Printer) -> int:
    sealer = open_home(options.home, ask_passphrase(options.passphrase_file))
    sealer = sealer.asking(witnesses(sealer.policy))
    if not options.watch:
        outcome = seal(sealer, at=_now())
        _say_outcome(printer, outcome)
        if outcome.alarms:
            return BAD
        return INCOMPLETE if outcome.witnessed is not None and not outcome.witnessed.is_enough else GOOD
    with _until_told_to_stop() as stopped:
        printer.say(f"开始守候：{sealer.origin}。结束请按 Ctrl-C 或发送 SIGTERM。")
        good = watch(sealer, clock=_now, stopped=stopped, tell=partial(_tell, printer))
    printer.say("已停止守候。")
    return GOOD if good else BAD


def _tell(printer: Printer, told: Told) -> None:
    if isinstance(told, Outcome):
        _say_outcome(printer, told)
    else:
        _fault(printer, told)
    sys.stdout.flush()


def _say_outcome(printer: Printer, outcome: Outcome) -> None:
    checkpoint, witnessed = outcome.checkpoint, outcome.witnessed
    printer.result(
        {
            "did": list(outcome.did),
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "root": checkpoint.root.hex(),
            "witnessed": sorted(witnessed.cosigned) if witnessed else [],
            "enough": witnessed is not None and witnessed.is_enough,
            "alarms": list(outcome.alarms),
        }
    )
    printer.say(f"{'；'.join(_DID[act] for act in outcome.did) or '没有新条目'}：共 {checkpoint.size} 条")
    printer.facts({"树根": checkpoint.root.hex(), "见证": _witness_line(witnessed)})
    for alarm in outcome.alarms:
        _say_fault(printer, f"见证警报：{alarm}")


def _witness_line(witnessed: Witnessed | None) -> str:
    if witnessed is None:
        return "还没有检查点"
    count = len(witnessed.cosigned)
    if not count and witnessed.is_enough:
        return "没有设见证人：整库回退和另签一份历史，只能靠封存机的记忆和外部留存的凭证发现"
    return f"{count} 方已签，{'已够' if witnessed.is_enough else '不够，每次封存时再请见证人'}"


@contextmanager
def _until_told_to_stop() -> Iterator[Callable[[float], bool]]:
    """A wait that SIGTERM or Ctrl-C ends; a seal that has begun is finished first."""
    told = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        told.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told.wait
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# ------------------------------------------------------------------------------------------------------- rebuild, rotate


def _rebuild(record: Record, options: argparse.Namespace, printer: Printer) -> int:
    witnessed = rebuild_state(options.home, options.checkpoint, persons=options.by, reason=options.reason, at=_now())
    checkpoint = witnessed.checkpoint
    options.size, options.root = checkpoint.size, checkpoint.root.hex()
    seq = record("record-rebuild", options)
    told = {"size": checkpoint.size, "root": checkpoint.root.hex(), "witnessed": sorted(witnessed.cosigned)}
    printer.result({**told, "logged": seq})
    printer.say(f"已重建记忆：{checkpoint.size} 条，办理经过已记入 journal.txt。")
    printer.facts({"树根": checkpoint.root.hex(), "见证": _witness_line(witnessed)})
    by = " ".join(f"--by {shlex.quote(name)}" for name in options.by)
    command = f"record-rebuild {checkpoint.size} {checkpoint.root.hex()} {by} --reason {shlex.quote(options.reason)}"
    _say_recorded(printer, seq, command)
    printer.say("下一步：运行 ledger seal。")
    return GOOD


def _say_recorded(printer: Printer, seq: int | None, command: str) -> None:
    """That the act is in the log; or who must put it there, and how."""
    if seq is not None:
        printer.say(f"已登记入日志第 {seq} 条。")
        return
    printer.say(f"还没有登记入日志：本账号现在写不了。请立即以应用的账号运行：\n  shuangsuiji ledger {command}")


def _rotate(record: Record, options: argparse.Namespace, printer: Printer) -> int:
    if options.retire:
        retired = end_rotation(options.home, at=_now())
        printer.result({"retired": retired.vkey})
        printer.say("旧密钥已停用，今后只用新密钥签名。旧公钥仍留在信任名单里，用来核验它签过的检查点。")
        printer.facts({"停用的公钥": retired.vkey})
        return GOOD
    if not any(name.strip() for name in options.by):
        raise HomeRefused("请用 --by 写明办理人的姓名，更换密钥要记入日志")
    key = begin_rotation(options.home, ask_passphrase(options.passphrase_file), at=_now())
    options.vkey = key.vkey
    seq = record("record-rotation", options)
    printer.result({"vkey": key.vkey, "logged": seq})
    printer.say("已生成新密钥，从下一次封存起新旧两把同时签名。")
    printer.facts({"新公钥": key.vkey})
    by = " ".join(f"--by {shlex.quote(name)}" for name in options.by)
    _say_recorded(printer, seq, f"record-rotation {shlex.quote(key.vkey)} {by}")
    printer.say(
        f"下一步：重启正在守候的封存进程；把信任名单发给见证人和核验方；满 {OVERLAP_CALENDAR_DAYS} 天后用 --retire 停用旧密钥。"
    )
    return GOOD
