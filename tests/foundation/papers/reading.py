"""Reading papers again; where this machine lacks a font or a tool the skip says what to install."""

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from shuangsuiji.foundation.papers import fonts


def require_chinese_font() -> None:
    """Skip where papers cannot be made."""
    fault = fonts.fault()
    if fault:
        pytest.skip(f"文书未证实：{fault}")


def text_in(content: bytes, folder: Path) -> str:
    """The text of a PDF, without its blanks, in the order in which it was set."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("文书的文字未证实：缺少 pdftotext（apt-get install poppler-utils）")
    path = folder / "paper.pdf"
    path.write_bytes(content)
    told = subprocess.run([tool, "-raw", str(path), "-"], capture_output=True, check=True, timeout=60)
    return re.sub(r"\s+", "", told.stdout.decode())


def objects_in(content: bytes) -> bytes:
    """The PDF's objects, also those it keeps compressed."""
    opened = content
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            opened += zlib.decompressobj().decompress(found[1])
        except zlib.error:
            continue
    return opened
