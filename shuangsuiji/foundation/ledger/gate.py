"""Whether acts may be written now. Reading never asks.

Source: 50-ledger §9 (start-up checks), §10; 80-reliability F3. The whole examination runs once per process and whenever the
sealer has published a new checkpoint; the head that every act locks at its end is enough to notice that it fell back.
Cost before an act: one small file.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection

from shuangsuiji.foundation.ledger import soundness
from shuangsuiji.foundation.ledger.models import CheckpointSeen, LogHead
from shuangsuiji.foundation.ledger.published import Published, read_published
from shuangsuiji.foundation.ledger.refusal import WritesRefused
from shuangsuiji.foundation.ledger.snapshot import snapshot

# What this process has examined and found sound: which database, beside which published checkpoint.
_examined: dict[str, Published | None] = {}


def require_writable(at: datetime) -> Published | None:
    """Give the published checkpoint the log was found sound beside, for `require_grown`; one not seen before is copied down.

    Raises WritesRefused with every reason.
    """
    database = str(connection.settings_dict["NAME"])
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    if database in _examined and _examined[database] == published:
        return published
    with snapshot():
        reasons = (*soundness.reasons(connection, published), *not_started())
    if reasons:
        _examined.pop(database, None)
        raise WritesRefused(reasons)
    if published is not None:
        CheckpointSeen.objects.get_or_create(
            size=published.size, defaults={"root": published.root, "note": published.note, "at": at}
        )
    _examined[database] = published
    return published


def require_grown(published: Published | None, size: int) -> None:
    """The head an act has locked holds at least what was published. Raises WritesRefused with every reason; nothing was stored."""
    if published is None or size >= published.size:
        return
    forget()
    raise WritesRefused(soundness.reasons(connection, published))


def not_started() -> tuple[str, ...]:
    """An empty log takes no act: its first entry says whose log it is and which key signs it, and only `starting` writes that."""
    if LogHead.objects.filter(id=1, size=0).exists():
        return ("日志尚未启用，还没有第 0 条。请由运维人员先运行 shuangsuiji ledger init。",)
    return ()


def forget() -> None:
    """Examine again before the next act."""
    _examined.clear()
