"""`shuangsuiji`: one entry point for rosters, draws on a folder, verification and the demo. No Django, no database.

Source: 20-house §2 (console). Exit codes: 0 done, 1 refused or not verified, 2 wrong use, 3 verification incomplete.
"""

import argparse
import sys
from collections.abc import Sequence

from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.foundation.sheets.readings import RosterUnusable
from shuangsuiji.web.console import demo, roster
from shuangsuiji.web.console.ceremony import commands
from shuangsuiji.web.console.words import Printer

_DESCRIPTION = """双随机、一公开监管平台 命令行

  名录    shuangsuiji roster check 文件.xlsx
  抽取    shuangsuiji draw plan|freeze|commit|reveal|number|run|show|void|verify|open …
  演示    shuangsuiji demo"""


def parser() -> argparse.ArgumentParser:
    """The command line with all its groups."""
    made = argparse.ArgumentParser(
        prog="shuangsuiji", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    groups = made.add_subparsers(dest="group", required=True, metavar="命令")
    roster.add_parser(groups)
    commands.add_parser(groups)
    demo.add_parser(groups)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is told in sentences, never as a traceback."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except DrawRefused as refusal:
        Printer(as_json=options.json).refuse(refusal)
        return 1
    except RosterUnusable as refusal:
        Printer(as_json=options.json).errors.print(
            f"{refusal}。请先运行 shuangsuiji roster check 查看逐行报告。", markup=False
        )
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
