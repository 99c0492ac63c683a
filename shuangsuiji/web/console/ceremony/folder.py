"""The files of a draw, and the ceremony replayed from them.

Shape: `plan.json`, `freeze.json`, `roster-*.csv|jsonl`, `commit-<code>.json`, `reveal-<code>.json`, `number.json`, `run.json`,
`replacement-<nnn>.json`, `end.json` (abort or void), and the records. Beside it `<folder>-private/`: sealing keys and what
stands behind the handles, for auditors.
Every act is replayed with its own time when the folder is read, so an edited file is refused, not believed.
"""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, suite_named
from shuangsuiji.core.draw.ceremony import DRAWN, Ceremony, context_of
from shuangsuiji.core.draw.freeze import (
    FrozenInspectors,
    FrozenRosters,
    FrozenSubjects,
    OpenedInspector,
    OpenedSubject,
)
from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.plan import (
    Plan,
    draws_subjects,
    draws_teams,
    libraries_of,
    plan_hash,
    plan_refusals,
    shape_refusals,
)
from shuangsuiji.core.draw.record import Proceedings, record_file_name
from shuangsuiji.core.draw.refusal import refuse_any
from shuangsuiji.core.draw.roster import (
    InspectorRow,
    SubjectRow,
    combined_commit,
    count_by_elig,
    inspector_root,
    read_inspector_file,
    read_subject_file,
    roster_commit,
    subject_kind,
    subject_root,
)
from shuangsuiji.core.draw.shape import Shape
from shuangsuiji.verify.engine import floors
from shuangsuiji.web.console.ceremony import shapes
from shuangsuiji.web.console.ceremony.files import (
    Content,
    edited,
    one_at_a_time,
    plain,
    read_members,
    refused,
    write_new,
    write_over,
)

PLAN, FREEZE, NUMBER, RUN, END = "plan.json", "freeze.json", "number.json", "run.json", "end.json"
KEYS, OPENED, RECEIVED = "keys.json", "opened.json", "received.json"
EVIDENCE = ("beacon_signature", "beacon_evidence")
INSPECTOR_FILE = "roster-inspector.jsonl"
_SHAPES: Mapping[str, Shape] = {
    PLAN: shapes.PLAN,
    FREEZE: shapes.FREEZE,
    NUMBER: shapes.NUMBER,
    RUN: shapes.RUN,
    END: shapes.END,
    KEYS: shapes.KEYS,
    OPENED: shapes.OPENED,
    RECEIVED: shapes.RECEIVED,
    "commit": shapes.COMMIT,
    "reveal": shapes.REVEAL,
    "replacement": shapes.REPLACEMENT,
}


def subject_file(library: str) -> str:
    """File name of a library's frozen roster; the nameless library has none in it."""
    return f"roster-subject-{library}.csv" if library else "roster-subject.csv"


class DrawFolder:
    """One draw on disk. Reading never changes it; each act adds files and writes over none."""

    def __init__(self, path: Path, private: Path | None = None) -> None:
        """`path` is the folder to pass around, `private` the one to keep (default: beside it, `-private` appended)."""
        self.path = _named(path)
        self.private = private or self.path.with_name(f"{self.path.name}-private")
        if self.private.resolve().is_relative_to(self.path.resolve()):
            raise refused("folder.private", f"封存密钥不能放在传阅的文件夹 {path} 内", "请用 --private 另指一处")

    def has(self, name: str) -> bool:
        """Whether the public folder holds this file."""
        return (self.path / name).is_file()

    def file(self, name: str) -> bytes | None:
        """A file of the public folder by its bare name, for the verifier; None where it is missing."""
        path = self.path / name
        return path.read_bytes() if path.is_file() else None

    def read(self, name: str, shape: str = "") -> dict[str, Any]:
        """An act's file. Raises DrawRefused where it is missing or not readable."""
        absent = "请先办理前面的步骤，或核对文件夹；全部步骤见 shuangsuiji draw --help"
        if name == PLAN and not self.path.is_dir():
            absent = "没有这个抽取文件夹，请核对路径；新的抽取请先用 shuangsuiji draw plan 公告方案"
        return read_members(self.path / name, _SHAPES[shape or name], absent=absent)

    def read_private(self, name: str) -> dict[str, Any]:
        """A file of the private folder. Raises DrawRefused where it is missing or not readable."""
        absent = f"请在保管封存密钥的机器上办理，或用 --private 指明其位置（现为 {self.private}）"
        return read_members(self.private / name, _SHAPES[name], absent=absent)

    def add(self, name: str, content: Content) -> Path:
        """Write the file that completes an act; one that exists is refused. It comes last, so no act is half done."""
        return write_new(self.path / name, content)

    def prepare(self, name: str, content: Content, *, private: bool = False) -> Path:
        """Write a file that counts only once the act's own file exists; what an interrupted attempt left is replaced."""
        if private:
            self.private.mkdir(parents=True, exist_ok=True, mode=0o700)
        return write_over((self.private if private else self.path) / name, content, private=private)

    def alone(self) -> AbstractContextManager[None]:
        """Hold other acts on this folder back until this one is done. Refused where there is no such folder."""
        if not self.has(PLAN):
            self.read(PLAN)
        return one_at_a_time(self.path)

    @property
    def version(self) -> int:
        """The version of the newest record that counts; 0 before there is one."""
        shadow = self.has(NUMBER) and self.aborted
        return self.has(RUN) + self.has(END) + shadow + len(self.replacements())

    @property
    def newest_record(self) -> Path:
        """The newest public record that counts; one left by an interrupted act does not."""
        return self.path / record_file_name(self.plan["draw_id"], self.version)

    def replacements(self) -> list[dict[str, Any]]:
        """Replacements in the order in which they were made."""
        names = sorted(path.name for path in self.path.glob("replacement-*.json"))
        return [self.read(name, "replacement")["entry"] for name in names]

    @property
    def plan(self) -> Plan:
        """The announced plan."""
        plan = self.read(PLAN)
        refuse_any(shape_refusals(plan))
        refuse_any(plan_refusals(plan, floors()))
        try:
            plan_hash(suite_named(plan["suite"]), plan)
        except CanonicalError as error:
            raise refused(
                "folder.unreadable", f"方案 {self.path / PLAN} 不能采用：{error}", "请取得未经改动的原件"
            ) from error
        return plan

    def acts(self, kind: str) -> list[dict[str, Any]]:
        """All `commit` or `reveal` files in the order of their times, then of their names."""
        found = []
        for path in sorted(self.path.glob(f"{kind}-*.json")):
            act = self.read(path.name, kind)
            if path.name != f"{kind}-{act['contributor']}.json":
                raise edited(f"{path.name} 的办理人")
            found.append(act)
        return sorted(found, key=lambda act: (act["at"], act["contributor"]))

    @property
    def aborted(self) -> bool:
        """Whether the draw ended by 中止."""
        return self.has(END) and bool(self.read(END)["act"] == "abort")

    def replay(self) -> tuple[Ceremony, str]:
        """The ceremony as the files tell it, and the state it had reached before an abort or void."""
        ceremony = self._replay_open()
        reached = ceremony.state
        if self.has(END):
            ended = self.read(END)
            ground, text = ended["ground"], ended["text"]
            if ended["act"] == "abort":
                ceremony = ceremony.abort(ground, text, at=parse_time(ended["at"]))
            else:
                ceremony = ceremony.void(ground, text)
        return ceremony, reached

    def _replay_open(self) -> Ceremony:
        ceremony = Ceremony(self.plan)
        if not self.has(FREEZE):
            return ceremony
        frozen = self.read(FREEZE)
        ceremony = ceremony.freeze(frozen["subject_commit"], frozen["inspector_commit"], at=parse_time(frozen["at"]))
        if ceremony.context != frozen["context"]:
            raise edited("方案或冻结记录")
        for act in self.acts("commit"):
            ceremony = ceremony.commit(act["contributor"], act["commit"], at=parse_time(act["at"]))
        reveals = self.acts("reveal")
        number = self.read(NUMBER) if self.has(NUMBER) and not self.aborted else None
        first = reveals[0] if reveals else number
        if first:
            ceremony = ceremony.close_commits(at=parse_time(first["at"]))
        for act in reveals:
            ceremony = ceremony.reveal(act["contributor"], act["secret"], at=parse_time(act["at"]))
        if number:
            at = parse_time(number["at"])
            ceremony = ceremony.close_reveals(at=at).record_number(number["value"], at=at)
        if self.has(RUN):
            self.read(RUN)
            ceremony = ceremony.draw()
        return ceremony

    def check_frozen(self) -> None:
        """Recompute everything the freeze published from the roster files; a contributor does this before committing."""
        plan, frozen = self.plan, self.read(FREEZE)
        suite = suite_named(plan["suite"])
        subjects, inspectors = self.public_rows()
        roots = {library: subject_root(suite, rows) for library, rows in subjects.items()}
        commits = {
            library: roster_commit(suite, plan["task_id"], subject_kind(library), len(rows), roots[library])
            for library, rows in subjects.items()
        }
        people_root = inspector_root(suite, inspectors) if draws_teams(plan) else ""
        people = people_root and roster_commit(suite, plan["task_id"], "inspector", len(inspectors), people_root)
        subject_commit = combined_commit(suite, commits) if draws_subjects(plan) else ""
        digest = plan_hash(suite, plan)
        recomputed = {
            "plan_hash": digest,
            "subject_roots": roots,
            "subject_commits": commits,
            "subject_commit": subject_commit,
            "inspector_root": people_root,
            "inspector_commit": people,
            "context": context_of(suite, plan["draw_id"], digest, subject_commit, people),
            "counts": counts(subjects, inspectors),
        }
        if {name: frozen[name] for name in recomputed} != recomputed:
            raise edited("冻结的名录文件")

    def public_rows(self) -> tuple[dict[str, list[SubjectRow]], list[InspectorRow]]:
        """The frozen rows from their transport files."""
        plan = self.plan
        try:
            subjects = {
                library: read_subject_file((self.path / subject_file(library)).read_bytes(), "csv")
                for library in libraries_of(plan)
            }
            people = (self.path / INSPECTOR_FILE).read_bytes() if draws_teams(plan) else b""
            return subjects, read_inspector_file(people)
        except OSError as error:
            raise refused(
                "folder.missing", f"缺少冻结的名录文件 {error.filename}：{plain(error)}", "请取得完整的文件夹"
            ) from error
        except CanonicalError as error:
            raise edited(f"冻结的名录文件（{error}）") from error

    def rosters(self) -> FrozenRosters:
        """Frozen rosters with what stands behind them; refused where the private folder is not at hand or of another draw."""
        subjects, inspectors = self.public_rows()
        opened, frozen = self.read_private(OPENED), self.read(FREEZE)
        behind = {
            library: [OpenedSubject(**_fields(entry, OpenedSubject)) for entry in entries]
            for library, entries in opened["subjects"].items()
        }
        staff = [OpenedInspector(**_fields(entry, OpenedInspector)) for entry in opened["inspectors"]]
        if {library: _handles(rows) for library, rows in behind.items()} != {
            library: _handles(rows) for library, rows in subjects.items()
        } or _handles(staff) != _handles(inspectors):
            raise refused(
                "folder.private", f"{self.private} 中的封存资料不属于本次抽取", "请用 --private 指明本次抽取的封存资料"
            )
        return FrozenRosters(
            subjects={library: FrozenSubjects(rows, behind[library]) for library, rows in subjects.items()},
            received=[OpenedSubject(**_fields(entry, OpenedSubject)) for entry in opened["received"]],
            inspectors=FrozenInspectors(inspectors, staff),
            subject_roots=frozen["subject_roots"],
            subject_commits=frozen["subject_commits"],
            subject_commit=frozen["subject_commit"],
            inspector_root=frozen["inspector_root"],
            inspector_commit=frozen["inspector_commit"],
        )

    def proceedings(self) -> Proceedings:
        """Replay and recompute everything, and gather what a record tells. Needs the private folder."""
        ceremony, reached = self.replay()
        keys = {kind: bytes.fromhex(key) for kind, key in self.read_private(KEYS).items()}
        if ceremony.context:
            self.check_frozen()
        number = self.read(NUMBER) if self.has(NUMBER) else {}
        return Proceedings(
            ceremony=ceremony,
            reached=reached,
            rosters=self.rosters() if ceremony.context else None,
            keys=keys,
            evidence={name: number[name] for name in EVIDENCE if name in number},
            replacements=self.replacements(),
            shadow_value=number.get("value", "") if self.aborted else "",
            version=self.version + 1,
        )

    def finished(self, what: str, code: str = "E13-1", article: str = "第十三条") -> tuple[Proceedings, Outcome]:
        """Proceedings and lists of a draw that is done. Refused, as the ground not to do `what`, in any other state."""
        proceedings = self.proceedings()
        outcome = proceedings.outcome()
        if proceedings.ceremony.state != DRAWN or outcome is None:
            raise refused(code, f"尚未抽取，或抽取已中止、作废，不能{what}", "请在抽取完成后办理", article)
        if outcome.result_hash != self.read(RUN)["result_hash"]:
            raise edited("抽取结果")
        return proceedings, outcome


def _named(path: Path) -> Path:
    """The path with a name at its end, also for `.`; links are not followed: the private folder stays beside the link."""
    plainly = Path(os.path.normpath(path))
    if plainly.name in ("", ".."):
        plainly = Path(os.path.normpath(plainly.absolute()))
    if not plainly.name:
        raise refused("folder.path", f"{path} 不能作为抽取文件夹", "请另指一个文件夹")
    return plainly


def counts(subjects: Mapping[str, Any], inspectors: Any) -> dict[str, Any]:
    """Rows per exclusion code, as the freeze publishes them."""
    return {
        "subjects": {library: count_by_elig(rows) for library, rows in subjects.items()},
        "inspectors": count_by_elig(inspectors),
    }


def _handles(rows: Any) -> list[str]:
    return [row.handle for row in rows]


def _fields(entry: Mapping[str, Any], kind: Any) -> dict[str, Any]:
    return {name: entry[name] for name in kind._fields}
