"""`shuangsuiji ledger verify` and `ledger verify-diff`: the stand-alone verifier's own code behind the platform's command.

Source: 50-ledger §9. Takes: a folder or address of tiles, a receipt, or nothing, which means beside the database.
Gives: the checks of the log; exit codes 0 good, 1 bad, 2 wrong use, 3 incomplete. Never: a check that an outsider could not make;
what needs the database is the caller's (`beside_database`).
"""

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from shuangsuiji.verify.log import command
from shuangsuiji.verify.log.options import add_diff_options, add_log_options, add_trust_options
from shuangsuiji.web.console.usage import WrongUse

_VERIFY_EXAMPLE = """例：
  shuangsuiji ledger verify 日志文件夹 --policy 信任名单
  shuangsuiji ledger verify https://log.example.gov.cn/410928/rsj --policy 信任名单 --entry 128
  shuangsuiji ledger verify --proof 检查告知书.tlog-proof --leaf 检查告知书.leaf.json --policy 信任名单
结果：0 通过，1 不符，2 命令写错，3 应查的未能查。"""
_DIFF_EXAMPLE = """例：
  shuangsuiji ledger verify-diff 去年拷贝的文件夹 日志文件夹 --policy 信任名单
结果：0 旧的是新的前段，1 不是（指出第一条不同），2 命令写错，3 未能比较。"""

Act = Callable[[Namespace], int]


def add_parsers(commands: Any, beside_database: Act | None = None) -> None:
    """Hang `verify` and `verify-diff` under the `ledger` subparsers; `beside_database` runs where no source is named."""
    verify = commands.add_parser(
        "verify",
        help="核验日志：检查点、见证、哈希分片、条目、凭证",
        description="核验一份日志或一份存证凭证（第五条：痕迹可查）。不写来源时，在数据库旁核对日志与业务表。",
        epilog=_VERIFY_EXAMPLE,
    )
    verify.add_argument("source", metavar="来源", nargs="?", help="日志的网址或文件夹")
    add_trust_options(verify)
    add_log_options(verify)
    verify.add_argument("--json", action="store_true", help="输出 JSON")
    verify.set_defaults(run=_verify_with(beside_database))
    compare = commands.add_parser(
        "verify-diff",
        help="证明较早的导出是较新导出的前段",
        description="比较两份导出：较早的必须是较新的前段，否则历史被改写（第五条：痕迹可查）。",
        epilog=_DIFF_EXAMPLE,
    )
    add_diff_options(compare)
    compare.set_defaults(run=command.run_diff)


def _verify_with(beside_database: Act | None) -> Act:
    def run(options: Namespace) -> int:
        if options.source is not None or options.proof is not None:
            return command.run(options)
        if beside_database is None:
            raise WrongUse(
                "没有写明要核验的日志：请给出网址、文件夹，或用 --proof 指定凭证", "shuangsuiji ledger verify"
            )
        return beside_database(options)

    return run
