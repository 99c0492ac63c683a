"""What the page about the log says, in sentences that promise no more than is so.

Source: 50-ledger §7 (quorum none); 80-reliability F2, F9, §5.7. Up to which level it protects: `components.protection`.
"""

from datetime import datetime
from typing import Any

from shuangsuiji.web.components.protection import protection, witnessed
from shuangsuiji.web.components.standing import standing, warnings

NOTHING_YET = "还没有公布过检查点：封存程序尚未运行。已办理的事项在第一个检查点公布之前，不能对外证明。"
UNREADABLE = "已公布的检查点无法读取。"
NO_QUORUM = "本日志没有要求见证人（quorum none）：如果运营者把整份日志换成另一份，只有保存过检查点的人能发现。"


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
