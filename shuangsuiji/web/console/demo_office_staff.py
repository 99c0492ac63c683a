"""Who works in the demo's bureau, and the bureau itself while it is being prepared.

Source: 第三条, 第五条. One person per office, all invented; the clock is the real one, because the log's is.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shuangsuiji.foundation.accounts import queries
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.web.console.words import Printer

CODE = "rsj"
# User name → name, offices. Invented; one person per office, so that every approval has another pair of eyes.
STAFF = {
    "li": ("李明德", ("clerk",)),
    "wu": ("吴广闻", ("registry_keeper",)),
    "zheng": ("郑守一", ("section_head",)),
    "sun": ("孙立群", ("deputy_head",)),
    "zhou": ("周正言", ("principal_head",)),
    "tang": ("唐协和", ("coordinator",)),
    "song": ("宋会同", ("joint_office",)),
    "feng": ("冯监察", ("auditor",)),
}


@dataclass(frozen=True, slots=True)
class Office:
    """The bureau being prepared: who prints, where its files are, for which year it plans."""

    printer: Printer
    place: Path
    year: int

    def actor(self, username: str) -> Actor:
        """Somebody in his office."""
        account = queries.find_account(username)
        assert account is not None
        return queries.actor(account, STAFF[username][1][0], now())


def now() -> datetime:
    """The real time, aware."""
    return datetime.now(UTC)
