"""What the page about the log says, in sentences that promise no more than is so.

Source: 50-ledger §1 (threat ladder; what one host cannot show), §7 (quorum none); 80-reliability F2, F9, §5.7.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from shuangsuiji.web.components.standing import Standing, standing, warnings

NOTHING_YET = "还没有公布过检查点：封存程序尚未运行。已办理的事项在第一个检查点公布之前，不能对外证明。"
UNREADABLE = "已公布的检查点无法读取。"
NO_QUORUM = "本日志没有要求见证人（quorum none）：如果运营者把整份日志换成另一份，只有保存过检查点的人能发现。"
ONE_HOST = (
    "保护到第二级：应用账户被盗用、直接改写数据库，都会在下一次封存或任何人核验时发现。"
    "封存程序与系统在同一台主机上，第三、四级（连同封存程序或签字密钥一起被控制）需要另一台主机或见证人才能发现。"
)
OWN_HOST = (
    "保护到第三级：应用账户被盗用、数据库和公开文件被改写，都会在下一次封存时发现，因为封存程序在另一台主机上有自己的记忆。"
    "第四级（签字密钥也被控制）需要见证人才能发现。"
)
WITNESSED = "保护到第四级：即使运营者的签字密钥被控制，见证人也会拒绝为改写过的历史签字，并保留证据。"


def page_of(at: datetime, address: str) -> dict[str, Any]:
    """The context of the page. `address`: where the log's files are."""
    seen = standing(at)
    readable = seen.published if seen.published is not None and not seen.is_unreadable else None
    return {
        "checkpoint": readable,
        "root": readable.root.hex() if readable else "",
        "published_at": at - seen.age if seen.age is not None else at,
        "empty": UNREADABLE if seen.is_unreadable else NOTHING_YET,
        "witnessed": witnessed(seen),
        "no_quorum": "" if seen.requires_witnesses else NO_QUORUM,
        "protection": protection(seen),
        "told": warnings(at),
        "address": address,
    }


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
    apart = settings.SHUANGSUIJI_SEALER_ELSEWHERE and not Path(settings.SHUANGSUIJI_SEALER_HOME).exists()
    return OWN_HOST if apart else ONE_HOST
