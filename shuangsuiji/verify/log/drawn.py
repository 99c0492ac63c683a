"""A draw's steps as the log holds them, and every attempt of its task.

Source: SSJ-DRAW/1 §5, §10 (V14, V24, V26); 50-ledger §4.2.
Takes: an opened log; signed checkpoints from beside the record. Gives: proven entries; attempts from a pass over all entries.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from shuangsuiji.core.draw.grammar import ORDINAL, parse_time
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.core.tlog.policy import Policy
from shuangsuiji.core.tlog.refusal import ProofFailed, TlogRefused
from shuangsuiji.verify.log.growth import Kept, contradiction
from shuangsuiji.verify.log.opened import Log, judge_checkpoint, open_log
from shuangsuiji.verify.log.walking import entries_of
from shuangsuiji.verify.sources import Absent, LogSource, Unreachable
from shuangsuiji.verify.verdict import CheckResult

_DRAW_MARK = b'"type":"draw.'  # as canonical JSON writes it; a text that quotes it has a backslash in between
_STANDS, _ABORTED, _VOIDED = "draw.result", "draw.aborted", "draw.voided"


class LoggedStep(NamedTuple):
    """An entry proven to be in the log: where, when, and its public words."""

    number: int
    at: datetime
    pub: Mapping[str, Any]


@dataclass(slots=True)
class Attempt:
    """Everything the log says about one draw_id: event → public words of its entries, in the log's order."""

    events: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def words(self, event: str) -> list[Mapping[str, Any]]:
        """Public words of the entries of one type."""
        return self.events.get(event, [])

    def count(self, event: str) -> int:
        """How many entries of one type there are."""
        return len(self.words(event))

    def has(self, event: str) -> bool:
        """Whether there is one."""
        return bool(self.words(event))

    @property
    def is_ended(self) -> bool:
        """Aborted or voided."""
        return self.has(_ABORTED) or self.has(_VOIDED)

    @property
    def is_standing(self) -> bool:
        """Drawn and not ended."""
        return self.has(_STANDS) and not self.is_ended

    @property
    def is_closed(self) -> bool:
        """Drawn, aborted or voided."""
        return self.has(_STANDS) or self.is_ended

    @property
    def mode(self) -> str:
        """What was drawn, as its first announcement says."""
        announced = [f"{words.get('mode', '')}" for words in self.words("draw.planned")]
        return announced[0] if announced else ""


@dataclass(frozen=True)
class DrawLog:
    """The log a record is held against; `log` is None where its checkpoint is worth nothing, `signed` says why (L05, L09)."""

    log: Log | None
    signed: tuple[CheckResult, CheckResult]
    policy: Policy | None = None
    kept: Sequence[Kept] = ()

    @staticmethod
    def opened(source: LogSource, policy: Policy | None, kept: Sequence[Kept]) -> "DrawLog":
        """Open the log; `kept` are signed checkpoints that others hold, such as those inside receipts."""
        log, signed = open_log(source, policy)
        return DrawLog(log, signed, policy, kept)

    def step(self, event: str, index: int, expected_hash: str) -> LoggedStep:
        """The entry at `index`, proven, of the type and hash told. Raises TlogRefused, Absent or Unreachable."""
        assert self.log is not None
        body = self.log.proven_entry(index)
        if leaf_hash(body).hex() != expected_hash:
            raise ProofFailed("日志中这一条不是记录所写的那一条（哈希不同）")
        leaf = read_leaf(body)
        if leaf["type"] != event:
            raise ProofFailed(f"日志中这一条是 {leaf['type']}")
        return LoggedStep(index, parse_time(leaf["at"]), leaf["pub"])

    @cached_property
    def sealed_sizes(self) -> list[int]:
        """Sizes of the kept checkpoints that this log signed and still continues; none where there is no policy to tell."""
        return [size for each in self.kept if (size := self._sealed_size(each)) is not None]

    def _sealed_size(self, kept: Kept) -> int | None:
        assert self.log is not None
        judged = judge_checkpoint(kept.raw, self.policy)
        earlier = judged.checkpoint
        if earlier is None or judged.witnessed is None or earlier.origin != self.log.checkpoint.origin:
            return None
        try:
            return None if contradiction(self.log, earlier) else earlier.size
        except (TlogRefused, Absent, Unreachable):
            return None

    def attempts(self, task_id: str) -> dict[int, Attempt]:
        """Ordinal → attempt, from every entry of the log, which must lead to the signed root. Raises as `step`."""
        assert self.log is not None
        found: dict[int, Attempt] = defaultdict(Attempt)
        for entry in entries_of(self.log):
            if _DRAW_MARK not in entry.body:
                continue
            leaf = read_leaf(entry.body)
            task, _, ordinal = f"{leaf['pub'].get('draw_id', '')}".rpartition("/")
            if task == task_id and ORDINAL.fullmatch(ordinal):
                found[int(ordinal)].events[leaf["type"]].append(leaf["pub"])
        return dict(found)
