"""`shuangsuiji draw …`: the ceremony's acts from the command line.

Source: 40-draw §5 through `acts`; 第十条, 第十四条, 第十五条. Each command is thin: read options, one act, print.
"""

import argparse
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shuangsuiji.core.draw.ceremony import GROUNDS
from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.core.draw.plan import draws_teams, libraries_of
from shuangsuiji.core.draw.replacement import GROUNDS as REPLACEMENT_GROUNDS
from shuangsuiji.core.identifiers import IdentifierError, ingest_certificate, ingest_reg_no, ingest_uscc, is_subject_id
from shuangsuiji.core.rules.repeats import TaskType
from shuangsuiji.verify.__main__ import main as verify_main
from shuangsuiji.web.console.ceremony import acts, show
from shuangsuiji.web.console.ceremony.folder import DrawFolder, refused
from shuangsuiji.web.console.ceremony.rosters import (
    inspector_entries,
    inspector_reading,
    read_words,
    subject_entries,
    subject_reading,
)
from shuangsuiji.web.console.ceremony.settings import example_settings, with_times
from shuangsuiji.web.console.words import Printer

Options = argparse.Namespace
_PUBLIC_FOLDER = "抽取文件夹（可传阅）"


def add_parser(groups: Any) -> None:
    """Add `draw` and its commands."""
    draw = groups.add_parser("draw", help="在文件夹上完成一次抽取，并核验")
    commands = draw.add_subparsers(dest="command", required=True, metavar="步骤")
    for add in (_plan, _freeze, _commit, _reveal, _number, _run, _show, _void, _replace, _open, _verify):
        add(commands)


def _add(
    commands: Any, name: str, run: Any, summary: str, example: str, *, folder: bool = True
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=summary,
        epilog=f"例：{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if folder:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help=_PUBLIC_FOLDER)
        parser.add_argument("--private", type=Path, help="封存密钥所在文件夹，默认 FOLDER-private，不得传阅")
    parser.add_argument("--at", type=_moment, help="给定时刻（仅演示和测试），如 2026-03-02T01:00:00Z；默认取本机时钟")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(run=run)
    return parser


def _moment(text: str) -> datetime:
    try:
        return parse_time(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}") from error


def _now(options: Options) -> datetime:
    return options.at or datetime.now(UTC)


def _folder(options: Options) -> DrawFolder:
    return DrawFolder(options.folder, options.private)


def _plan(commands: Any) -> None:
    parser = _add(commands, "plan", run_plan, "公告抽取方案：编号、比例、贡献方、时间、公开随机数（第十三条、第十四条）",
                  "shuangsuiji draw plan 抽取一 --settings settings.json --commit-in 30 --reveal-in 60 --number-in 65")  # fmt: skip
    parser.add_argument("--settings", type=Path, help="方案设置 JSON；先用 --example 得到一份样例")
    parser.add_argument("--example", action="store_true", help="打印样例设置（比例为规则下限）")
    parser.add_argument("--ordinal", type=int, default=1, help="本任务第几次抽取，从 1 起")
    parser.add_argument("--supersedes", type=Path, help="被作废或中止的抽取文件夹；本次自动取其下一个编号")
    parser.add_argument("--rehearsal", action="store_true", help="演练：编号前加 rehearsal/，不能派发或公示")
    parser.add_argument("--commit-in", type=int, default=30, help="多少分钟后承诺截止（设置中未写时间时）")
    parser.add_argument("--reveal-in", type=int, default=60, help="多少分钟后揭示截止")
    parser.add_argument("--number-in", type=int, default=65, help="多少分钟后公开随机数方可产生")
    parser.add_argument("--openings-in", type=int, default=180, help="多少天后窗口方可答复是否抽中")


def run_plan(options: Options) -> int:
    """公告."""
    printer = Printer(as_json=options.json)
    if options.example:
        print(json.dumps(example_settings(), ensure_ascii=False, indent=1))
        return 0
    settings = with_times(
        _settings(options.settings),
        at=_now(options),
        commit=timedelta(minutes=options.commit_in),
        reveal=timedelta(minutes=options.reveal_in),
        number=timedelta(minutes=options.number_in),
        openings=timedelta(days=options.openings_in),
    )
    ordinal = options.ordinal
    if options.supersedes:
        settings, ordinal = _superseding(settings, DrawFolder(options.supersedes))
    plan = acts.announce(_folder(options), settings, ordinal=ordinal, rehearsal=options.rehearsal)
    show.plan(printer, plan, options.folder)
    return 0


def _settings(path: Path | None) -> dict[str, Any]:
    if path is None:
        raise refused(
            "settings", "缺少方案设置", "请用 --settings 文件；样例：shuangsuiji draw plan x --example > settings.json"
        )
    try:
        settings = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise refused("settings", f"方案设置 {path} 不能读取：{error}", "应为 UTF-8 的 JSON 文件") from error
    if not isinstance(settings, dict):
        raise refused("settings", f"方案设置 {path} 不是 JSON 对象", "请照样例填写")
    return settings


def _superseding(settings: dict[str, Any], former: DrawFolder) -> tuple[dict[str, Any], int]:
    ceremony, _ = former.replay()
    if not ceremony.reason:
        raise refused("E14-1", "原抽取未作废也未中止，名单一经产生不得更改", "确有错误的，请先办理 draw void")
    task_id, _, ordinal = ceremony.plan["draw_id"].rpartition("/")
    supersedes = {"draw_id": ceremony.plan["draw_id"], "reason": ceremony.reason["code"]}
    return {**settings, "task_id": task_id, "supersedes": supersedes}, int(ordinal) + 1


def _freeze(commands: Any) -> None:
    parser = _add(commands, "freeze", run_freeze, "冻结名录：导入两库、核对、封存、公布根值（第十条、第十四条）",
                  "shuangsuiji draw freeze 抽取一 --subjects 对象.xlsx --inspectors 人员.xlsx --confirmed-by 名录库管理员")  # fmt: skip
    parser.add_argument("--subjects", type=Path, help="检查对象名录（xlsx、xls、ods、csv）")
    parser.add_argument(
        "--library", action="append", default=[], metavar="库=文件", help="联合抽查时各对象库的名录，可多次"
    )
    parser.add_argument("--inspectors", type=Path, help="执法检查人员名录")
    parser.add_argument("--words", type=Path, help="本县乡镇、部门、资格与代码的对照表（JSON）")
    parser.add_argument("--unclassified", choices=("A", "B", "C", "D"), default="", help="未分类主体按书面决定视同某类")
    parser.add_argument(
        "--exclude-row", type=int, action="append", default=[], help="具名排除的行号（列入未入库），可多次"
    )
    parser.add_argument("--confirmed-by", required=True, help="更新确认人（岗位）")


def run_freeze(options: Options) -> int:
    """冻结."""
    printer, folder, at = Printer(as_json=options.json), _folder(options), _now(options)
    plan = folder.plan
    words, on = read_words(options.words), at.date()
    division = plan["task_id"].removeprefix("rehearsal/")[:6]
    task = TaskType(plan["lead"], plan["task_id"])
    libraries = {}
    for library, strata in libraries_of(plan).items():
        reading = subject_reading(
            _library_file(options, library), words, division, on, exclude_rows=options.exclude_row
        )
        libraries[library] = subject_entries(reading, strata, task, on.year, options.unclassified)
        show.reading(printer, reading)
    people = []
    if draws_teams(plan):
        if options.inspectors is None:
            raise refused("freeze.inspectors", "缺少执法检查人员名录", "请用 --inspectors 指定", "第十条")
        roll = inspector_reading(options.inspectors, words, on, window_end=_window_end(plan, at).date())
        people = inspector_entries(roll)
        show.reading(printer, roll)
    rosters = acts.freeze(folder, libraries, people, at=at, confirmed_by=options.confirmed_by)
    show.frozen(printer, folder, rosters)
    return 0


def _window_end(plan: Any, at: datetime) -> datetime:
    """The last day certificates must be valid: the day from which the counter answers, the last visit being over."""
    return parse_time(plan["openings_from"]) if "openings_from" in plan else at


def _library_file(options: Options, library: str) -> Path:
    if not library:
        if options.subjects is None:
            raise refused("freeze.subjects", "缺少检查对象名录", "请用 --subjects 指定", "第十条")
        path: Path = options.subjects
        return path
    files = dict(entry.partition("=")[::2] for entry in options.library)
    if library not in files:
        raise refused("freeze.library", f"缺少对象库 {library} 的名录", f"请用 --library {library}=文件 指定", "第十条")
    return Path(files[library])


def _secret_file(options: Options, draw_id: str) -> Path:
    return options.secret or Path(f"ssj-secret-{draw_id.replace('/', '_')}-{options.who}.json")


def _commit(commands: Any) -> None:
    parser = _add(commands, "commit", run_commit, "提交承诺：在贡献方自己的机器上生成随机数，只公布承诺（第十四条）",
                  "shuangsuiji draw commit 抽取一 --as jiwei")  # fmt: skip
    parser.add_argument("--as", dest="who", required=True, help="贡献方代码")
    parser.add_argument("--secret", type=Path, help="随机数的保存位置，默认当前文件夹；揭示前不得示人")


def run_commit(options: Options) -> int:
    """承诺."""
    printer, folder = Printer(as_json=options.json), _folder(options)
    secret_file = _secret_file(options, folder.plan["draw_id"])
    commitment = acts.commit(folder, options.who, secret_file, at=_now(options))
    printer.say(f"{options.who} 的承诺：{commitment}")
    printer.say(f"随机数已存入 {secret_file}（仅本人可读）。揭示之前请勿示人，丢失则按未揭示公示。")
    printer.result({"contributor": options.who, "commit": commitment, "secret_file": f"{secret_file}"})
    return 0


def _reveal(commands: Any) -> None:
    parser = _add(
        commands,
        "reveal",
        run_reveal,
        "揭示：公布承诺过的随机数（第十四条）",
        "shuangsuiji draw reveal 抽取一 --as jiwei",
    )
    parser.add_argument("--as", dest="who", required=True, help="贡献方代码")
    parser.add_argument("--secret", type=Path, help="提交承诺时保存的文件")


def run_reveal(options: Options) -> int:
    """揭示."""
    printer, folder = Printer(as_json=options.json), _folder(options)
    acts.reveal(folder, options.who, _secret_file(options, folder.plan["draw_id"]), at=_now(options))
    ceremony, _ = folder.replay()
    printer.say(f"{options.who} 已揭示，与承诺相符。尚未揭示：{'、'.join(ceremony.missing) or '无'}")
    printer.result({"contributor": options.who, "missing": ceremony.missing})
    return 0


def _number(commands: Any) -> None:
    parser = _add(commands, "number", run_number, "录入公开随机数：骰子、双色球须两人录入；drand 由签名算出（第十四条）",
                  "shuangsuiji draw number 抽取一 48291038475610293847 --by 公证员甲 --by 监察员乙 --evidence 录像.mp4")  # fmt: skip
    parser.add_argument("value", nargs="?", default="", help="公开随机数，按开奖或投掷的原样书写")
    parser.add_argument("--by", action="append", default=[], help="录入、核对人，骰子和双色球须两人")
    parser.add_argument("--signature", default="", help="drand 该期签名（96 位十六进制）")
    parser.add_argument("--evidence", type=Path, action="append", default=[], help="录像、截图等证据文件，只记摘要")


def run_number(options: Options) -> int:
    """录入公开随机数."""
    printer, folder = Printer(as_json=options.json), _folder(options)
    for path in options.evidence:
        if not path.is_file():
            raise refused("number.evidence", f"证据文件 {path} 不存在", "请核对路径")
    seed = acts.record_number(
        folder, options.value, acts.Evidence(options.by, options.signature, options.evidence), at=_now(options)
    )
    printer.say(f"种子：{seed}" if seed else "已补记中止抽取的公开随机数，并写出未生效的结果。")
    printer.result({"seed": seed})
    return 0


def _run(commands: Any) -> None:
    _add(
        commands,
        "run",
        run_draw,
        "抽取：计算名单，独立重算一遍，写出记录（第十四条、第十六条）",
        "shuangsuiji draw run 抽取一",
    )


def run_draw(options: Options) -> int:
    """抽取."""
    printer, folder = Printer(as_json=options.json), _folder(options)
    written = acts.run(folder, at=_now(options))
    show.drawn(printer, folder, written)
    return 0


def _show(commands: Any) -> None:
    _add(
        commands,
        "show",
        run_show,
        "现在到了哪一步，下一步由谁在何时之前办理（第十三条）",
        "shuangsuiji draw show 抽取一",
    )


def run_show(options: Options) -> int:
    """查看."""
    show.standing(Printer(as_json=options.json), _folder(options), _now(options))
    return 0


def _void(commands: Any) -> None:
    parser = _add(commands, "void", run_void, "中止（公开随机数录入前）或作废（录入后、派发前），须主要负责人批准，永久公开（第十四条）",
                  "shuangsuiji draw void 抽取一 --ground roster --text 名录有误 --approved-by 主要负责人")  # fmt: skip
    parser.add_argument("--ground", required=True, choices=GROUNDS, help="原因代码")
    parser.add_argument("--text", required=True, help="说明")
    parser.add_argument("--approved-by", required=True, help="批准人（岗位）")


def run_void(options: Options) -> int:
    """中止、作废."""
    printer, folder = Printer(as_json=options.json), _folder(options)
    written = acts.end(folder, options.ground, options.text, options.approved_by, at=_now(options))
    ceremony, _ = folder.replay()
    printer.say(
        f"本次抽取{show.label(ceremony.state)}，记录 {written.public}。重新抽取请用 draw plan --supersedes {options.folder}。"
    )
    printer.result({"state": ceremony.state, "record": f"{written.public}"})
    return 0


def _replace(commands: Any) -> None:
    parser = _add(commands, "replace", run_replace, "调整更换执法检查人员：选派，不摇号，原名单保留（第十五条）",
                  "shuangsuiji draw replace 抽取一 --slot 0 --to HN410928-01-003 --reason health --requested-by 承办股室 --approved-by 分管负责人")  # fmt: skip
    parser.add_argument("--slot", type=int, required=True, help="岗位序号（抽取结果表首列，从 0 起）")
    parser.add_argument("--to", required=True, help="替换人执法证号")
    parser.add_argument("--reason", required=True, choices=tuple(REPLACEMENT_GROUNDS), help="情形")
    parser.add_argument("--text", default="", help="说明，其他特殊情况必填")
    parser.add_argument("--requested-by", required=True, help="申请人（岗位）")
    parser.add_argument("--approved-by", required=True, help="同意人（岗位）")


def run_replace(options: Options) -> int:
    """调整更换."""
    printer, folder = Printer(as_json=options.json), _folder(options)
    request = acts.Request(
        options.slot,
        _ingest(options.to, ingest_certificate),
        options.reason,
        options.requested_by,
        options.approved_by,
        options.text,
    )
    written = acts.replace_person(folder, request, at=_now(options))
    printer.say(f"已更换，原抽取名单不变。新记录 {written.public}。")
    printer.result({"record": f"{written.public}"})
    return 0


def _open(commands: Any) -> None:
    parser = _add(commands, "open", run_open, "出具某一户的凭证：在名录中、是否抽中、由哪组检查（第十四条、第十九条（二））",
                  "shuangsuiji draw open 抽取一 91410928M6R444446W")  # fmt: skip
    parser.add_argument("firm", help="统一社会信用代码、15 位注册号，或 obj: 编号")


def run_open(options: Options) -> int:
    """出具凭证."""
    printer, folder = Printer(as_json=options.json), _folder(options)
    firm = (
        options.firm
        if is_subject_id(options.firm)
        else _ingest(options.firm, ingest_reg_no if len(options.firm) == 15 else ingest_uscc)
    )
    show.opened(printer, folder, acts.open_firm(folder, firm))
    return 0


def _ingest(text: str, ingest: Any) -> str:
    try:
        made: str = ingest(text)
    except IdentifierError as error:
        raise refused(f"id.{error.code}", error.reason, "请核对后重新输入", "第十条") from error
    return made


def _verify(commands: Any) -> None:
    parser = _add(commands, "verify", run_verify, "核验抽取文件夹的最新公开记录，或任一记录、凭证文件（第十四条）",
                  "shuangsuiji draw verify 抽取一 --no-log", folder=False)  # fmt: skip
    parser.add_argument("target", type=Path, metavar="FOLDER|FILE", help="抽取文件夹或记录文件")
    parser.add_argument("--record", type=Path, help="企业凭证对应的公开记录")
    parser.add_argument("--key", type=Path, help="审计方的密钥文件")
    parser.add_argument("--no-log", action="store_true", help="不核验日志（文件夹上的抽取没有日志）")


def run_verify(options: Options) -> int:
    """核验: the same program as the stand-alone verifier."""
    target = options.target
    if target.is_dir():
        records = sorted(target.glob("draw-*.v*.json"), key=lambda path: int(path.stem.rpartition(".v")[2]))
        if not records:
            raise refused("verify.none", f"{target} 中没有抽取记录", "请先完成抽取，或指定记录文件")
        target = records[-1]
    arguments = [f"{target}"]
    for name in ("record", "key"):
        value = getattr(options, name)
        arguments += [f"--{name}", f"{value}"] if value else []
    arguments += [flag for flag, on in (("--no-log", options.no_log), ("--json", options.json)) if on]
    return verify_main(arguments)
