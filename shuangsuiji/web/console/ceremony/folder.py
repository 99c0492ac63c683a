"""The files of a draw, and the ceremony replayed from them.

Shape: `plan.json`, `freeze.json`, `roster-*.csv|jsonl`, `commit-<code>.json`, `reveal-<code>.json`, `number.json`, `run.json`,
`end.json` (abort or void), and the records. Beside it `<folder>-private/`: sealing keys and openings, for auditors.
Every act is replayed with its own time when the folder is read, so an edited file is refused, not believed.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, parse_json, suite_named
from shuangsuiji.core.draw.ceremony import Ceremony, context_of
from shuangsuiji.core.draw.freeze import (
    FrozenInspectors,
    FrozenRosters,
    FrozenSubjects,
    OpenedInspector,
    OpenedSubject,
)
from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.core.draw.plan import Plan, draws_subjects, draws_teams, libraries_of, plan_hash, shape_refusals
from shuangsuiji.core.draw.record import Proceedings
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal, refuse_any
from shuangsuiji.core.draw.roster import (
    InspectorRow,
    SubjectRow,
    combined_commit,
    inspector_root,
    read_inspector_file,
    read_subject_file,
    roster_commit,
    subject_kind,
    subject_root,
)

PLAN, FREEZE, NUMBER, RUN, END = "plan.json", "freeze.json", "number.json", "run.json", "end.json"
KEYS, OPENED = "keys.json", "opened.json"
EVIDENCE = ("beacon_signature", "beacon_evidence")
INSPECTOR_FILE = "roster-inspector.jsonl"


def subject_file(library: str) -> str:
    """File name of a library's frozen roster; the nameless library has none in it."""
    return f"roster-subject-{library}.csv" if library else "roster-subject.csv"


class DrawFolder:
    """One draw on disk. Reading never changes it; each act adds files and writes over none."""

    def __init__(self, path: Path, private: Path | None = None) -> None:
        """`path` is the folder to pass around, `private` the one to keep (default: beside it, `-private` appended)."""
        self.path = path
        self.private = private or path.with_name(f"{path.name}-private")

    def has(self, name: str) -> bool:
        """Whether the public folder holds this file."""
        return (self.path / name).is_file()

    def file(self, name: str) -> bytes | None:
        """A file of the public folder by its bare name, for the verifier; None where it is missing."""
        path = self.path / name
        return path.read_bytes() if path.is_file() else None

    def read(self, name: str) -> dict[str, Any]:
        """An act's file. Raises DrawRefused where it is missing or not readable."""
        return self._read(self.path / name)

    def read_private(self, name: str) -> dict[str, Any]:
        """A file of the private folder. Raises DrawRefused where it is missing or not readable."""
        return self._read(self.private / name)

    def add(self, name: str, content: Mapping[str, Any] | bytes) -> Path:
        """Write the file that completes an act; one that exists is refused. It comes last, so no act is half done."""
        self.path.mkdir(parents=True, exist_ok=True)
        return write_new(self.path / name, content)

    def prepare(self, name: str, content: Mapping[str, Any] | bytes, *, private: bool = False) -> Path:
        """Write a file that counts only once the act's own file exists; what an interrupted attempt left is replaced."""
        folder = self.private if private else self.path
        folder.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o755)
        (folder / name).unlink(missing_ok=True)
        return write_new(folder / name, content, private=private)

    def next_version(self) -> int:
        """The version of the record to be written next: one more than the acts that each wrote one."""
        return 1 + self.has(RUN) + self.has(END) + len(self.replacements())

    def replacements(self) -> list[dict[str, Any]]:
        """Replacements in the order in which they were made."""
        return [self.read(path.name)["entry"] for path in sorted(self.path.glob("replacement-*.json"))]

    @property
    def plan(self) -> Plan:
        """The announced plan."""
        plan = self.read(PLAN)
        refuse_any(shape_refusals(plan))
        return plan

    def acts(self, kind: str) -> list[dict[str, Any]]:
        """All `commit` or `reveal` files in the order of their times, then of their names."""
        found = [self.read(path.name) for path in sorted(self.path.glob(f"{kind}-*.json"))]
        return sorted(found, key=lambda act: (_member(act, "at"), _member(act, "contributor")))

    def proceedings(self) -> Proceedings:
        """Replay every act and gather what a record tells. Private parts are there only where the private folder is."""
        ceremony, reached = self.replay()
        ended = self.read(END) if self.has(END) else {}
        number = self.read(NUMBER) if self.has(NUMBER) else {}
        evidence: dict[str, Any] = {name: number[name] for name in EVIDENCE if name in number}
        return Proceedings(
            ceremony=ceremony,
            reached=reached,
            rosters=self.rosters() if ceremony.context else None,
            keys={kind: bytes.fromhex(key) for kind, key in self.read_private(KEYS).items()},
            evidence=evidence,
            replacements=self.replacements(),
            shadow_value=number.get("value", "") if ended.get("act") == "abort" else "",
            version=self.next_version(),
        )

    def replay(self) -> tuple[Ceremony, str]:
        """The ceremony as the files tell it, and the state it had reached before an abort or void."""
        ceremony = self._replay_open()
        reached = ceremony.state
        if self.has(END):
            ended = self.read(END)
            at = parse_time(_member(ended, "at"))
            ground, text = _member(ended, "ground"), _member(ended, "text")
            aborted = ended.get("act") == "abort"
            ceremony = ceremony.abort(ground, text, at=at) if aborted else ceremony.void(ground, text)
        return ceremony, reached

    def _replay_open(self) -> Ceremony:
        ceremony = Ceremony(self.plan)
        if not self.has(FREEZE):
            return ceremony
        frozen = self.read(FREEZE)
        ceremony = ceremony.freeze(
            _member(frozen, "subject_commit"), _member(frozen, "inspector_commit"), at=parse_time(_member(frozen, "at"))
        )
        if ceremony.context != _member(frozen, "context"):
            raise edited(FREEZE)
        for act in self.acts("commit"):
            ceremony = ceremony.commit(act["contributor"], _member(act, "commit"), at=parse_time(act["at"]))
        reveals = self.acts("reveal")
        number = self.read(NUMBER) if self.has(NUMBER) and not self._aborted() else None
        first = reveals[0]["at"] if reveals else _member(number, "at") if number else ""
        if first:
            ceremony = ceremony.close_commits(at=parse_time(first))
        for act in reveals:
            ceremony = ceremony.reveal(act["contributor"], _member(act, "secret"), at=parse_time(act["at"]))
        if number:
            at = parse_time(_member(number, "at"))
            ceremony = ceremony.close_reveals(at=at).record_number(_member(number, "value"), at=at)
        return ceremony.draw() if self.has(RUN) else ceremony

    def _aborted(self) -> bool:
        return self.has(END) and self.read(END).get("act") == "abort"

    def check_frozen(self) -> None:
        """Recompute roots, commitments and context from the roster files; a contributor does this before committing."""
        plan, frozen = self.plan, self.read(FREEZE)
        suite = suite_named(plan["suite"])
        subjects, inspectors = self.public_rows()
        commits = {
            library: roster_commit(suite, plan["task_id"], subject_kind(library), len(rows), subject_root(suite, rows))
            for library, rows in subjects.items()
        }
        subject_commit = combined_commit(suite, commits) if draws_subjects(plan) else ""
        people = ""
        if draws_teams(plan):
            root = inspector_root(suite, inspectors)
            people = roster_commit(suite, plan["task_id"], "inspector", len(inspectors), root)
        context = context_of(suite, plan["draw_id"], plan_hash(suite, plan), subject_commit, people)
        if context != frozen.get("context"):
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
        except (OSError, CanonicalError) as error:
            raise edited(f"冻结的名录文件（{error}）") from error

    def rosters(self) -> FrozenRosters:
        """Frozen rosters with what stands behind them; refused where the private folder is not at hand."""
        subjects, inspectors = self.public_rows()
        opened, frozen = self.read_private(OPENED), self.read(FREEZE)
        return FrozenRosters(
            subjects={
                library: FrozenSubjects(rows, [OpenedSubject(**entry) for entry in opened["subjects"][library]])
                for library, rows in subjects.items()
            },
            received=[OpenedSubject(**entry) for entry in opened["received"]],
            inspectors=FrozenInspectors(inspectors, [OpenedInspector(**entry) for entry in opened["inspectors"]]),
            subject_roots=frozen["subject_roots"],
            subject_commits=frozen["subject_commits"],
            subject_commit=frozen["subject_commit"],
            inspector_root=frozen["inspector_root"],
            inspector_commit=frozen["inspector_commit"],
        )

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            members = parse_json(path.read_bytes())
        except FileNotFoundError as error:
            remedy = "请先办理前面的步骤，或核对文件夹" if path.parent == self.path else "请在保管封存密钥的机器上办理"
            raise refused("folder.missing", f"缺少文件 {path}", remedy) from error
        except (OSError, CanonicalError) as error:
            raise refused("folder.unreadable", f"文件 {path} 不能读取：{error}", "请取得未经改动的原件") from error
        if not isinstance(members, dict):
            raise refused("folder.unreadable", f"文件 {path} 内容不是对象", "请取得未经改动的原件")
        return members


def write_new(path: Path, content: Mapping[str, Any] | bytes, *, private: bool = False) -> Path:
    """Write a file that must not exist yet, whole or not at all; a private one is readable by its owner only."""
    raw = content if isinstance(content, bytes) else f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(
        os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if private else 0o644), "wb"
    ) as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A hard link fails where the name exists: of two people at once, one wins and the other is told.
        os.link(unfinished, path)
    except FileExistsError as error:
        raise refused(
            "folder.exists", f"文件 {path} 已存在，不能覆盖", "此步骤已经办理；确需重来的，请作废后以新的编号抽取"
        ) from error
    finally:
        unfinished.unlink()
    return path


def refused(code: str, message: str, remedy: str, article: str = "第十四条") -> DrawRefused:
    """A refusal of an act on the folder."""
    return DrawRefused([Refusal(code, article, message, remedy)])


def edited(what: str) -> DrawRefused:
    """The refusal of files that do not agree with each other."""
    return refused("E14-2", f"{what} 与已公布的摘要不一致，可能被改动", "请取得未经改动的原件；名单冻结后不得更改")


def _member(act: Mapping[str, Any] | None, name: str) -> str:
    value = (act or {}).get(name)
    if not isinstance(value, str):
        raise edited(f"办理记录（缺少 {name}）")
    return value
