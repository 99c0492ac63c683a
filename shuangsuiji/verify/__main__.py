"""`python -m shuangsuiji.verify RECORD|URL|DIR`: prints every check with its number, and says what to do when one fails.

Source: SSJ-DRAW/1 §10; 50-ledger §9. Exit codes: 0 all pass, 1 a check failed, 2 wrong use, 3 a required check could not be made.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from shuangsuiji.core.canonical import CanonicalError, parse_json
from shuangsuiji.core.draw.opening import OPENING_FORMAT
from shuangsuiji.core.tlog.note import MAX_NOTE_BYTES
from shuangsuiji.core.tlog.receipt import parse_receipt
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.verify.case import Files
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.log import command
from shuangsuiji.verify.log import options as log_options
from shuangsuiji.verify.log.drawn import DrawLog
from shuangsuiji.verify.log.growth import Kept
from shuangsuiji.verify.log.place import is_address, is_folder, open_source
from shuangsuiji.verify.log.receipts import is_receipt
from shuangsuiji.verify.telling import as_json, as_text, never_fail_to_print
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, EXIT_USAGE, Report

_EXAMPLE = """例：
  python -m shuangsuiji.verify draw-410928_rsj_2026_yonggong_1.v1.json --no-log
  python -m shuangsuiji.verify draw-410928_rsj_2026_yonggong_1.v1.json --log 日志文件夹 --policy 信任名单
  python -m shuangsuiji.verify 我单位的凭证.json --record draw-410928_rsj_2026_yonggong_1.v1.json
  python -m shuangsuiji.verify 日志文件夹 --policy 信任名单 --all
  python -m shuangsuiji.verify https://log.example.gov.cn/410928/rsj --policy 信任名单 --entry 128
  python -m shuangsuiji.verify 检查告知书.tlog-proof --policy 信任名单
  python -m shuangsuiji.verify diff 去年拷贝的文件夹 日志文件夹 --policy 信任名单
退出码：0 全部通过  1 有一项不符  2 用法不对  3 应查的未能查"""
_DIFF = "diff"
_HEADER_BYTES = 64
# option → what it is for; given with the other kind of document it would silently do nothing.
_OF_DRAWS = ("record", "key", "no_log", "log")
_OF_LOGS = ("all", "entry", "proof", "leaf", "opening")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m shuangsuiji.verify",
        description="独立核验：一次双随机抽取（记录、测试向量、企业凭证），一份日志，或日志出具的存证凭证。不需要我们的服务器，只在给出网址时联网。",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "source",
        metavar="RECORD|URL|DIR",
        nargs="?",
        help="抽取记录、测试向量或企业凭证（JSON）；日志的网址或文件夹；存证凭证",
    )
    made.add_argument("--record", type=Path, help="企业凭证对应的公开记录；不写时在同一文件夹内寻找 draw-*.json")
    made.add_argument("--key", type=Path, help="审计方的密钥文件，用于打开封存的公开记录")
    logged = made.add_mutually_exclusive_group()
    logged.add_argument("--no-log", action="store_true", help="不核验日志（在文件夹上完成的抽取没有日志）")
    logged.add_argument("--log", metavar="URL|DIR", help="抽取所入的日志，用于核验入日志先后、收录和历次抽取")
    log_options.add_trust_options(made)
    log_options.add_log_options(made)
    made.add_argument("--json", action="store_true", help="输出 JSON")
    return made


def diff_parser() -> argparse.ArgumentParser:
    """The command line of `diff`."""
    made = argparse.ArgumentParser(
        prog="python -m shuangsuiji.verify diff",
        description="证明较早的一份导出是较新一份的前段；不是的，指出第一条不同。",
    )
    log_options.add_diff_options(made)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code. Argparse itself exits with 2."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == [_DIFF]:
        return command.run_diff(diff_parser().parse_args(given[1:]))
    reader = parser()
    options = reader.parse_args(given)
    never_fail_to_print()
    if options.source is not None and options.proof is None and _is_receipt(options.source):
        options.source, options.proof = None, Path(options.source)
    about_log = options.proof is not None or (options.source is not None and _is_log(options.source))
    if options.source is None and not about_log:
        reader.error("缺少要核验的文件、网址或文件夹")
    for name in _OF_DRAWS if about_log else _OF_LOGS:
        if _is_given(getattr(options, name)):
            reader.error(f"--{name.replace('_', '-')} 不适用于{'日志' if about_log else '抽取记录'}")
    return command.run(options) if about_log else _run_draw(options)


def _is_given(value: object) -> bool:
    """Whether an option was written; entry 0 was."""
    return value is not None and value is not False and value != []


def _is_log(place: str) -> bool:
    return is_address(place) or is_folder(Path(place))


def _is_receipt(place: str) -> bool:
    try:
        with Path(place).open("rb") as stream:
            return is_receipt(stream.read(_HEADER_BYTES))
    except OSError:
        return False


def _run_draw(options: argparse.Namespace) -> int:
    path = Path(options.source)
    try:
        document = path.read_bytes()
        key = options.key.read_bytes() if options.key else None
        record = options.record.read_bytes() if options.record else _record_beside(path, document)
        draw_log = _draw_log(options, path) if options.log else None
    except OSError as error:
        print(f"不能读取文件 {error.filename}：{error.strerror}", file=sys.stderr)
        return EXIT_USAGE
    except (log_options.WrongCall, TlogRefused) as wrong:
        print(f"{wrong}", file=sys.stderr)
        return EXIT_USAGE
    report = verify_document(
        document, record=record, no_log=options.no_log, files=_reader(path), key=key, draw_log=draw_log
    )
    print(as_json(report) if options.json else as_text(path.name, report, _closing(report)))
    return report.exit_code


def _draw_log(options: argparse.Namespace, record: Path) -> DrawLog:
    """The log to hold the record against, with the checkpoints that were kept: those named, and those in receipts beside it."""
    kept = log_options.kept_checkpoints(options.checkpoints, options.log)
    for path in sorted(record.parent.glob("*.tlog-proof")):
        with suppress(TlogRefused):
            receipt = parse_receipt(log_options.read_small(path, MAX_NOTE_BYTES))
            kept.append(Kept(path.name, receipt.checkpoint))
    return DrawLog.opened(open_source(options.log), log_options.policy_of(options), kept)


def _reader(document: Path) -> Files:
    """Reads a roster file by its bare name from beside the record; whatever cannot be read is not there."""

    def read(name: str) -> bytes | None:
        try:
            return (document.parent / name).read_bytes()
        except (OSError, ValueError):
            return None

    return read


def _record_beside(path: Path, document: bytes) -> bytes | None:
    """The latest public record of a bundle's draw in the same folder; None for other documents, and where it is not clear.

    Records under their proper names come first; files of other names only where they all tell the same result.
    """
    bundle = _members(document)
    if bundle.get("format") != OPENING_FORMAT:
        return None
    named: list[tuple[int, bytes]] = []
    others: dict[str, bytes] = {}
    for candidate in sorted(path.parent.glob("*.json")):
        raw = candidate.read_bytes() if candidate.is_file() else b""
        members = _members(raw)
        if (members.get("draw_id"), members.get("audience")) == (bundle.get("draw_id"), "public"):
            version = members.get("version")
            if candidate.name.startswith("draw-"):
                named.append((version if isinstance(version, int) else 0, raw))
            others.setdefault(f"{members.get('result_hash')}", raw)
    if named:
        return max(named)[1]
    return next(iter(others.values())) if len(others) == 1 else None


def _members(raw: bytes) -> dict[str, object]:
    try:
        members = parse_json(raw)
    except CanonicalError:
        return {}
    return members if isinstance(members, dict) else {}


def _closing(report: Report) -> str:
    if report.exit_code == EXIT_BAD:
        return (
            f"\n核验不通过：{'、'.join(report.failed())}。核对的是记录所列内容按协议重算的结果；上面写明了不符之处。"
            "\n请先确认文件完整、未经改动（重新下载一次）；仍不符的，请向抽取部门和联席会议办公室提出，并保留此文件。"
        )
    if report.exit_code == EXIT_GOOD:
        return "核验通过。"
    return "\n所查各项均相符，但有应查的未能查（见上），结论不完整。请补齐所缺文件或日志后再核验。"


if __name__ == "__main__":
    sys.exit(main())
