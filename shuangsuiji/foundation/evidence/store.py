"""The shelf: files named by their SHA-256, whole or not there.

Source: 80-reliability A3. Takes: chunks of bytes. Gives: a file at `ab/cd/<64 hex>`, flushed, read-only.
Order: temporary name, write, fsync, rename, fsync of the folder. A crash leaves something in `incoming/`, or a file that no row
names; `sweeping` reports both. Never: a name that came from outside; a file served whose digest does not hold.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shuangsuiji.foundation.evidence.refusal import FileDamaged, UploadRefused

_CHUNK = 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")
_READ_ONLY = 0o440
_INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is whole and flushed but has not its final name yet."""

    path: Path
    digest: str
    size: int


class FileStore:
    """One folder of files. Several processes may write at once: equal content ends in an equal file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, chunks: Iterable[bytes], *, most_bytes: int) -> Incoming:
        """Write chunks to a temporary file and flush it. Raises UploadRefused beyond `most_bytes`; nothing stays behind then."""
        incoming = self.folder / _INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        path = incoming / secrets.token_hex(16)
        try:
            digest, size = _write(path, chunks, most_bytes)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Incoming(path, digest, size)

    def keep(self, incoming: Incoming) -> str:
        """Give it its final name. An equal file is replaced by its equal, which also heals a damaged one."""
        target = self.path_of(incoming.digest)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            incoming.path.chmod(_READ_ONLY)
            incoming.path.replace(target)
        except BaseException:
            self.discard(incoming)
            raise
        for folder in (target.parent, target.parent.parent, self.folder):
            sync_folder(folder)
        return incoming.digest

    def discard(self, incoming: Incoming) -> None:
        """Take away what was not kept."""
        incoming.path.unlink(missing_ok=True)

    def path_of(self, digest: str) -> Path:
        """Where a file lies. Raises ValueError for anything but 64 lower-case hexadecimal characters."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError("文件摘要应为 64 位小写十六进制")
        return self.folder / digest[:2] / digest[2:4] / digest

    def has(self, digest: str) -> bool:
        """Whether a file of that digest lies there; what is in it is not looked at."""
        return self.path_of(digest).is_file()

    def checked(self, digest: str) -> Path:
        """The file's path after its content was held against its digest. Raises FileDamaged."""
        path = self.path_of(digest)
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise FileDamaged(
                f"文件 {digest[:16]}… 读不到（{error.strerror}）；请从备份恢复，并运行清点核对全部文件。"
            ) from error
        if found != digest:
            raise FileDamaged(f"文件 {digest[:16]}… 的内容与登记的摘要不符，已被改动或损坏；请从备份恢复，并查明原因。")
        return path

    def read(self, digest: str) -> bytes:
        """The file's bytes, held against their digest. Raises FileDamaged."""
        return self.checked(digest).read_bytes()

    def digests(self) -> Iterator[str]:
        """Every file that lies there, in order."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            if _DIGEST.fullmatch(path.name):
                yield path.name

    def unfinished(self) -> list[Path]:
        """Temporary files: uploads under way, or left by a crash."""
        return sorted((self.folder / _INCOMING).glob("*"))


def _write(path: Path, chunks: Iterable[bytes], most_bytes: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > most_bytes:
                raise UploadRefused(f"文件超过 {most_bytes // _CHUNK} MB", "请压缩或分开后重新上传")
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        sync_file(file.fileno())
    return digest.hexdigest(), size


def sync_file(descriptor: int) -> None:
    """Flush a file to disk."""
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Flush a folder's names to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
