"""Up to which level of the threat ladder a change would be noticed here: one sentence, the same on the page and at the terminal.

Source: 50-ledger §1 (threat ladder; what one host cannot show). Takes: the policy as the sealer told it, and what witnesses have
really cosigned of the published checkpoint. Never: a promise that rests on an intention.
"""

from pathlib import Path

from django.conf import settings

from shuangsuiji.web.components.standing import Standing

ONE_HOST = (
    "保护到第二级：应用账户被盗用、直接改写数据库，都会在下一次封存或任何人核验时发现。"
    "封存程序与系统在同一台主机上，第三、四级（连同封存程序或签字密钥一起被控制）需要另一台主机或见证人才能发现。"
)
OWN_HOST = (
    "保护到第三级：应用账户被盗用、数据库和公开文件被改写，都会在下一次封存时发现，因为封存程序在另一台主机上有自己的记忆。"
    "第四级（签字密钥也被控制）需要见证人才能发现。"
)
WITNESSED = "保护到第四级：即使运营者的签字密钥被控制，见证人也会拒绝为改写过的历史签字，并保留证据。"


def witnessed(seen: Standing) -> str:
    """How many of the witnesses, as it is."""
    if not seen.witnesses:
        return "没有见证人"
    enough = "" if seen.is_enough else "，尚未达到要求"
    return f"{seen.witnesses} 个见证人中 {seen.cosigned} 个已见证{enough}"


def protection(seen: Standing) -> str:
    """Up to which level of the threat ladder a change would be noticed here."""
    if seen.requires_witnesses and seen.is_enough:
        return WITNESSED
    return OWN_HOST if settings.SHUANGSUIJI_SEALER_ELSEWHERE and not _sealer_is_here() else ONE_HOST


def _sealer_is_here() -> bool:
    """Whether a sealer's home lies on this host, be it in a folder of another account."""
    try:
        return Path(settings.SHUANGSUIJI_SEALER_HOME).exists()
    except PermissionError:
        return True
