"""V14, V24, V26: the log holds every step of the draw as the record tells it, in order and in time, and every other attempt.

Source: SSJ-DRAW/1 §5, §10; 50-ledger §9 (L15); 第十四条.
Takes: a case with its log. Never: a step on the record's word alone: each entry is proven under the signed checkpoint.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from shuangsuiji.core.draw.beacon import not_before
from shuangsuiji.core.draw.ceremony import ABORTED, GROUNDS, VOID
from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.core.rules.events import event_type
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.verify.case import Case
from shuangsuiji.verify.draw_events import (
    ABORT,
    COMMITTED,
    ENDS,
    FROZEN,
    MISSING,
    PLANNED,
    RESULT,
    REVEALED,
    SEEDED,
    STEPS,
    TOLD_APART,
    VOIDED,
    expected_events,
)
from shuangsuiji.verify.log.drawn import Attempt, DrawLog, LoggedStep
from shuangsuiji.verify.log.growth import contradiction
from shuangsuiji.verify.log.opened import NO_POLICY, judge_checkpoint
from shuangsuiji.verify.sources import Absent, Unreachable
from shuangsuiji.verify.verdict import FAIL, SKIP, Skipped, differs

_ONCE = (PLANNED, FROZEN, SEEDED, RESULT, ABORT, VOIDED)


def _places(case: Case) -> Mapping[str, Any]:
    """Where the record says it stands in the log."""
    places = case.members["log"]
    if places is None:
        raise Skipped("记录没有写明入日志的位置（在文件夹上完成的抽取没有日志）", required=True)
    found: Mapping[str, Any] = places
    return found


def _draw_log(case: Case) -> DrawLog:
    assert case.draw_log is not None
    return case.draw_log


# ------------------------------------------------------------------------------------------------------------------- V24


def check_inclusion(case: Case) -> Iterator[str]:
    """V24: every step is in the log under a signed checkpoint, word for word; nothing the record tells of is missing."""
    places, draw_log = _places(case), _draw_log(case)
    for result in draw_log.signed:
        if result.status == FAIL:
            yield f"日志的检查点不能用：{result.reason}"
            return
    if draw_log.log is None:
        raise Skipped(draw_log.signed[0].reason, required=True)
    yield from differs("日志名称", places["origin"], draw_log.log.checkpoint.origin)
    try:
        yield from _checkpoint_faults(draw_log, places["checkpoint"])
        yield from _step_faults(case, draw_log, places["entries"])
    except Unreachable as error:
        raise Skipped(f"{error}", required=True) from error
    waiting = [result for result in draw_log.signed if result.status == SKIP]
    if waiting:
        told = NO_POLICY if draw_log.policy is None else waiting[0].reason
        raise Skipped(f"各条均在日志中，但{told}", required=True)


def _checkpoint_faults(draw_log: DrawLog, given: str) -> Iterator[str]:
    """The record's own checkpoint is one of this log's, and the log is still its continuation."""
    judged = judge_checkpoint(given.encode(), draw_log.policy)
    if judged.checkpoint is None:
        yield f"记录所附的检查点不能用：{judged.results[0].reason}"
        return
    assert draw_log.log is not None
    yield from differs("记录所附检查点的日志名称", judged.checkpoint.origin, draw_log.log.checkpoint.origin)
    try:
        told = contradiction(draw_log.log, judged.checkpoint)
    except (TlogRefused, Absent) as error:
        told = f"{error}"
    if told:
        yield f"记录所附的检查点与日志不合：{told}"


def _step_faults(case: Case, draw_log: DrawLog, entries: Mapping[str, Any]) -> Iterator[str]:
    expected = expected_events(case.members)
    for event in [*expected, *(name for name in entries if name not in expected)]:
        given: list[LoggedStep] = []
        for index, leaf_hash in entries.get(event, []):
            try:
                given.append(draw_log.step(event, index, leaf_hash))
            except (TlogRefused, Absent) as error:
                yield f"{event} 第 {index} 条：{error}"
                break
        else:
            yield from _word_faults(event, given, expected.get(event, []))


def _word_faults(event: str, given: list[LoggedStep], expected: list[dict[str, Any]]) -> Iterator[str]:
    """The entries are exactly those expected, and say what the record says."""
    apart = TOLD_APART.get(event, "draw_id")
    logged = {step.pub.get(apart): step for step in given}
    if len(given) != len(expected):
        yield f"{event} 应有 {len(expected)} 条，记录列出 {len(given)} 条"
    for words in expected:
        step = logged.get(words[apart])
        if step is None:
            yield f"没有 {apart} 为 {words[apart]} 的 {event}"
            continue
        for name, value in words.items():
            if name in step.pub or name in event_type(event).pub.required:
                yield from differs(f"{event} 的 {name}（第 {step.number} 条）", value, step.pub.get(name))


# ------------------------------------------------------------------------------------------------------------------- V14


def check_order(case: Case) -> Iterator[str]:
    """V14: frozen, then committed in time, sealed in a checkpoint, then revealed in time, then the public number."""
    steps = _steps(case)
    present = [event for event in STEPS if steps.get(event)]
    for earlier, later in pairwise(present):
        if max(step.number for step in steps[earlier]) >= min(step.number for step in steps[later]):
            yield f"{later} 排在 {earlier} 之前"
    yield from _late(steps.get(COMMITTED, []), case.plan["commit_by"], "承诺")
    yield from _reveal_faults(case, steps)
    if SEEDED in steps:
        known = not_before(case.plan["beacon"])
        if known <= parse_time(case.plan["reveal_by"]):
            yield f"公开随机数在 {known:%Y-%m-%dT%H:%M:%SZ} 即可能为人所知，不晚于揭示截止 {case.plan['reveal_by']}"
        for step in steps[SEEDED]:
            if step.at < known:
                yield f"公开随机数录入于 {_text(step.at)}，早于其最早产生时间 {known:%Y-%m-%dT%H:%M:%SZ}"
    if steps.get(COMMITTED) and steps.get(REVEALED):
        _need_checkpoint_between(_draw_log(case), steps)


def _steps(case: Case) -> dict[str, list[LoggedStep]]:
    """Event → its entries as the log holds them; V14 has nothing to say where V24 could not prove them."""
    places, draw_log = _places(case), _draw_log(case)
    if draw_log.log is None:
        raise Skipped("日志的检查点不能用（见 V24）", required=True)
    try:
        return {
            event: [draw_log.step(event, index, leaf_hash) for index, leaf_hash in entries]
            for event, entries in places["entries"].items()
        }
    except (TlogRefused, Absent, Unreachable) as error:
        raise Skipped("入日志的条目未能逐条核实（见 V24）", required=True) from error


def _late(steps: Iterable[LoggedStep], limit: str, what: str) -> Iterator[str]:
    for step in steps:
        if step.at > parse_time(limit):
            yield f"第 {step.number} 条{what}记于 {_text(step.at)}，晚于截止时间 {limit}"


def _reveal_faults(case: Case, steps: Mapping[str, list[LoggedStep]]) -> Iterator[str]:
    revealed = [step for step in steps.get(REVEALED, []) if step.pub.get("r") != MISSING]
    yield from _late(revealed, case.plan["reveal_by"], "揭示")
    if len(steps.get(COMMITTED, [])) < len(case.plan["contributors"]):
        for step in revealed:
            if step.at <= parse_time(case.plan["commit_by"]):
                yield f"第 {step.number} 条揭示记于 {_text(step.at)}，当时承诺既未收齐也未截止"


def _need_checkpoint_between(draw_log: DrawLog, steps: Mapping[str, list[LoggedStep]]) -> None:
    """Somebody outside held a signed checkpoint with all commitments before the first reveal; without it nobody can tell."""
    last = max(step.number for step in steps[COMMITTED])
    first = min(step.number for step in steps[REVEALED])
    if draw_log.policy is None:
        raise Skipped(f"先后与时间均相符，但{NO_POLICY}", required=True)
    if not any(last < size <= first for size in draw_log.sealed_sizes):
        size = f"为 {first}" if first == last + 1 else f"在 {last + 1} 至 {first}"
        raise Skipped(
            f"先后与时间均相符，但没有证据表明承诺先入检查点：需要一份大小{size} 的已签检查点，"
            "请把随记录公布的 .tlog-proof 放在记录旁边，或用 --checkpoints 指定",
            required=True,
        )


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


# ------------------------------------------------------------------------------------------------------------------- V26


def check_attempts(case: Case) -> Iterator[str]:
    """V26: attempts 1 … n of the task are all in the log, each once, ended with a ground or standing alone."""
    draw_log, task_id = _draw_log(case), case.members["task_id"]
    if draw_log.log is None:
        raise Skipped("日志的检查点不能用（见 V24）", required=True)
    try:
        attempts = draw_log.attempts(task_id)
    except Unreachable as error:
        raise Skipped(f"{error}", required=True) from error
    except (TlogRefused, Absent) as error:
        yield f"日志不完整，无从清点历次抽取：{error}"
        return
    own = int(case.members["draw_id"].rpartition("/")[2])
    yield from _gaps({own, *attempts}, {ordinal for ordinal in attempts if attempts[ordinal].has(PLANNED)})
    for ordinal, attempt in sorted(attempts.items()):
        yield from _attempt_faults(ordinal, attempt, is_last=ordinal == max(attempts))
    yield from _standing_faults(attempts)
    yield from _own_faults(case, attempts.get(own))
    yield from _chain_faults(case, attempts)


def _gaps(told: set[int], announced: set[int]) -> Iterator[str]:
    """Attempts nobody announced; a hostile log may name an ordinal of a hundred digits, so gaps are not counted out."""
    for former, ordinal in pairwise([0, *sorted(told)]):
        if ordinal > former + 1:
            yield f"日志中没有第 {former + 1} 次抽取的公告" + (
                f"（至第 {ordinal - 1} 次）" if ordinal > former + 2 else ""
            )
        if ordinal not in announced:
            yield f"日志中没有第 {ordinal} 次抽取的公告"


def _attempt_faults(ordinal: int, attempt: Attempt, *, is_last: bool) -> Iterator[str]:
    for event in _ONCE:
        if (count := attempt.count(event)) > 1:
            yield f"第 {ordinal} 次抽取有 {count} 条 {event}，只能有一条"
    for event in (COMMITTED, REVEALED):
        who = [f"{words.get('contributor')}" for words in attempt.words(event)]
        yield from (
            f"第 {ordinal} 次抽取中 {name} 有两条 {event}" for name in sorted({n for n in who if who.count(n) > 1})
        )
    for event in ENDS:
        for words in attempt.words(event):
            if words.get("code") not in GROUNDS:
                yield f"第 {ordinal} 次抽取的 {event} 没有写明事由"
    if attempt.has(ABORT) and (attempt.has(SEEDED) or attempt.has(RESULT)):
        yield f"第 {ordinal} 次抽取已有公开随机数或结果，却记为中止"
    if attempt.has(VOIDED) and not attempt.has(SEEDED):
        yield f"第 {ordinal} 次抽取尚无公开随机数，却记为作废"
    if not is_last and not attempt.is_closed:
        yield f"第 {ordinal} 次抽取没有结果，也没有中止或作废，却另作抽取"


def _standing_faults(attempts: Mapping[int, Attempt]) -> Iterator[str]:
    """Two standing results of one kind: somebody drew again because a list did not please."""
    seen: dict[str, int] = {}
    for ordinal, attempt in sorted(attempts.items()):
        if attempt.is_standing:
            former = seen.setdefault(attempt.mode, ordinal)
            if former != ordinal:
                yield f"第 {former} 次与第 {ordinal} 次抽取的结果同时有效"


def _own_faults(case: Case, attempt: Attempt | None) -> Iterator[str]:
    """The record's state is the one the log ends in."""
    if attempt is None:
        return
    state = ABORTED if attempt.has(ABORT) else VOID if attempt.has(VOIDED) else "DRAWN"
    yield from differs("抽取的状态（以日志为准，请取最新版本的记录）", case.members["state"], state)


def _chain_faults(case: Case, attempts: Mapping[int, Attempt]) -> Iterator[str]:
    """What a plan supersedes was aborted or voided; what supersedes this draw exists and is later."""
    task_id, draw_id = case.members["task_id"], case.members["draw_id"]
    named = [
        case.plan.get("supersedes", {}).get("draw_id"),
        *(words.get("supersedes") for attempt in attempts.values() for words in attempt.words(PLANNED)),
    ]
    for former in sorted({each for each in named if each is not None}):
        ended = [
            attempt for ordinal, attempt in attempts.items() if f"{task_id}/{ordinal}" == former and attempt.is_ended
        ]
        if not ended:
            yield f"方案所接替的 {former} 在日志中没有中止或作废"
    later = case.members.get("superseded_by")
    if later is not None and not any(
        f"{task_id}/{ordinal}" == later for ordinal in attempts if ordinal > int(draw_id.rpartition("/")[2])
    ):
        yield f"记录称已由 {later} 接替，日志中没有"
