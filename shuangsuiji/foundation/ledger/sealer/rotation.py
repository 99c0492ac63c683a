"""Changing the signing key: the new one signs beside the old one for a while, then alone.

Source: 50-ledger §6 (both keys sign for an overlap of at least 30 days; verifiers take keys from the policy file). The event `key.rotated`
is the application's: it names the new key in the log itself, under the signature of the old one.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shuangsuiji.core.tlog.keys import VerifierKey
from shuangsuiji.foundation.ledger.sealer import durable
from shuangsuiji.foundation.ledger.sealer.home import Settings, read_settings
from shuangsuiji.foundation.ledger.sealer.keyfile import KEY_SUFFIX, create_key, load_key
from shuangsuiji.foundation.ledger.sealer.refusal import HomeRefused

OVERLAP_CALENDAR_DAYS = 30  # 50-ledger §6


def begin_rotation(home: Path, passphrase: bytes, *, at: datetime) -> VerifierKey:
    """Make a second key under the same passphrase and trust it; from the next seal both sign. Refuses where two sign already."""
    settings = read_settings(home)
    if len(settings.keys) > 1:
        raise HomeRefused("两把密钥已在同时签名。旧密钥期满停用之后才能再换")
    load_key(home / settings.keys[0], passphrase)
    name = _free_name(home)
    key = create_key(home / name, settings.origin, passphrase).key
    trusted = (home / settings.policy).read_bytes()
    durable.put(home / settings.policy, f"log {key.vkey}\n".encode() + trusted, durable.PUBLIC_FILE)
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    replace(settings, keys=(*settings.keys, name), rotation_began=moment).write()
    settings.journal(f"{moment} 换钥开始，新公钥 {key.vkey}")
    return key


def end_rotation(home: Path, *, at: datetime) -> VerifierKey:
    """Retire the older key: the newer signs alone. Its public key stays trusted for what it signed. Refuses before the overlap is over."""
    settings = read_settings(home)
    if len(settings.keys) < 2 or not settings.rotation_began:
        raise HomeRefused("没有正在进行的换钥。先用 rotate-key 生成新密钥")
    due = _began(settings) + timedelta(days=OVERLAP_CALENDAR_DAYS)
    if at < due:
        raise HomeRefused(
            f"两把密钥须同时签名至少 {OVERLAP_CALENDAR_DAYS} 天，到 {due:%Y-%m-%d %H:%M} UTC 为止，之后才能停用旧密钥"
        )
    old, new = settings.keys
    retired = settings.verifier_keys()[0]
    replace(settings, keys=(new,), rotation_began="").write()
    settings.journal(f"{at.astimezone(UTC).isoformat(timespec='seconds')} 换钥完成，停用 {old}，公钥 {retired.vkey}")
    return retired


def _began(settings: Settings) -> datetime:
    try:
        return datetime.fromisoformat(settings.rotation_began).astimezone(UTC)
    except ValueError as error:
        raise HomeRefused("sealer.toml 的 rotation_began 不是时刻，应如 2026-03-02T01:00:00+00:00") from error


def _free_name(home: Path) -> str:
    taken = {path.name for path in home.iterdir()}
    return next(name for number in range(1, 10_000) if (name := f"log-{number}{KEY_SUFFIX}") not in taken)
