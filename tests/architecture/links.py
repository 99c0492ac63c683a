"""Relative links in Markdown that lead nowhere. `python -m tests.architecture.links` names them and exits 1.

Takes: every .md of the repository. Gives: "file: target". Addresses on the network are not followed: no test needs one.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tests.architecture.repository import files, name

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)


def dead_links(text: str, folder: Path) -> Iterator[str]:
    """Targets of a Markdown text in `folder` that do not exist; for `file.md#part` the heading must exist too."""
    for found in LINK.finditer(FENCE.sub("", text)):
        target = found.group(1) or found.group(2)
        if re.match(r"[a-z]+:", target):
            continue
        path_text, _, anchor = target.partition("#")
        path = (folder / unquote(path_text)) if path_text else None
        if (
            (path is not None and not path.exists())
            or (
                anchor
                and path is not None
                and path.suffix == ".md"
                and unquote(anchor) not in anchors(path.read_text(encoding="utf-8"))
            )
            or (anchor and path is None and unquote(anchor) not in anchors(text))
        ):
            yield target


def anchors(text: str) -> set[str]:
    """The anchors a Markdown reader makes of headings: lower case, punctuation dropped, blanks to hyphens."""
    return {
        re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.strip().lower()))
        for heading in HEADING.findall(FENCE.sub("", text))
    }


def all_dead_links() -> list[str]:
    """Every dead link of the repository as "file: target"."""
    pages = [path for path in files() if path.suffix == ".md"]
    return [
        f"{name(path)}: {target}"
        for path in pages
        for target in dead_links(path.read_text(encoding="utf-8"), path.parent)
    ]


if __name__ == "__main__":
    dead = all_dead_links()
    print("\n".join(dead) or "文档中的相对链接全部有效")
    sys.exit(1 if dead else 0)
