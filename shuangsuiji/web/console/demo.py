"""`shuangsuiji demo`: one whole draw of a synthetic county through the real acts, then verified by the separate program.

Source: 第二条, 第六条, 第十—十六条. Its public number and its clock are given and marked 演示; everything else is what a county
would do, and it is not a rehearsal.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.core.draw.plan import libraries_of
from shuangsuiji.core.rules.parameters import ratio
from shuangsuiji.core.rules.pool_names import pool_name
from shuangsuiji.core.rules.quotas import percent
from shuangsuiji.core.rules.repeats import TaskType
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.sheets.items import read_items
from shuangsuiji.verify.engine import floors
from shuangsuiji.verify.verdict import EXIT_GOOD, FAIL, PASS
from shuangsuiji.web.console.ceremony import acts, afterwards, show
from shuangsuiji.web.console.ceremony.files import write_new
from shuangsuiji.web.console.ceremony.folder import DrawFolder
from shuangsuiji.web.console.ceremony.options import moment
from shuangsuiji.web.console.ceremony.records import Written
from shuangsuiji.web.console.ceremony.rosters import (
    Words,
    inspector_entries,
    inspector_reading,
    subject_entries,
    subject_reading,
)
from shuangsuiji.web.console.county.codes import COUNTY
from shuangsuiji.web.console.county.people import DEPARTMENTS, QUALIFICATIONS, department_codes
from shuangsuiji.web.console.county.task import CONTRIBUTORS, demo_plan
from shuangsuiji.web.console.county.towns import TOWNS
from shuangsuiji.web.console.demo_county import SIZE, County, build_county
from shuangsuiji.web.console.usage import whole_number
from shuangsuiji.web.console.verifier_archive import build_archive
from shuangsuiji.web.console.words import Printer

# Thrown by nobody: the digits are fixed so that the demo needs no camera. Marked 演示 wherever they appear.
DEMO_NUMBER = "48291038475610293847"
DEMO_CLOCK = "2026-03-02T01:00:00Z"
_UNCLASSIFIED_AS = "B"
# Below the smallest a class may have nobody left to draw, and the largest still ends while somebody watches.
SMALLEST, LARGEST = 200, 200_000
_YEARS = range(2019, 2100)


def add_parser(groups: Any) -> None:
    """Add `demo`."""
    parser = groups.add_parser(
        "demo",
        help="演示：建立示范县，完成一次抽取并独立核验",
        description="建立一个合成的示范县，从方案到名单完成一次抽取，再由独立核验程序复算。",
        epilog="例：\n  shuangsuiji demo\n  shuangsuiji demo --folder demo --size 500 --at 2026-11-20T01:00:00Z",
    )
    parser.add_argument(
        "--folder", type=Path, default=Path("demo"), metavar="DIR", help="演示文件放在哪里，每次各建一个子文件夹"
    )
    parser.add_argument(
        "--at", type=_clock, default=parse_time(DEMO_CLOCK), metavar="TIME", help=f"演示时钟，默认 {DEMO_CLOCK}"
    )
    parser.add_argument(
        "--size", type=_size, default=SIZE, metavar="N", help=f"用人单位户数，{SMALLEST}—{LARGEST}，默认 {SIZE}"
    )
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    parser.set_defaults(run=run)


def _clock(text: str) -> datetime:
    at = moment(text)
    if at.year not in _YEARS:
        raise argparse.ArgumentTypeError(f"演示时钟应在 {_YEARS[0]}—{_YEARS[-1]} 年之间")
    return at


def _size(text: str) -> int:
    size = whole_number(text)
    if not SMALLEST <= size <= LARGEST:
        raise argparse.ArgumentTypeError(f"户数应在 {SMALLEST}—{LARGEST} 之间")
    return size


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo plays: printer, county, draw folder, and the moment the ceremony begins."""

    printer: Printer
    place: Path
    county: County
    folder: DrawFolder
    start: datetime

    @property
    def steps(self) -> Printer:
        """Prints the single acts."""
        return _Steps(as_json=self.printer.as_json)

    def after(self, minutes: int) -> datetime:
        """A moment of the demo's clock."""
        return self.start + timedelta(minutes=minutes)


def run(options: argparse.Namespace) -> int:
    """Perform the demo; 0 when the separate verifier agrees with the public and the auditor's record and a firm's bundle."""
    printer, start = Printer(as_json=options.json), options.at
    place = _next_place(options.folder)
    printer.say(f"双随机、一公开 演示。全部数据为合成，公开随机数和时钟为演示给定。文件在 {place}")
    printer.title("一、示范县：事项清单与两库", "第二条、第六条、第十条")
    with printer.working("建立示范县"):
        county = build_county(place, year=start.year, size=options.size, as_of=date(start.year, start.month, 1))
    stage = Stage(printer, place, county, DrawFolder(place / "draw"), start)
    _lists(stage)
    plan = _announce(stage)
    _freeze(stage, plan)
    _contribute(stage)
    written = _draw(stage)
    return _verify(stage, written)


def _next_place(folder: Path) -> Path:
    """A folder of its own for every demo, so that none is ever written over."""
    numbers = count(1)
    while True:
        place = folder / f"{next(numbers):03d}"
        with suppress(FileExistsError):
            place.mkdir(parents=True)
            return place


def _lists(stage: Stage) -> None:
    items = read_items(stage.county.items, at=stage.county.as_of).require()
    stage.printer.facts(
        {
            "抽查事项清单": f"{len(items)} 项，{len({item.category for item in items})} 类（{stage.county.items.name}）",
            "检查对象": f"{stage.county.subject_count} 户（{stage.county.subjects.name}）",
            "执法检查人员": f"{stage.county.inspector_count} 名（{stage.county.inspectors.name}）",
        }
    )


def _announce(stage: Stage) -> Any:
    stage.printer.title(
        "二、抽取方案与公告：比例不低于下限，公开随机数的来源和期号先定", "第六条（三）、第十一条、第十三条"
    )
    settings = demo_plan(year=stage.start.year, at=stage.start, floors=floors())
    plan = acts.announce(stage.folder, settings, ordinal=1)
    show.plan(stage.steps, plan, stage.folder)
    name = pool_name(DEPARTMENTS["rsj"], stage.start.year, "劳动用工", RiskClass.C, 1)
    stage.printer.say(f"对象库名称由系统生成（第六条（二），仅内部使用），如：{name}")
    return plan


def _freeze(stage: Stage, plan: Any) -> None:
    stage.printer.title("三、更新确认两库并冻结名录：逐行核对、封存、公布根值", "第六条（一）、第九条、第十条")
    words = Words(COUNTY, {town.name: town.code for town in TOWNS}, department_codes(), QUALIFICATIONS)
    with stage.printer.working("读取检查对象名录", "行") as progress:
        subjects = subject_reading(stage.county.subjects, words, COUNTY, stage.start.date(), progress=progress)
    people = inspector_reading(stage.county.inspectors, words, stage.start.date(), window_end=stage.start.date())
    show.reading(stage.printer, subjects)
    show.reading(stage.printer, people)
    floor = percent(ratio(f"sample_floor.{_UNCLASSIFIED_AS}"))
    stage.printer.say(
        f"未分类主体按部门书面决定视同 {_UNCLASSIFIED_AS} 类（比例 {floor}）；本年度已检查的列 X1，D 类除外。"
    )
    task = TaskType(plan["lead"], plan["task_id"])
    libraries = {
        library: subject_entries(subjects, strata, task, stage.start.year, _UNCLASSIFIED_AS)
        for library, strata in libraries_of(plan).items()
    }
    with stage.printer.working("核对、封存并计算根值"):
        rosters = acts.freeze(
            stage.folder, libraries, inspector_entries(people), at=stage.after(5), confirmed_by="名录库管理员"
        )
    show.frozen(stage.steps, stage.folder, rosters)


def _contribute(stage: Stage) -> None:
    printer, folder = stage.printer, stage.folder
    printer.title("四、各方提交承诺：随机数在各自机器上生成，先只公布承诺", "第十四条")
    for minute, (who, name) in enumerate(CONTRIBUTORS.items(), start=10):
        commitment = acts.commit(folder, who, _secret(stage, who), at=stage.after(minute))
        printer.say(f"  {name}（{who}）承诺 {commitment}")
    printer.title("五、各方揭示，逐一与承诺核对", "第十四条")
    for minute, (who, name) in enumerate(CONTRIBUTORS.items(), start=40):
        acts.reveal(folder, who, _secret(stage, who), at=stage.after(minute))
        printer.say(f"  {name}（{who}）已揭示，相符")
    printer.title("六、公开随机数：十面骰（演示，非实投）", "第十四条")
    sheet = write_new(stage.place / "骰子记录表-演示.txt", f"演示，非实投：{DEMO_NUMBER}\n".encode())
    evidence = acts.Evidence(["演示岗位一", "演示岗位二"], files=[sheet])
    seed = acts.record_number(folder, DEMO_NUMBER, evidence, at=stage.after(80))
    printer.facts({"公开随机数（演示）": DEMO_NUMBER, "种子": seed})


def _secret(stage: Stage, who: str) -> Path:
    return stage.place / f"secret-{who}.json"


def _draw(stage: Stage) -> Written:
    stage.printer.title("七、抽取对象和人员，编成小组", "第十三条（二）、第十四条、第十六条")
    with stage.printer.working("抽取，并由核验程序重算"):
        written = acts.run(stage.folder, at=stage.after(81))
    show.drawn(stage.steps, stage.folder, written)
    return written


def _verify(stage: Stage, written: Written) -> int:
    printer = stage.printer
    printer.title("八、独立核验：另一个程序，不联网，只看文件", "第五条、第十四条")
    archive = build_archive(stage.place / "ssj-verify.pyz")
    reports = {}
    with printer.working("核验"):
        for name, (document, *arguments) in _documents(stage, written).items():
            reports[name] = _separately(archive, document, *arguments)
    checks = {check["id"]: check for report in reports.values() for check in report["checks"]}
    marks = {PASS: "通过", FAIL: "不符"}
    rows = [
        (check_id, checks[check_id]["title"], *(_status(report, check_id, marks) for report in reports.values()))
        for check_id in sorted(checks)
    ]
    printer.table("", ("编号", "核验事项", *reports), rows)
    printer.say("—：此件看不到，须由持有封存密钥的审计方核验，或尚未入日志。空白：凭证不涉及。")
    good = all(report["exit_code"] == EXIT_GOOD for report in reports.values())
    printer.say("核验通过：任何人凭公开记录都能复算出同一名单。" if good else "核验不通过，请看上表。")
    printer.say("再核一遍：")
    printer.say(f"  python3 {archive} {written.public} --no-log")
    printer.say("这次抽取在文件夹上完成，没有写入日志：V14、V24、V26 未查（未入日志）。")
    printer.result({"folder": f"{stage.place}", "verified": good, "reports": reports})
    return EXIT_GOOD if good else 1


def _documents(stage: Stage, written: Written) -> dict[str, tuple[Any, ...]]:
    """What is verified, and how: both records, and the bundle of the first firm of the list."""
    batches = written.outcome.batches if written.outcome else {}
    first = next(handle for handles in batches.values() for handle in handles)
    firm = next(opened.id for opened in stage.folder.rosters().opened_subjects if opened.handle == first)
    bundle = afterwards.open_firm(stage.folder, firm)[0].file
    return {
        "公开记录": (written.public, "--no-log"),
        "审计记录": (written.auditor, "--no-log"),
        "一户企业的凭证": (bundle, "--record", f"{written.public}"),
    }


def _status(report: dict[str, Any], check_id: str, marks: dict[str, str]) -> str:
    return next((marks.get(check["status"], "—") for check in report["checks"] if check["id"] == check_id), "")


def _separately(archive: Path, document: Path, *arguments: str) -> dict[str, Any]:
    """Run the verifier as its own process from its one file, isolated from this installation."""
    command: Sequence[str] = [sys.executable, "-I", f"{archive}", f"{document}", *arguments, "--json"]
    done = subprocess.run(  # noqa: S603 - our own interpreter on our own file
        command, capture_output=True, check=False, text=True, encoding="utf-8"
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


class _Steps(Printer):
    """Prints for a person like any other, but leaves the one JSON object to the end of the demo."""

    def result(self, members: Mapping[str, Any]) -> None:
        """Nothing."""
