"""The log on the command line: what `python -m shuangsuiji.verify URL|DIR` and `shuangsuiji ledger verify` look at and print.

Source: 50-ledger §9. Exit codes: 0 good, 1 bad, 2 wrong use, 3 incomplete (unreachable, no policy, quorum not met).
Takes: parsed options. Gives: the report on standard output. Never: writes a file.
"""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.note import MAX_NOTE_BYTES
from shuangsuiji.core.tlog.policy import Policy
from shuangsuiji.core.tlog.receipt import parse_receipt
from shuangsuiji.core.tlog.refusal import Ambiguous, TlogRefused
from shuangsuiji.verify.log.content import Content
from shuangsuiji.verify.log.growth import check_earlier, check_prefix, check_same_entries
from shuangsuiji.verify.log.next_steps import next_steps
from shuangsuiji.verify.log.opened import Log, describe, judge_checkpoint, not_looked_at, open_log, sizes_of
from shuangsuiji.verify.log.options import WrongCall, kept_checkpoints, leaf_of, openings_of, policy_of, read_small
from shuangsuiji.verify.log.place import is_address, is_folder, open_source
from shuangsuiji.verify.log.receipts import check_receipt, describe_leaf
from shuangsuiji.verify.log.walking import Walk
from shuangsuiji.verify.sources import Absent, Unreachable
from shuangsuiji.verify.telling import as_json, as_text, never_fail_to_print, paragraphs
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, EXIT_USAGE, FAIL, PASS, SKIP, CheckResult, Report


class Told(NamedTuple):
    """What was found, and in words what was looked at."""

    results: Iterable[CheckResult]
    looked_at: str


def run(options: Namespace) -> int:
    """Verify a log, one entry of it, or a receipt; returns the exit code."""
    return _printed(options, f"{options.source or options.proof}", lambda policy: _look(options, policy))


def run_diff(options: Namespace) -> int:
    """Verify that an older export is a prefix of a newer one; returns the exit code."""
    return _printed(options, f"{options.old} → {options.new}", lambda policy: _compare(options, policy))


def _printed(options: Namespace, name: str, look: Callable[[Policy | None], Told]) -> int:
    never_fail_to_print()
    try:
        told = look(policy_of(options))
    except WrongCall as wrong:
        print(f"{wrong}", file=sys.stderr)
        return EXIT_USAGE
    except Ambiguous as doubled:
        told = Told([CheckResult("L09", FAIL, f"信任名单不能使用：{doubled}")], "信任名单")
    report = Report(tuple(sorted(told.results, key=lambda result: result.id)))
    if options.json:
        print(as_json(report, {"looked_at": told.looked_at, "next": next_steps(report)}))
    else:
        print(
            as_text(name, report, paragraphs([f"核对内容：{told.looked_at}。", _verdict(report), *next_steps(report)]))
        )
    return report.exit_code


def _verdict(report: Report) -> str:
    if report.exit_code == EXIT_BAD:
        return f"核验不通过：{'、'.join(report.failed())}，不符之处见上。"
    if report.exit_code == EXIT_GOOD:
        return "核验通过。"
    return "所查各项均相符，但有应查的未能查（见上），结论不完整。"


def _look(options: Namespace, policy: Policy | None) -> Told:
    if options.proof is not None:
        return _look_at_receipt(options, policy)
    kept = kept_checkpoints(options.checkpoints, options.source)
    log, signed = _opened(options.source, policy)
    if log is None:
        rest = ["L07"] if options.entry is not None else ["L08"]
        return Told([*signed, *(not_looked_at(check_id, "L05") for check_id in rest)], "检查点")
    results = [*signed, *([check_earlier(log, kept, policy)] if kept else [])]
    if options.entry is not None:
        return Told(
            [*results, _inclusion(log, options.entry)], f"{describe(log.checkpoint)}；其中第 {options.entry} 条"
        )
    walked, looked_at = _walk(log, sizes_of(each.raw for each in kept), replay=options.all)
    return Told([*results, *walked], f"{describe(log.checkpoint)}；{looked_at}")


def _opened(place: str, policy: Policy | None) -> tuple[Log | None, tuple[CheckResult, ...]]:
    try:
        source = open_source(place)
    except TlogRefused as error:
        raise WrongCall(f"{error}") from error
    return open_log(source, policy)


def _inclusion(log: Log, index: int) -> CheckResult:
    """L07."""
    try:
        body = log.proven_entry(index)
    except Unreachable as error:
        return CheckResult("L07", SKIP, f"{error}", required=True)
    except (Absent, TlogRefused) as error:
        return CheckResult("L07", FAIL, f"{error}")
    return CheckResult("L07", PASS, describe_leaf(body))


def _walk(log: Log, sizes: list[int], *, replay: bool) -> tuple[list[CheckResult], str]:
    """L08, and with `replay` what the entries say (L03, L10, L13)."""
    walk, content = Walk(log, sizes), Content()
    for entry in walk.entries():
        if replay:
            content.look(entry)
    results = [walk.result()]
    if not replay:
        return results, "全部条目与哈希分片"
    return [*results, *content.results(walk.root_holds())], f"全部条目与哈希分片，逐条重放：{content.summary()}"


def _look_at_receipt(options: Namespace, policy: Policy | None) -> Told:
    raw, leaf = read_small(options.proof, MAX_NOTE_BYTES), leaf_of(options)
    log, signed = _opened(options.source, policy) if options.source else (None, ())
    if leaf is None and log is not None:
        leaf = _leaf_from(log, raw)
    results = list(check_receipt(raw, leaf, openings_of(options), policy, log))
    if signed and log is None:
        results.append(CheckResult("L06", SKIP, f"日志的检查点不能用：{signed[0].reason}", required=True))
    return Told(results, f"存证凭证 {options.proof.name}{'，对照日志' if signed else '，离线'}")


def _leaf_from(log: Log, raw: bytes) -> bytes | None:
    """The entry as the log serves it, for a receipt that came without; whether it is the right one is L07's business."""
    try:
        return log.entry(parse_receipt(raw).index)
    except (TlogRefused, Absent, Unreachable):
        return None


# ------------------------------------------------------------------------------------------------------------ verify-diff


def _compare(options: Namespace, policy: Policy | None) -> Told:
    new, signed = _opened(options.new, policy)
    old, old_signed = _older(options.old, policy)
    joined = [_both(one, other) for one, other in zip(old_signed, signed, strict=True)]
    if new is None or old is None:
        return Told([*joined, not_looked_at("L06", "L05")], "两份的检查点")
    earlier = old.checkpoint if isinstance(old, Log) else old
    looked_at = f"旧的一份：{describe(earlier)}；新的一份：{describe(new.checkpoint)}"
    prefix = check_prefix(old, new)
    entries = [check_same_entries(old, new)] if isinstance(old, Log) and prefix.status == PASS else []
    return Told([*joined, prefix, *entries], looked_at)


def _older(place: str, policy: Policy | None) -> tuple[Log | Checkpoint | None, tuple[CheckResult, ...]]:
    """The older export: a log, or a checkpoint alone where the place is a file."""
    path = Path(place)
    if is_address(place) or is_folder(path):
        return _opened(place, policy)
    judged = judge_checkpoint(read_small(path, MAX_NOTE_BYTES), policy)
    return judged.checkpoint, judged.results


def _both(old: CheckResult, new: CheckResult) -> CheckResult:
    """One line for the two exports: the worse status, both reasons. Quorum is asked of the newer one alone."""
    if old.id == "L09":
        return new
    worse = min((old, new), key=lambda result: [FAIL, SKIP, PASS].index(result.status))
    return CheckResult(worse.id, worse.status, f"旧：{old.reason}；新：{new.reason}", worse.required)
