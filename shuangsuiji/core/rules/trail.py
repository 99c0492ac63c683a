"""L10: the whole log folded to what the public may know: every task's road, every draw, and each entry out of place.

Source: 第十三条, 第十四条, 第二十条, 第二十一条; 50-ledger §9 (L10).
Takes: entries in their order, each as (leaf hash, entry as `core.tlog.leaves.read_leaf` gives it). Gives: `Breach`es that name the
entry and what was expected; the tasks and draws as the log tells them.
Memory: per task and per draw a few hundred bytes, per entry its hash and id (about 250 bytes, in `known` of the caller's choice
and one set). Never: judges the spelling of an entry (L03, `events.check_shape`); one that is not registered only keeps its place.
An entry that is refused changes nothing, so that one fault is not told as many: the next ones are held to the last good state.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shuangsuiji.core.rules.events import TYPES, EventError, check_shape
from shuangsuiji.core.rules.lifecycle import BORN, TASK, check_act
from shuangsuiji.core.rules.trail_draws import DrawTrail, next_faults, split, stands_alone
from shuangsuiji.core.rules.trail_steps import AGAIN, BACKLINKS, DRAW_STEPS, MOVES, NOT_DURING_A_DRAW, PLANNED, WINDOWS

MOST_TOLD = 100
_START = "log.started"
_ROAD = [BORN, *TASK.states]


@dataclass(frozen=True, slots=True)
class Breach:
    """An entry out of place: its index from 0, its type, which rule (`start` `id` `time` `refs` `order`), what was expected."""

    index: int
    type: str
    rule: str
    message: str

    def __str__(self) -> str:
        known = TYPES.get(self.type)
        return f"第 {self.index} 条（{known.label if known else '未登记'} {self.type[:64]}）：{self.message}"


class Mark(NamedTuple):
    """What is remembered of an entry for those that refer to it; one object per type, task and draw."""

    type: str
    task_id: str | None = None
    draw_id: str | None = None


_UNREADABLE = Mark("")


@dataclass(slots=True)
class TaskTrail:
    """A task as the log tells it: where it is, how far it ever was, its draws in order, how many subjects went to each
    department, how many entries of each type.
    """

    task_id: str
    state: str = BORN
    furthest: str = BORN
    departments: frozenset[str] = frozenset()
    draws: list[str] = field(default_factory=list)
    dispatched: dict[str, int] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def move(self, state: str) -> None:
        """Stand in a state."""
        self.state = state
        if state != "WITHDRAWN":
            self.furthest = max(self.furthest, state, key=_ROAD.index)

    @property
    def results(self) -> int:
        """Results that stand: formed, less those returned."""
        return self.counts["result.recorded"] - self.counts["result.returned"]


class Trail:
    """The fold. `add` one entry after the other, from the first; then read `tasks`, `draws`, `counts`."""

    def __init__(self, known: MutableMapping[bytes, Mark] | None = None) -> None:
        """`known` keeps what references may name; a log beyond memory brings a mapping of its own."""
        self.size = 0
        self.tasks: dict[str, TaskTrail] = {}
        self.draws: dict[str, DrawTrail] = {}
        self.counts: Counter[str] = Counter()
        self._series: dict[str, list[DrawTrail]] = {}
        self._known: MutableMapping[bytes, Mark] = {} if known is None else known
        self._marks: dict[Mark, Mark] = {}
        self._ids: set[bytes] = set()
        self._last_at = ""

    def add(self, leaf_hash: bytes, leaf: Mapping[str, Any]) -> tuple[Breach, ...]:
        """Take the next entry in; gives what is out of place about it. `leaf_hash`: 32 bytes."""
        index, name, registered = self.size, leaf["type"], _is_registered(leaf)
        breaches = [Breach(index, name, rule, message) for rule, message in self._faults(leaf, registered)]
        self.size += 1
        self.counts[name] += 1
        mark = self._mark(leaf) if registered else Mark(name)
        self._known[leaf_hash] = self._marks.setdefault(mark, mark)
        return tuple(breaches)

    def skip(self, leaf_hash: bytes) -> None:
        """Pass over an entry that cannot be read: it keeps its place, so that those after it are not accused of its fault."""
        self.size += 1
        self._known[leaf_hash] = _UNREADABLE

    def _mark(self, leaf: Mapping[str, Any]) -> Mark:
        """The task that an entry is about, if only by its draw."""
        draw = self.draws.get(leaf["pub"].get("draw_id", ""))
        if draw is None:
            return Mark(leaf["type"], leaf["pub"].get("task_id"))
        return Mark(leaf["type"], draw.task_id, draw.draw_id)

    def _faults(self, leaf: Mapping[str, Any], registered: bool) -> Iterator[tuple[str, str]]:
        yield from (("start", message) for message in self._start(leaf["type"]))
        yield from (("id", message) for message in self._identity(leaf["id"]))
        yield from (("time", message) for message in self._time(leaf["at"]))
        found = [self._known.get(bytes.fromhex(named)) for _, named in leaf["refs"]]
        yield from (("refs", message) for message in _backward(leaf, found))
        if registered:
            yield from (("refs", message) for message in self._chain(leaf, found))
            yield from (("order", message) for message in self._order(leaf["type"], leaf["pub"]))

    def _start(self, name: str) -> Iterator[str]:
        if (self.size == 0) != (name == _START):
            yield "日志的第一条、也只有第一条，应是“日志已启用”"

    def _identity(self, identity: str) -> Iterator[str]:
        raw = bytes.fromhex(identity.replace("-", ""))
        if raw in self._ids:
            yield f"编号 {identity} 已用过，每条应有自己的编号"
        self._ids.add(raw)

    def _time(self, at: str) -> Iterator[str]:
        """One spelling per moment (RFC 3339, UTC, whole seconds), so that the order of texts is the order of times."""
        if at < self._last_at:
            yield f"时间 {at} 早于前面的 {self._last_at}，日志的时间不应后退"
        self._last_at = max(self._last_at, at)

    def _chain(self, leaf: Mapping[str, Any], found: list[Mark | None]) -> Iterator[str]:
        """The reference that this type needs: of its relation, to an entry of the right type and task, not to a voided draw."""
        link = BACKLINKS.get(leaf["type"])
        if link is None or (link.or_private and link.or_private in leaf["sd"]):
            return
        own = leaf["pub"].get("task_id")
        for (relation, _), mark in zip(leaf["refs"], found, strict=True):
            if mark is None or relation not in link.relations or mark.type not in link.types:
                continue
            holds = mark.draw_id is None or not self.draws[mark.draw_id].was_given_up
            if holds and own in (None, mark.task_id):
                return
        labels = "或".join(f"“{TYPES[name].label}”" for name in link.types)
        yield f"应引用{'同一任务的' if own else ''}前面一条有效的{labels}（{'、'.join(sorted(link.relations))}）"

    # ------------------------------------------------------------------------------------------------------ tasks, draws

    def _order(self, name: str, pub: Mapping[str, Any]) -> Iterator[str]:
        if name == "draw.planned":
            yield from self._plan(pub)
        elif name in DRAW_STEPS and "draw_id" in pub:
            yield from self._draw_step(name, pub)
        elif "task_id" in pub:
            yield from self._task_step(name, pub)

    def _task_step(self, name: str, pub: Mapping[str, Any]) -> Iterator[str]:
        task = self.tasks.get(pub["task_id"]) or TaskTrail(pub["task_id"])
        faults = list(self._task_faults(task, name, pub))
        yield from faults
        if not faults:
            self.tasks[task.task_id] = task
            self._walk(task, name, pub)

    def _task_faults(self, task: TaskTrail, name: str, pub: Mapping[str, Any]) -> Iterator[str]:
        if not _moves(name, pub):
            yield from _outside(task, WINDOWS[name])
        elif task.state != AGAIN.get(name):
            yield from _refused(task, MOVES[name])
        if name in NOT_DURING_A_DRAW and any(draw.is_open for draw in self._series.get(task.task_id, [])[-1:]):
            yield f"任务 {task.task_id} 有尚未结束的抽取，应先中止"
        if name == "dispatch.sent" and task.task_id.startswith("rehearsal/"):
            yield f"{task.task_id} 是演练，演练不派发"
        if name == "dispatch.sent" and pub["department"] in task.dispatched:
            yield f"任务 {task.task_id} 已向部门 {pub['department']} 派发，每个部门只派发一次"
        if name == "result.recorded" and pub["department"] not in task.dispatched:
            yield f"任务 {task.task_id} 没有向部门 {pub['department']} 派发，先派发后形成结果（第十四条）"
        if name == "task.concluded":
            yield from _without_result(task)

    def _walk(self, task: TaskTrail, name: str, pub: Mapping[str, Any]) -> None:
        task.counts[name] += 1
        if _moves(name, pub) and task.state != AGAIN.get(name):
            _advance(task, MOVES[name])
        if name == "dispatch.sent":
            task.dispatched[pub["department"]] = pub["count"]
        if name == "task.created":
            task.departments = frozenset(pub["departments"])

    def _plan(self, pub: Mapping[str, Any]) -> Iterator[str]:
        draw_id = pub["draw_id"]
        series, _ = split(draw_id)
        earlier = self._series.get(series, [])
        task = self._task_of(series)
        moves = task is not None and task.task_id == series and not _draws_people_only(task, pub)
        faults = list(next_faults(earlier, draw_id, pub))
        if task is not None:
            faults.extend(_refused(task, MOVES["draw.planned"]) if moves else _beside(task, series, pub))
        elif not stands_alone(series):
            faults.append(f"任务 {series} 尚未建立，不能公告抽取")
        yield from faults
        if faults:
            return
        announced = {key: pub[key] for key in _ANNOUNCED if key in pub}
        draw = DrawTrail(draw_id, task.task_id if task else None, moves, PLANNED, announced)
        self.draws[draw_id] = draw
        self._series.setdefault(series, []).append(draw)
        if task is not None:
            task.draws.append(draw_id)
            task.counts["draw.planned"] += 1

    def _task_of(self, series: str) -> TaskTrail | None:
        """The task whose name the series has, or has with a department's code behind it (第十四条)."""
        return self.tasks.get(series) or self.tasks.get(series.rpartition("/")[0])

    def _draw_step(self, name: str, pub: Mapping[str, Any]) -> Iterator[str]:
        draw = self.draws.get(pub["draw_id"])
        if draw is None:
            yield f"抽取 {pub['draw_id']} 尚未公告，这一条应在抽取公告之后"
            return
        faults = [*draw.faults(name, pub), *_ordinal(draw, pub)]
        task = self.tasks[draw.task_id] if draw.task_id is not None else None
        steps = task is not None and draw.moves_task and name in MOVES
        if task is not None and steps and not faults:
            faults.extend(_refused(task, MOVES[name]))
        yield from faults
        if faults:
            return
        draw.apply(name, pub)
        if task is not None:
            task.counts[name] += 1
        if task is not None and steps:
            _advance(task, MOVES[name])


_ANNOUNCED = ("plan_hash", "source", "round", "contributors")
# After the subjects are drawn a further draw is of inspectors only and does not move the task.
_PEOPLE_DRAWN_IN = frozenset({"DRAWN", "DISPATCHED"})


@dataclass(slots=True)
class Folded:
    """A log folded: the trail, the first breaches (at most as many as asked for), and how many there were."""

    trail: Trail
    breaches: list[Breach] = field(default_factory=list)
    count: int = 0


def fold(entries: Iterable[tuple[bytes, Mapping[str, Any]]], most: int = MOST_TOLD) -> Folded:
    """Fold (leaf hash, entry) pairs, in the order of the log and from its first entry."""
    folded = Folded(Trail())
    for leaf_hash, leaf in entries:
        found = folded.trail.add(leaf_hash, leaf)
        folded.count += len(found)
        folded.breaches.extend(found[: most - len(folded.breaches)])
    return folded


def _is_registered(leaf: Mapping[str, Any]) -> bool:
    try:
        check_shape(leaf["type"], leaf["pub"])
    except EventError:
        return False
    return True


def _moves(name: str, pub: Mapping[str, Any]) -> bool:
    """Whether the entry tells of a step of the task; one registry confirmed is not yet both."""
    return name in MOVES and (name != "roster.confirmed" or pub["kind"] == "both")


def _draws_people_only(task: TaskTrail, pub: Mapping[str, Any]) -> bool:
    return pub.get("mode") == "inspectors" and task.state in _PEOPLE_DRAWN_IN


def _beside(task: TaskTrail, series: str, pub: Mapping[str, Any]) -> Iterator[str]:
    """A further draw, of inspectors only: by the task itself, or by one of its departments for its own people (第十四条)."""
    yield from _outside(task, _PEOPLE_DRAWN_IN)
    department = series.removeprefix(task.task_id).removeprefix("/")
    if department and department not in task.departments:
        yield f"{department} 不是任务 {task.task_id} 的部门，不能以它的名义抽取人员"
    if pub.get("mode") != "inspectors":
        yield f"任务 {task.task_id} 的对象只抽取一次，另行公告的抽取只能是抽取人员（mode 应为 inspectors）"


def _refused(task: TaskTrail, act: str) -> Iterator[str]:
    finding = check_act(TASK, task.state, act)
    if not finding.satisfied:
        yield f"任务 {task.task_id} {finding.message}"


def _outside(task: TaskTrail, states: frozenset[str]) -> Iterator[str]:
    if task.state not in states:
        here = TASK.states.get(task.state, "尚未建立")
        places = "、".join(f"“{label}”" for state, label in TASK.states.items() if state in states)
        yield f"任务 {task.task_id} 现为“{here}”，这一条应在任务为{places}时"


def _advance(task: TaskTrail, act: str) -> None:
    row = TASK.row(task.state, act)
    assert row is not None
    task.move(row.target_from(task.state))


def _without_result(task: TaskTrail) -> Iterator[str]:
    """Every subject has an outcome of every department it was dispatched to; nobody drops out of a drawn list (第二十条)."""
    sent = sum(task.dispatched.values())
    if task.results < sent:
        yield f"任务 {task.task_id} 共派发 {sent} 户次，已有结果 {task.results} 户次，应全部有结果（第二十条）"


def _ordinal(draw: DrawTrail, pub: Mapping[str, Any]) -> Iterator[str]:
    _, ordinal = split(draw.draw_id)
    if pub.get("ordinal", ordinal) != ordinal:
        yield f"抽取 {draw.draw_id} 的次数写作 {pub['ordinal']}，应为 {ordinal}"


def _backward(leaf: Mapping[str, Any], found: list[Mark | None]) -> Iterator[str]:
    for (relation, named), mark in zip(leaf["refs"], found, strict=True):
        if mark is None:
            yield f"引用（{relation}）{named[:16]}… 不是前面的任何一条，引用应指向已有条目"
