"""A log only grows: earlier checkpoints and older exports must be prefixes of what is served now.

Source: 50-ledger §9 (L06); RFC 9162 §2.1.4.2; C2SP tlog-checkpoint.
Takes: an opened log; checkpoints somebody kept. Gives: a contradiction in words, or nothing.
Never: accuse the log of what its tiles alone are guilty of. First the tiles must prove *some* root for the earlier size; only where
that proof holds and the root is another one was history rewritten.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.policy import Policy
from shuangsuiji.core.tlog.proofs import tree_root, verify_consistency, verify_inclusion
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.spelling import shown
from shuangsuiji.core.tlog.tiles import bundles_of
from shuangsuiji.verify.log.opened import Log, judge_checkpoint
from shuangsuiji.verify.sources import Absent, Unreachable
from shuangsuiji.verify.verdict import FAIL, SKIP, CheckResult, Faults


class Kept(NamedTuple):
    """A checkpoint that somebody kept: what the file is called, and its bytes."""

    name: str
    raw: bytes


def contradiction(log: Log, earlier: Checkpoint) -> str:
    """How an earlier, signed checkpoint contradicts the log; `""` where the log is a continuation of it.

    Raises TlogRefused, Absent or Unreachable where the tiles do not let it be judged.
    """
    now = log.checkpoint
    if earlier.size > now.size:
        return f"日志从 {earlier.size} 条回退到 {now.size} 条"
    if earlier.size == now.size:
        same = earlier.root == now.root
        return (
            ""
            if same
            else f"同为 {now.size} 条，树根却不同（{earlier.root.hex()} 与 {now.root.hex()}）：日志有两个版本"
        )
    if earlier.size == 0:
        return ""
    root = tree_root(earlier.size, log.tree.subtree)
    verify_consistency(earlier.size, now.size, log.tree.consistency(earlier.size), root, now.root)
    if root == earlier.root:
        return ""
    return f"前 {earlier.size} 条已被改写：当时树根为 {earlier.root.hex()}，现为 {root.hex()}"


def check_earlier(log: Log, kept: Sequence[Kept], policy: Policy | None) -> CheckResult:
    """L06: every checkpoint kept is a prefix. Those nobody can judge leave the check incomplete, they accuse nobody."""
    faults, unusable = Faults(), Faults()
    for each in kept:
        judged = judge_checkpoint(each.raw, policy)
        if judged.checkpoint is None:
            unusable.add(f"{shown(each.name)}：{judged.results[0].reason}")
        elif judged.checkpoint.origin != log.checkpoint.origin:
            unusable.add(f"{shown(each.name)} 是另一日志 {judged.checkpoint.origin} 的检查点")
        else:
            _judge(log, each.name, judged.checkpoint, faults, unusable)
    if faults.count:
        return faults.result("L06")
    if unusable.count:
        return CheckResult("L06", SKIP, unusable.result("L06").reason, required=True)
    return faults.result("L06", f"{len(kept)} 个较早的检查点都是它的前段" if kept else "没有较早的检查点可比")


def _judge(log: Log, name: str, earlier: Checkpoint, faults: Faults, unusable: Faults) -> None:
    try:
        told = contradiction(log, earlier)
    except (TlogRefused, Absent, Unreachable) as error:
        unusable.add(f"{shown(name)}：哈希分片有误，无从比较（{error}）")
        return
    if told:
        faults.add(f"{shown(name)}：{told}")


# ------------------------------------------------------------------------------------------------------- two exports


def check_prefix(old: Log | Checkpoint, new: Log) -> CheckResult:
    """L06 for two exports: the older checkpoint is a prefix; where it is not, the first entry that differs is named."""
    earlier = old.checkpoint if isinstance(old, Log) else old
    if earlier.origin != new.checkpoint.origin:
        return CheckResult("L06", FAIL, f"旧的是日志 {earlier.origin}，新的是日志 {new.checkpoint.origin}")
    try:
        told = contradiction(new, earlier)
    except (TlogRefused, Absent, Unreachable) as error:
        return CheckResult("L06", SKIP, f"新的一份哈希分片有误，无从比较（{error}）", required=True)
    if not told:
        return Faults().result("L06", f"旧的 {earlier.size} 条是新的 {new.size} 条的前段")
    if isinstance(old, Log):
        told += _first_difference(old, new)
    return CheckResult("L06", FAIL, told)


def _first_difference(old: Log, new: Log) -> str:
    """The first entry that is not the same, as a clause; the tail of a longer log is no difference."""
    try:
        for index, (one, other) in enumerate(zip(_bodies(old), _bodies(new), strict=False)):
            if one != other:
                return f"；首个不同的是第 {index} 条（从 0 起）"
    except (TlogRefused, Absent, Unreachable) as error:
        return f"；不能逐条比较：{error}"
    return "；两份共有的条目逐条相同"


def _bodies(log: Log) -> Iterator[bytes]:
    for bundle in bundles_of(log.size):
        yield from log.entries(bundle)


def check_same_entries(old: Log, new: Log) -> CheckResult:
    """L08 for two exports: the entries of the older lead to its root and stand unchanged in the newer."""
    faults, frontier, common = Faults(), Frontier(), min(old.size, new.size)
    try:
        for index, (one, other) in enumerate(zip_longest(_bodies(old), _first(_bodies(new), common))):
            if index < common and one != other:
                faults.add(f"第 {index} 条在两份中不同：{_culprit(old, new, index, one, other)}")
            frontier = frontier.extended([leaf_hash(one)])
    except Unreachable as error:
        return CheckResult("L08", SKIP, f"{error}", required=True)
    except (Absent, TlogRefused) as error:
        faults.add(f"{error}")
    else:
        if not faults.count and frontier.root() != old.checkpoint.root:
            faults.add("旧的一份的条目推不出它自己的树根")
    return faults.result("L08", f"{common} 条逐条相同")


def _first(bodies: Iterable[bytes], count: int) -> Iterator[bytes]:
    return (body for _, body in zip(range(count), bodies, strict=False))


def _culprit(old: Log, new: Log, index: int, one: bytes, other: bytes) -> str:
    """Which of two different entries its own log really holds."""
    sound = [name for name, log, body in (("旧的", old, one), ("新的", new, other)) if _holds(log, index, body)]
    if len(sound) == 1:
        return f"{sound[0]}一份与其树根相符，另一份不符"
    return "两份都与各自的树根相符，日志被改写" if sound else "两份都与各自的树根不符"


def _holds(log: Log, index: int, body: bytes) -> bool:
    try:
        verify_inclusion(leaf_hash(body), index, log.size, log.tree.inclusion(index), log.checkpoint.root)
    except (TlogRefused, Absent, Unreachable):
        return False
    return True
