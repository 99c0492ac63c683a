"""`shuangsuiji demo-office`: the demo county in a database of its own, through the real acts, then the site itself.

Source: 第一—十条; 00-decisions (two commands). Only the words are here; the acts are in `demo_office_acts`, which needs Django.
Every demo has a folder of its own with its own keys and log; nothing of another installation is touched.
"""

import argparse
import os
from pathlib import Path
from typing import Any

from shuangsuiji.web.console.demo import _next_place, _size
from shuangsuiji.web.console.demo_county import SIZE
from shuangsuiji.web.console.django_side import load

PORT = 8000


def add_parser(groups: Any) -> None:
    """Add `demo-office`."""
    parser = groups.add_parser(
        "demo-office",
        help="演示：建立示范县的办公系统并打开网站",
        description="在单独的文件夹里建立示范县：本局和账户、依据文件、事项清单、名录库、年度计划，全部经真实动作入日志；然后打开网站。",
        epilog="例：\n  shuangsuiji demo-office\n  shuangsuiji demo-office --size 500 --no-serve",
    )
    parser.add_argument(
        "--folder", type=Path, default=Path("demo"), metavar="DIR", help="演示放在哪里，每次各建一个子文件夹"
    )
    parser.add_argument("--size", type=_size, default=SIZE, metavar="N", help=f"用人单位户数，默认 {SIZE}")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"网站端口，默认 {PORT}")
    parser.add_argument("--no-serve", dest="serve", action="store_false", help="建好即止，不打开网站")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build it, then become the web server."""
    place = _next_place(options.folder)
    os.environ["SHUANGSUIJI_HOME"] = str((place / "office").resolve())
    os.environ.pop("SHUANGSUIJI_DATABASE", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "shuangsuiji.web.project.settings.dev"
    acts = load("shuangsuiji.web.console.demo_office_acts")
    code: int = acts.build(options, place)
    if code == 0 and options.serve:
        acts.serve(options.port, place)
    return code
