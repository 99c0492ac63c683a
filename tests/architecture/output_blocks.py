"""Blocks of output in the documents are what the command prints: `python -m tests.architecture.output_blocks [--check]`.

A comment names the command, the fenced block below it is its output; without `--check` the blocks are written anew.

    <!-- output: make help -->
    ```text
    …
    ```

Only cheap commands stand there: every one runs in the tests.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.repository import ROOT, files, name

BLOCK = re.compile(r"<!-- output: (?P<command>[^\n]+?) -->\n```text\n(?P<output>.*?)```\n", re.DOTALL)


def pages_with_blocks() -> list[Path]:
    """Every Markdown file that has at least one block."""
    return [path for path in files() if path.suffix == ".md" and BLOCK.search(path.read_text(encoding="utf-8"))]


def output_of(command: str) -> str:
    """What a command prints in the project's root, without colors and 120 columns wide. Raises when it fails."""
    folder = Path(sys.executable).parent
    environment = {
        **os.environ,
        "COLUMNS": "120",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
    }
    for inherited in ("MAKEFLAGS", "MAKELEVEL"):  # under `make test` a make below would name its folder
        environment.pop(inherited, None)
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    if done.returncode:
        raise RuntimeError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"


def rewritten(text: str) -> str:
    """The page with every block replaced by today's output."""

    def block(found: re.Match[str]) -> str:
        return f"<!-- output: {found['command']} -->\n```text\n{output_of(found['command'])}```\n"

    return BLOCK.sub(block, text)


def main(arguments: list[str]) -> int:
    """Write the blocks, or with `--check` name the pages that are stale and answer 1."""
    stale = [path for path in pages_with_blocks() if rewritten(text := path.read_text(encoding="utf-8")) != text]
    if "--check" in arguments:
        print(
            "\n".join(f"{name(path)}: 命令输出已变，请执行 make articles" for path in stale)
            or "文档中的命令输出与实际一致"
        )
        return 1 if stale else 0
    for path in stale:
        path.write_text(rewritten(path.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"已更新 {name(path)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
