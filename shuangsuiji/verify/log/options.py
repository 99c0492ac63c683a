"""Options of the log's checks, and what they ask for; shared by the stand-alone verifier and the console.

Source: 50-ledger §9. Takes: an argparse parser. Gives: its options; a policy, files and checkpoints read from where they point.
"""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from shuangsuiji.core.tlog.keys import LOG_SIGNATURE, parse_vkey
from shuangsuiji.core.tlog.note import MAX_NOTE_BYTES
from shuangsuiji.core.tlog.policy import MAX_POLICY_BYTES, NONE, Party, Policy, parse_policy
from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.core.tlog.spelling import read_decimal
from shuangsuiji.verify.log.growth import Kept
from shuangsuiji.verify.log.place import is_address, is_folder

_MIRRORED = "checkpoints"
_LEAF_SUFFIX = ".leaf.json"
_MOST_OPENING_BYTES = 1_000_000
_MOST_LEAF_BYTES = 65_535


class WrongCall(Exception):
    """The command was given something it cannot use; the text is a Chinese sentence, the exit code 2."""


def add_trust_options(parser: ArgumentParser) -> None:
    """Whom the reader trusts."""
    trust = parser.add_mutually_exclusive_group()
    trust.add_argument("--policy", type=Path, metavar="FILE", help="信任名单：日志与见证人的公钥、需要几个见证")
    trust.add_argument("--vkey", metavar="VKEY", help="只给日志的公钥（名称+编号+公钥），不要求见证")


def add_log_options(parser: ArgumentParser) -> None:
    """What is looked at in a log."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--all", action="store_true", help="逐条重放：格式、类型、引用、先后、公开内容")
    what.add_argument("--entry", type=_index, metavar="N", help="只核对第 N 条（从 0 起）是否在日志中")
    what.add_argument("--proof", type=Path, metavar="FILE", help="存证凭证（.tlog-proof），可不给日志、离线核对")
    parser.add_argument(
        "--leaf", type=Path, metavar="FILE", help=f"凭证所证的条目原文；不写时找同名的 {_LEAF_SUFFIX}，再找日志"
    )
    parser.add_argument(
        "--opening", type=Path, action="append", default=[], metavar="FILE", help="公开值（salt、name、value），可重复"
    )
    add_checkpoints_option(parser)


def add_checkpoints_option(parser: ArgumentParser) -> None:
    """Earlier checkpoints."""
    parser.add_argument(
        "--checkpoints",
        type=Path,
        metavar="DIR|FILE",
        help="以前保存的检查点：日志必须是它们的延续，否则是改写或回退；不写时用镜像文件夹里的 checkpoints",
    )


def add_diff_options(parser: ArgumentParser) -> None:
    """Two exports to compare."""
    parser.add_argument("old", metavar="OLD", help="较早的一份：文件夹、网址，或只有一个检查点文件")
    parser.add_argument("new", metavar="NEW", help="较新的一份：文件夹或网址")
    add_trust_options(parser)
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def _index(text: str) -> int:
    try:
        return read_decimal(text)
    except Malformed as error:
        raise ArgumentTypeError(f"“{text[:60]}”应为条目序号，如 0 或 128") from error


def policy_of(options: Namespace) -> Policy | None:
    """The policy asked for, or None. Raises WrongCall where its file is none; Ambiguous passes: that is a finding (L09)."""
    try:
        if options.vkey is not None:
            key = parse_vkey(options.vkey)
            if key.kind != LOG_SIGNATURE:
                raise WrongCall("--vkey 应是日志的公钥，这是见证人的")
            return Policy((Party(key.name, key),), (), (), NONE)
        return None if options.policy is None else parse_policy(read_small(options.policy, MAX_POLICY_BYTES))
    except Malformed as error:
        raise WrongCall(f"信任名单不能使用：{error}") from error


def leaf_of(options: Namespace) -> bytes | None:
    """The entry a receipt is for: the file named, or the one beside the receipt."""
    if options.leaf is not None:
        return read_small(options.leaf, _MOST_LEAF_BYTES)
    beside = options.proof.with_suffix("").with_name(f"{options.proof.stem}{_LEAF_SUFFIX}")
    return read_small(beside, _MOST_LEAF_BYTES) if beside.is_file() else None


def openings_of(options: Namespace) -> list[bytes]:
    """The files with private values."""
    return [read_small(path, _MOST_OPENING_BYTES) for path in options.opening]


def kept_checkpoints(place: Path | None, log: str) -> list[Kept]:
    """The checkpoints in a file, or in every file of a folder, in the order of their names.

    Where no place is named: those in the log's own folder, where a mirror keeps all it has seen.
    """
    if place is None:
        place = Path(log) / _MIRRORED
        if is_address(log) or not is_folder(place):
            return []
    if not is_folder(place):
        return [Kept(place.name, read_small(place, MAX_NOTE_BYTES))]
    try:
        files = sorted(path for path in place.iterdir() if path.is_file())
    except OSError as error:
        raise WrongCall(f"不能读取文件夹 {place}：{error.strerror}") from error
    return [Kept(path.name, read_small(path, MAX_NOTE_BYTES)) for path in files]


def read_small(path: Path, most: int) -> bytes:
    """A file of the reader's own; WrongCall where it cannot be read or is too long."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(most + 1)
    except OSError as error:
        raise WrongCall(f"不能读取文件 {path}：{error.strerror}") from error
    if len(raw) > most:
        raise WrongCall(f"文件 {path} 多于 {most} 字节，不是所要的文件")
    return raw
