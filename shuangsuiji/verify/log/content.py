"""What the entries say, entry by entry: their form, their order, and that nothing private is in the open.

Source: 50-ledger §4, §9 (L03, L10, L13). Takes: entries in order. Gives: the results of the three checks, and a summary.
Never: judge entries that do not lead to the signed root.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from shuangsuiji.core.rules.events import EventError, check_sd, event_type
from shuangsuiji.core.rules.leaks import leaks
from shuangsuiji.core.rules.trail import Mark, Trail
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.spelling import shown
from shuangsuiji.verify.log.opened import not_looked_at
from shuangsuiji.verify.log.walking import Entry
from shuangsuiji.verify.verdict import CheckResult, Faults

_UNREADABLE = Mark("", None)


class Content:
    """Reads entries; memory grows with tasks, not with entries, apart from the hashes that references may name."""

    def __init__(self) -> None:
        self._form, self._order, self._leaks = Faults(), Faults(), Faults()
        self._known: dict[bytes, Mark] = {}
        self._trail = Trail(self._known)

    def look(self, entry: Entry) -> None:
        """Judge one entry."""
        try:
            leaf = read_leaf(entry.body)
        except TlogRefused as error:
            self._form.add(f"第 {entry.number} 条：{error}")
            # It keeps its place, so that the entries after it are not accused of its fault.
            self._known[entry.leaf] = _UNREADABLE
            self._trail.size += 1
            return
        for fault in _register_faults(leaf):
            self._form.add(f"第 {entry.number} 条：{fault}")
        for breach in self._trail.add(entry.leaf, leaf):
            self._order.add(f"{breach}")
        for path, what in leaks(leaf["pub"]):
            self._leaks.add(f"第 {entry.number} 条（{leaf['type']}）的 {shown(path)} 中有{what}")

    def results(self, entries_hold: bool) -> list[CheckResult]:
        """L03, L10, L13; none of them where the entries are not those of the signed root."""
        checked = {"L03": self._form, "L10": self._order, "L13": self._leaks}
        if not entries_hold:
            return [not_looked_at(check_id, "L08") for check_id in checked]
        return [faults.result(check_id, f"{self._trail.size} 条") for check_id, faults in checked.items()]

    def summary(self) -> str:
        """How much the log tells of."""
        trail = self._trail
        return f"{trail.size} 条，{len(trail.counts)} 种事项，{len(trail.tasks)} 个任务，{len(trail.draws)} 次抽取"


def _register_faults(leaf: Mapping[str, Any]) -> Iterator[str]:
    """What the register refuses: an unknown type, a public key missing, foreign or misspelt, a private name it does not know."""
    try:
        known = event_type(leaf["type"])
        check_sd(leaf["type"], leaf["sd"])
    except EventError as error:
        yield f"{error}"
        return
    yield from (f"{leaf['type']} 的 {shown(key)} {reason}" for key, reason in known.pub.faults(leaf["pub"]))
