"""The options of `shuangsuiji draw …`, each command with what it is for and an example.

Source: 20-house §2 (console); 第十条 … 第十五条.
"""

import argparse
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from shuangsuiji.core.draw.ceremony import GROUNDS
from shuangsuiji.core.draw.grammar import CODE, HEX64, parse_time
from shuangsuiji.core.draw.plan import RISK_CLASSES
from shuangsuiji.core.draw.replacement import GROUNDS as REPLACEMENT_GROUNDS
from shuangsuiji.foundation.sheets.decoding import ENCODINGS
from shuangsuiji.web.console.ceremony import commands
from shuangsuiji.web.console.usage import whole_number

_DESCRIPTION = """在文件夹上完成一次抽取，并核验（第十三条、第十四条）。一个文件夹就是一次抽取，几方传递，每步一个新文件：

  plan → freeze → commit（各方）→ reveal（各方）→ number → run → verify
  任何时候 show；之后 open、replace、void"""
_EXAMPLE = """例：
  shuangsuiji draw plan 抽取一 --example > settings.json
  shuangsuiji draw show 抽取一
退出码：0 办妥  1 不予办理或核验不符  2 命令写错  3 应查的未能查"""
_WORDS = """对照表（--words）：{"county": "410928", "towns": {"城关镇": "410928100"},
                  "departments": {"濮阳县人社局": "hrss"}, "qualifications": {"劳动保障监察": "law"}}"""


def add_parser(groups: Any) -> None:
    """Add `draw` and its commands."""
    draw = groups.add_parser("draw", help="在文件夹上完成一次抽取，并核验", description=_DESCRIPTION, epilog=_EXAMPLE)
    steps = draw.add_subparsers(dest="command", required=True, metavar="步骤")
    for add in (_plan, _freeze, _secret, _commit, _reveal, _number, _run, _show, _void, _replace, _open, _verify):
        add(steps)


def _step(steps: Any, name: str, run: Callable[..., int], summary: str, *examples: str) -> argparse.ArgumentParser:
    """A command with its help, its example and what all commands share."""
    epilog = "例：\n" + "\n".join(f"  {example}" for example in examples)
    step: argparse.ArgumentParser = steps.add_parser(name, help=summary, description=summary, epilog=epilog)
    step.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    step.set_defaults(run=run)
    return step


def _on_folder(step: argparse.ArgumentParser, *, optional: bool = False) -> None:
    many = {"nargs": "?"} if optional else {}
    step.add_argument("folder", type=Path, metavar="FOLDER", help="抽取文件夹（可传阅）", **many)  # type: ignore[arg-type]
    step.add_argument("--private", type=Path, metavar="DIR", help="封存密钥所在文件夹，默认 FOLDER-private，不得传阅")
    step.add_argument(
        "--at", type=moment, metavar="TIME", help="给定时刻（仅演示和测试），如 2026-03-02T01:00:00Z；默认取本机时钟"
    )


def _by_whom(step: argparse.ArgumentParser) -> None:
    step.add_argument("--as", dest="who", required=True, type=_code, metavar="CODE", help="贡献方代码")


def moment(text: str) -> datetime:
    """A time as the protocol writes it, for an option."""
    try:
        return parse_time(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是时刻，应如 2026-03-02T01:00:00Z") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应如 2026-11-01") from None


def _code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"“{text}”不是代码，应由小写字母、数字和 . _ - 组成")
    return text


def _office(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("不能为空，请写明岗位")
    return text.strip()


def _coded(text: str) -> tuple[str, str]:
    name, sign, code = text.partition("=")
    if not (name and sign and CODE.fullmatch(code)):
        raise argparse.ArgumentTypeError(f"“{text}”应为 名称=代码，代码由小写字母、数字和 . _ - 组成")
    return name, code


def _library(text: str) -> tuple[str, Path]:
    name, _, file = text.partition("=")
    if not (CODE.fullmatch(name) and file):
        raise argparse.ArgumentTypeError(f"“{text}”应为 库=文件")
    return name, Path(file)


def _row(text: str) -> tuple[str, int]:
    library, _, row = text.rpartition("=")
    return library, whole_number(row)


def _plan(steps: Any) -> None:
    step = _step(
        steps,
        "plan",
        commands.run_plan,
        "公告抽取方案：编号、比例、贡献方、时间、公开随机数（第十三条、第十四条）",
        "shuangsuiji draw plan --example > settings.json",
        "shuangsuiji draw plan 抽取一 --settings settings.json --commit-in 30 --reveal-in 60 --number-in 65",
        "shuangsuiji draw plan 抽取二 --settings settings.json --supersedes 抽取一",
        "shuangsuiji draw plan 人员 --settings settings.json --subjects-of 抽取一",
        "shuangsuiji draw plan 人员 --settings settings.json --received 派发名单.xlsx --document 豫人社〔2026〕7号",
    )
    _on_folder(step, optional=True)
    step.add_argument("--settings", type=Path, metavar="FILE", help="方案设置 JSON；先用 --example 得到一份样例")
    step.add_argument("--example", action="store_true", help="打印样例设置（比例为规则下限）")
    step.add_argument("--ordinal", type=whole_number, default=1, metavar="N", help="本任务第几次抽取，从 1 起")
    step.add_argument("--rehearsal", action="store_true", help="演练：编号前加 rehearsal/，不能派发或公示")
    former = step.add_mutually_exclusive_group()
    former.add_argument("--supersedes", type=Path, metavar="DIR", help="被作废或中止的抽取文件夹；自动取其下一个编号")
    former.add_argument(
        "--subjects-of",
        type=Path,
        metavar="DIR",
        help="为这次抽取已抽中的对象只抽执法检查人员（第十四条）；须有其封存密钥",
    )
    former.add_argument("--received", type=Path, metavar="FILE", help="为上级派发的名单只抽执法检查人员（第十二条）")
    step.add_argument("--subjects-private", type=Path, metavar="DIR", help="--subjects-of 的封存密钥所在文件夹")
    step.add_argument("--document", default="", metavar="文号", help="上级派发名单的文号，随 --received")
    step.add_argument("--words", type=Path, metavar="FILE", help="乡镇与代码的对照表（JSON），随 --received")
    for name, minutes, what in (
        ("commit", 30, "承诺截止"),
        ("reveal", 60, "揭示截止"),
        ("number", 65, "公开随机数方可产生"),
    ):
        words = f"多少分钟后{what}（设置中未写时间时），默认 {minutes}"
        step.add_argument(f"--{name}-in", type=whole_number, default=minutes, metavar="N", help=words)
    step.add_argument(
        "--openings-in", type=whole_number, default=180, metavar="N", help="多少天后窗口方可答复是否抽中，默认 180"
    )


def _freeze(steps: Any) -> None:
    step = _step(
        steps,
        "freeze",
        commands.run_freeze,
        "冻结名录：导入两库、核对、封存、公布根值（第十条、第十四条）",
        "shuangsuiji draw freeze 抽取一 --subjects 对象.xlsx --inspectors 人员.xlsx --confirmed-by 名录库管理员",
        "shuangsuiji draw freeze 联合 --library a=甲库.xlsx --library b=乙库.xlsx --inspectors 人员.xlsx --confirmed-by 名录库管理员",
        _WORDS,
    )
    _on_folder(step)
    step.add_argument("--subjects", type=Path, metavar="FILE", help="检查对象名录（xlsx、xls、ods、csv）")
    step.add_argument(
        "--library",
        dest="libraries",
        action="append",
        type=_library,
        default=[],
        metavar="库=FILE",
        help="联合抽查时各对象库的名录，可多次",
    )
    step.add_argument("--inspectors", type=Path, metavar="FILE", help="执法检查人员名录")
    step.add_argument("--words", type=Path, metavar="FILE", help="本县乡镇、部门、资格与代码的对照表（JSON）")
    step.add_argument(
        "--department", action="append", type=_coded, default=[], metavar="名称=代码", help="单位名称与代码，可多次"
    )
    step.add_argument(
        "--qualification", action="append", type=_coded, default=[], metavar="名称=代码", help="可查事项与代码，可多次"
    )
    step.add_argument("--unclassified", choices=RISK_CLASSES, default="", help="未分类主体按书面决定视同某类")
    step.add_argument(
        "--exclude-row",
        type=_row,
        action="append",
        default=[],
        metavar="行号",
        help="具名排除的行号（列入未入库），可多次；联合抽查写作 库=行号",
    )
    step.add_argument("--encoding", choices=ENCODINGS, help="csv 的编码；不写则自动确认")
    step.add_argument(
        "--window-end", type=_day, metavar="日期", help="检查期截止日，证件须在此日仍有效；默认为窗口可答复之日"
    )
    step.add_argument("--confirmed-by", required=True, type=_office, metavar="岗位", help="更新确认人（岗位）")


def _secret(steps: Any) -> None:
    step = _step(
        steps,
        "secret",
        commands.run_secret,
        "在自己的电脑上产生随机数，给出承诺值（用于平台上的抽取，不联网）",
        "shuangsuiji draw secret --draw 410928/rsj/2027/001/1 --context 5ce9f15f252e06e48762821b33109387c0b567c909ad486de14cb85cb5e784b6 --as rsj.jgjj --secret 我的随机数.json",
    )
    _by_whom(step)
    step.add_argument("--draw", required=True, metavar="NUMBER", help="抽取编号，见“提交承诺”页")
    step.add_argument("--context", required=True, type=_digest, metavar="HEX", help="名录和方案的共同摘要，见同一页")
    step.add_argument(
        "--secret", required=True, type=Path, metavar="FILE", help="随机数存到哪里；已有的不覆盖，再次给出它的承诺值"
    )
    step.add_argument("--suite", default="SHA256", choices=("SHA256", "SM3"), help="杂凑算法，见抽取方案，默认 SHA256")


def _digest(text: str) -> str:
    if not HEX64.fullmatch(text):
        raise argparse.ArgumentTypeError("应为 64 位小写十六进制")
    return text


def _commit(steps: Any) -> None:
    step = _step(
        steps,
        "commit",
        commands.run_commit,
        "提交承诺：在贡献方自己的机器上生成随机数，只公布承诺（第十四条）",
        "shuangsuiji draw commit 抽取一 --as jiwei",
    )
    _on_folder(step)
    _by_whom(step)
    step.add_argument("--secret", type=Path, metavar="FILE", help="随机数的保存位置，默认当前文件夹；揭示前不得示人")


def _reveal(steps: Any) -> None:
    step = _step(
        steps,
        "reveal",
        commands.run_reveal,
        "揭示：公布承诺过的随机数（第十四条）",
        "shuangsuiji draw reveal 抽取一 --as jiwei",
    )
    _on_folder(step)
    _by_whom(step)
    step.add_argument("--secret", type=Path, metavar="FILE", help="提交承诺时保存的文件")


def _number(steps: Any) -> None:
    step = _step(
        steps,
        "number",
        commands.run_number,
        "录入公开随机数：骰子、双色球须两人录入；drand 由签名算出（第十四条）",
        "shuangsuiji draw number 抽取一 48291038475610293847 --by 公证处 --by 机关纪检 --evidence 录像.mp4",
        "shuangsuiji draw number 抽取一 01-05-12-19-23-30+07 --by 公证处 --by 机关纪检",
        "shuangsuiji draw number 抽取一 --signature 该期签名",
    )
    _on_folder(step)
    step.add_argument("value", nargs="?", default="", metavar="NUMBER", help="公开随机数，按开奖或投掷的原样书写")
    step.add_argument(
        "--by",
        action="append",
        default=[],
        metavar="岗位",
        help="录入、核对的岗位（不写姓名，会公开）；骰子和双色球须两个",
    )
    step.add_argument("--signature", default="", metavar="HEX", help="drand 该期签名（96 位小写十六进制）")
    step.add_argument(
        "--evidence",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="录像、截图等证据文件，只记文件名和摘要",
    )


def _run(steps: Any) -> None:
    summary = "抽取：计算名单，独立重算一遍，写出记录（第十四条、第十六条）"
    _on_folder(_step(steps, "run", commands.run_draw, summary, "shuangsuiji draw run 抽取一"))


def _show(steps: Any) -> None:
    summary = "现在到了哪一步，下一步由谁在何时之前办理（第十三条）"
    _on_folder(_step(steps, "show", commands.run_show, summary, "shuangsuiji draw show 抽取一"))


def _void(steps: Any) -> None:
    step = _step(
        steps,
        "void",
        commands.run_void,
        "中止（公开随机数录入前）或作废（录入后、派发前），须主要负责人批准，永久公开（第十四条）",
        "shuangsuiji draw void 抽取一 --ground roster --text 名录有误 --approved-by 主要负责人",
    )
    _on_folder(step)
    step.add_argument(
        "--ground",
        required=True,
        choices=GROUNDS,
        help="原因：plan 方案、roster 名录、commits 承诺、beacon 公开随机数、technical 技术、other 其他",
    )
    step.add_argument("--text", required=True, metavar="说明", help="说明，会公开")
    step.add_argument("--approved-by", required=True, metavar="岗位", help="批准人（岗位）")


def _replace(steps: Any) -> None:
    step = _step(
        steps,
        "replace",
        commands.run_replace,
        "调整更换执法检查人员：选派，不摇号，原名单保留（第十五条）",
        "shuangsuiji draw replace 抽取一 --slot 0 --to HN410928-01-003 --reason health --requested-by 承办股室 --approved-by 分管负责人",
    )
    _on_folder(step)
    step.add_argument(
        "--slot", type=whole_number, required=True, metavar="N", help="岗位序号（抽取结果表首列，从 0 起）"
    )
    step.add_argument("--to", required=True, metavar="证号", help="替换人执法证号")
    grounds = "、".join(f"{code} {words}" for code, words in REPLACEMENT_GROUNDS.items())
    step.add_argument("--reason", required=True, choices=tuple(REPLACEMENT_GROUNDS), help=f"情形：{grounds}")
    step.add_argument("--text", default="", metavar="说明", help="说明，其他特殊情况必填")
    step.add_argument("--requested-by", required=True, type=_office, metavar="岗位", help="申请人（岗位）")
    step.add_argument("--approved-by", required=True, metavar="岗位", help="同意人（岗位）")


def _open(steps: Any) -> None:
    step = _step(
        steps,
        "open",
        commands.run_open,
        "出具某一户的凭证：在名录中、是否抽中、由哪组检查（第十四条、第十九条（二））",
        "shuangsuiji draw open 抽取一 91410928M6R444446W",
    )
    _on_folder(step)
    step.add_argument("firm", metavar="代码", help="统一社会信用代码、15 位注册号，或 obj: 编号")


def _verify(steps: Any) -> None:
    step = _step(
        steps,
        "verify",
        commands.run_verify,
        "核验抽取文件夹的最新公开记录，或任一记录、凭证文件（第十四条）",
        "shuangsuiji draw verify 抽取一 --no-log",
        "shuangsuiji draw verify 我单位的凭证.json --record draw-410928_rsj_2026_yonggong_1.v1.json",
    )
    step.add_argument("target", type=Path, metavar="FOLDER|FILE", help="抽取文件夹或记录文件")
    step.add_argument("--record", type=Path, metavar="FILE", help="企业凭证对应的公开记录")
    step.add_argument("--key", type=Path, metavar="FILE", help="审计方的密钥文件")
    log = step.add_mutually_exclusive_group()
    log.add_argument("--log", metavar="URL|DIR", help="抽取所入的日志")
    log.add_argument("--no-log", action="store_true", help="不核验日志（文件夹上的抽取没有日志）")
    step.add_argument("--policy", type=Path, metavar="FILE", help="日志的信任名单")
