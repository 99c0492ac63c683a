"""`shuangsuiji ledger init`: tables, keys, the sealer's home, entry 0. All of it or nothing: what a refusal leaves half made is taken away.

Source: 50-ledger §6. Order: everything is examined before a key is made; entry 0, which makes the log, comes last.
Tables stay where a later step was refused: they hold nothing. Imported once Django is ready; the clock is read here.
"""

import getpass
import os
import shutil
from argparse import Namespace
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from shuangsuiji.core.tlog.keys import VerifierKey
from shuangsuiji.foundation.accounts import setup_code
from shuangsuiji.foundation.ledger import keys
from shuangsuiji.foundation.ledger.refusal import ClockBehind, WritesRefused
from shuangsuiji.foundation.ledger.sealer.home import create_home
from shuangsuiji.foundation.ledger.sealer.keyfile import passphrase_from
from shuangsuiji.foundation.ledger.sealer.refusal import HomeRefused
from shuangsuiji.foundation.ledger.starting import obstacles, start_log
from shuangsuiji.web.console.clock import local_day
from shuangsuiji.web.console.usage import WrongUse
from shuangsuiji.web.console.words import Printer

GOOD, BAD = 0, 1
_PARTS_OF_ORIGIN = 3
_NOTHING_MADE = "这次没有建立密钥和封存机，改正后重新运行 shuangsuiji ledger init。"
# What is killed cannot take anything away; entry 0 comes last, so that such a folder is the key of no log.
_LEFT_OVER = "上一次启用中途断电而留下的，日志并没有启用，移到别处再办。"


def init(options: Namespace) -> int:
    """Found the log; refused where anything of it is already there."""
    printer = Printer(as_json=options.json)
    _refuse_bad_origin(options.origin)
    at = datetime.now(UTC)
    if connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    found = obstacles()
    if found:
        return _refuse(printer, "".join(found))
    passphrase = passphrase_from(options.passphrase_file, os.environ) or getpass.getpass("封存密钥的新口令：").encode()
    try:
        with ExitStack() as undo:
            key = _make_files(options.origin, passphrase, at, undo)
            start_log(origin=options.origin, vkey=key.vkey, day=local_day(at), at=at)
            undo.pop_all()
    except HomeRefused as refusal:
        return _refuse(printer, f"{f'{refusal}'.rstrip('。')}。{_LEFT_OVER}")
    except (WritesRefused, ClockBehind) as refusal:
        return _refuse(printer, f"{refusal}")
    _tell(printer, options.origin, key)
    return GOOD


def _make_files(origin: str, passphrase: bytes, at: datetime, undo: ExitStack) -> VerifierKey:
    """Wrapping key, sealer's home, the log's name in the settings; each is undone where a later step fails."""
    home, public = Path(settings.SHUANGSUIJI_SEALER_HOME), Path(settings.SHUANGSUIJI_LOG_FOLDER)
    wrapping = Path(settings.SHUANGSUIJI_WRAPPING_KEY_FILE)
    if not wrapping.exists():
        keys.create_wrapping_key(wrapping)
        undo.callback(wrapping.unlink)
    for folder in (public, home):
        undo.callback(_empty_again, folder, was_there=folder.is_dir(), held=folder.is_dir() and any(folder.iterdir()))
    key = create_home(home, origin=origin, database=_dsn(), public=public, passphrase=passphrase, at=at)
    _remember(origin, undo)
    return key


def _empty_again(folder: Path, *, was_there: bool, held: bool) -> None:
    """The folder as it was: not there, or empty. One that held something before is left alone."""
    if held or not folder.is_dir():
        return
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    if not was_there:
        folder.rmdir()


def _remember(origin: str, undo: ExitStack) -> None:
    """The application holds the public folder to this name from now on."""
    file = Path(settings.SHUANGSUIJI_HOME) / "settings.env"
    before = file.read_bytes() if file.exists() else None
    undo.callback(lambda: file.unlink(missing_ok=True) if before is None else file.write_bytes(before))
    begun = b"" if not before or before.endswith(b"\n") else b"\n"
    file.write_bytes((before or b"") + begun + f"SHUANGSUIJI_ORIGIN={origin}\n".encode())


def _tell(printer: Printer, origin: str, key: VerifierKey) -> None:
    wrapping = settings.SHUANGSUIJI_WRAPPING_KEY_FILE
    printer.title("日志已启用", "第五条")
    printer.facts(
        {
            "日志名称": origin,
            "公钥": key.vkey,
            "封存机文件夹": settings.SHUANGSUIJI_SEALER_HOME,
            "公开目录": settings.SHUANGSUIJI_LOG_FOLDER,
            "加密主密钥": f"{wrapping}（请另行备份，不与数据库备份放在一起）",
        }
    )
    printer.say(f"安装码 {setup_code.make(settings.SHUANGSUIJI_HOME)}（在网页 /setup/ 建立本局和首批账户时用一次）")
    printer.say(f"下一步：shuangsuiji ledger seal --home {settings.SHUANGSUIJI_SEALER_HOME}")


def _refuse(printer: Printer, text: str) -> int:
    printer.errors.print(f"不予办理：{text}{_NOTHING_MADE}", markup=False, soft_wrap=True)
    return BAD


def _refuse_bad_origin(origin: str) -> None:
    parts = origin.split("/")
    if len(parts) != _PARTS_OF_ORIGIN or not all(parts) or not parts[1].isdecimal():
        raise WrongUse(f"日志名称 {origin} 应为 主机/行政区划代码/部门代码", "shuangsuiji ledger init")


def _dsn() -> str:
    """The database as the sealer is told of it: a path, or an address without password."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"{Path(given['NAME']).resolve()}"
    where = f"?host={given['HOST']}" if str(given["HOST"]).startswith("/") else ""
    host = "" if where else f"{given['HOST']}{':' if given['PORT'] else ''}{given['PORT']}"
    return f"postgresql://{given['USER']}@{host}/{given['NAME']}{where}"
