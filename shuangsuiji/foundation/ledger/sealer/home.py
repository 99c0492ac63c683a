"""A sealer's home: settings, keys, policy, memory. Made once, whole or refused; opened for every run.

Source: 50-ledger §6 (`ledger init` creates key and store), §7 (policy). Files: `sealer.toml`, `signer-state`, `<name>.key` and `.vkey`, `policy`,
`journal.txt` (acts of persons), `halted.json` while halted. Paths in `sealer.toml` are relative to the home.
"""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shuangsuiji.core.tlog.keys import VerifierKey, parse_vkey
from shuangsuiji.core.tlog.policy import Policy, parse_policy
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.foundation.ledger.sealer import durable
from shuangsuiji.foundation.ledger.sealer.keyfile import (
    KEY_SUFFIX,
    SHORTEST_PASSPHRASE,
    VKEY_SUFFIX,
    create_key,
    load_key,
    read_private,
)
from shuangsuiji.foundation.ledger.sealer.publishing import PublicFolder
from shuangsuiji.foundation.ledger.sealer.refusal import HomeRefused
from shuangsuiji.foundation.ledger.sealer.sealing import Collect, Sealer, Seen, alone, nobody
from shuangsuiji.foundation.ledger.sealer.source import open_source
from shuangsuiji.foundation.ledger.sealer.standing import Standing
from shuangsuiji.foundation.ledger.sealer.store import Store, nothing_signed

SETTINGS, STATE, POLICY, JOURNAL, MARK = "sealer.toml", "signer-state", "policy", "journal.txt", "halted.json"
FIRST_KEY = f"log-1{KEY_SUFFIX}"
_TEXTS = {"origin", "public", "policy"}
_KNOWN = _TEXTS | {"database", "database_file", "keys", "keep_partial", "rotation_began"}


@dataclass(frozen=True, slots=True)
class Settings:
    """`sealer.toml` as read. `database` is an address or path; `keys` are file names in the home, the oldest first.

    `rotation_began`: since when two keys sign, RFC 3339; empty otherwise.
    """

    home: Path
    origin: str
    database: str
    database_file: str
    public: Path
    policy: Path
    keys: tuple[str, ...]
    keep_partial: bool = False
    rotation_began: str = ""

    def dsn(self) -> str:
        """The address of the database, out of its own file where one is named (it may hold a password)."""
        if self.database_file:
            return read_private(self.home / self.database_file).decode().strip()
        return self.database if "://" in self.database else str(self.home / self.database)

    def write(self) -> None:
        """Put the settings in place of those before."""
        named = [
            ("origin", self.origin),
            ("database", self.database),
            ("database_file", self.database_file),
            ("public", str(self.public)),
            ("policy", str(self.policy)),
            ("keys", list(self.keys)),
            ("keep_partial", self.keep_partial),
            ("rotation_began", self.rotation_began),
        ]
        lines = [
            f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in named if value not in ("", False)
        ]
        told = "# 封存机的设置。相对路径以本文件夹为准；数据库口令请另存为 0600 的文件，用 database_file 指明。\n"
        durable.put(self.home / SETTINGS, "".join([told, *lines]).encode(), durable.PRIVATE_FILE)

    def journal(self, line: str) -> None:
        """Append a line on an act of persons; nothing that was written before is changed."""
        path = self.home / JOURNAL
        before = path.read_bytes() if path.exists() else b""
        durable.put(path, before + f"{line}\n".encode(), durable.PRIVATE_FILE)

    def read_policy(self) -> Policy:
        """The policy file. Raises HomeRefused where it cannot be read or does not know this log."""
        try:
            policy = parse_policy((self.home / self.policy).read_bytes())
            policy.keys_for(self.origin)
        except TlogRefused as error:
            raise HomeRefused(f"信任名单 {self.policy} 不能使用：{error}") from error
        return policy

    def verifier_keys(self) -> tuple[VerifierKey, ...]:
        """The public keys of the key files, from the texts beside them."""
        return tuple(
            parse_vkey((self.home / name).with_suffix(VKEY_SUFFIX).read_text(encoding="utf-8").strip())
            for name in self.keys
        )


def read_settings(home: Path) -> Settings:
    """Read `sealer.toml`. Raises HomeRefused, naming the setting at fault."""
    try:
        members = tomllib.loads((home / SETTINGS).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise HomeRefused(f"{home} 不是封存机的文件夹：没有 {SETTINGS}。请先用 ledger init 建立") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HomeRefused(f"{SETTINGS} 不能读取：{error}") from error
    _refuse_wrong(members)
    return Settings(
        home,
        members["origin"],
        members.get("database", ""),
        members.get("database_file", ""),
        Path(members["public"]),
        Path(members["policy"]),
        tuple(members["keys"]),
        members.get("keep_partial", False),
        members.get("rotation_began", ""),
    )


def _refuse_wrong(members: dict[str, Any]) -> None:
    wrong = sorted(members.keys() - _KNOWN) + sorted(name for name in _TEXTS if not _is_text(members.get(name)))
    wrong += [
        name for name in ("database", "database_file", "rotation_began") if not isinstance(members.get(name, ""), str)
    ]
    keys = members.get("keys")
    if not isinstance(keys, list) or not 1 <= len(keys) <= 2 or not all(_is_file_name(key) for key in keys):
        wrong.append("keys")
    if not isinstance(members.get("keep_partial", False), bool):
        wrong.append("keep_partial")
    if bool(members.get("database")) == bool(members.get("database_file")):
        wrong.append("database 与 database_file 恰填一项")
    if wrong:
        raise HomeRefused(f"{SETTINGS} 的设置不合规则：{'、'.join(wrong)}")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_file_name(value: object) -> bool:
    return isinstance(value, str) and value.endswith(KEY_SUFFIX) and Path(value).name == value


def open_home(home: Path, passphrase: bytes, *, collect: Collect = alone, seen: Seen = nobody) -> Sealer:
    """The sealer of a home, its keys open. Raises HomeRefused; the memory is looked at when it seals."""
    settings = read_settings(home)
    policy = settings.read_policy()
    signers = [load_key(home / name, passphrase) for name in settings.keys]
    _refuse_untrusted([signer.key for signer in signers], policy, settings)
    public = PublicFolder(home / settings.public)
    return Sealer(
        settings.origin,
        open_source(settings.dsn()),
        Store(home / STATE),
        public,
        Standing(home / MARK, public),
        signers,
        policy,
        collect,
        seen,
        settings.keep_partial,
    )


def _refuse_untrusted(keys: Sequence[VerifierKey], policy: Policy, settings: Settings) -> None:
    """A signature nobody could verify is not to be given."""
    trusted = set(policy.keys_for(settings.origin))
    for key in keys:
        if key not in trusted:
            raise HomeRefused(f"信任名单 {settings.policy} 里没有本机的公钥，请补上一行：log {key.vkey}")


def create_home(
    home: Path,
    *,
    origin: str,
    database: str,
    public: Path,
    passphrase: bytes,
    at: datetime,
    database_file: str = "",
    policy: bytes = b"",
) -> VerifierKey:
    """Make the home of a new log: key, policy (`quorum none` unless given without its `log` line), settings, memory of nothing signed.

    Refuses where the home or the public folder holds anything. The memory comes last: a home half made never seals.
    Gives the public key, which verifiers and witnesses must be told.
    """
    for folder in (home, (home / public).resolve()):  # "../public" leads nowhere before the home is there
        if folder.exists() and any(folder.iterdir()):
            raise HomeRefused(f"{folder} 里已有文件，不能在其上建立新的日志。请换一个空文件夹")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise HomeRefused(f"口令至少 {SHORTEST_PASSPHRASE} 个字节，现在只有 {len(passphrase)} 个")
    durable.make_folders(home, durable.PRIVATE_FOLDER)
    durable.make_folders(home / public, durable.PUBLIC_FOLDER)
    key = create_key(home / FIRST_KEY, origin, passphrase).key
    settings = Settings(home, origin, database, database_file, public, Path(POLICY), (FIRST_KEY,))
    durable.put_new(home / POLICY, f"log {key.vkey}\n".encode() + (policy or b"quorum none\n"), durable.PUBLIC_FILE)
    settings.write()
    settings.read_policy()
    settings.journal(f"{at.astimezone(UTC).isoformat(timespec='seconds')} 建立日志 {origin}，公钥 {key.vkey}")
    Store(home / STATE).create(nothing_signed(origin, at))
    return key
