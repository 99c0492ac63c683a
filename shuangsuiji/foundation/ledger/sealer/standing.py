"""日志暂停: while the log is halted a mark stands in the sealer's home, and a plain status in the public folder for pages to show.

Source: 50-ledger §6 step 3 (pages show 日志暂停). Shape of the public file: `{state, since, reason, size, root, witnessed, of, enough, quorum}`;
`state` is `sealed` or `halted`, times RFC 3339. The public reason names no path, no host and no person.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shuangsuiji.core.tlog.policy import Policy, Witnessed
from shuangsuiji.foundation.ledger.sealer import durable
from shuangsuiji.foundation.ledger.sealer.publishing import STATUS, PublicFolder
from shuangsuiji.foundation.ledger.sealer.refusal import Halted

HALTED, SEALED = "halted", "sealed"


class Standing:
    """The mark in the home and the status in the public folder, kept in step."""

    def __init__(self, mark: Path, public: PublicFolder) -> None:
        """`mark` is `halted.json` in the sealer's home."""
        self.mark = mark
        self.public = public

    def halt(self, halted: Halted, at: datetime) -> None:
        """Say that the log stands still; a halt that goes on keeps its beginning."""
        before = _read(self._mark_bytes())
        since = before["since"] if before.get("kind") == halted.kind else _time(at)
        told = {"state": HALTED, "since": since, "kind": halted.kind}
        durable.put(self.mark, _json({**told, "seq": halted.seq, "reason": halted.paragraph()}), durable.PRIVATE_FILE)
        self._show({"state": HALTED, "since": since, "reason": halted.title}, self.public.put_last)

    def good(self, witnessed: Witnessed | None, policy: Policy, at: datetime) -> None:
        """Say what is sealed, and that nothing is halted any more."""
        shown = _read(self.public.read(STATUS))
        since = shown.get("since") if shown.get("state") == SEALED else _time(at)
        # Not flushed: where a power cut takes it back, the next run finds that it says something else and says it again.
        self._show({"state": SEALED, "since": since, "reason": "", **_witnessed(witnessed, policy)}, self.public.show)
        durable.remove(self.mark)

    def _show(self, told: Mapping[str, Any], put: Callable[[str, bytes], None]) -> None:
        if _read(self.public.read(STATUS)) != told:
            put(STATUS, _json(told))

    def _mark_bytes(self) -> bytes | None:
        return self.mark.read_bytes() if self.mark.is_file() else None


def _witnessed(witnessed: Witnessed | None, policy: Policy) -> dict[str, Any]:
    if witnessed is None:
        return {}
    return {
        "size": witnessed.checkpoint.size,
        "root": witnessed.checkpoint.root.hex(),
        "witnessed": len(witnessed.cosigned),
        "of": len(policy.witnesses),
        "enough": witnessed.is_enough,
        "quorum": policy.quorum,
    }


def _read(raw: bytes | None) -> dict[str, Any]:
    """What one of our two files says; nothing where it is absent or spoiled, for it decides nothing."""
    try:
        members = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return members if isinstance(members, dict) else {}


def _json(members: Mapping[str, Any]) -> bytes:
    return (json.dumps(members, ensure_ascii=False, indent=1) + "\n").encode()


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
