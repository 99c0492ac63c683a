"""A small county's draw, and the command line to take it further: what the tests of the ceremony share.

The draws of `stages` are made once per test process; a test works on a copy.
"""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from shuangsuiji.verify.engine import floors
from shuangsuiji.web.console.ceremony.folder import DrawFolder
from shuangsuiji.web.console.ceremony.options import moment
from shuangsuiji.web.console.county.codes import COUNTY
from shuangsuiji.web.console.county.people import QUALIFICATIONS, department_codes
from shuangsuiji.web.console.county.task import demo_plan
from shuangsuiji.web.console.county.towns import town_codes
from shuangsuiji.web.console.demo_county import build_county
from shuangsuiji.web.console.main import main
from tests.synthetic import certificate_number, valid_uscc

YEAR = 2026
SIZE = 150
CONTRIBUTORS = ("rsj", "jiwei")
DICE = "48291038475610293847"
TWO_PERSONS = ("--by", "公证处", "--by", "机关纪检")
APPROVED = ("--approved-by", "主要负责人")
# Beijing is eight hours ahead: nine in the morning. Commits until 01:30, reveals until 02:00, the dice from 02:15.
PLAN_AT, FREEZE_AT, COMMIT_AT, REVEAL_AT, NUMBER_AT, RUN_AT = (
    f"2026-03-02T{clock}:00Z" for clock in ("01:00", "01:05", "01:10", "01:40", "02:20", "02:21")
)
STAGES = ("announced", "frozen", "committed", "revealed", "numbered", "drawn")
Row = Mapping[str, str]


@dataclass(frozen=True)
class Spoken:
    """What a command answered: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def members(self) -> dict[str, Any]:
        """The one JSON object on standard output, and nothing beside it."""
        members = json.loads(self.out)
        assert isinstance(members, dict)
        return members


def ssj(*words: object) -> Spoken:
    """Run `shuangsuiji …` in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([f"{word}" for word in words])
    return Spoken(code, out.getvalue(), err.getvalue())


def settings(**changes: Any) -> dict[str, Any]:
    """The settings of the acceptable draw; None takes a field out."""
    made = demo_plan(year=YEAR, at=moment(PLAN_AT), floors=floors())
    teams = {"count": 2, "slots": [["leader", "rsj", ["law"]], ["member", "rsj", ["law"]]]}
    whole = {**made, "contributors": list(CONTRIBUTORS), "teams": teams, **changes}
    return {name: value for name, value in whole.items() if value is not None}


@dataclass(frozen=True)
class Case:
    """One draw in a folder of its own: `draw`, `draw-private`, the contributors' secrets, the lists it is made from."""

    place: Path

    @property
    def path(self) -> Path:
        return self.place / "draw"

    @property
    def private(self) -> Path:
        return self.place / "draw-private"

    @property
    def folder(self) -> DrawFolder:
        return DrawFolder(self.path)

    @property
    def state(self) -> str:
        """The state as the files tell it; empty before the announcement."""
        return self.folder.replay()[0].state if self.folder.has("plan.json") else ""

    def secret(self, who: str) -> Path:
        return self.place / f"secret-{who}.json"

    def write(self, name: str, members: Any) -> Path:
        path = self.place / name
        path.write_text(json.dumps(members, ensure_ascii=False), "utf-8")
        return path

    def edit(self, name: str, **changes: Any) -> None:
        """Change members of a file of the public folder, as somebody with an editor would."""
        path = self.path / name
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}, ensure_ascii=False), "utf-8")

    def plan(self, *more: object, at: str = PLAN_AT, **changes: Any) -> Spoken:
        return ssj("draw", "plan", self.path, "--settings", self.write("settings.json", settings(**changes)), "--at", at, *more)  # fmt: skip

    def freeze(self, *more: object, at: str = FREEZE_AT, **files: Path | None) -> Spoken:
        given = {**{name: self.place / f"{name}.xlsx" for name in ("subjects", "inspectors")}, **files}
        lists = [word for name, path in given.items() if path for word in (f"--{name}", path)]
        words = ("--words", self.place / "words.json", "--unclassified", "B", "--window-end", "2026-06-30")
        return ssj("draw", "freeze", self.path, *lists, *words, "--confirmed-by", "名录库管理员", "--at", at, *more)

    def commit(self, who: str, *more: object, at: str = COMMIT_AT) -> Spoken:
        return ssj("draw", "commit", self.path, "--as", who, "--secret", self.secret(who), "--at", at, *more)

    def reveal(self, who: str, *more: object, at: str = REVEAL_AT) -> Spoken:
        return ssj("draw", "reveal", self.path, "--as", who, "--secret", self.secret(who), "--at", at, *more)

    def number(self, *words: object, at: str = NUMBER_AT) -> Spoken:
        return ssj("draw", "number", self.path, *(words or (DICE, *TWO_PERSONS)), "--at", at)

    def run(self, *more: object, at: str = RUN_AT) -> Spoken:
        return ssj("draw", "run", self.path, "--at", at, *more)

    def verify(self, *more: object) -> Spoken:
        return ssj("draw", "verify", self.path, "--no-log", *more)

    def void(self, *more: object, at: str = RUN_AT, ground: str = "roster", text: str = "名录有误") -> Spoken:
        words = ("--ground", ground, "--text", text, *(more or APPROVED))
        return ssj("draw", "void", self.path, *words, "--at", at)

    def replace(self, to: str, slot: int = 0, *more: object, **changes: str) -> Spoken:
        words = {"reason": "health", "requested-by": "承办股室", "approved-by": "分管负责人", **changes}
        options = [word for name, value in words.items() for word in (f"--{name}", value)]
        return ssj("draw", "replace", self.path, "--slot", slot, "--to", to, *options, "--at", RUN_AT, *more)

    def to_the_end(self, *number: object, at_number: str = NUMBER_AT) -> Spoken:
        """From the frozen lists to the drawn ones; every act in between must be accepted."""
        for act in (self.commit, self.reveal):
            for who in CONTRIBUTORS:
                assert_done(act(who))
        assert_done(self.number(*number, at=at_number))
        return assert_done(self.run("--json"))

    def copy(self, place: Path) -> "Case":
        shutil.copytree(self.place, place)
        return Case(place)


def assert_done(spoken: Spoken) -> Spoken:
    """The command was accepted and complained of nothing."""
    assert (spoken.code, spoken.err) == (0, ""), spoken
    return spoken


def make_stages(place: Path) -> dict[str, Case]:
    """The acceptable draw at every stage, each in a folder of its own."""
    first = Case(place / "announced")
    build_county(first.place, year=YEAR, size=SIZE)
    words = {
        "county": COUNTY,
        "towns": town_codes(),
        "departments": department_codes(),
        "qualifications": QUALIFICATIONS,
    }
    first.write("words.json", words)
    assert_done(first.plan())
    made = {"announced": first}
    for before, name in pairwise(STAGES):
        made[name] = made[before].copy(place / name)
        _advance(made[name], name)
    return made


def _advance(case: Case, stage: str) -> None:
    acts = {
        "frozen": lambda: [case.freeze()],
        "committed": lambda: [case.commit(who) for who in CONTRIBUTORS],
        "revealed": lambda: [case.reveal(who) for who in CONTRIBUTORS],
        "numbered": lambda: [case.number()],
        "drawn": lambda: [case.run()],
    }
    for spoken in acts[stage]():
        assert_done(spoken)


def tree(*folders: Path) -> dict[str, str]:
    """Every file below the folders with its digest."""
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {f"{path}": hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def assert_refused(case: Case, spoken: Spoken, before: Mapping[str, str], *, code: str, says: str) -> None:
    """Refused with number, article and remedy, in a sentence that says so; no file of either folder has changed."""
    assert spoken.code == 1, spoken
    assert f"[{code}] " in spoken.err, spoken.err
    assert says in spoken.err.replace("\n", ""), spoken.err
    first = spoken.err.splitlines()[0]
    assert "（第" in first
    assert first.rpartition("）。")[2] or first.partition("）。")[2], first
    assert spoken.err.endswith("未作任何改动。\n")
    assert "Traceback" not in spoken.err
    assert tree(case.path, case.private) == before


# ------------------------------------------------------------------------------------------------------ lists by hand


def firm(number: int, **changes: str) -> Row:
    """A row of a registry of subjects."""
    return {
        "企业名称": f"示例县第{number}号演示企业",
        "统一社会信用代码": valid_uscc(number),
        "主体类型": "企业",
        "状态": "正常",
        "区域": "城关镇",
        "信用风险分类": "ABCD"[number % 4],
        **changes,
    }


def person(number: int, **changes: str) -> Row:
    """A row of a roll of inspectors."""
    return {
        "姓名": f"演{'甲乙丙丁戊己庚辛壬癸'[number]}",
        "单位": "rsj",
        "证件编号": certificate_number(1, number),
        "有效期": "2029-12-31",
        "可查事项": "law",
        "状态": "在岗",
        "最多组数": "2",
        "回避对象": "",
        **changes,
    }


def firms(count: int = 12) -> list[Row]:
    """So many firms, all classes in turn."""
    return [firm(number) for number in range(1, count + 1)]


def people(count: int = 4, **changes: str) -> list[Row]:
    """So many inspectors, the same `changes` for all."""
    return [person(number, **changes) for number in range(count)]


def write_csv(path: Path, rows: Iterable[Row]) -> Path:
    """A list as UTF-8 csv."""
    listed = list(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
    return path


def lists(case: Case, subjects: Sequence[Row] = (), inspectors: Sequence[Row] = ()) -> dict[str, Path]:
    """Hand-made lists for `Case.freeze`."""
    return {
        "subjects": write_csv(case.place / "firms.csv", subjects or firms()),
        "inspectors": write_csv(case.place / "people.csv", inspectors or people()),
    }
