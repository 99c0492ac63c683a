"""Single files of a draw: read strictly, written whole or not at all, and one act at a time.

Source: SSJ-DRAW/1 §5 (each act at most once), §12 (re-roll, late edits); 第十四条.
Never: a file written over by an act; half a file under a file's name.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, parse_json
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal
from shuangsuiji.core.draw.shape import Shape

Content = Mapping[str, Any] | bytes


def refused(code: str, message: str, remedy: str, article: str = "第十四条") -> DrawRefused:
    """A refusal of an act on the folder."""
    return DrawRefused([Refusal(code, article, message, remedy)])


def edited(what: str) -> DrawRefused:
    """The refusal of files that do not agree with each other."""
    return refused("E14-2", f"{what}与已公布的摘要不一致，可能被改动", "请取得未经改动的原件；名单冻结后不得更改")


def read_members(path: Path, shape: Shape, *, absent: str) -> dict[str, Any]:
    """A JSON file of this shape. Raises DrawRefused where it is missing (`absent` is the way out) or unreadable."""
    try:
        members: dict[str, Any] = parse_json(path.read_bytes())
    except FileNotFoundError as error:
        raise refused("folder.missing", f"缺少文件 {path}", absent) from error
    except OSError as error:
        raise refused("folder.unreadable", f"不能读取 {path}：{plain(error)}", absent) from error
    except CanonicalError as error:
        raise refused("folder.unreadable", f"文件 {path} 不能读取：{error}", "请取得未经改动的原件") from error
    for fault in shape(members, ""):
        raise refused("folder.unreadable", f"文件 {path} 内容不合规则：{fault}", "请取得未经改动的原件")
    return members


def write_new(path: Path, content: Content, *, private: bool = False) -> Path:
    """Write a file that must not exist yet; a private one is readable by its owner only."""
    with _unfinished(path, content, private=private) as unfinished:
        try:
            _appear(unfinished, path)
        except FileExistsError as error:
            raise refused(
                "folder.exists", f"文件 {path} 已存在，不能覆盖", "此步骤已经办理；确需重来的，请作废后以新的编号抽取"
            ) from error
    return path


def write_over(path: Path, content: Content, *, private: bool = False) -> Path:
    """Write a file that counts only once an act's own file exists; what an interrupted attempt left is replaced."""
    with _unfinished(path, content, private=private) as unfinished:
        unfinished.replace(path)
    return path


@contextmanager
def _unfinished(path: Path, content: Content, *, private: bool) -> Iterator[Path]:
    """The content under a name nobody reads, safely on disk; gone afterwards."""
    raw = content if isinstance(content, bytes) else f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(
            os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o644), "wb"
        ) as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        yield unfinished
    finally:
        unfinished.unlink(missing_ok=True)


def _appear(unfinished: Path, path: Path) -> None:
    """Give the file its name. A hard link fails where the name exists: of two people at once, one wins."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError as error:  # a memory stick (FAT, exFAT) knows no links; the lock keeps others out meanwhile
        if path.exists():
            raise FileExistsError(path) from error
        unfinished.rename(path)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold everybody else on this folder back until the act is done; released also when the process dies."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # Some network file systems lock no folder; write_new still lets only one of two win there.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def plain(error: OSError) -> str:
    """Why the system refuses, in Chinese where it is one of the usual reasons."""
    kinds = {
        PermissionError: "没有权限",
        IsADirectoryError: "这是文件夹，不是文件",
        NotADirectoryError: "路径中有一段不是文件夹",
        FileNotFoundError: "不存在",
        FileExistsError: "已存在",
    }
    return kinds.get(type(error), f"{error.strerror or error}")
