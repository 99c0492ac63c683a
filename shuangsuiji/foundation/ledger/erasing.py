"""Making the private values of one person or firm unreadable, for ever and in every backup.

Source: 第二十四条; 个人信息保护法 第四十七条; 50-ledger §4.1. The key is destroyed, the openings are removed, the event says so.
Entries and proofs stay as they are. Retention and legal hold are the caller's to check before.
"""

from uuid import UUID

from shuangsuiji.foundation.ledger.command import Command, Token
from shuangsuiji.foundation.ledger.models import LogOpening, SubjectKey


def erase_key(key_id: UUID, *, ground: str, cmd: Command) -> Token:
    """Destroy one key inside the open command and emit `privacy.erased` with the number of values that went.

    `ground` is the legal ground's code. A key already destroyed is left alone: the event then counts 0.
    """
    key = SubjectKey.objects.select_for_update(no_key=True).get(id=key_id)
    gone: list[LogOpening] = []
    if key.dek_wrapped is not None:
        gone = list(LogOpening.objects.filter(subject_key=key).only("entry_id", "name"))
        SubjectKey.objects.filter(id=key.id).update(dek_wrapped=None, erased_at=cmd.at)
        LogOpening.objects.filter(subject_key=key).delete()
    for opening in gone:
        cmd.removed("log_opening", f"{opening.entry_id}/{opening.name}")
    cmd.wrote(key)
    return cmd.emit("privacy.erased", pub={"count": len(gone), "ground": ground})
