"""Why the sealer gives no signature: each reason a class, each with what was checked and what to do next.

Source: 50-ledger §6, §10 (table of states), §9 L01–L04, L14. `Halted` means the log stands still until a person has acted;
`Retry` means nothing was decided and the next run may succeed; `HomeRefused` means the sealer's own folder is not in order.
Shape of a paragraph: title, what was checked, what differed, what to do next.
"""

from typing import ClassVar


class Halted(Exception):
    """The log is halted: no signature is given. `differed` says what did not agree; the rest belongs to the class."""

    kind: ClassVar[str] = "halted"
    title: ClassVar[str] = "日志暂停"
    checked: ClassVar[str] = "封存前的各项核对"
    remedy: ClassVar[str] = "请保留现场，报告负责人"

    def __init__(self, differed: str, seq: int | None = None) -> None:
        """`seq` names the entry at fault, where one can be named."""
        super().__init__(differed)
        self.differed = differed
        self.seq = seq

    def paragraph(self) -> str:
        """The whole reason as one Chinese paragraph."""
        return f"{self.title}。核对：{self.checked}。不符：{self.differed}。下一步：{self.remedy}。"


class Rollback(Halted):
    """The database has fewer entries than were signed."""

    kind = "rollback"
    title = "数据库中的日志比已签名的短（回退）"
    checked = "数据库日志的条数不少于封存机记住的最后一次签名"
    remedy = "多半是恢复了旧备份。停止写入，用 ledger recover 从公开分片补回缺失的条目，经两人办理恢复登记后再封存"


class Fork(Halted):
    """The database tells another history than was signed."""

    kind = "fork"
    title = "数据库中的日志与已签名的历史不同（分叉）"
    checked = "数据库日志的树根与封存机签过的树根一致，新的树由旧的树追加而成"
    remedy = (
        "已签名的条目被改动。两份都要保留，不得自动修复；以公开分片和见证记录为准，查明是谁在何时改动，恢复原状后再封存"
    )


class Gap(Halted):
    """Numbers of entries are missing, doubled, or lie beyond the head."""

    kind = "gap"
    title = "日志条目的编号不连续"
    checked = "条目从 0 起逐一编号，恰好到日志头所说的条数"
    remedy = "有条目在应用之外被删除或插入。停止写入，查数据库操作记录，恢复原状后再封存"


class EditedEntry(Halted):
    """An entry's bytes no longer have the hash that was recorded or sealed."""

    kind = "edited"
    title = "日志条目的内容被改动"
    checked = "每条内容的哈希等于登记时的哈希，也等于已封存的哈希"
    remedy = "停止写入，按编号从公开分片或备份取得原文比对，查明改动后恢复原状再封存"


class BadEntry(Halted):
    """An entry is not of the form the log demands."""

    kind = "schema"
    title = "日志条目不合格式"
    checked = "每条内容是规范 JSON，键和值合于条目格式"
    remedy = "此条不是由本系统的登记程序写成。停止写入，查明来源；在此之前它没有被签名"


class HeadBroken(Halted):
    """The row of the head cannot be read as size and right edge."""

    kind = "head"
    title = "数据库中的日志头损坏"
    checked = "日志头恰有一行，条数与边缘哈希的个数相符"
    remedy = "日志头被改动或初始化没有完成。停止写入，由备份恢复日志头，或重新执行初始化检查"


class StoreMissing(Halted):
    """The sealer's memory is gone. It is never made anew by itself."""

    kind = "store-missing"
    title = "封存机的记忆文件不见了"
    checked = "封存机自己的文件夹里有记忆文件 signer-state"
    remedy = "不得新建，也不得从备份恢复。两人在场，用 ledger rebuild-state 以见证人签过的最高检查点重建"


class StoreDamaged(Halted):
    """The sealer's memory cannot be read, or does not carry our own signature."""

    kind = "store-damaged"
    title = "封存机的记忆文件损坏"
    checked = "记忆文件可以读取，其中的检查点由本日志签名，大小和树根相符"
    remedy = "把损坏的文件移到别处留存，两人在场用 ledger rebuild-state 以见证人签过的最高检查点重建"


class StoreReplaced(Halted):
    """What is published goes beyond, or contradicts, what the sealer remembers."""

    kind = "store-replaced"
    title = "封存机的记忆落后于已公布的检查点"
    checked = "已公布的检查点不大于封存机记住的最后一次签名，同大小者树根相同"
    remedy = (
        "记忆文件被换成了旧的，或有另一台封存机在用同一把私钥。停用其他封存机，两人在场用 ledger rebuild-state 重建"
    )


class PublishedForeign(Halted):
    """The published checkpoint is not ours."""

    kind = "published-foreign"
    title = "公开文件夹里的检查点不是本日志签的"
    checked = "公开文件夹的 checkpoint 是本日志的检查点，签名成立"
    remedy = "把该文件移到别处留存并查明来源；移走后再封存，将重新公布封存机记住的检查点"


class TileAltered(Halted):
    """A public tile or bundle is missing, damaged or other than it must be."""

    kind = "tile"
    title = "公开的哈希分片或条目包被改动或缺失"
    checked = "公开分片的长度和内容与已签名的树根一致，已写满的分片不再改变"
    remedy = "把所说的文件和 checkpoint 一并移到别处留存，再运行 ledger seal：将由数据库重建，且必须得出已签名的树根"


class Retry(Exception):
    """Nothing was decided; the same run may succeed later. The text is a Chinese sentence."""


class SourceUnavailable(Retry):
    """The database cannot be read now."""


class AlreadyRunning(Retry):
    """Another sealer holds the lock."""


class HomeRefused(Exception):
    """The sealer's folder, its key or its settings are not in order, or an act on them is refused. A Chinese sentence."""
