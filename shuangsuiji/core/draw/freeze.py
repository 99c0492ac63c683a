"""From registry rows to frozen, sealed rosters: checked on canonical ids first, then salted, sorted and committed.

Source: SSJ-DRAW/1 §2, §3; 第六条（一）, 第九条 (exclusions), 第十条, 第十五条 (recusals).
Takes: entries with canonical ids, and one 32-byte key per sealed kind. Gives: `FrozenRosters`. All or nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from shuangsuiji.core.canonical import Suite, suite_named
from shuangsuiji.core.draw.grammar import DIVISION, split_draw_id
from shuangsuiji.core.draw.plan import Plan, draws_subjects, draws_teams, key_commitment, libraries_of, sealed_kinds
from shuangsuiji.core.draw.refusal import Refusal, refuse_any
from shuangsuiji.core.draw.roster import (
    InspectorRow,
    SubjectRow,
    combined_commit,
    identity_refusals,
    inspector_refusals,
    inspector_root,
    roster_commit,
    subject_kind,
    subject_refusals,
    subject_root,
)
from shuangsuiji.core.draw.sealing import (
    Sealer,
    attrs_digest,
    key_commitment_of,
    recusal_digest,
    recusal_salt,
    salt_of,
    sealed_handle,
)
from shuangsuiji.core.identifiers import is_certificate_id


class SubjectEntry(NamedTuple):
    """A registry row on its way into a roster; `row` holds at least `name`, and `town` where teams are drawn."""

    id: str
    stratum: str
    elig: str
    row: dict[str, Any]


class InspectorEntry(NamedTuple):
    """An inspector on the way into a roster; `recusals` are canonical subject ids this person must not visit."""

    pid: str
    dept: str
    quals: tuple[str, ...]
    elig: str
    cap: int
    recusals: tuple[str, ...] = ()


class OpenedSubject(NamedTuple):
    """What stands behind a subject's handle; `salt` is empty where the roster is open."""

    handle: str
    id: str
    salt: str
    row: dict[str, Any]


class OpenedInspector(NamedTuple):
    """What stands behind an inspector's handle; `recusal` lists subject handles in byte order."""

    handle: str
    pid: str
    salt: str
    recusal: list[str]


class FrozenSubjects(NamedTuple):
    """One library: public rows and what stands behind them, both in handle order."""

    rows: list[SubjectRow]
    opened: list[OpenedSubject]


class FrozenInspectors(NamedTuple):
    """The inspectors: public rows and what stands behind them, both in handle order."""

    rows: list[InspectorRow]
    opened: list[OpenedInspector]


@dataclass(frozen=True, slots=True)
class FrozenRosters:
    """All rosters of a draw with their roots and commitments.

    `subjects` maps a library to its rows (`""` when nameless); it is empty in mode `inspectors`, where `received` holds what
    stands behind the dispatched handles. Roots and commits of a part that is not drawn are empty texts.
    """

    subjects: Mapping[str, FrozenSubjects]
    received: list[OpenedSubject]
    inspectors: FrozenInspectors
    subject_roots: Mapping[str, str]
    subject_commits: Mapping[str, str]
    subject_commit: str
    inspector_root: str
    inspector_commit: str

    @property
    def opened_subjects(self) -> Iterator[OpenedSubject]:
        """Everything known behind subject handles, library by library; a firm of several libraries comes several times."""
        for library in self.subjects.values():
            yield from library.opened
        yield from self.received

    @property
    def towns(self) -> dict[str, str]:
        """Handle → division code, of rows that have one."""
        return {opened.handle: opened.row["town"] for opened in self.opened_subjects if "town" in opened.row}

    @property
    def salts(self) -> dict[str, str]:
        """Subject handle → salt."""
        return {opened.handle: opened.salt for opened in self.opened_subjects}

    @property
    def recusals(self) -> dict[str, list[str]]:
        """Inspector handle → subject handles not to be visited."""
        return {opened.handle: opened.recusal for opened in self.inspectors.opened}


def subject_task_id(plan: Plan) -> str:
    """The task under which subject handles were sealed: that of the source draw where subjects were dispatched by one."""
    source = split_draw_id(plan.get("dispatched", {}).get("draw_id", ""))
    task_id: str = plan["task_id"]
    return source[0] if source else task_id


def freeze_rosters(
    plan: Plan,
    libraries: Mapping[str, Sequence[SubjectEntry]],
    inspectors: Sequence[InspectorEntry],
    keys: Mapping[str, bytes],
    received: Sequence[OpenedSubject] = (),
) -> FrozenRosters:
    """Check, seal, sort and commit all rosters of a draw.

    `libraries` maps library names (`""` when nameless) to entries; `keys` maps `subject` / `inspector` to 32 bytes; `received`
    (mode `inspectors`) holds what stands behind the plan's dispatched handles. Raises DrawRefused with every fault
    (第十条). Cost: per row about four hashes.
    """
    suite = suite_named(plan["suite"])
    refuse_any(_key_refusals(suite, plan, keys))
    subjects = {}
    for library in libraries_of(plan):
        entries = libraries.get(library, ())
        refuse_any(_entry_refusals(plan, entries))
        subjects[library] = _freeze_library(suite, plan, entries, keys.get("subject"))
        refuse_any(subject_refusals(plan, library, subjects[library].rows))
    refuse_any(_received_refusals(suite, plan, received, keys.get("subject")))
    opened = [*received, *(opened for library in subjects.values() for opened in library.opened)]
    refuse_any(_town_refusals(plan, opened))
    people = FrozenInspectors([], [])
    if draws_teams(plan):
        people = freeze_inspectors(suite, plan, inspectors, keys)
    return _committed(suite, plan, subjects, people, list(received))


def freeze_inspectors(
    suite: Suite, plan: Plan, entries: Sequence[InspectorEntry], keys: Mapping[str, bytes]
) -> FrozenInspectors:
    """Seal and sort inspectors; their recusals become handles under the subjects' key and task."""
    refuse_any(_inspector_entry_refusals(entries))
    pairs = sorted(seal_inspector(suite, plan, entry, keys) for entry in entries)
    frozen = FrozenInspectors([row for row, _ in pairs], [opened for _, opened in pairs])
    refuse_any(inspector_refusals(plan, frozen.rows))
    return frozen


def seal_inspector(
    suite: Suite, plan: Plan, entry: InspectorEntry, keys: Mapping[str, bytes]
) -> tuple[InspectorRow, OpenedInspector]:
    """Seal one inspector; also for a substitute who was not in the roster (第十五条)."""
    salt = salt_of(suite, keys["inspector"], plan["task_id"], entry.pid)
    handle = sealed_handle(suite, plan["task_id"], salt, entry.pid)
    conflicts = sorted({subject_handle(suite, plan, firm, keys.get("subject")) for firm in entry.recusals})
    digest = recusal_digest(suite, recusal_salt(suite, keys["inspector"], plan["task_id"], entry.pid), conflicts)
    row = InspectorRow(handle, entry.dept, entry.quals, entry.elig, entry.cap, digest)
    return row, OpenedInspector(handle, entry.pid, salt, conflicts)


def subject_handle(suite: Suite, plan: Plan, firm: str, key: bytes | None) -> str:
    """The handle a firm has in this draw: its id where open, salted under the subjects' key where sealed."""
    if key is None:
        return firm
    task_id = subject_task_id(plan)
    return sealed_handle(suite, task_id, salt_of(suite, key, task_id, firm), firm)


def _freeze_library(suite: Suite, plan: Plan, entries: Sequence[SubjectEntry], key: bytes | None) -> FrozenSubjects:
    seal = Sealer(suite, key, plan["task_id"]).seal if key else partial(_in_the_open, suite)
    rows, opened = [], []
    for canonical_id, stratum, elig, row in entries:
        handle, salt, attrs = seal(canonical_id, row)
        rows.append(SubjectRow(handle, stratum, elig, attrs))
        opened.append(OpenedSubject(handle, canonical_id, salt, row))
    # Handles differ (checked on the ids), so comparing them alone orders both lists alike.
    rows.sort(key=itemgetter(0))
    opened.sort(key=itemgetter(0))
    return FrozenSubjects(rows, opened)


def _in_the_open(suite: Suite, canonical_id: str, row: dict[str, Any]) -> tuple[str, str, str]:
    return canonical_id, "", attrs_digest(suite, row)


def _committed(
    suite: Suite,
    plan: Plan,
    subjects: Mapping[str, FrozenSubjects],
    people: FrozenInspectors,
    received: list[OpenedSubject],
) -> FrozenRosters:
    task_id = plan["task_id"]
    roots = {library: subject_root(suite, frozen.rows) for library, frozen in subjects.items()}
    commits = {
        library: roster_commit(suite, task_id, subject_kind(library), len(subjects[library].rows), roots[library])
        for library in roots
    }
    people_root = inspector_root(suite, people.rows) if draws_teams(plan) else ""
    return FrozenRosters(
        subjects=subjects,
        received=received,
        inspectors=people,
        subject_roots=roots,
        subject_commits=commits,
        subject_commit=combined_commit(suite, commits) if draws_subjects(plan) else "",
        inspector_root=people_root,
        inspector_commit=people_root and roster_commit(suite, task_id, "inspector", len(people.rows), people_root),
    )


def _key_refusals(suite: Suite, plan: Plan, keys: Mapping[str, bytes]) -> Iterator[Refusal]:
    for kind in sealed_kinds(plan):
        if kind not in keys or key_commitment(plan, kind) != key_commitment_of(suite, keys[kind]):
            yield Refusal(
                "freeze.key", "第十条", f"{kind} 的封存密钥与方案承诺的不一致", "请使用公告方案时生成的密钥文件"
            )


def _entry_refusals(plan: Plan, entries: Sequence[SubjectEntry]) -> Iterator[Refusal]:
    names: dict[str, str] = {entry.id: entry.row.get("name", "") for entry in entries}
    if len(names) < len(entries):
        for firm, times in Counter(entry.id for entry in entries).items():
            if times > 1:
                yield Refusal("roster.duplicate", "第十条", f"同一主体出现 {times} 次", "请确认后保留其一", firm[:80])
    yield from identity_refusals(names, names)
    in_teams = draws_teams(plan)
    for entry in entries:
        if not entry.row.get("name"):
            yield Refusal("roster.name", "第十条", "缺少名称", "请补充后重新更新确认", entry.id[:80])
        if in_teams and not DIVISION.fullmatch(entry.row.get("town", "")):
            yield _town_missing(entry)


def _received_refusals(
    suite: Suite, plan: Plan, received: Sequence[OpenedSubject], key: bytes | None
) -> Iterator[Refusal]:
    """Say where what stands behind the dispatched handles is not what the plan fixed, before the town of anybody counts."""
    fixed = {} if draws_subjects(plan) else plan["dispatched"]
    if [opened.handle for opened in received] != fixed.get("handles", []):
        yield Refusal("roster.received", "第十二条", "接收名单与方案 dispatched 所列不一致", "请使用生成方案时的名单")
        return
    for opened, attrs in zip(received, fixed.get("attrs", []), strict=True):
        handle = subject_handle(suite, plan, opened.id, key)
        if (handle, attrs) != (opened.handle, attrs_digest(suite, opened.row, opened.salt)):
            yield Refusal(
                "roster.received", "第十二条", "编码或内容与方案所列不符", "请使用生成方案时的名单", opened.id[:80]
            )
        if not DIVISION.fullmatch(opened.row.get("town", "")):
            yield _town_missing(opened)


def _town_missing(entry: SubjectEntry | OpenedSubject) -> Refusal:
    return Refusal(
        "roster.town", "第十四条", "缺少区划代码，不能按片区分组", "请补充 6、9 或 12 位区划代码", entry.id[:80]
    )


def _town_refusals(plan: Plan, opened: Sequence[OpenedSubject]) -> Iterator[Refusal]:
    if not draws_teams(plan):
        return
    known: dict[str, str] = {}
    if len({len(entry.row["town"]) for entry in opened}) > 1:
        yield Refusal("roster.town-length", "第十四条", "区划代码长度不一", "同一次抽取请统一用 6、9 或 12 位")
    for entry in opened:
        if known.setdefault(entry.handle, entry.row["town"]) != entry.row["town"]:
            yield Refusal(
                "roster.town-differs", "第九条", "同一主体在各对象库中的区划代码不一致", "请统一后重新确认", entry.id
            )


def _inspector_entry_refusals(entries: Sequence[InspectorEntry]) -> Iterator[Refusal]:
    ids = sorted(entry.pid for entry in entries)
    for left, right in pairwise(ids):
        if left == right:
            yield Refusal("roster.duplicate", "第十条", "同一执法证号出现两次", "请确认后保留其一", right)
    for pid in ids:
        if not is_certificate_id(pid):
            yield Refusal("roster.id", "第十条", "执法证号写法不合规则", "应为 cert: 加字母、数字或 . _ -", pid[:80])
