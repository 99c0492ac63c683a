"""One draw as the public log tells it: its steps in order, each contributor once, one public number.

Source: SSJ-DRAW/1 §5, §6; 第十四条. Takes: the open part of each entry about the draw. Gives: what is wrong with it, in Chinese.
Never: recomputes anything; that a reveal opens its commitment is the draw verifier's business.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shuangsuiji.core.rules.event_shapes import MISSING
from shuangsuiji.core.rules.parameters import number
from shuangsuiji.core.rules.trail_steps import ABORTED, DRAW_STATES, DRAW_STEPS, DRAWN, FROZEN, OPEN_DRAWS, VOID

_REHEARSAL = "rehearsal/"
_REAUDIT = re.compile(r"[0-9]{6}/[a-z0-9][a-z0-9._-]{0,63}/reaudit/[0-9]{4}q[1-4]")
_KEPT = ("plan_hash", "source", "round", "mode")


def split(draw_id: str) -> tuple[str, int]:
    """The series (the draw's own task_id) and the ordinal of a draw_id whose spelling the register has checked."""
    series, _, ordinal = draw_id.rpartition("/")
    return series, int(ordinal)


def stands_alone(series: str) -> bool:
    """Whether draws of this series serve no task: the quarterly re-audit (第二十五条) and rehearsals."""
    return series.startswith(_REHEARSAL) or _REAUDIT.fullmatch(series) is not None


@dataclass(slots=True)
class DrawTrail:
    """Where a draw stands. `task_id` None: it serves none; `moves_task`: its steps are steps of the task.

    Memory: a few texts, and one code per contributor that committed or revealed.
    """

    draw_id: str
    task_id: str | None
    moves_task: bool
    state: str
    announced: Mapping[str, Any]
    was_frozen: bool = False
    commits: set[str] = field(default_factory=set)
    reveals: set[str] = field(default_factory=set)
    rosters: set[str] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        """Announced, and neither finished nor given up."""
        return self.state in OPEN_DRAWS

    @property
    def was_given_up(self) -> bool:
        """Aborted or voided."""
        return self.state in (ABORTED, VOID)

    def faults(self, name: str, pub: Mapping[str, Any]) -> Iterator[str]:
        """What is wrong with this entry now. Nothing is changed."""
        step = DRAW_STEPS[name]
        if self.state not in step.sources:
            yield f"抽取 {self.draw_id} 现为“{DRAW_STATES[self.state]}”，这一条应在{step.after}之后"
            return
        check = _CHECKS.get(name)
        if check is not None:
            yield from check(self, pub)

    def apply(self, name: str, pub: Mapping[str, Any]) -> None:
        """Take the entry in."""
        self.state = DRAW_STEPS[name].target or self.state
        self.was_frozen = self.was_frozen or self.state == FROZEN
        for seen, of, key in (
            (self.commits, "draw.committed", "contributor"),
            (self.reveals, "draw.revealed", "contributor"),
            (self.rosters, "roster.frozen", "kind"),
        ):
            if name == of:
                seen.add(pub[key])


def _roster(draw: DrawTrail, pub: Mapping[str, Any]) -> Iterator[str]:
    if pub["kind"] in draw.rosters:
        yield f"抽取 {draw.draw_id} 的名录 {pub['kind']} 已冻结过，每种名录只冻结一次"


def _frozen(draw: DrawTrail, pub: Mapping[str, Any]) -> Iterator[str]:
    yield from _same_as_announced(draw, pub, "plan_hash", "方案摘要")
    if not draw.rosters:
        yield f"抽取 {draw.draw_id} 没有冻结任何名录，应先有名录冻结的条目"


def _committed(draw: DrawTrail, pub: Mapping[str, Any]) -> Iterator[str]:
    yield from _listed(draw, pub["contributor"])
    if pub["contributor"] in draw.commits:
        yield f"抽取 {draw.draw_id} 的 {pub['contributor']} 已提交承诺，每方只提交一次"


def _revealed(draw: DrawTrail, pub: Mapping[str, Any]) -> Iterator[str]:
    who, least = pub["contributor"], number("contributors_minimum")
    yield from _listed(draw, who)
    if len(draw.commits) < least:
        yield f"抽取 {draw.draw_id} 揭示之前应至少有 {least} 方承诺，现有 {len(draw.commits)} 方"
    if who in draw.reveals:
        yield f"抽取 {draw.draw_id} 的 {who} 已揭示，每方只有一条"
    if who not in draw.commits and pub["r"] != MISSING:
        yield f"抽取 {draw.draw_id} 的 {who} 没有提交承诺，只能记为 {MISSING}"


def _seeded(draw: DrawTrail, pub: Mapping[str, Any]) -> Iterator[str]:
    yield from _same_as_announced(draw, pub, "source", "公开随机数来源")
    yield from _same_as_announced(draw, pub, "round", "期号或轮次")
    waiting = set(draw.announced["contributors"]) | draw.commits if "contributors" in draw.announced else draw.commits
    missing = sorted(waiting - draw.reveals)
    if missing:
        yield f"抽取 {draw.draw_id} 录入公开随机数之前，{'、'.join(missing)} 应有揭示或记为 {MISSING}"


def _shadow(draw: DrawTrail, pub: Mapping[str, Any]) -> Iterator[str]:
    if not draw.was_frozen:
        yield f"抽取 {draw.draw_id} 在冻结之前中止，没有对照结果"


def _listed(draw: DrawTrail, who: str) -> Iterator[str]:
    if who not in draw.announced.get("contributors", (who,)):
        yield f"{who} 不是抽取 {draw.draw_id} 公告的随机数贡献方"


def _same_as_announced(draw: DrawTrail, pub: Mapping[str, Any], key: str, label: str) -> Iterator[str]:
    if key in pub and key in draw.announced and pub[key] != draw.announced[key]:
        yield f"抽取 {draw.draw_id} 的{label}应与公告相同：公告为 {draw.announced[key]}，这一条为 {pub[key]}"


_CHECKS = {
    "roster.frozen": _roster,
    "draw.frozen": _frozen,
    "draw.committed": _committed,
    "draw.revealed": _revealed,
    "draw.seeded": _seeded,
    "draw.shadow": _shadow,
}


def next_faults(draws: list[DrawTrail], draw_id: str, pub: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with announcing `draw_id` after these earlier draws of its series: no gap, none open, no second try unseen."""
    series, ordinal = split(draw_id)
    if ordinal != len(draws) + 1:
        yield f"抽取编号应连续：{series} 已有 {len(draws)} 次，下一次应为第 {len(draws) + 1} 次，这一条为第 {ordinal} 次"
        return
    if pub.get("ordinal", ordinal) != ordinal:
        yield f"抽取 {draw_id} 的次数写作 {pub['ordinal']}，应为 {ordinal}"
    last = draws[-1] if draws else None
    if last is not None and last.is_open:
        yield f"抽取 {last.draw_id} 尚未结束（{DRAW_STATES[last.state]}），不能公告下一次"
    if last is not None and last.state == DRAWN and pub.get("mode") != "inspectors":
        yield f"抽取 {last.draw_id} 已有结果，名单一经产生不得更改；确有错误的应先作废（第十四条）"
    if "supersedes" in pub and not _gave_way(draws, series, pub["supersedes"]):
        yield f"抽取 {draw_id} 所接替的 {pub['supersedes']} 应是同一任务已中止或作废的一次"


def _gave_way(draws: list[DrawTrail], series: str, draw_id: str) -> bool:
    """Whether `draw_id` is an earlier draw of the series that was aborted or voided."""
    other, ordinal = split(draw_id)
    return other == series and ordinal <= len(draws) and draws[ordinal - 1].was_given_up
