"""Checks of a deployment: `check --deploy` must be without a word before a bureau works with it.

Source: 80-reliability §1, E10; 50-ledger §7, §9. Each says what was found, what is expected, which setting to change.
Those that ask the database run with `--database default` too. Django's and the ledger's own checks stand beside these.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.urls import get_resolver
from django.utils import timezone

from shuangsuiji.core.rules.workdays import packaged_calendars
from shuangsuiji.web.components.addresses import gaps
from shuangsuiji.web.components.site_policy import site_policy
from shuangsuiji.web.project.file_places import (
    NETWORK_FILE_SYSTEMS,
    file_system_of,
    is_open_to_others,
    is_readable_here,
)
from shuangsuiji.web.project.fonts import has_chinese_font
from shuangsuiji.web.project.people_checks import people_messages

HALF_YEAR_SECONDS = 15_768_000
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})
Check = Callable[[], Iterator[CheckMessage]]


def debug_is_off() -> Iterator[CheckMessage]:
    """Pages of errors would show settings and values."""
    if settings.DEBUG:
        yield Error("DEBUG 已打开，出错页会显示内部内容。", hint="取消 SHUANGSUIJI_DEBUG。", id="project.E001")


def hosts_are_named() -> Iterator[CheckMessage]:
    """A site answers to its own name only."""
    if "*" in settings.ALLOWED_HOSTS or not set(settings.ALLOWED_HOSTS) - _LOCAL_HOSTS:
        yield Error(
            f"没有写明本站的主机名，现为 {'、'.join(settings.ALLOWED_HOSTS) or '空'}。",
            hint="在 SHUANGSUIJI_HOSTS 中写明，如 ssj.example.gov.cn，不用星号。",
            id="project.E002",
        )


def cookies_are_safe() -> Iterator[CheckMessage]:
    """Over https only, out of reach of scripts, not sent along from other sites."""
    for name in ("SESSION", "CSRF"):
        good = getattr(settings, f"{name}_COOKIE_SECURE") and getattr(settings, f"{name}_COOKIE_HTTPONLY")
        if not good or getattr(settings, f"{name}_COOKIE_SAMESITE") not in {"Lax", "Strict"}:
            yield Error(
                f"{name}_COOKIE 应同时是 SECURE、HTTPONLY、SAMESITE。",
                hint="使用 shuangsuiji.web.project.settings.production。",
                id="project.E003",
            )


def https_is_kept() -> Iterator[CheckMessage]:
    """Browsers are told to come by https for at least half a year."""
    if settings.SECURE_HSTS_SECONDS < HALF_YEAR_SECONDS or not settings.SECURE_SSL_REDIRECT:
        yield Error(
            "没有强制使用 https（SECURE_SSL_REDIRECT，SECURE_HSTS_SECONDS 不少于半年）。",
            hint="使用 shuangsuiji.web.project.settings.production。",
            id="project.E004",
        )


def secret_key_is_kept() -> Iterator[CheckMessage]:
    """In a file that nobody else reads."""
    path = getattr(settings, "SHUANGSUIJI_SECRET_KEY_FILE", None)
    if path is None:
        yield Error(
            "签名密钥不是从文件读取的。",
            hint="使用 shuangsuiji.web.project.settings.production，并设置 SHUANGSUIJI_SECRET_KEY_FILE。",
            id="project.E005",
        )
    elif is_open_to_others(path):
        yield Error(f"签名密钥文件 {path} 可被他人读取。", hint=f"chmod 600 {path}", id="project.E005")


def wrapping_key_is_kept() -> Iterator[CheckMessage]:
    """In a file that nobody else reads and that a copy of the database folder does not take along."""
    path = Path(settings.SHUANGSUIJI_WRAPPING_KEY_FILE)
    if not is_readable_here(path):
        yield Error(
            f"读不到数据密钥的保护密钥 {path}。", hint="检查 SHUANGSUIJI_WRAPPING_KEY_FILE。", id="project.E006"
        )
    elif is_open_to_others(path):
        yield Error(f"保护密钥 {path} 可被他人读取。", hint=f"chmod 600 {path}", id="project.E006")
    folder = _sqlite_folder()
    if folder is not None and path.resolve().is_relative_to(folder):
        yield Error(
            f"保护密钥在数据库所在的目录 {folder} 中，备份会把锁和钥匙放在一起，个人信息就无法真正销毁。",
            hint="把密钥移到另一目录，并设置 SHUANGSUIJI_WRAPPING_KEY_FILE；另行保管备份。",
            id="project.E007",
        )


def sealer_is_apart() -> Iterator[CheckMessage]:
    """The application cannot sign for the log."""
    home = Path(settings.SHUANGSUIJI_SEALER_HOME)
    if any(is_readable_here(path) for path in _keys_below(home)):
        yield checks.Warning(
            f"应用可以读取封存程序的签字密钥（{home}）：控制了应用的人就能伪造检查点。",
            hint="让封存程序用另一个系统用户运行，目录 chmod 700；最好放在另一台主机。",
            id="project.W008",
        )


def nobody_is_superuser() -> Iterator[CheckMessage]:
    """There is no account that may do everything, and no admin site to do it in."""
    fields = {field.name for field in get_user_model()._meta.get_fields()}
    if {"is_superuser", "is_staff"} & fields or apps.is_installed("django.contrib.admin"):
        yield Error(
            "账户表有超级用户，或装有通用后台。", hint="三类管理员相互分离，业务一律经办理动作。", id="project.E009"
        )


def calendar_is_loaded() -> Iterator[CheckMessage]:
    """The days of this year are known; those of next year from December on are asked for, not required."""
    today = timezone.localdate()
    if today.year not in packaged_calendars():
        yield Error(
            f"没有 {today.year} 年的工作日历，期限只能暂定。",
            hint="更新程序，或装入当年的放假通知。",
            id="project.E010",
        )


def chinese_font_is_there(*, deploy: bool) -> Iterator[CheckMessage]:
    """Without one, papers show boxes: a word of warning at start, an error where people will work with it."""
    if not has_chinese_font():
        kind = Error if deploy else checks.Warning
        yield kind(
            "本机没有中文字体，生成的文书会缺字。",
            hint="安装中文字体，如 fonts-noto-cjk。",
            id="project.E011" if deploy else "project.W011",
        )


def _may_be_there(path: Path) -> bool:
    """Whether a file is there, or lies in a folder of another account that this one may not look into."""
    try:
        return path.exists()
    except PermissionError:
        return True


def witnessing_is_decided() -> Iterator[CheckMessage]:
    """A policy names witnesses, or says `quorum none` on purpose."""
    path = Path(settings.SHUANGSUIJI_SEALER_HOME) / "policy"
    if not settings.SHUANGSUIJI_SEALER_ELSEWHERE and not _may_be_there(path):
        yield Error(
            f"没有见证的信任名单 {path}。",
            hint="运行 shuangsuiji ledger init（没有见证人时写明 quorum none）；封存程序在另一台主机的，设置 SHUANGSUIJI_SEALER_ELSEWHERE=yes。",
            id="project.E012",
        )


def database_is_on_local_disk() -> Iterator[CheckMessage]:
    """SQLite's locks do not hold over a network."""
    folder = _sqlite_folder()
    kind = file_system_of(folder) if folder else ""
    if kind in NETWORK_FILE_SYSTEMS:
        yield Error(
            f"SQLite 数据库在网络文件系统（{kind}）上，会损坏或丢失写入。",
            hint="改放本机磁盘，或改用 PostgreSQL（SHUANGSUIJI_DATABASE）。",
            id="project.E013",
        )


def origin_is_named() -> Iterator[CheckMessage]:
    """The log's name is fixed before the first checkpoint and never changes."""
    if not settings.SHUANGSUIJI_ORIGIN or urlsplit(settings.SHUANGSUIJI_ORIGIN).scheme:
        yield Error(
            "没有写明日志的名称，或写成了网址。",
            hint="设置 SHUANGSUIJI_ORIGIN，如 log.example.gov.cn/410928/rsj，启用后不再更改。",
            id="project.E014",
        )


def every_page_is_declared(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Policy and addresses speak of the same pages. Run at every start."""
    return [Error(f"{gap}。", id="project.E015") for gap in gaps(site_policy(), get_resolver().url_patterns)]


DEPLOY: tuple[Check, ...] = (
    debug_is_off,
    hosts_are_named,
    cookies_are_safe,
    https_is_kept,
    secret_key_is_kept,
    wrapping_key_is_kept,
    sealer_is_apart,
    nobody_is_superuser,
    calendar_is_loaded,
    lambda: chinese_font_is_there(deploy=True),
    witnessing_is_decided,
    database_is_on_local_disk,
    origin_is_named,
)


def check_deployment(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """All of the above."""
    return [message for check in DEPLOY for message in check()]


def check_fonts(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """The warning at start."""
    return list(chinese_font_is_there(deploy=False))


def check_people(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Who administers, and whether anybody still has a password that everybody knows."""
    if not databases or "default" not in databases:
        return []
    connection = connections["default"]
    if get_user_model()._meta.db_table not in connection.introspection.table_names():
        return []
    return list(people_messages(timezone.now()))


def register_all() -> None:
    """Hang the checks up."""
    register(check_deployment, Tags.security, deploy=True)
    register(check_people, Tags.database, deploy=True)
    register(check_fonts, "fonts")
    register(every_page_is_declared, Tags.urls)


def _sqlite_folder() -> Path | None:
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return None
    return Path(database["NAME"]).resolve().parent


def _keys_below(home: Path) -> Iterator[Path]:
    try:
        yield from sorted(home.glob("*.key"))
    except OSError:
        return
