"""`shuangsuiji`: one entry point for rosters, draws on a folder, verification and the demo. No Django, no database.

Source: 20-house §2 (console). Exit codes: 0 done, 1 refused or not verified, 2 wrong use, 3 verification incomplete.
"""

import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from shuangsuiji.core.canonical import CanonicalError
from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.web.console.ceremony.files import plain, refused
from shuangsuiji.web.console.usage import Parser, WrongUse
from shuangsuiji.web.console.words import Printer

INTERRUPTED = 130
# Rosters are large and hold no cycles; looking for some again and again costs a fifth of the time.
COLLECT_SELDOM = (100_000, 50, 100)
# Group → its module, and what there hangs it into the command line; in the order in which they are told.
_GROUPS = {
    "roster": ("roster", "add_parser"),
    "draw": ("ceremony.options", "add_parser"),
    "documents": ("items", "add_documents"),
    "items": ("items", "add_parser"),
    "subjects": ("subjects", "add_parser"),
    "inspectors": ("inspectors", "add_parser"),
    "registries": ("inspectors", "add_parser"),
    "accounts": ("accounts", "add_parser"),
    "plans": ("plans", "add_parser"),
    "tasks": ("tasks", "add_parser"),
    "filings": ("filings", "add_parser"),
    "ledger": ("ledger.group", "add_parser"),
    "nightly": ("nightly", "add_parser"),
    "demo": ("demo", "add_parser"),
    "demo-office": ("demo_office", "add_parser"),
}
_DESCRIPTION = """双随机、一公开监管平台 命令行

  名录    shuangsuiji roster check 文件.xlsx
  抽取    shuangsuiji draw plan|freeze|commit|reveal|number|run|show|void|replace|open|verify …
  清单    shuangsuiji items import|send|approve|publish|list|export …
  依据    shuangsuiji documents add|list …
  对象    shuangsuiji subjects import|classes|export|report …
  人员    shuangsuiji inspectors import|list …
  确认    shuangsuiji registries show|confirm|sign …
  账户    shuangsuiji accounts found|person|appoint|unlock|list …
  计划    shuangsuiji plans list|lint|import|publish …
  任务    shuangsuiji tasks list|show|create …
  备案    shuangsuiji filings list|request|file|return|publish …
  日志    shuangsuiji ledger init|seal|verify|witness|mirror|monitor …
  夜间    shuangsuiji nightly
  演示    shuangsuiji demo"""
_EXAMPLE = """例：
  shuangsuiji demo
  shuangsuiji draw verify 抽取一 --no-log
退出码：0 办妥  1 不予办理或核验不符  2 命令写错  3 应查的未能查"""


def parser(given: Sequence[str] = ()) -> Parser:
    """The command line: with the group that `given` names alone, otherwise with all of them. Loading all takes a second."""
    made = Parser(prog="shuangsuiji", description=_DESCRIPTION, epilog=_EXAMPLE)
    groups: Any = made.add_subparsers(dest="group", required=True, metavar="命令")
    asked = [name for name in given[:1] if name in _GROUPS]
    for module, add in dict.fromkeys(_GROUPS[name] for name in asked or _GROUPS):
        getattr(import_module(f"shuangsuiji.web.console.{module}"), add)(groups)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is told in sentences, never as a traceback."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    gc.set_threshold(*COLLECT_SELDOM)
    _write_anything()
    printer = Printer(as_json="--json" in given)
    try:
        options = parser(given).parse_args(given)
        code: int = options.run(options)
        sys.stdout.flush()
    except WrongUse as wrong:
        printer.wrong_use(f"{wrong}", wrong.remedy)
        return 2
    except DrawRefused as refusal:
        printer.refuse(refusal)
        return 1
    except BrokenPipeError:  # whoever read our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        printer.refuse(
            refused("file", f"不能读写文件{where}：{plain(error)}", "请核对路径、权限和磁盘空间后重新办理", "")
        )
        return 1
    except (CanonicalError, UnicodeError) as error:
        printer.refuse(refused("form", f"内容不能书写：{error}", "请改正所填文字或文件", ""))
        return 1
    except KeyboardInterrupt:
        printer.refuse(refused("interrupted", "已停止", "此步骤没有办理，可以重新办理", ""))
        return INTERRUPTED
    return code


def _write_anything() -> None:
    """A terminal that lacks a character shows its number instead of stopping the act after it was done."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
